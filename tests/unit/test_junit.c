#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xml.h"
#include "reports/junit.h"
#include "tests/support/golden.h"

/* What a CI server sees. */
struct seen {
	size_t tests, failures, errors, skipped, told_tests, told_failures,
		told_errors, told_skipped;
	char last[256];  /* name of the last test */
	char blind[256]; /* names of tests that are errors */
};

static size_t number(const char *const *attrs, const char *name)
{
	const char *value = xml_attr(attrs, name);

	return value ? (size_t)slice_number(slice_str(value), 1000000) : 0;
}

static void open(void *ctx, const char *name, const char *const *attrs)
{
	struct seen *s = ctx;

	if (strcmp(name, "testsuite") == 0) {
		s->told_tests = number(attrs, "tests");
		s->told_failures = number(attrs, "failures");
		s->told_errors = number(attrs, "errors");
		s->told_skipped = number(attrs, "skipped");
	} else if (strcmp(name, "testcase") == 0) {
		s->tests++;
		(void)snprintf(s->last, sizeof(s->last), "%s",
			xml_attr(attrs, "name"));
	} else if (strcmp(name, "error") == 0) {
		s->errors++;
		(void)snprintf(s->blind, sizeof(s->blind), "%s", s->last);
	}
	s->failures += strcmp(name, "failure") == 0;
	s->skipped += strcmp(name, "skipped") == 0;
}

/* Written and read again by a parser of XML. */
static struct seen write_it(struct golden *g)
{
	struct seen s = { 0 };
	const struct xml_handler handler = { .open = open, .ctx = &s };
	struct error err = { 0 };

	buf_clear(&g->out);
	junit_write(&g->out, &g->doc, g->wording);
	golden_check_words(g);
	if (xml_parse(buf_slice(&g->out), &handler, 10, &err) != 0)
		fail_msg("%s", err.text);
	return s;
}

static void is_as_it_was(void **state)
{
	struct golden *g = *state;

	(void)write_it(g);
	golden_check("tests/cases/reports/junit.xml", buf_slice(&g->out));
}

static void the_sums_are_those_of_the_tests(void **state)
{
	struct golden *g = *state;
	const struct seen s = write_it(g);
	const struct document *doc = &g->doc;

	assert_int_equal(s.tests, doc->n_items + 1);
	assert_int_equal(s.told_tests, s.tests);
	assert_int_equal(s.told_failures, s.failures);
	assert_int_equal(s.told_errors, s.errors);
	assert_int_equal(s.told_skipped, s.skipped);
	assert_int_equal(
		s.failures, document_total(doc, VERDICT_MISSING) +
				    document_total(doc, VERDICT_STALE) +
				    document_total(doc, VERDICT_INCOMPLETE));
	assert_true(s.failures > 0);
}

static void what_could_not_be_told_does_not_pass(void **state)
{
	struct golden *g = *state;
	size_t before;

	g->doc.coverage.complete = g->doc.coverage.gate_met = true;
	before = write_it(g).errors;
	g->doc.items[0].verdict = VERDICT_CANNOT_TELL;
	assert_int_equal(write_it(g).errors, before + 1);
	g->doc.items[0].verdict = VERDICT_PASS;
	g->doc.coverage.gate_met = false;
	assert_int_equal(write_it(g).errors, before + 1);
}

static void a_check_that_saw_too_little_says_so_in_a_test_of_its_own(
	void **state)
{
	struct golden *g = *state;
	struct seen s;

	for (size_t i = 0; i < g->doc.n_items; i++)
		g->doc.items[i].verdict = VERDICT_PASS;
	g->doc.coverage.complete = false;
	s = write_it(g);
	assert_int_equal(s.errors, 1);
	assert_string_equal(s.blind, "coverage");
}

static void hostile_text_stays_text(void **state)
{
	struct golden *g = *state;

	g->doc.items[0].verdict = VERDICT_MISSING;
	g->doc.items[0].title = "\"/><error/>\x1b[2J\xff";
	g->doc.items[0].fix = "]]></failure><error/>";
	g->doc.items[0].reason = "a\nb\"";
	assert_int_equal(write_it(g).errors,
		document_total(&g->doc, VERDICT_CANNOT_TELL));
}

#define sample_test(f) \
	cmocka_unit_test_setup_teardown(f, golden_setup, golden_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sample_test(is_as_it_was),
		sample_test(the_sums_are_those_of_the_tests),
		sample_test(what_could_not_be_told_does_not_pass),
		sample_test(
			a_check_that_saw_too_little_says_so_in_a_test_of_its_own),
		sample_test(hostile_text_stays_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
