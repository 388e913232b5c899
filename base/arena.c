#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define BLOCK_SIZE ((size_t)64 * 1024)

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	alignas(max_align_t) char data[];
};

void arena_init(struct arena *a)
{
	*a = (struct arena){ 0 };
}

void arena_done(struct arena *a)
{
	struct arena_block *b = a->head;

	while (b) {
		struct arena_block *next = b->next;

		free(b);
		b = next;
	}
	arena_init(a);
}

void arena_join(struct arena *a, struct arena *from)
{
	struct arena_block **last = &a->head;

	while (*last)
		last = &(*last)->next;
	*last = from->head;
	a->total += from->total;
	arena_init(from);
}

static struct arena_block *block_new(struct arena *a, size_t n)
{
	size_t size = n > BLOCK_SIZE ? n : BLOCK_SIZE;
	struct arena_block *b = mem_realloc(NULL, sizeof(*b) + size);

	*b = (struct arena_block){ .next = a->head, .size = size };
	a->head = b;
	return b;
}

/* n bytes that begin where align, a power of two, divides the address. */
static void *take(struct arena *a, size_t n, size_t align)
{
	struct arena_block *b = a->head;
	size_t gap = b ? (align - b->used % align) % align : 0;
	void *p;

	if (!b || gap > b->size - b->used || n > b->size - b->used - gap) {
		b = block_new(a, n);
		gap = 0;
	}
	p = b->data + b->used + gap;
	b->used += gap + n;
	a->total += gap + n;
	return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
	return memset(take(a, n, alignof(max_align_t)), 0, n);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p;

	if (!s)
		return NULL;
	p = take(a, n + 1, 1);
	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

struct slice arena_slice(struct arena *a, struct slice s)
{
	return slice_of(arena_strndup(a, s.data ? s.data : "", s.len), s.len);
}
