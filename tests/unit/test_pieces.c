#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/pieces.h"

/* Fifteen letters: two may be wrong, so there are three pieces of five. */
#define PHRASE "abcdefghijklmno"
#define OTHER "pqrstuvwxyzPQRS"

static uint64_t find(const struct pieces *p, const char *text)
{
	uint64_t bits = 0;

	pieces_find(p, slice_str(text), &bits);
	return bits;
}

static void a_phrase_with_a_right_piece_is_found(void **state)
{
	static const struct {
		const char *text;
		uint64_t bits;
	} rows[] = {
		{ PHRASE, 1 },
		{ "aXcdefghXjklmno", 1 },    /* two letters changed */
		{ "abcdefghijlmo", 1 },      /* dropped */
		{ "aabcdeffghijklmno", 1 },  /* added */
		{ "aXcdefghXjklmnX", 0 },    /* three */
		{ "before abcde", 1 },       /* though the rest lacks */
		{ "abcd efgh ijkl mno", 0 }, /* no piece whole */
		{ "", 0 },
		{ "abc", 0 },
		{ PHRASE OTHER, 1 | UINT64_C(1) << 63 },
	};
	struct pieces p = { 0 };

	(void)state;
	pieces_add(&p, 0, slice_str(PHRASE), 2);
	pieces_add(&p, 63, slice_str(OTHER), 2);
	assert_int_equal(p.phrases, 64);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(find(&p, rows[i].text), rows[i].bits);
	pieces_done(&p);
}

static void none_finds_none(void **state)
{
	struct pieces p = { 0 };

	(void)state;
	assert_int_equal(find(&p, PHRASE), 0);
	pieces_done(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_phrase_with_a_right_piece_is_found),
		cmocka_unit_test(none_finds_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
