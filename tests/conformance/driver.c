/*
 * Asks our code what the public conformance tables ask of a crawler: a JSON
 * object a line in, the answer a line out.
 *
 *   {"op":"url","input":S,"base":S|null,"encoding":S}
 *                           -> {"ok":true,"href":S} | {"ok":false}
 *   {"op":"host","host":S}  -> {"ok":true,"ascii":S} | {"ok":false}
 *   {"op":"robots","robots":S,"agent":S,"url":S}  -> {"allowed":B}
 *   {"op":"refresh","content":S}  -> {"seconds":N|null,"url":S|null}
 *   {"op":"addr","ip":S}    -> {"blocked":B}
 *   {"op":"label","label":S}  -> {"encoding":S|null}
 *   {"op":"sniff","html_latin1":S}  -> {"encoding":S}, a character a byte
 *   {"op":"links","html":S,"url":S,"kind":"links"|"frames"|"refresh"}
 *                           -> {"links":[S...]}
 *   {"op":"tokens","html":S,"state":S,"name":S}
 *                           -> {"tokens":[...]} as html5lib writes them
 *   {"op":"sitemap","path":S,"url":S}  -> {"urls":[S...],"problems":[S...]}
 *   anything else           -> {"unsupported":true}
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/json.h"
#include "base/utf8.h"
#include "crawler/address.h"
#include "crawler/host.h"
#include "crawler/read/charset.h"
#include "crawler/read/prescan.h"
#include "crawler/read/skim.h"
#include "crawler/read/token.h"
#include "crawler/refresh.h"
#include "crawler/robots.h"
#include "crawler/sitemap.h"
#include "crawler/url.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Longer than any row; the program itself takes much shorter ones. */
#define MAX_TEXT ((size_t)1024 * 1024)

/* base/json.h refuses NUL and lone surrogates in text, the tables ask for
 * some: a NUL travels as this character of private use, a surrogate is read
 * as browsers do. */
#define NUL_ESCAPE "\\udbea\\udfcd"
#define NUL_POINT ((uint32_t)0x10abcd)
#define REPLACEMENT_ESCAPE "\\ufffd"

/* The unit of the \uXXXX that s begins with, or -1. */
static long escaped_unit(struct slice s)
{
	long unit = 0;

	if (s.len < 6 || !slice_starts(s, "\\u"))
		return -1;
	for (size_t i = 2; i < 6; i++) {
		if (ascii_hex(s.data[i]) < 0)
			return -1;
		unit = unit << 4 | ascii_hex(s.data[i]);
	}
	return unit;
}

static bool is_surrogate(long unit, long first)
{
	return unit >= first && unit < first + 0x400;
}

/* Puts what the \uXXXX at the front of s becomes; returns the bytes read, 0
 * when it stays. */
static size_t put_replaced(struct buf *out, struct slice s)
{
	long unit = escaped_unit(s), next;

	if (unit == 0) {
		buf_puts(out, NUL_ESCAPE);
		return 6;
	}
	if (!is_surrogate(unit, 0xd800) && !is_surrogate(unit, 0xdc00))
		return 0;
	next = escaped_unit(slice_of(s.data + 6, s.len - 6));
	if (is_surrogate(unit, 0xd800) && is_surrogate(next, 0xdc00)) {
		buf_put(out, s.data, 12);
		return 12;
	}
	buf_puts(out, REPLACEMENT_ESCAPE);
	return 6;
}

/* Adds the line with such text in it replaced. */
static void put_escaped(struct buf *out, struct slice line)
{
	while (line.len) {
		size_t n = put_replaced(out, line);

		if (n == 0) {
			n = line.data[0] == '\\' && line.len > 1 ? 2 : 1;
			buf_put(out, line.data, n);
		}
		line = slice_of(line.data + n, line.len - n);
	}
}

/* Writes the member's text, with its NULs, over what out holds. */
static struct slice get(
	struct buf *out, const struct json_node *request, const char *key)
{
	struct slice s = slice_str(json_string(json_get(request, key), ""));
	size_t n;

	buf_clear(out);
	for (size_t i = 0; i < s.len; i += n) {
		uint32_t cp;

		n = utf8_decode(&cp, slice_of(s.data + i, s.len - i));
		utf8_put(out, cp == NUL_POINT ? 0 : cp);
	}
	return slice_of(buf_str(out), out->len);
}

static void answer_unsupported(struct json_writer *w)
{
	json_put_bool(w, "unsupported", true);
}

/* The labels that the Encoding Standard gives the two charsets. */
static bool find_encoding(enum url_query_encoding *out, const char *label)
{
	static const struct {
		const char *label;
		enum url_query_encoding encoding;
	} labels[] = {
		{ "utf-8", URL_UTF_8 },
		{ "utf8", URL_UTF_8 },
		{ "windows-874", URL_WINDOWS_874 },
		{ "dos-874", URL_WINDOWS_874 },
		{ "tis-620", URL_WINDOWS_874 },
		{ "iso-8859-11", URL_WINDOWS_874 },
		{ "iso8859-11", URL_WINDOWS_874 },
		{ "iso885911", URL_WINDOWS_874 },
	};

	for (size_t i = 0; i < COUNT(labels); i++)
		if (slice_eq_nocase(slice_str(label), labels[i].label)) {
			*out = labels[i].encoding;
			return true;
		}
	return false;
}

static void answer_url(struct json_writer *w, const struct json_node *request)
{
	const char *label = json_string(json_get(request, "encoding"), "utf-8");
	enum url_result based = URL_FOREIGN, result = URL_BROKEN;
	enum url_query_encoding encoding;
	struct buf text, base, href;

	if (!find_encoding(&encoding, label)) {
		answer_unsupported(w);
		return;
	}
	buf_init(&text, MAX_TEXT);
	buf_init(&base, MAX_TEXT);
	buf_init(&href, MAX_TEXT);
	if (json_type(json_get(request, "base")) == JSON_STRING)
		based = url_resolve(
			&base, get(&text, request, "base"), NULL, URL_UTF_8);
	if (based != URL_BROKEN)
		result = url_resolve(&href, get(&text, request, "input"),
			based == URL_OK ? buf_str(&base) : NULL, encoding);
	json_put_bool(w, "ok", result == URL_OK);
	if (result == URL_OK)
		json_put_string(w, "href", buf_str(&href));
	buf_done(&text);
	buf_done(&base);
	buf_done(&href);
}

static void answer_host(struct json_writer *w, const struct json_node *request)
{
	struct buf text, host;
	bool ok;

	buf_init(&text, MAX_TEXT);
	buf_init(&host, MAX_TEXT);
	ok = host_put(&host, get(&text, request, "host"));
	json_put_bool(w, "ok", ok);
	if (ok)
		json_put_string(w, "ascii", buf_str(&host));
	buf_done(&text);
	buf_done(&host);
}

static void answer_robots(
	struct json_writer *w, const struct json_node *request)
{
	struct robots *robots;
	struct buf text, href;

	buf_init(&text, MAX_TEXT);
	buf_init(&href, MAX_TEXT);
	if (url_resolve(&href, get(&text, request, "url"), NULL, URL_UTF_8) ==
		URL_OK) {
		robots = robots_parse(get(&text, request, "robots"),
			json_string(json_get(request, "agent"), ""));
		json_put_bool(w, "allowed",
			robots_allows(robots, buf_str(&href), NULL) == 1);
		robots_free(robots);
	} else {
		answer_unsupported(w);
	}
	buf_done(&text);
	buf_done(&href);
}

/* The address as the tables write it: nothing is resolved yet, but the line
 * breaks that a URL loses are gone. */
static void answer_refresh(
	struct json_writer *w, const struct json_node *request)
{
	struct refresh refresh;
	struct buf text, url;

	buf_init(&text, MAX_TEXT);
	buf_init(&url, MAX_TEXT);
	if (refresh_parse(&refresh, get(&text, request, "content"))) {
		for (size_t i = 0; i < refresh.url.len; i++)
			if (!strchr("\t\n\r", refresh.url.data[i]))
				buf_putc(&url, refresh.url.data[i]);
		json_put_int(w, "seconds", refresh.seconds);
	} else {
		json_put_null(w, "seconds");
	}
	if (url.len)
		json_put_string(w, "url", buf_str(&url));
	else
		json_put_null(w, "url");
	buf_done(&text);
	buf_done(&url);
}

/* Any spelling of an address; one we cannot read is never connected to. */
static void answer_addr(struct json_writer *w, const struct json_node *request)
{
	struct sockaddr_storage address;
	struct buf text, url, host;
	struct slice ip;
	bool v6;

	buf_init(&text, MAX_TEXT);
	buf_init(&url, MAX_TEXT);
	buf_init(&host, MAX_TEXT);
	ip = get(&text, request, "ip");
	v6 = slice_find(ip, ":", 0) >= 0 && !slice_starts(ip, "[");
	if (v6 && slice_find(ip, "%", 0) >= 0)
		ip.len = (size_t)slice_find(ip, "%", 0);
	buf_puts(&url, v6 ? "[" : "");
	buf_put_slice(&url, ip);
	buf_puts(&url, v6 ? "]" : "");
	json_put_bool(w, "blocked",
		!host_put(&host, buf_slice(&url)) ||
			!address_from_host(&address, buf_slice(&host)) ||
			!address_is_public((const struct sockaddr *)&address));
	buf_done(&text);
	buf_done(&url);
	buf_done(&host);
}

static bool is_in_site(void *ctx, const char *url)
{
	return url_in_site(ctx, url);
}

static void put_sitemap(struct json_writer *w, const struct sitemap *sitemap)
{
	json_open(w, "urls", '[');
	for (size_t i = 0; i < sitemap->n_pages; i++)
		json_put_string(w, NULL, sitemap->pages[i]);
	json_close(w, ']');
	json_open(w, "problems", '[');
	for (enum sitemap_problem i = 0; i < SITEMAP_PROBLEM_COUNT; i++)
		if (sitemap->problems[i])
			json_put_string(w, NULL, sitemap_problem_name(i));
	json_close(w, ']');
}

static void answer_sitemap(
	struct json_writer *w, const struct json_node *request)
{
	const char *path = json_string(json_get(request, "path"), "");
	struct sitemap_scope scope = { .has = is_in_site };
	struct sitemap sitemap;
	struct buf text, href, body;
	struct arena arena;
	struct error err;

	arena_init(&arena);
	buf_init(&text, MAX_TEXT);
	buf_init(&href, MAX_TEXT);
	buf_init(&body, MAX_TEXT);
	if (url_resolve(&href, get(&text, request, "url"), NULL, URL_UTF_8) ==
			URL_OK &&
		file_read(&body, path, &err) == 0) {
		scope.ctx = href.data;
		sitemap_parse(&sitemap, &arena, buf_slice(&body),
			buf_str(&href), &scope);
		put_sitemap(w, &sitemap);
	} else {
		answer_unsupported(w);
	}
	buf_done(&text);
	buf_done(&href);
	buf_done(&body);
	arena_done(&arena);
}

static void answer_label(struct json_writer *w, const struct json_node *request)
{
	struct buf text;
	const char *name;

	buf_init(&text, MAX_TEXT);
	name = charset_from_label(get(&text, request, "label"));
	if (name)
		json_put_string(w, "encoding", name);
	else
		json_put_null(w, "encoding");
	buf_done(&text);
}

static void answer_sniff(struct json_writer *w, const struct json_node *request)
{
	struct buf text, body;
	struct slice s;
	uint32_t cp;

	buf_init(&text, MAX_TEXT);
	buf_init(&body, MAX_TEXT);
	s = get(&text, request, "html_latin1");
	for (size_t i = 0; i < s.len;) {
		i += utf8_decode(&cp, slice_of(s.data + i, s.len - i));
		buf_putc(&body, (char)(unsigned char)cp);
	}
	s = buf_slice(&body);
	json_put_string(w, "encoding", charset_sniff(s, prescan_meta(s)).name);
	buf_done(&text);
	buf_done(&body);
}

static bool is_of_kind(const struct page_link *link, const char *kind)
{
	switch (link->kind) {
	case PAGE_LINK_FRAME:
		return strcmp(kind, "frames") == 0;
	case PAGE_LINK_REFRESH:
		return strcmp(kind, "refresh") == 0;
	case PAGE_LINK_ANCHOR:
	case PAGE_LINK_OBJECT:
	case PAGE_LINK_SCRIPT:
	case PAGE_LINK_TEXT:
		break;
	}
	return strcmp(kind, "links") == 0;
}

static void answer_links(struct json_writer *w, const struct json_node *request)
{
	const char *kind = json_string(json_get(request, "kind"), "links");
	struct skim_facts facts;
	struct buf text, url;
	struct page *page;

	buf_init(&text, MAX_TEXT);
	buf_init(&url, MAX_TEXT);
	page = page_new(json_string(json_get(request, "url"), ""));
	skim_read(page, get(&text, request, "html"), &facts);
	json_open(w, "links", '[');
	for (size_t i = 0; i < page->n_links; i++) {
		struct slice href = slice_str(page->links[i].href);

		buf_clear(&url);
		if (is_of_kind(&page->links[i], kind) &&
			url_resolve(&url, href, page->base, URL_UTF_8) ==
				URL_OK)
			json_put_string(w, NULL, buf_str(&url));
	}
	json_close(w, ']');
	page_free(page);
	buf_done(&text);
	buf_done(&url);
}

static void put_optional(struct json_writer *w, struct slice s)
{
	if (s.data)
		json_put_slice(w, NULL, s);
	else
		json_put_null(w, NULL);
}

static void put_start_tag(struct json_writer *w, const struct token *t)
{
	json_put_slice(w, NULL, t->name);
	json_open(w, NULL, '[');
	for (size_t i = 0; i < t->n_attrs; i++) {
		json_put_slice(w, NULL, t->attrs[i].name);
		json_put_slice(w, NULL, t->attrs[i].value);
	}
	json_close(w, ']');
	json_put_bool(w, NULL, t->self_closing);
}

static void put_token(struct json_writer *w, const struct token *t)
{
	static const char *const kinds[] = {
		[TOKEN_TEXT] = "Character",
		[TOKEN_START] = "StartTag",
		[TOKEN_END] = "EndTag",
		[TOKEN_COMMENT] = "Comment",
		[TOKEN_DOCTYPE] = "DOCTYPE",
	};

	json_open(w, NULL, '[');
	json_put_string(w, NULL, kinds[t->kind]);
	switch (t->kind) {
	case TOKEN_TEXT:
	case TOKEN_COMMENT:
		json_put_slice(w, NULL, t->text);
		break;
	case TOKEN_START:
		put_start_tag(w, t);
		break;
	case TOKEN_END:
		json_put_slice(w, NULL, t->name);
		break;
	case TOKEN_DOCTYPE:
		put_optional(w, t->name);
		put_optional(w, t->public_id);
		put_optional(w, t->system_id);
		json_put_bool(w, NULL, !t->quirks);
		break;
	}
	json_close(w, ']');
}

static bool find_state(enum token_state *out, const char *name)
{
	static const char *const names[] = {
		[TOKEN_IN_DATA] = "Data state",
		[TOKEN_IN_RCDATA] = "RCDATA state",
		[TOKEN_IN_RAWTEXT] = "RAWTEXT state",
		[TOKEN_IN_SCRIPT] = "Script data state",
		[TOKEN_IN_PLAINTEXT] = "PLAINTEXT state",
		[TOKEN_IN_CDATA] = "CDATA section state",
	};

	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(name, names[i]) == 0) {
			*out = (enum token_state)i;
			return true;
		}
	return false;
}

static void answer_tokens(
	struct json_writer *w, const struct json_node *request)
{
	const char *name = json_string(json_get(request, "name"), "");
	struct token_reader reader;
	enum token_state state;
	struct token token;
	struct buf text;

	if (!find_state(&state, json_string(json_get(request, "state"), ""))) {
		answer_unsupported(w);
		return;
	}
	buf_init(&text, MAX_TEXT);
	token_init(&reader, get(&text, request, "html"));
	token_set_state(&reader, state, slice_str(name));
	json_open(w, "tokens", '[');
	while (token_next(&reader, &token))
		put_token(w, &token);
	json_close(w, ']');
	token_done(&reader);
	buf_done(&text);
}

static const struct {
	const char *op;
	void (*answer)(struct json_writer *w, const struct json_node *request);
} ops[] = {
	{ "addr", answer_addr },
	{ "host", answer_host },
	{ "label", answer_label },
	{ "links", answer_links },
	{ "refresh", answer_refresh },
	{ "robots", answer_robots },
	{ "sitemap", answer_sitemap },
	{ "sniff", answer_sniff },
	{ "tokens", answer_tokens },
	{ "url", answer_url },
};

static void answer(struct json_writer *w, const struct json_node *request)
{
	const char *op = json_string(json_get(request, "op"), "");

	for (size_t i = 0; i < COUNT(ops); i++)
		if (strcmp(op, ops[i].op) == 0) {
			ops[i].answer(w, request);
			return;
		}
	answer_unsupported(w);
}

static int answer_line(struct buf *out, struct slice line, struct error *err)
{
	struct json *doc = NULL;
	struct json_writer w;
	struct buf text;
	int rc;

	buf_init(&text, 4 * MAX_TEXT);
	put_escaped(&text, line);
	rc = json_parse(&doc, "request", buf_slice(&text), err);
	buf_done(&text);
	if (rc < 0)
		return rc;
	buf_clear(out);
	json_writer_init(&w, out, false);
	json_open(&w, NULL, '{');
	answer(&w, json_root(doc));
	json_close(&w, '}');
	json_free(doc);
	return 0;
}

int main(void)
{
	char *line = NULL;
	size_t size = 0;
	struct error err;
	struct buf out;
	int status = 0;
	ssize_t n;

	buf_init(&out, 4 * MAX_TEXT);
	while ((n = getline(&line, &size, stdin)) > 0) {
		if (answer_line(&out, slice_of(line, (size_t)n), &err) < 0) {
			(void)fprintf(stderr, "driver: %s\n", err.text);
			status = 1;
			break;
		}
		(void)printf("%s\n", buf_str(&out));
		(void)fflush(stdout);
	}
	free(line);
	buf_done(&out);
	return status;
}
