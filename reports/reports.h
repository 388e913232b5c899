/*
 * All the papers of a run, each a pure function of report.json.
 */
#ifndef OIT_REPORTS_REPORTS_H
#define OIT_REPORTS_REPORTS_H

#include "base/error.h"
#include "reports/document.h"

/* The languages of the lists, ended by NULL; the first is the usual one. */
extern const char *const reports_langs[];

/*
 * Writes every paper of the document into an existing folder, each whole or
 * not at all; report.json itself is the caller's.  catalog is the folder of
 * the rules, whose papers/ holds wording and style sheets; lang one of
 * reports_langs, while the plan is always Thai.  ERR_READ or ERR_SYNTAX
 * when those are not as they should be, ERR_WRITE when a paper cannot be
 * written.
 */
int reports_write(const struct document *doc, const char *folder,
	const char *catalog, const char *lang, struct error *err);

/* The same for the measures plan alone. */
int reports_write_plan(const struct document *doc, const char *folder,
	const char *catalog, struct error *err);

/*
 * Writes report-measures.docx: what became of the measures of a plan, as a
 * later document of the same site has it (followup.h).
 */
int reports_write_followup(const struct document *plan,
	const struct document *now, const char *folder, const char *catalog,
	struct error *err);

#endif
