/*
 * One item on its way to its finding: the answers to its asks, and all that
 * the papers say of it.
 */
#ifndef OIT_RULES_TRIAL_H
#define OIT_RULES_TRIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "rules/answer.h"
#include "rules/candidate.h"
#include "rules/finding.h"
#include "rules/reason.h"

struct trial {
	const struct evidence *e;
	const struct reasons *reasons;
	const struct item *item;
	struct answer *answers; /* one an ask, while it runs */
	size_t n;
	struct arena *arena; /* owns all that the finding points to */
	bool gate_met;       /* enough was seen to call something missing */
	size_t documents;    /* read on the site */
	struct finding *out;
};

/* Fills *t->out but for the items that it falls with; all of *t but answers and
 * n is given. */
void trial_run(struct trial *t);

#endif
