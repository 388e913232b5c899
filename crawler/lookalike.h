/*
 * LOOKALIKE: the few words that a server says in the place of its pages, with
 * status 200: closed for repairs, account suspended, too many requests.  No
 * list has all of them; what tells them is that they are the same at addresses
 * that were to lead to different things.
 */
#ifndef OIT_CRAWLER_LOOKALIKE_H
#define OIT_CRAWLER_LOOKALIKE_H

#include <stdbool.h>

#include "crawler/frontier.h"
#include "crawler/probe.h"
#include "crawler/reading.h"

/* Whether the page at url has few words, and hardly a link into its site. */
bool lookalike_may_be(const struct reading *reading, const char *url);

/*
 * Once the walk is over: pages that say the same few words at several addresses
 * with links in different words, and what redirects to them, become
 * OUTCOME_BLOCKED; so does all of a site that leads nowhere else.  What a
 * made-up address shows too is left to the probes, unless hardly another page
 * came after it.
 */
void lookalikes_mark(struct frontier *f, const struct probes *probes);

#endif
