#include "crawler/cdxj.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/sorter.h"
#include "base/time.h"
#include "crawler/url.h"

#define PIECE_BYTES ((size_t)64 * 1024) /* of the file, at a time */

struct cdxj {
	struct sorter *lines; /* by key and time; the earlier offset first */
	const char *archive;
	struct buf text;
};

struct cdxj *cdxj_new(const char *archive)
{
	struct cdxj *x = mem_zalloc(sizeof(*x));

	x->lines = sorter_new();
	x->archive = archive;
	buf_init(&x->text, SIZE_MAX / 2);
	return x;
}

void cdxj_free(struct cdxj *x)
{
	if (!x)
		return;
	sorter_free(x->lines);
	buf_done(&x->text);
	free(x);
}

static void put_lower(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		buf_putc(out, (char)ascii_lower(s.data[i]));
}

/* Without "www.", "www2." and the like. */
static struct slice bare_host(struct slice host)
{
	size_t at = strlen("www");

	if (!slice_starts(host, "www"))
		return host;
	while (at < host.len && ascii_is_digit(host.data[at]))
		at++;
	if (at >= host.len || host.data[at] != '.')
		return host;
	return slice_of(host.data + at + 1, host.len - at - 1);
}

static void put_host(struct buf *out, struct slice host)
{
	host = bare_host(host);
	if (slice_starts(host, "[")) {
		buf_put_slice(out, host);
		return;
	}
	while (host.len) {
		size_t at = host.len;

		while (at > 0 && host.data[at - 1] != '.')
			at--;
		put_lower(out, slice_of(host.data + at, host.len - at));
		if (at > 0)
			buf_putc(out, ',');
		host.len = at > 0 ? at - 1 : 0;
	}
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void put_query(struct buf *out, struct slice query)
{
	char *text = slice_dup(query);
	char **parts = NULL, *next = text;
	size_t n = 0, cap = 0;

	for (char *at = text; *at; at++)
		*at = (char)ascii_lower(*at);
	while (next) {
		parts = mem_grow(parts, n, &cap, sizeof(*parts));
		parts[n++] = next;
		next = strchr(next, '&');
		if (next)
			*next++ = '\0';
	}
	qsort(parts, n, sizeof(*parts), compare_texts);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%c%s", i ? '&' : '?', parts[i]);
	free(parts);
	free(text);
}

void cdxj_put_key(struct buf *out, const char *url)
{
	const struct url u = url_split(url);
	struct slice path = u.path;

	put_host(out, u.host);
	if (u.has_port)
		buf_printf(out, ":%d", u.port);
	buf_putc(out, ')');
	if (path.len > 1 && path.data[path.len - 1] == '/')
		path.len--;
	put_lower(out, path);
	if (u.query.len)
		put_query(out, u.query);
}

/* "2025-02-19T19:00:00Z" as "20250219190000". */
static void put_time(struct buf *out, int64_t at)
{
	struct buf text;

	buf_init(&text, 64);
	time_put_utc(&text, (long)at);
	for (size_t i = 0; i < text.len; i++)
		if (ascii_is_digit(text.data[i]))
			buf_putc(out, text.data[i]);
	buf_done(&text);
}

static void put_member(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, ", \"%s\": ", name);
	json_quote(out, slice_str(value));
}

void cdxj_add(struct cdxj *x, const struct cdxj_entry *e)
{
	struct buf *out = &x->text;
	size_t key_len;

	buf_clear(out);
	cdxj_put_key(out, e->url);
	buf_putc(out, ' ');
	put_time(out, e->at);
	key_len = out->len;
	buf_puts(out, " {\"url\": ");
	json_quote(out, slice_str(e->url));
	put_member(out, "mime", e->mime);
	/* pywb and its indexer write numbers as text */
	buf_printf(out, ", \"status\": \"%d\"", e->status);
	put_member(out, "digest", e->digest);
	buf_printf(out, ", \"length\": \"%llu\", \"offset\": \"%llu\"",
		(unsigned long long)e->length, (unsigned long long)e->offset);
	put_member(out, "filename", x->archive);
	buf_puts(out, "}\n");
	sorter_add(x->lines, buf_slice(out), key_len, e->offset);
}

void cdxj_cut(struct cdxj *x, uint64_t offset)
{
	sorter_cut(x->lines, offset);
}

int cdxj_settle(struct cdxj *x, struct error *err)
{
	return sorter_settle(x->lines, err);
}

static int next_lines(void *ctx, struct slice *piece, struct error *err)
{
	struct cdxj *x = ctx;
	struct slice line;
	int rc = 1;

	buf_clear(&x->text);
	while (x->text.len < PIECE_BYTES &&
		(rc = sorter_next(x->lines, &line, err)) > 0)
		buf_put_slice(&x->text, line);
	*piece = buf_slice(&x->text);
	return rc < 0 ? rc : piece->len > 0;
}

int cdxj_write(struct cdxj *x, const char *path, struct error *err)
{
	return file_write_pieces(path, next_lines, x, err);
}
