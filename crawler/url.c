#include "crawler/url.h"

#include <stdint.h>
#include <string.h>

#include "crawler/address.h"
#include "crawler/host.h"
#include "crawler/percent.h"

/* What is longer, or joins more words, is a title. */
#define TITLE_BYTES 24
#define TITLE_JOINTS 3

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* The rest of s from offset on. */
static struct slice from(struct slice s, size_t offset)
{
	return slice_of(s.data + offset, s.len - offset);
}

static struct slice upto(struct slice s, size_t len)
{
	return slice_of(s.data, len);
}

/* Place of the first byte of s that is one of chars, or s.len. */
static size_t find_any(struct slice s, const char *chars)
{
	for (size_t i = 0; i < s.len; i++)
		for (const char *c = chars; *c; c++)
			if (s.data[i] == *c)
				return i;
	return s.len;
}

static void cut(struct buf *b, size_t len)
{
	if (len < b->len) {
		b->len = len;
		b->data[len] = '\0';
	}
}

static bool is_slash(char c)
{
	return c == '/' || c == '\\';
}

/* Dots a path segment consists of, plain or as %2e: 1, 2, or 0 when it is
 * anything else. */
static int count_dots(struct slice s)
{
	int dots = 0;

	while (s.len && dots < 3) {
		bool plain = s.data[0] == '.';

		if (!plain && !slice_starts_nocase(s, "%2e"))
			return 0;
		s = from(s, plain ? 1 : 3);
		dots++;
	}
	return dots < 3 ? dots : 0;
}

/* Adds path to the folder (ending in "/") that out holds from start on. */
static void put_path(struct buf *out, size_t start, struct slice path)
{
	while (path.len) {
		size_t n = find_any(path, "/\\");
		struct slice segment = upto(path, n);
		int dots = count_dots(segment);
		bool last = n == path.len;

		path = from(path, last ? n : n + 1);
		if (dots == 2 && out->len > start + 1) {
			cut(out, out->len - 1);
			while (out->data[out->len - 1] != '/')
				cut(out, out->len - 1);
		}
		if (dots)
			continue;
		percent_put(out, segment, PERCENT_PATH);
		if (!last)
			buf_putc(out, '/');
	}
}

/* rest begins with "?", with "#" or not at all. */
static void put_query(
	struct buf *out, struct slice rest, enum url_query_encoding encoding)
{
	struct slice query;

	if (rest.len == 0 || rest.data[0] != '?')
		return;
	query = from(rest, 1);
	query = upto(query, find_any(query, "#"));
	buf_putc(out, '?');
	switch (encoding) {
	case URL_UTF_8:
		percent_put(out, query, PERCENT_QUERY);
		break;
	case URL_WINDOWS_874:
		percent_put_windows_874(out, query);
		break;
	}
}

static void put_path_query(struct buf *out, size_t start, struct slice rest,
	enum url_query_encoding encoding)
{
	size_t n = find_any(rest, "?#");

	put_path(out, start, upto(rest, n));
	put_query(out, from(rest, n), encoding);
}

static void put_userinfo(struct buf *out, struct slice userinfo)
{
	size_t n = find_any(userinfo, ":");
	struct slice password = from(userinfo, n + (n < userinfo.len));

	if (n == 0 && password.len == 0)
		return;
	percent_put(out, upto(userinfo, n), PERCENT_USERINFO);
	if (password.len) {
		buf_putc(out, ':');
		percent_put(out, password, PERCENT_USERINFO);
	}
	buf_putc(out, '@');
}

static bool put_port(struct buf *out, struct slice port, bool https)
{
	long number;

	if (port.len == 0)
		return true;
	number = slice_number(port, 65535);
	if (number >= 0 && number != (https ? 443 : 80))
		buf_printf(out, ":%ld", number);
	return number >= 0;
}

static bool put_authority(struct buf *out, struct slice authority, bool https)
{
	size_t at = authority.len, colon;

	while (at && authority.data[at - 1] != '@')
		at--;
	if (at)
		put_userinfo(out, upto(authority, at - 1));
	authority = from(authority, at);
	/* The colons of an IPv6 address stand in brackets. */
	colon = authority.len;
	for (size_t i = authority.len; i > 0; i--) {
		if (authority.data[i - 1] == ']')
			break;
		if (authority.data[i - 1] == ':')
			colon = i - 1;
	}
	if (!host_put(out, upto(authority, colon)))
		return false;
	return put_port(
		out, from(authority, colon + (colon < authority.len)), https);
}

static enum url_result put_absolute(struct buf *out, struct slice rest,
	bool https, enum url_query_encoding encoding)
{
	size_t n, start;

	while (rest.len && is_slash(rest.data[0]))
		rest = from(rest, 1);
	n = find_any(rest, "/\\?#");
	buf_puts(out, https ? "https://" : "http://");
	if (!put_authority(out, upto(rest, n), https))
		return URL_BROKEN;
	start = out->len;
	buf_putc(out, '/');
	rest = from(rest, n);
	if (rest.len && is_slash(rest.data[0]))
		rest = from(rest, 1);
	put_path_query(out, start, rest, encoding);
	return URL_OK;
}

static enum url_result put_relative(struct buf *out, struct slice rest,
	const char *base, enum url_query_encoding encoding)
{
	const struct url url = url_split(base);
	const size_t start = (size_t)(url.path.data - base);
	size_t keep = start + url.path.len;

	if (rest.len > 1 && is_slash(rest.data[0]) && is_slash(rest.data[1]))
		return put_absolute(out, rest, url.scheme.len == 5, encoding);
	if (rest.len == 0 || rest.data[0] == '#') {
		keep = strlen(base);
	} else if (is_slash(rest.data[0])) {
		keep = start + 1;
		rest = from(rest, 1);
	} else if (rest.data[0] != '?') {
		while (base[keep - 1] != '/')
			keep--;
	}
	buf_put(out, base, keep);
	put_path_query(out, start, rest, encoding);
	return URL_OK;
}

/* Length of the scheme before the colon, 0 when there is none. */
static size_t scheme_len(struct slice in)
{
	size_t n = 0;

	if (in.len == 0 || !ascii_is_alpha(in.data[0]))
		return 0;
	while (n < in.len && (ascii_is_alnum(in.data[n]) || in.data[n] == '+' ||
				     in.data[n] == '-' || in.data[n] == '.'))
		n++;
	return n < in.len && in.data[n] == ':' ? n : 0;
}

static enum url_result resolve(struct buf *out, struct slice in,
	const char *base, enum url_query_encoding encoding)
{
	const struct slice scheme = upto(in, scheme_len(in));
	const bool https = slice_eq_nocase(scheme, "https");

	if (scheme.len == 0)
		return base ? put_relative(out, in, base, encoding)
			    : URL_BROKEN;
	if (!https && !slice_eq_nocase(scheme, "http")) {
		for (size_t i = 0; i < scheme.len; i++)
			buf_putc(out, (char)ascii_lower(scheme.data[i]));
		return URL_FOREIGN;
	}
	in = from(in, scheme.len + 1);
	/* "http:page" is relative where the base has the same scheme. */
	if (base && url_split(base).scheme.len == scheme.len)
		return put_relative(out, in, base, encoding);
	return put_absolute(out, in, https, encoding);
}

/* Without the controls and blanks at both ends, and the line breaks that
 * editors leave inside. */
static void put_clean(struct buf *clean, struct slice in)
{
	while (in.len && (unsigned char)in.data[0] <= ' ')
		in = from(in, 1);
	while (in.len && (unsigned char)in.data[in.len - 1] <= ' ')
		in.len--;
	for (size_t i = 0; i < in.len;) {
		size_t n = find_any(from(in, i), "\t\n\r");

		buf_put(clean, in.data + i, n);
		i += n + 1;
	}
}

enum url_result url_resolve(struct buf *out, struct slice input,
	const char *base, enum url_query_encoding encoding)
{
	enum url_result result;
	struct buf clean;

	buf_clear(out);
	buf_init(&clean, input.len);
	put_clean(&clean, input);
	result = resolve(
		out, slice_of(buf_str(&clean), clean.len), base, encoding);
	buf_done(&clean);
	if (out->full)
		result = URL_TOO_LONG;
	if (result == URL_BROKEN || result == URL_TOO_LONG)
		cut(out, 0);
	return result;
}

static void split_authority(struct url *url, struct slice authority)
{
	size_t at = find_any(authority, "@"), end;
	struct slice port;

	if (at < authority.len) {
		url->userinfo = upto(authority, at);
		authority = from(authority, at + 1);
	}
	end = authority.len;
	while (end && ascii_is_digit(authority.data[end - 1]))
		end--;
	url->host = authority;
	if (end == 0 || authority.data[end - 1] != ':')
		return;
	port = from(authority, end);
	url->host = upto(authority, end - 1);
	url->has_port = true;
	url->port = (int)slice_number(port, 65535);
}

struct url url_split(const char *href)
{
	struct slice rest = slice_of(href, strlen(href));
	struct url url = { .userinfo = { "", 0 }, .query = { "", 0 } };
	size_t n = find_any(rest, ":");

	url.scheme = upto(rest, n);
	url.port = n == 5 ? 443 : 80;
	rest = from(rest, n + 3);
	n = find_any(rest, "/");
	split_authority(&url, upto(rest, n));
	rest = from(rest, n);
	n = find_any(rest, "?");
	url.path = upto(rest, n);
	url.has_query = n < rest.len;
	if (url.has_query)
		url.query = from(rest, n + 1);
	return url;
}

static void put_host_port(struct buf *out, const struct url *url)
{
	buf_put_slice(out, url->scheme);
	buf_puts(out, "://");
	buf_put_slice(out, url->host);
	if (url->has_port)
		buf_printf(out, ":%d", url->port);
}

void url_put_bare(struct buf *out, const char *href)
{
	const struct url url = url_split(href);

	put_host_port(out, &url);
	buf_puts(out, url.path.data);
}

void url_put_origin(struct buf *out, const char *href)
{
	const struct url url = url_split(href);

	put_host_port(out, &url);
}

static bool same(struct slice a, struct slice b)
{
	return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

bool url_same_origin(const char *a, const char *b)
{
	const struct url x = url_split(a), y = url_split(b);

	return x.port == y.port && same(x.scheme, y.scheme) &&
	       same(x.host, y.host);
}

static bool is_numeric(struct slice host)
{
	uint32_t ip;

	return host.data[0] == '[' || address_parse_v4(&ip, host) == 1;
}

/* The name of the site: without "www." and the dot of the DNS root. */
static struct slice site_name(struct slice host)
{
	if (host.len > 1 && host.data[host.len - 1] == '.')
		host.len--;
	if (slice_starts(host, "www.") &&
		memchr(host.data + 4, '.', host.len - 4))
		host = from(host, 4);
	return host;
}

bool url_in_site(const char *site, const char *href)
{
	const struct url s = url_split(site), u = url_split(href);
	const struct slice name = site_name(s.host);
	struct slice host = u.host;

	if (s.has_port || u.has_port)
		return s.port == u.port && same(s.host, u.host);
	if (is_numeric(s.host) || is_numeric(u.host))
		return same(s.host, u.host);
	if (host.len > 1 && host.data[host.len - 1] == '.')
		host.len--;
	if (host.len > name.len && host.data[host.len - name.len - 1] == '.')
		host = from(host, host.len - name.len);
	return same(host, name);
}

size_t url_path_depth(const char *href)
{
	const struct slice path = url_split(href).path;
	size_t depth = 0;

	for (size_t i = 1; i < path.len; i++)
		depth += path.data[i] != '/' && path.data[i - 1] == '/';
	return depth;
}

/* "sid" alone may be the number of a section: only a long value of letters
 * and digits is a session. */
static bool is_session_value(struct slice value)
{
	bool digit = false;

	for (size_t i = 0; i < value.len; i++) {
		if (!ascii_is_alnum(value.data[i]))
			return false;
		digit = digit || ascii_is_digit(value.data[i]);
	}
	return digit && value.len >= 16;
}

static bool is_session(struct slice name, struct slice value)
{
	return slice_eq_nocase(name, "phpsessid") ||
	       slice_eq_nocase(name, "jsessionid") ||
	       (slice_eq_nocase(name, "sid") && is_session_value(value));
}

/* What Joomla adds to the address of an article for its print window. */
static bool is_print_part(struct slice parameter)
{
	return slice_eq(parameter, "print=1") ||
	       slice_eq(parameter, "tmpl=component") ||
	       slice_eq(parameter, "layout=default") ||
	       slice_eq(parameter, "page=");
}

/* The rule that drops the parameter, or URL_FOLD_COUNT. */
static enum url_fold parameter_fold(struct slice parameter, bool print)
{
	size_t n = find_any(parameter, "=");
	struct slice name = upto(parameter, n);

	if (parameter.len == 0)
		return URL_FOLD_EMPTY_PARAMETER;
	if (is_session(name, from(parameter, n + (n < parameter.len))))
		return URL_FOLD_SESSION_ID;
	if (slice_starts_nocase(name, "utm_") ||
		slice_eq_nocase(name, "fbclid") ||
		slice_eq_nocase(name, "gclid"))
		return URL_FOLD_TRACKING;
	return print && is_print_part(parameter) ? URL_FOLD_PRINT_COPY
						 : URL_FOLD_COUNT;
}

/* The part of *s before the next stop, taken off with it. */
static struct slice take(struct slice *s, const char *stop)
{
	size_t n = find_any(*s, stop);
	struct slice part = upto(*s, n);

	*s = from(*s, n + (n < s->len));
	return part;
}

static unsigned put_folded_query(struct buf *out, struct slice query)
{
	size_t start = out->len;
	struct slice rest = query;
	unsigned folds = 0;
	bool print = false;

	if (query.len == 0 || query.data[query.len - 1] == '&')
		folds = 1U << URL_FOLD_EMPTY_PARAMETER;
	while (rest.len && !print)
		print = slice_eq(take(&rest, "&"), "print=1");
	while (query.len) {
		struct slice parameter = take(&query, "&");
		enum url_fold fold = parameter_fold(parameter, print);

		if (fold != URL_FOLD_COUNT) {
			folds |= 1U << fold;
			continue;
		}
		buf_putc(out, out->len == start ? '?' : '&');
		buf_put_slice(out, parameter);
	}
	return folds;
}

/* The path without ";jsessionid=..." and its like. */
static unsigned put_folded_path(struct buf *out, struct slice path)
{
	unsigned folds = 0;

	while (path.len) {
		size_t n = 1 + find_any(from(path, 1), ";/");
		struct slice part = upto(path, n);

		if (part.data[0] == ';' &&
			parameter_fold(from(part, 1), false) ==
				URL_FOLD_SESSION_ID)
			folds |= 1U << URL_FOLD_SESSION_ID;
		else
			buf_put_slice(out, part);
		path = from(path, n);
	}
	return folds;
}

/* Cuts the name of an index page off the path that ends out. */
static unsigned fold_index_page(struct buf *out)
{
	static const char *const names[] = { "/index.html", "/index.htm",
		"/index.php", "/default.asp", "/default.aspx" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (slice_ends_nocase(buf_slice(out), names[i])) {
			cut(out, out->len - strlen(names[i]) + 1);
			return 1U << URL_FOLD_INDEX_PAGE;
		}
	return 0;
}

unsigned url_seen_key(struct buf *out, const char *href)
{
	const struct url url = url_split(href);
	unsigned folds = url.userinfo.len ? 1U << URL_FOLD_CREDENTIALS : 0;
	size_t path_end;

	buf_clear(out);
	put_host_port(out, &url);
	folds |= put_folded_path(out, url.path);
	path_end = out->len;
	if (url.has_query)
		folds |= put_folded_query(out, url.query);
	if (out->len == path_end)
		folds |= fold_index_page(out);
	return folds;
}

/* Words joined by hyphens, or Thai ones, name one page and no kind. */
static bool is_title(struct slice part)
{
	size_t joints = 0;

	for (size_t i = 0; i < part.len; i++)
		joints += part.data[i] == '-' || part.data[i] == '_';
	return part.len > TITLE_BYTES || joints >= TITLE_JOINTS ||
	       find_any(part, "%") < part.len;
}

/* "12-a.pdf" is "#.pdf": the ending tells a document from a page. */
static void put_part_kind(struct buf *out, struct slice part)
{
	size_t kept = find_any(part, "0123456789");
	size_t dot = part.len;

	if (is_title(part))
		kept = 0;
	buf_put_slice(out, upto(part, kept));
	if (kept == part.len)
		return;
	buf_putc(out, '#');
	while (dot > kept && part.data[dot - 1] != '.')
		dot--;
	if (dot > kept &&
		find_any(from(part, dot), "0123456789") + dot == part.len)
		buf_put_slice(out, from(part, dot - 1));
}

void url_put_kind(struct buf *out, const char *href)
{
	const struct url url = url_split(href);
	struct slice path = url.path, query = url.query;

	put_host_port(out, &url);
	path = from(path, 1);
	do {
		buf_putc(out, '/');
		put_part_kind(out, take(&path, "/"));
	} while (path.len);
	while (query.len) {
		struct slice value = take(&query, "&");
		const struct slice name = take(&value, "=");

		buf_putc(out, '&');
		put_part_kind(out, name);
		buf_putc(out, '=');
		put_part_kind(out, value);
	}
}

const char *url_fold_name(enum url_fold fold)
{
	static const char *const names[] = {
		[URL_FOLD_CREDENTIALS] = "credentials",
		[URL_FOLD_SESSION_ID] = "session_id",
		[URL_FOLD_TRACKING] = "tracking",
		[URL_FOLD_PRINT_COPY] = "print_copy",
		[URL_FOLD_EMPTY_PARAMETER] = "empty_parameter",
		[URL_FOLD_INDEX_PAGE] = "index_page",
	};

	return fold < URL_FOLD_COUNT ? names[fold] : "";
}
