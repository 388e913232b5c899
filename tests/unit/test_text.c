#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

/* Faults met on real sites and what they are mended to, byte by byte. */
static const struct {
	const char *before, *after;
} canon_rows[] = {
	/* nikhahit and sara aa */
	{ "\xe0\xb8\x88\xe0\xb9\x8d\xe0\xb8\xb2", "\xe0\xb8\x88\xe0\xb8\xb3" },
	/* nikhahit, tone, aa; tone, nikhahit, aa; am, tone */
	{ "\xe0\xb8\x99\xe0\xb9\x8d\xe0\xb9\x89\xe0\xb8\xb2",
		"\xe0\xb8\x99\xe0\xb9\x89\xe0\xb8\xb3" },
	{ "\xe0\xb8\x99\xe0\xb9\x89\xe0\xb9\x8d\xe0\xb8\xb2",
		"\xe0\xb8\x99\xe0\xb9\x89\xe0\xb8\xb3" },
	{ "\xe0\xb8\x99\xe0\xb8\xb3\xe0\xb9\x89",
		"\xe0\xb8\x99\xe0\xb9\x89\xe0\xb8\xb3" },
	/* two sara e */
	{ "\xe0\xb9\x80\xe0\xb9\x80\xe0\xb8\x9c\xe0\xb8\x99", "แผน" },
	/* tone before the upper vowel; tone twice */
	{ "\xe0\xb8\x97\xe0\xb9\x88\xe0\xb8\xb5", "ที่" },
	{ "\xe0\xb8\x97\xe0\xb8\xb5\xe0\xb9\x88\xe0\xb9\x88", "ที่" },
	/* zero-width space, non-joiner, soft hyphen, byte order mark */
	{ "\xe0\xb9\x80\xe0\xb8\x97\xe2\x80\x8b\xe0\xb8\xa8", "เทศ" },
	{ "\xe0\xb9\x80\xe0\xb8\x97\xe2\x80\x8c\xe0\xb8\xa8", "เทศ" },
	{ "\xe0\xb9\x80\xe0\xb8\x97\xc2\xad\xe0\xb8\xa8", "เทศ" },
	{ "\xef\xbb\xbf\xe0\xb9\x80\xe0\xb8\x97\xe0\xb8\xa8", "เทศ" },
	/* no-break space */
	{ "พ.ศ.\xc2\xa0"
	  "68",
		"พ.ศ. 68" },
	/* Thai and full-width digits */
	{ "๒๕๖๘", "2568" },
	{ "\xef\xbc\x92\xef\xbc\x95", "25" },
	/* a glyph of an old font */
	{ "\xe0\xb8\xab\xe0\xb8\x99\xef\x9c\x8a\xe0\xb8\xa7\xe0\xb8\xa2",
		"หน่วย" },
	/* a blank before sara am, and behind a leading vowel */
	{ "จ ำกัด", "จำกัด" },
	{ "เ ทศบาล", "เทศบาล" },
	/* sara am doubled by aa, lakkhangyao for aa, but not after ru */
	{ "\xe0\xb8\x95\xe0\xb8\xb3\xe0\xb8\xb2\xe0\xb8\x9a", "ตำบ" },
	{ "ก\xe0\xb9\x85ร", "การ" },
	{ "ฤ\xe0\xb9\x85", "ฤ\xe0\xb9\x85" },
	/* dashes, quotes, case, runs of blanks */
	{ "2566 \xe2\x80\x93 2570", "2566 - 2570" },
	{ "  No  GIFT\n\tPolicy ", "no gift policy" },
	/* bytes that are no UTF-8 */
	{ "ก\xff"
	  "ข",
		"ก\xef\xbf\xbdข" },
	{ "", "" },
};

static void canon_mends_what_real_sites_write(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(canon_rows) / sizeof(*canon_rows); i++) {
		struct buf out;

		buf_init(&out, 1024);
		text_canon(&out, slice_str(canon_rows[i].before));
		assert_string_equal(buf_str(&out), canon_rows[i].after);
		buf_done(&out);
	}
}

static void canon_of_canon_is_itself(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(canon_rows) / sizeof(*canon_rows); i++) {
		struct buf out;

		buf_init(&out, 1024);
		text_canon(&out, slice_str(canon_rows[i].after));
		assert_string_equal(buf_str(&out), canon_rows[i].after);
		buf_done(&out);
	}
}

/* Spellings that must have one key. */
static const char *const same_key[][2] = {
	{ "ทรัพยากร บุคคล", "ทรัพยากรบุคคล" },
	{ "กฏหมาย", "กฎหมาย" },
	{ "ประจําปี", "ประจำปี" },
	{ "จ ากัด", "จำกัด" },
	{ "Q & A", "q&a" },
	{ "E–Service", "e-service" },
	{ "พ.ศ.๒๕๖๘", "พ.ศ. 2568" },
	{ "ประกาศต่าง ๆ", "ประกาศต่างๆ" },
};

static void spellings_of_one_wording_share_a_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(same_key) / sizeof(*same_key); i++) {
		struct buf a, b;

		buf_init(&a, 1024);
		buf_init(&b, 1024);
		text_key(&a, slice_str(same_key[i][0]));
		text_key(&b, slice_str(same_key[i][1]));
		assert_int_equal(a.len, b.len);
		assert_memory_equal(a.data, b.data, a.len);
		buf_done(&a);
		buf_done(&b);
	}
}

static void a_break_parts_wordings_and_a_line_end_does_not(void **state)
{
	struct text t;

	(void)state;
	text_init(&t);
	text_add(&t, slice_str("รายงานผล"));
	text_add(&t, slice_str("ประจำปี"));
	text_break(&t);
	text_add(&t, slice_str("อื่น"));
	assert_string_equal(t.canon, "รายงานผล ประจำปี\nอื่น");
	assert_null(memchr(t.key, TEXT_KEY_BREAK, 14));
	assert_non_null(memchr(t.key, TEXT_KEY_BREAK, t.key_len));
	text_done(&t);
}

static void a_quote_is_cut_between_letters(void **state)
{
	struct text t;
	struct slice s;

	(void)state;
	text_init(&t);
	text_add(&t, slice_str("กขคงจฉชซฌญฎฏ"));
	s = text_around(&t, 5, 6, 8);
	assert_int_equal(s.len % 3, 0);
	assert_true(s.len >= 3 && s.len <= 9);
	s = text_around(&t, 5, 99, 8);
	assert_int_equal(s.len, 0);
	text_done(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(canon_mends_what_real_sites_write),
		cmocka_unit_test(canon_of_canon_is_itself),
		cmocka_unit_test(spellings_of_one_wording_share_a_key),
		cmocka_unit_test(
			a_break_parts_wordings_and_a_line_end_does_not),
		cmocka_unit_test(a_quote_is_cut_between_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
