#include <stdlib.h>

#include "base/json.h"
#include "tests/fuzz/fuzz.h"

static void put_value(
	struct json_writer *w, const struct json_node *node, const char *key)
{
	double number = json_number(node, 0);
	bool list;

	switch (json_type(node)) {
	case JSON_NULL:
		json_put_null(w, key);
		return;
	case JSON_BOOL:
		json_put_bool(w, key, json_bool(node, false));
		return;
	case JSON_NUMBER:
		if (number > -1e15 && number < 1e15)
			json_put_int(w, key, (long)number);
		else
			json_put_null(w, key);
		return;
	case JSON_STRING:
		json_put_string(w, key, json_string(node, NULL));
		return;
	case JSON_ARRAY:
	case JSON_OBJECT:
		break;
	}
	list = json_type(node) == JSON_ARRAY;
	json_open(w, key, list ? '[' : '{');
	for (node = json_first(node); node; node = json_next(node))
		put_value(w, node, json_key(node));
	json_close(w, list ? ']' : '}');
}

static void write_document(struct buf *out, const struct json *doc)
{
	struct json_writer w;

	buf_clear(out);
	json_writer_init(&w, out, false);
	put_value(&w, json_root(doc), NULL);
}

/* An error about the last value must find its place. */
static void name_last(const struct json *doc)
{
	const struct json_node *node = json_root(doc);
	struct error err;

	while (json_first(node))
		for (node = json_first(node); json_next(node);)
			node = json_next(node);
	if (json_error(doc, node, &err, "x") != ERR_SYNTAX)
		abort();
}

/* What was read, written and read again is written the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_of((const char *)data, size);
	struct json *doc = NULL, *again = NULL;
	struct buf first, second;
	struct error err;

	if (json_parse(&doc, "f", text, &err) != 0)
		return 0;
	name_last(doc);
	buf_init(&first, JSON_MAX_BYTES);
	buf_init(&second, JSON_MAX_BYTES);
	write_document(&first, doc);
	if (json_parse(&again, "f", buf_slice(&first), &err) != 0)
		abort();
	write_document(&second, again);
	if (!slice_eq(buf_slice(&first), buf_str(&second)))
		abort();
	buf_done(&second);
	buf_done(&first);
	json_free(again);
	json_free(doc);
	return 0;
}
