#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "base/sorter.h"

/* The key of the line of that number: each is that of two lines. */
static unsigned key_of(unsigned number, unsigned n)
{
	return number % (n / 2) * 2654435761U;
}

static void add(struct sorter *s, unsigned number, unsigned n)
{
	char line[300];
	const int key_len =
		snprintf(line, sizeof(line), "%u", key_of(number, n));
	const int len = snprintf(line + key_len, sizeof(line) - (size_t)key_len,
		" %u %0*u", number, (int)(number % 200), 0U);

	sorter_add(s, slice_of(line, (size_t)(key_len + len)), (size_t)key_len,
		number);
}

/* The first two words of a line. */
static void split(struct slice line, char *key, unsigned long *number)
{
	const size_t end = (size_t)slice_find(line, " ", 0);

	assert_in_range(end, 1, 15);
	memcpy(key, line.data, end);
	key[end] = '\0';
	*number = strtoul(line.data + end, NULL, 10);
}

/* All lines come, each once, in the order of keys and then of numbers. */
static void check_order(struct sorter *s, unsigned n)
{
	unsigned char *seen = calloc(n, 1);
	char last[16] = "", key[16];
	unsigned long before = 0, now;
	struct slice line;
	struct error err;

	assert_non_null(seen);
	for (unsigned i = 0; i < n; i++) {
		assert_int_equal(sorter_next(s, &line, &err), 1);
		split(line, key, &now);
		assert_in_range(now, 0, n - 1);
		assert_false(seen[now]);
		seen[now] = 1;
		assert_true(strcmp(last, key) < 0 ||
			    (strcmp(last, key) == 0 && before < now));
		memcpy(last, key, sizeof(last));
		before = now;
	}
	assert_int_equal(sorter_next(s, &line, &err), 0);
	assert_int_equal(sorter_next(s, &line, &err), 0);
	free(seen);
}

/* Some fit into memory, others take one run or many in the file. */
static void lines_come_in_the_order_of_their_keys(void **state)
{
	static const unsigned sizes[] = { 0, 2, 100, 9000, 60000 };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct sorter *s = sorter_new();
		struct error err;

		for (unsigned k = 0; k < sizes[i]; k++) {
			add(s, k, sizes[i]);
			assert_int_equal(sorter_settle(s, &err), 0);
		}
		check_order(s, sizes[i]);
		sorter_free(s);
	}
}

static void lines_that_are_cut_off_never_were(void **state)
{
	struct sorter *s = sorter_new();
	struct error err;
	unsigned n = 0;

	(void)state;
	while (n < 30000) {
		for (unsigned i = 0; i < 3; i++)
			add(s, n + i, 30000);
		sorter_cut(s, n + 1);
		n++;
		assert_int_equal(sorter_settle(s, &err), 0);
	}
	check_order(s, n);
	sorter_free(s);
}

static void a_key_goes_before_what_begins_with_it(void **state)
{
	static const char *const keys[] = { "b", "ab", "a", "", "abc" };
	static const char *const sorted[] = { "", "a", "ab", "abc", "b" };
	struct sorter *s = sorter_new();
	struct slice line;
	struct error err;

	(void)state;
	for (uint64_t i = 0; i < 5; i++) {
		char text[8];
		const int len = snprintf(text, sizeof(text), "%szz", keys[i]);

		sorter_add(s, slice_of(text, (size_t)len), (size_t)len - 2, i);
	}
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(sorter_next(s, &line, &err), 1);
		line.len -= 2;
		assert_true(slice_eq(line, sorted[i]));
	}
	sorter_free(s);
	sorter_free(NULL);
}

/* Stands for a full disk: no file may be longer than that. */
static void what_cannot_be_written_is_told(void **state)
{
	struct rlimit limit, small;
	struct sorter *s = sorter_new();
	struct error err;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	(void)signal(SIGXFSZ, SIG_IGN);
	small = (struct rlimit){ 100000, limit.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	for (unsigned i = 0; i < 30000; i++)
		add(s, i, 30000);
	assert_int_equal(sorter_settle(s, &err), ERR_WRITE);
	assert_string_equal(err.text, "a temporary file: File too large");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	sorter_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_come_in_the_order_of_their_keys),
		cmocka_unit_test(lines_that_are_cut_off_never_were),
		cmocka_unit_test(a_key_goes_before_what_begins_with_it),
		cmocka_unit_test(what_cannot_be_written_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
