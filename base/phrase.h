/*
 * Words in Thai text, met over the blanks that PDF text has inside them.
 *
 * Places are byte offsets in a text; a blank is a space or a tab, never the
 * newline that ends a block.
 */
#ifndef OIT_BASE_PHRASE_H
#define OIT_BASE_PHRASE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* Past the blanks, or the digits, that stand at a place. */
size_t phrase_skip_blanks(struct slice text, size_t at);
size_t phrase_skip_digits(struct slice text, size_t at);

/* Before the blanks that end at a place, but not below low. */
size_t phrase_back_blanks(struct slice text, size_t low, size_t at);

/* Whether a Thai letter or mark begins there. */
bool phrase_is_thai(struct slice text, size_t at);

/*
 * Moves *at past the letters of word when they stand there, after blanks and
 * with blanks between them; with dots also over the dots of an abbreviation.
 * The word itself has no blanks.
 */
bool phrase_take(struct slice text, size_t *at, const char *word, bool dots);

/* The same backwards: *at is where the word ends, and becomes where it
 * starts; nothing below low is looked at. */
bool phrase_back(
	struct slice text, size_t low, size_t *at, const char *word, bool dots);

#endif
