#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/host.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Each host and its canonical form; NULL where it is none. */
static void check(const char *const rows[][2], size_t n)
{
	struct buf out;

	buf_init(&out, 4096);
	for (size_t i = 0; i < n; i++) {
		bool ok;

		buf_clear(&out);
		ok = host_put(&out, slice_str(rows[i][0]));
		if (ok != (rows[i][1] != NULL) ||
			strcmp(buf_str(&out), ok ? rows[i][1] : "") != 0)
			fail_msg("%s: %d %s", rows[i][0], ok, buf_str(&out));
	}
	buf_done(&out);
}

static void names_become_a_labels(void **state)
{
	static const char *const rows[][2] = {
		{ "WWW.Town.GO.TH", "www.town.go.th" },
		{ "town.go.th.", "town.go.th." },
		{ "a_b.town.go.th", "a_b.town.go.th" },
		{ "เทศบาล.ไทย", "xn--o3cg7ak5c9d.xn--o3cw4h" },
		{ "WWW.เทศบาลเมือง.ไทย",
			"www.xn--72c5aj2atq2bzb9b1ef.xn--o3cw4h" },
		{ "ตำบล.ไทย", "xn--m3ck7a0cwh.xn--o3cw4h" },
		{ "ตําบล.ไทย", "xn--m3ck7a0cwh.xn--o3cw4h" },
		{ "อบต。go．th", "xn--m3cj0d.go.th" },
		{ "%E0%B8%AD%E0%B8%9A%E0%B8%95.go.th", "xn--m3cj0d.go.th" },
		{ "xn--m3cj0d.go.th", "xn--m3cj0d.go.th" },
		{ "XN--M3CJ0D.ไทย", "xn--m3cj0d.xn--o3cw4h" },
		{ "ｔｏｗｎ.go.th", "town.go.th" },
		{ "to\xc2\xadwn.go.th", "town.go.th" },
		{ "faß.de", "xn--fa-hia.de" },
		{ "xn--a", "xn--a" },
		{ "a..b", "a..b" },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void hyphens_and_symbols_are_no_fault(void **state)
{
	static const char *const rows[][2] = {
		{ "ab--c.-x.y-.th", "ab--c.-x.y-.th" },
		{ "เทศบาล-เมือง.th", "xn----6wf0cm0bwt8b2b1c5eg.th" },
		{ "-ก.th", "xn----uwf.th" },
		{ "ก-.th", "xn----twf.th" },
		{ "♥.ไทย", "xn--g6h.xn--o3cw4h" },
		{ "a♥b--c", "xn--ab--c-cs1c" },
		{ "-_♥~.th", "xn---_~-0x5a.th" },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void labels_longer_than_dns_takes_are_mapped_too(void **state)
{
	static const char ko_kai[] = "\xe0\xb8\x81";
	static const char heart[] = "\xe2\x99\xa5";
	struct buf host, out;

	(void)state;
	buf_init(&host, 4096);
	buf_init(&out, 4096);
	for (int i = 0; i < 40; i++) {
		buf_puts(&host, ko_kai);
		buf_puts(&host, heart);
	}
	assert_true(host_put(&out, buf_slice(&host)));
	assert_string_equal(buf_str(&out),
		"xn--12caaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa9707wbabbbbbb"
		"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
	buf_clear(&host);
	buf_clear(&out);
	for (int i = 0; i < 400; i++)
		buf_puts(&host, ko_kai);
	assert_false(host_put(&out, buf_slice(&host)));
	buf_done(&host);
	buf_done(&out);
}

static void addresses_become_their_numbers(void **state)
{
	static const char *const rows[][2] = {
		{ "127.1", "127.0.0.1" },
		{ "0x7F.0.0.1", "127.0.0.1" },
		{ "2130706433", "127.0.0.1" },
		{ "１２７．０．０．１", "127.0.0.1" },
		{ "%31%32%37.1", "127.0.0.1" },
		{ "[::1]", "[::1]" },
		{ "[0:0::7F00:1]", "[::7f00:1]" },
		{ "[::127.0.0.1]", "[::7f00:1]" },
		{ "256.0.0.1", NULL },
		{ "town.1x", "town.1x" },
		{ "town.08", NULL },
		{ "[::1", NULL },
		{ "[::1%25eth0]", NULL },
		{ "[town]", NULL },
		{ "[", NULL },
		{ "[]", NULL },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void what_is_no_host_adds_nothing(void **state)
{
	static const char *const rows[][2] = {
		{ "", NULL },
		{ "a b", NULL },
		{ "a%20b", NULL },
		{ "a%", NULL },
		{ "a%00b", NULL },
		{ "a%2Fb", NULL },
		{ "a<b", NULL },
		{ "a|b", NULL },
		{ "a^b", NULL },
		{ "a]b", NULL },
		{ "\x7f", NULL },
		{ "\xc2\xad", NULL },
		{ "\xe0\xb8", NULL },
		{ "\xb7\xc8\xb7", NULL },
		{ "ก%00", NULL },
		{ "ก％00", NULL },
		{ "xn--a.ก", NULL },
		{ "xn--ก", NULL },
		{ "\xef\xbf\xbd.th", NULL },
		{ "\xe2\x80\x8d.th", NULL },
		{ "\xd9\x8a"
		  "a",
			NULL },
		{ "look\xd6\xbeout.net", NULL },
		{ "_~!-ก", NULL },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void a_host_is_added_to_what_is_there(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 12);
	buf_puts(&out, "//");
	assert_true(host_put(&out, slice_str("Town.th")));
	assert_string_equal(buf_str(&out), "//town.th");
	assert_false(host_put(&out, slice_str("a b")));
	assert_string_equal(buf_str(&out), "//town.th");
	assert_false(out.full);
	(void)host_put(&out, slice_str("town.th"));
	assert_true(out.full);
	buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_become_a_labels),
		cmocka_unit_test(hyphens_and_symbols_are_no_fault),
		cmocka_unit_test(labels_longer_than_dns_takes_are_mapped_too),
		cmocka_unit_test(addresses_become_their_numbers),
		cmocka_unit_test(what_is_no_host_adds_nothing),
		cmocka_unit_test(a_host_is_added_to_what_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
