/*
 * Numbers by name: a hash table that only grows.
 */
#ifndef OIT_BASE_STRMAP_H
#define OIT_BASE_STRMAP_H

#include <stddef.h>
#include <stdint.h>

struct strmap {
	struct strmap_slot *slots;
	size_t n;
	size_t cap;
};

/* A zeroed struct is an empty map.  done leaves it so. */
void strmap_done(struct strmap *m);

/* The number of that name, or NULL; borrowed until the next strmap_put(). */
uint64_t *strmap_get(const struct strmap *m, const char *name);

/* Sets the number of a name; a new name is borrowed for the map's life. */
void strmap_put(struct strmap *m, const char *name, uint64_t value);

#endif
