/*
 * Writing down what became of a visit: in the frontier, in the journal, and
 * to the rules.
 */
#ifndef OIT_CRAWLER_LEDGER_H
#define OIT_CRAWLER_LEDGER_H

#include "base/error.h"
#include "crawler/reading.h"
#include "crawler/response.h"
#include "crawler/sitemap.h"
#include "crawler/state.h"

/* All that can fail answers ERR_WRITE of the journal. */

/* The pages that a sitemap names, and nothing more is known of. */
int ledger_add_sitemap(
	struct state *s, const struct sitemap *sitemap, struct error *err);

/* The visit of a redirect's target, found or made, and put into the queue
 * when it is ours to fetch; VISIT_NONE when there is no room. */
uint32_t ledger_add_target(struct state *s, uint32_t from, const char *url);

/* What the response says of the visit, whatever comes of it.  The journal is
 * told when the visit is settled, or when it is touched. */
void ledger_put_response(
	struct state *s, uint32_t id, struct response *r, uint64_t offset);

/* The visit's outcome, and that is all of it. */
int ledger_settle(struct state *s, uint32_t id, enum outcome o,
	const char *detail, struct error *err);

/* The visit's reading with all its links, for these topics. */
int ledger_settle_reading(struct state *s, uint32_t id,
	const struct reading *reading, uint64_t asked, struct error *err);

/* Puts visits into the queue that were taken for endless when more seemed to
 * be of their pattern than are; false when there is none. */
bool ledger_let_in(struct state *s);

/* Puts a page into the queue again if the reader's survey changes what was
 * read of it, with the topics that it finds. */
int ledger_survey(struct state *s, uint32_t id, struct error *err);

/* Puts visits into the queue again whose topics have grown since they were
 * read; false when there is none. */
bool ledger_second_look(struct state *s);

/* Puts visits into the queue again that the reader wants to look at closely;
 * false when there is none. */
bool ledger_close_look(struct state *s);

/* Settles what is still pending as beyond the budget, and counts. */
void ledger_close(struct state *s);

/* Writes all visits and totals, the last transaction of a run. */
int ledger_finish(struct state *s, struct error *err);

#endif
