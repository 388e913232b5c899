#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reports/excerpt.h"

#define SITE "https://www.town.go.th/home"

static void a_long_text_is_cut_between_two_characters(void **state)
{
	static const struct {
		const char *text;
		size_t max;
		const char *cut;
	} rows[] = {
		{ NULL, 4, "" },
		{ "", 4, "" },
		{ "plan", 4, "plan" },
		{ "plans", 4, "plan…" },
		{ "กขค", 9, "กขค" },
		{ "กขค", 8, "กข…" },
		{ "กขค", 6, "กข…" },
		{ "กขค", 2, "…" },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(
			excerpt_text(&arena, rows[i].text, rows[i].max),
			rows[i].cut);
	arena_done(&arena);
}

static void an_address_is_shown_as_people_read_it(void **state)
{
	static const struct {
		const char *url, *shown;
	} rows[] = {
		{ NULL, "" },
		{ "", "" },
		{ "https://www.town.go.th/", "/" },
		{ "https://www.town.go.th/a/b?c=1", "/a/b?c=1" },
		{ "https://www.town.go.th/%E0%B9%81%E0%B8%9C%E0%B8%99/2568",
			"/แผน/2568" },
		{ "https://www.town.go.th", "https://www.town.go.th" },
		{ "https://www.town.go.thief/a",
			"https://www.town.go.thief/a" },
		{ "http://www.town.go.th/a", "http://www.town.go.th/a" },
		{ "https://drive.example/%e0%b8%81",
			"https://drive.example/ก" },
		/* what is no letter stays as it is */
		{ "https://www.town.go.th/%41%20%2F%3c%0a",
			"/%41%20%2F%3c%0a" },
		{ "https://www.town.go.th/%E0%B8", "/%E0%B8" },
		{ "https://www.town.go.th/%E0%B8%4", "/%E0%B8%4" },
		{ "https://www.town.go.th/%zz%", "/%zz%" },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(excerpt_address(&arena, SITE, rows[i].url),
			rows[i].shown);
	assert_string_equal(
		excerpt_address(&arena, NULL, "http://a/b"), "http://a/b");
	arena_done(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_long_text_is_cut_between_two_characters),
		cmocka_unit_test(an_address_is_shown_as_people_read_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
