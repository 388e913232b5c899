#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "crawler/cdxj.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void keys_sort_sites_together(void **state)
{
	static const struct {
		const char *url, *key;
	} rows[] = {
		{ "http://www.town.go.th/", "th,go,town)/" },
		{ "https://town.go.th/", "th,go,town)/" },
		{ "http://www2.town.go.th/", "th,go,town)/" },
		{ "http://wwwx.go.th/", "th,go,wwwx)/" },
		{ "http://town.go.th:8080/A/B/", "th,go,town:8080)/a/b" },
		{ "http://town.go.th/?b=2&A=1&a", "th,go,town)/?a&a=1&b=2" },
		{ "http://town.go.th/?", "th,go,town)/" },
		{ "http://127.0.0.1:99/%E0%B8%81", "1,0,0,127:99)/%e0%b8%81" },
		{ "http://[::1]/x", "[::1])/x" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf key;

		buf_init(&key, 1000);
		cdxj_put_key(&key, rows[i].url);
		assert_string_equal(buf_str(&key), rows[i].key);
		buf_done(&key);
	}
}

static void lines_are_sorted_by_key_and_time(void **state)
{
	static const struct cdxj_entry entries[] = {
		{ "http://a.go.th/x", "text/html", 1740000000, 200, "sha256:00",
			300, 30 },
		{ "http://a.go.th/\"", "-", 1740000000, 404, "", 200, 20 },
		{ "http://a.go.th/x", "warc/revisit", 1740000000, 304,
			"sha256:00", 400, 40 },
		{ "http://a.go.th/x", "text/html", 1739999999, 200, "sha256:01",
			500, 50 },
		{ "http://a.go.th/cut", "-", 1740000000, 200, "", 600, 60 },
	};
	static const char expected[] =
		"th,go,a)/\" 20250219212000 {\"url\": \"http://a.go.th/\\\"\","
		" \"mime\": \"-\", \"status\": \"404\", \"digest\": \"\","
		" \"length\": \"20\", \"offset\": \"200\","
		" \"filename\": \"s.warc.gz\"}\n"
		"th,go,a)/x 20250219211959 {\"url\": \"http://a.go.th/x\","
		" \"mime\": \"text/html\", \"status\": \"200\","
		" \"digest\": \"sha256:01\", \"length\": \"50\","
		" \"offset\": \"500\", \"filename\": \"s.warc.gz\"}\n"
		"th,go,a)/x 20250219212000 {\"url\": \"http://a.go.th/x\","
		" \"mime\": \"text/html\", \"status\": \"200\","
		" \"digest\": \"sha256:00\", \"length\": \"30\","
		" \"offset\": \"300\", \"filename\": \"s.warc.gz\"}\n"
		"th,go,a)/x 20250219212000 {\"url\": \"http://a.go.th/x\","
		" \"mime\": \"warc/revisit\", \"status\": \"304\","
		" \"digest\": \"sha256:00\", \"length\": \"40\","
		" \"offset\": \"400\", \"filename\": \"s.warc.gz\"}\n";
	char folder[] = "/tmp/oit-cdxj-XXXXXX", path[64];
	struct cdxj *x = cdxj_new("s.warc.gz");
	struct buf text;
	struct error err;

	(void)state;
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/s.cdxj", folder);
	for (size_t i = 0; i < COUNT(entries); i++)
		cdxj_add(x, &entries[i]);
	cdxj_cut(x, 600);
	assert_int_equal(cdxj_settle(x, &err), 0);
	assert_int_equal(cdxj_write(x, path, &err), 0);
	buf_init(&text, 10000);
	assert_int_equal(file_read(&text, path, &err), 0);
	assert_string_equal(buf_str(&text), expected);
	buf_done(&text);
	cdxj_free(x);
	x = cdxj_new("");
	assert_int_equal(cdxj_write(x, "/nowhere/s.cdxj", &err), ERR_WRITE);
	cdxj_free(x);
	assert_int_equal(file_remove_tree(folder, &err), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_sort_sites_together),
		cmocka_unit_test(lines_are_sorted_by_key_and_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
