#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "reports/history.h"

#define N_ITEMS 12

struct place {
	char folder[40], path[64];
	struct history *h;
};

static int setup(void **state)
{
	static struct place place;
	struct error err = { 0 };

	place = (struct place){ .folder = "/tmp/oit-history-XXXXXX" };
	assert_non_null(mkdtemp(place.folder));
	(void)snprintf(
		place.path, sizeof(place.path), "%s/h.sqlite", place.folder);
	if (history_open(&place.h, place.path, &err) != 0)
		fail_msg("%s", err.text);
	*state = &place;
	return 0;
}

static int teardown(void **state)
{
	struct place *p = *state;
	struct error err;

	history_free(p->h);
	assert_int_equal(file_remove_tree(p->folder, &err), 0);
	return 0;
}

/* A run of that month: a letter an item, p(ass), m(issing), i(ncomplete),
 * ? or w(aived). */
static void make_run(struct document *doc, int month, const char *verdicts)
{
	char *started;
	struct buf text;

	document_init(doc);
	buf_init(&text, 100);
	buf_printf(&text, "2025-%02d-01T02:00:00+07:00", month);
	started = buf_take(&text);
	doc->started = arena_strdup(&doc->arena, started);
	free(started);
	doc->site.url = "https://www.town.go.th/";
	doc->rules.year = 2568;
	doc->rules.version = "2568.1";
	doc->rules.sha256 = "aa";
	doc->coverage.fetched = 100;
	doc->n_items = strlen(verdicts);
	doc->items =
		arena_alloc(&doc->arena, doc->n_items * sizeof(*doc->items));
	for (size_t i = 0; i < doc->n_items; i++) {
		struct finding *f = &doc->items[i];

		buf_init(&text, 100);
		buf_printf(&text, "concept_%zu", i);
		f->id = f->concept = arena_strdup(&doc->arena, buf_str(&text));
		buf_done(&text);
		f->verdict = verdicts[i] == 'p'   ? VERDICT_PASS
			     : verdicts[i] == 'm' ? VERDICT_MISSING
			     : verdicts[i] == 'i' ? VERDICT_INCOMPLETE
			     : verdicts[i] == 'w' ? VERDICT_WAIVED
						  : VERDICT_CANNOT_TELL;
	}
}

static void compare(struct place *p, struct document *doc)
{
	struct error err = { 0 };

	if (history_compare(p->h, doc, &err) != 0)
		fail_msg("%s", err.text);
}

static void record(struct place *p, const struct document *doc)
{
	struct error err = { 0 };

	if (history_record(p->h, doc, &err) != 0)
		fail_msg("%s", err.text);
}

/* The first letters of how the items of such a run have changed. */
static void check_changes(
	struct place *p, int month, const char *verdicts, const char *wanted)
{
	struct document doc;
	char changes[N_ITEMS + 1] = "";

	make_run(&doc, month, verdicts);
	compare(p, &doc);
	for (size_t i = 0; i < doc.n_items; i++)
		changes[i] = finding_change_name(doc.items[i].change)[0];
	assert_string_equal(changes, wanted);
	record(p, &doc);
	document_done(&doc);
}

static void a_change_is_told_against_what_was_told_last(void **state)
{
	struct place *p = *state;

	/* f(irst or ixed) s(ame) n(ew) b(ack) */
	check_changes(p, 1, "pm?pm", "fffff");
	check_changes(p, 2, "mp?p?", "nffsf");
	check_changes(p, 3, "pmmim", "fbfns");
	check_changes(p, 4, "ww?iw", "fffsf");
	check_changes(p, 5, "pmpmp", "ssfsf");
}

static void first_is_not_fixed(void **state)
{
	struct place *p = *state;
	struct document doc;

	check_changes(p, 1, "m?", "ff");
	make_run(&doc, 2, "pp");
	compare(p, &doc);
	assert_int_equal(doc.items[0].change, CHANGE_FIXED);
	assert_int_equal(doc.items[1].change, CHANGE_FIRST);
	document_done(&doc);
}

static void only_what_was_before_counts(void **state)
{
	struct place *p = *state;

	check_changes(p, 5, "pm", "ff");
	check_changes(p, 3, "mp", "ff");
	check_changes(p, 5, "pm", "fn");
}

static void the_same_run_again_replaces_itself(void **state)
{
	struct place *p = *state;
	struct document doc;

	for (int i = 0; i < 3; i++)
		check_changes(p, 1, "pmp", "fff");
	make_run(&doc, 2, "pmp");
	compare(p, &doc);
	assert_int_equal(doc.n_runs, 1);
	assert_int_equal(doc.runs[0].pass, 2);
	assert_int_equal(doc.runs[0].missing, 1);
	assert_string_equal(doc.since.started, "2025-01-01T02:00:00+07:00");
	document_done(&doc);
}

static void another_site_is_another_history(void **state)
{
	struct place *p = *state;
	struct document doc;

	check_changes(p, 1, "pm", "ff");
	make_run(&doc, 2, "mp");
	doc.site.url = "https://www.city.go.th/";
	compare(p, &doc);
	assert_int_equal(doc.n_runs, 0);
	assert_int_equal(doc.items[0].change, CHANGE_FIRST);
	document_done(&doc);
}

static void a_mass_loss_is_suspect_and_nothing_is_compared(void **state)
{
	struct place *p = *state;
	struct document doc;

	check_changes(p, 1, "ppppppppmm", "ffffffffff");
	make_run(&doc, 2, "mmmmmpppmp");
	compare(p, &doc);
	assert_true(doc.since.suspect);
	for (size_t i = 0; i < doc.n_items; i++)
		assert_int_equal(doc.items[i].change, CHANGE_FIRST);
	record(p, &doc);
	document_done(&doc);

	/* what comes after it is compared with what was before */
	make_run(&doc, 3, "ppppppppmp");
	compare(p, &doc);
	assert_false(doc.since.suspect);
	assert_int_equal(doc.items[0].change, CHANGE_SAME);
	assert_int_equal(doc.items[9].change, CHANGE_FIXED);
	assert_true(doc.runs[1].suspect);
	document_done(&doc);

	/* found once more, it is so */
	check_changes(p, 3, "mmmmmpppmm", "nnnnnsssss");
}

static void a_loss_by_other_rules_or_of_few_items_is_not_suspect(void **state)
{
	struct place *p = *state;
	struct document doc;

	check_changes(p, 1, "pppppppppp", "ffffffffff");
	make_run(&doc, 2, "mmmmpppppp");
	compare(p, &doc);
	assert_false(doc.since.suspect);
	document_done(&doc);
	make_run(&doc, 2, "mmmmmmmmmm");
	doc.rules.sha256 = "bb";
	compare(p, &doc);
	assert_true(doc.since.rules_changed);
	assert_false(doc.since.suspect);
	assert_int_equal(doc.items[0].change, CHANGE_NEW);
	document_done(&doc);
}

static void another_coverage_is_told(void **state)
{
	static const struct {
		long fetched;
		bool changed;
	} rows[] = { { 100, false }, { 81, false }, { 79, true },
		{ 120, false }, { 130, true } };
	struct place *p = *state;

	check_changes(p, 1, "p", "f");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct document doc;

		make_run(&doc, 2, "p");
		doc.coverage.fetched = rows[i].fetched;
		compare(p, &doc);
		assert_int_equal(doc.since.coverage_changed, rows[i].changed);
		document_done(&doc);
	}
}

static void notes_are_carried_over_and_may_be_contradicted(void **state)
{
	char fingerprint[DOCUMENT_FINGERPRINT_SIZE];
	struct history_note note = { fingerprint, true, "ลงเว็บแล้ว" };
	struct place *p = *state;
	struct error err = { 0 };
	struct document doc;

	make_run(&doc, 1, "mp");
	document_fingerprint(&doc, &doc.items[0], fingerprint);
	assert_int_equal(history_take_notes(p->h, &note, 1, &err), 0);
	note.note = "ลงใหม่แล้ว";
	assert_int_equal(history_take_notes(p->h, &note, 1, &err), 0);
	compare(p, &doc);
	assert_true(doc.items[0].done);
	assert_string_equal(doc.items[0].note, "ลงใหม่แล้ว");
	assert_true(document_is_contradicted(&doc.items[0]));
	assert_false(doc.items[1].done);
	doc.items[0].verdict = VERDICT_PASS;
	assert_false(document_is_contradicted(&doc.items[0]));
	document_done(&doc);
}

static void old_runs_are_forgotten(void **state)
{
	struct place *p = *state;
	struct document doc;

	for (int i = 0; i < 410; i++) {
		char started[64];

		make_run(&doc, 1, "p");
		(void)snprintf(started, sizeof(started),
			"2024-01-01T%02d:%02d:00+07:00", i / 60, i % 60);
		doc.started = started;
		record(p, &doc);
		document_done(&doc);
	}
	make_run(&doc, 2, "p");
	doc.started = "2024-01-01T00:10:00+07:00";
	compare(p, &doc);
	assert_int_equal(doc.n_runs, 0);
	document_done(&doc);
	make_run(&doc, 2, "p");
	compare(p, &doc);
	assert_int_equal(doc.n_runs, 12);
	document_done(&doc);
}

static void what_is_no_history_is_told(void **state)
{
	static const char text[] = "no database at all, but a text";
	struct place *p = *state;
	struct history *h = NULL;
	struct error err = { 0 };
	char path[80];

	(void)snprintf(path, sizeof(path), "%s/other", p->folder);
	assert_int_equal(file_write(path, slice_str(text), &err), 0);
	assert_int_equal(history_open(&h, path, &err), ERR_READ);
	assert_non_null(strstr(err.text, path));
	assert_int_equal(
		history_open(&h, "/nowhere/h.sqlite", &err), ERR_WRITE);
	assert_null(h);
}

#define history_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		history_test(a_change_is_told_against_what_was_told_last),
		history_test(first_is_not_fixed),
		history_test(only_what_was_before_counts),
		history_test(the_same_run_again_replaces_itself),
		history_test(another_site_is_another_history),
		history_test(a_mass_loss_is_suspect_and_nothing_is_compared),
		history_test(
			a_loss_by_other_rules_or_of_few_items_is_not_suspect),
		history_test(another_coverage_is_told),
		history_test(notes_are_carried_over_and_may_be_contradicted),
		history_test(old_runs_are_forgotten),
		history_test(what_is_no_history_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
