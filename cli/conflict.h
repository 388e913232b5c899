/*
 * A contradiction between printed figures and answers, as a line of text.
 */
#ifndef OIT_CLI_CONFLICT_H
#define OIT_CLI_CONFLICT_H

#include "base/buf.h"
#include "rules/score_conflict.h"

/* Appends "o23: printed 100, ...": what is printed, what the answers give,
 * and who is right. */
void conflict_put(struct buf *out, const struct score_conflict *c);

#endif
