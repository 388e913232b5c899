#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"

static void no_bytes_are_still_a_block(void **state)
{
	void *p = mem_zalloc(0);

	(void)state;
	assert_non_null(p);
	p = mem_realloc(p, 0);
	assert_non_null(p);
	free(p);
}

static void copies_take_null(void **state)
{
	char *s = mem_strndup("townhall", 4);

	(void)state;
	assert_string_equal(s, "town");
	free(s);
	assert_null(mem_strdup(NULL));
	assert_null(mem_strndup(NULL, 3));
}

static void a_grown_array_keeps_its_elements(void **state)
{
	size_t cap = 0;
	int *array = NULL;

	(void)state;
	for (size_t n = 0; n < 1000; n++) {
		array = mem_grow(array, n, &cap, sizeof(*array));
		assert_true(cap > n);
		array[n] = (int)n;
	}
	for (size_t n = 0; n < 1000; n++)
		assert_int_equal(array[n], n);
	free(array);
}

static void grow_past_the_end(void)
{
	size_t cap = SIZE_MAX / 4;

	(void)mem_grow(NULL, cap, &cap, 8);
}

/* The exit status of a child in which that is called. */
static int status_of(void (*call)(void))
{
	int status = -1;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		(void)close(STDERR_FILENO);
		call();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void too_much_ends_the_program(void **state)
{
	(void)state;
	assert_int_equal(status_of(grow_past_the_end), 70);
	assert_int_equal(status_of(mem_exhausted), 70);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_bytes_are_still_a_block),
		cmocka_unit_test(copies_take_null),
		cmocka_unit_test(a_grown_array_keeps_its_elements),
		cmocka_unit_test(too_much_ends_the_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
