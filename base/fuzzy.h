/*
 * A wording sought in text that a machine has read off a picture, where some
 * letters are wrong: Myers, A fast bit-vector algorithm for approximate string
 * matching, JACM 46 (1999), in blocks of 64 letters as Hyyrö (2003) has it.
 *
 * Both sides are keys of base/text.h, a byte a letter.  The limits come from 31
 * readings of 36 phrases beside a page of near misses: up to 15 % of the
 * letters wrong found 96.5 % instead of 81.9 % and no phrase that was not
 * there; at 18 % there was one a page.  That holds for long phrases alone.
 *
 * A distance says nothing about which letters are wrong: "plan" and "report on
 * the plan" are near each other.  The caller asks for the words that tell
 * wordings apart to stand there exactly.
 */
#ifndef OIT_BASE_FUZZY_H
#define OIT_BASE_FUZZY_H

#include <stddef.h>

#include "base/slice.h"

/* Letters of the shortest phrase that is sought. */
#define FUZZY_LEAST_LETTERS 10

/* Most wrong letters of a phrase of so many; 0 for one that is too short. */
size_t fuzzy_limit(size_t letters);

/*
 * The least number of letters to change, drop or add that makes some piece of
 * text_key the phrase, and the first such piece in *at and *len.  SIZE_MAX,
 * and both untouched, when that is more than max_errors or fuzzy_limit(), or
 * the phrase is shorter than FUZZY_LEAST_LETTERS.
 *
 * No piece goes over TEXT_KEY_BREAK.  Digits are never wrong: when the phrase
 * has any, the piece has the same ones and is not cut out of a longer number.
 */
size_t fuzzy_find(struct slice text_key, struct slice phrase_key,
	size_t max_errors, size_t *at, size_t *len);

#endif
