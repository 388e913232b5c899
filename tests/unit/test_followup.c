#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "reports/followup.h"
#include "reports/html.h"
#include "tests/support/golden.h"

/* A later check of the sample's site: o8 is there now, o9 is not, o13 was not
 * seen. */
static void check_again(struct document *now)
{
	static const struct {
		const char *id;
		enum verdict verdict;
	} rows[] = { { "o8", VERDICT_PASS }, { "o9", VERDICT_STALE },
		{ "o13", VERDICT_CANNOT_TELL } };

	now->started = "2025-10-20T02:00:00+07:00";
	for (size_t i = 0; i < now->n_items; i++)
		for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++)
			if (strcmp(now->items[i].id, rows[k].id) == 0)
				now->items[i].verdict = rows[k].verdict;
}

static void load_again(struct document *now, const struct golden *g)
{
	struct error err = { 0 };
	struct buf text;

	buf_init(&text, (size_t)16 << 20);
	document_init(now);
	document_write(&g->doc, &text);
	assert_int_equal(
		document_parse(now, "report.json", buf_slice(&text), &err), 0);
	buf_done(&text);
	check_again(now);
}

static void is_as_it_was(void **state)
{
	struct golden *g = *state;
	struct document now;
	const struct block *paper;

	load_again(&now, g);
	paper = followup_build(&g->doc, &now, g->wording, &g->arena);
	html_write(&g->out, paper,
		followup_title(&g->doc, g->wording, &g->arena), "");
	golden_check_words(g);
	golden_check(
		"tests/cases/reports/report-measures.html", buf_slice(&g->out));
	document_done(&now);
}

static enum followup_result result_of(
	const struct document *now, const char *concept)
{
	const struct measure m = { .concept = concept };
	const struct finding *item;

	return followup_result(now, &m, &item);
}

static void could_not_look_is_never_not_fixed(void **state)
{
	struct golden *g = *state;
	struct document now;

	load_again(&now, g);
	assert_int_equal(result_of(&now, "action_plan"), FOLLOWUP_FIXED);
	assert_int_equal(result_of(&now, "annual_report"), FOLLOWUP_NOT_FIXED);
	assert_int_equal(result_of(&now, "eservice"), FOLLOWUP_NOT_LOOKED);
	assert_int_equal(result_of(&now, "unheard_of"), FOLLOWUP_NOT_LOOKED);
	assert_int_equal(result_of(&now, ""), FOLLOWUP_NOT_LOOKED);
	document_done(&now);
}

/* 2568 asks for two papers under one number where 2567 had two. */
static void of_an_item_that_asks_twice_the_part_counts(void **state)
{
	struct finding_part parts[] = {
		{ .id = "proc_list", .verdict = VERDICT_MISSING },
		{ .id = "proc_progress", .verdict = VERDICT_PASS },
		{ .id = "qa", .verdict = VERDICT_CANNOT_TELL },
	};
	struct finding item = { .concept = "proc_list",
		.verdict = VERDICT_INCOMPLETE,
		.parts = parts,
		.n_parts = 3 };
	struct document now = { .items = &item, .n_items = 1 };

	(void)state;
	assert_int_equal(result_of(&now, "proc_list"), FOLLOWUP_NOT_FIXED);
	assert_int_equal(result_of(&now, "proc_progress"), FOLLOWUP_FIXED);
	assert_int_equal(result_of(&now, "qa"), FOLLOWUP_NOT_LOOKED);
	parts[1].verdict = VERDICT_MISSING;
	assert_int_equal(result_of(&now, "proc_progress"), FOLLOWUP_NOT_FIXED);
}

static void what_only_the_office_knows_is_a_gap(void **state)
{
	struct golden *g = *state;
	struct document now;
	const struct block *paper;

	load_again(&now, g);
	paper = followup_build(&g->doc, &now, g->wording, &g->arena);
	/* What was done for each measure, problems, advice, the name of the
	 * head. */
	assert_int_equal(block_count_gaps(paper), g->doc.plan.n_measures + 3);
	document_done(&now);
}

static void an_unfinished_check_is_stamped(void **state)
{
	struct golden *g = *state;
	struct document now;
	const struct block *paper;

	load_again(&now, g);
	now.coverage.complete = false;
	paper = followup_build(&g->doc, &now, g->wording, &g->arena);
	assert_int_equal(paper->first->first->style, BLOCK_STAMP);
	assert_int_equal(paper->last->first->style, BLOCK_STAMP);
	document_done(&now);
}

#define sample_test(f) \
	cmocka_unit_test_setup_teardown(f, golden_setup, golden_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sample_test(is_as_it_was),
		sample_test(could_not_look_is_never_not_fixed),
		cmocka_unit_test(of_an_item_that_asks_twice_the_part_counts),
		sample_test(what_only_the_office_knows_is_a_gap),
		sample_test(an_unfinished_check_is_stamped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
