#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static struct json *parse(const char *text)
{
	struct error err = { 0 };
	struct json *doc = NULL;

	if (json_parse(&doc, "f.json", slice_str(text), &err) != 0)
		fail_msg("%s", err.text);
	return doc;
}

struct refusal {
	const char *text, *message;
};

static void check_refusals(const struct refusal *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct error err = { 0 };
		struct json *doc = NULL;
		struct slice text = slice_str(rows[i].text);
		char *copy = slice_dup(text);

		/* On the heap without a NUL, so that reading on is seen. */
		copy = mem_realloc(copy, text.len);
		assert_int_equal(
			json_parse(&doc, "f", slice_of(copy, text.len), &err),
			ERR_SYNTAX);
		assert_null(doc);
		assert_string_equal(err.text + 2, rows[i].message);
		free(copy);
	}
}

static void wrong_structure_is_refused_with_its_place(void **state)
{
	static const struct refusal rows[] = {
		{ "", "1:1: ends where a value must be" },
		{ " \n ", "2:2: ends where a value must be" },
		{ "{", "1:2: expected a key in double quotes" },
		{ "[1", "1:3: expected \",\" or \"]\"" },
		{ "[1,]", "1:4: comma before the closing bracket" },
		{ "{\"a\":1,}", "1:8: comma before the closing bracket" },
		{ "[1 2]", "1:4: expected \",\" or \"]\"" },
		{ "{\"a\" 1}", "1:6: expected \":\" after the key" },
		{ "{\"a\":1 \"b\":2}", "1:8: expected \",\" or \"}\"" },
		{ "{a:1}", "1:2: expected a key in double quotes" },
		{ "{'a':1}", "1:2: expected a key in double quotes" },
		{ "{\"a\":}", "1:6: expected a value" },
		{ "[1}", "1:3: expected \",\" or \"]\"" },
		{ "1 2", "1:3: text after the end" },
		{ "{}\n}", "2:1: text after the end" },
		{ "{} // x", "1:4: text after the end" },
		{ "// x\n{}", "1:1: expected a value" },
		{ "True", "1:1: expected a value" },
		{ "nullx", "1:1: expected a value" },
		{ "NaN", "1:1: expected a value" },
		{ "[Infinity]", "1:2: expected a value" },
	};

	(void)state;
	check_refusals(rows, COUNT(rows));
}

static void wrong_numbers_are_refused(void **state)
{
	static const struct refusal rows[] = {
		{ "01", "1:1: number with a leading zero" },
		{ "-012", "1:2: number with a leading zero" },
		{ "+1", "1:1: expected a value" },
		{ ".5", "1:1: expected a value" },
		{ "1.", "1:3: number without a digit where one must be" },
		{ "-", "1:2: number without a digit where one must be" },
		{ "1e", "1:3: number without a digit where one must be" },
		{ "1e+", "1:4: number without a digit where one must be" },
		{ "0x10", "1:2: text after the end" },
		{ "1e999", "1:1: number out of range" },
		{ "-1e999", "1:1: number out of range" },
		{ "1e-999", "1:1: number out of range" },
		{ "9007199254740993", "1:1: number too large to be exact" },
		{ "0.0000000000000000000000000000000"
		  "000000000000000000000000000000001",
			"1:1: number with too many digits" },
	};

	(void)state;
	check_refusals(rows, COUNT(rows));
}

static void wrong_text_is_refused(void **state)
{
	static const struct refusal rows[] = {
		{ "\"a", "1:1: text without its closing quote" },
		{ "[\n  \"กข", "2:3: text without its closing quote" },
		{ "\"\\u0000\"", "1:2: \\u0000 is not allowed in text" },
		{ "\"\\ud800\"", "1:2: lone surrogate" },
		{ "\"\\ud800\\u0041\"", "1:2: lone surrogate" },
		{ "\"\\ud800x\"", "1:2: lone surrogate" },
		{ "\"\\udc00\"", "1:2: lone surrogate" },
		{ "\"\\u12g4\"", "1:2: \\u needs four hexadecimal digits" },
		{ "\"\\u12", "1:2: \\u needs four hexadecimal digits" },
		{ "\"\\x\"", "1:2: unknown escape after \\" },
		{ "\"\\", "1:2: unknown escape after \\" },
		{ "\"a\tb\"", "1:3: line break or control character in text, "
			      "or a missing quote" },
		{ "[\"a,\n1]", "1:5: line break or control character in text, "
			       "or a missing quote" },
		{ "\"กก\xff\"", "1:4: invalid UTF-8" },
		{ "\"\xed\xa0\x80\"", "1:2: invalid UTF-8" },
		{ "\"\xe0\xb8", "1:2: invalid UTF-8" },
		{ "\xef\xbb\xbf{}", "1:1: begins with a byte order mark; save "
				    "it as UTF-8 without one" },
		{ "\x0b{}", "1:1: expected a value" },
		{ "\xc2\xa0{}", "1:1: expected a value" },
	};

	(void)state;
	check_refusals(rows, COUNT(rows));
}

static void a_nul_byte_is_no_end(void **state)
{
	struct error err;
	struct json *doc = NULL;

	(void)state;
	assert_int_equal(
		json_parse(&doc, "f", slice_of("{}\0{}", 5), &err), ERR_SYNTAX);
	assert_string_equal(err.text, "f:1:3: text after the end");
}

static void a_key_given_twice_is_refused(void **state)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
		{ "{\"a\":1,\n\"a\":2}", "f:2: key \"a\": given twice" },
		{ "{\"a\":1,\n\n\"\\u0061\":2}",
			"f:3: key \"a\": given twice" },
		{ "[0,{\"b\":{\"c\":1,\"d\":2,\"c\":3}}]",
			"f:1: key \"[1].b.c\": given twice" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct error err;
		struct json *doc = NULL;

		assert_int_equal(
			json_parse(&doc, "f", slice_str(rows[i].text), &err),
			ERR_SYNTAX);
		assert_string_equal(err.text, rows[i].message);
	}
}

static void depth_has_a_ceiling(void **state)
{
	char text[2 * JSON_MAX_DEPTH + 2];
	struct error err;
	struct json *doc = NULL;
	size_t n = JSON_MAX_DEPTH;

	(void)state;
	memset(text, '[', n);
	memset(text + n, ']', n);
	assert_int_equal(json_parse(&doc, "f", slice_of(text, 2 * n), &err), 0);
	json_free(doc);
	doc = NULL;
	memset(text, '[', n + 1);
	memset(text + n + 1, ']', n + 1);
	assert_int_equal(json_parse(&doc, "f", slice_of(text, 2 * n + 2), &err),
		ERR_SYNTAX);
	assert_string_equal(err.text, "f:1:65: nested too deeply");
}

static void values_are_read(void **state)
{
	struct json *doc =
		parse("{\"s\":\"\\u0e01\\ud83d\\ude00\\n\",\"n\":-1.5e1,"
		      "\"t\":true,\"f\":false,\"z\":null,"
		      "\"a\":[1,\"x\",{}],\"S\":\"big\"}");
	const struct json_node *root = json_root(doc);
	const struct json_node *list = json_get(root, "a");

	(void)state;
	assert_int_equal(json_type(root), JSON_OBJECT);
	assert_int_equal(json_count(root), 7);
	assert_string_equal(json_string(json_get(root, "s"), NULL), "ก😀\n");
	assert_string_equal(json_string(json_get(root, "S"), NULL), "big");
	assert_true(json_number(json_get(root, "n"), 0) == -15);
	assert_true(json_bool(json_get(root, "t"), false));
	assert_false(json_bool(json_get(root, "f"), true));
	assert_int_equal(json_type(json_get(root, "z")), JSON_NULL);
	assert_int_equal(json_type(list), JSON_ARRAY);
	assert_int_equal(json_count(list), 3);
	assert_null(json_key(json_first(list)));
	assert_string_equal(json_key(json_first(root)), "s");
	assert_string_equal(
		json_string(json_next(json_first(list)), NULL), "x");
	json_free(doc);
}

static void what_is_not_there_gives_the_fallback(void **state)
{
	struct json *doc = parse("[\"x\"]");
	const struct json_node *root = json_root(doc);

	(void)state;
	assert_null(json_get(NULL, "a"));
	assert_null(json_get(root, "a"));
	assert_null(json_first(NULL));
	assert_null(json_first(json_first(root)));
	assert_int_equal(json_count(NULL), 0);
	assert_string_equal(json_string(NULL, "none"), "none");
	assert_true(json_number(json_first(root), 7) == 7);
	assert_true(json_bool(json_first(root), true));
	json_free(doc);
	json_free(NULL);
}

static void errors_tell_line_and_key(void **state)
{
	struct json *doc = parse("{\n\"a\": 1,\n\"b\": [\n0,\n{\"c\":\n2}]}");
	const struct json_node *list = json_get(json_root(doc), "b");
	const struct json_node *inner = json_next(json_first(list));
	struct error err;

	(void)state;
	assert_int_equal(json_error(doc, json_root(doc), &err, "no %s", "good"),
		ERR_SYNTAX);
	assert_string_equal(err.text, "f.json:1: no good");
	(void)json_error(doc, list, &err, "x");
	assert_string_equal(err.text, "f.json:3: key \"b\": x");
	(void)json_error(doc, inner, &err, "x");
	assert_string_equal(err.text, "f.json:5: key \"b[1]\": x");
	(void)json_error(doc, json_get(inner, "c"), &err, "x");
	assert_string_equal(err.text, "f.json:6: key \"b[1].c\": x");
	json_free(doc);
}

static void what_was_made_has_no_lines(void **state)
{
	struct json *doc = NULL;
	struct error err;

	(void)state;
	assert_int_equal(json_parse_made(&doc, "f.csv",
				 slice_str("{\n\"a\": 1, \"a\": 2}"), &err),
		ERR_SYNTAX);
	assert_string_equal(err.text, "f.csv: key \"a\": given twice");
	assert_int_equal(
		json_parse_made(&doc, "f.csv", slice_str("{\n\"a\": 1}"), &err),
		0);
	(void)json_error(doc, json_root(doc), &err, "x");
	assert_string_equal(err.text, "f.csv: x");
	json_free(doc);
}

/* Values on one line and on several, behind Thai letters. */
static void values_know_where_they_begin(void **state)
{
	static const char text[] = "{\"ก่\": [1, \"ก\", true],\n"
				   " \"b\": {\"c\": null}}";
	static const size_t wanted[][2] = { { 1, 8 }, { 1, 9 }, { 1, 12 },
		{ 1, 17 }, { 2, 7 }, { 2, 13 } };
	const struct json_node *a, *b, *nodes[6];
	struct json *doc = parse(text);

	(void)state;
	a = json_get(json_root(doc), "ก่");
	b = json_get(json_root(doc), "b");
	nodes[0] = a;
	nodes[1] = json_first(a);
	nodes[2] = json_next(nodes[1]);
	nodes[3] = json_next(nodes[2]);
	nodes[4] = b;
	nodes[5] = json_get(b, "c");
	for (size_t i = 0; i < 6; i++) {
		size_t line, column;

		json_place(doc, nodes[i], &line, &column);
		assert_int_equal(line, wanted[i][0]);
		assert_int_equal(column, wanted[i][1]);
	}
	json_free(doc);
}

static void unknown_keys_are_errors(void **state)
{
	static const char *const keys[] = { "a", "b", NULL };
	struct json *doc = parse("{\"a\":1,\n\"B\":2}");
	struct json *good = parse("{\"b\":1}");
	struct error err;

	(void)state;
	assert_int_equal(json_check_keys(good, json_root(good), keys, &err), 0);
	assert_int_equal(
		json_check_keys(doc, json_root(doc), keys, &err), ERR_SYNTAX);
	assert_string_equal(err.text, "f.json:2: key \"B\": unknown key");
	json_free(good);
	json_free(doc);
}

static void needed_members_have_a_type(void **state)
{
	struct json *doc = parse("{\"a\":1,\n\"b\":\"x\"}");
	const struct json_node *root = json_root(doc), *out = NULL;
	struct error err;

	(void)state;
	assert_int_equal(json_need(&out, doc, root, "a", JSON_NUMBER, &err), 0);
	assert_true(json_number(out, 0) == 1);
	assert_int_equal(
		json_need(&out, doc, root, "c", JSON_NUMBER, &err), ERR_SYNTAX);
	assert_string_equal(err.text, "f.json:1: \"c\" is missing");
	assert_int_equal(
		json_need(&out, doc, root, "b", JSON_ARRAY, &err), ERR_SYNTAX);
	assert_string_equal(
		err.text, "f.json:2: key \"b\": must be a list, is text");
	json_free(doc);
}

static void a_file_that_is_not_there_is_a_read_error(void **state)
{
	struct error err;
	struct json *doc = NULL;

	(void)state;
	assert_int_equal(
		json_load(&doc, "tests/unit/none.json", &err), ERR_READ);
	assert_null(doc);
}

static void a_file_is_loaded(void **state)
{
	char name[] = "/tmp/test-json-XXXXXX";
	struct error err;
	struct json *doc = NULL;

	(void)state;
	assert_true(mkstemp(name) >= 0);
	assert_int_equal(file_write(name, slice_str("{\"a\":[]}\n"), &err), 0);
	assert_int_equal(json_load(&doc, name, &err), 0);
	assert_int_equal(json_type(json_get(json_root(doc), "a")), JSON_ARRAY);
	json_free(doc);
	assert_int_equal(file_remove_tree(name, &err), 0);
}

static void write_sample(struct json_writer *w)
{
	json_open(w, NULL, '{');
	json_put_string(w, "s", "a");
	json_open(w, "list", '[');
	json_put_int(w, NULL, -3);
	json_put_bool(w, NULL, true);
	json_put_null(w, NULL);
	json_close(w, ']');
	json_open(w, "none", '[');
	json_close(w, ']');
	json_open(w, "o", '{');
	json_put_hundredths(w, "h", 8994);
	json_put_digits(w, "d", slice_str("-1.50"));
	json_close(w, '}');
	json_close(w, '}');
}

static void writing_keeps_the_order_of_the_calls(void **state)
{
	struct json_writer w;
	struct buf out;

	(void)state;
	buf_init(&out, 1024);
	json_writer_init(&w, &out, false);
	write_sample(&w);
	assert_string_equal(buf_str(&out),
		"{\"s\":\"a\",\"list\":[-3,true,null],\"none\":[],"
		"\"o\":{\"h\":89.94,\"d\":-1.50}}");
	buf_clear(&out);
	json_writer_init(&w, &out, true);
	write_sample(&w);
	assert_string_equal(buf_str(&out), "{\n"
					   "  \"s\": \"a\",\n"
					   "  \"list\": [\n"
					   "    -3,\n"
					   "    true,\n"
					   "    null\n"
					   "  ],\n"
					   "  \"none\": [],\n"
					   "  \"o\": {\n"
					   "    \"h\": 89.94,\n"
					   "    \"d\": -1.50\n"
					   "  }\n"
					   "}");
	buf_done(&out);
}

static void hundredths_are_short_decimals(void **state)
{
	static const struct {
		long value;
		const char *text;
	} rows[] = {
		{ 0, "0" },
		{ 5, "0.05" },
		{ -5, "-0.05" },
		{ 8400, "84" },
		{ 8450, "84.5" },
		{ 8994, "89.94" },
		{ -8994, "-89.94" },
		{ 10000, "100" },
	};
	struct json_writer w;
	struct buf out;

	(void)state;
	buf_init(&out, 64);
	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_clear(&out);
		json_writer_init(&w, &out, false);
		json_put_hundredths(&w, NULL, rows[i].value);
		assert_string_equal(buf_str(&out), rows[i].text);
	}
	buf_done(&out);
}

static void quoted_text_is_escaped(void **state)
{
	static const struct {
		const char *text, *quoted;
	} rows[] = {
		{ "", "\"\"" },
		{ "ปี ๒๕๖๗", "\"ปี ๒๕๖๗\"" },
		{ "\"\\/", "\"\\\"\\\\/\"" },
		{ "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
		{ "\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\"" },
		{ "a\xe0\xb8z", "\"a\xef\xbf\xbdz\"" },
		{ "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
	};
	struct buf out;

	(void)state;
	buf_init(&out, 64);
	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_clear(&out);
		json_quote(&out, slice_str(rows[i].text));
		assert_string_equal(buf_str(&out), rows[i].quoted);
	}
	buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrong_structure_is_refused_with_its_place),
		cmocka_unit_test(wrong_numbers_are_refused),
		cmocka_unit_test(wrong_text_is_refused),
		cmocka_unit_test(a_nul_byte_is_no_end),
		cmocka_unit_test(a_key_given_twice_is_refused),
		cmocka_unit_test(depth_has_a_ceiling),
		cmocka_unit_test(values_are_read),
		cmocka_unit_test(what_is_not_there_gives_the_fallback),
		cmocka_unit_test(errors_tell_line_and_key),
		cmocka_unit_test(what_was_made_has_no_lines),
		cmocka_unit_test(values_know_where_they_begin),
		cmocka_unit_test(unknown_keys_are_errors),
		cmocka_unit_test(needed_members_have_a_type),
		cmocka_unit_test(a_file_that_is_not_there_is_a_read_error),
		cmocka_unit_test(a_file_is_loaded),
		cmocka_unit_test(writing_keeps_the_order_of_the_calls),
		cmocka_unit_test(hundredths_are_short_decimals),
		cmocka_unit_test(quoted_text_is_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
