/*
 * Writing gzip members (RFC 1952), fast rather than small.
 */
#ifndef OIT_BASE_DEFLATE_H
#define OIT_BASE_DEFLATE_H

#include "base/buf.h"
#include "base/slice.h"

struct deflate; /* memory that is used again from one member to the next */

struct deflate *deflate_new(void);

/* NULL does nothing. */
void deflate_free(struct deflate *d);

/* Appends data as one member without name and time: on one kind of processor
 * equal data gives equal bytes.  d may be NULL. */
void deflate_put_member(struct deflate *d, struct buf *out, struct slice data);

/* The same of n parts, at least one, which are read as if they stood side by
 * side. */
void deflate_put_joined(struct deflate *d, struct buf *out,
	const struct slice *parts, size_t n);

#endif
