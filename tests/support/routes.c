#include "tests/support/routes.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"

enum {
	MAX_PATH = 8 * 1024,
	MAX_HEADERS = 64 * 1024,
	MAX_MAP = 64 * 1024 * 1024,
	MIN_STATUS = 100,
	MAX_STATUS = 999,
};

/* Two spellings of one address, /%E0%B8%81 and /%e0%b8%81, are one target. */
static char *decoded(struct slice s)
{
	char *out = mem_zalloc(s.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		int high = -1, low = -1;

		if (s.data[i] == '%' && i + 2 < s.len) {
			high = ascii_hex((unsigned char)s.data[i + 1]);
			low = ascii_hex((unsigned char)s.data[i + 2]);
		}
		if (high < 0 || low < 0 || high + low == 0) {
			out[n++] = s.data[i];
			continue;
		}
		out[n++] = (char)(high * 16 + low);
		i += 2;
	}
	return out;
}

/* What stands before the next mark; rest goes on behind it. */
static struct slice next_field(struct slice *rest, const char *mark)
{
	long at = slice_find(*rest, mark, 0);
	size_t len = at < 0 ? rest->len : (size_t)at;
	struct slice field = slice_of(rest->data, len);
	size_t used = at < 0 ? len : len + 1;

	rest->data += used;
	rest->len -= used;
	return field;
}

static char *given(struct slice field)
{
	return field.len == 0 || slice_eq(field, "-") ? NULL : slice_dup(field);
}

static char *body_path(const char *folder, struct slice file)
{
	struct buf path;

	if (file.len == 0 || slice_eq(file, "-"))
		return NULL;
	buf_init(&path, MAX_PATH);
	buf_printf(&path, "%s/root/", folder);
	buf_put_slice(&path, file);
	return buf_take(&path);
}

static char *header_lines(struct slice rest)
{
	struct buf lines;

	buf_init(&lines, MAX_HEADERS);
	while (rest.len > 0) {
		buf_put_slice(&lines, next_field(&rest, "\t"));
		buf_puts(&lines, "\r\n");
	}
	return buf_take(&lines);
}

static struct route *new_route(struct routes *r, struct slice target)
{
	struct route *route;

	r->list = mem_grow(r->list, r->count, &r->cap, sizeof(*r->list));
	route = &r->list[r->count++];
	*route = (struct route){ 0 };
	if (target.len > 0 && target.data[target.len - 1] == '*') {
		route->prefix = true;
		target.len--;
	}
	route->target = decoded(target);
	return route;
}

static int add_line(struct routes *r, const char *folder, struct slice rest,
	struct error *err)
{
	struct slice target = next_field(&rest, "\t");
	struct slice status = next_field(&rest, "\t");
	struct route *route;
	long number;

	if (slice_eq(status, "fault")) {
		route = new_route(r, target);
		route->fault = slice_dup(next_field(&rest, "\t"));
		route->headers = mem_strdup("");
		return 0;
	}
	number = slice_number(status, MAX_STATUS);
	if (target.len == 0 || number < MIN_STATUS)
		return error_set(err, ERR_SYNTAX,
			"want target, status, type, file, divided by tabs");
	route = new_route(r, target);
	route->status = (int)number;
	route->type = given(next_field(&rest, "\t"));
	route->file = body_path(folder, next_field(&rest, "\t"));
	route->headers = header_lines(rest);
	return 0;
}

static int by_target(const void *a, const void *b)
{
	const struct route *x = a, *y = b;
	int order = strcmp(x->target, y->target);

	if (order == 0)
		order = (int)x->prefix - (int)y->prefix;
	return order;
}

static int add_lines(struct routes *r, const char *folder, struct slice text,
	struct error *err)
{
	for (int number = 1; text.len > 0; number++) {
		struct slice line = next_field(&text, "\n");

		if (line.len == 0 || line.data[0] == '#')
			continue;
		if (add_line(r, folder, line, err) < 0)
			return error_prefix(err, "line %d", number);
	}
	return 0;
}

int routes_load(struct routes *r, const char *folder, struct error *err)
{
	struct buf path, text;
	int result;

	buf_init(&path, MAX_PATH);
	buf_init(&text, MAX_MAP);
	buf_printf(&path, "%s/map.txt", folder);
	result = file_read(&text, buf_str(&path), err);
	if (result == 0) {
		result = add_lines(r, folder, buf_slice(&text), err);
		if (result < 0)
			(void)error_prefix(err, "\"%s\"", buf_str(&path));
	}
	if (result == 0 && r->count > 0)
		qsort(r->list, r->count, sizeof(*r->list), by_target);
	buf_done(&path);
	buf_done(&text);
	return result;
}

void routes_add_fault(struct routes *r, const char *target, const char *fault)
{
	struct route *route = new_route(r, slice_str(target));

	route->fault = mem_strdup(fault);
	route->headers = mem_strdup("");
	qsort(r->list, r->count, sizeof(*r->list), by_target);
}

static const struct route *longest_prefix(
	const struct routes *r, const char *target)
{
	const struct route *best = NULL;
	size_t best_len = 0;

	for (size_t i = 0; i < r->count; i++) {
		const struct route *route = &r->list[i];
		size_t len = strlen(route->target);

		if (!route->prefix || strncmp(target, route->target, len) != 0)
			continue;
		if (!best || len > best_len) {
			best = route;
			best_len = len;
		}
	}
	return best;
}

const struct route *routes_find(const struct routes *r, struct slice target)
{
	struct route key = { .target = decoded(target) };
	const struct route *found = NULL;

	if (r->count > 0)
		found = bsearch(
			&key, r->list, r->count, sizeof(*r->list), by_target);
	if (!found)
		found = longest_prefix(r, key.target);
	free(key.target);
	return found;
}

static void drop(struct route *route)
{
	free(route->target);
	free(route->type);
	free(route->file);
	free(route->headers);
	free(route->fault);
}

void routes_done(struct routes *r)
{
	for (size_t i = 0; i < r->count; i++)
		drop(&r->list[i]);
	free(r->list);
	*r = (struct routes){ 0 };
}
