#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

/* Faults met on real sites and in documents, and what they are mended to, byte
 * by byte: as written, canon, key. */
static const struct {
	const char *before, *canon, *key;
} rows[] = {
	/* nikhahit and sara aa */
	{ "\xe0\xb8\x88\xe0\xb9\x8d\xe0\xb8\xb2", "\xe0\xb8\x88\xe0\xb8\xb3",
		"\x88\xb2" },
	/* nikhahit, tone, aa; tone, nikhahit, aa; am, tone */
	{ "\xe0\xb8\x99\xe0\xb9\x8d\xe0\xb9\x89\xe0\xb8\xb2",
		"\xe0\xb8\x99\xe0\xb9\x89\xe0\xb8\xb3", "\x99\xc9\xb2" },
	{ "\xe0\xb8\x99\xe0\xb9\x89\xe0\xb9\x8d\xe0\xb8\xb2",
		"\xe0\xb8\x99\xe0\xb9\x89\xe0\xb8\xb3", "\x99\xc9\xb2" },
	{ "\xe0\xb8\x99\xe0\xb8\xb3\xe0\xb9\x89",
		"\xe0\xb8\x99\xe0\xb9\x89\xe0\xb8\xb3", "\x99\xc9\xb2" },
	/* two sara e */
	{ "\xe0\xb9\x80\xe0\xb9\x80\xe0\xb8\x9c\xe0\xb8\x99",
		"\xe0\xb9\x81\xe0\xb8\x9c\xe0\xb8\x99", "\xc1\x9c\x99" },
	/* tone before the upper vowel; one mark twice; killer before the vowel
	 */
	{ "\xe0\xb8\x97\xe0\xb9\x88\xe0\xb8\xb5",
		"\xe0\xb8\x97\xe0\xb8\xb5\xe0\xb9\x88", "\x97\xb5\xc8" },
	{ "\xe0\xb8\x97\xe0\xb8\xb5\xe0\xb9\x88\xe0\xb9\x88",
		"\xe0\xb8\x97\xe0\xb8\xb5\xe0\xb9\x88", "\x97\xb5\xc8" },
	{ "\xe0\xb8\x9e\xe0\xb8\xb1\xe0\xb8\x99\xe0\xb8\x98\xe0\xb9\x8c\xe0\xb8\xb8",
		"\xe0\xb8\x9e\xe0\xb8\xb1\xe0\xb8\x99\xe0\xb8\x98\xe0\xb8\xb8\xe0\xb9\x8c",
		"\x9e\xb1\x99\x98\xb8\xcc" },
	/* zero-width space, non-joiner, soft hyphen, byte order mark */
	{ "\xe0\xb9\x80\xe0\xb8\x97\xe2\x80\x8b\xe0\xb8\xa8",
		"\xe0\xb9\x80\xe0\xb8\x97\xe0\xb8\xa8", "\xc0\x97\xa8" },
	{ "\xe0\xb9\x80\xe0\xb8\x97\xe2\x80\x8c\xe0\xb8\xa8",
		"\xe0\xb9\x80\xe0\xb8\x97\xe0\xb8\xa8", "\xc0\x97\xa8" },
	{ "\xe0\xb9\x80\xe0\xb8\x97\xc2\xad\xe0\xb8\xa8",
		"\xe0\xb9\x80\xe0\xb8\x97\xe0\xb8\xa8", "\xc0\x97\xa8" },
	{ "\xef\xbb\xbf\xe0\xb9\x80\xe0\xb8\x97\xe0\xb8\xa8",
		"\xe0\xb9\x80\xe0\xb8\x97\xe0\xb8\xa8", "\xc0\x97\xa8" },
	/* Arabic letter mark, interlinear anchor, variation selector, tag */
	{ "\xe0\xb9\x80\xe0\xb8\x97\xd8\x9c\xe0\xb8\xa8",
		"\xe0\xb9\x80\xe0\xb8\x97\xe0\xb8\xa8", "\xc0\x97\xa8" },
	{ "\xe0\xb9\x80\xe0\xb8\x97\xef\xbf\xb9\xe0\xb8\xa8",
		"\xe0\xb9\x80\xe0\xb8\x97\xe0\xb8\xa8", "\xc0\x97\xa8" },
	{ "\xe0\xb9\x80\xe0\xb8\x97\xef\xb8\x8f\xe0\xb8\xa8",
		"\xe0\xb9\x80\xe0\xb8\x97\xe0\xb8\xa8", "\xc0\x97\xa8" },
	{ "\xe0\xb9\x80\xe0\xb8\x97\xf3\xa0\x81\x81\xe0\xb8\xa8",
		"\xe0\xb9\x80\xe0\xb8\x97\xe0\xb8\xa8", "\xc0\x97\xa8" },
	/* no-break space; the line break of slides */
	{ "\xe0\xb8\xa8.\xc2\xa0"
	  "68",
		"\xe0\xb8\xa8. 68", "\xa8\x36\x38" },
	{ "\xe0\xb8\xa8.\x0b"
	  "68",
		"\xe0\xb8\xa8. 68", "\xa8\x36\x38" },
	/* Thai and full-width digits */
	{ "\xe0\xb9\x92\xe0\xb9\x95\xe0\xb9\x96\xe0\xb9\x98", "2568",
		"\x32\x35\x36\x38" },
	{ "\xef\xbc\x92\xef\xbc\x95", "25", "\x32\x35" },
	/* glyphs of old fonts */
	{ "\xe0\xb8\xab\xe0\xb8\x99\xef\x9c\x8a\xe0\xb8\xa7\xe0\xb8\xa2",
		"\xe0\xb8\xab\xe0\xb8\x99\xe0\xb9\x88\xe0\xb8\xa7\xe0\xb8\xa2",
		"\xab\x99\xc8\xa7\xa2" },
	{ "\xef\x9c\x80\xe0\xb8\xb2\xe0\xb8\x99",
		"\xe0\xb8\x90\xe0\xb8\xb2\xe0\xb8\x99", "\x90\xb2\x99" },
	/* a blank before sara am, after a leading vowel, before a mark */
	{ "\xe0\xb8\x88 \xe0\xb8\xb3\xe0\xb8\x81\xe0\xb8\xb1\xe0\xb8\x94",
		"\xe0\xb8\x88\xe0\xb8\xb3\xe0\xb8\x81\xe0\xb8\xb1\xe0\xb8\x94",
		"\x88\xb2\x81\xb1\x94" },
	{ "\xe0\xb9\x80 \xe0\xb8\x97\xe0\xb8\xa8",
		"\xe0\xb9\x80\xe0\xb8\x97\xe0\xb8\xa8", "\xc0\x97\xa8" },
	{ "\xe0\xb8\x97\xe0\xb8\xb5 \xe0\xb9\x88",
		"\xe0\xb8\x97\xe0\xb8\xb5\xe0\xb9\x88", "\x97\xb5\xc8" },
	/* a blank inside split sara am */
	{ "\xe0\xb8\x99\xe0\xb9\x8d \xe0\xb9\x89\xe0\xb8\xb2",
		"\xe0\xb8\x99\xe0\xb9\x89\xe0\xb8\xb3", "\x99\xc9\xb2" },
	/* a blank after sara am: the key's alone, it may be a real one */
	{ "\xe0\xb8\x94\xe0\xb8\xb3 \xe0\xb9\x80\xe0\xb8\x99\xe0\xb8\xb4\xe0\xb8\x99",
		"\xe0\xb8\x94\xe0\xb8\xb3 \xe0\xb9\x80\xe0\xb8\x99\xe0\xb8\xb4\xe0\xb8\x99",
		"\x94\xb2\xc0\x99\xb4\x99" },
	/* sara am doubled by aa, by itself, by nikhahit */
	{ "\xe0\xb8\x95\xe0\xb8\xb3\xe0\xb8\xb2\xe0\xb8\x9a\xe0\xb8\xa5",
		"\xe0\xb8\x95\xe0\xb8\xb3\xe0\xb8\x9a\xe0\xb8\xa5",
		"\x95\xb2\x9a\xa5" },
	{ "\xe0\xb8\x81\xe0\xb8\xb3\xe0\xb8\xb3", "\xe0\xb8\x81\xe0\xb8\xb3",
		"\x81\xb2" },
	{ "\xe0\xb8\x81\xe0\xb8\xb3\xe0\xb9\x8d", "\xe0\xb8\x81\xe0\xb8\xb3",
		"\x81\xb2" },
	/* nikhahit lost, all aa am: the key's alone */
	{ "\xe0\xb8\x88 \xe0\xb8\xb2\xe0\xb8\x81\xe0\xb8\xb1\xe0\xb8\x94",
		"\xe0\xb8\x88\xe0\xb8\xb2\xe0\xb8\x81\xe0\xb8\xb1\xe0\xb8\x94",
		"\x88\xb2\x81\xb1\x94" },
	{ "\xe0\xb8\x81\xe0\xb8\xb3\xe0\xb8\xa3",
		"\xe0\xb8\x81\xe0\xb8\xb3\xe0\xb8\xa3", "\x81\xb2\xa3" },
	/* a mark that moved past the next letter is not put back */
	{ "\xe0\xb8\x88\xe0\xb8\x94\xe0\xb8\xb1",
		"\xe0\xb8\x88\xe0\xb8\x94\xe0\xb8\xb1", "\x88\x94\xb1" },
	/* lakkhangyao for aa, but not after ru */
	{ "\xe0\xb8\x81\xe0\xb9\x85\xe0\xb8\xa3",
		"\xe0\xb8\x81\xe0\xb8\xb2\xe0\xb8\xa3", "\x81\xb2\xa3" },
	{ "\xe0\xb8\xa4\xe0\xb9\x85", "\xe0\xb8\xa4\xe0\xb9\x85", "\xa4\xc5" },
	/* yamakkan is no nikhahit */
	{ "\xe0\xb8\x81\xe0\xb9\x8e\xe0\xb8\xb2",
		"\xe0\xb8\x81\xe0\xb9\x8e\xe0\xb8\xb2", "\x81\xb2" },
	/* to patak for do chada: the key's alone */
	{ "\xe0\xb8\x81\xe0\xb8\x8f\xe0\xb8\xab\xe0\xb8\xa1\xe0\xb8\xb2\xe0\xb8\xa2",
		"\xe0\xb8\x81\xe0\xb8\x8f\xe0\xb8\xab\xe0\xb8\xa1\xe0\xb8\xb2\xe0\xb8\xa2",
		"\x81\x8e\xab\xa1\xb2\xa2" },
	/* labels: Thai zero for the letter O, Greek and Cyrillic O */
	{ "\xe0\xb9\x90\xe0\xb9\x91\xe0\xb9\x93", "013", "\x30\x31\x33" },
	{ "o \xe0\xb9\x91\xe0\xb9\x93", "o 13", "\x6f\x31\x33" },
	{ "\xce\x9f"
	  "13",
		"\xce\xbf"
		"13",
		"\x7f\x31\x33" },
	{ "\xd0\x9e"
	  "13",
		"\xd0\xbe"
		"13",
		"\x7f\x31\x33" },
	/* dashes, quotes, case, widths */
	{ "2566 \xe2\x80\x93 2570", "2566 - 2570",
		"\x32\x35\x36\x36\x32\x35\x37\x30" },
	{ "\xe2\x80\x9c\xe0\xb8\x81\xe2\x80\x9f", "\x22\xe0\xb8\x81\x22",
		"\x81" },
	{ "O\xe2\x80\x99N", "o'n", "\x6f\x6e" },
	{ "\xef\xbc\xa9\xef\xbc\xb4\xef\xbc\xa1", "ita", "\x69\x74\x61" },
	/* an accent in two code points */
	{ "e\xcc\x81 E\xcc\x81", "\xc3\xa9 \xc3\xa9", "\x7f\x7f" },
	/* runs of blanks; no blank at the ends */
	{ "  No  GIFT\n\tPolicy ", "no gift policy", "nogiftpolicy" },
	/* bytes that are no UTF-8 */
	{ "\xe0\xb8\x81\xff\xe0\xb8\x82",
		"\xe0\xb8\x81\xef\xbf\xbd\xe0\xb8\x82", "\x81\x82" },
	{ "", "", "" },
};

static void check_forms(const char *before, const char *canon, const char *key)
{
	struct buf out;

	buf_init(&out, 1024);
	text_canon(&out, slice_str(before));
	assert_string_equal(buf_str(&out), canon);
	buf_clear(&out);
	text_key(&out, slice_str(before));
	assert_string_equal(buf_str(&out), key);
	buf_done(&out);
}

static void what_real_sites_write_is_mended(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		check_forms(rows[i].before, rows[i].canon, rows[i].key);
		check_forms(rows[i].canon, rows[i].canon, rows[i].key);
	}
}

/* What strings are made of for properties: letters that the steps of the form
 * treat in different ways. */
static const char *const kinds[] = { "ก", "น", "ฤ", "ฏ", "ฯ", "ๆ", "ะ", "า",
	"ำ", "ๅ", "เ", "แ", "ไ", "\u0e31", "\u0e34", "\u0e35", "\u0e38",
	"\u0e3a", "\u0e47", "\u0e48", "\u0e49", "\u0e4c", "\u0e4d", "\u0e4e",
	"\uf700", "\uf70a", "\uf711", "\uf718", "๐", "๙", "7", "A", "e",
	"\u0301", "\u00c9", "\u200b", "\u00ad", "\ufeff", "\u00a0", "\u3000",
	" ", "\n", "-", "\u2013", "\u201c", "\uff21", "\u4e2d", "\xff",
	"\xe0\xb8" };

static uint32_t draw(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % below;
}

static void shuffle(struct buf *out, uint32_t *seed)
{
	uint32_t n = draw(seed, 16);

	buf_clear(out);
	for (uint32_t i = 0; i < n; i++)
		buf_puts(
			out, kinds[draw(seed, sizeof(kinds) / sizeof(*kinds))]);
}

/* The letters of most text: none of them is mended by itself. */
static const char *const plain[] = { "ก", "น", "ฤ", "ฏ", "ฯ", "ๆ", "ะ", "า",
	"ำ", "เ", "แ", "ไ", "\u0e31", "\u0e34", "\u0e38", "\u0e47", "\u0e48",
	"\u0e4c", "\u0e4d", "\u0e4e", "๐", "7", "A", "e", " ", "\n", "-" };

/* What nobody sees asks for the careful way, and changes nothing. */
static void plain_text_has_the_form_of_careful_reading(void **state)
{
	struct buf text;
	uint32_t seed = 2569;

	(void)state;
	buf_init(&text, 1024);
	for (int i = 0; i < 20000; i++) {
		struct text t, careful;

		buf_clear(&text);
		for (uint32_t n = draw(&seed, 10); n > 0; n--)
			buf_puts(&text,
				plain[draw(&seed,
					sizeof(plain) / sizeof(*plain))]);
		text_init(&t);
		text_add(&t, buf_slice(&text));
		buf_puts(&text, "\u200b");
		text_init(&careful);
		text_add(&careful, buf_slice(&text));
		assert_string_equal(t.canon, careful.canon);
		assert_int_equal(t.key_len, careful.key_len);
		assert_memory_equal(t.key, careful.key, t.key_len);
		assert_memory_equal(
			t.at, careful.at, t.key_len * sizeof(*t.at));
		text_done(&t);
		text_done(&careful);
	}
	buf_done(&text);
}

static void the_form_of_the_form_is_itself(void **state)
{
	struct buf text, canon, again, key, key_again;
	uint32_t seed = 2568;

	(void)state;
	buf_init(&text, 1024);
	buf_init(&canon, 1024);
	buf_init(&again, 1024);
	buf_init(&key, 1024);
	buf_init(&key_again, 1024);
	for (int i = 0; i < 30000; i++) {
		shuffle(&text, &seed);
		buf_clear(&canon);
		buf_clear(&again);
		buf_clear(&key);
		buf_clear(&key_again);
		text_canon(&canon, buf_slice(&text));
		text_canon(&again, buf_slice(&canon));
		text_key(&key, buf_slice(&text));
		text_key(&key_again, buf_slice(&canon));
		assert_string_equal(buf_str(&again), buf_str(&canon));
		assert_string_equal(buf_str(&key_again), buf_str(&key));
	}
	buf_done(&text);
	buf_done(&canon);
	buf_done(&again);
	buf_done(&key);
	buf_done(&key_again);
}

/* A text, key bytes of it, and what the author wrote about them. */
static const struct {
	const char *text;
	size_t from, to, room;
	const char *quote;
} quotes[] = {
	{ "ประจำปี พ.ศ. ๒๕๖๘", 0, 13, 240, "ประจำปี พ.ศ. ๒๕๖๘" },
	{ "ประจำปี พ.ศ. ๒๕๖๘", 9, 13, 0, "๒๕๖๘" },
	{ "No Gift  Policy\u00a0(ประกาศ)", 2, 12, 0, "Gift Policy (" },
	{ "เเผนดํา เนินงาน – ITA", 0, 12, 0, "เเผนดํา เนินงาน –" },
	{ "ท่ีว่าการ", 0, 3, 0, "ท่ี" },
	/* what nobody sees is not quoted; an old glyph is what it draws */
	{ "เท\u200bศ\u00adบาล หน\uf70aวย\u202e", 0, 11, 240, "เทศบาล หน่วย" },
	/* no mark without its letter */
	{ "กี่กี่กี่กี่", 7, 8, 3, "กี่" },
	{ "กขคงจฉชซฌญฎฏ", 5, 6, 3, "ฉ" },
	{ "กขคงจฉชซฌญฎฏ", 5, 6, 8, "จฉช" },
	/* nor without the vowel that is written before it */
	{ "งานเทศบาลแผน", 4, 8, 18, "เทศบาล" },
	{ "กขค", 2, 99, 8, "" },
	{ "กขค", 2, 2, 8, "" },
};

static void a_quote_is_what_the_author_wrote(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(quotes) / sizeof(*quotes); i++) {
		struct text t;
		struct buf out;

		text_init(&t);
		buf_init(&out, 1024);
		text_add(&t, slice_str(quotes[i].text));
		text_quote(&out, &t,
			text_around(&t, quotes[i].from, quotes[i].to,
				quotes[i].room));
		assert_string_equal(buf_str(&out), quotes[i].quote);
		buf_done(&out);
		text_done(&t);
	}
}

static void a_quote_runs_over_lines_but_not_over_breaks(void **state)
{
	struct text t;
	struct buf out;

	(void)state;
	text_init(&t);
	buf_init(&out, 1024);
	text_add(&t, slice_str("หน้า ๑"));
	text_break(&t);
	text_add(&t, slice_str("รายงานผล "));
	text_add(&t, slice_str("\u200b"));
	text_add(&t, slice_str(" ปี ๒๕๖๘"));
	text_break(&t);
	text_add(&t, slice_str("หน้า ๒"));
	text_quote(&out, &t, text_around(&t, 6, 7, 240));
	assert_string_equal(buf_str(&out), "รายงานผล ปี ๒๕๖๘");
	buf_done(&out);
	text_done(&t);
}

/* Whatever was written, a quote of a part has the form of the part. */
static void check_quote(const struct text *t, size_t from, size_t to)
{
	struct slice part = text_around(t, from, to, 12);
	struct buf quote, canon;

	buf_init(&quote, 1024);
	buf_init(&canon, 1024);
	text_quote(&quote, t, part);
	text_canon(&canon, buf_slice(&quote));
	assert_int_equal(canon.len, part.len);
	assert_memory_equal(buf_str(&canon), part.data, part.len);
	buf_done(&quote);
	buf_done(&canon);
}

static void a_quote_has_the_form_of_its_part(void **state)
{
	uint32_t seed = 1954;
	struct buf a, b;

	(void)state;
	buf_init(&a, 1024);
	buf_init(&b, 1024);
	for (int i = 0; i < 10000; i++) {
		struct text t;

		shuffle(&a, &seed);
		shuffle(&b, &seed);
		text_init(&t);
		text_add(&t, buf_slice(&a));
		text_break(&t);
		text_add(&t, buf_slice(&b));
		for (size_t k = 0; k + 1 < t.key_len; k++)
			if (t.key[k] != TEXT_KEY_BREAK)
				check_quote(&t, k, k + 1);
		text_done(&t);
	}
	buf_done(&a);
	buf_done(&b);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_real_sites_write_is_mended),
		cmocka_unit_test(the_form_of_the_form_is_itself),
		cmocka_unit_test(plain_text_has_the_form_of_careful_reading),
		cmocka_unit_test(spellings_of_one_wording_share_a_key),
		cmocka_unit_test(
			a_break_parts_wordings_and_a_line_end_does_not),
		cmocka_unit_test(a_quote_is_what_the_author_wrote),
		cmocka_unit_test(a_quote_runs_over_lines_but_not_over_breaks),
		cmocka_unit_test(a_quote_has_the_form_of_its_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
