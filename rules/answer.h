/*
 * What one ask of an item comes to: all places that may prove it together, and
 * what the office says where they do not.
 */
#ifndef OIT_RULES_ANSWER_H
#define OIT_RULES_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/candidate.h"
#include "rules/finding.h"
#include "rules/waiver.h"

struct answer {
	const struct ask *ask;
	bool gate_met; /* enough was seen to call something missing */
	int wanted;    /* year, or 0 */
	struct candidate_list list;
	enum verdict verdict;
	const char *code;
	enum verdict shown;                 /* by the site alone */
	const struct candidate *best;       /* or NULL */
	uint32_t groups[RULESET_MAX_PARTS]; /* seen, over all places that fit */
	uint32_t proven;  /* parts, as bits, over all places that fit */
	uint32_t unknown; /* parts that such a place could not show */
	uint32_t excused; /* parts that the office answers for */
	const struct waiver *waiver; /* on which the verdict rests; or NULL */
	const struct candidate *closed; /* may hold the rest; or NULL */
	const char *closed_code;
};

/* Judges the ask by what the site shows.  ask and evidence are borrowed; freed
 * by answer_done(). */
void answer_find(struct answer *a, const struct evidence *e,
	const struct ask *ask, bool gate_met);
void answer_done(struct answer *a);

/* Asks the office where the site does not show what the item asks for; whether
 * it said anything. */
bool answer_excuse(
	struct answer *a, const struct evidence *e, const struct item *item);

/* Whether a closed place among its candidates may be the thing that is wanted.
 */
bool answer_may_be(const struct answer *a, const struct candidate *c);

/* Whether more of such a place might change the answer: it may be the thing, or
 * it is and may show parts that are lacking. */
bool answer_may_gain(const struct answer *a, const struct candidate *c);

/* A label over nothing: the one in the clearest words; else a dead link on a
 * page about it; NULL for none. */
const struct candidate *answer_gone(const struct answer *a);

/* What the first place that fits shows of a part, and in *where that place;
 * NULL, and *where untouched, when none shows anything of it. */
const struct sighting_part *answer_part(
	const struct answer *a, size_t part, const struct candidate **where);

#endif
