#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "crawler/files.h"

#define WORKERS 2
#define REFUSED 0xff

/* How many of the transfers a child may have with these limits. */
static int room(rlim_t soft, rlim_t hard, size_t transfers)
{
	const struct rlimit limit = { .rlim_cur = soft, .rlim_max = hard };
	struct error err = { 0 };
	int status = -1;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		(void)close(STDERR_FILENO);
		if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
			_exit(REFUSED - 1);
		if (files_room(&transfers, WORKERS, &err) < 0)
			_exit(strstr(err.text, "open files: ") ? REFUSED : 0);
		_exit((int)transfers);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void the_system_is_asked_for_what_it_has(void **state)
{
	static const struct {
		rlim_t soft, hard;
		size_t transfers;
		int room;
	} rows[] = {
		{ 200, 200, 16, 16 },
		{ 20, 200, 16, 16 },
		{ 20, 162, 16, 16 },
		{ 20, 161, 16, 15 },
		{ 64, 64, 16, 3 },
		{ 64, 64, 1, 1 },
		{ 42, 42, 16, 1 },
		{ 41, 41, 1, REFUSED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
			room(rows[i].soft, rows[i].hard, rows[i].transfers),
			rows[i].room);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_system_is_asked_for_what_it_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
