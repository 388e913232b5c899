#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "reports/document.h"

#define SAMPLE "tests/cases/reports/sample.json"
#define MAX_FILE ((size_t)4 * 1024 * 1024)

static int load_sample(void **state)
{
	struct document *doc = calloc(1, sizeof(*doc));
	struct error err = { 0 };

	document_init(doc);
	if (document_load(doc, SAMPLE, &err) != 0)
		fail_msg("%s", err.text);
	*state = doc;
	return 0;
}

static int free_sample(void **state)
{
	struct document *doc = *state;

	document_done(doc);
	free(doc);
	return 0;
}

static void written_again_it_is_the_same_bytes(void **state)
{
	struct buf file, written;
	struct error err = { 0 };

	buf_init(&file, MAX_FILE);
	buf_init(&written, MAX_FILE);
	assert_int_equal(file_read(&file, SAMPLE, &err), 0);
	document_write(*state, &written);
	assert_false(written.full);
	assert_int_equal(file.len, written.len);
	assert_memory_equal(file.data, written.data, file.len);
	buf_done(&file);
	buf_done(&written);
}

static void totals_are_counted_from_the_rows(void **state)
{
	struct document *doc = *state;
	size_t sum = 0;

	assert_int_equal(doc->n_items, 35);
	assert_int_equal(document_total(doc, VERDICT_MISSING), 6);
	assert_int_equal(document_total(doc, VERDICT_CANNOT_TELL), 1);
	for (enum verdict v = 0; v < VERDICT_COUNT; v++)
		sum += document_total(doc, v);
	assert_int_equal(sum, doc->n_items);
}

static void an_item_is_due_when_its_measure_ends(void **state)
{
	struct document *doc = *state;

	assert_string_equal(document_due(doc, "o9"), "2025-02-28");
	assert_string_equal(document_due(doc, "o1"), "");
	for (size_t i = 0; i < doc->plan.n_measures; i++)
		doc->plan.measures[i].kind = MEASURE_SCORE;
	assert_string_equal(document_due(doc, "o9"), "");
}

static void only_a_whole_check_is_final(void **state)
{
	struct document *doc = *state;

	assert_true(document_is_final(doc));
	doc->coverage.gate_met = false;
	assert_false(document_is_final(doc));
	doc->coverage.gate_met = true;
	doc->coverage.complete = false;
	assert_false(document_is_final(doc));
}

/* The value of a key in what is written, up to the closing quote. */
static void take(const struct buf *text, const char *key, size_t from,
	char *out, size_t size)
{
	const char *at = strstr(buf_str(text) + from, key);
	size_t n = 0;

	assert_non_null(at);
	at += strlen(key);
	while (at[n] != '"' && n + 1 < size) {
		out[n] = at[n];
		n++;
	}
	out[n] = '\0';
}

static void a_fingerprint_is_of_site_and_concept_alone(void **state)
{
	struct document *doc = *state;
	struct buf text;
	char before[64], after[64], other[64];
	const char *key = "\"fingerprint\": \"";

	buf_init(&text, MAX_FILE);
	document_write(doc, &text);
	take(&text, key, 0, before, sizeof(before));
	assert_int_equal(strlen(before), 16);
	doc->items[0].id = "o77";
	doc->items[0].title = "another";
	doc->items[0].verdict = VERDICT_MISSING;
	doc->site.url = "https://www.donfasai.example/ita?x";
	buf_clear(&text);
	document_write(doc, &text);
	take(&text, key, 0, after, sizeof(after));
	assert_string_equal(before, after);
	doc->site.url = "https://www.elsewhere.example/";
	buf_clear(&text);
	document_write(doc, &text);
	take(&text, key, 0, other, sizeof(other));
	assert_string_not_equal(before, other);
	buf_done(&text);
}

static void keys_it_does_not_know_are_passed_over(void **state)
{
	struct document doc;
	struct error err = { 0 };

	(void)state;
	document_init(&doc);
	assert_int_equal(document_parse(&doc, "r",
				 slice_str("{\"schema\":\"oit-report/1\","
					   "\"later\":{\"a\":[1]},\"items\":"
					   "[{\"id\":\"o1\",\"later\":2}]}"),
				 &err),
		0);
	assert_int_equal(doc.n_items, 1);
	assert_string_equal(doc.items[0].id, "o1");
	assert_string_equal(doc.items[0].reason, "");
	assert_int_equal(doc.items[0].points, -1);
	assert_int_equal(doc.scores.total, -1);
	assert_string_equal(doc.office.signers[3].post, "");
	document_done(&doc);
}

static void what_is_no_report_is_refused(void **state)
{
	static const struct {
		const char *text;
		const char *says;
	} rows[] = {
		{ "{\"items\":[]}", "schema" },
		{ "{\"schema\":\"oit-report/2\",\"items\":[]}", "newer" },
		{ "{\"schema\":\"oit-report/99\",\"items\":[]}", "newer" },
		{ "{\"schema\":\"oit-scores/1\",\"items\":[]}", "no report" },
		{ "{\"schema\":\"oit-report/x\",\"items\":[]}", "no report" },
		{ "{\"schema\":\"oit-report/1\"}", "items" },
		{ "{\"schema\":\"oit-report/1\",\n\"items\":[{\"id\":1}]}",
			"r:2: key \"items[0].id\": must be text" },
		{ "{\"schema\":\"oit-report/1\",\"items\":[{\"verdict\":"
		  "\"fine\"}]}",
			"items[0].verdict" },
		{ "{\"schema\":\"oit-report/1\",\"items\":{}}", "items" },
		{ "{\"schema\":\"oit-report/1\",\"items\":[7]}",
			"must be an object" },
		{ "{\"schema\":\"oit-report/1\",\"items\":[{\"evidence\":"
		  "[{\"path\":\"x\"}]}]}",
			"must be a list" },
		{ "{\"schema\":\"oit-report/1\",\"items\":[{\"parts\":"
		  "[{\"level\":\"may\"}]}]}",
			"items[0].parts[0].level" },
		{ "{\"schema\":\"oit-report/1\",\"items\":[],\"scores\":"
		  "{\"total\":-1}}",
			"must not be less than 0" },
		{ "{\"schema\":\"oit-report/1\",\"items\":[],\"rules\":"
		  "{\"year\":1e15}}",
			"out of range" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct document doc;
		struct error err = { 0 };

		document_init(&doc);
		assert_int_equal(document_parse(&doc, "r",
					 slice_str(rows[i].text), &err),
			ERR_SYNTAX);
		if (!strstr(err.text, rows[i].says))
			fail_msg("%s: \"%s\" is not said", err.text,
				rows[i].says);
		document_done(&doc);
	}
}

static void a_missing_file_is_named(void **state)
{
	struct document doc;
	struct error err = { 0 };

	(void)state;
	document_init(&doc);
	assert_int_equal(
		document_load(&doc, "tests/no-report.json", &err), ERR_READ);
	assert_non_null(strstr(err.text, "tests/no-report.json"));
	document_done(&doc);
}

static void an_empty_document_can_be_written(void **state)
{
	struct document doc, back;
	struct error err = { 0 };
	struct buf text;

	(void)state;
	document_init(&doc);
	document_init(&back);
	buf_init(&text, MAX_FILE);
	document_write(&doc, &text);
	assert_int_equal(document_parse(&back, "r", buf_slice(&text), &err), 0);
	document_done(&back);
	buf_done(&text);
}

#define sample_test(f) \
	cmocka_unit_test_setup_teardown(f, load_sample, free_sample)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sample_test(written_again_it_is_the_same_bytes),
		sample_test(totals_are_counted_from_the_rows),
		sample_test(an_item_is_due_when_its_measure_ends),
		sample_test(only_a_whole_check_is_final),
		sample_test(a_fingerprint_is_of_site_and_concept_alone),
		cmocka_unit_test(keys_it_does_not_know_are_passed_over),
		cmocka_unit_test(what_is_no_report_is_refused),
		cmocka_unit_test(a_missing_file_is_named),
		cmocka_unit_test(an_empty_document_can_be_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
