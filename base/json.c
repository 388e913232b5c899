#include "base/json.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"

/* cJSON copies a number into 64 bytes and cuts what is longer. */
#define MAX_NUMBER_LEN 62

/* Integers from 2^53 on are not exact in a double. */
#define MAX_EXACT 9007199254740991.0

#define MAX_PATH_TEXT 256

/* Where a value begins: both from 1, columns in letters. */
struct place {
	uint32_t line, column;
};

struct json {
	cJSON *root;
	char *name;           /* of the file, for messages */
	bool made;            /* out of that file, which has other lines */
	struct place *places; /* of each value, in the order of the text */
};

/* A node is a cJSON item under another name. */
static const cJSON *item_of(const struct json_node *node)
{
	return (const cJSON *)node;
}

static const struct json_node *node_of(const cJSON *item)
{
	return (const struct json_node *)item;
}

/* The pre-scan: everything RFC 8259 forbids, and what cJSON lets pass. */
struct scan {
	const char *name;
	struct slice text;
	size_t at;
	size_t line, line_start;
	int depth;
	size_t counted, letters; /* of the line up to a place, see column_of */
	struct place *places;
	size_t count, cap;
	struct error *err;
};

/* The letter of its line that the scan has come to, from 1. */
static size_t column(const struct scan *s)
{
	return utf8_count(slice_of(
		       s->text.data + s->line_start, s->at - s->line_start)) +
	       1;
}

static int fail(const struct scan *s, const char *what)
{
	return error_set(s->err, ERR_SYNTAX, "%s:%zu:%zu: %s", s->name, s->line,
		column(s), what);
}

/* The byte at the place reached, or -1 at the end. */
static int peek(const struct scan *s)
{
	return s->at < s->text.len ? (unsigned char)s->text.data[s->at] : -1;
}

static void skip_space(struct scan *s)
{
	for (int c;
		(c = peek(s)) == ' ' || c == '\t' || c == '\n' || c == '\r';) {
		s->at++;
		if (c == '\n') {
			s->line++;
			s->line_start = s->at;
		}
	}
}

/* The four digits after \u, or -1. */
static long hex4(const struct scan *s, size_t at)
{
	long value = 0;

	if (at > s->text.len || s->text.len - at < 4)
		return -1;
	for (size_t i = at; i < at + 4; i++) {
		int digit = ascii_hex(s->text.data[i]);

		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

static int scan_unicode_escape(struct scan *s)
{
	long unit = hex4(s, s->at + 2), low = -1;

	if (unit < 0)
		return fail(s, "\\u needs four hexadecimal digits");
	if (unit == 0)
		return fail(s, "\\u0000 is not allowed in text");
	if (unit >= 0xdc00 && unit <= 0xdfff)
		return fail(s, "lone surrogate");
	s->at += 6;
	if (unit < 0xd800 || unit > 0xdbff)
		return 0;
	if (slice_starts(
		    slice_of(s->text.data + s->at, s->text.len - s->at), "\\u"))
		low = hex4(s, s->at + 2);
	if (low < 0xdc00 || low > 0xdfff) {
		s->at -= 6;
		return fail(s, "lone surrogate");
	}
	s->at += 6;
	return 0;
}

static int scan_escape(struct scan *s)
{
	int c;

	s->at++;
	c = peek(s);
	s->at--;
	if (c == 'u')
		return scan_unicode_escape(s);
	if (c <= 0 || !strchr("\"\\/bfnrt", c))
		return fail(s, "unknown escape after \\");
	s->at += 2;
	return 0;
}

static int scan_character(struct scan *s)
{
	struct slice rest = slice_of(s->text.data + s->at, s->text.len - s->at);
	uint32_t cp;
	size_t n = utf8_decode(&cp, rest);

	if (cp == UTF8_INVALID)
		return fail(s, "invalid UTF-8");
	s->at += n;
	return 0;
}

static int scan_string(struct scan *s)
{
	size_t start = s->at++;

	for (int c, result = 0; (c = peek(s)) != '"';) {
		if (c < 0) {
			s->at = start;
			return fail(s, "text without its closing quote");
		}
		if (c < 0x20)
			return fail(s, "line break or control character in "
				       "text, or a missing quote");
		result = c == '\\' ? scan_escape(s) : scan_character(s);
		if (result != 0)
			return result;
	}
	s->at++;
	return 0;
}

static size_t skip_digits(struct scan *s)
{
	size_t start = s->at;

	while (ascii_is_digit(peek(s)))
		s->at++;
	return s->at - start;
}

/* The number from start to the place reached, as a double must hold it. */
static int check_range(struct scan *s, size_t start, bool whole)
{
	char copy[MAX_NUMBER_LEN + 1];
	size_t len = s->at - start;
	double value;

	s->at = start;
	if (len > MAX_NUMBER_LEN)
		return fail(s, "number with too many digits");
	memcpy(copy, s->text.data + start, len);
	copy[len] = '\0';
	errno = 0;
	value = strtod(copy, NULL);
	if (errno == ERANGE)
		return fail(s, "number out of range");
	if (whole && fabs(value) > MAX_EXACT)
		return fail(s, "number too large to be exact");
	s->at = start + len;
	return 0;
}

static int scan_number(struct scan *s)
{
	size_t start = s->at, digits;
	bool whole = true;

	if (peek(s) == '-')
		s->at++;
	if (peek(s) == '0' && s->at + 1 < s->text.len &&
		ascii_is_digit(s->text.data[s->at + 1]))
		return fail(s, "number with a leading zero");
	digits = skip_digits(s);
	if (digits > 0 && peek(s) == '.') {
		whole = false;
		s->at++;
		digits = skip_digits(s);
	}
	if (digits > 0 && (peek(s) == 'e' || peek(s) == 'E')) {
		whole = false;
		s->at++;
		if (peek(s) == '+' || peek(s) == '-')
			s->at++;
		digits = skip_digits(s);
	}
	if (digits == 0)
		return fail(s, "number without a digit where one must be");
	return check_range(s, start, whole);
}

static int scan_word(struct scan *s)
{
	static const char *const words[] = { "true", "false", "null" };
	struct slice rest = slice_of(s->text.data + s->at, s->text.len - s->at);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!slice_starts(rest, words[i]))
			continue;
		s->at += strlen(words[i]);
		if (!ascii_is_alnum(peek(s)))
			return 0;
		s->at -= strlen(words[i]);
	}
	return fail(s, rest.len ? "expected a value"
				: "ends where a value "
				  "must be");
}

static int scan_value(struct scan *s);

/* The key of a member and its colon. */
static int scan_key(struct scan *s)
{
	int result;

	if (peek(s) != '"')
		return fail(s, "expected a key in double quotes");
	result = scan_string(s);
	if (result != 0)
		return result;
	skip_space(s);
	if (peek(s) != ':')
		return fail(s, "expected \":\" after the key");
	s->at++;
	return 0;
}

/* The values of an array or members of an object, to the bracket. */
static int scan_list(struct scan *s, char close)
{
	bool object = close == '}';
	int result;

	s->at++;
	skip_space(s);
	if (peek(s) == close) {
		s->at++;
		return 0;
	}
	for (;;) {
		skip_space(s);
		if (peek(s) == close)
			return fail(s, "comma before the closing bracket");
		result = object ? scan_key(s) : 0;
		if (result == 0)
			result = scan_value(s);
		if (result != 0)
			return result;
		skip_space(s);
		if (peek(s) == close)
			break;
		if (peek(s) != ',')
			return fail(s, object ? "expected \",\" or \"}\""
					      : "expected \",\" or \"]\"");
		s->at++;
	}
	s->at++;
	return 0;
}

static int scan_nested(struct scan *s, char close)
{
	int result;

	if (s->depth == JSON_MAX_DEPTH)
		return fail(s, "nested too deeply");
	s->depth++;
	result = scan_list(s, close);
	s->depth--;
	return result;
}

/* The letter of its line that the next value begins with, from 1.  Each is
 * counted once: all of a file may stand on one line. */
static size_t column_of(struct scan *s)
{
	if (s->counted < s->line_start) {
		s->counted = s->line_start;
		s->letters = 0;
	}
	s->letters += utf8_count(
		slice_of(s->text.data + s->counted, s->at - s->counted));
	s->counted = s->at;
	return s->letters + 1;
}

static int scan_value(struct scan *s)
{
	int c;

	skip_space(s);
	s->places = mem_grow(s->places, s->count, &s->cap, sizeof(*s->places));
	s->places[s->count++] =
		(struct place){ (uint32_t)s->line, (uint32_t)column_of(s) };
	c = peek(s);
	if (c == '{')
		return scan_nested(s, '}');
	if (c == '[')
		return scan_nested(s, ']');
	if (c == '"')
		return scan_string(s);
	if (c == '-' || ascii_is_digit(c))
		return scan_number(s);
	return scan_word(s);
}

static int scan_document(struct scan *s)
{
	int result;

	if (s->text.len > JSON_MAX_BYTES)
		return fail(s, "longer than 64 MiB");
	if (slice_starts(s->text, "\xef\xbb\xbf"))
		return fail(s, "begins with a byte order mark; save it as "
			       "UTF-8 without one");
	result = scan_value(s);
	if (result != 0)
		return result;
	skip_space(s);
	if (s->at < s->text.len)
		return fail(s, "text after the end");
	return 0;
}

struct member {
	const cJSON *item;
	size_t order;
};

static int by_key(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int order = strcmp(x->item->string, y->item->string);

	if (order != 0)
		return order;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* A member whose key another before it has too, or NULL. */
static const cJSON *repeated_member(const cJSON *object)
{
	const cJSON *item, *found = NULL;
	struct member *all = NULL;
	size_t n = 0, cap = 0;

	cJSON_ArrayForEach(item, object)
	{
		all = mem_grow(all, n, &cap, sizeof(*all));
		all[n] = (struct member){ item, n };
		n++;
	}
	if (n > 1)
		qsort(all, n, sizeof(*all), by_key);
	for (size_t i = 1; i < n && !found; i++)
		if (strcmp(all[i].item->string, all[i - 1].item->string) == 0)
			found = all[i].item;
	free(all);
	return found;
}

static int check_repeats(
	const struct json *doc, const cJSON *item, struct error *err)
{
	const cJSON *child =
		cJSON_IsObject(item) ? repeated_member(item) : NULL;

	if (child)
		return json_error(doc, node_of(child), err, "given twice");
	cJSON_ArrayForEach(child, item)
	{
		int result = check_repeats(doc, child, err);

		if (result != 0)
			return result;
	}
	return 0;
}

static void *allocate(size_t n)
{
	return mem_realloc(NULL, n);
}

static int parse(struct json **out, const char *name, bool made,
	struct slice text, struct error *err)
{
	struct scan s = { .name = name, .text = text, .line = 1, .err = err };
	struct json *doc = mem_zalloc(sizeof(*doc));
	cJSON_Hooks hooks = { allocate, free };
	int result = scan_document(&s);

	doc->places = s.places;
	if (result != 0)
		goto out;
	doc->name = mem_strdup(name);
	doc->made = made;
	/* Else memory that is out would look like a file that is no JSON. */
	cJSON_InitHooks(&hooks);
	doc->root = cJSON_ParseWithLength(text.data, text.len);
	if (!doc->root) {
		result = error_set(err, ERR_SYNTAX, "%s: is no JSON", name);
		goto out;
	}
	result = check_repeats(doc, doc->root, err);
	if (result != 0)
		goto out;
	*out = doc;
	doc = NULL;
out:
	json_free(doc);
	return result;
}

int json_parse(struct json **out, const char *name, struct slice text,
	struct error *err)
{
	return parse(out, name, false, text, err);
}

int json_parse_made(struct json **out, const char *name, struct slice text,
	struct error *err)
{
	return parse(out, name, true, text, err);
}

int json_load(struct json **out, const char *path, struct error *err)
{
	struct buf text;
	int result;

	buf_init(&text, JSON_MAX_BYTES);
	result = file_read(&text, path, err);
	if (result == ERR_LIMIT)
		result = error_set(
			err, ERR_SYNTAX, "%s:1:1: longer than 64 MiB", path);
	if (result == 0)
		result = json_parse(out, path, buf_slice(&text), err);
	buf_done(&text);
	return result;
}

void json_free(struct json *doc)
{
	if (!doc)
		return;
	cJSON_Delete(doc->root);
	free(doc->places);
	free(doc->name);
	free(doc);
}

const struct json_node *json_root(const struct json *doc)
{
	return node_of(doc->root);
}

enum json_type json_type(const struct json_node *node)
{
	const cJSON *item = item_of(node);

	if (cJSON_IsBool(item))
		return JSON_BOOL;
	if (cJSON_IsNumber(item))
		return JSON_NUMBER;
	if (cJSON_IsString(item))
		return JSON_STRING;
	if (cJSON_IsArray(item))
		return JSON_ARRAY;
	return cJSON_IsObject(item) ? JSON_OBJECT : JSON_NULL;
}

const struct json_node *json_get(const struct json_node *node, const char *key)
{
	if (!cJSON_IsObject(item_of(node)))
		return NULL;
	return node_of(cJSON_GetObjectItemCaseSensitive(item_of(node), key));
}

const struct json_node *json_first(const struct json_node *node)
{
	return node ? node_of(item_of(node)->child) : NULL;
}

const struct json_node *json_next(const struct json_node *node)
{
	return node_of(item_of(node)->next);
}

size_t json_count(const struct json_node *node)
{
	return node ? (size_t)cJSON_GetArraySize(item_of(node)) : 0;
}

const char *json_key(const struct json_node *node)
{
	return item_of(node)->string;
}

const char *json_string(const struct json_node *node, const char *fallback)
{
	return cJSON_IsString(item_of(node)) ? item_of(node)->valuestring
					     : fallback;
}

double json_number(const struct json_node *node, double fallback)
{
	return cJSON_IsNumber(item_of(node)) ? item_of(node)->valuedouble
					     : fallback;
}

bool json_bool(const struct json_node *node, bool fallback)
{
	if (!cJSON_IsBool(item_of(node)))
		return fallback;
	return cJSON_IsTrue(item_of(node)) != 0;
}

/* The way from the root to a value, and its number in the text's order. */
struct trail {
	const cJSON *items[JSON_MAX_DEPTH + 1];
	size_t len;
	size_t order;
};

static bool find_item(struct trail *t, const cJSON *at, const cJSON *wanted)
{
	const cJSON *child;

	t->items[t->len++] = at;
	if (at == wanted)
		return true;
	cJSON_ArrayForEach(child, at)
	{
		t->order++;
		if (find_item(t, child, wanted))
			return true;
	}
	t->len--;
	return false;
}

static void put_path(struct buf *out, const struct trail *t)
{
	for (size_t i = 1; i < t->len; i++) {
		const cJSON *item = t->items[i], *other;
		size_t index = 0;

		if (item->string) {
			buf_printf(out, "%s%s", i > 1 ? "." : "", item->string);
			continue;
		}
		for (other = t->items[i - 1]->child; other != item;
			other = other->next)
			index++;
		buf_printf(out, "[%zu]", index);
	}
}

static void follow(
	struct trail *t, const struct json *doc, const struct json_node *node)
{
	*t = (struct trail){ .len = 0 };
	(void)find_item(t, doc->root, item_of(node));
	assert(t->len > 0);
}

void json_place(const struct json *doc, const struct json_node *node,
	size_t *line, size_t *column)
{
	struct trail t;

	follow(&t, doc, node);
	*line = doc->places[t.order].line;
	*column = doc->places[t.order].column;
}

int json_error(const struct json *doc, const struct json_node *node,
	struct error *err, const char *format, ...)
{
	struct trail t;
	char what[sizeof(err->text)], line[16] = "";
	struct buf path;
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(what, sizeof(what), format, ap);
	va_end(ap);
	follow(&t, doc, node);
	buf_init(&path, MAX_PATH_TEXT);
	put_path(&path, &t);
	if (!doc->made)
		(void)snprintf(line, sizeof(line), ":%u",
			(unsigned)doc->places[t.order].line);
	if (path.len > 0)
		(void)error_set(err, ERR_SYNTAX, "%s%s: key \"%s\": %s",
			doc->name, line, buf_str(&path), what);
	else
		(void)error_set(
			err, ERR_SYNTAX, "%s%s: %s", doc->name, line, what);
	buf_done(&path);
	return ERR_SYNTAX;
}

int json_check_keys(const struct json *doc, const struct json_node *node,
	const char *const *keys, struct error *err)
{
	for (const struct json_node *n = json_first(node); n;
		n = json_next(n)) {
		size_t i = 0;

		while (keys[i] && strcmp(keys[i], json_key(n)) != 0)
			i++;
		if (!keys[i])
			return json_error(doc, n, err, "unknown key");
	}
	return 0;
}

static const char *type_name(enum json_type type)
{
	static const char *const names[] = {
		[JSON_NULL] = "null",
		[JSON_BOOL] = "true or false",
		[JSON_NUMBER] = "a number",
		[JSON_STRING] = "text",
		[JSON_ARRAY] = "a list",
		[JSON_OBJECT] = "an object",
	};

	return names[type];
}

int json_need(const struct json_node **out, const struct json *doc,
	const struct json_node *node, const char *key, enum json_type type,
	struct error *err)
{
	const struct json_node *member = json_get(node, key);

	if (!member)
		return json_error(doc, node, err, "\"%s\" is missing", key);
	if (json_type(member) != type)
		return json_error(doc, member, err, "must be %s, is %s",
			type_name(type), type_name(json_type(member)));
	*out = member;
	return 0;
}

void json_writer_init(struct json_writer *w, struct buf *out, bool indent)
{
	*w = (struct json_writer){ .out = out, .indent = indent };
	w->first[0] = true;
}

static void put_line_start(struct json_writer *w)
{
	if (!w->indent)
		return;
	buf_putc(w->out, '\n');
	for (int i = 0; i < w->depth; i++)
		buf_puts(w->out, "  ");
}

/* Comma, line and key before a value. */
static void begin_value(struct json_writer *w, const char *key)
{
	if (!w->first[w->depth])
		buf_putc(w->out, ',');
	w->first[w->depth] = false;
	if (w->depth > 0)
		put_line_start(w);
	if (!key)
		return;
	json_quote(w->out, slice_str(key));
	buf_puts(w->out, w->indent ? ": " : ":");
}

void json_open(struct json_writer *w, const char *key, char bracket)
{
	assert(bracket == '{' || bracket == '[');
	assert(w->depth < JSON_MAX_DEPTH);
	begin_value(w, key);
	buf_putc(w->out, bracket);
	w->first[++w->depth] = true;
}

void json_close(struct json_writer *w, char bracket)
{
	bool empty = w->first[w->depth];

	assert(bracket == '}' || bracket == ']');
	assert(w->depth > 0);
	w->depth--;
	if (!empty)
		put_line_start(w);
	buf_putc(w->out, bracket);
}

void json_put_string(struct json_writer *w, const char *key, const char *s)
{
	json_put_slice(w, key, slice_str(s));
}

void json_put_slice(struct json_writer *w, const char *key, struct slice s)
{
	begin_value(w, key);
	json_quote(w->out, s);
}

void json_put_int(struct json_writer *w, const char *key, long value)
{
	begin_value(w, key);
	buf_printf(w->out, "%ld", value);
}

void json_put_bool(struct json_writer *w, const char *key, bool value)
{
	begin_value(w, key);
	buf_puts(w->out, value ? "true" : "false");
}

void json_put_null(struct json_writer *w, const char *key)
{
	begin_value(w, key);
	buf_puts(w->out, "null");
}

void json_put_digits(
	struct json_writer *w, const char *key, struct slice digits)
{
	begin_value(w, key);
	buf_put_slice(w->out, digits);
}

/* value counts in units of ten to the minus places. */
static void put_decimal(
	struct json_writer *w, const char *key, long value, int places)
{
	long scale = 1, rest;

	for (int i = 0; i < places; i++)
		scale *= 10;
	begin_value(w, key);
	buf_printf(w->out, "%s%ld", value < 0 ? "-" : "", labs(value / scale));
	rest = labs(value % scale);
	for (; rest != 0 && rest % 10 == 0; rest /= 10)
		places--;
	if (rest != 0)
		buf_printf(w->out, ".%0*ld", places, rest);
}

void json_put_hundredths(struct json_writer *w, const char *key, long value)
{
	put_decimal(w, key, value, 2);
}

void json_put_thousandths(struct json_writer *w, const char *key, long value)
{
	put_decimal(w, key, value, 3);
}

/* The short escape of a control character, quote or backslash, or NULL. */
static const char *short_escape(uint32_t cp)
{
	switch (cp) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case '\b':
		return "\\b";
	case '\f':
		return "\\f";
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\t':
		return "\\t";
	default:
		return NULL;
	}
}

void json_quote(struct buf *out, struct slice s)
{
	uint32_t cp;

	buf_putc(out, '"');
	for (size_t i = 0; i < s.len;) {
		const char *escape;

		i += utf8_decode(&cp, slice_of(s.data + i, s.len - i));
		escape = short_escape(cp);
		if (escape)
			buf_puts(out, escape);
		else if (cp < 0x20)
			buf_printf(out, "\\u%04x", (unsigned)cp);
		else
			utf8_put(out, cp);
	}
	buf_putc(out, '"');
}
