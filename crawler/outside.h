/*
 * Places of other sites that may be evidence: each is asked once, after all
 * else, whether it answers, and nothing of it is read.
 */
#ifndef OIT_CRAWLER_OUTSIDE_H
#define OIT_CRAWLER_OUTSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crawler/crawl.h"
#include "crawler/frontier.h"

/* Zeroed, it holds nothing and is not planned. */
struct outside {
	uint32_t *ids; /* of visits */
	size_t n, cap, next;
	bool planned;
};

void outside_done(struct outside *o);

/* Takes in the visits of other sites that the reader asks for, each once, at
 * most LIMIT_OUTSIDE.  False when there is none. */
bool outside_plan(struct outside *o, struct frontier *f,
	const struct crawl_reader *reader);

/* The next to be asked; false at the end. */
bool outside_next(struct outside *o, uint32_t *id);

/* Whether a redirect to the address (canonical) asks to log in. */
bool outside_is_login(const char *url);

#endif
