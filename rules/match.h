/*
 * Matching a page against the rules: what its links may lead to, and what
 * the page itself shows of each concept.
 *
 * It runs in a worker, over a PAGE, and writes SIGHTINGS.  It also leads the
 * crawl: a link's topics are the concepts that may stand behind it, and its
 * priority says how soon it is worth a request.
 */
#ifndef OIT_RULES_MATCH_H
#define OIT_RULES_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "crawler/page.h"
#include "rules/caption.h"
#include "rules/label.h"
#include "rules/ruleset.h"
#include "rules/sighting.h"

struct match;

/* What is known of a page before it is looked at. */
struct match_input {
	const struct page *page;
	struct captions *captions; /* of the pages before it */
	uint64_t topics;           /* what links to it promise */
	bool is_home;
	const struct sightings *site; /* what is known of it; may be NULL */
};

/* What a link may lead to. */
struct match_link {
	struct label_matches named; /* concepts its words name */
	const char *text;           /* the words that do; borrowed */
	bool numbered;              /* by an item number alone */
	bool inherits;              /* stands on a page about one item */
	int year;                   /* in its own words or row, B.E., or 0 */
	uint64_t topics;
	int priority; /* 0 .. 9, 0 is fetched first */
};

/* Looks the page over; the caller frees with match_free(), which takes NULL.
 * The ruleset, the page and the captions outlive it. */
struct match *match_new(
	const struct ruleset *rs, const struct match_input *input);
void match_free(struct match *m);

/* The concepts the page is about, as bits: promised or named by itself. */
uint64_t match_topics(const struct match *m);

void match_link(const struct match *m, const struct page_link *link,
	struct match_link *out);

/* Appends the sightings of a link; target is its canonical address, or ""
 * when it leads nowhere. */
void match_put_link(const struct match *m, const struct page_link *link,
	const struct match_link *seen, const char *target, struct buf *out);

/* Whether the page says itself that what was asked for is not there. */
bool match_says_none(const struct match *m);

/* Appends what the page's content shows of each of its topics. */
void match_put_contents(struct match *m, struct buf *out);

#endif
