/*
 * gzip members written by hand, so that they can be wrong on purpose.
 */
#ifndef OIT_SUPPORT_PACK_H
#define OIT_SUPPORT_PACK_H

#include <stddef.h>

#include "base/buf.h"

/* Length of what follows the packed bytes: checksum and size. */
enum { PACK_TRAILER = 8 };

/* Adds one whole member that unpacks to body (RFC 1952, stored blocks). */
void pack_gzip(struct buf *out, struct slice body);

/*
 * Adds one member that unpacks to the bytes of first, at most 65,535 of them,
 * and about n zero bytes, 160 for each byte sent.  Its checksum is wrong:
 * whoever gets as far as that has lost already.
 */
void pack_bomb(struct buf *out, struct slice first, size_t n);

/* Adds the head of a member and its first block: the bytes of first, at most
 * 65,535 of them. */
void pack_start(struct buf *out, struct slice first);

#endif
