/*
 * All the papers of a run, each a pure function of report.json.
 */
#ifndef OIT_REPORTS_REPORTS_H
#define OIT_REPORTS_REPORTS_H

#include "base/error.h"
#include "reports/document.h"

/* The languages of the lists, ended by NULL; the first is the usual one. */
extern const char *const reports_langs[];

struct reports; /* what all papers are written with, read once */

/*
 * catalog is the folder of the rules, whose papers/ holds wording and style
 * sheets; lang one of reports_langs, while the plan is always Thai.  ERR_READ
 * or ERR_SYNTAX when those are not as they should be.  The caller frees with
 * reports_free(), for which NULL is nothing.
 */
int reports_new(struct reports **out, const char *catalog, const char *lang,
	struct error *err);
void reports_free(struct reports *r);

/*
 * Writes every paper of a document, as document_load() gives it, into an
 * existing folder, all of them or none; report.json itself is the caller's.
 * ERR_SYNTAX when a text is wanting in the catalogue, ERR_WRITE when a paper
 * cannot be written.
 */
int reports_write(struct reports *r, const struct document *doc,
	const char *folder, struct error *err);

/* The same for the measures plan alone. */
int reports_write_plan(struct reports *r, const struct document *doc,
	const char *folder, struct error *err);

/*
 * Writes report-measures.docx: what became of the measures of a plan, as a
 * later document of the same site has it (followup.h).
 */
int reports_write_followup(struct reports *r, const struct document *plan,
	const struct document *now, const char *folder, struct error *err);

#endif
