#include "reports/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/database.h"
#include "base/mem.h"
#include "reports/since.h"

#define VERSION 1 /* of the schema, in the file's user_version */

/* Earlier runs that papers show. */
#define SHOWN_RUNS 12

/* A run every night for more than a year. */
#define KEPT_RUNS "400"

/* Pages read, in tenths of those of the run before, below which coverage is
 * another, or from which on the other way round. */
#define COVERAGE_TENTHS 8

enum statement {
	STATEMENT_EARLIER,
	STATEMENT_VERDICTS,
	STATEMENT_NOTE_ON,
	STATEMENT_FORGET_FINDINGS,
	STATEMENT_FORGET_RUN,
	STATEMENT_RUN,
	STATEMENT_FINDING,
	STATEMENT_OLD_FINDINGS,
	STATEMENT_OLD_RUNS,
	STATEMENT_NOTE,
	STATEMENT_COUNT,
};

struct history {
	struct database *db;
	struct database_query *statements[STATEMENT_COUNT];
};

static const char schema[] =
	"BEGIN IMMEDIATE;"
	"PRAGMA user_version = 1;"
	"CREATE TABLE IF NOT EXISTS run ("
	" id INTEGER PRIMARY KEY, site TEXT NOT NULL, started TEXT NOT NULL,"
	" year INTEGER NOT NULL, version TEXT NOT NULL, rules TEXT NOT NULL,"
	" fetched INTEGER NOT NULL, suspect INTEGER NOT NULL,"
	" UNIQUE (site, started));"
	"CREATE TABLE IF NOT EXISTS finding ("
	" run INTEGER NOT NULL, fingerprint TEXT NOT NULL,"
	" item TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,"
	" PRIMARY KEY (run, fingerprint)) WITHOUT ROWID;"
	"CREATE INDEX IF NOT EXISTS finding_of ON finding (fingerprint);"
	"CREATE TABLE IF NOT EXISTS note ("
	" fingerprint TEXT PRIMARY KEY, done INTEGER NOT NULL,"
	" note TEXT NOT NULL) WITHOUT ROWID;"
	"COMMIT;";

#define COUNT_OF(verdict)                                              \
	"(SELECT count(*) FROM finding WHERE run = run.id AND verdict" \
	" = '" verdict "')"

/* The runs of a site that are not its newest. */
#define OLD_RUNS                                                   \
	"(SELECT id FROM run WHERE site = ? ORDER BY started DESC" \
	" LIMIT -1 OFFSET " KEPT_RUNS ")"

static const char *const sql[STATEMENT_COUNT] = {
	[STATEMENT_EARLIER] =
		"SELECT started, year, version, rules, fetched, suspect,"
		" " COUNT_OF("pass") ", " COUNT_OF(
			"incomplete") ","
				      " " COUNT_OF("stale") ", " COUNT_OF(
					      "missing") ","
							 " " COUNT_OF(
								 "cannot_tell") " FROM run"
										" WHERE site = ? AND started < ? ORDER BY started DESC",
	[STATEMENT_VERDICTS] =
		"SELECT verdict FROM finding JOIN run ON run.id = run"
		" WHERE fingerprint = ? AND started < ? AND suspect = 0"
		" ORDER BY started DESC",
	[STATEMENT_NOTE_ON] = "SELECT done, note FROM note"
			      " WHERE fingerprint = ?",
	[STATEMENT_FORGET_FINDINGS] =
		"DELETE FROM finding WHERE run IN (SELECT id FROM run"
		" WHERE site = ? AND started = ?)",
	[STATEMENT_FORGET_RUN] =
		"DELETE FROM run WHERE site = ? AND started = ?",
	[STATEMENT_RUN] =
		"INSERT INTO run (site, started, year, version, rules,"
		" fetched, suspect) VALUES (?, ?, ?, ?, ?, ?, ?)",
	[STATEMENT_FINDING] =
		"INSERT INTO finding SELECT id, ?, ?, ?, ? FROM run"
		" WHERE site = ? AND started = ?",
	[STATEMENT_OLD_FINDINGS] = "DELETE FROM finding WHERE run IN " OLD_RUNS,
	[STATEMENT_OLD_RUNS] = "DELETE FROM run WHERE id IN " OLD_RUNS,
	[STATEMENT_NOTE] = "INSERT OR REPLACE INTO note VALUES (?, ?, ?)",
};

/* Another process that holds the file is told by a code of its own. */
static int tell(const struct history *h, int rc, struct error *err)
{
	if (rc < 0 && h->db && database_is_busy(h->db))
		return err->code = ERR_BUSY;
	return rc;
}

static int check(struct history *h, struct error *err)
{
	int rc = database_check(h->db, err), version;

	if (rc < 0)
		return rc == ERR_SYNTAX ? (err->code = ERR_READ) : rc;
	version = database_version(h->db);
	if (version > VERSION)
		return error_set(err, ERR_READ,
			"%s: of version %d, this program knows %d",
			database_path(h->db), version, VERSION);
	return database_run(h->db, schema, err);
}

static int prepare(struct history *h, struct error *err)
{
	int rc = 0;

	for (int i = 0; i < STATEMENT_COUNT && rc == 0; i++)
		rc = database_prepare(&h->statements[i], h->db, sql[i], err);
	return rc;
}

int history_open(struct history **out, const char *path, struct error *err)
{
	struct history *h = mem_zalloc(sizeof(*h));
	int rc = database_open(&h->db, path, true, err);

	if (rc == 0)
		rc = tell(h, check(h, err), err);
	if (rc == 0)
		rc = tell(h, prepare(h, err), err);
	if (rc == 0)
		*out = h;
	else
		history_free(h);
	return rc;
}

void history_free(struct history *h)
{
	if (!h)
		return;
	for (int i = 0; i < STATEMENT_COUNT; i++)
		database_query_free(h->statements[i]);
	database_free(h->db);
	free(h);
}

static const char *text_of(const char *s)
{
	return s ? s : "";
}

/* What the office has set aside was not looked for. */
static bool is_told(enum verdict v)
{
	return v == VERDICT_PASS || verdict_is_failing(v);
}

static enum verdict verdict_of(const char *name)
{
	enum verdict v = 0;

	while (v < VERDICT_COUNT && strcmp(verdict_name(v), name) != 0)
		v++;
	return v < VERDICT_COUNT ? v : VERDICT_CANNOT_TELL;
}

/* What was told of an item before. */
struct past {
	bool told, failed; /* when it was told the last time */
	bool ever_failed;  /* before that */
};

static int load_past(struct past *past, struct history *h,
	const struct document *doc, const char *fingerprint, struct error *err)
{
	struct database_query *q = h->statements[STATEMENT_VERDICTS];
	int rc;

	*past = (struct past){ 0 };
	database_bind_text(q, 1, fingerprint);
	database_bind_text(q, 2, text_of(doc->started));
	while ((rc = database_next(q, err)) == 1) {
		const enum verdict v = verdict_of(database_text(q, 0));

		if (past->told)
			past->ever_failed |= verdict_is_failing(v);
		else if (is_told(v))
			*past = (struct past){ .told = true,
				.failed = verdict_is_failing(v) };
	}
	database_reset(q);
	return rc;
}

/* What could not be told now or before has nothing to be compared with. */
static enum finding_change change_of(
	const struct past *past, enum verdict verdict)
{
	const bool fails = verdict_is_failing(verdict);

	if (!past->told || !is_told(verdict))
		return CHANGE_FIRST;
	if (fails == past->failed)
		return CHANGE_SAME;
	if (!fails)
		return CHANGE_FIXED;
	return past->ever_failed ? CHANGE_BACK : CHANGE_NEW;
}

static int load_note(struct history *h, struct document *doc, struct finding *f,
	const char *fingerprint, struct error *err)
{
	struct database_query *q = h->statements[STATEMENT_NOTE_ON];
	int rc;

	database_bind_text(q, 1, fingerprint);
	rc = database_next(q, err);
	if (rc == 1) {
		f->done = database_number(q, 0) != 0;
		f->note = arena_strdup(&doc->arena, database_text(q, 1));
	}
	database_reset(q);
	return rc < 0 ? rc : 0;
}

/* An earlier run as it stands in the row of STATEMENT_EARLIER. */
static struct document_run run_of(
	struct database_query *q, struct document *doc)
{
	return (struct document_run){
		.started = arena_strdup(&doc->arena, database_text(q, 0)),
		.year = (int)database_number(q, 1),
		.rules = arena_strdup(&doc->arena, database_text(q, 2)),
		.fetched = (long)database_number(q, 4),
		.suspect = database_number(q, 5) != 0,
		.pass = (long)database_number(q, 6),
		.incomplete = (long)database_number(q, 7),
		.stale = (long)database_number(q, 8),
		.missing = (long)database_number(q, 9),
		.cannot_tell = (long)database_number(q, 10),
	};
}

static bool is_other_coverage(long before, long now)
{
	return now * 10 < before * COVERAGE_TENTHS ||
	       before * 10 < now * COVERAGE_TENTHS;
}

/* The earlier runs, oldest first; whether the rules are still those of the
 * last of them. */
static int load_runs(struct history *h, struct document *doc, struct error *err)
{
	struct database_query *q = h->statements[STATEMENT_EARLIER];
	struct document_run newest[SHOWN_RUNS];
	char *site = document_host(doc);
	size_t n = 0;
	int rc;

	database_bind_text(q, 1, site);
	database_bind_text(q, 2, text_of(doc->started));
	while ((rc = database_next(q, err)) == 1 && n < SHOWN_RUNS) {
		if (n == 0)
			doc->since.rules_changed =
				strcmp(database_text(q, 3),
					text_of(doc->rules.sha256)) != 0;
		newest[n++] = run_of(q, doc);
	}
	database_reset(q);
	free(site);
	if (rc < 0 || n == 0)
		return rc < 0 ? rc : 0;
	doc->since.started = newest[0].started;
	doc->since.coverage_changed =
		is_other_coverage(newest[0].fetched, doc->coverage.fetched);
	doc->runs = arena_alloc(&doc->arena, n * sizeof(*doc->runs));
	while (n > 0)
		doc->runs[doc->n_runs++] = newest[--n];
	return 0;
}

/* Other rules explain a mass loss, and so does a run before that found the
 * same. */
static bool is_suspect(const struct document *doc, size_t had, size_t lost)
{
	if (doc->n_runs == 0 || doc->runs[doc->n_runs - 1].suspect ||
		doc->since.rules_changed)
		return false;
	return since_is_mass_loss(had, lost);
}

static int compare_items(
	struct history *h, struct document *doc, struct error *err)
{
	size_t had = 0, lost = 0;
	int rc = 0;

	for (size_t i = 0; i < doc->n_items && rc == 0; i++) {
		struct finding *f = &doc->items[i];
		char fingerprint[DOCUMENT_FINGERPRINT_SIZE];
		struct past past;

		document_fingerprint(doc, f, fingerprint);
		if ((rc = load_past(&past, h, doc, fingerprint, err)) == 0)
			rc = load_note(h, doc, f, fingerprint, err);
		f->change = change_of(&past, f->verdict);
		had += past.told && !past.failed && is_told(f->verdict);
		lost += f->change == CHANGE_NEW || f->change == CHANGE_BACK;
	}
	doc->since.suspect = rc == 0 && is_suspect(doc, had, lost);
	for (size_t i = 0; i < doc->n_items && doc->since.suspect; i++)
		doc->items[i].change = CHANGE_FIRST;
	return rc;
}

int history_compare(struct history *h, struct document *doc, struct error *err)
{
	int rc = load_runs(h, doc, err);

	if (rc == 0)
		rc = compare_items(h, doc, err);
	return tell(h, rc, err);
}

static void bind_run(
	struct database_query *q, const char *site, const struct document *doc)
{
	database_bind_text(q, 1, site);
	database_bind_text(q, 2, text_of(doc->started));
}

static int put_findings(struct history *h, const struct document *doc,
	const char *site, struct error *err)
{
	struct database_query *q = h->statements[STATEMENT_FINDING];
	int rc = 0;

	for (size_t i = 0; i < doc->n_items && rc == 0; i++) {
		const struct finding *f = &doc->items[i];
		char fingerprint[DOCUMENT_FINGERPRINT_SIZE];

		document_fingerprint(doc, f, fingerprint);
		database_bind_text(q, 1, fingerprint);
		database_bind_text(q, 2, text_of(f->id));
		database_bind_text(q, 3, verdict_name(f->verdict));
		database_bind_text(q, 4, text_of(f->reason_code));
		database_bind_text(q, 5, site);
		database_bind_text(q, 6, text_of(doc->started));
		rc = database_step(q, err);
	}
	return rc;
}

static int put_run(struct history *h, const struct document *doc,
	const char *site, struct error *err)
{
	struct database_query *q = h->statements[STATEMENT_RUN];

	bind_run(q, site, doc);
	database_bind_number(q, 3, (uint64_t)doc->rules.year);
	database_bind_text(q, 4, text_of(doc->rules.version));
	database_bind_text(q, 5, text_of(doc->rules.sha256));
	database_bind_number(q, 6, (uint64_t)doc->coverage.fetched);
	database_bind_number(q, 7, doc->since.suspect);
	return database_step(q, err);
}

/* What is deleted by the site and the start of a run, or by the site alone. */
static int forget(struct history *h, enum statement which, const char *site,
	const struct document *doc, struct error *err)
{
	struct database_query *q = h->statements[which];

	database_bind_text(q, 1, site);
	if (doc)
		database_bind_text(q, 2, text_of(doc->started));
	return database_step(q, err);
}

static int put_all(struct history *h, const struct document *doc,
	const char *site, struct error *err)
{
	int rc = forget(h, STATEMENT_FORGET_FINDINGS, site, doc, err);

	if (rc == 0)
		rc = forget(h, STATEMENT_FORGET_RUN, site, doc, err);
	if (rc == 0)
		rc = put_run(h, doc, site, err);
	if (rc == 0)
		rc = put_findings(h, doc, site, err);
	if (rc == 0)
		rc = forget(h, STATEMENT_OLD_FINDINGS, site, NULL, err);
	if (rc == 0)
		rc = forget(h, STATEMENT_OLD_RUNS, site, NULL, err);
	return rc;
}

static int begin(struct history *h, struct error *err)
{
	return tell(h, database_run(h->db, "BEGIN IMMEDIATE", err), err);
}

/* Commits when all went well. */
static int end(struct history *h, int rc, struct error *err)
{
	struct error ignored;

	if (rc == 0)
		rc = database_run(h->db, "COMMIT", err);
	rc = tell(h, rc, err);
	if (rc < 0)
		(void)database_run(h->db, "ROLLBACK", &ignored);
	return rc;
}

int history_record(
	struct history *h, const struct document *doc, struct error *err)
{
	char *site = document_host(doc);
	int rc = begin(h, err);

	if (rc == 0)
		rc = end(h, put_all(h, doc, site, err), err);
	free(site);
	return rc;
}

int history_take_notes(struct history *h, const struct history_note *notes,
	size_t n, struct error *err)
{
	struct database_query *q = h->statements[STATEMENT_NOTE];
	int rc = begin(h, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < n && rc == 0; i++) {
		database_bind_text(q, 1, notes[i].fingerprint);
		database_bind_number(q, 2, notes[i].done);
		database_bind_text(q, 3, text_of(notes[i].note));
		rc = database_step(q, err);
	}
	return end(h, rc, err);
}
