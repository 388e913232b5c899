/*
 * A reader of pages for tests of the crawl alone: it sees href="..." and the
 * words behind it, and can be told to fail.
 */
#ifndef OIT_SUPPORT_LINKREADER_H
#define OIT_SUPPORT_LINKREADER_H

#include <stdint.h>

#include "crawler/crawl.h"

/*
 * Reads <a href="ADDRESS">WORDS</a>.  "tN" among the words is topic N, "pN"
 * priority N.  A body that says "!abort", "!spin" or "!sleep" makes the worker
 * do that, "!doze" makes it sleep when it is asked to read closely.  The
 * payload is the topics asked for, as decimal text, and " closely" if it was.
 */
void linkreader_read(
	void *ctx, const struct crawl_job *job, struct reading *out);

#endif
