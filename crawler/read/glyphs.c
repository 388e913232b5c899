#include "crawler/read/glyphs.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "crawler/read/prose.h"

#define PLANE 0x100000
#define SAMPLE_BYTES 16384
#define MAX_ANCHORS 6 /* of which any may be a letter of the block */
#define MAX_KINDS 128

/* Thai letters of a font on end, U+0E01 to U+0E3A and U+0E3F to U+0E5B, and the
 * forms of marks that old fonts have at U+F700. */
#define LETTERS 0x57
#define LETTERS_TO_GAP 0x3a
#define FORMS 0x1b

/* A good text has more, a wrong place makes less (prose.h). */
#define LEAST_WORDS_PERCENT 12

/* The glyph numbers of the first letter and the first form; NONE: not known. */
#define NONE UINT32_MAX
struct places {
	uint32_t letters, forms;
};

/* A glyph and how often it is there. */
struct kind {
	uint32_t glyph;
	size_t n;
};

/* What is tried on a sample of the text. */
struct trial {
	struct prose prose;
	struct slice sample;
	struct kind kinds[MAX_KINDS]; /* the most frequent first */
	size_t n_kinds;
	struct buf text, key;
};

static bool is_glyph(uint32_t cp)
{
	return cp >= PLANE && cp != UTF8_INVALID;
}

/* What a glyph draws, or 0. */
static uint32_t letter_of(uint32_t glyph, const struct places *p)
{
	uint32_t i = glyph - p->letters;

	if (p->letters != NONE && glyph >= p->letters && i < LETTERS)
		return i < LETTERS_TO_GAP ? 0x0e01 + i
					  : 0x0e3f + i - LETTERS_TO_GAP;
	i = glyph - p->forms;
	if (p->forms != NONE && glyph >= p->forms && i < FORMS)
		return 0xf700 + i;
	return 0;
}

/* Appends s with its glyphs as letters; those that are none are kept, or left
 * out so that the words about them may be found. */
static void put_letters(
	struct buf *out, struct slice s, const struct places *p, bool keep)
{
	for (size_t i = 0; i < s.len;) {
		uint32_t cp, letter;

		i += utf8_decode(&cp, slice_of(s.data + i, s.len - i));
		letter = is_glyph(cp) ? letter_of(cp - PLANE, p) : cp;
		if (letter || keep)
			utf8_put(out, letter ? letter : cp);
	}
}

/* Letters of the sample in words, were the places these; *thai is all its Thai
 * letters. */
static size_t score(struct trial *t, const struct places *p, size_t *thai)
{
	buf_clear(&t->text);
	buf_clear(&t->key);
	put_letters(&t->text, t->sample, p, false);
	text_key(&t->key, buf_slice(&t->text));
	*thai = 0;
	for (size_t i = 0; i < t->key.len; i++)
		*thai += (unsigned char)t->key.data[i] >= 0x80;
	return prose_letters(&t->prose, buf_slice(&t->key));
}

static void count_glyph(struct trial *t, uint32_t glyph)
{
	size_t i = 0;

	while (i < t->n_kinds && t->kinds[i].glyph != glyph)
		i++;
	if (i == MAX_KINDS)
		return;
	if (i == t->n_kinds)
		t->kinds[t->n_kinds++] = (struct kind){ glyph, 0 };
	t->kinds[i].n++;
	for (; i > 0 && t->kinds[i].n > t->kinds[i - 1].n; i--) {
		struct kind k = t->kinds[i];

		t->kinds[i] = t->kinds[i - 1];
		t->kinds[i - 1] = k;
	}
}

/* Takes the sample from the first glyph on; false when there is none. */
static bool take_sample(struct trial *t, struct slice text)
{
	size_t from = 0, len;
	uint32_t cp;

	/* Plane 16 is f4 and what follows, and nothing else is. */
	while (from < text.len && (unsigned char)text.data[from] != 0xf4)
		from++;
	text = slice_of(text.data + from, text.len - from);
	len = utf8_cut(text, SAMPLE_BYTES);
	t->sample = slice_of(text.data, len);
	for (size_t i = 0; i < len;) {
		i += utf8_decode(&cp, slice_of(text.data + i, len - i));
		if (is_glyph(cp))
			count_glyph(t, cp - PLANE);
	}
	return t->n_kinds > 0;
}

/*
 * Tries all places of the block that *place is of, so long as n letters, at
 * which one of the most frequent glyphs is in it; keeps the best in *place.
 */
static void try_places(
	struct trial *t, struct places *p, uint32_t *place, uint32_t n)
{
	size_t anchors = t->n_kinds < MAX_ANCHORS ? t->n_kinds : MAX_ANCHORS;
	uint32_t best_place = NONE;
	size_t thai, best = score(t, p, &thai);

	for (size_t a = 0; a < anchors; a++) {
		uint32_t glyph = t->kinds[a].glyph;

		for (uint32_t i = 0; i < n && i <= glyph; i++) {
			size_t words;

			*place = glyph - i;
			words = score(t, p, &thai);
			if (words > best) {
				best = words;
				best_place = *place;
			}
		}
	}
	*place = best_place;
}

/* Forgets the glyphs that are letters already. */
static void drop_known(struct trial *t, const struct places *p)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n_kinds; i++)
		if (!letter_of(t->kinds[i].glyph, p))
			t->kinds[n++] = t->kinds[i];
	t->n_kinds = n;
}

/* Finds the places that make most words; false when none makes enough. */
static bool find_places(struct trial *t, struct places *p)
{
	size_t words, thai;

	*p = (struct places){ NONE, NONE };
	try_places(t, p, &p->letters, LETTERS);
	drop_known(t, p);
	try_places(t, p, &p->forms, FORMS);
	words = score(t, p, &thai);
	return p->letters != NONE && words * 100 >= thai * LEAST_WORDS_PERCENT;
}

bool glyphs_mend(struct buf *out, struct slice text)
{
	struct trial t = { 0 };
	struct places places;
	bool found;

	if (!text.len || !memchr(text.data, 0xf4, text.len))
		return false;
	prose_init(&t.prose);
	buf_init(&t.text, SAMPLE_BYTES);
	buf_init(&t.key, SAMPLE_BYTES);
	found = take_sample(&t, text) && find_places(&t, &places);
	if (found)
		put_letters(out, text, &places, true);
	prose_done(&t.prose);
	buf_done(&t.text);
	buf_done(&t.key);
	return found;
}
