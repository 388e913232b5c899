/*
 * The content codings of a body (RFC 9110 section 8.4.1): gzip, deflate, br
 * and zstd, also one upon the other.
 */
#ifndef OIT_CRAWLER_CODING_H
#define OIT_CRAWLER_CODING_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"

/*
 * Appends the body that in is in these codings, the value of a
 * Content-Encoding field, "" for none.  *truncated tells that in ends before
 * its stream does; out has what there is then, and the answer is 0.
 *
 * ERR_SYNTAX for an unknown coding, more than LIMIT_CODINGS of them, damage,
 * and anything behind the end of the stream, of which a browser might show
 * more or less than we read; ERR_LIMIT when out may hold no more, on the way
 * from one coding to the next too, or when a body swells as only bombs do.
 */
int coding_decode(struct buf *out, struct slice in, struct slice codings,
	bool *truncated, struct error *err);

#endif
