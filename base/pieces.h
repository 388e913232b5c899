/*
 * Which of many phrases may stand in a text with a few letters wrong.
 *
 * A phrase is cut into one piece more than letters may be wrong: one of them is
 * right then, and a text that has none of a phrase's pieces need not be
 * searched for it (Wu and Manber, "Fast text searching allowing errors", 1992).
 */
#ifndef OIT_BASE_PIECES_H
#define OIT_BASE_PIECES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* Letters of a piece that are looked for. */
#define PIECES_LETTERS 5

struct piece;

/* A zeroed one has no phrases. */
struct pieces {
	struct piece *items;
	size_t n, cap;
	uint32_t *first; /* of those with a hash, plus one; 0: none */
	size_t phrases;  /* one more than the greatest number added */
};

void pieces_done(struct pieces *p);

/* Adds the phrase of that number, in which so many letters may be wrong: it
 * has PIECES_LETTERS for each of them and as many again. */
void pieces_add(
	struct pieces *p, uint32_t number, struct slice key, size_t wrong);

/* Sets the bit of each phrase that may stand in the text; bits has room for
 * p->phrases of them, and none is cleared. */
void pieces_find(const struct pieces *p, struct slice text, uint64_t *bits);

#endif
