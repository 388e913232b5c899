#include "crawler/journal.h"

#include <stdlib.h>
#include <string.h>

#include "base/database.h"
#include "base/file.h"
#include "base/mem.h"

#define VERSION 3 /* of the schema, in the file's user_version */

enum statement {
	STATEMENT_BEGIN,
	STATEMENT_COMMIT,
	STATEMENT_SETTING,
	STATEMENT_TOTAL,
	STATEMENT_VISIT,
	STATEMENT_READING,
	STATEMENT_TRANSCRIPT,
	STATEMENT_GET_SETTING,
	STATEMENT_GET_READING,
	STATEMENT_GET_TRANSCRIPT,
	STATEMENT_EACH_VISIT,
	STATEMENT_COUNT,
};

struct journal {
	struct database *db;
	struct database_query *statements[STATEMENT_COUNT];
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
	"PRAGMA user_version = 3;"
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
	" marks INTEGER NOT NULL, imprint INTEGER NOT NULL,"
	" parents TEXT NOT NULL);"
	"CREATE TABLE reading ("
	" visit INTEGER PRIMARY KEY, payload BLOB NOT NULL);"
	"CREATE TABLE transcript ("
	" sha256 TEXT PRIMARY KEY, answer BLOB NOT NULL);";

static const char *const sql[STATEMENT_COUNT] = {
	[STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
	[STATEMENT_COMMIT] = "COMMIT",
	[STATEMENT_SETTING] = "INSERT OR REPLACE INTO setting VALUES (?, ?)",
	[STATEMENT_TOTAL] = "INSERT OR REPLACE INTO total VALUES (?, ?)",
	[STATEMENT_VISIT] = "INSERT OR REPLACE INTO visit VALUES"
			    " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
			    " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[STATEMENT_READING] = "INSERT OR REPLACE INTO reading VALUES (?, ?)",
	[STATEMENT_TRANSCRIPT] =
		"INSERT OR REPLACE INTO transcript VALUES (?, ?)",
	[STATEMENT_GET_SETTING] = "SELECT value FROM setting WHERE key = ?",
	[STATEMENT_GET_READING] = "SELECT payload FROM reading WHERE visit = ?",
	[STATEMENT_GET_TRANSCRIPT] =
		"SELECT answer FROM transcript WHERE sha256 = ?",
	[STATEMENT_EACH_VISIT] = "SELECT * FROM visit ORDER BY id",
};

static int prepare(struct journal *j, struct error *err)
{
	int rc = 0;

	for (int i = 0; i < STATEMENT_COUNT && rc == 0; i++)
		rc = database_prepare(&j->statements[i], j->db, sql[i], err);
	return rc;
}

static int create(struct journal *j, const char *path,
	const struct journal_setting *settings, size_t n, struct error *err)
{
	int rc = database_open(&j->db, path, true, err);

	if (rc == 0)
		rc = database_run(j->db, durability, err);
	if (rc == 0)
		rc = database_run(j->db, schema, err);
	if (rc == 0 && prepare(j, err) != 0)
		rc = err->code = ERR_WRITE;
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
	j = mem_zalloc(sizeof(*j));
	rc = create(j, path, settings, n, err);
	if (rc == 0)
		*out = j;
	else
		journal_free(j);
	return rc;
}

/* A kill before the first commit leaves a file without a table. */
static int is_begun(struct journal *j, struct error *err)
{
	struct buf answer;
	int rc;

	buf_init(&answer, SIZE_MAX / 2);
	rc = database_ask(
		&answer, j->db, "SELECT count(*) FROM sqlite_master", err);
	if (rc == 0)
		rc = strcmp(buf_str(&answer), "0") != 0;
	buf_done(&answer);
	return rc;
}

static int make_ready(struct journal *j, struct error *err)
{
	struct error ignored;

	if (database_version(j->db) == VERSION && prepare(j, &ignored) == 0)
		return 0;
	return error_set(err, ERR_SYNTAX, "%s: no journal of version %d",
		database_path(j->db), VERSION);
}

int journal_check(const char *path, struct error *err)
{
	struct journal *j;
	int rc;

	if (!file_exists(path))
		return 0;
	j = mem_zalloc(sizeof(*j));
	rc = database_open(&j->db, path, false, err);
	if (rc == 0)
		rc = database_check(j->db, err);
	if (rc == 0)
		rc = is_begun(j, err);
	if (rc > 0 && make_ready(j, err) < 0)
		rc = err->code;
	journal_free(j);
	return rc;
}

int journal_open(struct journal **out, const char *path, struct error *err)
{
	struct journal *j = mem_zalloc(sizeof(*j));
	int rc = database_open(&j->db, path, false, err);

	if (rc == 0)
		rc = make_ready(j, err);
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
		rc = database_run(j->db, durability, err);
	if (rc == 0)
		rc = database_run(j->db, forget, err);
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
		database_query_free(j->statements[i]);
	database_free(j->db);
	free(j);
}

int journal_begin(struct journal *j, struct error *err)
{
	return database_step(j->statements[STATEMENT_BEGIN], err);
}

int journal_commit(struct journal *j, struct error *err)
{
	return database_step(j->statements[STATEMENT_COMMIT], err);
}

/* An id, or NULL for none. */
static void bind_id(struct database_query *statement, int at, uint32_t id)
{
	if (id != VISIT_NONE)
		database_bind_number(statement, at, id);
}

int journal_put_setting(struct journal *j, const char *key, const char *value,
	struct error *err)
{
	database_bind_text(j->statements[STATEMENT_SETTING], 1, key);
	database_bind_text(j->statements[STATEMENT_SETTING], 2, value);
	return database_step(j->statements[STATEMENT_SETTING], err);
}

int journal_put_total(
	struct journal *j, const char *key, uint64_t value, struct error *err)
{
	database_bind_text(j->statements[STATEMENT_TOTAL], 1, key);
	database_bind_number(j->statements[STATEMENT_TOTAL], 2, value);
	return database_step(j->statements[STATEMENT_TOTAL], err);
}

static void bind_found(struct database_query *s, const struct visit *visit,
	const struct frontier_item *item)
{
	database_bind_number(s, 1, visit->id);
	database_bind_text(s, 2, visit->url);
	bind_id(s, 3, visit->parent);
	bind_id(s, 4, visit->target);
	database_bind_text(s, 5, visit->anchor);
	database_bind_number(s, 6, visit->depth);
	database_bind_number(s, 7, (uint64_t)item->priority);
	database_bind_number(s, 8, visit->topics);
	database_bind_number(s, 9, item->asked);
	database_bind_number(s, 10, visit->inbound);
	database_bind_number(s, 11, item->hops);
	database_bind_number(s, 12, item->tries);
}

static void bind_result(struct database_query *s, const struct visit *visit,
	const struct frontier_item *item)
{
	database_bind_text(s, 13, outcome_name(visit->outcome));
	database_bind_text(s, 14, visit->detail);
	database_bind_number(s, 15, (uint64_t)visit->status);
	database_bind_text(s, 16, page_kind_name(visit->kind));
	database_bind_text(s, 17, page_quality_name(visit->quality));
	database_bind_text(s, 18, visit->title);
	database_bind_text(s, 19, visit->sha256);
	database_bind_text(s, 20, visit->fetched_at);
	database_bind_number(s, 21, visit->bytes);
	if (item->archived)
		database_bind_number(s, 22, item->offset);
}

static void put_anchors(struct buf *out, const struct frontier_item *item)
{
	for (size_t i = 0; i < item->n_anchors; i++) {
		buf_puts(out, item->anchors[i]);
		buf_putc(out, '\n');
	}
}

static void put_parents(struct buf *out, const struct frontier_item *item)
{
	for (size_t i = 0; i < item->n_parents; i++)
		buf_printf(out, "%s%u", i ? " " : "", item->parents[i]);
}

int journal_put_visit(struct journal *j, const struct visit *visit,
	const struct frontier_item *item, struct error *err)
{
	struct database_query *s = j->statements[STATEMENT_VISIT];
	struct buf anchors, parents;
	int rc;

	buf_init(&anchors, SIZE_MAX / 2);
	buf_init(&parents, SIZE_MAX / 2);
	put_anchors(&anchors, item);
	put_parents(&parents, item);
	bind_found(s, visit, item);
	bind_result(s, visit, item);
	database_bind_text(s, 23, buf_str(&anchors));
	database_bind_number(s, 24, visit->marks);
	database_bind_number(s, 25, item->imprint);
	database_bind_text(s, 26, buf_str(&parents));
	rc = database_step(s, err);
	buf_done(&anchors);
	buf_done(&parents);
	return rc;
}

int journal_put_reading(struct journal *j, uint32_t visit, struct slice payload,
	struct error *err)
{
	struct database_query *s = j->statements[STATEMENT_READING];

	database_bind_number(s, 1, visit);
	database_bind_bytes(s, 2, payload);
	return database_step(s, err);
}

int journal_put_transcript(struct journal *j, const char *sha256,
	struct slice transcript, struct error *err)
{
	struct database_query *s = j->statements[STATEMENT_TRANSCRIPT];

	database_bind_text(s, 1, sha256);
	database_bind_bytes(s, 2, transcript);
	return database_step(s, err);
}

static uint32_t id_at(struct database_query *s, int at)
{
	return database_is_null(s, at) ? VISIT_NONE
				       : (uint32_t)database_number(s, at);
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
static void get_visit(struct database_query *s, struct visit *visit,
	struct frontier_item *item)
{
	*visit = (struct visit){ .id = id_at(s, 0),
		.url = database_text(s, 1),
		.parent = id_at(s, 2),
		.target = id_at(s, 3),
		.anchor = database_text(s, 4),
		.depth = (uint32_t)database_number(s, 5),
		.topics = (uint64_t)database_number(s, 7),
		.inbound = (uint32_t)database_number(s, 9),
		.outcome = outcome_from_name(database_text(s, 12)),
		.detail = database_text(s, 13),
		.status = (int)database_number(s, 14),
		.kind = kind_of(database_text(s, 15)),
		.quality = quality_of(database_text(s, 16)),
		.title = database_text(s, 17),
		.fetched_at = database_text(s, 19),
		.bytes = (size_t)database_number(s, 20),
		.marks = (unsigned)database_number(s, 23) };
	*item = (struct frontier_item){ .priority = (int)database_number(s, 6),
		.asked = (uint64_t)database_number(s, 8),
		.hops = (uint8_t)database_number(s, 10),
		.tries = (uint8_t)database_number(s, 11),
		.imprint = (uint64_t)database_number(s, 24),
		.archived = !database_is_null(s, 21),
		.offset = (uint64_t)database_number(s, 21) };
	if (strlen(database_text(s, 18)) < sizeof(visit->sha256))
		memcpy(visit->sha256, database_text(s, 18),
			strlen(database_text(s, 18)));
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

static void get_parents(struct frontier_item *item, struct slice ids)
{
	while (ids.len && item->n_parents < FRONTIER_PARENTS) {
		const long end = slice_find(ids, " ", 0);
		const size_t n = end < 0 ? ids.len : (size_t)end;
		const long id = slice_number(slice_of(ids.data, n), INT32_MAX);

		if (id < 0)
			return;
		item->parents[item->n_parents++] = (uint32_t)id;
		ids = slice_behind(ids, end < 0 ? n : n + 1);
	}
}

int journal_each_visit(struct journal *j,
	void (*take)(void *ctx, const struct visit *visit,
		const struct frontier_item *item),
	void *ctx, struct error *err)
{
	struct database_query *s = j->statements[STATEMENT_EACH_VISIT];
	int rc;

	while ((rc = database_next(s, err)) == 1) {
		char *anchors = mem_strdup(database_text(s, 22));
		struct frontier_item item;
		struct visit visit;

		get_visit(s, &visit, &item);
		get_anchors(&item, anchors);
		get_parents(&item, database_bytes(s, 25));
		take(ctx, &visit, &item);
		free(anchors);
	}
	database_reset(s);
	return rc;
}

/* The one value that a bound statement gives. */
static int get_value(struct buf *out, struct journal *j, enum statement which,
	struct error *err)
{
	struct database_query *s = j->statements[which];
	const int rc = database_next(s, err);

	if (rc == 1)
		buf_put_slice(out, database_bytes(s, 0));
	database_reset(s);
	return rc;
}

int journal_get_reading(
	struct buf *out, struct journal *j, uint32_t visit, struct error *err)
{
	database_bind_number(j->statements[STATEMENT_GET_READING], 1, visit);
	return get_value(out, j, STATEMENT_GET_READING, err);
}

int journal_get_transcript(struct buf *out, struct journal *j,
	const char *sha256, struct error *err)
{
	database_bind_text(j->statements[STATEMENT_GET_TRANSCRIPT], 1, sha256);
	return get_value(out, j, STATEMENT_GET_TRANSCRIPT, err);
}

int journal_get_setting(
	struct buf *out, struct journal *j, const char *key, struct error *err)
{
	database_bind_text(j->statements[STATEMENT_GET_SETTING], 1, key);
	return get_value(out, j, STATEMENT_GET_SETTING, err);
}

int journal_finish(struct journal *j, struct error *err)
{
	static const char plain[] = "PRAGMA wal_checkpoint(TRUNCATE);"
				    "PRAGMA journal_mode = DELETE;";
	const int rc = database_run(j->db, plain, err);

	/* Somebody reads it, a backup for one: then its -wal stays beside it,
	 * and both together are as good. */
	return rc != 0 && database_is_busy(j->db) ? 0 : rc;
}
