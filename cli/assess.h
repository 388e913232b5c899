/*
 * Last year's scores and this year's plan: read before the crawl, so that a
 * bad file is told at once, and put into the document after it.
 */
#ifndef OIT_CLI_ASSESS_H
#define OIT_CLI_ASSESS_H

#include "base/error.h"
#include "reports/document.h"
#include "rules/measure.h"
#include "rules/ruleset.h"
#include "rules/score.h"

struct assess {
	const struct ruleset *rules; /* of the year that is checked */
	struct ruleset *assessed; /* of the year that was assessed, or NULL */
	struct ruleset *planned;  /* of the year of the plan, or NULL */
	struct measure_catalog *measures;
	struct score_model *model; /* of the assessed year, or NULL */
	struct scores *scores;     /* NULL without a scores file */
	int assessed_year, plan_year;
};

/*
 * Reads the measures and, unless path is NULL, the scores, whose year is the
 * assessed one: the plan is that of the year after.  Without scores it is the
 * plan of the year that is checked.  ERR_READ, ERR_SYNTAX; assess_done() in
 * any case.
 */
int assess_load(struct assess *a, const char *catalog,
	const struct ruleset *rules, const char *path, struct error *err);
void assess_done(struct assess *a);

/* What is at stake in each item of the document by the model of the checked
 * year, which is named in it, and by the others that its pack knows. */
int assess_stakes(struct document *doc, const char *catalog, struct error *err);

/* The scores and the plan of a document whose items and office are there. */
void assess_fill(const struct assess *a, struct document *doc);

#endif
