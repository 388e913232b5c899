#include "tests/bench/search.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define LETTERS 256
#define MAX_STATES 16384
#define THAI_LEAD 0xe0 /* first byte of each Thai letter in UTF-8 */

struct search {
	uint16_t (*next)[LETTERS];
	uint16_t *fail;
	uint16_t *ends; /* phrases that end in a state, those behind it too */
	size_t n;
	uint16_t at;
};

/* The next letter of *text as one byte, by the places of TIS-620. */
static unsigned take_letter(struct slice *text)
{
	const unsigned char *p = (const unsigned char *)text->data;
	size_t len = 1;
	unsigned letter = p[0];

	if (letter == THAI_LEAD && text->len > 2) {
		letter = 0xa0 + ((p[1] & 1U) << 6 | (p[2] & 0x3fU));
		len = 3;
	} else if (letter >= 'A' && letter <= 'Z') {
		letter += 'a' - 'A';
	}
	*text = slice_of(text->data + len, text->len - len);
	return letter & (LETTERS - 1);
}

static void add_phrase(struct search *s, struct slice phrase)
{
	uint16_t state = 0;

	if (phrase.len == 0 || s->n + phrase.len >= MAX_STATES)
		return;
	while (phrase.len) {
		uint16_t *next = &s->next[state][take_letter(&phrase)];

		if (*next == 0)
			*next = (uint16_t)s->n++;
		state = *next;
	}
	s->ends[state]++;
}

/* Breadth first, so that the state to fall back to is ready before. */
static void build(struct search *s)
{
	uint16_t *queue = mem_calloc(s->n, sizeof(*queue));
	size_t head = 0, tail = 1;

	while (head < tail) {
		const uint16_t state = queue[head++];

		for (unsigned letter = 0; letter < LETTERS; letter++) {
			uint16_t *next = &s->next[state][letter];
			const uint16_t other = s->next[s->fail[state]][letter];

			if (*next == 0) {
				*next = state ? other : 0;
				continue;
			}
			s->fail[*next] = state ? other : 0;
			s->ends[*next] = (uint16_t)(s->ends[*next] +
						    s->ends[s->fail[*next]]);
			queue[tail++] = *next;
		}
	}
	free(queue);
}

struct search *search_new(struct slice lines)
{
	struct search *s = mem_zalloc(sizeof(*s));

	s->next = mem_calloc(MAX_STATES, sizeof(*s->next));
	s->fail = mem_calloc(MAX_STATES, sizeof(*s->fail));
	s->ends = mem_calloc(MAX_STATES, sizeof(*s->ends));
	s->n = 1;
	while (lines.len) {
		const char *end = memchr(lines.data, '\n', lines.len);
		const size_t len = end ? (size_t)(end - lines.data) : lines.len;
		const size_t used = end ? len + 1 : len;

		add_phrase(s, slice_of(lines.data, len));
		lines = slice_of(lines.data + used, lines.len - used);
	}
	build(s);
	return s;
}

void search_free(struct search *s)
{
	if (!s)
		return;
	free(s->next);
	free(s->fail);
	free(s->ends);
	free(s);
}

void search_begin(struct search *s)
{
	s->at = 0;
}

size_t search_add(struct search *s, struct slice text)
{
	size_t found = 0;

	while (text.len) {
		s->at = s->next[s->at][take_letter(&text)];
		found += s->ends[s->at];
	}
	return found;
}
