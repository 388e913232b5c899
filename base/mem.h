/*
 * Memory that never comes back NULL.
 *
 * The program ends (exit 70, one line on stderr) when memory is out, so no
 * code above tests for it.  That is only safe because everything that comes
 * from outside has a ceiling: see crawler/limits.h.
 */
#ifndef OIT_BASE_MEM_H
#define OIT_BASE_MEM_H

#include <stddef.h>

/* Ends the program so; for those to whom a library says that memory is out. */
_Noreturn void mem_exhausted(void);

/* n bytes, all zero; n may be 0.  free() frees. */
void *mem_zalloc(size_t n);

/* n objects of size bytes each, all zero; ends the program on overflow. */
void *mem_calloc(size_t n, size_t size);

/* As realloc(); new bytes are not cleared.  n == 0 is taken as 1. */
void *mem_realloc(void *p, size_t n);

/* Copies of text; NULL in, NULL out. */
char *mem_strdup(const char *s);
char *mem_strndup(const char *s, size_t n);

/*
 * Room for one element more in a grown array of *cap elements of size bytes
 * that holds n.  Returns the (moved) array.
 */
void *mem_grow(void *array, size_t n, size_t *cap, size_t size);

#endif
