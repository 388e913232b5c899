#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/database.h"
#include "base/file.h"

struct place {
	char folder[40], path[64];
};

static void begin(struct place *p)
{
	*p = (struct place){ .folder = "/tmp/oit-database-XXXXXX" };
	assert_non_null(mkdtemp(p->folder));
	(void)snprintf(p->path, sizeof(p->path), "%s/d.sqlite", p->folder);
}

static void end(struct place *p)
{
	struct error err;

	assert_int_equal(file_remove_tree(p->folder, &err), 0);
}

static struct database *make(const struct place *p)
{
	struct database *db = NULL;
	struct error err = { 0 };

	if (database_open(&db, p->path, true, &err) != 0 ||
		database_run(db,
			"PRAGMA user_version = 7;"
			"CREATE TABLE t (n INTEGER, s TEXT NOT NULL, b BLOB);",
			&err) != 0)
		fail_msg("%s", err.text);
	return db;
}

static void values_come_back_as_they_were_bound(void **state)
{
	struct database_query *put = NULL, *get = NULL;
	struct error err = { 0 };
	struct database *db;
	struct place p;

	(void)state;
	begin(&p);
	db = make(&p);
	assert_int_equal(database_prepare(&put, db,
				 "INSERT INTO t VALUES (?, ?, ?)", &err),
		0);
	for (uint64_t i = 0; i < 2; i++) {
		if (i)
			database_bind_number(put, 1, UINT64_MAX);
		database_bind_text(put, 2, "' OR 1; ก");
		database_bind_bytes(put, 3, slice_of("a\0b", 3));
		assert_int_equal(database_step(put, &err), 0);
	}
	assert_int_equal(
		database_prepare(&get, db, "SELECT * FROM t", &err), 0);
	assert_int_equal(database_next(get, &err), 1);
	assert_true(database_is_null(get, 0));
	assert_int_equal(database_next(get, &err), 1);
	assert_true((uint64_t)database_number(get, 0) == UINT64_MAX);
	assert_string_equal(database_text(get, 1), "' OR 1; ก");
	assert_int_equal(database_bytes(get, 2).len, 3);
	assert_memory_equal(database_bytes(get, 2).data, "a\0b", 3);
	assert_int_equal(database_next(get, &err), 0);
	assert_int_equal(database_version(db), 7);
	assert_int_equal(database_check(db, &err), 0);
	database_query_free(put);
	database_query_free(get);
	database_free(db);
	end(&p);
}

static void what_a_statement_must_not_do_is_told_with_the_file(void **state)
{
	struct database_query *q = NULL;
	struct error err = { 0 };
	struct database *db;
	struct place p;

	(void)state;
	begin(&p);
	assert_int_equal(database_open(&db, p.path, false, &err), ERR_READ);
	assert_non_null(strstr(err.text, p.path));
	db = make(&p);
	assert_int_equal(database_run(db, "INSERT INTO none VALUES (1)", &err),
		ERR_WRITE);
	assert_non_null(strstr(err.text, p.path));
	assert_int_equal(
		database_prepare(&q, db, "SELECT * FROM none", &err), ERR_READ);
	assert_null(q);
	assert_int_equal(
		database_prepare(&q, db, "INSERT INTO t (n) VALUES (?)", &err),
		0);
	assert_int_equal(database_step(q, &err), ERR_WRITE);
	assert_non_null(strstr(err.text, p.path));
	database_query_free(q);
	database_free(db);
	end(&p);
}

static void a_file_that_is_none_or_damaged_is_told(void **state)
{
	static const size_t sizes[] = { 10, 5000 };
	struct error err = { 0 };
	struct database *db;
	struct buf bytes;
	struct place p;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		begin(&p);
		buf_init(&bytes, 1000000);
		database_free(make(&p));
		assert_int_equal(file_read(&bytes, p.path, &err), 0);
		if (i == 0)
			memset(bytes.data, 'x', sizes[0]);
		else
			memset(bytes.data + 4096, 'x', sizes[1] - 4096);
		assert_int_equal(
			file_write(p.path, buf_slice(&bytes), &err), 0);
		assert_int_equal(database_open(&db, p.path, false, &err), 0);
		assert_int_equal(database_check(db, &err), ERR_SYNTAX);
		assert_non_null(strstr(err.text, "damaged"));
		database_free(db);
		buf_done(&bytes);
		end(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_come_back_as_they_were_bound),
		cmocka_unit_test(
			what_a_statement_must_not_do_is_told_with_the_file),
		cmocka_unit_test(a_file_that_is_none_or_damaged_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
