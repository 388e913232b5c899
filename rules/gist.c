#include "rules/gist.h"

#include <string.h>

#include "base/slice.h"
#include "rules/agency.h"

/* Of the letters of the text, digits apart. */
#define LEAST_COVERED_PERCENT 30

#define THAI_BYTES 3 /* of a letter in UTF-8; one of the key */

/* Below that of any wording but a near one. */
#define STRENGTH LABEL_STRONG

/* A text and the letters of it that a concept's words cover. */
struct gist {
	const struct text *text;
	const struct word_hit *hits;
	size_t n_hits;
	bool covered[GIST_MAX_LETTERS];
	uint32_t from, to;
};

static bool has_word(const struct words *list, uint32_t word)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->ids[i] == word)
			return true;
	return false;
}

static void cover(struct gist *g, const struct word_hit *hit)
{
	memset(g->covered + hit->from, true, hit->to - hit->from);
	if (hit->from < g->from)
		g->from = hit->from;
	if (hit->to > g->to)
		g->to = hit->to;
}

static void take(struct gist *g, const struct words *list)
{
	for (size_t i = 0; i < g->n_hits; i++)
		if (has_word(list, g->hits[i].word))
			cover(g, &g->hits[i]);
}

static bool has_any(const struct gist *g, const struct words *list)
{
	for (size_t i = 0; i < g->n_hits; i++)
		if (has_word(list, g->hits[i].word))
			return true;
	return false;
}

/* The letters that the concept's words cover; 0 when it is not about it. */
static size_t letters_of(struct gist *g, const struct concept *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->gist.n; i++)
		if (!has_any(g, &c->gist.lists[i]))
			return 0;
	if (c->gist.n == 0 || has_any(g, &c->gist_none) ||
		has_any(g, &c->exclude))
		return 0;
	memset(g->covered, false, sizeof(g->covered));
	g->from = UINT32_MAX;
	g->to = 0;
	for (size_t i = 0; i < c->gist.n; i++)
		take(g, &c->gist.lists[i]);
	for (size_t i = 0; i < g->text->key_len; i++)
		n += g->covered[i];
	return n;
}

/* Letters of the key in the name of a local government. */
static size_t letters_of_agency(const struct ruleset *rs, const struct text *t)
{
	struct slice name;

	return agency_find(rs, slice_of(t->canon, t->canon_len), &name)
		       ? name.len / THAI_BYTES
		       : 0;
}

size_t gist_letters(const struct ruleset *rs, const struct text *t)
{
	size_t n = 0, agency;

	for (size_t i = 0; i < t->key_len; i++)
		n += t->key[i] != TEXT_KEY_BREAK && !ascii_is_digit(t->key[i]);
	if (t->key_len > GIST_MAX_LETTERS)
		return n;
	agency = letters_of_agency(rs, t);
	return agency < n ? n - agency : n;
}

bool gist_match(struct label_match *out, const struct ruleset *rs,
	const struct text *text, const struct word_hit *hits, size_t n_hits)
{
	struct gist g = { .text = text, .hits = hits, .n_hits = n_hits };
	size_t best = 0;
	bool tie = false;

	if (text->key_len > GIST_MAX_LETTERS || n_hits == 0)
		return false;
	for (size_t c = 0; c < rs->n_concepts; c++) {
		size_t n = letters_of(&g, &rs->concepts[c]);

		if (n == 0 || n < best)
			continue;
		tie = n == best;
		best = n;
		*out = (struct label_match){ c, WORDING_OTHER, STRENGTH, g.from,
			g.to };
	}
	return !tie &&
	       best * 100 >= gist_letters(rs, text) * LEAST_COVERED_PERCENT &&
	       best > 0;
}
