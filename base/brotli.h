/*
 * Brotli (RFC 7932): reading with a ceiling.
 */
#ifndef OIT_BASE_BROTLI_H
#define OIT_BASE_BROTLI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"

/*
 * Appends what the stream that *in begins with says to out; *in is then what
 * follows it.  *truncated tells that *in ends before the stream does: then out
 * has what there is of it, and the answer is 0.  ERR_SYNTAX for damage;
 * ERR_LIMIT when out may hold no more, which is found before more memory is
 * taken.
 */
int brotli_inflate(
	struct buf *out, struct slice *in, bool *truncated, struct error *err);

#endif
