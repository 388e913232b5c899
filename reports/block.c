#include "reports/block.h"

struct block *block_add(
	struct arena *arena, struct block *parent, enum block_kind kind)
{
	struct block *block = arena_alloc(arena, sizeof(*block));

	block->kind = kind;
	block->text = "";
	if (!parent)
		return block;
	if (parent->last)
		parent->last->next = block;
	else
		parent->first = block;
	parent->last = block;
	return block;
}

struct block *block_add_text(
	struct arena *arena, struct block *parent, const char *text)
{
	struct block *run = block_add(arena, parent, BLOCK_TEXT);

	run->gap = !text || !*text;
	if (!run->gap)
		run->text = arena_strdup(arena, text);
	return run;
}

size_t block_count_gaps(const struct block *block)
{
	size_t n = block->gap ? 1 : 0;

	for (const struct block *b = block->first; b; b = b->next)
		n += block_count_gaps(b);
	return n;
}
