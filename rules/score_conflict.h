/*
 * Where a document contradicts itself: its printed figures against those that
 * its own answers give, and which side the rest of it supports.
 */
#ifndef OIT_RULES_SCORE_CONFLICT_H
#define OIT_RULES_SCORE_CONFLICT_H

#include <stddef.h>

#include "rules/score.h"

#define SCORE_CONFLICT_FIXES 8

enum score_conflict_place {
	SCORE_CONFLICT_ITEM,
	SCORE_CONFLICT_INDICATOR,
	SCORE_CONFLICT_PART, /* iit, eit_public, eit_survey, eit, oit */
	SCORE_CONFLICT_TOTAL,
	SCORE_CONFLICT_LEVEL,
};

/* What agrees with the indicator and the total that are printed. */
enum score_conflict_side {
	SCORE_CONFLICT_OPEN,     /* neither, or both, or nothing is printed */
	SCORE_CONFLICT_COMPUTED, /* the figure printed is the slip */
	SCORE_CONFLICT_PRINTED,  /* an answer in the scores file is wrong */
};

/* A figure that depends on the one in question; -1 when not printed. */
struct score_conflict_witness {
	int printed;
	int if_computed; /* what it would be with either */
	int if_printed;
};

/* One answer that would make an indicator what is printed. */
struct score_conflict_fix {
	const char *item;
	int hundredths;
};

struct score_conflict {
	enum score_conflict_place place;
	const char *id;       /* "o23", "1", "eit_public", "total", "level" */
	enum score_part part; /* of an item */
	int printed;          /* hundredths; of LEVEL see the texts */
	int computed;         /* what the answers give; an item's answer */
	const char *printed_level, *computed_level;
	struct score_conflict_witness indicator; /* of an item */
	struct score_conflict_witness total;     /* of item and indicator */
	enum score_conflict_side right;
	struct score_conflict_fix fixes[SCORE_CONFLICT_FIXES];
	size_t n_fixes; /* any one of them; none when there are more */
};

/*
 * The contradictions of what scores->printed holds, in the order items,
 * indicators, parts, total, level; *n of them, NULL when there are none.
 * They live as long as result, which score_compute() made of scores.
 */
const struct score_conflict *score_conflict_find(const struct scores *scores,
	const struct score_model *model, struct score_result *result,
	size_t *n);

#endif
