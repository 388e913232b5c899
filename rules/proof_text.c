#include "rules/proof_text.h"

#include <stdlib.h>

#include "base/mem.h"
#include "rules/misread.h"

void proof_text_init(struct proof_text *t)
{
	text_init(&t->text);
	t->first = NULL;
}

void proof_text_scan(
	struct proof_text *t, const struct ruleset *rs, bool is_picture)
{
	t->first = mem_calloc(wordset_count(rs->words), sizeof(*t->first));
	if (is_picture)
		misread_first(rs, &t->text, t->first);
	else
		wordset_first(rs->words, &t->text, t->first);
}

uint32_t proof_text_first(const struct proof_text *t, const struct words *list)
{
	uint32_t best = UINT32_MAX;

	for (size_t i = 0; i < list->n; i++) {
		uint32_t w = list->ids[i];

		if (t->first[w] &&
			(best == UINT32_MAX || t->first[w] < t->first[best]))
			best = w;
	}
	return best;
}

bool proof_text_has(const struct proof_text *t, const struct words *list)
{
	return proof_text_first(t, list) != UINT32_MAX;
}

bool proof_text_has_groups(
	const struct proof_text *t, const struct word_groups *groups)
{
	for (size_t i = 0; i < groups->n; i++)
		if (!proof_text_has(t, &groups->lists[i]))
			return false;
	return groups->n > 0;
}

bool proof_text_has_half(
	const struct proof_text *t, const struct word_groups *groups)
{
	size_t n = 0;

	for (size_t i = 0; i < groups->n; i++)
		n += proof_text_has(t, &groups->lists[i]);
	return groups->n && n * 2 >= groups->n;
}

void proof_text_done(struct proof_text *t)
{
	text_done(&t->text);
	free(t->first);
}
