#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/refresh.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void content_is_read_as_browsers_do(void **state)
{
	static const struct {
		const char *content;
		long seconds; /* -1: no refresh */
		const char *url;
	} rows[] = {
		{ "0;url=/main.php", 0, "/main.php" },
		{ "0; URL='index2.html'", 0, "index2.html" },
		{ "5; url=\"https://www.town.go.th/ita\"", 5,
			"https://www.town.go.th/ita" },
		{ "3", 3, "" },
		{ " 3 ", 3, "" },
		{ "3;", 3, "" },
		{ "3,", 3, "" },
		{ "0;url", 0, "url" },
		{ "0;url=", 0, "" },
		{ "0;url=''", 0, "" },
		{ "1 url=a", 1, "a" },
		{ "1,url=a", 1, "a" },
		{ "1;a", 1, "a" },
		{ "1;;url=a", 1, ";url=a" },
		{ "1; url = a", 1, "a" },
		{ "1; uRl=a", 1, "a" },
		{ "1; url a", 1, "url a" },
		{ "1; us.html", 1, "us.html" },
		{ "1; urgent.html", 1, "urgent.html" },
		{ "1; 'a'b", 1, "a" },
		{ "1; url='a\"b", 1, "a\"b" },
		{ "1; url=a'b", 1, "a'b" },
		{ "2.7; url=a", 2, "a" },
		{ ".5; url=a", 0, "a" },
		{ "2.; url=a", 2, "a" },
		{ "99999999999999999999; url=a", 86400, "a" },
		{ "0;url=แผน ก.html", 0, "แผน ก.html" },
		{ "", -1, NULL },
		{ ";", -1, NULL },
		{ "url=a", -1, NULL },
		{ "-1;url=a", -1, NULL },
		{ "+1;url=a", -1, NULL },
		{ "1url=a", -1, NULL },
		{ "1s;url=a", -1, NULL },
		{ "๕;url=a", -1, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct refresh refresh = { .seconds = -1 };
		bool ok = refresh_parse(&refresh, slice_str(rows[i].content));

		if (ok != (rows[i].seconds >= 0) ||
			refresh.seconds != rows[i].seconds ||
			(ok && !slice_eq(refresh.url, rows[i].url)))
			fail_msg("\"%s\": %ld \"%.*s\"", rows[i].content,
				refresh.seconds, (int)refresh.url.len,
				ok ? refresh.url.data : "");
	}
}

static void nothing_is_no_refresh(void **state)
{
	struct refresh refresh;

	(void)state;
	assert_false(refresh_parse(&refresh, slice_str(NULL)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(content_is_read_as_browsers_do),
		cmocka_unit_test(nothing_is_no_refresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
