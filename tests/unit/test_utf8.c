#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Well-formed text, a code point a row. */
static const struct {
	const char *bytes;
	uint32_t cp;
} points[] = {
	{ "A", 'A' },
	{ "\x7f", 0x7f },
	{ "\xc2\x80", 0x80 },
	{ "\xdf\xbf", 0x7ff },
	{ "\xe0\xa0\x80", 0x800 },
	{ "ก", 0x0e01 },
	{ "๙", 0x0e59 },
	{ "\xed\x9f\xbf", 0xd7ff },
	{ "\xee\x80\x80", 0xe000 },
	{ "\xef\xbf\xbf", 0xffff },
	{ "\xf0\x90\x80\x80", 0x10000 },
	{ "\xf4\x8f\xbf\xbf", 0x10ffff },
};

static void code_points_go_in_and_out(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(points); i++) {
		struct slice s = slice_str(points[i].bytes);
		char out[4];
		uint32_t cp;

		assert_int_equal(utf8_decode(&cp, s), s.len);
		assert_int_equal(cp, points[i].cp);
		assert_int_equal(utf8_encode(out, cp), s.len);
		assert_memory_equal(out, s.data, s.len);
		assert_true(utf8_is_valid(s));
	}
}

static void ill_formed_bytes_take_their_maximal_subpart(void **state)
{
	static const struct {
		const char *bytes;
		size_t taken;
	} rows[] = {
		{ "\x80", 1 },             /* a tail alone */
		{ "\xc0\xaf", 1 },         /* overlong slash */
		{ "\xc1\xbf", 1 },         /* overlong */
		{ "\xe0\x80\xaf", 1 },     /* overlong */
		{ "\xed\xa0\x80", 1 },     /* surrogate */
		{ "\xf4\x90\x80\x80", 1 }, /* beyond U+10FFFF */
		{ "\xf5\x80\x80\x80", 1 },
		{ "\xff", 1 },
		{ "\xe0\xb8", 2 }, /* cut */
		{ "\xe0\xb8"
		  "A",
			2 },
		{ "\xf0\x9f\x98", 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice s = slice_str(rows[i].bytes);
		uint32_t cp;

		assert_int_equal(utf8_decode(&cp, s), rows[i].taken);
		assert_int_equal(cp, UTF8_INVALID);
		assert_false(utf8_is_valid(s));
	}
}

static void nothing_takes_nothing(void **state)
{
	uint32_t cp;

	(void)state;
	assert_int_equal(utf8_decode(&cp, slice_str(NULL)), 0);
	assert_int_equal(cp, UTF8_INVALID);
	assert_true(utf8_is_valid(slice_str(NULL)));
	assert_int_equal(utf8_count(slice_str(NULL)), 0);
}

static void what_is_no_scalar_value_is_written_as_replacement(void **state)
{
	static const uint32_t rows[] = { 0xd800, 0xdfff, 0x110000,
		UTF8_INVALID };
	struct buf out;

	(void)state;
	buf_init(&out, 64);
	for (size_t i = 0; i < COUNT(rows); i++)
		utf8_put(&out, rows[i]);
	assert_string_equal(buf_str(&out), "\xef\xbf\xbd\xef\xbf\xbd"
					   "\xef\xbf\xbd\xef\xbf\xbd");
	buf_done(&out);
}

static void letters_are_counted_and_bad_parts_once(void **state)
{
	(void)state;
	assert_int_equal(utf8_count(slice_str("ปี 67")), 5);
	assert_int_equal(utf8_count(slice_str("a\xe0\xb8z")), 3);
}

static void the_valid_part_ends_before_the_first_bad_byte(void **state)
{
	static const struct {
		const char *text;
		size_t valid;
	} rows[] = {
		{ "", 0 },
		{ "<p>plain markup", 15 },
		{ "<p>ภาษาไทย, latin é, 😀</p>", 44 },
		{ "กข\xe0\xb8", 6 },
		{ "กข\xe0\x9fx", 6 },
		{ "\xe0\xb8\xe0\xb8\x81", 0 },
		{ "eight bytes \xff and more", 12 },
		{ "\xed\xa0\x80", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice s = slice_str(rows[i].text);

		assert_int_equal(utf8_valid_len(s), rows[i].valid);
		assert_int_equal(utf8_is_valid(s), rows[i].valid == s.len);
	}
}

static void a_cut_leaves_whole_letters(void **state)
{
	static const struct {
		const char *text;
		size_t max, cut;
	} rows[] = {
		{ "", 0, 0 },
		{ "abc", 2, 2 },
		{ "abc", 3, 3 },
		{ "abc", 9, 3 },
		{ "กขค", 9, 9 },
		{ "กขค", 8, 6 },
		{ "กขค", 6, 6 },
		{ "กขค", 2, 0 },
		{ "a\xf0\x9f\x98\x80", 4, 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(utf8_cut(slice_str(rows[i].text), rows[i].max),
			rows[i].cut);
}

static void spoilt_text_is_put_as_valid_text(void **state)
{
	static const struct {
		struct slice in;
		const char *out;
	} rows[] = {
		{ { "", 0 }, "" },
		{ { "กข", 6 }, "กข" },
		{ { "a\0b", 3 }, "a\uFFFDb" },
		{ { "\0\0", 2 }, "\uFFFD\uFFFD" },
		{ { "ก\xff\0ข", 8 }, "ก\uFFFD\uFFFDข" },
		{ { "\xe0\xb8", 2 }, "\uFFFD" },
		{ { "\xed\xa0\x80x", 4 }, "\uFFFD\uFFFD\uFFFDx" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out;

		buf_init(&out, SIZE_MAX / 2);
		utf8_put_valid(&out, rows[i].in);
		assert_string_equal(buf_str(&out), rows[i].out);
		buf_done(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(code_points_go_in_and_out),
		cmocka_unit_test(ill_formed_bytes_take_their_maximal_subpart),
		cmocka_unit_test(nothing_takes_nothing),
		cmocka_unit_test(
			what_is_no_scalar_value_is_written_as_replacement),
		cmocka_unit_test(letters_are_counted_and_bad_parts_once),
		cmocka_unit_test(the_valid_part_ends_before_the_first_bad_byte),
		cmocka_unit_test(a_cut_leaves_whole_letters),
		cmocka_unit_test(spoilt_text_is_put_as_valid_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
