#include "base/database.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/mem.h"

#define BUSY_MS 30000

struct database {
	sqlite3 *db;
	char *path;
};

struct database_query {
	struct database *database;
	sqlite3_stmt *statement;
};

static int fail(
	const struct database *db, enum error_code code, struct error *err)
{
	(void)error_set(err, code, "%s: %s", db->path,
		db->db ? sqlite3_errmsg(db->db) : "out of memory");
	return (int)code;
}

int database_open(
	struct database **out, const char *path, bool create, struct error *err)
{
	const int flags =
		SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
	struct database *db = mem_zalloc(sizeof(*db));
	int rc = 0;

	db->path = mem_strdup(path);
	if (sqlite3_open_v2(path, &db->db, flags, NULL) != SQLITE_OK ||
		sqlite3_busy_timeout(db->db, BUSY_MS) != SQLITE_OK)
		rc = fail(db, create ? ERR_WRITE : ERR_READ, err);
	if (rc == 0)
		*out = db;
	else
		database_free(db);
	return rc;
}

void database_free(struct database *db)
{
	if (!db)
		return;
	(void)sqlite3_close(db->db);
	free(db->path);
	free(db);
}

const char *database_path(const struct database *db)
{
	return db->path;
}

int database_run(struct database *db, const char *text, struct error *err)
{
	return sqlite3_exec(db->db, text, NULL, NULL, NULL) == SQLITE_OK
		       ? 0
		       : fail(db, ERR_WRITE, err);
}

int database_ask(struct buf *out, struct database *db, const char *question,
	struct error *err)
{
	struct database_query *q = NULL;
	int rc = database_prepare(&q, db, question, err);

	if (rc == 0)
		rc = database_next(q, err);
	if (rc == 1)
		buf_puts(out, database_text(q, 0));
	else if (rc == 0)
		rc = fail(db, ERR_READ, err);
	database_query_free(q);
	return rc < 0 ? rc : 0;
}

static int fail_damaged(
	const struct database *db, const char *how, struct error *err)
{
	return error_set(err, ERR_SYNTAX, "%s: damaged: %.200s", db->path, how);
}

int database_check(struct database *db, struct error *err)
{
	struct buf answer;
	int rc, code;

	buf_init(&answer, SIZE_MAX / 2);
	rc = database_ask(&answer, db, "PRAGMA integrity_check", err);
	code = sqlite3_errcode(db->db);
	if (rc < 0 && (code == SQLITE_CORRUPT || code == SQLITE_NOTADB))
		rc = fail_damaged(db, sqlite3_errmsg(db->db), err);
	else if (rc == 0 && strcmp(buf_str(&answer), "ok") != 0)
		rc = fail_damaged(db, buf_str(&answer), err);
	buf_done(&answer);
	return rc;
}

int database_version(struct database *db)
{
	struct error ignored;
	struct buf answer;
	int version = 0;

	buf_init(&answer, SIZE_MAX / 2);
	if (database_ask(&answer, db, "PRAGMA user_version", &ignored) == 0)
		version = (int)slice_number(buf_slice(&answer), INT32_MAX);
	buf_done(&answer);
	return version;
}

bool database_is_busy(const struct database *db)
{
	const int code = sqlite3_errcode(db->db);

	return code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

int database_prepare(struct database_query **out, struct database *db,
	const char *text, struct error *err)
{
	struct database_query *q = mem_zalloc(sizeof(*q));

	q->database = db;
	if (sqlite3_prepare_v2(db->db, text, -1, &q->statement, NULL) !=
		SQLITE_OK) {
		free(q);
		return fail(db, ERR_READ, err);
	}
	*out = q;
	return 0;
}

void database_query_free(struct database_query *q)
{
	if (!q)
		return;
	(void)sqlite3_finalize(q->statement);
	free(q);
}

/* Binding fails only when memory is out, and then the step fails too: columns
 * are NOT NULL. */
void database_bind_text(struct database_query *q, int at, const char *s)
{
	(void)sqlite3_bind_text(q->statement, at, s, -1, SQLITE_STATIC);
}

void database_bind_number(struct database_query *q, int at, uint64_t v)
{
	(void)sqlite3_bind_int64(q->statement, at, (sqlite3_int64)v);
}

void database_bind_bytes(struct database_query *q, int at, struct slice s)
{
	(void)sqlite3_bind_blob64(
		q->statement, at, s.len ? s.data : "", s.len, SQLITE_STATIC);
}

int database_next(struct database_query *q, struct error *err)
{
	const int step = sqlite3_step(q->statement);

	if (step == SQLITE_ROW)
		return 1;
	return step == SQLITE_DONE ? 0 : fail(q->database, ERR_READ, err);
}

int database_step(struct database_query *q, struct error *err)
{
	const int rc = sqlite3_step(q->statement) == SQLITE_DONE
			       ? 0
			       : fail(q->database, ERR_WRITE, err);

	database_reset(q);
	return rc;
}

void database_reset(struct database_query *q)
{
	(void)sqlite3_reset(q->statement);
	(void)sqlite3_clear_bindings(q->statement);
}

const char *database_text(struct database_query *q, int column)
{
	const void *text = sqlite3_column_text(q->statement, column);

	return text ? text : "";
}

int64_t database_number(struct database_query *q, int column)
{
	return sqlite3_column_int64(q->statement, column);
}

struct slice database_bytes(struct database_query *q, int column)
{
	const void *data = sqlite3_column_blob(q->statement, column);

	return slice_of(
		data, (size_t)sqlite3_column_bytes(q->statement, column));
}

bool database_is_null(struct database_query *q, int column)
{
	return sqlite3_column_type(q->statement, column) == SQLITE_NULL;
}
