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
#include "reports/reports.h"
#include "tests/support/golden.h"

static const char *const names[] = { "checklist.html", "checklist.csv",
	"checklist.xlsx", "plan.docx", "plan.html", "junit.xml" };

#define N_NAMES (sizeof(names) / sizeof(names[0]))

static void read_paper(const char *folder, const char *name, struct buf *out)
{
	struct error err = { 0 };
	char path[256];

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	buf_clear(out);
	if (file_read(out, path, &err) != 0)
		fail_msg("%s", err.text);
}

static void write_all(
	const struct document *doc, const char *folder, const char *lang)
{
	struct reports *r = NULL;
	struct error err = { 0 };

	if (reports_new(&r, "rules/catalog", lang, &err) != 0 ||
		reports_write(r, doc, folder, &err) != 0)
		fail_msg("%s", err.text);
	reports_free(r);
}

static void write_twice(struct golden *g, const char *a, const char *b)
{
	struct reports *r = NULL;
	struct error err = { 0 };

	if (reports_new(&r, "rules/catalog", "th", &err) != 0 ||
		reports_write(r, &g->doc, a, &err) != 0 ||
		reports_write(r, &g->doc, b, &err) != 0)
		fail_msg("%s", err.text);
	reports_free(r);
}

static void every_paper_is_there_and_the_same_again(void **state)
{
	char a[] = "/tmp/oit-reports-XXXXXX", b[] = "/tmp/oit-reports-XXXXXX";
	struct golden *g = *state;
	struct error err = { 0 };
	struct buf first, second;

	assert_non_null(mkdtemp(a));
	assert_non_null(mkdtemp(b));
	buf_init(&first, g->out.max);
	buf_init(&second, g->out.max);
	write_twice(g, a, b);
	for (size_t i = 0; i < N_NAMES; i++) {
		read_paper(a, names[i], &first);
		read_paper(b, names[i], &second);
		assert_true(first.len > 1000);
		assert_int_equal(first.len, second.len);
		assert_memory_equal(first.data, second.data, first.len);
	}
	buf_done(&first);
	buf_done(&second);
	assert_int_equal(file_remove_tree(a, &err), 0);
	assert_int_equal(file_remove_tree(b, &err), 0);
}

static void lists_may_be_english_and_the_plan_stays_thai(void **state)
{
	char thai[] = "/tmp/oit-reports-XXXXXX";
	char english[] = "/tmp/oit-reports-XXXXXX";
	struct golden *g = *state;
	struct error err = { 0 };
	struct buf a, b;

	assert_non_null(mkdtemp(thai));
	assert_non_null(mkdtemp(english));
	buf_init(&a, g->out.max);
	buf_init(&b, g->out.max);
	write_all(&g->doc, thai, "th");
	write_all(&g->doc, english, "en");
	for (size_t i = 0; i < N_NAMES; i++) {
		bool is_plan = strncmp(names[i], "plan.", 5) == 0;

		read_paper(thai, names[i], &a);
		read_paper(english, names[i], &b);
		assert_int_equal(
			a.len == b.len && memcmp(a.data, b.data, a.len) == 0,
			is_plan);
	}
	buf_done(&a);
	buf_done(&b);
	assert_int_equal(file_remove_tree(thai, &err), 0);
	assert_int_equal(file_remove_tree(english, &err), 0);
}

static void a_bare_document_has_its_papers_too(void **state)
{
	char folder[] = "/tmp/oit-reports-XXXXXX";
	static const char bare[] =
		"{\"schema\": \"" DOCUMENT_SCHEMA "\", \"items\": []}";
	struct document doc;
	struct error err = { 0 };

	(void)state;
	assert_non_null(mkdtemp(folder));
	document_init(&doc);
	if (document_parse(&doc, "bare", slice_str(bare), &err) != 0)
		fail_msg("%s", err.text);
	write_all(&doc, folder, "th");
	document_done(&doc);
	assert_int_equal(file_remove_tree(folder, &err), 0);
}

static void what_cannot_be_read_or_written_is_named(void **state)
{
	struct golden *g = *state;
	struct reports *r = NULL;
	struct error err = { 0 };

	assert_int_equal(reports_new(&r, "tests/none", "th", &err), ERR_READ);
	assert_non_null(strstr(err.text, "tests/none/papers/th.json"));
	assert_int_equal(reports_new(&r, "rules/catalog", "th", &err), 0);
	assert_int_equal(
		reports_write(r, &g->doc, "tests/none", &err), ERR_WRITE);
	assert_non_null(strstr(err.text, "tests/none/checklist.html"));
	reports_free(r);
}

static void a_text_that_is_not_there_is_named(void **state)
{
	char folder[] = "/tmp/oit-reports-XXXXXX", path[256];
	static const char *const files[] = { "th.json", "checklist.css",
		"checklist.js", "plan.css" };
	struct golden *g = *state;
	struct reports *r = NULL;
	struct error err = { 0 };

	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/papers", folder);
	assert_int_equal(file_make_folder(path, &err), 0);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		(void)snprintf(
			path, sizeof(path), "%s/papers/%s", folder, files[i]);
		assert_int_equal(
			file_write(path, slice_str("{\"texts\":{}}"), &err), 0);
	}
	assert_int_equal(reports_new(&r, folder, "th", &err), 0);
	assert_int_equal(reports_write(r, &g->doc, folder, &err), ERR_SYNTAX);
	reports_free(r);
	assert_non_null(strstr(err.text, "th.json: no text \""));
	(void)snprintf(path, sizeof(path), "%s/checklist.html", folder);
	assert_false(file_exists(path));
	assert_int_equal(file_remove_tree(folder, &err), 0);
}

#define sample_test(f) \
	cmocka_unit_test_setup_teardown(f, golden_setup, golden_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sample_test(every_paper_is_there_and_the_same_again),
		sample_test(lists_may_be_english_and_the_plan_stays_thai),
		cmocka_unit_test(a_bare_document_has_its_papers_too),
		sample_test(what_cannot_be_read_or_written_is_named),
		sample_test(a_text_that_is_not_there_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
