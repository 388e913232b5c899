#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/limits.h"
#include "crawler/scope.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define A "http://a.go.th"
#define DEEP "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20"

static struct scope *make(const struct scope_options *options)
{
	struct scope *s = scope_new(options);

	scope_add_site(s, A "/");
	return s;
}

static enum outcome ask(struct scope *s, const char *url, const char *parent,
	uint32_t depth, const char **rule)
{
	const struct scope_link link = { url, parent, depth };

	return scope_judge(s, &link, rule);
}

static void each_address_comes_to_its_outcome(void **state)
{
	static const struct {
		const char *url;
		uint32_t depth;
		enum outcome outcome;
		const char *rule;
	} rows[] = {
		{ A "/", 0, OUTCOME_PENDING, "" },
		{ "https://www.a.go.th/x", 1, OUTCOME_PENDING, "" },
		{ "http://b.go.th/", 1, OUTCOME_OUT_OF_SCOPE, "" },
		{ "http://files.example/x", 1, OUTCOME_PENDING, "" },
		{ A "/logout", 1, OUTCOME_EXCLUDED, "acting_link: logout" },
		{ A "/user/Logout.php", 1, OUTCOME_EXCLUDED,
			"acting_link: Logout.php" },
		{ A "/wp-admin/", 1, OUTCOME_EXCLUDED,
			"acting_link: wp-admin" },
		{ A "/admin?x", 1, OUTCOME_EXCLUDED, "acting_link: admin" },
		{ A "/administration/x", 1, OUTCOME_PENDING, "" },
		{ A "/x?action=delete&id=1", 1, OUTCOME_EXCLUDED,
			"acting_link: action=delete" },
		{ A "/x?action=view&id=1", 1, OUTCOME_PENDING, "" },
		{ A "/x?id=1&del=5", 1, OUTCOME_EXCLUDED,
			"acting_link: del=5" },
		{ A "/x?transaction=1", 1, OUTCOME_PENDING, "" },
		{ A "/x.MP4", 1, OUTCOME_EXCLUDED, "media_file" },
		{ A "/x.pdf", 1, OUTCOME_PENDING, "" },
		{ A DEEP, 1, OUTCOME_PENDING, "" },
		{ A DEEP "/21", 1, OUTCOME_TRAP_LIMIT, "long_path" },
		{ A "/a/a/x", 1, OUTCOME_PENDING, "" },
		{ A "/a/a/a", 1, OUTCOME_TRAP_LIMIT, "repeated_part: /a" },
		{ A "/a/b/a/b/x", 1, OUTCOME_PENDING, "" },
		{ A "/a/b/a/b/a/b", 1, OUTCOME_TRAP_LIMIT,
			"repeated_part: /a/b" },
		{ A "/x/a/b/a/b/a/b/y", 1, OUTCOME_TRAP_LIMIT,
			"repeated_part: /a/b" },
		{ A "/x/aa/a/a/b", 1, OUTCOME_PENDING, "" },
		{ A "/y", LIMIT_DEPTH, OUTCOME_PENDING, "" },
		{ A "/z", LIMIT_DEPTH + 1, OUTCOME_TRAP_LIMIT, "depth" },
	};
	static const char *const aliases[] = { "Files.Example", "" };
	const struct scope_options options = { .host_aliases = aliases,
		.n_host_aliases = 2 };
	struct scope *s = make(&options);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *rule;
		enum outcome o =
			ask(s, rows[i].url, A "/", rows[i].depth, &rule);

		if (o != rows[i].outcome || strcmp(rule, rows[i].rule) != 0)
			fail_msg("%s: %s (%s)", rows[i].url, outcome_name(o),
				rule);
	}
	scope_free(s);
}

static const char *no(void *ctx, const char *url)
{
	return strstr(url, ctx) ? "--exclude no" : NULL;
}

static void the_users_options_are_obeyed(void **state)
{
	char word[] = "/no/";
	const struct scope_options options = {
		.no_documents = true, .excluded = no, .excluded_ctx = word
	};
	struct scope *s = make(&options);
	const char *rule;

	(void)state;
	assert_int_equal(ask(s, A "/no/x", A "/", 1, &rule), OUTCOME_EXCLUDED);
	assert_string_equal(rule, "option: --exclude no");
	assert_int_equal(
		ask(s, A "/x.PDF?y", A "/", 1, &rule), OUTCOME_EXCLUDED);
	assert_string_equal(rule, "no_documents");
	assert_int_equal(ask(s, A "/yes", A "/", 1, &rule), OUTCOME_PENDING);
	scope_free(s);
	scope_free(NULL);
}

/* Asks for numbered pages that one of their own pattern leads to, and how many
 * were let through. */
static int ask_many(struct scope *s, const char *tail)
{
	char url[128], parent[128];
	const char *rule;
	int let = 0;

	(void)snprintf(parent, sizeof(parent), A "/index.php?id=0%s", tail);
	for (int i = 0; i < LIMIT_PATTERN_PAGES + 50; i++) {
		(void)snprintf(
			url, sizeof(url), A "/index.php?id=%d%s", i, tail);
		let += ask(s, url, parent, 1, &rule) == OUTCOME_PENDING;
	}
	return let;
}

static void endless_lists_are_cut_one_by_one(void **state)
{
	const struct scope_options options = { 0 };
	struct scope *s = make(&options);
	const char *rule;

	(void)state;
	assert_int_equal(ask_many(s, "&view=news"), LIMIT_PATTERN_PAGES);
	assert_int_equal(ask_many(s, "&view=plan"), LIMIT_PATTERN_PAGES);
	assert_int_equal(ask_many(s, "&view=plan"), 0);
	assert_int_equal(ask(s, A "/index.php?id=7&view=plan",
				 A "/index.php?id=6&view=plan", 1, &rule),
		OUTCOME_TRAP_LIMIT);
	assert_string_equal(rule, "pattern: " A "/index.php?id=*&view=plan");
	for (int i = 0; i <= LIMIT_PATTERN_PAGES; i++) {
		char url[64];
		enum outcome o;

		(void)snprintf(url, sizeof(url), A "/news?%d", i);
		o = ask(s, url, A "/news?0", 1, &rule);
		assert_int_equal(o, i < LIMIT_PATTERN_PAGES
					    ? OUTCOME_PENDING
					    : OUTCOME_TRAP_LIMIT);
	}
	scope_free(s);
}

static void what_others_lead_to_as_well_makes_room(void **state)
{
	const struct scope_options options = { 0 };
	struct scope *s = make(&options);
	const struct scope_link own = { A "/n?a=2", A "/n?a=1", 1 };
	const struct scope_link other = { A "/n?a=2", A "/list?p=1", 1 };
	const char *rule;

	(void)state;
	assert_true(scope_is_own(s, &own));
	assert_false(scope_is_own(s, &other));
	assert_int_equal(ask_many(s, "&view=news"), LIMIT_PATTERN_PAGES);
	scope_release(s, A "/index.php?id=3&view=news");
	scope_release(s, A "/index.php?id=3&view=other");
	assert_int_equal(ask_many(s, "&view=news"), 1);
	assert_int_equal(ask(s, A "/index.php?id=9&view=news",
				 A "/index.php?id=8&view=news", 1, &rule),
		OUTCOME_TRAP_LIMIT);
	scope_free(s);
}

static void what_a_list_names_is_not_endless(void **state)
{
	const struct scope_options options = { 0 };
	struct scope *s = make(&options);

	(void)state;
	for (int i = 0; i < 3 * LIMIT_PATTERN_PAGES; i++) {
		char url[64];
		const char *rule;

		(void)snprintf(url, sizeof(url), A "/view.php?id=%d", i);
		assert_int_equal(ask(s, url, A "/list.php?page=3", 2, &rule),
			OUTCOME_PENDING);
	}
	scope_free(s);
}

/* Reads so many pages under a new session each, of so many kinds. */
static void read_sessions(struct scope *s, int n, int kinds)
{
	for (int i = 0; i < n; i++) {
		char url[64];

		(void)snprintf(
			url, sizeof(url), A "/s/%x7/p%c", i, 'a' + i % kinds);
		scope_note(s, url, (uint64_t)(i % kinds) + 1);
	}
}

static void the_same_text_under_many_addresses_is_one_page(void **state)
{
	const struct scope_options options = { 0 };
	struct scope *s = make(&options);
	const char *rule;

	(void)state;
	read_sessions(s, LIMIT_COPIES + 4, 4);
	assert_false(scope_is_copy(s, A "/s/9f/new", false, &rule));
	read_sessions(s, 1, 1);
	assert_true(scope_is_copy(s, A "/s/9f/new", false, &rule));
	assert_string_equal(rule, "copies: " A "/s/*");
	assert_false(scope_is_copy(s, A "/s/new", false, &rule));
	assert_false(scope_is_copy(s, A "/t/9f", false, &rule));
	scope_free(s);
}

static void what_may_be_looked_for_is_believed_to_differ_longer(void **state)
{
	const struct scope_options options = { 0 };
	struct scope *s = make(&options);
	const char *rule;

	(void)state;
	read_sessions(s, LIMIT_PATTERN_PAGES + 1, 1);
	assert_false(scope_is_copy(s, A "/s/9f/new", true, &rule));
	read_sessions(s, 1, 1);
	assert_true(scope_is_copy(s, A "/s/9f/new", true, &rule));
	assert_false(scope_is_copy(s, A "/s/9f/new.pdf", false, &rule));
	scope_free(s);
}

static void a_long_archive_of_different_texts_is_none(void **state)
{
	const struct scope_options options = { 0 };
	struct scope *s = make(&options);
	const char *rule;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		char url[64];

		(void)snprintf(url, sizeof(url), A "/news/%d.html", i);
		scope_note(s, url, (uint64_t)(i % 600) + 1);
	}
	assert_false(scope_is_copy(s, A "/news/1001.html", false, &rule));
	scope_free(s);
}

static void an_address_may_be_too_long(void **state)
{
	const struct scope_options options = { 0 };
	struct scope *s = make(&options);
	char url[LIMIT_URL_BYTES + 2];
	const char *rule;

	(void)state;
	memset(url, 'x', sizeof(url) - 1);
	memcpy(url, A "/", sizeof(A));
	url[sizeof(A)] = 'x';
	url[sizeof(url) - 1] = '\0';
	assert_int_equal(ask(s, url, A "/", 1, &rule), OUTCOME_TRAP_LIMIT);
	assert_string_equal(rule, "long_address");
	url[sizeof(url) - 2] = '\0';
	assert_int_equal(ask(s, url, A "/", 1, &rule), OUTCOME_PENDING);
	scope_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_address_comes_to_its_outcome),
		cmocka_unit_test(the_users_options_are_obeyed),
		cmocka_unit_test(endless_lists_are_cut_one_by_one),
		cmocka_unit_test(what_others_lead_to_as_well_makes_room),
		cmocka_unit_test(what_a_list_names_is_not_endless),
		cmocka_unit_test(
			the_same_text_under_many_addresses_is_one_page),
		cmocka_unit_test(
			what_may_be_looked_for_is_believed_to_differ_longer),
		cmocka_unit_test(a_long_archive_of_different_texts_is_none),
		cmocka_unit_test(an_address_may_be_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
