/*
 * The progress line of a crawl: pages, queue, items settled, time left.
 */
#ifndef OIT_CLI_PROGRESS_H
#define OIT_CLI_PROGRESS_H

#include <stdbool.h>

#include "cli/examine.h"
#include "crawler/crawl.h"

struct progress {
	const struct examine *examine;
	long delay_ms; /* from one request to the next: what time is spent on */
};

/* Whether stderr is a terminal on which a line can be drawn. */
bool progress_possible(void);

/* A crawl's progress callback; ctx is a struct progress. */
void progress_show(void *ctx, const struct crawl_progress *p);

/* Takes the line away. */
void progress_end(void);

#endif
