#include "base/fuzzy.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

#define MOST_WRONG_PERCENT 15
#define BLOCK 64 /* letters of a block */

/* A phrase in one direction: for each letter the places where it stands. */
struct phrase {
	uint64_t *places; /* of a letter, blocks on end */
	size_t blocks, letters;
};

/* The column of the table of distances that a text has reached: whether the
 * distance rises or falls by one from a letter of the phrase to the next. */
struct column {
	const struct phrase *phrase;
	uint64_t *rises, *falls;
	size_t last; /* distance in the last row, of the whole phrase */
};

/* What is sought, and the best piece so far. */
struct search {
	struct slice text, phrase;
	struct phrase ahead, back;
	size_t best, at, len; /* best is one above the limit at first */
	bool digits;          /* the phrase has some */
};

static void phrase_init(struct phrase *p, struct slice key, bool back)
{
	p->letters = key.len;
	p->blocks = (key.len + BLOCK - 1) / BLOCK;
	p->places = mem_calloc(256 * p->blocks, sizeof(*p->places));
	for (size_t i = 0; i < key.len; i++) {
		size_t from = back ? key.len - 1 - i : i;
		unsigned char c = (unsigned char)key.data[from];

		p->places[c * p->blocks + i / BLOCK] |= UINT64_C(1)
							<< (i % BLOCK);
	}
}

/* Before any text the distance is the letters of the phrase so far. */
static void column_reset(struct column *c)
{
	for (size_t b = 0; b < c->phrase->blocks; b++) {
		c->rises[b] = UINT64_MAX;
		c->falls[b] = 0;
	}
	c->last = c->phrase->letters;
}

static void column_init(struct column *c, const struct phrase *p)
{
	c->phrase = p;
	c->rises = mem_calloc(p->blocks, sizeof(*c->rises));
	c->falls = mem_calloc(p->blocks, sizeof(*c->falls));
	column_reset(c);
}

static void column_done(struct column *c)
{
	free(c->rises);
	free(c->falls);
}

/*
 * Takes block b over one letter of text, which stands at the set bits of here;
 * carry is what the distance changes by above the block, and the answer what it
 * changes by in the row of bit last.
 */
static int advance(
	struct column *c, size_t b, uint64_t here, int carry, uint64_t last)
{
	uint64_t rises = c->rises[b], falls = c->falls[b];
	uint64_t down = here | falls, across, up, sink;
	int out;

	here |= carry < 0;
	across = (((here & rises) + rises) ^ rises) | here;
	up = falls | ~(across | rises);
	sink = rises & across;
	out = (up & last ? 1 : 0) - (sink & last ? 1 : 0);
	up = up << 1 | (carry > 0);
	sink = sink << 1 | (carry < 0);
	c->rises[b] = sink | ~(down | up);
	c->falls[b] = up & down;
	return out;
}

/* Takes the column over one letter of text; anchored when what stands before
 * the phrase costs as well. */
static void column_step(struct column *c, unsigned char letter, bool anchored)
{
	const struct phrase *p = c->phrase;
	const uint64_t *here = p->places + letter * p->blocks;
	int carry = anchored;

	for (size_t b = 0; b < p->blocks; b++) {
		size_t rows =
			b + 1 < p->blocks ? BLOCK : p->letters - b * BLOCK;

		carry = advance(
			c, b, here[b], carry, UINT64_C(1) << (rows - 1));
	}
	if (carry > 0)
		c->last++;
	else if (carry < 0)
		c->last--;
}

static size_t next_digit(struct slice s, size_t i)
{
	while (i < s.len && !ascii_is_digit(s.data[i]))
		i++;
	return i;
}

static bool is_digit_at(struct slice s, size_t i)
{
	return i < s.len && ascii_is_digit(s.data[i]);
}

/* Whether the piece from .. to has the digits of the phrase and no number
 * goes on behind or before it. */
static bool digits_agree(const struct search *s, size_t from, size_t to)
{
	struct slice piece = slice_of(s->text.data + from, to - from);
	size_t i = next_digit(piece, 0), k = next_digit(s->phrase, 0);

	if (!s->digits)
		return true;
	while (i < piece.len && k < s->phrase.len &&
		piece.data[i] == s->phrase.data[k]) {
		i = next_digit(piece, i + 1);
		k = next_digit(s->phrase, k + 1);
	}
	if (i < piece.len || k < s->phrase.len)
		return false;
	return !(from && is_digit_at(s->text, from - 1) &&
		       is_digit_at(s->text, from)) &&
	       !(is_digit_at(s->text, to - 1) && is_digit_at(s->text, to));
}

/* How far a piece's length is from the phrase's: of pieces at one distance
 * the one most like it is what the machine read for the phrase. */
static size_t length_gap(const struct search *s, size_t len)
{
	return len > s->phrase.len ? len - s->phrase.len : s->phrase.len - len;
}

/* Finds where the best of the pieces that end before to begins, not before
 * low, and keeps it if it is better than what there is. */
static void seek_start(
	struct search *s, struct column *c, size_t low, size_t to)
{
	size_t before = s->best;

	column_reset(c);
	for (size_t i = to; i > low && to - i < s->phrase.len + before; i--) {
		size_t len = to - i + 1;

		column_step(c, (unsigned char)s->text.data[i - 1], true);
		if (c->last > s->best || c->last >= before ||
			(c->last == s->best &&
				length_gap(s, len) >= length_gap(s, s->len)) ||
			!digits_agree(s, i - 1, to))
			continue;
		s->best = c->last;
		s->at = i - 1;
		s->len = len;
	}
}

static void search(struct search *s)
{
	struct column ahead, back;
	size_t low = 0;

	column_init(&ahead, &s->ahead);
	column_init(&back, &s->back);
	for (size_t i = 0; i < s->text.len && s->best > 0; i++) {
		unsigned char c = (unsigned char)s->text.data[i];

		if (c == TEXT_KEY_BREAK) {
			column_reset(&ahead);
			low = i + 1;
			continue;
		}
		column_step(&ahead, c, false);
		if (ahead.last < s->best)
			seek_start(s, &back, low, i + 1);
	}
	column_done(&ahead);
	column_done(&back);
}

size_t fuzzy_limit(size_t letters)
{
	if (letters < FUZZY_LEAST_LETTERS)
		return 0;
	return letters * MOST_WRONG_PERCENT / 100;
}

size_t fuzzy_find(struct slice text_key, struct slice phrase_key,
	size_t max_errors, size_t *at, size_t *len)
{
	size_t limit = fuzzy_limit(phrase_key.len);
	struct search s = { .text = text_key, .phrase = phrase_key };
	size_t none;

	if (phrase_key.len < FUZZY_LEAST_LETTERS)
		return SIZE_MAX;
	none = (max_errors < limit ? max_errors : limit) + 1;
	s.best = none;
	s.digits = next_digit(phrase_key, 0) < phrase_key.len;
	phrase_init(&s.ahead, phrase_key, false);
	phrase_init(&s.back, phrase_key, true);
	search(&s);
	free(s.ahead.places);
	free(s.back.places);
	if (s.best == none)
		return SIZE_MAX;
	*at = s.at;
	*len = s.len;
	return s.best;
}
