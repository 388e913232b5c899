#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "rules/waiver.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

#define DIGEST \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* A statement with all that each must have, and more. */
#define SAYS(more) \
	"{\"reason\": \"r\", \"by\": \"b\", \"until\": \"2025-09-30\"" more "}"
#define OF_DOCUMENT \
	", \"url\": \"http://a.example/1\", \"sha256\": \"" DIGEST "\""

static struct ruleset *rules;

static int load_rules(void **state)
{
	struct error err;

	(void)state;
	if (ruleset_load(&rules, "rules/catalog", 2568, &err) != 0)
		fail_msg("%s", err.text);
	return 0;
}

static int free_rules(void **state)
{
	(void)state;
	ruleset_free(rules);
	return 0;
}

/* Reads text as an office file. */
static int load(struct waivers **out, const char *text, struct error *err)
{
	char path[] = "/tmp/oit-waiver-XXXXXX";
	struct error ignored = { 0 };
	int fd = mkstemp(path), rc;

	assert_true(fd >= 0);
	(void)close(fd);
	assert_int_equal(file_write(path, slice_str(text), err), 0);
	rc = waivers_load(out, path, rules, err);
	(void)file_remove_tree(path, &ignored);
	return rc;
}

static struct waivers *load_good(const char *text)
{
	struct waivers *w = NULL;
	struct error err = { 0 };

	if (load(&w, text, &err) != 0)
		fail_msg("%s", err.text);
	return w;
}

static const struct item *item_of(const char *id)
{
	for (size_t i = 0; i < rules->n_items; i++)
		if (strcmp(rules->items[i].id, id) == 0)
			return &rules->items[i];
	return NULL;
}

static size_t concept_of(const char *key)
{
	return (size_t)ruleset_concept(rules, key);
}

/* What is wrong, and what is said of it. */
static const struct {
	const char *text;
	const char *says;
} bad[] = {
	{ "{\"waivers\": {}}", "key \"waivers\": must be a list" },
	{ "{\"waivers\": [1]}", "key \"waivers[0]\": must be an object" },
	{ "{\"waivers\": [\n{}]}",
		":2: key \"waivers[0]\": \"reason\" is missing" },
	{ "{\"waivers\": [{\"reason\": \"\"}]}",
		"key \"waivers[0].reason\": is empty" },
	{ "{\"waivers\": [{\"reason\": \"r\"}]}", "\"by\" is missing" },
	{ "{\"waivers\": [{\"reason\": \"r\", \"by\": \"b\"}]}",
		"\"until\" is missing" },
	{ "{\"waivers\": [{\"reason\": \"r\", \"by\": \"b\",\n"
	  "\"until\": \"2025-02-30\"}]}",
		":2: key \"waivers[0].until\": \"2025-02-30\" is no "
		"date" },
	{ "{\"waivers\": [{\"reason\": \"r\", \"by\": \"b\", "
	  "\"until\": \"2568-09-30\"}]}",
		"\"2568-09-30\" is no date" },
	{ "{\"waivers\": [{\"reason\": \"r\", \"by\": \"b\", "
	  "\"until\": \"2025-09-30T00:00:00+07:00\"}]}",
		"is no date" },
	{ "{\"waivers\": [" SAYS("") "]}",
		"needs either \"item\" with \"year\" or \"concept\"" },
	{ "{\"waivers\": [" SAYS(", \"concept\": \"measures\", "
				 "\"item\": \"o1\"") "]}",
		"needs either" },
	{ "{\"waivers\": [" SAYS(", \"item\": \"o1\"") "]}",
		"key \"waivers[0]\": \"year\" is missing" },
	{ "{\"waivers\": [" SAYS(", \"item\": \"o29\", "
				 "\"year\": 2568") "]}",
		"key \"waivers[0].item\": \"o29\" is no item of 2568" },
	{ "{\"waivers\": [" SAYS(", \"concept\": \"mesures\"") "]}",
		"key \"waivers[0].concept\": \"mesures\" is no "
		"concept" },
	{ "{\"waivers\": [" SAYS(", \"concept\": \"service_manual\", "
				 "\"part\": \"fees\"") "]}",
		"key \"waivers[0].part\": \"fees\" is no part of it" },
	{ "{\"waivers\": [" SAYS(", \"item\": \"o9\", \"year\": 2568, "
				 "\"part\": \"chart\"") "]}",
		"\"chart\" is no part of it" },
	{ "{\"waivers\": [" SAYS(", \"wy\": 1") "]}",
		"key \"waivers[0].wy\": unknown key" },
	{ "{\"not_applicable\": [" SAYS(OF_DOCUMENT) "]}",
		"key \"not_applicable[0].url\": unknown key" },
	{ "{\"attestations\": [" SAYS(", \"item\": \"o9\"") "]}",
		"\"url\" is missing" },
	{ "{\"attestations\": [" SAYS(", \"url\": \"http://a/\"") "]}",
		"\"sha256\" is missing" },
	{ "{\"attestations\": [" SAYS(", \"url\": \"a.pdf\", "
				      "\"sha256\": \"" DIGEST "\"") "]}",
		"\"a.pdf\" is no address" },
	{ "{\"attestations\": [" SAYS(", \"url\": \"http://a/\", "
				      "\"sha256\": \"12\"") "]}",
		"must be 64 hexadecimal digits" },
};

static void a_bad_statement_is_named_with_line_and_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct waivers *w = NULL;
		struct error err = { 0 };

		assert_int_equal(load(&w, bad[i].text, &err), ERR_SYNTAX);
		if (!strstr(err.text, bad[i].says))
			fail_msg("%s: \"%s\" is not said", err.text,
				bad[i].says);
		assert_null(w);
	}
}

static void a_number_is_of_its_year_and_a_concept_of_all(void **state)
{
	struct waivers *w = load_good(
		"{\"waivers\": [" SAYS(", \"item\": \"o9\", \"year\": 2568") "," SAYS(
			", \"item\": \"o9\", \"year\": 2567") "," SAYS(", \"concept\": \"measures\"") "]}");

	(void)state;
	assert_int_equal(w->n, 2);
	assert_true(waiver_is_about(
		&w->items[0], item_of("o9"), concept_of("service_manual")));
	assert_false(waiver_is_about(
		&w->items[0], item_of("o27"), concept_of("measures")));
	assert_true(waiver_is_about(
		&w->items[1], item_of("o27"), concept_of("measures")));
	waivers_free(w);
}

/* o12 of 2568 asks for a list and for progress. */
static void what_an_item_asks_for_is_a_part_of_it(void **state)
{
	struct waivers *w = load_good("{\"waivers\": [" SAYS(
		", \"item\": \"o12\", \"year\": 2568, "
		"\"part\": \"proc_progress\"") "," SAYS(", \"item\": \"o12\", \"year\": 2568, "
							"\"part\": \"months\"") "]}");
	const struct item *o12 = item_of("o12");
	size_t list = concept_of("proc_list"),
	       progress = concept_of("proc_progress");

	(void)state;
	waivers_settle(w, NULL, NULL, NULL, "2025-01-01");
	assert_ptr_equal(waivers_find(w, o12, progress, NULL), &w->items[0]);
	assert_null(waivers_find(w, o12, list, NULL));
	assert_ptr_equal(waivers_find(w, o12, list, "months"), &w->items[1]);
	assert_null(waivers_find(w, o12, list, "columns"));
	assert_null(waivers_find(NULL, o12, list, NULL));
	waivers_free(w);
}

/* A place that leads on to the document. */
static struct visit visits[] = {
	{ .url = "http://a.example/1", .target = 1 },
	{ .url = "http://a.example/2", .target = VISIT_NONE },
	{ .url = "http://a.example/3", .target = VISIT_NONE },
};

static uint32_t find(void *ctx, const char *url)
{
	(void)ctx;
	for (uint32_t i = 0; i < COUNT(visits); i++)
		if (strcmp(visits[i].url, url) == 0)
			return i;
	return VISIT_NONE;
}

static void a_statement_ends_with_its_day_and_its_document(void **state)
{
	static const struct {
		const char *day, *url, *sha256;
		enum waiver_state state;
	} rows[] = {
		{ "2025-09-30", "http://a.example/2", DIGEST, WAIVER_HOLDS },
		{ "2025-10-01", "http://a.example/2", DIGEST, WAIVER_EXPIRED },
		{ "2026-01-01", "http://a.example/2", DIGEST, WAIVER_EXPIRED },
		{ "2025-09-30", "http://a.example/1", DIGEST, WAIVER_HOLDS },
		{ "2025-09-30", "http://a.example/3", DIGEST, WAIVER_UNSEEN },
		{ "2025-09-30", "http://a.example/4", DIGEST, WAIVER_UNSEEN },
		{ "2025-09-30", "http://a.example/2",
			"0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
			"0123456789ABCDEF",
			WAIVER_HOLDS },
		{ "2025-09-30", "http://a.example/2",
			"ff23456789abcdef0123456789abcdef0123456789abcdef"
			"0123456789abcdef",
			WAIVER_CHANGED },
	};
	const struct visit_list list = { .items = visits, .n = COUNT(visits) };
	struct waivers *w = load_good("{\"attestations\": [" SAYS(
		", \"concept\": \"measures\"" OF_DOCUMENT) "]}");

	(void)state;
	memcpy(visits[1].sha256, DIGEST, sizeof(DIGEST));
	for (size_t i = 0; i < COUNT(rows); i++) {
		w->items[0].says.url = rows[i].url;
		w->items[0].says.sha256 = rows[i].sha256;
		waivers_settle(w, &list, find, NULL, rows[i].day);
		if (w->items[0].says.state != rows[i].state)
			fail_msg("row %zu: %s", i,
				finding_waiver_word(w->items[0].says.state));
	}
	waivers_free(w);
}

static void a_file_without_statements_says_nothing(void **state)
{
	struct waivers *w = load_good("{\"name\": \"x\"}");

	(void)state;
	assert_int_equal(w->n, 0);
	waivers_free(w);
	waivers_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bad_statement_is_named_with_line_and_key),
		cmocka_unit_test(a_number_is_of_its_year_and_a_concept_of_all),
		cmocka_unit_test(what_an_item_asks_for_is_a_part_of_it),
		cmocka_unit_test(
			a_statement_ends_with_its_day_and_its_document),
		cmocka_unit_test(a_file_without_statements_says_nothing),
	};

	return cmocka_run_group_tests(tests, load_rules, free_rules);
}
