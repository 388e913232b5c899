/*
 * One SQLite file: statements prepared, bound, stepped through.
 *
 * Messages begin with the file's name.  A database another process holds is
 * waited for, half a minute.
 */
#ifndef OIT_BASE_DATABASE_H
#define OIT_BASE_DATABASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"

struct database;

/* A prepared statement.  Columns of answers count from 0, places to bind from
 * 1. */
struct database_query;

/*
 * Opens a file, which is made when create is set.  ERR_WRITE if so, ERR_READ
 * otherwise.  The caller frees with database_free(), after all queries, for
 * which NULL is nothing.
 */
int database_open(struct database **out, const char *path, bool create,
	struct error *err);
void database_free(struct database *db);

const char *database_path(const struct database *db);

/* Runs statements that answer nothing; ERR_WRITE. */
int database_run(struct database *db, const char *text, struct error *err);

/* Adds the one value that a question is answered with to out; ERR_READ. */
int database_ask(struct buf *out, struct database *db, const char *question,
	struct error *err);

/*
 * Whether a file that could be opened is whole: reads all of it.  ERR_SYNTAX
 * when it is damaged or no database, ERR_READ.
 */
int database_check(struct database *db, struct error *err);

/* The number its owner gave to its schema; 0 when it has none or is no
 * database. */
int database_version(struct database *db);

/* Why the last call failed: somebody else is using the file. */
bool database_is_busy(const struct database *db);

/* ERR_READ when the tables it names are not there.  The caller frees. */
int database_prepare(struct database_query **out, struct database *db,
	const char *text, struct error *err);
void database_query_free(struct database_query *q);

/* What is bound must live until the statement is run or reset. */
void database_bind_text(struct database_query *q, int at, const char *s);
void database_bind_number(struct database_query *q, int at, uint64_t v);
void database_bind_bytes(struct database_query *q, int at, struct slice s);

/* The next row of the answer: 1, or 0 when there is none; ERR_READ. */
int database_next(struct database_query *q, struct error *err);

/* Runs a statement that answers nothing and makes it ready again; ERR_WRITE. */
int database_step(struct database_query *q, struct error *err);

/* Makes a query ready to be bound and run again. */
void database_reset(struct database_query *q);

/* Of the row: text is "" for NULL and lives until the next row. */
const char *database_text(struct database_query *q, int column);
int64_t database_number(struct database_query *q, int column);
struct slice database_bytes(struct database_query *q, int column);
bool database_is_null(struct database_query *q, int column);

#endif
