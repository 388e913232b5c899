#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "rules/score.h"
#include "rules/score_conflict.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

#define PACK_2567 "rules/catalog/years/2567.json"
#define REAL "tests/cases/score/real-2567.json"
#define TABLE "tests/cases/score/table-2567.json"
#define SMALL "tests/cases/score/small.json"
#define SMALL_PACK "tests/cases/score/small-pack.json"

static struct score_model *load_model(const char *path)
{
	struct score_model *model = NULL;
	struct error err = { 0 };

	if (score_model_load(&model, path, &err) != 0)
		fail_msg("%s", err.text);
	return model;
}

/* The scores in a file, or what is wrong with it. */
static int load(struct scores **out, const char *path,
	const struct score_model *model, struct error *err)
{
	struct json *doc = NULL;
	int result = json_load(&doc, path, err);

	if (result == 0)
		result = score_read(out, doc, model, err);
	json_free(doc);
	return result;
}

static struct scores *load_scores(
	const char *path, const struct score_model *model)
{
	struct scores *scores = NULL;
	struct error err = { 0 };

	if (load(&scores, path, model, &err) != 0)
		fail_msg("%s", err.text);
	return scores;
}

/* A town's file and all that is reckoned from it. */
struct town {
	struct score_model *model;
	struct scores *scores;
	struct score_result result;
};

static void town_init(struct town *t, const char *path)
{
	t->model = load_model(PACK_2567);
	t->scores = load_scores(path, t->model);
	score_compute(t->scores, t->model, &t->result);
}

static void town_done(struct town *t)
{
	score_result_done(&t->result);
	score_free(t->scores);
	score_model_free(t->model);
}

static void the_real_town_has_all_its_figures(void **state)
{
	static const int indicators[] = { 9253, 9360, 9493, 9307, 9707, 9959,
		9984, 8156, 6786, 10000 };
	static const int parts[] = { 9424, 9844, 8889, 8393 };
	static const struct {
		const char *id;
		int hundredths;
	} groups[] = {
		{ "9.1", 10000 },
		{ "9.2", 6429 },
		{ "9.3", 0 },
		{ "9.4", 10000 },
		{ "9.5", 7500 },
		{ "10.1", 10000 },
		{ "10.2", 10000 },
	};
	struct town t;
	size_t found = 0;

	(void)state;
	town_init(&t, REAL);
	assert_int_equal(t.model->n_items, 15 + 9 + 9 + 35);
	assert_int_equal(t.model->n_indicators, COUNT(indicators));
	for (size_t i = 0; i < COUNT(indicators); i++)
		assert_int_equal(t.result.indicators[i], indicators[i]);
	for (size_t i = 0; i < COUNT(parts); i++)
		assert_int_equal(t.result.parts[i], parts[i]);
	assert_int_equal(t.result.eit, 9366);
	assert_int_equal(t.result.total, 8994);
	for (size_t g = 0; g < t.model->n_groups; g++)
		for (size_t i = 0; i < COUNT(groups); i++)
			if (strcmp(t.model->groups[g].id, groups[i].id) == 0) {
				assert_int_equal(t.result.groups[g],
					groups[i].hundredths);
				found++;
			}
	assert_int_equal(found, COUNT(groups));
	town_done(&t);
}

static void the_real_town_passes_with_oit_below_the_target(void **state)
{
	struct town t;

	(void)state;
	town_init(&t, REAL);
	assert_string_equal(t.result.band->key, "pass");
	assert_false(t.result.below_target[SCORE_PART_IIT]);
	assert_false(t.result.below_target[SCORE_PART_EIT_PUBLIC]);
	assert_false(t.result.below_target[SCORE_PART_EIT_SURVEY]);
	assert_true(t.result.below_target[SCORE_PART_OIT]);
	town_done(&t);
}

static void the_real_town_contradicts_itself_twice(void **state)
{
	const struct score_conflict *c;
	struct town t;
	size_t n;

	(void)state;
	town_init(&t, REAL);
	c = score_conflict_find(t.scores, t.model, &t.result, &n);
	assert_int_equal(n, 2);

	assert_int_equal(c[0].place, SCORE_CONFLICT_ITEM);
	assert_string_equal(c[0].id, "o23");
	assert_int_equal(c[0].printed, 10000);
	assert_int_equal(c[0].computed, 0);
	assert_int_equal(c[0].indicator.printed, 6786);
	assert_int_equal(c[0].indicator.if_computed, 6786);
	assert_int_equal(c[0].indicator.if_printed, 7286);
	assert_int_equal(c[0].total.printed, 8994);
	assert_int_equal(c[0].total.if_computed, 8994);
	assert_int_equal(c[0].total.if_printed, 9094);
	assert_int_equal(c[0].right, SCORE_CONFLICT_COMPUTED);

	assert_int_equal(c[1].place, SCORE_CONFLICT_INDICATOR);
	assert_string_equal(c[1].id, "1");
	assert_int_equal(c[1].printed, 9223);
	assert_int_equal(c[1].computed, 9253);
	assert_int_equal(c[1].total.if_computed, 8994);
	assert_int_equal(c[1].total.if_printed, 8992);
	assert_int_equal(c[1].right, SCORE_CONFLICT_COMPUTED);
	assert_int_equal(c[1].n_fixes, 0);
	town_done(&t);
}

/* With o23 = 100 as its table has it, the rest of the document still tells. */
static void a_wrong_answer_shows_in_indicator_and_total(void **state)
{
	static const char *const fixes[] = { "o18", "o19", "o20", "o21", "o22",
		"o23", "o24", "o25" };
	const struct score_conflict *c;
	struct town t;
	size_t n;

	(void)state;
	town_init(&t, TABLE);
	assert_int_equal(t.result.total, 9094);
	c = score_conflict_find(t.scores, t.model, &t.result, &n);
	assert_int_equal(n, 4);
	assert_string_equal(c[0].id, "1");
	assert_int_equal(c[0].right, SCORE_CONFLICT_COMPUTED);
	assert_string_equal(c[1].id, "9");
	assert_int_equal(c[1].computed, 7286);
	assert_int_equal(c[1].right, SCORE_CONFLICT_PRINTED);
	assert_int_equal(c[1].n_fixes, COUNT(fixes));
	for (size_t i = 0; i < COUNT(fixes); i++) {
		assert_string_equal(c[1].fixes[i].item, fixes[i]);
		assert_int_equal(c[1].fixes[i].hundredths, 0);
	}
	assert_string_equal(c[2].id, "total");
	assert_int_equal(c[2].printed, 8994);
	assert_int_equal(c[2].right, SCORE_CONFLICT_PRINTED);
	/* OIT would be 86.43, and no part below 85. */
	assert_int_equal(c[3].place, SCORE_CONFLICT_LEVEL);
	assert_string_equal(c[3].computed_level, "ผ่านดี");
	town_done(&t);
}

/* The same, when the document's text has the right answer. */
static void an_answer_printed_elsewhere_settles_it(void **state)
{
	const struct score_conflict *c;
	struct town t;
	size_t n;
	long o23;

	(void)state;
	town_init(&t, TABLE);
	o23 = score_model_item(t.model, SCORE_PART_OIT, "o23");
	t.scores->printed.items[o23] = 0;
	c = score_conflict_find(t.scores, t.model, &t.result, &n);
	assert_int_equal(n, 5);
	assert_string_equal(c[0].id, "o23");
	assert_int_equal(c[0].right, SCORE_CONFLICT_PRINTED);
	assert_string_equal(c[2].id, "9");
	assert_int_equal(c[2].n_fixes, 1);
	assert_string_equal(c[2].fixes[0].item, "o23");
	town_done(&t);
}

static void a_total_against_all_indicators_is_the_slip(void **state)
{
	const struct score_conflict *c;
	struct town t;
	size_t n;

	(void)state;
	town_init(&t, REAL);
	t.scores->printed
		.items[score_model_item(t.model, SCORE_PART_OIT, "o23")] = -1;
	t.scores->printed.indicators[0] = 9253;
	t.scores->printed.total = 8894;
	t.scores->printed.parts[SCORE_PART_OIT] = 8398;
	t.scores->printed.eit = 9366;
	t.scores->printed.level = "ผ่านดี";
	c = score_conflict_find(t.scores, t.model, &t.result, &n);
	assert_int_equal(n, 3);
	assert_int_equal(c[0].place, SCORE_CONFLICT_PART);
	assert_string_equal(c[0].id, "oit");
	assert_int_equal(c[0].computed, 8393);
	assert_int_equal(c[1].place, SCORE_CONFLICT_TOTAL);
	assert_int_equal(c[1].right, SCORE_CONFLICT_COMPUTED);
	assert_int_equal(c[2].place, SCORE_CONFLICT_LEVEL);
	assert_string_equal(c[2].printed_level, "ผ่านดี");
	assert_string_equal(c[2].computed_level, "ผ่าน");
	town_done(&t);
}

static void nothing_printed_contradicts_nothing(void **state)
{
	struct town t;
	size_t n;

	(void)state;
	town_init(&t, REAL);
	for (size_t i = 0; i < t.model->n_items; i++)
		t.scores->printed.items[i] = -1;
	for (size_t i = 0; i < t.model->n_indicators; i++)
		t.scores->printed.indicators[i] = -1;
	t.scores->printed.total = -1;
	t.scores->printed.level = NULL;
	assert_null(score_conflict_find(t.scores, t.model, &t.result, &n));
	assert_int_equal(n, 0);
	town_done(&t);
}

static void classes_break_at_85_and_100(void **state)
{
	static const struct {
		int hundredths;
		const char *name;
	} rows[] = {
		{ 0, "defect" },
		{ 8400, "defect" },
		{ 8450, "defect" },
		{ 8499, "defect" },
		{ 8500, "develop" },
		{ 9999, "develop" },
		{ 10000, "keep" },
	};
	struct score_model *m = load_model(PACK_2567);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(
			score_class_name(score_class_of(m, rows[i].hundredths)),
			rows[i].name);
	score_model_free(m);
}

static void set_all(struct town *t, enum score_part part, int hundredths)
{
	for (size_t i = 0; i < t->model->n_items; i++)
		if (t->model->items[i].part == part)
			t->scores->items[i] = hundredths;
}

static void bands_ask_for_the_total_and_for_each_part(void **state)
{
	static const struct {
		int parts[SCORE_PARTS];
		int total;
		const char *band;
	} rows[] = {
		{ { 10000, 10000, 10000, 10000 }, 10000, "excellent" },
		{ { 9500, 9500, 9500, 9500 }, 9500, "excellent" },
		{ { 9499, 10000, 10000, 10000 }, 9850, "good" },
		{ { 10000, 10000, 9499, 10000 }, 9925, "good" },
		{ { 8500, 8500, 8500, 8500 }, 8500, "good" },
		{ { 8499, 8500, 8500, 8501 }, 8500, "pass" },
		{ { 10000, 10000, 8499, 10000 }, 9775, "pass" },
		{ { 8499, 8499, 8499, 8499 }, 8499, "improve" },
		{ { 10000, 10000, 10000, 6249 }, 8500, "pass" },
		{ { 10000, 10000, 10000, 6248 }, 8499, "improve" },
		{ { 7000, 7000, 7000, 7000 }, 7000, "improve" },
		{ { 6999, 6999, 6999, 6999 }, 6999, "urgent" },
		{ { 0, 0, 0, 0 }, 0, "urgent" },
	};
	struct town t;

	(void)state;
	town_init(&t, REAL);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct score_result r;

		for (int p = 0; p < SCORE_PARTS; p++)
			set_all(&t, (enum score_part)p, rows[i].parts[p]);
		score_compute(t.scores, t.model, &r);
		assert_int_equal(r.total, rows[i].total);
		assert_string_equal(r.band->key, rows[i].band);
		score_result_done(&r);
	}
	town_done(&t);
}

/* A mean of x.xx5 in the exact figure goes up, however it came about. */
static void halves_are_rounded_up(void **state)
{
	struct score_model *m = load_model(PACK_2567);

	(void)state;
	assert_int_equal(score_round(m, 0), 0);
	assert_int_equal(score_round(m, m->scale / 2), 1);
	assert_int_equal(score_round(m, m->scale / 2 - 1), 0);
	assert_int_equal(score_round(m, 8994 * m->scale + m->scale / 2), 8995);
	assert_int_equal(
		score_round(m, 8994 * m->scale + m->scale / 2 - 1), 8994);
	score_model_free(m);
}

static void an_item_counts_by_the_size_of_its_group(void **state)
{
	static const struct {
		const char *item;
		long thousandths;
	} rows[] = {
		{ "o1", 667 },
		{ "o8", 571 },
		{ "o14", 1000 },
		{ "o18", 1000 },
		{ "o23", 1000 },
		{ "o26", 1250 },
		{ "o35", 5000 },
		{ "o36", -1 },
		{ "i1", -1 },
	};
	struct score_model *m = load_model(PACK_2567);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(score_model_stake(m, rows[i].item),
			rows[i].thousandths);
	score_model_free(m);
}

static void procurement_mended_lifts_oit(void **state)
{
	static const char *const items[] = { "o14", "o15", "o16", "o17" };
	struct score_result r;
	struct town t;

	(void)state;
	town_init(&t, REAL);
	score_what_if(t.scores, t.model, items, COUNT(items), &r);
	/* 9.3 from 0 to 100: a fifth of indicator 9, a tenth of OIT. */
	assert_int_equal(r.parts[SCORE_PART_OIT], 9393);
	assert_int_equal(r.total, 9394);
	assert_string_equal(r.band->key, "good");
	score_result_done(&r);
	score_what_if(t.scores, t.model, NULL, 0, &r);
	assert_int_equal(r.total, 8994);
	score_result_done(&r);
	town_done(&t);
}

/* In 2568 o28 reports on the measures that o27 publishes. */
static void an_item_gets_nothing_without_the_one_it_needs(void **state)
{
	static const char *const both[] = { "o28", "o27" };
	struct score_model *m = load_model("rules/catalog/years/2568.json");
	struct scores *s = load_scores("tests/cases/score/all-2568.json", m);
	long o27 = score_model_item(m, SCORE_PART_OIT, "o27");
	struct score_result r;

	(void)state;
	s->items[o27] = s->items[o27 + 1] = 0;
	score_compute(s, m, &r);
	assert_int_equal(r.parts[SCORE_PART_OIT], 7500);
	score_result_done(&r);
	assert_string_equal(score_held_by(s, m, both, 1, "o28"), "o27");
	score_what_if(s, m, both, 1, &r);
	assert_int_equal(r.parts[SCORE_PART_OIT], 7500);
	score_result_done(&r);
	assert_null(score_held_by(s, m, both, 2, "o28"));
	score_what_if(s, m, both, 2, &r);
	assert_int_equal(r.parts[SCORE_PART_OIT], 10000);
	score_result_done(&r);
	s->items[o27] = 5000;
	assert_null(score_held_by(s, m, both, 1, "o28"));
	score_free(s);
	score_model_free(m);
}

/* What the town's plan says: o27 is worth 4 points, and o28 falls with it, 6
 * together. */
static void another_model_knows_what_some_items_are_worth(void **state)
{
	struct score_model *m = load_model("rules/catalog/years/2568.json");

	(void)state;
	assert_int_equal(m->n_others, 1);
	assert_string_equal(m->others[0].name, "item-points-2568");
	assert_int_equal(score_model_other(&m->others[0], "o27"), 4000);
	assert_int_equal(score_model_other(&m->others[0], "o28"), 2000);
	assert_int_equal(score_model_other(&m->others[0], "o26"), -1);
	score_model_free(m);
	m = load_model(PACK_2567);
	assert_int_equal(m->n_others, 0);
	score_model_free(m);
}

/* A file with one passage replaced, under a name of its own. */
static void write_changed(const char *path, const char *original,
	const char *passage, const char *by)
{
	struct buf text, out;
	struct error err;
	long at;

	buf_init(&text, 65536);
	buf_init(&out, 65536);
	assert_int_equal(file_read(&text, original, &err), 0);
	at = slice_find(buf_slice(&text), passage, 0);
	assert_true(at >= 0);
	buf_put(&out, text.data, (size_t)at);
	buf_puts(&out, by);
	buf_puts(&out, text.data + at + strlen(passage));
	assert_int_equal(file_write(path, buf_slice(&out), &err), 0);
	buf_done(&out);
	buf_done(&text);
}

/* A passage of the real file, what stands in its place, and what that
 * gives. */
static const struct {
	const char *passage, *by, *message;
} bad_scores[] = {
	{ "\"o1\": 100", "\"o1\": 101",
		"23: key \"oit.o1\": 101 is not between 0 and 100" },
	{ "\"o1\": 100", "\"o1\": -1",
		"23: key \"oit.o1\": -1 is not between 0 and 100" },
	{ "95.20", "\"๙๐\"",
		"6: key \"iit.i1\": must be a number from 0 to 100, is "
		"the text \"๙๐\"" },
	{ "95.20", "null",
		"6: key \"iit.i1\": must be a number from 0 to 100" },
	{ "95.20", "95.205",
		"6: key \"iit.i1\": 95.205 has more than two "
		"decimals" },
	{ "95.20", "100.001",
		"6: key \"iit.i1\": 100.001 is not between 0 and "
		"100" },
	{ ", \"i2\": 98.40", "", "5: key \"iit\": \"i2\" is missing" },
	{ "\"e9\": 0", "\"e8\": 0", "20: key \"eit_survey.e8\": given twice" },
	{ ",\n    \"e7\": 100, \"e8\": 100, \"e9\": 0", "",
		"17: key \"eit_survey\": \"e7\" is missing" },
	{ "\"o35\": 100", "\"o36\": 100",
		"27: key \"oit.o36\": \"o36\" is no item of 2567" },
	{ "\"o35\": 100", "\"o35\": 100, \"i1\": 5",
		"27: key \"oit.i1\": \"i1\" is no item of 2567" },
	{ "\"year\": 2567", "\"year\": 2568",
		"3: key \"year\": is 2568, but the rules are those of "
		"2567" },
	{ "\"year\": 2567", "\"year\": \"2567\"",
		"3: key \"year\": must be a number, is text" },
	{ "oit-scores/1", "oit-scores/2",
		"2: key \"schema\": must be \"oit-scores/1\"" },
	{ "\"agency\"", "\"agencie\"", "4: key \"agencie\": unknown key" },
	{ "\"iit\": {", "\"iit\": 5, \"x\": {", "5: key \"x\": unknown key" },
	{ "\"iit\": {", "\"iit_\": {", "5: key \"iit_\": unknown key" },
	{ "\"items\": {", "\"item\": {",
		"30: key \"printed.item\": unknown key" },
	{ "{ \"o23\": 100 }", "{ \"o99\": 100 }",
		"30: key \"printed.items.o99\": \"o99\" is no item of "
		"2567" },
	{ "{ \"o23\": 100 }", "{ \"e1\": 100 }",
		"30: key \"printed.items.e1\": \"e1\" is no item of "
		"2567" },
	{ "\"10\": 100", "\"11\": 100",
		"34: key \"printed.indicators.11\": \"11\" is no "
		"indicator of 2567" },
	{ "89.94", "189.94",
		"36: key \"printed.total\": 189.94 is not between 0 "
		"and 100" },
	{ "\"ผ่าน\"", "\"AA\"",
		"37: key \"printed.level\": must be one of the levels, "
		"such as \"ผ่านดีเยี่ยม\"" },
	{ "\"oit-scores/1\"", "\"oit-scores/1\",,",
		"2:28: expected a key in double quotes" },
};

static void bad_scores_are_refused_by_line_and_key(void **state)
{
	char path[] = "/tmp/test-score-XXXXXX";
	struct score_model *m = load_model(PACK_2567);
	struct error err;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	(void)close(fd);
	for (size_t i = 0; i < COUNT(bad_scores); i++) {
		struct scores *scores = NULL;

		write_changed(
			path, REAL, bad_scores[i].passage, bad_scores[i].by);
		assert_int_equal(load(&scores, path, m, &err), ERR_SYNTAX);
		assert_null(scores);
		assert_string_equal(
			err.text + sizeof(path), bad_scores[i].message);
	}
	assert_int_equal(file_remove_tree(path, &err), 0);
	score_model_free(m);
}

/* By hand: 84.995, 85.005, (100 + 83.3333) / 2; together 87.6667. */
static void a_small_model_is_reckoned_by_hand(void **state)
{
	struct score_model *m = load_model(SMALL_PACK);
	struct scores *scores = load_scores(SMALL, m);
	const struct score_conflict *c;
	struct score_result r;
	size_t n;

	(void)state;
	score_compute(scores, m, &r);
	assert_int_equal(r.parts[SCORE_PART_IIT], 8500);
	assert_int_equal(r.parts[SCORE_PART_EIT_SURVEY], 7001);
	assert_int_equal(r.eit, 8501);
	assert_int_equal(r.parts[SCORE_PART_OIT], 9167);
	assert_int_equal(r.total, 8767);
	assert_string_equal(r.band->key, "urgent");
	assert_false(r.below_target[SCORE_PART_IIT]);
	assert_true(r.below_target[SCORE_PART_EIT_SURVEY]);
	assert_int_equal(score_model_stake(m, "o1"), 20000);
	assert_int_equal(score_model_stake(m, "o2"), 6667);
	c = score_conflict_find(scores, m, &r, &n);
	assert_int_equal(n, 1);
	assert_string_equal(c[0].id, "iit");
	assert_int_equal(c[0].printed, 8499);
	score_result_done(&r);
	score_free(scores);
	score_model_free(m);
}

static void bad_models_are_refused_by_line_and_key(void **state)
{
	static const struct {
		const char *passage, *by, *message;
	} rows[] = {
		{ "\"weight\": 40", "\"weight\": 41",
			"7: key \"score.instruments\": weights add up to 101, "
			"not 100" },
		{ "\"weight\": 30", "\"weight\": 30.5",
			"9: key \"score.instruments.iit.weight\": must be a "
			"whole number from 0 to 100" },
		{ "\"target\": 85",
			"\"target\": 85, \"others\": [{\"model\": \"x\", "
			"\"points\": {\"o1\": \"4\"}}]",
			"40: key \"score.others[0].points.o1\": must be a "
			"number from 0 to 1000" },
		{ "\"model\"", "\"modle\"",
			"4: key \"score.modle\": unknown key" },
		{ "[\"o1\"]", "[]",
			"24: key \"score.instruments.oit.indicators[0]"
			".groups[0].items\": is empty" },
		{ "\"o3\"", "\"o1\"",
			"25: key \"score.instruments.oit.indicators[0]"
			".groups[1].items[1]\": \"o1\" stands in two groups" },
		{ "\"o3\"", "3",
			"25: key \"score.instruments.oit.indicators[0]"
			".groups[1].items[1]\": must be text" },
		{ "\"develop\", \"below\": 100", "\"develop\", \"below\": 80",
			"31: key \"score.classes\": must be defect, develop, "
			"keep with rising limits" },
		{ ",\n      {\"key\": \"keep\"}", "",
			"31: key \"score.classes\": must be defect, develop, "
			"keep with rising limits" },
		{ "\"total\": 0", "\"total\": 1",
			"36: key \"score.bands\": the last band must take "
			"every total" },
		{ "\"target\": 85", "\"target\": 101",
			"40: key \"score.target\": must be a whole number from "
			"0 to 100" },
		{ "\"title\": \"b\", ", "",
			"15: key \"score.instruments.eit.indicators[0]\": "
			"\"title\" is missing" },
	};
	char path[] = "/tmp/test-score-XXXXXX";
	struct error err;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	(void)close(fd);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct score_model *m = NULL;

		write_changed(path, SMALL_PACK, rows[i].passage, rows[i].by);
		assert_int_equal(score_model_load(&m, path, &err), ERR_SYNTAX);
		assert_null(m);
		assert_string_equal(err.text + sizeof(path), rows[i].message);
	}
	assert_int_equal(file_remove_tree(path, &err), 0);
}

static void parts_of_eit_can_be_printed_apart(void **state)
{
	char path[] = "/tmp/test-score-XXXXXX";
	struct score_model *m = load_model(PACK_2567);
	struct scores *scores;
	struct error err;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	(void)close(fd);
	write_changed(path, REAL, "{ \"o23\": 100 }",
		"{ \"eit_survey.e9\": 1, \"i3\": 2 },\n"
		"\"instruments\": { \"eit\": 93.66, \"oit\": 0 }");
	scores = load_scores(path, m);
	assert_int_equal(scores->printed.items[score_model_item(
				 m, SCORE_PART_EIT_SURVEY, "e9")],
		100);
	assert_int_equal(scores->printed.items[score_model_item(
				 m, SCORE_PART_EIT_PUBLIC, "e9")],
		-1);
	assert_int_equal(
		scores->printed
			.items[score_model_item(m, SCORE_PART_IIT, "i3")],
		200);
	assert_int_equal(scores->printed.eit, 9366);
	assert_int_equal(scores->printed.parts[SCORE_PART_OIT], 0);
	assert_int_equal(scores->printed.parts[SCORE_PART_IIT], -1);
	assert_string_equal(
		scores->agency, "a real town's published figures of 2567");
	score_free(scores);
	assert_int_equal(file_remove_tree(path, &err), 0);
	score_model_free(m);
}

static void a_file_that_is_not_there_is_a_read_error(void **state)
{
	struct score_model *m = load_model(PACK_2567), *none = NULL;
	struct error err;

	(void)state;
	assert_int_equal(
		score_model_load(&none, "tests/none.json", &err), ERR_READ);
	assert_null(none);
	score_model_free(m);
	score_model_free(NULL);
	score_free(NULL);
}

static void the_pack_of_2568_can_be_reckoned(void **state)
{
	struct score_model *m = load_model("rules/catalog/years/2568.json");
	long sum = 0;

	(void)state;
	assert_int_equal(m->year, 2568);
	for (size_t i = 0; i < m->n_items; i++)
		if (m->items[i].part == SCORE_PART_OIT)
			sum += score_model_stake(m, m->items[i].id);
	/* Together the items are the weight of OIT, but for the rounding. */
	assert_in_range(sum, 39990, 40010);
	score_model_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_real_town_has_all_its_figures),
		cmocka_unit_test(
			the_real_town_passes_with_oit_below_the_target),
		cmocka_unit_test(the_real_town_contradicts_itself_twice),
		cmocka_unit_test(a_wrong_answer_shows_in_indicator_and_total),
		cmocka_unit_test(an_answer_printed_elsewhere_settles_it),
		cmocka_unit_test(a_total_against_all_indicators_is_the_slip),
		cmocka_unit_test(nothing_printed_contradicts_nothing),
		cmocka_unit_test(classes_break_at_85_and_100),
		cmocka_unit_test(bands_ask_for_the_total_and_for_each_part),
		cmocka_unit_test(halves_are_rounded_up),
		cmocka_unit_test(an_item_counts_by_the_size_of_its_group),
		cmocka_unit_test(procurement_mended_lifts_oit),
		cmocka_unit_test(an_item_gets_nothing_without_the_one_it_needs),
		cmocka_unit_test(another_model_knows_what_some_items_are_worth),
		cmocka_unit_test(bad_scores_are_refused_by_line_and_key),
		cmocka_unit_test(a_small_model_is_reckoned_by_hand),
		cmocka_unit_test(bad_models_are_refused_by_line_and_key),
		cmocka_unit_test(parts_of_eit_can_be_printed_apart),
		cmocka_unit_test(a_file_that_is_not_there_is_a_read_error),
		cmocka_unit_test(the_pack_of_2568_can_be_reckoned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
