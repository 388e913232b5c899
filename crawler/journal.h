/*
 * The journal of a crawl: what became of each address, in one SQLite file,
 * written so that a crawl killed at any moment can be taken up again.
 *
 * All that a page changes is one transaction.
 */
#ifndef OIT_CRAWLER_JOURNAL_H
#define OIT_CRAWLER_JOURNAL_H

#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"
#include "crawler/frontier.h"
#include "crawler/visit.h"

struct journal;

/* All functions that can fail answer ERR_WRITE, with the file's name, unless
 * they say otherwise. */

struct journal_setting {
	const char *key;
	const char *value;
};

/* Makes the file with the settings of the run, whole or not at all as far as
 * journal_check() goes; ERR_WRITE too when there is one. */
int journal_create(struct journal **out, const char *path,
	const struct journal_setting *settings, size_t n, struct error *err);

/*
 * Whether a crawl was begun in the file: 1, or 0 when there is none or a kill
 * came before the settings stood in it.  Reads all of it.  ERR_SYNTAX when it
 * is damaged, no journal or one of another version; ERR_READ.
 */
int journal_check(const char *path, struct error *err);

/* Opens a journal to be written anew: its settings and transcripts stay, all
 * that became of the addresses is forgotten.  Errors as journal_open(), and
 * ERR_WRITE. */
int journal_resume(struct journal **out, const char *path, struct error *err);

/* Closes without finishing; NULL does nothing. */
void journal_free(struct journal *j);

int journal_begin(struct journal *j, struct error *err);
int journal_commit(struct journal *j, struct error *err);

/* A setting of the run or a total; a second value replaces the first. */
int journal_put_setting(struct journal *j, const char *key, const char *value,
	struct error *err);
int journal_put_total(
	struct journal *j, const char *key, uint64_t value, struct error *err);

/* A visit as it stands now, in place of what was written of it before. */
int journal_put_visit(struct journal *j, const struct visit *visit,
	const struct frontier_item *item, struct error *err);

/* What the rules saw on a visit, in place of an earlier reading. */
int journal_put_reading(struct journal *j, uint32_t visit, struct slice payload,
	struct error *err);

/*
 * What a close reading of a body has found out, and nothing else that is known
 * of it hangs on: all that is kept when the journal is written anew.  sha256 is
 * of the body.  A second one of the same body replaces the first.
 */
int journal_put_transcript(struct journal *j, const char *sha256,
	struct slice transcript, struct error *err);

/*
 * Opens a journal that a crawl has left, finished or not, to be read and gone
 * on with.  ERR_READ when it cannot be opened, ERR_SYNTAX when it is none or
 * one of another version.
 */
int journal_open(struct journal **out, const char *path, struct error *err);

/* Hands out all visits in the order of their ids; what they point to lives as
 * long as the call.  ERR_READ. */
int journal_each_visit(struct journal *j,
	void (*take)(void *ctx, const struct visit *visit,
		const struct frontier_item *item),
	void *ctx, struct error *err);

/* Adds what the rules saw on a visit to out: 1, or 0 when there is nothing;
 * ERR_READ. */
int journal_get_reading(
	struct buf *out, struct journal *j, uint32_t visit, struct error *err);

/* Adds the transcript of a body to out; answers as above. */
int journal_get_transcript(struct buf *out, struct journal *j,
	const char *sha256, struct error *err);

/* Adds the value of a setting to out; answers as above. */
int journal_get_setting(
	struct buf *out, struct journal *j, const char *key, struct error *err);

/* The last call of a whole run: one plain file remains, no -wal beside it,
 * unless somebody is reading it. */
int journal_finish(struct journal *j, struct error *err);

#endif
