/*
 * Many phrases sought in one pass over a page's text, as cheaply as can be.
 *
 * Thai becomes one byte a letter on the way; then each byte is one step in a
 * table (Aho and Corasick, Efficient string matching, CACM 18, 1975).  Marks,
 * blanks and spellings are taken as they come: a floor finds less than oit.
 */
#ifndef OIT_BENCH_SEARCH_H
#define OIT_BENCH_SEARCH_H

#include <stddef.h>

#include "base/slice.h"

struct search;

/* Of phrases in UTF-8, one a line; those beyond the table's room are left out.
 * The caller frees with search_free(), which takes NULL. */
struct search *search_new(struct slice lines);
void search_free(struct search *s);

/* Begins a page: what was read before has nothing to do with what comes. */
void search_begin(struct search *s);

/* Goes on with text in UTF-8 and returns how many phrases end in it. */
size_t search_add(struct search *s, struct slice text);

#endif
