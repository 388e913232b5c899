#include "crawler/backlog.h"

#include <stdlib.h>

#include "base/mem.h"

#define NONE SIZE_MAX

struct backlog_answer {
	uint64_t offset;
	int64_t at;
	size_t next; /* of the same address, or NONE */
	size_t last; /* of the same address; true of the first alone */
};

void backlog_init(struct backlog *b)
{
	*b = (struct backlog){ 0 };
	arena_init(&b->arena);
}

void backlog_done(struct backlog *b)
{
	arena_done(&b->arena);
	strmap_done(&b->first);
	free(b->answers);
}

void backlog_add(
	struct backlog *b, const char *url, uint64_t offset, int64_t at)
{
	const size_t here = b->n;
	const uint64_t *first = strmap_get(&b->first, url);

	b->answers = mem_grow(b->answers, b->n, &b->cap, sizeof(*b->answers));
	b->answers[b->n++] = (struct backlog_answer){
		.offset = offset, .at = at, .next = NONE, .last = here
	};
	if (first && *first != NONE) {
		b->answers[b->answers[*first].last].next = here;
		b->answers[*first].last = here;
	} else {
		strmap_put(&b->first, arena_strdup(&b->arena, url), here);
	}
}

bool backlog_has(const struct backlog *b, const char *url)
{
	const uint64_t *first = strmap_get(&b->first, url);

	return first && *first != NONE;
}

bool backlog_take(struct backlog *b, const char *url, uint64_t *offset)
{
	uint64_t *first = strmap_get(&b->first, url);
	struct backlog_answer *answer;

	if (!first || *first == NONE)
		return false;
	answer = &b->answers[*first];
	*offset = answer->offset;
	if (answer->next != NONE)
		b->answers[answer->next].last = answer->last;
	*first = answer->next;
	return true;
}

void backlog_drop(struct backlog *b, const char *url, int64_t before)
{
	const uint64_t *first = strmap_get(&b->first, url);
	uint64_t ignored;

	while (first && *first != NONE && b->answers[*first].at < before)
		(void)backlog_take(b, url, &ignored);
}
