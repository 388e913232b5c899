#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/read/charset.h"
#include "crawler/read/prescan.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* "เทศบาลตำบล แผนการใช้จ่ายงบประมาณ" in windows-874. */
#define THAI                                                                \
	"\xe0\xb7\xc8\xba\xd2\xc5\xb5\xd3\xba\xc5 \xe1\xbc\xb9\xa1\xd2\xc3" \
	"\xe3\xaa\xe9\xa8\xe8\xd2\xc2\xa7\xba\xbb\xc3\xd0\xc1\xd2\xb3"
#define THAI_UTF_8 "เทศบาลตำบล แผนการใช้จ่ายงบประมาณ"

static void assert_name(const char *got, const char *want)
{
	if (!want)
		assert_null(got);
	else if (!got)
		fail_msg("no encoding, wanted %s", want);
	else
		assert_string_equal(got, want);
}

static void labels_have_their_encoding(void **state)
{
	static const struct {
		const char *label, *name;
	} rows[] = {
		{ "utf-8", "utf-8" },
		{ " UTF8\n", "utf-8" },
		{ "tis-620", "windows-874" },
		{ "TIS-620", "windows-874" },
		{ "iso-8859-11", "windows-874" },
		{ "iso885911", "windows-874" },
		{ "dos-874", "windows-874" },
		{ "windows-874", "windows-874" },
		{ "tis620", "windows-874" },
		{ "iso-8859-1", "windows-1252" },
		{ "latin1", "windows-1252" },
		{ "us-ascii", "windows-1252" },
		{ "utf-16", "utf-16le" },
		{ "utf-16be", "utf-16be" },
		{ "iso-8859-9", "windows-1254" },
		{ "sjis", "shift_jis" },
		{ "iso-2022-kr", "replacement" },
		{ "utf_8", NULL },
		{ "utf-8x", NULL },
		{ "", NULL },
		{ " ", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_name(charset_from_label(slice_str(rows[i].label)),
			rows[i].name);
}

static void headers_name_a_charset(void **state)
{
	static const struct {
		const char *header, *name;
	} rows[] = {
		{ NULL, NULL },
		{ "text/html", NULL },
		{ "text/html; charset=TIS-620", "windows-874" },
		{ "text/html;charset=\"utf-8\"", "utf-8" },
		{ "text/html; charset = utf-8 ; x=y", "utf-8" },
		{ "text/html; charset=nonsense", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_name(charset_from_header(rows[i].header), rows[i].name);
}

static void the_first_meta_that_counts_wins(void **state)
{
	static const struct {
		const char *html, *name;
	} rows[] = {
		{ "<meta charset=tis-620>", "windows-874" },
		{ "<META CHARSET='utf-8'><meta charset=tis-620>", "utf-8" },
		{ "<meta http-equiv=Content-Type content='text/html; "
		  "charset=windows-874'>",
			"windows-874" },
		{ "<meta content='text/html; charset=windows-874' "
		  "http-equiv=content-type>",
			"windows-874" },
		{ "<meta content='text/html; charset=windows-874'>", NULL },
		{ "<!-- <meta charset=tis-620> --><meta charset=utf-8>",
			"utf-8" },
		{ "<!--><meta charset=tis-620>", "windows-874" },
		{ "<a title='<meta charset=tis-620>'><meta charset=utf-8>",
			"utf-8" },
		{ "<metax charset=tis-620>", NULL },
		{ "<meta charset=utf-16>", "utf-8" },
		{ "<meta charset=x-user-defined>", "windows-1252" },
		{ "<meta charset=none><meta charset=utf-8>", "utf-8" },
		{ "<meta charset=utf-8", NULL },
		{ "<meta charset='utf-8", NULL },
		{ "<", NULL },
		{ "</", NULL },
		{ "<!--", NULL },
		{ "<a", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_name(
			prescan_meta(slice_str(rows[i].html)), rows[i].name);
}

static void bytes_are_followed_where_the_label_lies(void **state)
{
	static const struct {
		const char *body, *declared, *name;
		bool conflict;
	} rows[] = {
		{ "plain", NULL, "windows-1252", false },
		{ "plain", "utf-8", "utf-8", false },
		{ "plain", "windows-874", "windows-874", false },
		{ THAI, NULL, "windows-874", false },
		{ THAI, "windows-874", "windows-874", false },
		{ THAI, "utf-8", "windows-874", true },
		{ THAI, "windows-1252", "windows-874", true },
		{ THAI_UTF_8, NULL, "utf-8", false },
		{ THAI_UTF_8, "utf-8", "utf-8", false },
		{ THAI_UTF_8, "windows-874", "utf-8", true },
		{ THAI_UTF_8, "windows-1252", "utf-8", true },
		{ THAI_UTF_8, "shift_jis", "shift_jis", false },
		/* One letter cut in a page of good ones is still UTF-8. */
		{ THAI_UTF_8 "\xe0\xb8", NULL, "utf-8", false },
		{ THAI_UTF_8 "\xe0\xb8 ", "utf-8", "utf-8", false },
		/* Curly quotes of Windows between Thai letters. */
		{ "\x93" THAI "\x94\xa0\x85", NULL, "windows-874", false },
		{ "caf\xe9 cr\xe8me", NULL, "windows-1252", false },
		{ "caf\xe9 cr\xe8me", "windows-1252", "windows-1252", false },
		{ "caf\xe9", "utf-8", "utf-8", false },
		{ "\xef\xbb\xbfx", "windows-874", "utf-8", true },
		{ "\xef\xbb\xbfx", NULL, "utf-8", false },
		{ "\xff\xfex", NULL, "utf-16le", false },
		{ "\xfe\xffx", NULL, "utf-16be", false },
		{ "", NULL, "windows-1252", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct charset_guess g = charset_sniff(
			slice_str(rows[i].body), rows[i].declared);

		assert_string_equal(g.name, rows[i].name);
		assert_int_equal(g.conflict, rows[i].conflict);
	}
}

static void what_needs_no_decoding_is_told(void **state)
{
	static const struct {
		const char *body;
		size_t len;
		bool exact;
	} rows[] = {
		{ "กx", 4, true },
		{ "x", 1, false },
		{ "\xef\xbb\xbfกx", 7, false },
		{ "กขคงจกขคงจกขคงจกขคงจ\xff", 61, false },
		{ "ก\0", 4, false },
		{ "", 0, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct charset_guess g = charset_sniff(
			slice_of(rows[i].body, rows[i].len), NULL);

		assert_int_equal(g.exact, rows[i].exact);
	}
}

static void bytes_become_valid_utf_8(void **state)
{
	static const struct {
		const char *name, *body;
		size_t len, bom;
		const char *text;
	} rows[] = {
		{ "utf-8", "\xef\xbb\xbfกx", 7, 3, "กx" },
		{ "utf-8", "a\0b", 3, 0,
			"a\xef\xbf\xbd"
			"b" },
		{ "utf-8", "a\xc3", 2, 0, "a\xef\xbf\xbd" },
		{ "utf-8", "\xed\xa0\x80", 3, 0,
			"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "windows-874", THAI, sizeof(THAI) - 1, 0, THAI_UTF_8 },
		{ "windows-874", "\x93\xa1\x94\xdb\xa0", 5, 0,
			"“ก”\xef\xbf\xbd\xc2\xa0" },
		{ "windows-1252", "\x80\xe9", 2, 0, "€é" },
		{ "utf-16le", "\xff\xfe\x01\x0e", 4, 2, "ก" },
		{ "utf-16be", "\xd8\x3d\xde\x00\xd8\x00", 6, 0,
			"😀\xef\xbf\xbd" },
		{ "utf-16be", "\x0e\x01\x0e", 3, 0, "ก\xef\xbf\xbd" },
		{ "shift_jis", "\x93\xfa\xff", 3, 0, "日\xef\xbf\xbd" },
		{ "iso-8859-2", "\xb1", 1, 0, "ą" },
		{ "replacement", "abc", 3, 0, "\xef\xbf\xbd" },
		{ "utf-8", "", 0, 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct charset_guess g = { .name = rows[i].name,
			.bom = rows[i].bom };
		struct buf out;

		buf_init(&out, 1000);
		charset_decode(&out, slice_of(rows[i].body, rows[i].len), &g);
		assert_string_equal(buf_str(&out), rows[i].text);
		buf_done(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labels_have_their_encoding),
		cmocka_unit_test(headers_name_a_charset),
		cmocka_unit_test(the_first_meta_that_counts_wins),
		cmocka_unit_test(bytes_are_followed_where_the_label_lies),
		cmocka_unit_test(what_needs_no_decoding_is_told),
		cmocka_unit_test(bytes_become_valid_utf_8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
