#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "reports/html.h"
#include "reports/plan.h"
#include "tests/support/golden.h"

static struct block *build(struct golden *g)
{
	struct block *paper = plan_build(&g->doc, g->wording, &g->arena);

	golden_check_words(g);
	return paper;
}

static const char *write_it(struct golden *g)
{
	const struct block *paper = build(g);

	buf_clear(&g->out);
	html_write(
		&g->out, paper, plan_title(&g->doc, g->wording, &g->arena), "");
	return g->out.data;
}

static void is_as_it_was(void **state)
{
	struct golden *g = *state;

	(void)write_it(g);
	golden_check("tests/cases/reports/plan.html", buf_slice(&g->out));
}

static void without_scores_and_office_it_is_as_it_was(void **state)
{
	struct golden *g = *state;

	golden_strip(&g->doc);
	(void)write_it(g);
	golden_check("tests/cases/reports/plan-bare.html", buf_slice(&g->out));
}

static size_t count(const struct block *b, enum block_kind kind)
{
	size_t n = b->kind == kind ? 1 : 0;

	for (const struct block *c = b->first; c; c = c->next)
		n += count(c, kind);
	return n;
}

static void has_memo_analysis_and_measures(void **state)
{
	struct golden *g = *state;
	const struct block *paper = build(g);

	assert_int_equal(count(paper, BLOCK_SECTION), 3);
	assert_false(paper->first->landscape);
	assert_true(paper->last->landscape);
	/* indicators, score table and analysis of each issue, measures */
	assert_int_equal(count(paper, BLOCK_TABLE), 1 + 2 * 7 + 1);
	/* i1 to i15, e1 to e9 twice with a line above, o1 to o35 */
	assert_int_equal(count(paper->first->next, BLOCK_ROW),
		11 + 7 * 2 + 15 + 18 + 2 * 2 + 35 + 7 * 2);
}

/* Signers whose names nobody gave. */
static void only_what_is_not_known_is_a_gap(void **state)
{
	struct golden *g = *state;

	assert_int_equal(block_count_gaps(build(g)), 3);
	g->doc.office.signers[1].name = "นางสาวตัวอย่าง มีสุข";
	assert_int_equal(block_count_gaps(build(g)), 2);
	g->doc.office.date = "";
	assert_int_equal(block_count_gaps(build(g)), 3);
	g->doc.plan.measures[0].owner = "";
	assert_int_equal(block_count_gaps(build(g)), 4);
	g->doc.scores.indicators[0].hundredths = -1;
	assert_int_equal(block_count_gaps(build(g)), 5);
}

static void no_score_is_invented(void **state)
{
	struct golden *g = *state;
	const char *html;

	golden_strip(&g->doc);
	html = write_it(g);
	assert_null(strstr(html, "๘๙.๙๔"));
	assert_null(strstr(html, ">๑๐๐<"));
	assert_non_null(strstr(html, "class=\"gap\""));
}

static void a_check_by_draft_rules_is_stamped_too(void **state)
{
	struct golden *g = *state;
	const char *stamp = wording_text(g->wording, "stamp.draft");

	assert_null(strstr(write_it(g), stamp));
	g->doc.rules.status = "draft";
	assert_non_null(strstr(write_it(g), stamp));
	golden_check_words(g);
}

static void an_unfinished_check_is_stamped_on_every_part(void **state)
{
	struct golden *g = *state;
	size_t stamps = 0;

	assert_null(strstr(write_it(g), "class=\"stamp\""));
	g->doc.coverage.complete = false;
	for (const char *at = write_it(g);
		(at = strstr(at, "class=\"stamp\"")) != NULL; at++)
		stamps++;
	assert_int_equal(stamps, 3);
}

static void pass_all(struct document *doc, enum verdict last)
{
	for (size_t i = 0; i < doc->n_items; i++)
		doc->items[i].verdict = VERDICT_PASS;
	doc->items[0].verdict = last;
}

static void only_a_whole_check_is_a_clean_bill(void **state)
{
	struct golden *g = *state;
	const char *clean = wording_text(g->wording, "memo.reason_none");

	pass_all(&g->doc, VERDICT_PASS);
	assert_non_null(strstr(write_it(g), clean));
	pass_all(&g->doc, VERDICT_CANNOT_TELL);
	assert_null(strstr(write_it(g), clean));
	pass_all(&g->doc, VERDICT_PASS);
	g->doc.coverage.complete = false;
	assert_null(strstr(write_it(g), clean));
}

static void measures_are_numbered_anew_in_each_issue(void **state)
{
	struct golden *g = *state;
	const struct block *section = build(g)->last;
	const struct block *table = section->last;
	size_t first = 0, merged = 0;

	for (const struct block *row = table->first->next; row;
		row = row->next) {
		const struct block *text = row->first->next->first->first;

		if (row->first->merge_below) {
			first++;
			assert_memory_equal(text->text, "๑ ", strlen("๑ "));
		} else {
			assert_true(row->first->merged);
			merged++;
		}
	}
	assert_int_equal(first, 7);
	assert_int_equal(first + merged, g->doc.plan.n_measures);
}

/* The four posts end a signature each; all else below the closing words
 * stays with what follows. */
static void no_signature_is_torn_apart(void **state)
{
	struct golden *g = *state;
	size_t ends = 0;
	bool begun = false;

	for (const struct block *b = build(g)->first->first; b; b = b->next) {
		if (begun && !b->with_next)
			ends++;
		begun = begun || b->with_next;
	}
	assert_int_equal(ends, OFFICE_SIGNERS);
}

/* A digit may stand in a word with Latin letters: a name or an address. */
static void check_digits(const struct block *b)
{
	bool in_name = false;

	for (const char *at = b->text; *at; at++) {
		in_name = ascii_is_alpha(*at) ||
			  (in_name && !ascii_is_space(*at));
		if (ascii_is_digit(*at) && !in_name)
			fail_msg("digit %c in \"%s\"", *at, b->text);
	}
	for (const struct block *c = b->first; c; c = c->next)
		check_digits(c);
}

static void prose_has_no_other_digits(void **state)
{
	struct golden *g = *state;

	check_digits(build(g));
	golden_strip(&g->doc);
	check_digits(build(g));
}

#define sample_test(f) \
	cmocka_unit_test_setup_teardown(f, golden_setup, golden_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sample_test(is_as_it_was),
		sample_test(without_scores_and_office_it_is_as_it_was),
		sample_test(has_memo_analysis_and_measures),
		sample_test(only_what_is_not_known_is_a_gap),
		sample_test(no_score_is_invented),
		sample_test(an_unfinished_check_is_stamped_on_every_part),
		sample_test(a_check_by_draft_rules_is_stamped_too),
		sample_test(only_a_whole_check_is_a_clean_bill),
		sample_test(no_signature_is_torn_apart),
		sample_test(measures_are_numbered_anew_in_each_issue),
		sample_test(prose_has_no_other_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
