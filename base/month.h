/*
 * Names of the months in running text: Thai ones in full, shortened with or
 * without dots, misspelt; English ones in lower case, in full or as three
 * letters with or without a dot.
 */
#ifndef OIT_BASE_MONTH_H
#define OIT_BASE_MONTH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* Moves *at past the month that stands there, with or without เดือน before
 * it, and returns it, 1 to 12.  0 when there is none; *at is then not to be
 * used. */
int month_take(struct slice text, size_t *at);

/*
 * The same backwards, without เดือน: *at is where the name ends, and becomes
 * where it starts; nothing below low is looked at.  An abbreviation is
 * believed after a blank or เดือน alone, and ก.พ. only after เดือน, as it is
 * also the Civil Service Commission.  0 leaves *at as it was.
 */
int month_back(struct slice text, size_t low, size_t *at);

/* Whether an English name, or another English word, starts there. */
bool month_is_english(struct slice text, size_t at);

#endif
