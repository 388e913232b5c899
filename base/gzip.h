/*
 * gzip (RFC 1952) and its kin: reading with a ceiling.
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

/* Puts it at the start of a stream again, wherever it stands. */
void gzip_reset(struct gzip *g);

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

/*
 * The gzip or zlib member that *in begins with; *in is then what follows it.
 * *truncated and errors as above.
 */
int gzip_inflate_member(
	struct buf *out, struct slice *in, bool *truncated, struct error *err);

/* The same of a deflate stream without head and checksum (RFC 1951). */
int gzip_inflate_raw(
	struct buf *out, struct slice *in, bool *truncated, struct error *err);

/* True when in begins as a gzip member does. */
bool gzip_is(struct slice in);

/* True when in begins as a zlib stream does (RFC 1950 section 2.2). */
bool gzip_is_zlib(struct slice in);

#endif
