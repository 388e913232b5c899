#include "base/zstd.h"

#include <zstd.h>

#include "base/mem.h"

#define PIECE_BYTES ((size_t)64 * 1024)
#define WINDOW_LOG 23 /* 8 MiB */

/* 1 when the frame is whole, 0 when in ends before it does. */
static int read_frame(
	ZSTD_DStream *s, struct slice *in, struct buf *out, struct error *err)
{
	char piece[PIECE_BYTES];
	ZSTD_inBuffer from = { in->data, in->len, 0 };
	ZSTD_outBuffer to;
	size_t left;

	do {
		to = (ZSTD_outBuffer){ piece, sizeof(piece), 0 };
		left = ZSTD_decompressStream(s, &to, &from);
		if (ZSTD_isError(left))
			return error_set(err, ERR_SYNTAX, "zstd: %s",
				ZSTD_getErrorName(left));
		buf_fill(out, piece, to.pos);
		if (out->full)
			return error_set(err, ERR_LIMIT,
				"zstd: more than %zu bytes", out->max);
	} while (left > 0 && (from.pos < from.size || to.pos == to.size));
	*in = slice_behind(*in, from.pos);
	return left == 0;
}

int zstd_inflate(
	struct buf *out, struct slice *in, bool *truncated, struct error *err)
{
	ZSTD_DStream *s = ZSTD_createDStream();
	int rc;

	if (!s)
		mem_exhausted(); /* nothing else can be the cause */
	(void)ZSTD_DCtx_setParameter(s, ZSTD_d_windowLogMax, WINDOW_LOG);
	rc = read_frame(s, in, out, err);
	ZSTD_freeDStream(s);
	*truncated = rc == 0;
	return rc < 0 ? rc : 0;
}
