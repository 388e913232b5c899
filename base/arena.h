/*
 * Memory that is freed all at once: a page's, or a run's.
 */
#ifndef OIT_BASE_ARENA_H
#define OIT_BASE_ARENA_H

#include <stddef.h>

#include "base/slice.h"

struct arena {
	struct arena_block *head; /* newest block */
	size_t total;             /* bytes handed out, for the limits */
};

void arena_init(struct arena *a);

/* Frees everything handed out; the arena can be used again. */
void arena_done(struct arena *a);

/* Gives a all that from has handed out; from is empty then. */
void arena_join(struct arena *a, struct arena *from);

/* n zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *a, size_t n);

/* NUL-terminated copies, one right behind the other; NULL in, NULL out. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);

/* A copy of the bytes (NUL-terminated beyond its end). */
struct slice arena_slice(struct arena *a, struct slice s);

#endif
