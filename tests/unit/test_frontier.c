#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "crawler/frontier.h"

#define SITE "http://a.go.th"

static uint32_t add(struct frontier *f, const char *url, uint32_t depth,
	int priority, uint64_t topics)
{
	const struct frontier_link link = { .url = url,
		.parent = VISIT_NONE,
		.anchor = "",
		.depth = depth,
		.priority = priority,
		.topics = topics };
	bool fresh;

	return frontier_add(f, &link, &fresh);
}

static uint32_t queue(
	struct frontier *f, const char *url, uint32_t depth, int priority)
{
	uint32_t id = add(f, url, depth, priority, 0);

	frontier_queue(f, id);
	return id;
}

static void check_next(struct frontier *f, const char *url)
{
	uint32_t id;

	assert_true(frontier_next(f, &id));
	assert_string_equal(frontier_visit(f, id)->url, url);
}

static void check_empty(struct frontier *f)
{
	uint32_t id;

	assert_false(frontier_next(f, &id));
	assert_int_equal(frontier_queued(f), 0);
}

static void the_order_is_priority_then_depth_then_discovery(void **state)
{
	struct frontier *f = frontier_new();

	(void)state;
	(void)queue(f, SITE "/1", 2, 5);
	(void)queue(f, SITE "/2", 1, 5);
	(void)queue(f, SITE "/3", 1, 5);
	(void)queue(f, SITE "/4", 9, 0);
	(void)queue(f, SITE "/5", 0, 9);
	assert_int_equal(frontier_queued(f), 5);
	check_next(f, SITE "/4");
	check_next(f, SITE "/2");
	check_next(f, SITE "/3");
	check_next(f, SITE "/1");
	check_next(f, SITE "/5");
	check_empty(f);
	frontier_free(f);
}

static void a_better_link_moves_an_address_forward(void **state)
{
	struct frontier *f = frontier_new();

	(void)state;
	(void)queue(f, SITE "/1", 1, 5);
	(void)queue(f, SITE "/2", 1, 5);
	(void)add(f, SITE "/2", 3, 1, 0);
	(void)add(f, SITE "/1", 3, 7, 0);
	assert_int_equal(frontier_queued(f), 2);
	check_next(f, SITE "/2");
	check_next(f, SITE "/1");
	check_empty(f);
	frontier_free(f);
}

static void the_smaller_depth_is_kept(void **state)
{
	struct frontier *f = frontier_new();
	uint32_t id = queue(f, SITE "/1", 7, 5);

	(void)state;
	(void)queue(f, SITE "/2", 3, 5);
	(void)add(f, SITE "/1", 2, 5, 0);
	assert_int_equal(frontier_visit(f, id)->depth, 2);
	check_next(f, SITE "/1");
	check_next(f, SITE "/2");
	check_empty(f);
	frontier_free(f);
}

static void topics_of_all_links_are_joined(void **state)
{
	struct frontier *f = frontier_new();
	uint32_t id = add(f, SITE "/1", 1, 5, 1);

	(void)state;
	assert_int_equal(add(f, SITE "/1", 1, 5, 4), id);
	assert_int_equal(frontier_visit(f, id)->topics, 5);
	assert_int_equal(frontier_count(f), 1);
	frontier_free(f);
}

static void spellings_of_one_page_are_one_visit(void **state)
{
	struct frontier *f = frontier_new();
	uint32_t id = add(f, SITE "/?utm_source=x", 0, 5, 0);

	(void)state;
	assert_int_equal(add(f, SITE "/", 0, 5, 0), id);
	assert_int_equal(add(f, SITE "/index.html", 0, 5, 0), id);
	assert_int_equal(add(f, SITE "/index.html", 0, 5, 0), id);
	assert_int_equal(frontier_find(f, SITE "/index.php"), id);
	assert_int_equal(frontier_find(f, SITE "/other"), VISIT_NONE);
	assert_int_equal(frontier_folded(f, URL_FOLD_INDEX_PAGE), 1);
	frontier_free(f);
}

static void a_page_that_links_twice_counts_once(void **state)
{
	struct frontier *f = frontier_new();
	struct frontier_link link = { .url = SITE "/1", .anchor = "one" };
	bool fresh;
	uint32_t id = frontier_add(f, &link, &fresh);

	(void)state;
	assert_true(fresh);
	(void)frontier_add(f, &link, &fresh);
	assert_false(fresh);
	assert_int_equal(frontier_visit(f, id)->inbound, 1);
	link.parent = 7;
	(void)frontier_add(f, &link, &fresh);
	assert_int_equal(frontier_visit(f, id)->inbound, 2);
	assert_string_equal(frontier_visit(f, id)->anchor, "one");
	frontier_free(f);
}

static void only_a_spelling_that_was_found_is_known(void **state)
{
	struct frontier *f = frontier_new();
	const struct frontier_link link = {
		.url = SITE "/1", .parent = 7, .anchor = "one", .topics = 2
	};
	const struct frontier_link other = { .url = SITE "/1?utm_source=x" };
	const uint32_t id = add(f, SITE "/1", 1, 5, 1);

	(void)state;
	assert_int_equal(frontier_add_known(f, &link), id);
	assert_int_equal(frontier_visit(f, id)->topics, 3);
	assert_int_equal(frontier_visit(f, id)->inbound, 1);
	assert_int_equal(frontier_add_known(f, &other), VISIT_NONE);
	assert_int_equal(frontier_find(f, other.url), id);
	assert_int_equal(frontier_count(f), 1);
	frontier_free(f);
}

static void changed_visits_are_given_out_once(void **state)
{
	struct frontier *f = frontier_new();
	uint32_t id;

	(void)state;
	(void)add(f, SITE "/1", 1, 5, 0);
	assert_true(frontier_next_changed(f, &id));
	assert_false(frontier_next_changed(f, &id));
	(void)add(f, SITE "/1", 1, 5, 0);
	assert_false(frontier_next_changed(f, &id));
	(void)add(f, SITE "/1", 1, 5, 2);
	(void)add(f, SITE "/1", 1, 5, 4);
	assert_true(frontier_next_changed(f, &id));
	assert_false(frontier_next_changed(f, &id));
	frontier_free(f);
}

static void the_ten_thousandth_of_a_kind_keeps_no_other_waiting(void **state)
{
	struct frontier *f = frontier_new();
	char url[64];
	uint32_t id;
	size_t n = 0;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		(void)snprintf(url, sizeof(url), SITE "/news.php?id=%d", i);
		(void)queue(f, url, 1, FRONTIER_PLAIN);
	}
	(void)queue(f, SITE "/about.php", 3, FRONTIER_PLAIN);
	(void)queue(f, SITE "/papers/plan-2567.pdf", 3, FRONTIER_PLAIN + 1);
	for (int left = 2; left > 0 && frontier_next(f, &id); n++)
		left -= id >= 10000;
	assert_true(n <= 6);
	assert_int_equal(frontier_queued(f), 10002 - n);
	while (frontier_next(f, &id))
		n++;
	assert_int_equal(n, 10002);
	frontier_free(f);
}

static void what_is_settled_waits_with_what_promises_nothing(void **state)
{
	struct frontier *f = frontier_new();

	(void)state;
	frontier_queue(f, add(f, SITE "/a", 1, 1, 1));
	frontier_queue(f, add(f, SITE "/b", 1, 1, 2));
	frontier_queue(f, add(f, SITE "/c", 1, 1, 3));
	frontier_queue(f, add(f, SITE "/d", 1, FRONTIER_PLAIN, 0));
	frontier_queue(f, add(f, SITE "/e", 2, 1, 1));
	frontier_seek(f, ~(uint64_t)1);
	check_next(f, SITE "/b");
	check_next(f, SITE "/c");
	check_next(f, SITE "/a");
	frontier_seek(f, UINT64_MAX);
	check_next(f, SITE "/e");
	check_next(f, SITE "/d");
	check_empty(f);
	frontier_free(f);
}

static void a_topic_sought_in_vain_lets_others_pass(void **state)
{
	struct frontier *f = frontier_new();
	char url[64];
	uint32_t id, other;
	size_t n = 0;

	(void)state;
	for (int i = 0; i < 500; i++) {
		(void)snprintf(url, sizeof(url), SITE "/a/%d", i);
		frontier_queue(f, add(f, url, 1, 1, 1));
	}
	other = add(f, SITE "/b", 1, 4, 2);
	frontier_queue(f, other);
	do
		n++;
	while (frontier_next(f, &id) && id != other);
	assert_in_range(n, 9, 20);
	frontier_free(f);
}

static void ten_thousand_addresses_come_out_in_order(void **state)
{
	struct frontier *f = frontier_new();
	char url[64];
	uint32_t id;
	int last = 0;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		(void)snprintf(url, sizeof(url), SITE "/%d", i);
		(void)queue(f, url, (uint32_t)(i * 7919 % 20), i * 31 % 10);
	}
	for (int i = 0; i < 10000; i++) {
		assert_true(frontier_next(f, &id));
		assert_true(frontier_item(f, id)->priority >= last);
		last = frontier_item(f, id)->priority;
	}
	check_empty(f);
	frontier_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_order_is_priority_then_depth_then_discovery),
		cmocka_unit_test(a_better_link_moves_an_address_forward),
		cmocka_unit_test(the_smaller_depth_is_kept),
		cmocka_unit_test(topics_of_all_links_are_joined),
		cmocka_unit_test(spellings_of_one_page_are_one_visit),
		cmocka_unit_test(a_page_that_links_twice_counts_once),
		cmocka_unit_test(only_a_spelling_that_was_found_is_known),
		cmocka_unit_test(changed_visits_are_given_out_once),
		cmocka_unit_test(
			the_ten_thousandth_of_a_kind_keeps_no_other_waiting),
		cmocka_unit_test(
			what_is_settled_waits_with_what_promises_nothing),
		cmocka_unit_test(a_topic_sought_in_vain_lets_others_pass),
		cmocka_unit_test(ten_thousand_addresses_come_out_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
