#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "crawler/backlog.h"

static void check_next(struct backlog *b, const char *url, uint64_t expected)
{
	uint64_t offset = 0;

	assert_true(backlog_has(b, url));
	assert_true(backlog_take(b, url, &offset));
	assert_int_equal(offset, expected);
}

static void answers_of_an_address_come_in_their_order(void **state)
{
	struct backlog b;
	uint64_t offset;

	(void)state;
	backlog_init(&b);
	backlog_add(&b, "http://a/", 0, 0);
	backlog_add(&b, "http://b/", 10, 0);
	backlog_add(&b, "http://a/", 20, 0);
	backlog_add(&b, "http://a/", 30, 0);
	check_next(&b, "http://a/", 0);
	check_next(&b, "http://a/", 20);
	check_next(&b, "http://b/", 10);
	check_next(&b, "http://a/", 30);
	assert_false(backlog_has(&b, "http://a/"));
	assert_false(backlog_take(&b, "http://a/", &offset));
	assert_false(backlog_has(&b, "http://c/"));
	backlog_add(&b, "http://a/", 40, 0);
	backlog_add(&b, "http://a/", 50, 0);
	check_next(&b, "http://a/", 40);
	backlog_add(&b, "http://a/", 60, 0);
	check_next(&b, "http://a/", 50);
	check_next(&b, "http://a/", 60);
	backlog_done(&b);
}

static void answers_of_before_a_moment_are_dropped(void **state)
{
	struct backlog b;

	(void)state;
	backlog_init(&b);
	backlog_add(&b, "http://a/", 0, 100);
	backlog_add(&b, "http://b/", 10, 100);
	backlog_add(&b, "http://a/", 20, 199);
	backlog_add(&b, "http://a/", 30, 200);
	backlog_add(&b, "http://a/", 40, 100);
	backlog_drop(&b, "http://a/", 200);
	check_next(&b, "http://a/", 30);
	check_next(&b, "http://a/", 40);
	backlog_drop(&b, "http://a/", 200);
	backlog_drop(&b, "http://c/", 200);
	check_next(&b, "http://b/", 10);
	backlog_done(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_of_an_address_come_in_their_order),
		cmocka_unit_test(answers_of_before_a_moment_are_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
