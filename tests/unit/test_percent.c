#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/percent.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void each_part_has_its_set(void **state)
{
	static const char all[] = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
	static const struct {
		enum percent_set set;
		const char *text;
	} rows[] = {
		{ PERCENT_QUERY, "%20!%22%23$%&%27()*+,-./:;%3C=%3E?@[\\]^_`"
				 "{|}~" },
		{ PERCENT_PATH, "%20!%22%23$%&'()*+,-./:;%3C=%3E%3F@[\\]%5E_"
				"%60%7B|%7D~" },
		{ PERCENT_USERINFO,
			"%20!%22%23$%&'()*+,-.%2F%3A%3B%3C%3D%3E%3F%40%5B%5C"
			"%5D%5E_%60%7B%7C%7D~" },
	};
	struct buf out;

	(void)state;
	buf_init(&out, 1024);
	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_clear(&out);
		percent_put(&out, slice_str(all), rows[i].set);
		assert_string_equal(buf_str(&out), rows[i].text);
		buf_clear(&out);
		percent_put(
			&out, slice_of("\0\x1f\x7f\x80\xff", 5), rows[i].set);
		assert_string_equal(buf_str(&out), "%00%1F%7F%80%FF");
	}
	buf_done(&out);
}

static void windows_874_has_its_own_bytes(void **state)
{
	static const char *const rows[][2] = {
		{ "page=1&q=a b", "page=1&q=a%20b" },
		{ "แผน", "%E1%BC%B9" },
		{ "กฺ฿๛", "%A1%DA%DF%FB" },
		{ "…–—‘’“”•€", "%85%96%97%91%92%93%94%95%80" },
		{ "\xc2\xa0", "%A0" },
		{ "\xc2\x81", "%81" },
		{ "\xc2\x85", "%26%23133%3B" },
		{ "é", "%26%23233%3B" },
		{ "😀", "%26%23128512%3B" },
		{ "'", "%27" },
		{ "\xa1\xa2", "%A1%A2" },
	};
	struct buf out;

	(void)state;
	buf_init(&out, 1024);
	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_clear(&out);
		percent_put_windows_874(&out, slice_str(rows[i][0]));
		assert_string_equal(buf_str(&out), rows[i][1]);
	}
	buf_done(&out);
}

static void only_two_digits_are_an_escape(void **state)
{
	static const char *const rows[][2] = {
		{ "", "" },
		{ "a%20b", "a b" },
		{ "%e0%B8%81", "ก" },
		{ "%", "%" },
		{ "%2", "%2" },
		{ "%zz%41", "%zzA" },
		{ "%%41", "%A" },
		{ "%2541", "%41" },
	};
	struct buf out;

	(void)state;
	buf_init(&out, 1024);
	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_clear(&out);
		percent_decode(&out, slice_str(rows[i][0]));
		assert_string_equal(buf_str(&out), rows[i][1]);
	}
	buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_part_has_its_set),
		cmocka_unit_test(windows_874_has_its_own_bytes),
		cmocka_unit_test(only_two_digits_are_an_escape),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
