/*
 * The examples of the catalogue, judged one after the other.
 */
#ifndef OIT_CLI_EXAMPLES_H
#define OIT_CLI_EXAMPLES_H

#include <stddef.h>

#include "base/error.h"

/* Which of them: 0 and NULL stand for all. */
struct examples_choice {
	int year;            /* of the pack */
	const char *concept; /* key */
};

/* What they came to. */
struct examples_sum {
	size_t judged;
	size_t met;
	size_t known; /* that are known to be missed, and were */
	size_t failed;
};

/*
 * Judges each example for each pack that asks for its concept and prints a
 * line for each answer that is not as wanted, and the sum if there are any.
 * ERR_READ, ERR_SYNTAX when a file of the catalogue is bad.
 */
int examples_run(struct examples_sum *out, const char *folder,
	const struct examples_choice *choice, struct error *err);

#endif
