/*
 * gzip (RFC 1952): reading with a ceiling, writing member by member.
 */
#ifndef OIT_BASE_GZIP_H
#define OIT_BASE_GZIP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"

struct gzip;

/* A reader at the start of a gzip or zlib stream; gzip_free(NULL) does
 * nothing. */
struct gzip *gzip_new(void);
void gzip_free(struct gzip *g);

/*
 * Reads on: takes bytes from the head of *in and appends what they say to
 * out.  1 when a member ended (*in is what follows it, and the reader stands
 * at the start of the next one), 0 when all of *in is taken and the member
 * goes on.  ERR_SYNTAX for damage; ERR_LIMIT when out may hold no more, which
 * is found before more memory is taken.
 */
int gzip_read(
	struct gzip *g, struct slice *in, struct buf *out, struct error *err);

/*
 * The whole of in, all its members one after the other; what follows the last
 * one and is no member is left out, as gzip does.  *truncated tells that in
 * ends before its last member does: then out has what there is of it, and the
 * answer is 0.  Errors as above; out keeps what was read before them.
 */
int gzip_inflate(
	struct buf *out, struct slice in, bool *truncated, struct error *err);

/* True when in begins as a gzip member does. */
bool gzip_is(struct slice in);

/* Appends data as one member without name and time: equal data gives equal
 * bytes. */
void gzip_put_member(struct buf *out, struct slice data);

#endif
