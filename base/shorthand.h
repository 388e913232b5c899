/*
 * Texts with one byte a Thai letter, in place of the three of UTF-8: for those
 * that are kept in great numbers, and few of which are ever read again.
 */
#ifndef OIT_BASE_SHORTHAND_H
#define OIT_BASE_SHORTHAND_H

#include "base/buf.h"
#include "base/slice.h"

/* Adds the shorthand of any bytes, which has a NUL only where they have one;
 * equal texts have equal shorthands, and "" has none. */
void shorthand_put(struct buf *out, struct slice text);

/* Adds the bytes that a shorthand stands for. */
void shorthand_read(struct buf *out, const char *shorthand);

#endif
