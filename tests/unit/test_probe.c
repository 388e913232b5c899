#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/limits.h"
#include "crawler/probe.h"

#define A "http://a.go.th"

/* A page that was read and says what the imprint stands for. */
static uint32_t add(
	struct frontier *f, const char *url, uint64_t topics, uint64_t imprint)
{
	const struct frontier_link link = {
		.url = url, .parent = VISIT_NONE, .anchor = "", .topics = topics
	};
	bool fresh;
	const uint32_t id = frontier_add(f, &link, &fresh);

	frontier_visit(f, id)->outcome = OUTCOME_OK;
	frontier_visit(f, id)->kind = PAGE_HTML;
	frontier_item(f, id)->imprint = imprint;
	return id;
}

static void lead(struct frontier *f, uint32_t from, uint32_t to)
{
	frontier_visit(f, from)->outcome = OUTCOME_REDIRECT;
	frontier_visit(f, from)->target = to;
}

/* Plans, and lets every folder answer anything with that. */
static void answer(
	struct probes *p, struct frontier *f, uint64_t imprint, uint32_t target)
{
	struct probe *probe;

	assert_true(probes_plan(p, f));
	while ((probe = probes_next(p)) != NULL) {
		probe->asked = true;
		probe->imprint = imprint;
		probe->target = target;
	}
	probes_mark(p, f, 0);
}

static void check(struct frontier *f, uint32_t id, enum outcome o)
{
	const struct visit *v = frontier_visit(f, id);

	if (v->outcome != o)
		fail_msg("%s: %s", v->url, outcome_name(v->outcome));
}

static void one_name_is_made_up_for_each_folder_that_matters(void **state)
{
	struct frontier *f = frontier_new();
	struct probes *p = probes_new();
	const struct probe *probe;
	const char *example;

	(void)state;
	add(f, A "/", 0, 1);
	add(f, A "/x", 0, 1); /* promises nothing */
	add(f, A "/n/1.php?id=2", 1, 1);
	add(f, A "/n/2.html", 2, 1);
	add(f, A "/m/", 1, 1);
	assert_true(probes_plan(p, f));
	probe = probes_next(p);
	assert_string_equal(probe->folder, A "/n/");
	assert_non_null(strstr(probe->url, A "/n/no-such-page-"));
	assert_string_equal(strrchr(probe->url, '.'), ".php");
	probe = probes_next(p);
	assert_string_equal(probe->folder, A "/m/");
	assert_null(strchr(strstr(probe->url, "/m/"), '.'));
	assert_null(probes_next(p));
	assert_int_equal(probes_asked(p, &example), 0);
	assert_string_equal(example, "");
	probes_free(p);
	frontier_free(f);
}

static void a_server_is_asked_ten_times_at_most(void **state)
{
	struct frontier *f = frontier_new();
	struct probes *p = probes_new();
	size_t n = 0;

	(void)state;
	for (int i = 0; i < 3 * LIMIT_PROBES; i++) {
		char url[64];

		(void)snprintf(url, sizeof(url), A "/%d/x", i);
		add(f, url, 1, 1);
	}
	add(f, "https://b.go.th/x", 1, 1);
	assert_true(probes_plan(p, f));
	while (probes_next(p))
		n++;
	assert_int_equal(n, LIMIT_PROBES + 1);
	probes_free(p);
	frontier_free(f);
}

static void what_is_shown_for_anything_is_no_page(void **state)
{
	struct frontier *f = frontier_new();
	struct probes *p = probes_new();
	const uint32_t home = add(f, A "/", 0, 7);
	const uint32_t dead = add(f, A "/n/dead", 1, 9);
	const uint32_t real = add(f, A "/n/real", 1, 8);
	const uint32_t index = add(f, A "/n/index.html", 0, 9);
	const uint32_t other = add(f, A "/m/like", 0, 9);

	(void)state;
	answer(p, f, 9, VISIT_NONE);
	check(f, home, OUTCOME_OK);
	check(f, dead, OUTCOME_SOFT_404);
	check(f, real, OUTCOME_OK);
	check(f, index, OUTCOME_OK);
	check(f, other, OUTCOME_OK); /* its folder was not asked */
	probes_free(p);
	frontier_free(f);
}

static void the_home_page_for_anything_is_real_once(void **state)
{
	struct frontier *f = frontier_new();
	struct probes *p = probes_new();
	const uint32_t home = add(f, A "/", 1, 7);
	const uint32_t dead = add(f, A "/dead", 1, 7);
	const uint32_t folder = add(f, A "/n/", 1, 7);

	(void)state;
	answer(p, f, 7, VISIT_NONE);
	check(f, home, OUTCOME_OK);
	check(f, dead, OUTCOME_SOFT_404);
	check(f, folder, OUTCOME_SOFT_404);
	probes_free(p);
	frontier_free(f);
}

static void what_leads_where_anything_leads_is_no_page(void **state)
{
	struct frontier *f = frontier_new();
	struct probes *p = probes_new();
	const uint32_t site = add(f, A "/start", 1, 0);
	const uint32_t home = add(f, A "/home", 0, 7);
	const uint32_t dead = add(f, A "/n/dead", 1, 0);
	const uint32_t moved = add(f, A "/n/old", 1, 0);
	const uint32_t real = add(f, A "/n/new", 1, 5);

	(void)state;
	lead(f, site, home);
	lead(f, dead, home);
	lead(f, moved, real);
	answer(p, f, 0, home);
	check(f, site, OUTCOME_REDIRECT);
	check(f, home, OUTCOME_OK);
	check(f, dead, OUTCOME_SOFT_404);
	check(f, moved, OUTCOME_REDIRECT);
	check(f, real, OUTCOME_OK);
	probes_free(p);
	frontier_free(f);
}

static void a_login_for_anything_hides_what_is_there(void **state)
{
	struct frontier *f = frontier_new();
	struct probes *p = probes_new();
	const uint32_t home = add(f, A "/", 0, 7);
	const uint32_t login = add(f, A "/in", 0, 6);
	const uint32_t page = add(f, A "/n/page", 1, 0);

	(void)state;
	(void)home;
	frontier_visit(f, login)->outcome = OUTCOME_LOGIN;
	lead(f, page, login);
	answer(p, f, 0, login);
	check(f, page, OUTCOME_REDIRECT);
	probes_free(p);
	probes_free(NULL);
	frontier_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			one_name_is_made_up_for_each_folder_that_matters),
		cmocka_unit_test(a_server_is_asked_ten_times_at_most),
		cmocka_unit_test(what_is_shown_for_anything_is_no_page),
		cmocka_unit_test(the_home_page_for_anything_is_real_once),
		cmocka_unit_test(what_leads_where_anything_leads_is_no_page),
		cmocka_unit_test(a_login_for_anything_hides_what_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
