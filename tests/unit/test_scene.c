#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "rules/scene.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The pack of 2567 asks for the report of 2566, and for a manual of no year. */
#define YEAR 2567
#define REPORT "annual_report"

/* A catalogue for examples alone, and the rules by which they are judged. */
struct stage {
	char folder[64];
	char path[128];
	struct ruleset *rs;
	struct reasons *reasons;
};

static int set_up(void **state)
{
	static struct stage stage;
	struct error err;
	char examples[96];

	(void)snprintf(
		stage.folder, sizeof(stage.folder), "/tmp/oit_scene_XXXXXX");
	assert_non_null(mkdtemp(stage.folder));
	(void)snprintf(examples, sizeof(examples), "%s/examples", stage.folder);
	assert_int_equal(mkdir(examples, 0700), 0);
	(void)snprintf(
		stage.path, sizeof(stage.path), "%s/" REPORT ".json", examples);
	if (ruleset_load(&stage.rs, "rules/catalog", YEAR, &err) != 0 ||
		reasons_load(&stage.reasons, "rules/catalog", &err) != 0)
		fail_msg("%s", err.text);
	*state = &stage;
	return 0;
}

static int tear_down(void **state)
{
	struct stage *stage = *state;
	char examples[96];

	(void)snprintf(
		examples, sizeof(examples), "%s/examples", stage->folder);
	(void)unlink(stage->path);
	(void)rmdir(examples);
	(void)rmdir(stage->folder);
	ruleset_free(stage->rs);
	reasons_free(stage->reasons);
	return 0;
}

/* The item that asks for the report alone. */
static size_t item_of_report(const struct ruleset *rs)
{
	int concept = ruleset_concept(rs, REPORT);

	for (size_t i = 0; i < rs->n_items; i++)
		if (rs->items[i].asks[0].concept == (size_t) concept)
			return i;
	fail_msg("nobody asks for it");
	return 0;
}

static void put_file(const struct stage *stage, const char *text)
{
	FILE *f = fopen(stage->path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

/* Judges the first example of a file of this text. */
static int judge(const struct stage *stage, const char *text,
	struct example_file **file, struct scene **scene, struct error *err)
{
	struct scene_input in = { .rs = stage->rs,
		.reasons = stage->reasons,
		.item = item_of_report(stage->rs) };
	int rc;

	put_file(stage, text);
	rc = example_file_load(file, stage->folder, REPORT, err);
	if (rc != 0)
		return rc;
	in.file = *file;
	in.example = &(*file)->items[0];
	return scene_judge(scene, &in, err);
}

#define FILE_OF(example) \
	"{\"concept\": \"" REPORT "\", \"examples\": [" example "]}"
#define EXAMPLE(home, expect)                                         \
	FILE_OF("{\"id\": \"a\", \"kind\": \"pass\", \"home\": " home \
		", \"expect\": " expect "}")
#define LINK(to) \
	"{\"links\": [{\"text\": \"รายงานผลการดำเนินงานประจำปี\"" to "}]}"
#define PAPER(year)                                                                 \
	LINK(", \"to\": {\"kind\": \"pdf\", \"lines\": [\"รายงานผล" \
	     "การดำเนินงานประจำปี " year "\"]}")

static void a_site_is_judged_as_that_of_a_crawl(void **state)
{
	static const struct {
		const char *home;
		enum verdict verdict;
		const char *code;
		int year;
	} rows[] = {
		{ EXAMPLE(PAPER("{year}"), "{\"verdict\": \"pass\"}"),
			VERDICT_PASS, "found", 2566 },
		{ EXAMPLE(PAPER("{year-1}"), "{\"verdict\": \"pass\"}"),
			VERDICT_STALE, "wrong_year", 2565 },
		{ EXAMPLE(PAPER("{year+1}"), "{\"verdict\": \"pass\"}"),
			VERDICT_MISSING, "not_found", 0 },
		{ EXAMPLE(PAPER("2566"), "{\"verdict\": \"pass\"}"),
			VERDICT_PASS, "found", 2566 },
		{ EXAMPLE(LINK(""), "{\"verdict\": \"pass\"}"), VERDICT_MISSING,
			"label_only", 0 },
		{ EXAMPLE(LINK(", \"to\": {\"outcome\": \"http_error\", "
			       "\"status\": 404}"),
			  "{\"verdict\": \"pass\"}"),
			VERDICT_MISSING, "broken_link", 0 },
		{ EXAMPLE(LINK(", \"to\": {\"kind\": \"pdf\", \"outcome\": "
			       "\"doc_no_text\"}"),
			  "{\"verdict\": \"pass\"}"),
			VERDICT_CANNOT_TELL, "scan_unread", 0 },
		{ EXAMPLE(LINK(", \"href\": \"https://drive.example/x\""),
			  "{\"verdict\": \"pass\"}"),
			VERDICT_CANNOT_TELL, "off_site", 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct example_file *file = NULL;
		struct scene *scene = NULL;
		const struct finding *f;
		struct error err;

		if (judge(*state, rows[i].home, &file, &scene, &err) != 0)
			fail_msg("%s", err.text);
		f = scene_finding(scene);
		if (f->verdict != rows[i].verdict ||
			strcmp(f->reason_code, rows[i].code) != 0 ||
			f->period_found != rows[i].year)
			fail_msg("%zu: %s %s %d", i, verdict_name(f->verdict),
				f->reason_code, f->period_found);
		scene_free(scene);
		example_file_free(file);
	}
}

static void what_is_no_example_is_told_with_its_place(void **state)
{
	static const struct {
		const char *text, *wanted;
	} rows[] = {
		{ "{\"concept\": \"news\", \"examples\": []}",
			"key \"concept\": \"news\" is not the name of its file" },
		{ FILE_OF("{\"id\": \"a\", \"kind\": \"good\", \"home\": {}, "
			  "\"expect\": {\"verdict\": \"pass\"}}"),
			"kind\": unknown kind \"good\"" },
		{ EXAMPLE("{}", "{\"verdict\": \"fine\"}"),
			"unknown verdict \"fine\"" },
		{ EXAMPLE("{\"colour\": 1}", "{\"verdict\": \"pass\"}"),
			"home.colour\": unknown key" },
		{ EXAMPLE("{\"lines\": [\"ปี {yaer}\"]}",
			  "{\"verdict\": \"pass\"}"),
			"home.lines[0]\": has a field that is no {year}" },
		{ EXAMPLE("{\"lines\": [\"\"]}", "{\"verdict\": \"pass\"}"),
			"is an empty line" },
		{ EXAMPLE("{\"kind\": \"book\"}", "{\"verdict\": \"pass\"}"),
			"is no kind of page" },
		{ EXAMPLE("{\"outcome\": \"well\"}", "{\"verdict\": \"pass\"}"),
			"is no outcome" },
		{ EXAMPLE(LINK(", \"href\": \"http://a.example/\", \"to\": {}"),
			  "{\"verdict\": \"pass\"}"),
			"has both href and to" },
		{ FILE_OF("{\"id\": \"a\", \"kind\": \"pass\", \"home\": {}, "
			  "\"expect\": {\"verdict\": \"pass\"}}, "
			  "{\"id\": \"a\", \"kind\": \"pass\", \"home\": {}, "
			  "\"expect\": {\"verdict\": \"pass\"}}"),
			"two examples \"a\"" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct example_file *file = NULL;
		struct scene *scene = NULL;
		struct error err = { 0 };

		assert_int_equal(
			judge(*state, rows[i].text, &file, &scene, &err),
			ERR_SYNTAX);
		if (!strstr(err.text, rows[i].wanted) ||
			!strstr(err.text, REPORT ".json:1: "))
			fail_msg("%zu: %s", i, err.text);
		assert_null(scene);
		example_file_free(file);
	}
}

/* The verdict, the reason where one is named, and all that is lacking. */
static void an_example_is_met_by_what_it_wants_alone(void **state)
{
	static const struct {
		const char *expect;
		bool met;
	} rows[] = {
		{ "{\"verdict\": \"incomplete\"}", true },
		{ "{\"verdict\": \"pass\"}", false },
		{ "{\"verdict\": \"incomplete\", \"reason\": \"part_missing\"}",
			true },
		{ "{\"verdict\": \"incomplete\", \"reason\": \"found\"}",
			false },
		{ "{\"verdict\": \"incomplete\", \"lacks\": [\"fee\"]}", true },
		{ "{\"verdict\": \"incomplete\", \"lacks\": []}", false },
		{ "{\"verdict\": \"incomplete\", \"lacks\": [\"time\"]}",
			false },
		{ "{\"verdict\": \"incomplete\", \"lacks\": [\"fee\", "
		  "\"time\"]}",
			false },
	};
	struct finding_part parts[] = {
		{ .id = "fee", .must = true, .verdict = VERDICT_MISSING },
		{ .id = "time", .must = true, .verdict = VERDICT_PASS },
		{ .id = "map", .must = false, .verdict = VERDICT_MISSING },
	};
	const struct finding f = { .verdict = VERDICT_INCOMPLETE,
		.reason_code = "part_missing",
		.parts = parts,
		.n_parts = COUNT(parts) };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct example_file *file = NULL;
		struct error err;
		char text[512];

		(void)snprintf(text, sizeof(text),
			FILE_OF("{\"id\": \"a\", \"kind\": \"pass\", "
				"\"home\": {}, \"expect\": %s}"),
			rows[i].expect);
		put_file(*state, text);
		if (example_file_load(&file, ((struct stage *)*state)->folder,
			    REPORT, &err) != 0)
			fail_msg("%s", err.text);
		assert_int_equal(
			example_is_met(&file->items[0], &f), rows[i].met);
		example_file_free(file);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_site_is_judged_as_that_of_a_crawl),
		cmocka_unit_test(what_is_no_example_is_told_with_its_place),
		cmocka_unit_test(an_example_is_met_by_what_it_wants_alone),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
