/*
 * Text as it is kept: white space folded.
 */
#ifndef OIT_CRAWLER_READ_GATHER_H
#define OIT_CRAWLER_READ_GATHER_H

#include "base/buf.h"
#include "base/slice.h"

/*
 * Appends text with each run of white space, no-break blanks too, as one
 * blank; a blank at its start is only put when out does not end with one, and
 * none at the very start of out.  Cut between letters at the ceiling of out.
 */
void gather_fold(struct buf *out, struct slice text);

/* Takes a blank from the end of out. */
void gather_trim(struct buf *out);

#endif
