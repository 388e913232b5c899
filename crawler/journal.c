#include "crawler/journal.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/file.h"
#include "base/mem.h"

#define BUSY_MS 30000
#define VERSION 1 /* of the schema, in the file's user_version */

enum statement {
	STATEMENT_BEGIN,
	STATEMENT_COMMIT,
	STATEMENT_SETTING,
	STATEMENT_TOTAL,
	STATEMENT_VISIT,
	STATEMENT_READING,
	STATEMENT_GET_SETTING,
	STATEMENT_GET_READING,
	STATEMENT_EACH_VISIT,
	STATEMENT_COUNT,
};

struct journal {
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENT_COUNT];
	char *path;
};

/*
 * A commit reaches the system, so it survives the death of the program.  What
 * a power loss may take is the newest commits, never their order: a run that
 * is taken up goes by the archive and writes the journal anew.  After 16 MiB,
 * four times SQLite's own measure, the log is written into the file: the pages
 * that each commit changes are mostly the same, and each time waits for the
 * disk.
 */
static const char durability[] = "PRAGMA journal_mode = WAL;"
				 "PRAGMA synchronous = NORMAL;"
				 "PRAGMA wal_autocheckpoint = 4000;";

static const char forget[] = "BEGIN IMMEDIATE;"
			     "DELETE FROM visit;"
			     "DELETE FROM reading;"
			     "DELETE FROM total;"
			     "DELETE FROM setting WHERE key = 'stopped_by';"
			     "COMMIT";

/* A row of visit is all that is needed to take the crawl up again: what is
 * pending is the queue, what was read stands in the archive at warc_offset. */
static const char schema[] =
	"BEGIN IMMEDIATE;"
	"PRAGMA user_version = 1;"
	"CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);"
	"CREATE TABLE total (key TEXT PRIMARY KEY, value INTEGER NOT NULL);"
	"CREATE TABLE visit ("
	" id INTEGER PRIMARY KEY, url TEXT NOT NULL, parent INTEGER,"
	" target INTEGER, anchor TEXT NOT NULL, depth INTEGER NOT NULL,"
	" priority INTEGER NOT NULL, topics INTEGER NOT NULL,"
	" asked INTEGER NOT NULL, inbound INTEGER NOT NULL,"
	" hops INTEGER NOT NULL, tries INTEGER NOT NULL,"
	" outcome TEXT NOT NULL, detail TEXT NOT NULL,"
	" status INTEGER NOT NULL, kind TEXT NOT NULL,"
	" quality TEXT NOT NULL, title TEXT NOT NULL, sha256 TEXT NOT NULL,"
	" fetched_at TEXT NOT NULL, bytes INTEGER NOT NULL,"
	" warc_offset INTEGER, anchors TEXT NOT NULL,"
	" marks INTEGER NOT NULL, imprint INTEGER NOT NULL);"
	"CREATE TABLE reading ("
	" visit INTEGER PRIMARY KEY, payload BLOB NOT NULL);";

static const char *const sql[STATEMENT_COUNT] = {
	[STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
	[STATEMENT_COMMIT] = "COMMIT",
	[STATEMENT_SETTING] = "INSERT OR REPLACE INTO setting VALUES (?, ?)",
	[STATEMENT_TOTAL] = "INSERT OR REPLACE INTO total VALUES (?, ?)",
	[STATEMENT_VISIT] = "INSERT OR REPLACE INTO visit VALUES"
			    " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
			    " ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[STATEMENT_READING] = "INSERT OR REPLACE INTO reading VALUES (?, ?)",
	[STATEMENT_GET_SETTING] = "SELECT value FROM setting WHERE key = ?",
	[STATEMENT_GET_READING] = "SELECT payload FROM reading WHERE visit = ?",
	[STATEMENT_EACH_VISIT] = "SELECT * FROM visit ORDER BY id",
};

static int fail(struct journal *j, struct error *err)
{
	return error_set(err, ERR_WRITE, "%s: %s", j->path,
		j->db ? sqlite3_errmsg(j->db) : "out of memory");
}

static int fail_read(struct journal *j, struct error *err)
{
	(void)fail(j, err);
	return err->code = ERR_READ;
}

static const char *text_at(sqlite3_stmt *s, int at)
{
	const void *text = sqlite3_column_text(s, at);

	return text ? text : "";
}

static bool prepare(struct journal *j)
{
	for (int i = 0; i < STATEMENT_COUNT; i++)
		if (sqlite3_prepare_v2(j->db, sql[i], -1, &j->statements[i],
			    NULL) != SQLITE_OK)
			return false;
	return true;
}

static bool open_file(struct journal *j, int flags)
{
	return sqlite3_open_v2(j->path, &j->db, SQLITE_OPEN_READWRITE | flags,
		       NULL) == SQLITE_OK &&
	       sqlite3_busy_timeout(j->db, BUSY_MS) == SQLITE_OK;
}

static struct journal *new_journal(const char *path)
{
	struct journal *j = mem_zalloc(sizeof(*j));

	j->path = mem_strdup(path);
	return j;
}

static int execute(struct journal *j, const char *text, struct error *err)
{
	return sqlite3_exec(j->db, text, NULL, NULL, NULL) == SQLITE_OK
		       ? 0
		       : fail(j, err);
}

static int create(struct journal *j, const struct journal_setting *settings,
	size_t n, struct error *err)
{
	int rc = open_file(j, SQLITE_OPEN_CREATE) ? 0 : fail(j, err);

	if (rc == 0)
		rc = execute(j, durability, err);
	if (rc == 0)
		rc = execute(j, schema, err);
	if (rc == 0 && !prepare(j))
		rc = fail(j, err);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = journal_put_setting(
			j, settings[i].key, settings[i].value, err);
	return rc < 0 ? rc : journal_commit(j, err);
}

int journal_create(struct journal **out, const char *path,
	const struct journal_setting *settings, size_t n, struct error *err)
{
	struct journal *j;
	int rc;

	if (file_exists(path))
		return error_set(err, ERR_WRITE, "%s: exists", path);
	j = new_journal(path);
	rc = create(j, settings, n, err);
	if (rc == 0)
		*out = j;
	else
		journal_free(j);
	return rc;
}

/* Adds the one value that a question is answered with to out. */
static int ask(struct buf *out, struct journal *j, const char *question,
	struct error *err)
{
	sqlite3_stmt *s = NULL;
	int rc = 0;

	if (sqlite3_prepare_v2(j->db, question, -1, &s, NULL) != SQLITE_OK ||
		sqlite3_step(s) != SQLITE_ROW)
		rc = fail_read(j, err);
	else
		buf_puts(out, text_at(s, 0));
	(void)sqlite3_finalize(s);
	return rc;
}

static int fail_damaged(struct journal *j, const char *how, struct error *err)
{
	return error_set(err, ERR_SYNTAX, "%s: damaged: %.200s", j->path, how);
}

/* What the answer to a question must be; ERR_SYNTAX when it is another. */
static int check_whole(struct journal *j, struct error *err)
{
	struct buf answer;
	int rc, code;

	buf_init(&answer, SIZE_MAX / 2);
	rc = ask(&answer, j, "PRAGMA integrity_check", err);
	code = sqlite3_errcode(j->db);
	if (rc < 0 && (code == SQLITE_CORRUPT || code == SQLITE_NOTADB))
		rc = fail_damaged(j, sqlite3_errmsg(j->db), err);
	else if (rc == 0 && strcmp(buf_str(&answer), "ok") != 0)
		rc = fail_damaged(j, buf_str(&answer), err);
	buf_done(&answer);
	return rc;
}

/* A kill before the first commit leaves a file without a table. */
static int is_begun(struct journal *j, struct error *err)
{
	struct buf answer;
	int rc;

	buf_init(&answer, SIZE_MAX / 2);
	rc = ask(&answer, j, "SELECT count(*) FROM sqlite_master", err);
	if (rc == 0)
		rc = strcmp(buf_str(&answer), "0") != 0;
	buf_done(&answer);
	return rc;
}

/* The version of the schema; 0 when the file is no journal. */
static int version_of(struct journal *j)
{
	struct error ignored;
	struct buf answer;
	int version = 0;

	buf_init(&answer, SIZE_MAX / 2);
	if (ask(&answer, j, "PRAGMA user_version", &ignored) == 0)
		version = (int)slice_number(buf_slice(&answer), INT32_MAX);
	buf_done(&answer);
	return version;
}

static int make_ready(struct journal *j, struct error *err)
{
	if (version_of(j) == VERSION && prepare(j))
		return 0;
	return error_set(err, ERR_SYNTAX, "%s: no journal of version %d",
		j->path, VERSION);
}

int journal_check(const char *path, struct error *err)
{
	struct journal *j;
	int rc;

	if (!file_exists(path))
		return 0;
	j = new_journal(path);
	rc = open_file(j, 0) ? check_whole(j, err) : fail_read(j, err);
	if (rc == 0)
		rc = is_begun(j, err);
	if (rc > 0 && make_ready(j, err) < 0)
		rc = err->code;
	journal_free(j);
	return rc;
}

int journal_open(struct journal **out, const char *path, struct error *err)
{
	struct journal *j = new_journal(path);
	int rc = open_file(j, 0) ? make_ready(j, err) : fail_read(j, err);

	if (rc == 0)
		*out = j;
	else
		journal_free(j);
	return rc;
}

int journal_resume(struct journal **out, const char *path, struct error *err)
{
	struct journal *j = NULL;
	int rc = journal_open(&j, path, err);

	if (rc == 0)
		rc = execute(j, durability, err);
	if (rc == 0)
		rc = execute(j, forget, err);
	if (rc == 0)
		*out = j;
	else
		journal_free(j);
	return rc;
}

void journal_free(struct journal *j)
{
	if (!j)
		return;
	for (int i = 0; i < STATEMENT_COUNT; i++)
		(void)sqlite3_finalize(j->statements[i]);
	(void)sqlite3_close(j->db);
	free(j->path);
	free(j);
}

/* Runs a statement with what was bound to it, and makes it ready again. */
static int run(struct journal *j, enum statement which, struct error *err)
{
	sqlite3_stmt *statement = j->statements[which];
	int rc = sqlite3_step(statement) == SQLITE_DONE ? 0 : fail(j, err);

	(void)sqlite3_reset(statement);
	(void)sqlite3_clear_bindings(statement);
	return rc;
}

int journal_begin(struct journal *j, struct error *err)
{
	return run(j, STATEMENT_BEGIN, err);
}

int journal_commit(struct journal *j, struct error *err)
{
	return run(j, STATEMENT_COMMIT, err);
}

/* Binding fails only when memory is out, and then the step fails too: the
 * columns are NOT NULL. */
static void bind_text(sqlite3_stmt *statement, int at, const char *s)
{
	(void)sqlite3_bind_text(statement, at, s, -1, SQLITE_STATIC);
}

static void bind_number(sqlite3_stmt *statement, int at, uint64_t v)
{
	(void)sqlite3_bind_int64(statement, at, (sqlite3_int64)v);
}

/* An id, or NULL for none. */
static void bind_id(sqlite3_stmt *statement, int at, uint32_t id)
{
	if (id != VISIT_NONE)
		bind_number(statement, at, id);
}

int journal_put_setting(struct journal *j, const char *key, const char *value,
	struct error *err)
{
	bind_text(j->statements[STATEMENT_SETTING], 1, key);
	bind_text(j->statements[STATEMENT_SETTING], 2, value);
	return run(j, STATEMENT_SETTING, err);
}

int journal_put_total(
	struct journal *j, const char *key, uint64_t value, struct error *err)
{
	bind_text(j->statements[STATEMENT_TOTAL], 1, key);
	bind_number(j->statements[STATEMENT_TOTAL], 2, value);
	return run(j, STATEMENT_TOTAL, err);
}

static void bind_found(sqlite3_stmt *s, const struct visit *visit,
	const struct frontier_item *item)
{
	bind_number(s, 1, visit->id);
	bind_text(s, 2, visit->url);
	bind_id(s, 3, visit->parent);
	bind_id(s, 4, visit->target);
	bind_text(s, 5, visit->anchor);
	bind_number(s, 6, visit->depth);
	bind_number(s, 7, (uint64_t)item->priority);
	bind_number(s, 8, visit->topics);
	bind_number(s, 9, item->asked);
	bind_number(s, 10, visit->inbound);
	bind_number(s, 11, item->hops);
	bind_number(s, 12, item->tries);
}

static void bind_result(sqlite3_stmt *s, const struct visit *visit,
	const struct frontier_item *item)
{
	bind_text(s, 13, outcome_name(visit->outcome));
	bind_text(s, 14, visit->detail);
	bind_number(s, 15, (uint64_t)visit->status);
	bind_text(s, 16, page_kind_name(visit->kind));
	bind_text(s, 17, page_quality_name(visit->quality));
	bind_text(s, 18, visit->title);
	bind_text(s, 19, visit->sha256);
	bind_text(s, 20, visit->fetched_at);
	bind_number(s, 21, visit->bytes);
	if (item->archived)
		bind_number(s, 22, item->offset);
}

int journal_put_visit(struct journal *j, const struct visit *visit,
	const struct frontier_item *item, struct error *err)
{
	sqlite3_stmt *s = j->statements[STATEMENT_VISIT];
	struct buf anchors;
	int rc;

	buf_init(&anchors, SIZE_MAX / 2);
	for (size_t i = 0; i < item->n_anchors; i++) {
		buf_puts(&anchors, item->anchors[i]);
		buf_putc(&anchors, '\n');
	}
	bind_found(s, visit, item);
	bind_result(s, visit, item);
	bind_text(s, 23, buf_str(&anchors));
	bind_number(s, 24, visit->marks);
	bind_number(s, 25, item->imprint);
	rc = run(j, STATEMENT_VISIT, err);
	buf_done(&anchors);
	return rc;
}

int journal_put_reading(struct journal *j, uint32_t visit, struct slice payload,
	struct error *err)
{
	sqlite3_stmt *s = j->statements[STATEMENT_READING];

	bind_number(s, 1, visit);
	(void)sqlite3_bind_blob64(s, 2, payload.len ? payload.data : "",
		payload.len, SQLITE_STATIC);
	return run(j, STATEMENT_READING, err);
}

static uint32_t id_at(sqlite3_stmt *s, int at)
{
	return sqlite3_column_type(s, at) == SQLITE_NULL
		       ? VISIT_NONE
		       : (uint32_t)sqlite3_column_int64(s, at);
}

static enum page_kind kind_of(const char *name)
{
	for (enum page_kind i = 0; i < PAGE_KIND_COUNT; i++)
		if (strcmp(page_kind_name(i), name) == 0)
			return i;
	return PAGE_UNKNOWN;
}

static enum page_quality quality_of(const char *name)
{
	for (enum page_quality i = 0; i <= PAGE_QUALITY_DAMAGED; i++)
		if (strcmp(page_quality_name(i), name) == 0)
			return i;
	return PAGE_QUALITY_NONE;
}

/* As bind_found() and bind_result() wrote it, but columns count from 0. */
static void get_visit(
	sqlite3_stmt *s, struct visit *visit, struct frontier_item *item)
{
	*visit = (struct visit){ .id = id_at(s, 0),
		.url = text_at(s, 1),
		.parent = id_at(s, 2),
		.target = id_at(s, 3),
		.anchor = text_at(s, 4),
		.depth = (uint32_t)sqlite3_column_int64(s, 5),
		.topics = (uint64_t)sqlite3_column_int64(s, 7),
		.inbound = (uint32_t)sqlite3_column_int64(s, 9),
		.outcome = outcome_from_name(text_at(s, 12)),
		.detail = text_at(s, 13),
		.status = sqlite3_column_int(s, 14),
		.kind = kind_of(text_at(s, 15)),
		.quality = quality_of(text_at(s, 16)),
		.title = text_at(s, 17),
		.fetched_at = text_at(s, 19),
		.bytes = (size_t)sqlite3_column_int64(s, 20),
		.marks = (unsigned)sqlite3_column_int64(s, 23) };
	*item = (struct frontier_item){ .priority = sqlite3_column_int(s, 6),
		.asked = (uint64_t)sqlite3_column_int64(s, 8),
		.hops = (uint32_t)sqlite3_column_int64(s, 10),
		.tries = (unsigned)sqlite3_column_int64(s, 11),
		.imprint = (uint64_t)sqlite3_column_int64(s, 24),
		.archived = sqlite3_column_type(s, 21) != SQLITE_NULL,
		.offset = (uint64_t)sqlite3_column_int64(s, 21) };
	if (strlen(text_at(s, 18)) < sizeof(visit->sha256))
		memcpy(visit->sha256, text_at(s, 18), strlen(text_at(s, 18)));
}

/* The anchors as lines; the lines' ends become those of strings. */
static void get_anchors(struct frontier_item *item, char *lines)
{
	char *end;

	while (item->n_anchors < FRONTIER_ANCHORS &&
		(end = strchr(lines, '\n')) != NULL) {
		*end = '\0';
		item->anchors[item->n_anchors++] = lines;
		lines = end + 1;
	}
}

int journal_each_visit(struct journal *j,
	void (*take)(void *ctx, const struct visit *visit,
		const struct frontier_item *item),
	void *ctx, struct error *err)
{
	sqlite3_stmt *s = j->statements[STATEMENT_EACH_VISIT];
	int step;

	while ((step = sqlite3_step(s)) == SQLITE_ROW) {
		char *anchors = mem_strdup(text_at(s, 22));
		struct frontier_item item;
		struct visit visit;

		get_visit(s, &visit, &item);
		get_anchors(&item, anchors);
		take(ctx, &visit, &item);
		free(anchors);
	}
	(void)sqlite3_reset(s);
	return step == SQLITE_DONE ? 0 : fail_read(j, err);
}

/* The one value that a bound statement gives. */
static int get_value(struct buf *out, struct journal *j, enum statement which,
	struct error *err)
{
	sqlite3_stmt *s = j->statements[which];
	const int step = sqlite3_step(s);
	int rc = step == SQLITE_ROW;

	if (step == SQLITE_ROW)
		buf_put(out, sqlite3_column_blob(s, 0),
			(size_t)sqlite3_column_bytes(s, 0));
	else if (step != SQLITE_DONE)
		rc = fail_read(j, err);
	(void)sqlite3_reset(s);
	(void)sqlite3_clear_bindings(s);
	return rc;
}

int journal_get_reading(
	struct buf *out, struct journal *j, uint32_t visit, struct error *err)
{
	bind_number(j->statements[STATEMENT_GET_READING], 1, visit);
	return get_value(out, j, STATEMENT_GET_READING, err);
}

int journal_get_setting(
	struct buf *out, struct journal *j, const char *key, struct error *err)
{
	bind_text(j->statements[STATEMENT_GET_SETTING], 1, key);
	return get_value(out, j, STATEMENT_GET_SETTING, err);
}

int journal_finish(struct journal *j, struct error *err)
{
	static const char plain[] = "PRAGMA wal_checkpoint(TRUNCATE);"
				    "PRAGMA journal_mode = DELETE;";
	const int rc = sqlite3_exec(j->db, plain, NULL, NULL, NULL);

	/* Somebody reads it, a backup for one: then its -wal stays beside it,
	 * and both together are as good. */
	return rc == SQLITE_OK || rc == SQLITE_BUSY ? 0 : fail(j, err);
}
