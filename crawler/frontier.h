/*
 * All addresses found, each once, and which of them to fetch next.
 *
 * Order: the lower priority number first, but twice as many visits taken
 * before weigh as much as one number.  Those that count are of the same topic
 * or, where nothing is promised that is still sought, of the same kind of
 * address (url_put_kind()): a thousand news pages do not keep the one page of
 * another kind waiting.  What is about settled topics alone counts as plain.
 * Then fewer clicks from the home page, then the order of being found.
 */
#ifndef OIT_CRAWLER_FRONTIER_H
#define OIT_CRAWLER_FRONTIER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crawler/url.h"
#include "crawler/visit.h"

#define FRONTIER_ANCHORS 4 /* link texts remembered of one address */

/* Pages remembered that link to an address: more are not looked at when a
 * broken link is mended. */
#define FRONTIER_PARENTS 10

#define FRONTIER_PLAIN 6 /* priority of a link that promises nothing */

struct frontier;

/* A link to an address. */
struct frontier_link {
	const char *url;    /* canonical */
	uint32_t parent;    /* the visit it stands on, or VISIT_NONE */
	const char *anchor; /* its words; "" */
	uint32_t depth;     /* clicks from the home page */
	int priority;       /* 0 first */
	uint64_t topics;
	bool again; /* the page was read before, and this link was counted */
};

/* What the crawl has to remember of a visit and nobody else. */
struct frontier_item {
	uint64_t asked;   /* topics it was read with, if it was read */
	uint64_t imprint; /* of what it says, see imprint.h */
	uint64_t offset;  /* of its response, if that is archived */
	const char *anchors[FRONTIER_ANCHORS];
	uint32_t parents[FRONTIER_PARENTS]; /* the first that link to it */
	uint32_t last_parent; /* newest page known to link to it */
	uint32_t kind;        /* of its address, counted from 0 */
	int priority;
	uint8_t n_anchors, n_parents;
	uint8_t hops;  /* redirects on the way to it */
	uint8_t tries; /* requests sent for it */
	bool queued;
	bool counted;     /* among the pages of its pattern, see scope.h */
	bool tree_agrees; /* what a worker found of it, see page.h */
	bool read;        /* a worker has read it */
	bool archived;    /* its response stands in the archive */
	bool changed;     /* since frontier_next_changed() gave it out */
};

struct frontier *frontier_new(void);
void frontier_free(struct frontier *f);

/*
 * Finds the visit of a link's address, or makes it.  When it was known, the
 * link's topics, its words and a better priority are added to what is known,
 * and a page more links to it.  *fresh tells which.  VISIT_NONE when there are
 * LIMIT_RUN_ADDRESSES already and it is none of them.
 */
uint32_t frontier_add(
	struct frontier *f, const struct frontier_link *link, bool *fresh);

/* The same for a link whose address may not be canonical, as it stands on page
 * after page: VISIT_NONE when it was not found in that very spelling. */
uint32_t frontier_add_known(
	struct frontier *f, const struct frontier_link *link);

/* The visit of an address, or VISIT_NONE; spellings are folded. */
uint32_t frontier_find(const struct frontier *f, const char *url);

/* Puts a visit into the queue. */
void frontier_queue(struct frontier *f, uint32_t id);

/* Says which topics are still sought; all are, until it is called. */
void frontier_seek(struct frontier *f, uint64_t topics);

/* Takes the first out of the queue; false when it is empty. */
bool frontier_next(struct frontier *f, uint32_t *id);

size_t frontier_queued(const struct frontier *f);
size_t frontier_count(const struct frontier *f);

/* Borrowed until the next frontier_add(). */
struct visit *frontier_visit(struct frontier *f, uint32_t id);
struct frontier_item *frontier_item(struct frontier *f, uint32_t id);

/* Where the redirects that begin at a visit end: there, when it has none. */
uint32_t frontier_end(struct frontier *f, uint32_t id);

/* Gives a visit its outcome and the cause in words, which are copied. */
void frontier_settle(
	struct frontier *f, uint32_t id, enum outcome o, const char *detail);

/* All visits in the order of their ids, borrowed in the same way. */
struct visit *frontier_visits(struct frontier *f);

/* A copy of the text that lives as long as the frontier; equal texts share
 * it, as many titles and the words of many links are. */
const char *frontier_text(struct frontier *f, const char *s);

/* Notes that a visit must be written down again. */
void frontier_touch(struct frontier *f, uint32_t id);

/* A visit that is new or was touched, each once; false when none is left. */
bool frontier_next_changed(struct frontier *f, uint32_t *id);

/* Other spellings of known addresses that were found, by rule. */
size_t frontier_folded(const struct frontier *f, enum url_fold fold);

/* The first of them; "" when there is none. */
const char *frontier_folded_example(
	const struct frontier *f, enum url_fold fold);

#endif
