#include "base/wordset.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define NO_WORD UINT32_MAX
#define ROWS 512 /* of 1 KiB: wordings up to some three letters */

struct node {
	uint32_t child; /* first, 0 for none: the root is nobody's child */
	uint32_t sibling;
	uint32_t fail;
	uint32_t word;   /* the wording that ends here, or NO_WORD */
	uint32_t suffix; /* nearest node by fail links that ends one, or 0 */
	unsigned char c;
};

struct word {
	char *key;
	uint64_t letters;
	uint32_t len;
	bool latin_start, latin_end;
};

struct wordset {
	struct node *nodes;
	size_t n_nodes, cap_nodes;
	struct word *words;
	size_t n_words, cap_words;
	uint32_t root[256]; /* the root's children, for speed */
	/* Where each byte leads from the first nodes, which are those nearest
	 * to the root: a text is nearly always there. */
	uint32_t (*next)[256];
	size_t n_next;
};

static uint32_t node_new(struct wordset *ws, unsigned char c)
{
	ws->nodes = mem_grow(
		ws->nodes, ws->n_nodes, &ws->cap_nodes, sizeof(*ws->nodes));
	ws->nodes[ws->n_nodes] = (struct node){ .word = NO_WORD, .c = c };
	return (uint32_t)ws->n_nodes++;
}

struct wordset *wordset_new(void)
{
	struct wordset *ws = mem_zalloc(sizeof(*ws));

	node_new(ws, 0);
	return ws;
}

void wordset_free(struct wordset *ws)
{
	if (!ws)
		return;
	for (size_t i = 0; i < ws->n_words; i++)
		free(ws->words[i].key);
	free(ws->nodes);
	free(ws->words);
	free(ws->next);
	free(ws);
}

static uint32_t child_of(const struct wordset *ws, uint32_t at, unsigned char c)
{
	uint32_t k;

	if (at == 0)
		return ws->root[c];
	for (k = ws->nodes[at].child; k; k = ws->nodes[k].sibling)
		if (ws->nodes[k].c == c)
			return k;
	return 0;
}

static uint32_t child_add(struct wordset *ws, uint32_t at, unsigned char c)
{
	uint32_t k = child_of(ws, at, c);

	if (k)
		return k;
	k = node_new(ws, c);
	ws->nodes[k].sibling = ws->nodes[at].child;
	ws->nodes[at].child = k;
	if (at == 0)
		ws->root[c] = k;
	return k;
}

uint64_t wordset_letters(struct slice key)
{
	uint64_t letters = 0;

	for (size_t i = 0; i < key.len; i++)
		letters |= UINT64_C(1) << ((unsigned char)key.data[i] % 64);
	return letters;
}

uint32_t wordset_add(struct wordset *ws, struct slice wording)
{
	struct buf key;
	uint32_t at = 0, word = NO_WORD;

	buf_init(&key, 4096);
	text_key(&key, wording);
	for (size_t i = 0; i < key.len; i++)
		at = child_add(ws, at, (unsigned char)key.data[i]);
	if (at && ws->nodes[at].word == NO_WORD) {
		ws->words = mem_grow(ws->words, ws->n_words, &ws->cap_words,
			sizeof(*ws->words));
		ws->words[ws->n_words] = (struct word){
			.key = slice_dup(buf_slice(&key)),
			.letters = wordset_letters(buf_slice(&key)),
			.len = (uint32_t)key.len,
			.latin_start = ascii_is_alpha(key.data[0]),
			.latin_end = ascii_is_alpha(key.data[key.len - 1]),
		};
		ws->nodes[at].word = (uint32_t)ws->n_words++;
	}
	if (at)
		word = ws->nodes[at].word;
	buf_done(&key);
	return word;
}

/* The node reached from at by c, along fail links. */
static uint32_t step(const struct wordset *ws, uint32_t at, unsigned char c)
{
	while (at >= ws->n_next) {
		uint32_t k = child_of(ws, at, c);

		if (k)
			return k;
		at = ws->nodes[at].fail;
	}
	return ws->next[at][c];
}

/* Numbers the nodes by their depth, so that siblings lie side by side. */
static void sort_nodes(struct wordset *ws)
{
	struct node *sorted = mem_calloc(ws->n_nodes, sizeof(*sorted));
	uint32_t n = 1;

	sorted[0] = ws->nodes[0];
	for (uint32_t at = 0; at < n; at++) {
		uint32_t k = sorted[at].child;

		sorted[at].child = k ? n : 0;
		for (; k; k = ws->nodes[k].sibling) {
			sorted[n] = ws->nodes[k];
			sorted[n].sibling = sorted[n].sibling ? n + 1 : 0;
			n++;
		}
	}
	for (uint32_t k = sorted[0].child; k; k = sorted[k].sibling)
		ws->root[sorted[k].c] = k;
	free(ws->nodes);
	ws->nodes = sorted;
	ws->cap_nodes = ws->n_nodes;
}

/* Those the node falls back to have theirs. */
static void add_row(struct wordset *ws, uint32_t at)
{
	const struct node *node = &ws->nodes[at];
	uint32_t *row = ws->next[ws->n_next++];

	if (at)
		memcpy(row, ws->next[node->fail], sizeof(*ws->next));
	for (uint32_t k = node->child; k; k = ws->nodes[k].sibling)
		row[ws->nodes[k].c] = k;
}

void wordset_build(struct wordset *ws)
{
	sort_nodes(ws);
	ws->next = mem_calloc(ROWS, sizeof(*ws->next));
	add_row(ws, 0);
	for (uint32_t at = 1; at < ws->n_nodes; at++) {
		struct node *node = &ws->nodes[at];

		if (ws->n_next < ROWS)
			add_row(ws, at);
		for (uint32_t k = node->child; k; k = ws->nodes[k].sibling) {
			uint32_t f = step(ws, node->fail, ws->nodes[k].c);

			ws->nodes[k].fail = f;
			ws->nodes[k].suffix = ws->nodes[f].word != NO_WORD
						      ? f
						      : ws->nodes[f].suffix;
		}
	}
}

size_t wordset_count(const struct wordset *ws)
{
	return ws->n_words;
}

struct slice wordset_key(const struct wordset *ws, uint32_t word)
{
	return slice_of(ws->words[word].key, ws->words[word].len);
}

size_t wordset_length(const struct wordset *ws, uint32_t word)
{
	return ws->words[word].len;
}

uint64_t wordset_letters_of(const struct wordset *ws, uint32_t word)
{
	return ws->words[word].letters;
}

/* Whether Latin borders of the wording hold; blanks and signs between two
 * words are borders, and the key has lost them, so canon is asked. */
static bool borders_hold(
	const struct word *w, const struct text *t, size_t from, size_t to)
{
	if (w->latin_start && t->at[from] > 0 &&
		ascii_is_alpha(t->canon[t->at[from] - 1]))
		return false;
	if (w->latin_end && t->at[to - 1] + 1 < t->canon_len &&
		ascii_is_alpha(t->canon[t->at[to - 1] + 1]))
		return false;
	return true;
}

/* The nearest wording that ends at the node, longest first; 0 for none. */
static uint32_t first_end(const struct wordset *ws, uint32_t at)
{
	return ws->nodes[at].word != NO_WORD ? at : ws->nodes[at].suffix;
}

/* The wording of node k, which ends before key byte end; false when a letter
 * stands at its border. */
static bool read_hit(const struct wordset *ws, const struct text *text,
	uint32_t k, size_t end, struct word_hit *hit)
{
	const struct word *w = &ws->words[ws->nodes[k].word];

	*hit = (struct word_hit){ ws->nodes[k].word, (uint32_t)(end - w->len),
		(uint32_t)end };
	return borders_hold(w, text, hit->from, end);
}

size_t wordset_scan(const struct wordset *ws, const struct text *text,
	struct word_hit *out, size_t max)
{
	struct word_hit hit;
	size_t n = 0;
	uint32_t at = 0;

	for (size_t i = 0; i < text->key_len; i++) {
		at = step(ws, at, text->key[i]);
		for (uint32_t k = first_end(ws, at); k;
			k = ws->nodes[k].suffix) {
			if (!read_hit(ws, text, k, i + 1, &hit))
				continue;
			if (n < max)
				out[n] = hit;
			n++;
		}
	}
	return n;
}

void wordset_first(
	const struct wordset *ws, const struct text *text, uint32_t *first)
{
	struct word_hit hit;
	uint32_t at = 0;

	for (size_t i = 0; i < text->key_len; i++) {
		at = step(ws, at, text->key[i]);
		for (uint32_t k = first_end(ws, at); k; k = ws->nodes[k].suffix)
			if (!first[ws->nodes[k].word] &&
				read_hit(ws, text, k, i + 1, &hit))
				first[hit.word] = hit.from + 1;
	}
}
