/*
 * Zstandard (RFC 8878): reading with a ceiling.
 */
#ifndef OIT_BASE_ZSTD_H
#define OIT_BASE_ZSTD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"

/*
 * Appends what the frame that *in begins with says to out, as
 * brotli_inflate() does; a frame that wants a window of more than 8 MiB is
 * damage (RFC 9659 section 3).
 */
int zstd_inflate(
	struct buf *out, struct slice *in, bool *truncated, struct error *err);

#endif
