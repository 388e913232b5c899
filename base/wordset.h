/*
 * Many wordings sought in one pass over a key: Aho and Corasick, Efficient
 * string matching, CACM 18 (1975).
 *
 * Every Thai letter begins with the same byte in UTF-8, so a search by first
 * byte never skips; over one byte a letter all wordings of the rules together
 * cost less than two patterns (measured).
 */
#ifndef OIT_BASE_WORDSET_H
#define OIT_BASE_WORDSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/text.h"

struct wordset;

/* A wording found: the key bytes from .. to. */
struct word_hit {
	uint32_t word;
	uint32_t from, to;
};

struct wordset *wordset_new(void);
void wordset_free(struct wordset *ws);

/*
 * Adds a wording (UTF-8, taken to its key) and returns its number; an equal
 * one has the same number.  UINT32_MAX when nothing is left of it in the key.
 * Not after wordset_build().
 */
uint32_t wordset_add(struct wordset *ws, struct slice wording);

/* Makes the automaton; needed once, before any scan. */
void wordset_build(struct wordset *ws);

size_t wordset_count(const struct wordset *ws);

/* The wording's key, and the letters of it. */
struct slice wordset_key(const struct wordset *ws, uint32_t word);
size_t wordset_length(const struct wordset *ws, uint32_t word);

/* Which letters a key has, as bits: the same for the same letters, but 64 for
 * all of them.  Tells fast that a wording cannot stand in a text. */
uint64_t wordset_letters(struct slice key);
uint64_t wordset_letters_of(const struct wordset *ws, uint32_t word);

/*
 * All places of all wordings, ordered by their end, longest first at one end.
 * A wording that begins or ends with a Latin letter is only found where no
 * Latin letter stands before or behind it: "ita" is not in "digital".  Writes
 * at most max and returns how many there are.
 */
size_t wordset_scan(const struct wordset *ws, const struct text *text,
	struct word_hit *out, size_t max);

/* The first place of each wording: first has room for all of them, zeroed, and
 * gets 1 + the key byte where it begins. */
void wordset_first(
	const struct wordset *ws, const struct text *text, uint32_t *first);

#endif
