#include <setjmp.h>
#include <signal.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"

/* Every test runs inside a fresh folder of its own. */
static int enter_folder(void **state)
{
	char name[] = "/tmp/test-file-XXXXXX";

	*state = mkdtemp(name) ? mem_strdup(name) : NULL;
	return *state && chdir(*state) == 0 ? 0 : -1;
}

static int leave_folder(void **state)
{
	struct error err;
	int result;

	if (chdir("/") != 0)
		return -1;
	result = file_remove_tree(*state, &err);
	free(*state);
	return result;
}

static void assert_holds(const char *path, const char *text)
{
	struct error err;
	struct buf b;

	buf_init(&b, 4096);
	assert_int_equal(file_read(&b, path, &err), 0);
	assert_string_equal(buf_str(&b), text);
	buf_done(&b);
}

static void what_is_written_is_read(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(file_write("a", slice_str("one\n"), &err), 0);
	assert_holds("a", "one\n");
	assert_int_equal(file_write("./a", slice_str("two"), &err), 0);
	assert_holds("a", "two");
	assert_int_equal(file_write("a", slice_str(NULL), &err), 0);
	assert_holds("a", "");
	assert_false(file_exists("a.part"));
}

/* The numbers up to the one at ctx, the greatest first. */
static int next_number(void *ctx, struct slice *piece, struct error *err)
{
	static char text[16];
	int *left = ctx;

	if (*left < 0)
		return error_set(err, ERR_READ, "below zero");
	(void)snprintf(text, sizeof(text), "%d ", *left);
	*piece = slice_str(text);
	return (*left)-- > 0;
}

static void pieces_follow_each_other(void **state)
{
	struct error err;
	int n = 12;

	(void)state;
	assert_int_equal(file_write_pieces("a", next_number, &n, &err), 0);
	assert_holds("a", "12 11 10 9 8 7 6 5 4 3 2 1 ");
	assert_int_equal(
		file_write_pieces("no/a", next_number, &n, &err), ERR_WRITE);
	n = -1;
	assert_int_equal(
		file_write_pieces("a", next_number, &n, &err), ERR_READ);
	assert_string_equal(err.text, "below zero");
	assert_holds("a", "12 11 10 9 8 7 6 5 4 3 2 1 ");
	assert_false(file_exists("a.part"));
}

static void reading_appends(void **state)
{
	struct error err;
	struct buf b;

	(void)state;
	buf_init(&b, 16);
	assert_int_equal(file_write("a", slice_str("x"), &err), 0);
	assert_int_equal(file_read(&b, "a", &err), 0);
	assert_int_equal(file_read(&b, "a", &err), 0);
	assert_string_equal(buf_str(&b), "xx");
	buf_done(&b);
}

static void a_file_over_the_ceiling_is_refused(void **state)
{
	struct error err;
	struct buf b;

	(void)state;
	assert_int_equal(file_write("a", slice_str("12345"), &err), 0);
	buf_init(&b, 4);
	assert_int_equal(file_read(&b, "a", &err), ERR_LIMIT);
	assert_string_equal(err.text, "a: longer than 4 bytes");
	buf_done(&b);
}

static void what_cannot_be_read_is_named(void **state)
{
	struct error err;
	struct buf b;

	(void)state;
	buf_init(&b, 16);
	assert_int_equal(file_read(&b, "none", &err), ERR_READ);
	assert_string_equal(
		err.text, "none: cannot read: No such file or directory");
	assert_int_equal(file_read(&b, ".", &err), ERR_READ);
	assert_string_equal(err.text, ".: cannot read: Is a directory");
	buf_done(&b);
}

static void what_cannot_be_written_is_named(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(
		file_write("no/where", slice_str("x"), &err), ERR_WRITE);
	assert_string_equal(
		err.text, "no/where: cannot write: No such file or directory");
	assert_int_equal(file_make_folder("d", &err), 0);
	assert_int_equal(file_write("d", slice_str("x"), &err), ERR_WRITE);
	assert_string_equal(err.text, "d: cannot write: Is a directory");
	assert_false(file_exists("d.part"));
}

/* A disk that fills up, as far as a process can have one. */
static void a_write_that_fails_leaves_the_old_file(void **state)
{
	struct rlimit old, tight = { 0 };
	static const char big[8192];
	struct error err;
	int result;

	(void)state;
	assert_int_equal(file_write("a", slice_str("old"), &err), 0);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	tight.rlim_cur = 4096;
	tight.rlim_max = old.rlim_max;
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
	result = file_write("a", slice_of(big, sizeof(big)), &err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(result, ERR_WRITE);
	assert_string_equal(err.text, "a: cannot write: File too large");
	assert_holds("a", "old");
	assert_false(file_exists("a.part"));
}

static void a_part_left_behind_is_written_over(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(
		file_write("a.part", slice_str("a longer rest"), &err), 0);
	assert_int_equal(file_write("a", slice_str("new"), &err), 0);
	assert_holds("a", "new");
	assert_false(file_exists("a.part"));
}

static void files_of_a_folder_are_written_together(void **state)
{
	static const struct file_content old[] = { { "a", { "one", 3 } },
		{ "b", { "two", 3 } } };
	static const struct file_content new[] = { { "a", { "1", 1 } },
		{ "no/where", { "2", 1 } } };
	struct error err;

	(void)state;
	assert_int_equal(file_make_folder("d", &err), 0);
	assert_int_equal(file_write_all("d", old, 2, &err), 0);
	assert_holds("d/a", "one");
	assert_holds("d/b", "two");
	assert_int_equal(file_write_all("d", new, 2, &err), ERR_WRITE);
	assert_string_equal(err.text,
		"d/no/where: cannot write: No such file or directory");
	assert_holds("d/a", "one");
	assert_false(file_exists("d/a.part"));
	assert_int_equal(file_write_all("d", NULL, 0, &err), 0);
}

static void a_folder_is_made_once(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(file_make_folder("d", &err), 0);
	assert_true(file_exists("d"));
	assert_int_equal(file_make_folder("d", &err), ERR_WRITE);
	assert_string_equal(err.text, "d: cannot make the folder: File exists");
}

static void a_folder_moves_but_over_no_full_one(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(file_make_folder("run.part", &err), 0);
	assert_int_equal(file_write("run.part/f", slice_str("x"), &err), 0);
	assert_int_equal(file_rename("run.part", "run", &err), 0);
	assert_holds("run/f", "x");
	assert_int_equal(file_make_folder("again", &err), 0);
	assert_int_equal(file_rename("again", "run", &err), ERR_WRITE);
	assert_string_equal(err.text,
		"again: cannot rename to \"run\": Directory not empty");
	assert_holds("run/f", "x");
}

static void a_folder_is_synced_with_what_is_in_it(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(file_make_folder("f", &err), 0);
	assert_int_equal(file_write("f/a", slice_str("x"), &err), 0);
	assert_int_equal(file_make_folder("f/g", &err), 0);
	assert_int_equal(file_sync_folder("f", &err), 0);
	assert_int_equal(symlink("nowhere", "f/dangling"), 0);
	assert_int_equal(file_sync_folder("f", &err), ERR_WRITE);
	assert_true(
		slice_starts(slice_str(err.text), "f/dangling: cannot sync: "));
	assert_int_equal(file_sync_folder("no", &err), ERR_WRITE);
}

static void names_of_a_folder_come_in_order(void **state)
{
	static const char *const made[] = { "b.json", "a.json", ".c.json",
		"d.txt", "é.json", ".json", "B.json" };
	static const char *const wanted[] = { "B.json", "a.json", "b.json",
		"é.json" };
	struct error err;
	char **names = NULL;
	int n;

	(void)state;
	for (size_t i = 0; i < sizeof(made) / sizeof(*made); i++)
		assert_int_equal(file_write(made[i], slice_str("{}"), &err), 0);
	n = file_list(&names, ".", ".json", &err);
	assert_int_equal(n, 4);
	for (int i = 0; i < n; i++)
		assert_string_equal(names[i], wanted[i]);
	file_list_free(names, n);
	assert_int_equal(file_list(&names, "gone", ".json", &err), ERR_READ);
	assert_non_null(strstr(err.text, "gone: cannot read"));
}

static void a_tree_goes_but_not_what_its_links_name(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(file_write("keep", slice_str("x"), &err), 0);
	assert_int_equal(file_make_folder("stay", &err), 0);
	assert_int_equal(file_write("stay/f", slice_str("y"), &err), 0);
	assert_int_equal(file_make_folder("t", &err), 0);
	assert_int_equal(file_make_folder("t/u", &err), 0);
	assert_int_equal(file_write("t/u/f", slice_str("z"), &err), 0);
	assert_int_equal(symlink("../keep", "t/link"), 0);
	assert_int_equal(symlink("../stay", "t/folder"), 0);
	assert_int_equal(symlink("nowhere", "t/dangling"), 0);
	assert_true(file_exists("t/dangling"));
	assert_int_equal(file_remove_tree("t", &err), 0);
	assert_false(file_exists("t"));
	assert_holds("keep", "x");
	assert_holds("stay/f", "y");
	assert_int_equal(file_remove_tree("keep", &err), 0);
	assert_false(file_exists("keep"));
	assert_int_equal(file_remove_tree("keep", &err), 0);
}

static void a_tree_too_deep_is_left_and_named(void **state)
{
	char name[256] = "d";
	struct error err;

	(void)state;
	for (int i = 0; i < 70; i++) {
		size_t n = strlen(name);

		assert_int_equal(file_make_folder(name, &err), 0);
		(void)snprintf(name + n, sizeof(name) - n, "/d");
	}
	assert_int_equal(file_remove_tree("d", &err), ERR_WRITE);
	assert_true(slice_starts(slice_str(err.text), "d: cannot remove: "));
	assert_int_equal(file_rename("d/d/d/d/d/d/d/d/d/d", "e", &err), 0);
	assert_int_equal(file_remove_tree("d", &err), 0);
	assert_int_equal(file_remove_tree("e", &err), 0);
}

#define IN_FOLDER(test) \
	cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(what_is_written_is_read),
		IN_FOLDER(pieces_follow_each_other),
		IN_FOLDER(reading_appends),
		IN_FOLDER(a_file_over_the_ceiling_is_refused),
		IN_FOLDER(what_cannot_be_read_is_named),
		IN_FOLDER(what_cannot_be_written_is_named),
		IN_FOLDER(a_write_that_fails_leaves_the_old_file),
		IN_FOLDER(a_part_left_behind_is_written_over),
		IN_FOLDER(files_of_a_folder_are_written_together),
		IN_FOLDER(a_folder_is_made_once),
		IN_FOLDER(a_folder_moves_but_over_no_full_one),
		IN_FOLDER(a_folder_is_synced_with_what_is_in_it),
		IN_FOLDER(names_of_a_folder_come_in_order),
		IN_FOLDER(a_tree_goes_but_not_what_its_links_name),
		IN_FOLDER(a_tree_too_deep_is_left_and_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
