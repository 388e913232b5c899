/*
 * The judge: from all that was seen to one finding an item.
 *
 * Best evidence first; several places may prove one item together, one page
 * may prove several.  What could not be looked at or read is never "missing",
 * and below the coverage gate nothing is.
 */
#ifndef OIT_RULES_JUDGE_H
#define OIT_RULES_JUDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "rules/candidate.h"
#include "rules/finding.h"
#include "rules/reason.h"

struct judgement {
	struct arena arena;    /* owns all that the findings point to */
	struct finding *items; /* in the order of the pack */
	size_t n;
	bool gate_met; /* coverage is enough to call something missing */
};

/* Judges every item of the ruleset.  Freed with judge_done(). */
void judge_run(struct judgement *out, const struct evidence *e,
	const struct reasons *reasons);
void judge_done(struct judgement *j);

/*
 * The pictures of text that may prove what nothing else does: their visits in
 * the order of their ids go to out, which has room for all visits; returns how
 * many.
 */
size_t judge_pictures(const struct evidence *e, uint32_t *out);

#endif
