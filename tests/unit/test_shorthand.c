#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/shorthand.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* The bytes of its shorthand, once it was read back. */
static size_t check(struct slice text)
{
	struct buf shorthand, again;
	size_t len;

	buf_init(&shorthand, 10000);
	buf_init(&again, 10000);
	shorthand_put(&shorthand, text);
	len = shorthand.len;
	shorthand_read(&again, buf_str(&shorthand));
	assert_int_equal(again.len, text.len);
	assert_memory_equal(
		buf_str(&again), text.len ? text.data : "", text.len);
	buf_done(&shorthand);
	buf_done(&again);
	return len;
}

static void texts_come_back_as_they_were(void **state)
{
	static const struct {
		const char *text;
		size_t len;
	} rows[] = {
		{ "", 0 },
		{ "O1 plan.pdf", 11 },
		{ "แผน", 3 },
		{ "งบประมาณ พ.ศ. ๒๕๖๗ (2567)", 25 },
		{ "\xe0\xb8\x80 \xe0\xb9\x9b", 3 },
		{ "\xe0\xb9\xbf", 6 }, /* no letter: it would be the mark */
		{ "caf\xc3\xa9 \xf0\x9f\x93\x84", 3 + 4 + 1 + 8 },
		{ "\xe0\xb8", 4 },
		{ "\xe0\xba\x81", 6 },
		{ "\xe0\xb8 ", 5 },
		{ "\xff\xfe\x80", 6 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(check(slice_str(rows[i].text)), rows[i].len);
}

static void any_three_bytes_come_back(void **state)
{
	char text[5] = "\xe0 \xb8 ";

	(void)state;
	for (unsigned a = 1; a < 256; a++)
		for (unsigned b = 1; b < 256; b++) {
			text[1] = (char)a;
			text[2] = (char)b;
			(void)check(slice_of(text, 4));
			(void)check(slice_of(text + 1, 2));
		}
}

static void half_a_shorthand_is_read_to_its_end(void **state)
{
	struct buf text;

	(void)state;
	buf_init(&text, 100);
	shorthand_read(&text, "a\xff");
	assert_string_equal(buf_str(&text), "a");
	buf_done(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_come_back_as_they_were),
		cmocka_unit_test(any_three_bytes_come_back),
		cmocka_unit_test(half_a_shorthand_is_read_to_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
