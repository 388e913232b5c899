#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "reports/lint.h"
#include "tests/support/golden.h"

static const struct lint_code codes[] = { { "i1", "iit" }, { "i2", "iit" },
	{ "e1", "eit_public" }, { "e1", "eit_survey" }, { "o1", "oit" },
	{ "o2", "oit" } };
static const struct lint_rules rules = { .codes = codes,
	.n_codes = sizeof(codes) / sizeof(codes[0]),
	.target = 8500 };

/* A plan of two issues in which nothing contradicts, cut where the rows below
 * change it. */
#define HEAD                                                               \
	"{\"schema\":\"oit-plan/1\",\"assessed_year\":2567,\"year\":2568," \
	"\"limits\":[{\"class\":\"defect\",\"from\":0,\"to\":84.99},"      \
	"{\"class\":\"develop\",\"from\":85,\"to\":99.99},"                \
	"{\"class\":\"keep\",\"from\":100,\"to\":100}],"
#define SAID                                                           \
	"\"said\":[{\"what\":\"plan_year\",\"where\":\"memo\","        \
	"\"text\":\"2568\"},{\"what\":\"issue 2\",\"where\":\"memo\"," \
	"\"text\":\"two\"}],"
#define TABLE_1                                                  \
	"\"issues\":[{\"n\":1,\"title\":\"one\",\"rows\":["      \
	"{\"id\":\"i1\",\"part\":\"iit\",\"score\":84.99},"      \
	"{\"id\":\"e1\",\"part\":\"eit_public\",\"score\":90},"  \
	"{\"id\":\"e1\",\"part\":\"eit_survey\",\"score\":100}," \
	"{\"id\":\"o1\",\"part\":\"oit\",\"score\":0}],"
#define ANALYSIS_1                                                          \
	"\"analysis\":["                                                    \
	"{\"id\":\"i1\",\"part\":\"iit\",\"class\":\"defect\"},"            \
	"{\"id\":\"e1\",\"part\":\"eit_public\",\"called\":\"eit_public\"," \
	"\"class\":\"develop\",\"score\":90},"                              \
	"{\"id\":\"o1\",\"part\":\"oit\",\"class\":\"defect\",\"score\":0}],"
#define MEASURES_1                                                                                              \
	"\"measures\":[{\"number\":1,\"items\":[\"i1\",\"o1\"],\"owner\":"                                      \
	"\"กองยุทธศาสตร์และงบประมาณ\",\"from\":\"2024-10-01\"," \
	"\"to\":\"2025-03-31\",\"quarters\":\"1-2\"}]},"
#define TABLE_2                                           \
	"{\"n\":2,\"title\":\"two\",\"rows\":["           \
	"{\"id\":\"i2\",\"part\":\"iit\",\"score\":100}," \
	"{\"id\":\"o2\",\"part\":\"oit\",\"score\":100}],"
#define ANALYSIS_2 "\"analysis\":[],"
#define MEASURES_2 \
	"\"measures\":[{\"owner\":\"กองคลัง\",\"quarters\":\"2-4\"}]}]}"

static void load(struct outline *o, const char *text)
{
	struct document doc;
	struct error err = { 0 };
	char path[] = "/tmp/oit-outline-XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	document_init(&doc);
	assert_int_equal(file_write(path, slice_str(text), &err), 0);
	if (outline_load(o, &doc, path, &err) != 0)
		fail_msg("%s", err.text);
	document_done(&doc);
	assert_int_equal(remove(path), 0);
}

/* The codes of what is found, "item_twice class ". */
static void codes_of(
	struct buf *out, const struct outline *o, const struct lint_rules *with)
{
	struct lint_finding *found;
	struct arena arena;
	size_t n;

	arena_init(&arena);
	n = lint_find(o, with, &arena, &found);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s ", found[i].code);
	arena_done(&arena);
}

static const char sound[] =
	HEAD SAID TABLE_1 ANALYSIS_1 MEASURES_1 TABLE_2 ANALYSIS_2 MEASURES_2;

static const struct {
	const char *old, *new; /* in the sound plan, once */
	const char *wanted;    /* codes */
} rows[] = {
	{ "", "", "" },
	{ "\"year\":2568", "\"year\":2569",
		"year year outside_year outside_year " },
	{ "\"text\":\"2568\"", "\"text\":\"2567\"", "year " },
	{ "\"text\":\"two\"", "\"text\":\"tow\"", "name " },
	{ "\"to\":84.99", "\"to\":84", "limits " },
	{ "{\"id\":\"i2\"", "{\"id\":\"i3\"", "item_unknown item_nowhere " },
	{ "{\"id\":\"i2\",\"part\":\"iit\",\"score\":100}",
		"{\"id\":\"o1\",\"part\":\"oit\",\"score\":0}",
		"item_twice item_nowhere " },
	{ "{\"id\":\"o2\"", "{\"id\":\"i2\"", "item_unknown item_nowhere " },
	{ "\"called\":\"eit_public\"", "\"called\":\"eit_survey\"",
		"part_named " },
	{ "\"class\":\"develop\",\"score\":90",
		"\"class\":\"develop\",\"score\":91", "score_quoted " },
	{ "\"class\":\"develop\",\"score\":90}",
		"\"class\":\"keep\",\"score\":90}", "class " },
	{ "{\"id\":\"i1\",\"part\":\"iit\",\"class\":\"defect\"}",
		"{\"id\":\"i2\",\"part\":\"iit\",\"class\":\"keep\"}",
		"elsewhere not_analysed " },
	{ "\"analysis\":[],",
		"\"analysis\":[{\"id\":\"e1\",\"part\":\"eit_survey\","
		"\"class\":\"defect\",\"score\":0}],",
		"elsewhere score_quoted unanswered " },
	{ "\"number\":1", "\"number\":2", "numbering " },
	{ "[\"i1\",\"o1\"]", "[\"i1\"]", "unanswered " },
	{ "[\"i1\",\"o1\"]", "[\"i1\",\"o1\",\"o9\"]", "item_unknown " },
	{ "[\"i1\",\"o1\"]", "[\"i1\",\"o1\"],\"named\":[\"o2\"]",
		"item_named " },
	{ "\"owner\":\"กองคลัง\",", "", "owner " },
	{ "กองคลัง", "กองยุทธศาสตร์ และงบประมาน", "name " },
	{ "\"quarters\":\"2-4\"", "\"number\":1", "period " },
	{ "\"from\":\"2024-10-01\"", "\"from\":\"10-01\"", "period " },
	{ "\"from\":\"2024-10-01\"", "\"from\":\"2024-09-30\"",
		"outside_year quarters " },
	{ "\"to\":\"2025-03-31\"", "\"to\":\"2025-02-31\"", "period " },
	{ "\"from\":\"2024-10-01\",\"to\":\"2025-03-31\"",
		"\"from\":\"2025-03-31\",\"to\":\"2025-01-01\"",
		"period_order quarters " },
	{ "\"quarters\":\"1-2\"", "\"quarters\":\"1\"", "quarters " },
	{ MEASURES_2, "\"measures\":[]}]}", "issue_empty " },
};

static void each_fault_is_found_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *at = strstr(sound, rows[i].old);
		struct outline o;
		struct buf text, got;

		assert_non_null(at);
		buf_init(&text, sizeof(sound) + 4096);
		buf_init(&got, 4096);
		buf_put(&text, sound, (size_t)(at - sound));
		buf_puts(&text, rows[i].new);
		buf_puts(&text, at + strlen(rows[i].old));
		load(&o, buf_str(&text));
		codes_of(&got, &o, &rules);
		if (strcmp(buf_str(&got), rows[i].wanted) != 0)
			fail_msg("%s: found \"%s\", wanted \"%s\"", rows[i].new,
				buf_str(&got), rows[i].wanted);
		outline_done(&o);
		buf_done(&text);
		buf_done(&got);
	}
}

/* Nobody knows which items there are in a year without a pack. */
static void without_a_pack_items_are_taken_as_they_are(void **state)
{
	static const struct lint_rules none = { .target = 8500 };
	struct outline o;
	struct buf got;

	(void)state;
	buf_init(&got, 4096);
	load(&o, sound);
	codes_of(&got, &o, &none);
	assert_string_equal(buf_str(&got), "");
	outline_done(&o);
	buf_done(&got);
}

/* The number of an item changes; the concept it asks for does not. */
static void a_finding_is_answered_by_its_concept(void **state)
{
	static const struct lint_rules none = { .target = 8500 };
	struct golden *g = *state;
	struct measure *m = &g->doc.plan.measures[0];
	struct outline o;

	g->doc.rules.year = g->doc.plan.year;
	outline_of(&o, &g->doc);
	codes_of(&g->out, &o, &none);
	/* The sample has no measures for two questions. */
	assert_string_equal(buf_str(&g->out), "unanswered unanswered ");
	outline_done(&o);
	buf_clear(&g->out);
	m->concept = "another";
	outline_of(&o, &g->doc);
	codes_of(&g->out, &o, &none);
	assert_string_equal(buf_str(&g->out),
		"unanswered unanswered unanswered unanswered ");
	outline_done(&o);
}

static struct measure *measure_of(struct document *doc, const char *item)
{
	for (size_t i = 0; i < doc->plan.n_measures; i++)
		if (strcmp(doc->plan.measures[i].item, item) == 0)
			return &doc->plan.measures[i];
	return NULL;
}

/* What had a number of its own is a part of another item the year after. */
static void an_item_that_asks_twice_answers_twice(void **state)
{
	static const struct lint_rules none = { .target = 8500 };
	struct finding_part part = { .id = "proc_progress" };
	struct golden *g = *state;
	struct measure *m = measure_of(&g->doc, "o16");

	assert_string_equal(m->concept, "proc_progress");
	m->concept = "proc_list";
	m->item = "o14";
	for (int with = 0; with <= 1; with++) {
		struct outline o;

		for (size_t i = 0; with && i < g->doc.n_items; i++)
			if (strcmp(g->doc.items[i].concept, "proc_list") == 0) {
				g->doc.items[i].parts = &part;
				g->doc.items[i].n_parts = 1;
			}
		outline_of(&o, &g->doc);
		codes_of(&g->out, &o, &none);
		assert_string_equal(buf_str(&g->out),
			with ? "unanswered unanswered "
			     : "unanswered unanswered unanswered unanswered ");
		buf_clear(&g->out);
		outline_done(&o);
	}
}

static bool is_o1(const void *years, const char *name)
{
	(void)years;
	return strcmp(name, "o1") == 0;
}

static void what_is_mended_only_after_the_answers_is_late(void **state)
{
	static const struct {
		struct date answers;
		const char *made;
		bool on_half;
		const char *wanted;
	} cases[] = {
		{ { 2025, 3, 1 }, "", false, "late " },
		{ { 2025, 3, 31 }, "", false, "late " },
		{ { 2025, 4, 1 }, "", false, "" },
		{ { 0, 0, 0 }, "", false, "" },
		{ { 2025, 3, 1 }, "", true, "" },
		{ { 2025, 3, 1 }, "2025-02-14T20:00:00+07:00", false, "late " },
		{ { 2025, 3, 1 }, "2025-02-15T02:00:00+07:00", false, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct lint_rules with = rules;
		struct outline o;
		struct buf got;

		with.answers = cases[i].answers;
		with.least_days = 14;
		with.is_on_half = cases[i].on_half ? is_o1 : NULL;
		buf_init(&got, 4096);
		load(&o, sound);
		o.made = cases[i].made;
		codes_of(&got, &o, &with);
		if (strcmp(buf_str(&got), cases[i].wanted) != 0)
			fail_msg("case %zu: found \"%s\"", i, buf_str(&got));
		outline_done(&o);
		buf_done(&got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_fault_is_found_and_nothing_else),
		cmocka_unit_test(without_a_pack_items_are_taken_as_they_are),
		cmocka_unit_test(what_is_mended_only_after_the_answers_is_late),
		cmocka_unit_test_setup_teardown(
			a_finding_is_answered_by_its_concept, golden_setup,
			golden_teardown),
		cmocka_unit_test_setup_teardown(
			an_item_that_asks_twice_answers_twice, golden_setup,
			golden_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
