/*
 * The archive of a run judged once more, by whichever rules: nothing of it is
 * written down and nobody is asked for anything.
 */
#ifndef OIT_CLI_REJUDGE_H
#define OIT_CLI_REJUDGE_H

#include "base/error.h"
#include "cli/examine.h"
#include "crawler/crawl.h"
#include "reports/document.h"
#include "rules/judge.h"
#include "rules/reason.h"
#include "rules/ruleset.h"

/* What came of it, and what that points to. */
struct rejudge {
	struct judgement judgement;
	struct examine examine;
	struct crawl_result *crawl;
};

/*
 * Judges RUN/site.warc.gz as of the day of that run, of which doc is the
 * report.  What the office says of items is not heard.  ERR_READ, ERR_SYNTAX,
 * ERR_WRITE; also when a signal ends it.  rs outlives *out, which is freed with
 * rejudge_done() in any case.
 */
int rejudge_run(struct rejudge *out, const char *run,
	const struct document *doc, const struct ruleset *rs,
	const struct reasons *reasons, struct error *err);
void rejudge_done(struct rejudge *r);

#endif
