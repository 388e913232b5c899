/*
 * JSON files of our own: strict reading with places, and ordered writing.
 *
 * cJSON alone takes text after the end, "01", two equal keys, 1e999 and
 * "\u0000"; all of these are refused here before it sees the text.  Files
 * are at most JSON_MAX_BYTES long and JSON_MAX_DEPTH deep.
 */
#ifndef OIT_BASE_JSON_H
#define OIT_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"

#define JSON_MAX_BYTES ((size_t)64 * 1024 * 1024)
#define JSON_MAX_DEPTH 64

struct json;      /* a document */
struct json_node; /* a value in it; lives as long as the document */

enum json_type {
	JSON_NULL,
	JSON_BOOL,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT,
};

/*
 * Reads a file, or text under a name for messages.  ERR_READ when the file
 * cannot be read, ERR_SYNTAX with "name:line:column: ..." when it is no JSON
 * as above.  The caller frees with json_free().
 */
int json_load(struct json **out, const char *path, struct error *err);
int json_parse(struct json **out, const char *name, struct slice text,
	struct error *err);
void json_free(struct json *doc);

/*
 * The same of text that was made out of the file of that name: json_error()
 * and what rests on it name no line, for a line of the text is none there.
 */
int json_parse_made(struct json **out, const char *name, struct slice text,
	struct error *err);

const struct json_node *json_root(const struct json *doc);
enum json_type json_type(const struct json_node *node);

/* The member of that name; NULL when node is NULL, no object, or has none. */
const struct json_node *json_get(const struct json_node *node, const char *key);

/* First and next value of an array or object; NULL at the end. */
const struct json_node *json_first(const struct json_node *node);
const struct json_node *json_next(const struct json_node *node);
size_t json_count(const struct json_node *node);

/* The name of a member; NULL for an array's values and the root. */
const char *json_key(const struct json_node *node);

/* Values; the fallback when node is NULL or of another type. */
const char *json_string(const struct json_node *node, const char *fallback);
double json_number(const struct json_node *node, double fallback);
bool json_bool(const struct json_node *node, bool fallback);

/* Where a value of the document begins in its text: line and column from 1,
 * columns in letters. */
void json_place(const struct json *doc, const struct json_node *node,
	size_t *line, size_t *column);

/*
 * ERR_SYNTAX with "name:line: key "a.b[2]": message", the place of node.
 * This is how a reader of rules, scores or office files says what is wrong.
 */
int json_error(const struct json *doc, const struct json_node *node,
	struct error *err, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* ERR_SYNTAX as above when node, an object, has a key not in keys (which
 * ends with NULL); unknown keys are errors, or a typo would be silent. */
int json_check_keys(const struct json *doc, const struct json_node *node,
	const char *const *keys, struct error *err);

/* ERR_SYNTAX as above unless node has a member of that name and type, which
 * is handed out. */
int json_need(const struct json_node **out, const struct json *doc,
	const struct json_node *node, const char *key, enum json_type type,
	struct error *err);

/*
 * Writing: values in the order of the calls, commas and indentation by the
 * writer.  Keys are NULL inside arrays.  Text must be UTF-8; what is not is
 * written as U+FFFD.
 */
struct json_writer {
	struct buf *out;
	int depth;
	bool indent; /* a line a value; compact otherwise */
	bool first[JSON_MAX_DEPTH + 1];
};

void json_writer_init(struct json_writer *w, struct buf *out, bool indent);
void json_open(struct json_writer *w, const char *key, char bracket);
void json_close(struct json_writer *w, char bracket);
void json_put_string(struct json_writer *w, const char *key, const char *s);
void json_put_slice(struct json_writer *w, const char *key, struct slice s);
void json_put_int(struct json_writer *w, const char *key, long value);
void json_put_bool(struct json_writer *w, const char *key, bool value);
void json_put_null(struct json_writer *w, const char *key);

/* A number as it is written: digits must be one of RFC 8259 section 6. */
void json_put_digits(
	struct json_writer *w, const char *key, struct slice digits);

/* Hundredths or thousandths as a decimal number: 8994 is 89.94, 8400 is 84. */
void json_put_hundredths(struct json_writer *w, const char *key, long value);
void json_put_thousandths(struct json_writer *w, const char *key, long value);

/* s between quotes, escaped as RFC 8259 section 7. */
void json_quote(struct buf *out, struct slice s);

#endif
