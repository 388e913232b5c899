#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/read/office.h"
#include "reports/tasklist.h"
#include "tests/support/golden.h"

#define STATE 5 /* columns, from 1 */
#define REASON 10

/* Written, and read again by our own reader of workbooks. */
static struct page *write_it(struct golden *g)
{
	struct error err = { 0 };
	struct page *p = page_new("https://www.town.go.th/x");

	buf_clear(&g->out);
	if (tasklist_write(&g->out, &g->doc, g->wording, &err) != 0)
		fail_msg("%s", err.text);
	golden_check_words(g);
	office_read(p, buf_slice(&g->out));
	assert_int_equal(p->outcome, OUTCOME_OK);
	return p;
}

/* How many cells of a column of the list have that text. */
static size_t count_cells(
	const struct page *p, uint32_t column, const char *text)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n_blocks; i++)
		n += p->blocks[i].sheet <= 1 && p->blocks[i].column == column &&
		     strcmp(p->blocks[i].text, text) == 0;
	return n;
}

static void its_sheets_are_list_sums_history_and_help(void **state)
{
	static const char *const names[] = { "รายการตรวจ", "สรุป", "ประวัติ",
		"วิธีใช้" };
	struct page *p = write_it(*state);
	size_t n = 0;

	for (size_t i = 0; i < p->n_blocks; i++) {
		if (p->blocks[i].kind != PAGE_BLOCK_HEADING)
			continue;
		assert_true(n < 4);
		assert_string_equal(p->blocks[i].text, names[n++]);
	}
	assert_int_equal(n, 4);
	page_free(p);
}

static void another_language_says_the_kind_of_each_reason(void **state)
{
	static const char path[] = "rules/catalog/papers/en.json";
	struct golden *g = *state;
	struct error err = { 0 };
	struct page *p;

	g->doc.items[0].reason_code = "part_missing";
	g->doc.items[0].reason = "ขาด";
	p = write_it(g);
	assert_int_equal(count_cells(p, REASON, "ขาด"), 1);
	page_free(p);
	wording_free(g->wording);
	g->wording = NULL;
	if (wording_load(&g->wording, path, &err) != 0)
		fail_msg("%s", err.text);
	p = write_it(g);
	assert_int_equal(count_cells(p, REASON, "a part is missing: ขาด"), 1);
	page_free(p);
}

static void every_item_has_its_row(void **state)
{
	struct golden *g = *state;
	struct page *p = write_it(g);
	char code[32];

	for (size_t i = 0; i < g->doc.n_items; i++) {
		(void)snprintf(
			code, sizeof(code), "O%d", g->doc.items[i].number);
		assert_int_equal(count_cells(p, 1, code), 1);
		assert_true(count_cells(p, 2, g->doc.items[i].title) >= 1);
	}
	page_free(p);
}

static void what_is_open_waits_to_be_begun(void **state)
{
	struct golden *g = *state;
	struct page *p = write_it(g);
	const size_t open =
		g->doc.n_items - document_total(&g->doc, VERDICT_PASS);

	assert_true(open > 0);
	assert_int_equal(
		count_cells(p, STATE, wording_text(g->wording, "book.state.1")),
		open);
	page_free(p);
}

static void evidence_is_linked(void **state)
{
	struct golden *g = *state;
	struct page *p = write_it(g);
	size_t found = 0, wanted = 0;

	for (size_t i = 0; i < g->doc.n_items; i++) {
		const struct finding *f = &g->doc.items[i];

		wanted += f->n_evidence > 0;
		for (size_t k = 0; f->n_evidence && k < p->n_links; k++)
			if (strcmp(p->links[k].href, f->evidence[0].url) == 0) {
				found++;
				break;
			}
	}
	assert_true(wanted > 0);
	assert_int_equal(found, wanted);
	page_free(p);
}

static void equal_reports_give_equal_bytes(void **state)
{
	struct golden *g = *state;
	struct buf first;

	page_free(write_it(g));
	buf_init(&first, g->out.max);
	buf_put(&first, g->out.data, g->out.len);
	page_free(write_it(g));
	assert_int_equal(first.len, g->out.len);
	assert_memory_equal(first.data, g->out.data, first.len);
	buf_done(&first);
}

static void a_check_that_saw_too_little_is_stamped(void **state)
{
	struct golden *g = *state;
	const char *stamp = wording_text(g->wording, "stamp");
	struct page *p = write_it(g);
	size_t before = 0, after = 0;

	for (size_t i = 0; i < p->n_blocks; i++)
		before += strcmp(p->blocks[i].text, stamp) == 0;
	page_free(p);
	g->doc.coverage.gate_met = false;
	p = write_it(g);
	for (size_t i = 0; i < p->n_blocks; i++)
		after += strcmp(p->blocks[i].text, stamp) == 0;
	page_free(p);
	assert_int_equal(before, 0);
	assert_int_equal(after, 1);
}

#define sample_test(f) \
	cmocka_unit_test_setup_teardown(f, golden_setup, golden_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sample_test(its_sheets_are_list_sums_history_and_help),
		sample_test(another_language_says_the_kind_of_each_reason),
		sample_test(every_item_has_its_row),
		sample_test(what_is_open_waits_to_be_begun),
		sample_test(evidence_is_linked),
		sample_test(equal_reports_give_equal_bytes),
		sample_test(a_check_that_saw_too_little_is_stamped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
