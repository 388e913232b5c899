#include "rules/misread.h"

#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/fuzzy.h"
#include "base/mem.h"

/* Letters that a longer wording has around another one, and how many of them
 * may be wrong when it is asked whether they stand there. */
#define LEAST_REST 2
#define CLEAR_REST 5
#define REST_WRONG_PERCENT 50

#define WORD_BYTES 1000

/* Of the letters of a label: less than this is no wording of it. */
#define LEAST_TYPED_PERCENT 45

/* Letters of a label that is looked at: a longer text is a sentence. */
#define MOST_TYPED 160

#define KEY_LETTERS 256

static struct slice key_of(const struct text *t, size_t from, size_t to)
{
	return slice_of((const char *)t->key + from, to - from);
}

/* Letters to change, drop or add from one key to the other. */
static size_t distance(struct slice a, struct slice b)
{
	size_t *row = mem_calloc(b.len + 1, sizeof(*row));
	size_t result;

	for (size_t k = 0; k <= b.len; k++)
		row[k] = k;
	for (size_t i = 0; i < a.len; i++) {
		size_t corner = row[0];

		row[0] = i + 1;
		for (size_t k = 0; k < b.len; k++) {
			size_t above = row[k + 1];
			size_t best = corner + (a.data[i] != b.data[k]);

			if (above + 1 < best)
				best = above + 1;
			if (row[k] + 1 < best)
				best = row[k] + 1;
			row[k + 1] = best;
			corner = above;
		}
	}
	result = row[b.len];
	free(row);
	return result;
}

static bool is_owner(const struct ruleset *rs, uint32_t word, uint8_t concept)
{
	for (size_t i = 0; i < rs->n_owners[word]; i++)
		if (rs->owners[word][i].concept == concept)
			return true;
	return false;
}

/* Whether a wording names a concept that the other one does not. */
static bool is_rival(const struct ruleset *rs, uint32_t rival, uint32_t word)
{
	for (size_t i = 0; i < rs->n_owners[rival]; i++)
		if (!is_owner(rs, word, rs->owners[rival][i].concept))
			return rs->n_owners[word] > 0;
	return false;
}

/* Whether a rival may have been written there: so many letters are wrong, and
 * it differs in no more than twice as many. */
static bool has_rival(const struct ruleset *rs, uint32_t word, size_t wrong)
{
	struct slice key = wordset_key(rs->words, word);
	uint64_t letters = wordset_letters_of(rs->words, word);

	for (uint32_t r = 0; r < wordset_count(rs->words); r++) {
		struct slice other = wordset_key(rs->words, r);
		uint64_t lacking = letters & ~wordset_letters_of(rs->words, r);
		size_t gap = other.len > key.len ? other.len - key.len
						 : key.len - other.len;

		if (gap <= 2 * wrong && !bits_exceed(lacking, 2 * wrong) &&
			is_rival(rs, r, word) &&
			distance(key, other) <= 2 * wrong)
			return true;
	}
	return false;
}

static size_t count(struct slice key, struct slice part)
{
	size_t n = 0;

	for (size_t i = 0; i + part.len <= key.len; i++)
		n += memcmp(key.data + i, part.data, part.len) == 0;
	return n;
}

/* Whether the words that tell items apart stand in one key as often as in the
 * other. */
static bool tells_the_same(
	const struct ruleset *rs, struct slice a, struct slice b)
{
	const struct words *telling = &rs->common[COMMON_TELLING];

	bool same = true;
	struct buf part;

	buf_init(&part, WORD_BYTES);
	for (size_t i = 0; i < telling->n && same; i++) {
		buf_clear(&part);
		text_key(&part, slice_str(telling->texts[i]));
		same = count(a, buf_slice(&part)) == count(b, buf_slice(&part));
	}
	buf_done(&part);
	return same;
}

/* Whether the rest of a longer wording stands about where it should, ending
 * before place at, or beginning there. */
static bool has_rest(
	const struct text *t, struct slice rest, size_t at, bool before)
{
	size_t wrong = rest.len * REST_WRONG_PERCENT / 100;
	size_t room = before ? at : t->key_len - at;

	if (rest.len < LEAST_REST)
		return true;
	for (size_t n = rest.len - wrong; n <= rest.len + wrong && n <= room;
		n++) {
		size_t from = before ? at - n : at;

		if (distance(rest, key_of(t, from, from + n)) <= wrong)
			return true;
	}
	return false;
}

/* Where a wording stands in a longer one: as it is written, or nearly so with
 * enough beside it that it is not just another way to write the longer one. */
static bool find_in(
	struct slice longer, struct slice key, size_t *at, size_t *len)
{
	for (*at = 0, *len = key.len; *at + *len <= longer.len; ++*at)
		if (memcmp(longer.data + *at, key.data, key.len) == 0)
			return longer.len >= key.len + LEAST_REST;
	if (longer.len + fuzzy_limit(key.len) < key.len + CLEAR_REST)
		return false;
	return fuzzy_find(longer, key, fuzzy_limit(key.len), at, len) !=
		       SIZE_MAX &&
	       longer.len >= *len + CLEAR_REST;
}

/* Whether the wording found is but the part of a rival's that was read well
 * enough: "the plan" of "the repart on the plan". */
static bool is_part(const struct ruleset *rs, const struct text *t,
	const struct word_hit *hit)
{
	struct slice key = wordset_key(rs->words, hit->word);

	for (uint32_t r = 0; r < wordset_count(rs->words); r++) {
		struct slice longer = wordset_key(rs->words, r);
		struct slice rest;
		size_t at, len;

		if (!is_rival(rs, r, hit->word) ||
			!find_in(longer, key, &at, &len))
			continue;
		rest = slice_of(longer.data + at + len, longer.len - at - len);
		if (has_rest(t, slice_of(longer.data, at), hit->from, true) &&
			has_rest(t, rest, hit->to, false))
			return true;
	}
	return false;
}

/* The place where the wording was read with wrong letters. */
static bool find(const struct ruleset *rs, const struct text *t, uint32_t word,
	struct word_hit *hit)
{
	struct slice key = wordset_key(rs->words, word);
	size_t at, len;
	size_t wrong = fuzzy_find(
		key_of(t, 0, t->key_len), key, fuzzy_limit(key.len), &at, &len);

	if (wrong == SIZE_MAX ||
		!tells_the_same(rs, key, key_of(t, at, at + len)) ||
		has_rival(rs, word, wrong))
		return false;
	*hit = (struct word_hit){ word, (uint32_t)at, (uint32_t)(at + len) };
	return true;
}

size_t misread_scan(const struct ruleset *rs, const struct text *text,
	struct word_hit *out, size_t max)
{
	const size_t words = wordset_count(rs->words);
	bool *known = mem_calloc(words, sizeof(*known));
	size_t exact = wordset_scan(rs->words, text, out, max), n = 0;
	struct word_hit hit;

	for (size_t i = 0; i < exact && i < max; i++) {
		known[out[i].word] = true;
		if (!rs->n_owners[out[i].word] || !is_part(rs, text, &out[i]))
			out[n++] = out[i];
	}
	for (uint32_t w = 0; w < words && n < max; w++)
		if (!known[w] && (rs->n_owners[w] || rs->excludes[w]) &&
			find(rs, text, w, &hit) && !is_part(rs, text, &hit))
			out[n++] = hit;
	free(known);
	return n;
}

void misread_first(
	const struct ruleset *rs, const struct text *text, uint32_t *first)
{
	struct word_hit hit;

	wordset_first(rs->words, text, first);
	for (uint32_t w = 0; w < wordset_count(rs->words); w++)
		if (!first[w] && find(rs, text, w, &hit))
			first[w] = hit.from + 1;
}

/* A label, and how many of each letter it has. */
struct label {
	const struct text *text;
	uint64_t letters;
	uint8_t has[KEY_LETTERS];
	uint64_t *pieces; /* bits: named wordings of which a piece is right */
};

/* Whether so few letters of the wording are lacking that the label may have
 * it: most wordings need not be sought. */
static bool may_have(const struct label *l, struct slice key, size_t wrong)
{
	uint8_t needs[KEY_LETTERS] = { 0 };
	size_t lacking = 0;

	for (size_t i = 0; i < key.len && lacking <= wrong; i++) {
		unsigned char c = (unsigned char)key.data[i];

		lacking += ++needs[c] > l->has[c];
	}
	return lacking <= wrong;
}

/* How many letters of the wording are right in the label, where some but not
 * too many are wrong; or 0. */
static size_t letters_right(const struct ruleset *rs, const struct label *l,
	const struct named_word *named, struct word_hit *hit)
{
	const size_t most = ruleset_typed_wrong(named->length);
	struct slice key;
	size_t at, len, wrong;

	if (bits_exceed(named->letters & ~l->letters, most))
		return 0;
	key = wordset_key(rs->words, named->word);
	if (!may_have(l, key, most))
		return 0;
	wrong = fuzzy_find(
		key_of(l->text, 0, l->text->key_len), key, most, &at, &len);
	if (wrong == SIZE_MAX || wrong == 0 ||
		!tells_the_same(rs, key, key_of(l->text, at, at + len)) ||
		has_rival(rs, named->word, wrong))
		return 0;
	*hit = (struct word_hit){ named->word, (uint32_t)at,
		(uint32_t)(at + len) };
	return is_part(rs, l->text, hit) ? 0 : key.len - wrong;
}

/* The first of the named wordings that is no longer than that. */
static size_t named_from(const struct ruleset *rs, size_t longest)
{
	size_t low = 0, high = rs->n_named;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (rs->named[mid].length > longest)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Letters of the longest wording that may be the text, all but what is wrong.
 */
static size_t longest_of(size_t letters)
{
	return letters * 100 / (100 - RULESET_TYPED_WRONG_PERCENT);
}

/* Letters of the shortest wording that is most of a text of so many. */
static size_t most_of(size_t letters)
{
	size_t n = letters * LEAST_TYPED_PERCENT / 100;

	return n < FUZZY_LEAST_LETTERS ? FUZZY_LEAST_LETTERS : n;
}

/* Whether one of its pieces stands in the label as it should. */
static bool has_piece(const struct label *l, size_t named)
{
	return l->pieces[named / 64] >> (named % 64) & 1;
}

bool misread_typed(const struct ruleset *rs, const struct text *text,
	size_t least, struct word_hit *out)
{
	const size_t all = text->key_len;
	struct label l = { .text = text };
	struct word_hit hit;
	size_t best = 0;

	if (all > MOST_TYPED || rs->n_named == 0)
		return false;
	l.letters = wordset_letters(key_of(text, 0, all));
	for (size_t i = 0; i < all; i++)
		l.has[text->key[i]]++;
	l.pieces = mem_calloc(rs->pieces.phrases / 64 + 1, sizeof(*l.pieces));
	pieces_find(&rs->pieces, key_of(text, 0, all), l.pieces);
	if (least < most_of(all))
		least = most_of(all);
	/* A slip costs a letter: what is no longer is no better. */
	for (size_t i = named_from(rs, longest_of(all));
		i < rs->n_named && rs->named[i].length >= least &&
		rs->named[i].length > best;
		i++) {
		const struct named_word *named = &rs->named[i];
		size_t right = has_piece(&l, i)
				       ? letters_right(rs, &l, named, &hit)
				       : 0;

		if (right < best || right == 0 ||
			(right == best && named->word > out->word))
			continue;
		best = right;
		*out = hit;
	}
	free(l.pieces);
	return best > 0;
}
