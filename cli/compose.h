/*
 * The document of a run: what crawl and judge came to, as report.json has it.
 */
#ifndef OIT_CLI_COMPOSE_H
#define OIT_CLI_COMPOSE_H

#include "cli/examine.h"
#include "crawler/crawl.h"
#include "reports/document.h"
#include "rules/judge.h"
#include "rules/ruleset.h"

struct compose {
	const struct ruleset *rules;
	const struct crawl_result *crawl;
	const struct judgement *judgement;
	const char *started, *ended; /* RFC 3339 with +07:00 */
	const char *user_agent;      /* "" when no site was asked */
	const struct examine *examine;
};

/*
 * Fills all of an initialised document but stakes, office, scores and plan.
 * What it borrows from the parts must outlive the document.
 */
void compose_document(const struct compose *c, struct document *doc);

#endif
