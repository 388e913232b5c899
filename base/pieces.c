#include "base/pieces.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define HASH_BITS 13
#define GOLDEN UINT64_C(0x9e3779b97f4a7c15) /* 2^64 by the golden ratio */

struct piece {
	uint64_t letters;
	uint32_t number;
	uint32_t next; /* with that hash, plus one; 0: none */
};

void pieces_done(struct pieces *p)
{
	free(p->items);
	free(p->first);
	*p = (struct pieces){ 0 };
}

static uint64_t letters_at(struct slice s, size_t at)
{
	uint64_t letters = 0;

	memcpy(&letters, s.data + at, PIECES_LETTERS);
	return letters;
}

static size_t hash_of(uint64_t letters)
{
	return (size_t)(letters * GOLDEN >> (64 - HASH_BITS));
}

static void add_piece(struct pieces *p, uint32_t number, uint64_t letters)
{
	uint32_t *first = &p->first[hash_of(letters)];

	p->items = mem_grow(p->items, p->n, &p->cap, sizeof(*p->items));
	p->items[p->n++] = (struct piece){ letters, number, *first };
	*first = (uint32_t)p->n;
}

void pieces_add(
	struct pieces *p, uint32_t number, struct slice key, size_t wrong)
{
	if (!p->first)
		p->first =
			mem_calloc((size_t)1 << HASH_BITS, sizeof(*p->first));
	for (size_t i = 0; i <= wrong; i++)
		add_piece(
			p, number, letters_at(key, i * key.len / (wrong + 1)));
	if (p->phrases <= number)
		p->phrases = (size_t)number + 1;
}

void pieces_find(const struct pieces *p, struct slice text, uint64_t *bits)
{
	for (size_t i = 0; p->first && i + PIECES_LETTERS <= text.len; i++) {
		uint64_t letters = letters_at(text, i);
		uint32_t k = p->first[hash_of(letters)];

		for (; k; k = p->items[k - 1].next)
			if (p->items[k - 1].letters == letters)
				bits[p->items[k - 1].number / 64] |=
					UINT64_C(1)
					<< (p->items[k - 1].number % 64);
	}
}
