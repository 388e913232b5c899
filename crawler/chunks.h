/*
 * The chunked transfer coding (RFC 9112 section 7.1) of a whole body.
 */
#ifndef OIT_CRAWLER_CHUNKS_H
#define OIT_CRAWLER_CHUNKS_H

#include "base/buf.h"
#include "base/slice.h"

/*
 * Adds the data of the chunks to out: 1 when the last chunk was there, 0 when
 * the bytes end before it, -1 when they are no chunks.  Extensions and
 * trailers are passed over; out->full when out may hold no more.
 */
int chunks_decode(struct buf *out, struct slice in);

#endif
