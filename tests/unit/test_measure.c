#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "rules/measure.h"

#define CATALOG "rules/catalog"

struct plan {
	struct ruleset *rules;
	struct measure_catalog *catalog;
	struct arena arena;
	struct measure *rows;
	size_t n;
};

static int setup(void **state)
{
	struct plan *p = calloc(1, sizeof(*p));
	struct error err = { 0 };

	arena_init(&p->arena);
	if (ruleset_load(&p->rules, CATALOG, 2567, &err) != 0 ||
		measure_catalog_load(&p->catalog, CATALOG, p->rules, &err) != 0)
		fail_msg("%s", err.text);
	*state = p;
	return 0;
}

static int teardown(void **state)
{
	struct plan *p = *state;

	arena_done(&p->arena);
	measure_catalog_free(p->catalog);
	ruleset_free(p->rules);
	free(p);
	return 0;
}

static void build(struct plan *p, struct measure_input in)
{
	in.rules = p->rules;
	in.year = 2568;
	p->n = measure_build(p->catalog, &in, &p->arena, &p->rows);
}

static size_t count(const struct plan *p, enum measure_kind kind, int issue)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += p->rows[i].kind == kind &&
		     (issue == 0 || p->rows[i].issue == issue);
	return n;
}

static const struct measure *row_of(const struct plan *p, const char *item)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->rows[i].item, item) == 0)
			return &p->rows[i];
	fail_msg("no row for %s", item);
	return NULL;
}

static const struct finding findings[] = {
	{ .id = "o7",
		.concept = "strategy_plan",
		.title = "แผนพัฒนา",
		.issue = 1,
		.verdict = VERDICT_PASS },
	{ .id = "o8",
		.concept = "action_plan",
		.title = "แผนและความก้าวหน้า",
		.issue = 1,
		.verdict = VERDICT_INCOMPLETE,
		.period_wanted = 2567 },
	{ .id = "o9",
		.concept = "annual_report",
		.title = "รายงานประจำปี",
		.issue = 1,
		.verdict = VERDICT_STALE,
		.period_wanted = 2566 },
	{ .id = "o13",
		.concept = "eservice",
		.title = "E-Service",
		.issue = 2,
		.verdict = VERDICT_MISSING },
	{ .id = "o30",
		.concept = "risk_assess",
		.title = "ความเสี่ยง",
		.issue = 7,
		.verdict = VERDICT_CANNOT_TELL,
		.reason = "เป็นภาพสแกน" },
	{ .id = "o31",
		.concept = "risk_report",
		.title = "จัดการความเสี่ยง",
		.issue = 7,
		.verdict = VERDICT_WAIVED },
};

#define N_FINDINGS (sizeof(findings) / sizeof(findings[0]))

static void every_issue_has_a_row_even_when_nothing_is_known(void **state)
{
	struct plan *p = *state;

	build(p, (struct measure_input){ 0 });
	for (int issue = 1; issue <= 7; issue++)
		assert_true(count(p, MEASURE_STANDING, issue) >= 1);
	assert_int_equal(count(p, MEASURE_STANDING, 0), p->n);
}

static void every_issue_has_a_row_when_all_is_well(void **state)
{
	struct measure_score scores[33];
	char ids[33][8];
	struct plan *p = *state;

	for (int i = 0; i < 33; i++) {
		const char *letter = i < 15 ? "i" : "e";
		int n = i < 15 ? i + 1 : (i - 15) % 9 + 1;

		(void)snprintf(ids[i], sizeof(ids[i]), "%s%d", letter, n);
		scores[i] = (struct measure_score){ ids[i], "", "", 1, 10000 };
	}
	build(p, (struct measure_input){ .scores = scores, .n_scores = 33 });
	assert_int_equal(p->n, 7);
	for (int issue = 1; issue <= 7; issue++)
		assert_int_equal(count(p, MEASURE_STANDING, issue), 1);
}

static void what_fails_becomes_a_measure_what_is_unsure_a_check(void **state)
{
	struct plan *p = *state;

	build(p, (struct measure_input){
			 .findings = findings, .n_findings = N_FINDINGS });
	assert_int_equal(count(p, MEASURE_FINDING, 0), 3);
	assert_int_equal(count(p, MEASURE_FINDING, 1), 2);
	assert_int_equal(count(p, MEASURE_CHECKING, 0), 1);
	assert_string_equal(p->rows[0].item, "o8");
	assert_string_equal(p->rows[1].item, "o9");
	assert_string_equal(row_of(p, "o30")->text, "");
	assert_string_equal(row_of(p, "o30")->steps[0], "เป็นภาพสแกน");
	for (size_t i = 0; i < p->n; i++)
		assert_string_not_equal(p->rows[i].item, "o31");
}

static void the_year_wanted_stands_in_the_measure(void **state)
{
	struct plan *p = *state;

	build(p, (struct measure_input){
			 .findings = findings, .n_findings = N_FINDINGS });
	for (size_t i = 0; i < p->n; i++) {
		assert_null(strchr(p->rows[i].text, '{'));
		for (size_t k = 0; k < p->rows[i].n_steps; k++)
			assert_null(strchr(p->rows[i].steps[k], '{'));
	}
	assert_non_null(strstr(row_of(p, "o9")->text, "2566"));
}

/* Fiscal year 2568: 1 October 2024 to 30 September 2025. */
static void every_row_has_an_owner_and_a_period_in_the_year(void **state)
{
	struct plan *p = *state;

	build(p, (struct measure_input){
			 .findings = findings, .n_findings = N_FINDINGS });
	for (size_t i = 0; i < p->n; i++) {
		const struct measure *m = &p->rows[i];

		assert_string_not_equal(m->owner, "");
		assert_true(m->n_steps > 0);
		assert_true(strcmp(m->from, "2024-10-01") >= 0);
		assert_true(strcmp(m->from, m->to) < 0);
		assert_true(strcmp(m->to, "2025-09-30") <= 0);
	}
}

/* The window of 2568 is that of its pack, and of 2567 a year later. */
static void what_has_to_be_shown_ends_before_the_answers(void **state)
{
	static const struct {
		struct date today;
		const char *from, *to; /* of what is missing */
		const char *half;      /* end of a report on six months */
	} rows[] = {
		{ { 0, 0, 0 }, "2024-10-01", "2025-02-28", "2025-04-15" },
		{ { 2024, 9, 1 }, "2024-10-01", "2025-02-28", "2025-04-15" },
		{ { 2025, 2, 14 }, "2025-02-14", "2025-02-28", "2025-04-15" },
		{ { 2025, 2, 15 }, "2025-02-15", "2025-04-30", "2025-04-15" },
		{ { 2025, 4, 2 }, "2025-04-02", "2025-04-30", "2025-04-30" },
		{ { 2025, 4, 17 }, "2025-04-17", "2025-06-30", "2025-06-30" },
		{ { 2025, 9, 29 }, "2025-09-29", "2025-09-30", "2025-09-30" },
		{ { 2026, 1, 1 }, "2024-10-01", "2025-02-28", "2025-04-15" },
	};
	struct finding half = findings[1];
	struct plan *p = *state;
	const struct window window = window_after(&p->rules->window, 1);

	half.concept = "monitor_6m";
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct measure_input in = { .findings = findings,
			.n_findings = N_FINDINGS,
			.window = &window,
			.today = rows[i].today };

		build(p, in);
		assert_string_equal(row_of(p, "o13")->from, rows[i].from);
		assert_string_equal(row_of(p, "o13")->to, rows[i].to);
		in.findings = &half;
		in.n_findings = 1;
		build(p, in);
		assert_string_equal(row_of(p, "o8")->to, rows[i].half);
	}
}

static void what_is_kept_up_goes_on_all_year_what_lost_points_ends(void **state)
{
	static const struct measure_score lost[] = { { "i10", "", "", 4, 0 } };
	struct plan *p = *state;
	const struct window window = window_after(&p->rules->window, 1);
	struct measure_input in = { .window = &window,
		.today = { 2025, 1, 15 } };

	build(p, in);
	for (size_t i = 0; i < p->n; i++) {
		assert_string_equal(p->rows[i].from, "2024-10-01");
		assert_string_equal(p->rows[i].to, "2025-09-30");
	}
	in.scores = lost;
	in.n_scores = 1;
	build(p, in);
	assert_string_equal(row_of(p, "i10")->from, "2025-01-15");
	assert_string_equal(row_of(p, "i10")->to, "2025-02-28");
}

static const char *unit_of(const void *office, const char *key)
{
	(void)office;
	if (strcmp(key, "annual_report") == 0)
		return "งานแผน";
	return strcmp(key, "assets") == 0 ? "งานพัสดุ" : "";
}

static void the_office_decides_who_owns_what(void **state)
{
	struct plan *p = *state;

	build(p, (struct measure_input){ .findings = findings,
			 .n_findings = N_FINDINGS,
			 .owner = unit_of });
	assert_string_equal(row_of(p, "o9")->owner, "งานแผน");
	assert_string_not_equal(row_of(p, "o8")->owner, "");
	for (size_t i = 0; i < p->n; i++)
		if (p->rows[i].issue == 4)
			assert_string_equal(p->rows[i].owner, "งานพัสดุ");
}

static void lost_points_are_answered_once(void **state)
{
	static const struct measure_score scores[] = {
		{ "i10", "", "", 4, 8720 },
		{ "i11", "", "", 4, 9360 },
		{ "i12", "", "", 4, 10000 },
		{ "e9", "", "", 2, 9012 },
		{ "e9", "", "", 2, 0 },
		{ "o9", "annual_report", "รายงานประจำปี", 1, 0 },
		{ "o12", "service_stats", "สถิติ", 2, 0 },
	};
	struct plan *p = *state;
	size_t assets = 0;

	build(p, (struct measure_input){ .findings = findings,
			 .n_findings = N_FINDINGS,
			 .scores = scores,
			 .n_scores = sizeof(scores) / sizeof(scores[0]) });
	assert_int_equal(row_of(p, "o9")->kind, MEASURE_FINDING);
	assert_int_equal(row_of(p, "o12")->kind, MEASURE_SCORE);
	for (size_t i = 0; i < p->n; i++) {
		assets += p->rows[i].issue == 4;
		for (size_t k = 0; k < i; k++)
			if (p->rows[i].kind != MEASURE_CHECKING)
				assert_string_not_equal(
					p->rows[i].text, p->rows[k].text);
	}
	assert_int_equal(assets, 1);
	assert_string_equal(row_of(p, "i10 i11")->item_title, "");
	assert_string_equal(row_of(p, "i10 i11")->concept, "");
	assert_string_equal(row_of(p, "o9")->concept, "annual_report");
	assert_string_equal(row_of(p, "o12")->concept, "service_stats");
	assert_int_equal(row_of(p, "e9")->kind, MEASURE_SCORE);
}

/* o8 of this year asks for what two items asked for before. */
static void an_item_of_two_concepts_is_answered_once(void **state)
{
	static const struct measure_score scores[] = {
		{ "o11", "action_plan", "แผนดำเนินงาน", 1, 0 },
		{ "o12", "monitor_6m", "รายงานการกำกับติดตาม", 1, 0 },
		{ "o4", "strategy_plan", "แผนพัฒนา", 1, 0 },
	};
	struct plan *p = *state;

	build(p, (struct measure_input){ .findings = findings,
			 .n_findings = N_FINDINGS,
			 .scores = scores,
			 .n_scores = sizeof(scores) / sizeof(scores[0]) });
	assert_int_equal(count(p, MEASURE_SCORE, 1), 1);
	assert_int_equal(row_of(p, "o4")->kind, MEASURE_SCORE);
}

static void rows_stand_in_order_of_issue_and_kind(void **state)
{
	struct plan *p = *state;

	build(p, (struct measure_input){
			 .findings = findings, .n_findings = N_FINDINGS });
	for (size_t i = 1; i < p->n; i++) {
		assert_true(p->rows[i - 1].issue <= p->rows[i].issue);
		if (p->rows[i - 1].issue == p->rows[i].issue)
			assert_true(p->rows[i - 1].kind <= p->rows[i].kind);
	}
}

static void questions_are_found_by_id(void **state)
{
	struct plan *p = *state;

	assert_string_equal(
		measure_question(p->catalog, "i10")->issue, "assets");
	assert_null(measure_question(p->catalog, "i16"));
}

/* The catalogue's folder with one file of it written anew. */
static void refuse(const struct plan *p, const char *name, const char *text,
	const char *says)
{
	struct measure_catalog *catalog = NULL;
	struct error err = { 0 };
	char folder[] = "/tmp/oit-measures-XXXXXX", path[256];

	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/measures", folder);
	assert_int_equal(file_make_folder(path, &err), 0);
	(void)snprintf(path, sizeof(path), "%s/questions.json", folder);
	assert_int_equal(
		file_write(path, slice_str("{\"questions\":[]}"), &err), 0);
	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(file_write(path, slice_str(text), &err), 0);
	assert_true(measure_catalog_load(&catalog, folder, p->rules, &err) < 0);
	assert_null(catalog);
	if (!strstr(err.text, says))
		fail_msg("%s: \"%s\" is not said", err.text, says);
	assert_int_equal(file_remove_tree(folder, &err), 0);
}

#define STANDING(rest)                                                              \
	"{\"standing\":[{\"measure\":\"m\",\"steps\":[\"s\"],\"owner\":\"o\"," rest \
	"}]}"

static void a_bad_catalogue_is_named(void **state)
{
	static const char *const name = "measures/standing.json";
	struct plan *p = *state;

	refuse(p, "questions.json",
		"{\"questions\":[{\"id\":\"i1\",\n\"x\":1}]}",
		"questions.json:2: key \"questions[0].x\"");
	refuse(p, "other", "", "standing.json: cannot read");
	refuse(p, name,
		STANDING("\"issue\":\"asset\",\"from\":\"10-01\","
			 "\"to\":\"09-30\""),
		"unknown issue \"asset\"");
	refuse(p, name,
		STANDING("\"issue\":\"assets\",\"from\":\"10-01\","
			 "\"to\":\"9-30\""),
		"must be days");
	refuse(p, name,
		STANDING("\"issue\":\"assets\",\"from\":\"01-01\","
			 "\"to\":\"10-30\""),
		"not within a fiscal year");
	refuse(p, name, "{\"standing\":[{\"measure\":\"m\",\"steps\":[]}]}",
		"needs \"measure\" and \"steps\"");
	refuse(p, name, "{\"standing\":[]}", ".json: cannot read");
}

#define plan_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		plan_test(every_issue_has_a_row_even_when_nothing_is_known),
		plan_test(every_issue_has_a_row_when_all_is_well),
		plan_test(what_fails_becomes_a_measure_what_is_unsure_a_check),
		plan_test(the_year_wanted_stands_in_the_measure),
		plan_test(every_row_has_an_owner_and_a_period_in_the_year),
		plan_test(what_has_to_be_shown_ends_before_the_answers),
		plan_test(
			what_is_kept_up_goes_on_all_year_what_lost_points_ends),
		plan_test(the_office_decides_who_owns_what),
		plan_test(lost_points_are_answered_once),
		plan_test(an_item_of_two_concepts_is_answered_once),
		plan_test(rows_stand_in_order_of_issue_and_kind),
		plan_test(questions_are_found_by_id),
		plan_test(a_bad_catalogue_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
