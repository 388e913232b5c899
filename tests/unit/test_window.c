#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/window.h"

#define SPANS(answer, correction, rest)                                      \
	"{\"window\":{\"answer\":" answer ",\"correction\":" correction rest \
	"}}"
#define SOUND                                      \
	SPANS("[\"2024-03-01\",\"2024-04-30\"]",   \
		"[\"2024-06-01\",\"2024-06-30\"]", \
		",\n"                              \
		"\"least_days\":14")

static int read_text(struct window *w, const char *text, struct error *err)
{
	struct json *doc = NULL;
	int result = json_parse(&doc, "2567.json", slice_str(text), err);

	if (result == 0)
		result = window_read(w, doc, err);
	json_free(doc);
	return result;
}

static void sound(struct window *w)
{
	struct error err = { 0 };

	if (read_text(w, SOUND, &err) != 0)
		fail_msg("%s", err.text);
}

static void assert_day(struct date d, const char *iso)
{
	char text[32];

	(void)snprintf(
		text, sizeof(text), "%04d-%02d-%02d", d.year, d.month, d.day);
	assert_string_equal(text, iso);
}

static struct date day(const char *iso)
{
	struct error err = { 0 };
	long seconds;

	if (!*iso)
		return (struct date){ 0 };
	assert_int_equal(time_parse(&seconds, iso, &err), 0);
	return time_date(seconds);
}

static void its_days_are_read(void **state)
{
	struct window w;

	(void)state;
	sound(&w);
	assert_day(w.answer_from, "2024-03-01");
	assert_day(w.answer_to, "2024-04-30");
	assert_day(w.correction_to, "2024-06-30");
	assert_int_equal(w.least_days, 14);
	assert_day(window_eve(&w), "2024-02-29");
}

static void without_one_nothing_is_known(void **state)
{
	struct window w = { .least_days = 1 };
	struct error err;

	(void)state;
	assert_int_equal(read_text(&w, "{}", &err), 0);
	assert_int_equal(w.least_days, 0);
	assert_int_equal(window_eve(&w).year, 0);
	assert_day(
		window_end(&w, 2567, day(""), day("2024-01-01")), "2024-09-30");
}

static void a_wrong_one_is_named(void **state)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{ SPANS("[]", "[]", ""), "window.answer\": must be two days" },
		{ SPANS("[\"2024-03-01\"]", "[]", ""), "must be two days" },
		{ SPANS("[\"2024-03-01\",\"2024-02-30\"]", "[]", ""),
			"window.answer[1]\": \"2024-02-30\" is no day" },
		{ SPANS("[\"2024-03-02\",\"2024-03-01\"]", "[]", ""),
			"ends before it begins" },
		{ SPANS("[\"2024-03-01\",\"2024-04-30\"]",
			  "[\"2024-03-01\",\"2024-04-29\"]", ""),
			"is corrected before it is answered" },
		{ SPANS("[\"2024-03-01\",\"2024-04-30\"]",
			  "[\"2024-06-01\",\"2024-06-30\"]",
			  ",\"least_days\":-1"),
			"window.least_days\": must be from 0" },
		{ "{\"window\":{}}", "answer" },
	};
	struct window w;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct error err = { 0 };

		assert_int_equal(read_text(&w, rows[i].text, &err), ERR_SYNTAX);
		if (!strstr(err.text, rows[i].says))
			fail_msg("%s: \"%s\" is not said", err.text,
				rows[i].says);
	}
}

static void another_year_has_the_same_days(void **state)
{
	struct window w, next;

	(void)state;
	sound(&w);
	next = window_after(&w, 1);
	assert_day(next.answer_from, "2025-03-01");
	assert_day(window_eve(&next), "2025-02-28");
	assert_day(next.correction_to, "2025-06-30");
	assert_int_equal(next.least_days, 14);
	w.answer_to = day("2024-02-29");
	assert_day(window_after(&w, 1).answer_to, "2025-03-01");
	w.answer_to = day("");
	assert_int_equal(window_after(&w, 1).answer_to.year, 0);
}

static void a_measure_ends_with_the_first_moment_that_leaves_time(void **state)
{
	static const struct {
		const char *own, *earliest, *end;
	} rows[] = {
		{ "", "", "2024-02-29" },
		{ "2023-12-31", "2023-10-15", "2023-12-31" },
		{ "2023-12-31", "2023-12-31", "2023-12-31" },
		{ "2023-12-31", "2024-01-01", "2024-02-29" },
		{ "", "2024-02-29", "2024-02-29" },
		{ "", "2024-03-01", "2024-04-30" },
		{ "2024-04-15", "2024-03-31", "2024-04-15" },
		{ "", "2024-05-01", "2024-06-30" },
		{ "", "2024-07-01", "2024-09-30" },
		{ "", "2031-01-01", "2024-09-30" },
	};
	struct window w;

	(void)state;
	sound(&w);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_day(window_end(&w, 2567, day(rows[i].own),
				   day(rows[i].earliest)),
			rows[i].end);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(its_days_are_read),
		cmocka_unit_test(without_one_nothing_is_known),
		cmocka_unit_test(a_wrong_one_is_named),
		cmocka_unit_test(another_year_has_the_same_days),
		cmocka_unit_test(
			a_measure_ends_with_the_first_moment_that_leaves_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
