/*
 * What a change of the rules would change: the archives of runs judged by the
 * rules as they are and as they would be.
 */
#ifndef OIT_CLI_WHATIF_H
#define OIT_CLI_WHATIF_H

#include <stddef.h>

#include "base/error.h"

struct whatif {
	const char *catalog; /* as it is */
	const char *changed; /* a file of one concept, or a whole catalogue */
	const char *const *runs;
	size_t n_runs;
	int year; /* of the rules; 0: that of each run */
};

/* What was seen. */
struct whatif_sum {
	size_t items, changed, better, worse;
};

/*
 * Prints a line for each item whose verdict or reason would be another one, and
 * the sums.  ERR_READ, ERR_SYNTAX, ERR_WRITE.
 */
int whatif_run(
	struct whatif_sum *sum, const struct whatif *what, struct error *err);

#endif
