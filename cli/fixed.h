/*
 * What an agency's score would be with some items of OIT fixed.
 */
#ifndef OIT_CLI_FIXED_H
#define OIT_CLI_FIXED_H

#include <stddef.h>

#include "base/error.h"
#include "rules/score.h"

/* The most items of any year are 43. */
#define FIXED_MAX 64

struct fixed {
	const char *items[FIXED_MAX]; /* of the model */
	size_t n;
};

/* Reads ids parted by commas, "o14,o15".  ERR_SYNTAX when one is no item of
 * the model's year, or stands there twice. */
int fixed_read(struct fixed *out, const char *list,
	const struct score_model *model, struct error *err);

/*
 * Prints OIT and total before and after, with the level that comes of it;
 * below it the items that another one holds back, and what other models say
 * that they are worth.  now is what score_compute() made of scores.
 */
void fixed_print(const struct fixed *fixed, const struct scores *scores,
	const struct score_model *model, const struct score_result *now);

#endif
