#include "crawler/robots.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "crawler/limits.h"
#include "crawler/percent.h"
#include "crawler/url.h"

/* What of a line counts, as in Google's parser: eight times the longest URL
 * that browsers took. */
#define MAX_LINE 16664

/* Addresses are longer in normal form: three bytes for one at most. */
#define MAX_NORMAL ((size_t)3 * MAX_LINE)

#define MAX_SITEMAPS 1000

/*
 * An Allow or Disallow line.  The pattern is in normal form and cut at its
 * stars: pieces strings one after the other, each with its NUL, of which the
 * first stands at the beginning of the address.
 */
struct rule {
	const char *line;
	const char *pattern;
	size_t pieces;
	size_t least;  /* bytes the pieces have together */
	size_t len;    /* of the pattern: the longest decides */
	bool anchored; /* "$": the last piece ends the address */
	bool allow;
};

/* The rules of all groups that are meant by one name. */
struct group {
	struct rule *rules;
	size_t n, cap;
	long delay_ms;
	bool named; /* there is such a group */
};

struct robots {
	struct arena arena;
	struct group own, any; /* of our name, and of "*" */
	const char **sitemaps;
	size_t n_sitemaps, cap_sitemaps;
};

/* Where the parser stands. */
struct reader {
	struct robots *robots;
	struct slice agent;
	bool in_names; /* the last line of a group was User-agent */
	bool own, any; /* the group is meant for us, for "*" */
};

/* RFC 3986 section 2.3: these are the same with and without "%". */
static bool is_unreserved(int c)
{
	return ascii_is_alnum(c) || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

/*
 * One character of a path in the form in which they are compared (RFC 9309
 * section 2.2.2): what is unreserved stands for itself, all else is %XX.  So
 * "*" and "$" of an address are never those of a rule.  Only "/" and "?" part
 * an address and so differ from %2F and %3F, and that not within a query.
 * Returns the bytes read.
 */
static size_t put_normal(struct buf *out, struct slice s, bool *query)
{
	unsigned char c = (unsigned char)s.data[0];
	size_t n = 1;

	if (c == '%' && s.len > 2 && ascii_hex(s.data[1]) >= 0 &&
		ascii_hex(s.data[2]) >= 0) {
		c = (unsigned char)(ascii_hex(s.data[1]) << 4 |
				    ascii_hex(s.data[2]));
		n = 3;
	}
	if (is_unreserved(c) || ((n == 1 || *query) && (c == '/' || c == '?')))
		buf_putc(out, (char)c);
	else
		percent_put_byte(out, c);
	*query = *query || (n == 1 && c == '?');
	return n;
}

/* The pattern of a rule, cut at its stars into out. */
static void put_pattern(struct buf *out, struct rule *rule, struct slice value)
{
	bool query = false, star = false;

	if (value.data[value.len - 1] == '$') {
		rule->anchored = true;
		value.len--;
	}
	rule->pieces = 1;
	while (value.len) {
		size_t n = 1;

		/* Several stars are one. */
		if (value.data[0] != '*') {
			n = put_normal(out, value, &query);
		} else if (!star) {
			buf_putc(out, '\0');
			rule->pieces++;
		}
		star = value.data[0] == '*';
		value = slice_of(value.data + n, value.len - n);
	}
	rule->least = out->len - (rule->pieces - 1);
	rule->len = out->len + rule->anchored;
}

static void add_rule(struct reader *r, struct group *group, struct slice line,
	struct slice value, bool allow)
{
	struct arena *arena = &r->robots->arena;
	struct rule rule = { .allow = allow };
	struct buf pattern;

	buf_init(&pattern, MAX_NORMAL);
	put_pattern(&pattern, &rule, value);
	rule.line = arena_strndup(arena, line.data, line.len);
	rule.pattern = arena_strndup(arena, buf_str(&pattern), pattern.len);
	buf_done(&pattern);
	group->rules =
		mem_grow(group->rules, group->n, &group->cap, sizeof(rule));
	group->rules[group->n++] = rule;
}

/* Letters, "-" and "_" at the beginning: a product token, section 2.2.1. */
static struct slice product_token(struct slice s)
{
	size_t n = 0;

	while (n < s.len && (ascii_is_alpha(s.data[n]) || s.data[n] == '-' ||
				    s.data[n] == '_'))
		n++;
	return slice_of(s.data, n);
}

static bool same_token(struct slice a, struct slice b)
{
	if (a.len != b.len || a.len == 0)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (ascii_lower(a.data[i]) != ascii_lower(b.data[i]))
			return false;
	return true;
}

static void read_agent(struct reader *r, struct slice value)
{
	if (!r->in_names)
		r->own = r->any = false;
	r->in_names = true;
	if (value.len && value.data[0] == '*' &&
		(value.len == 1 || ascii_is_space(value.data[1])))
		r->any = r->robots->any.named = true;
	if (same_token(product_token(value), r->agent))
		r->own = r->robots->own.named = true;
}

static void read_rule(
	struct reader *r, struct slice line, struct slice value, bool allow)
{
	r->in_names = false;
	/* "Disallow:" with nothing behind it forbids nothing. */
	if (value.len == 0)
		return;
	if (r->own)
		add_rule(r, &r->robots->own, line, value, allow);
	if (r->any)
		add_rule(r, &r->robots->any, line, value, allow);
}

/* Seconds with up to three decimals as milliseconds, or -1. */
static long parse_delay(struct slice value)
{
	const char *dot = value.len ? memchr(value.data, '.', value.len) : NULL;
	size_t whole = dot ? (size_t)(dot - value.data) : value.len;
	long ms = slice_number(slice_of(value.data, whole), INT_MAX);
	long unit = 1000;

	if (ms < 0)
		return -1;
	ms *= unit;
	for (size_t i = whole + 1; i < value.len; i++) {
		if (!ascii_is_digit(value.data[i]))
			return -1;
		unit /= 10;
		ms += unit * (value.data[i] - '0');
	}
	return ms;
}

static void read_delay(struct reader *r, struct slice value)
{
	long ms = parse_delay(value);

	if (ms < 0)
		return;
	if (r->own)
		r->robots->own.delay_ms = ms;
	if (r->any)
		r->robots->any.delay_ms = ms;
}

static void read_sitemap(struct robots *robots, struct slice value)
{
	if (value.len == 0 || memchr(value.data, '\0', value.len) ||
		robots->n_sitemaps == MAX_SITEMAPS)
		return;
	/* The last element is the NULL that ends the list. */
	robots->sitemaps[robots->n_sitemaps++] =
		arena_strndup(&robots->arena, value.data, value.len);
	robots->sitemaps = mem_grow(robots->sitemaps, robots->n_sitemaps,
		&robots->cap_sitemaps, sizeof(robots->sitemaps[0]));
	robots->sitemaps[robots->n_sitemaps] = NULL;
}

static void read_line(struct reader *r, struct slice line)
{
	struct slice key, value;
	const char *mark;

	if (line.len > MAX_LINE)
		line.len = MAX_LINE;
	mark = line.len ? memchr(line.data, '#', line.len) : NULL;
	if (mark)
		line.len = (size_t)(mark - line.data);
	line = slice_trim(line);
	mark = line.len ? memchr(line.data, ':', line.len) : NULL;
	if (!mark)
		return;
	key = slice_trim(slice_of(line.data, (size_t)(mark - line.data)));
	value = slice_trim(
		slice_of(mark + 1, line.len - (size_t)(mark + 1 - line.data)));
	if (slice_eq_nocase(key, "user-agent"))
		read_agent(r, value);
	else if (slice_eq_nocase(key, "allow"))
		read_rule(r, line, value, true);
	else if (slice_eq_nocase(key, "disallow"))
		read_rule(r, line, value, false);
	else if (slice_eq_nocase(key, "crawl-delay"))
		read_delay(r, value);
	else if (slice_eq_nocase(key, "sitemap"))
		read_sitemap(r->robots, value);
}

/* Lines end with CR, LF or both; the last one need not. */
static void read_lines(struct reader *r, struct slice body)
{
	size_t start = 0;

	for (size_t i = 0; i < body.len; i++) {
		if (body.data[i] != '\n' && body.data[i] != '\r')
			continue;
		read_line(r, slice_of(body.data + start, i - start));
		start = i + 1;
	}
	if (start < body.len)
		read_line(r, slice_of(body.data + start, body.len - start));
}

/* What is read of it: without the byte order mark, and no cut line where it
 * is too long (half a rule is another rule). */
static struct slice bounded(struct slice body)
{
	if (slice_starts(body, "\xef\xbb\xbf"))
		body = slice_of(body.data + 3, body.len - 3);
	if (body.len <= LIMIT_ROBOTS_BYTES)
		return body;
	body.len = LIMIT_ROBOTS_BYTES;
	while (body.len && body.data[body.len - 1] != '\n' &&
		body.data[body.len - 1] != '\r')
		body.len--;
	return body;
}

struct robots *robots_parse(struct slice body, const char *agent)
{
	struct robots *robots = mem_zalloc(sizeof(*robots));
	struct reader r = {
		.robots = robots,
		.agent = product_token(slice_str(agent)),
	};

	arena_init(&robots->arena);
	robots->own.delay_ms = robots->any.delay_ms = -1;
	robots->sitemaps = mem_grow(
		NULL, 0, &robots->cap_sitemaps, sizeof(robots->sitemaps[0]));
	robots->sitemaps[0] = NULL;
	read_lines(&r, bounded(body));
	return robots;
}

void robots_free(struct robots *r)
{
	if (!r)
		return;
	free(r->own.rules);
	free(r->any.rules);
	free(r->sitemaps);
	arena_done(&r->arena);
	free(r);
}

static const struct group *group_of(const struct robots *r)
{
	return r->own.named ? &r->own : &r->any;
}

/*
 * Whether the pattern matches text, len bytes long.  Each piece is taken
 * where it is found first, which never spoils a later match, so no star is
 * tried twice however many there are.
 */
static bool matches(const struct rule *rule, const char *text, size_t len)
{
	const char *piece = rule->pattern, *at = text;
	size_t n = strlen(piece), last = rule->pieces - 1;

	if (rule->least > len || strncmp(text, piece, n) != 0)
		return false;
	at += n;
	if (last == 0)
		return !rule->anchored || *at == '\0';
	for (size_t i = 1; i <= last; i++) {
		piece += n + 1;
		n = strlen(piece);
		if (i == last && rule->anchored)
			return (size_t)(text + len - at) >= n &&
			       strcmp(text + len - n, piece) == 0;
		at = strstr(at, piece);
		if (!at)
			return false;
		at += n;
	}
	return true;
}

static const struct rule *deciding_rule(
	const struct group *group, const char *text, size_t len)
{
	const struct rule *best = NULL;

	for (size_t i = 0; i < group->n; i++) {
		const struct rule *rule = &group->rules[i];

		if (best && (rule->len < best->len ||
				    (rule->len == best->len && best->allow)))
			continue;
		if (matches(rule, text, len))
			best = rule;
	}
	return best;
}

int robots_allows(const struct robots *r, const char *href, const char **rule)
{
	struct slice path = slice_str(url_split(href).path.data);
	const struct rule *best;
	bool query = false;
	struct buf text;

	buf_init(&text, 3 * path.len);
	while (path.len) {
		size_t n = put_normal(&text, path, &query);

		path = slice_of(path.data + n, path.len - n);
	}
	/* Section 2.2.2: robots.txt itself is always allowed. */
	best = strcmp(buf_str(&text), "/robots.txt") == 0
		       ? NULL
		       : deciding_rule(group_of(r), buf_str(&text), text.len);
	buf_done(&text);
	if (rule)
		*rule = best ? best->line : NULL;
	return !best || best->allow;
}

long robots_crawl_delay_ms(const struct robots *r)
{
	return group_of(r)->delay_ms;
}

const char *const *robots_sitemaps(const struct robots *r)
{
	return r->sitemaps;
}
