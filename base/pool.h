/*
 * Texts that live together, each of them once.
 */
#ifndef OIT_BASE_POOL_H
#define OIT_BASE_POOL_H

#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"

/* A zeroed pool holds nothing. */
struct pool {
	struct arena arena;
	const char **slots; /* by what a digest says; NULL: free */
	size_t n, cap;
};

/* Frees all texts; the pool can be used again. */
void pool_done(struct pool *p);

/* The pool's own copy of a text without NUL, which lives as long as the pool:
 * equal texts share it.  "" is never copied. */
const char *pool_text(struct pool *p, struct slice text);

#endif
