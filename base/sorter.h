/*
 * Lines in the order of their keys, and more of them than memory should hold:
 * they go to a file without a name in sorted runs, which are merged at the end.
 */
#ifndef OIT_BASE_SORTER_H
#define OIT_BASE_SORTER_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

struct sorter;

struct sorter *sorter_new(void);
void sorter_free(struct sorter *s); /* NULL does nothing */

/* Adds a copy of a line that begins with its key.  Of lines with one key that
 * of the lower order comes first. */
void sorter_add(
	struct sorter *s, struct slice line, size_t key_len, uint64_t order);

/* Forgets the newest lines, as many as have that order or a higher one; none
 * of them may be settled. */
void sorter_cut(struct sorter *s, uint64_t order);

/* Settles all that was added: some of it may go to the file.  ERR_WRITE. */
int sorter_settle(struct sorter *s, struct error *err);

/* Takes the first line that is left, borrowed until the next call: 1, or 0 when
 * there is none.  Nothing can be added any more.  ERR_WRITE, ERR_READ. */
int sorter_next(struct sorter *s, struct slice *line, struct error *err);

#endif
