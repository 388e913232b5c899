/*
 * What a run has written down of its addresses, finished or not: the visits
 * of crawl.sqlite in memory, to be asked.
 */
#ifndef OIT_CLI_RECORD_H
#define OIT_CLI_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "crawler/frontier.h"
#include "crawler/visit.h"

struct record {
	struct arena arena; /* owns every string */
	char *folder;       /* the run's, or the half one's beside it */
	const char *site, *started, *from, *stopped_by; /* "" if not known */
	struct visit *visits;                           /* by id */
	struct frontier_item *items;
	size_t n, visits_cap, items_cap;
	bool gap; /* an id was missing */
};

/*
 * Reads RUN/crawl.sqlite, or that of RUN.part when a run is under way or was
 * killed.  ERR_READ when there is none, ERR_SYNTAX when it is no journal of
 * ours.  record_done() in any case.
 */
int record_load(struct record *r, const char *run, struct error *err);
void record_done(struct record *r);

/* The visit of an address, whatever its spelling, or VISIT_NONE. */
uint32_t record_find(const struct record *r, const char *url);

/* The visit of an id, or NULL. */
const struct visit *record_visit(const struct record *r, uint32_t id);

#endif
