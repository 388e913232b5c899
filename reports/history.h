/*
 * What earlier runs found on a site, and what its web team noted since: one
 * SQLite file for all sites of an office.
 *
 * Messages begin with the file's name.  ERR_BUSY when another process holds it
 * for too long, ERR_READ when it is damaged or of another version, ERR_WRITE
 * when it cannot be written.
 */
#ifndef OIT_REPORTS_HISTORY_H
#define OIT_REPORTS_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "reports/document.h"

struct history;

/* What somebody noted about an item. */
struct history_note {
	const char *fingerprint; /* of the item */
	bool done;               /* was ticked off */
	const char *note;        /* "" for none */
};

/* Opens the file and makes it if it is not there.  That it is whole and can be
 * written is looked at here, before a long crawl.  The caller frees with
 * history_free(), for which NULL is nothing. */
int history_open(struct history **out, const char *path, struct error *err);
void history_free(struct history *h);

/*
 * Fills what the document says of the time before it: how each item has
 * changed, what was noted on it, the earlier runs.  Only runs of the same site
 * that started before this one count, so that the same run compares the same.
 */
int history_compare(struct history *h, struct document *doc, struct error *err);

/* Adds the run of a document that was compared, in place of one of the same
 * site and start. */
int history_record(
	struct history *h, const struct document *doc, struct error *err);

/* Takes notes, all or none, each in place of an earlier one on its item. */
int history_take_notes(struct history *h, const struct history_note *notes,
	size_t n, struct error *err);

#endif
