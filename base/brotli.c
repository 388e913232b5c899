#include "base/brotli.h"

#include <stdint.h>

#include <brotli/decode.h>

#include "base/mem.h"

/* How much is taken over at a time. */
#define PIECE_BYTES ((size_t)64 * 1024)

/* One call of the library, and what it has to say put into out. */
static BrotliDecoderResult step(
	BrotliDecoderState *s, struct slice *in, struct buf *out)
{
	const uint8_t *data = (const uint8_t *)in->data;
	size_t left = in->len, room = 0;
	uint8_t *none = NULL;
	BrotliDecoderResult status = BrotliDecoderDecompressStream(
		s, &left, &data, &room, &none, NULL);

	*in = slice_behind(*in, in->len - left);
	while (!out->full && BrotliDecoderHasMoreOutput(s)) {
		size_t n = PIECE_BYTES;
		const uint8_t *piece = BrotliDecoderTakeOutput(s, &n);

		buf_fill(out, piece, n);
	}
	return status;
}

int brotli_inflate(
	struct buf *out, struct slice *in, bool *truncated, struct error *err)
{
	BrotliDecoderState *s = BrotliDecoderCreateInstance(NULL, NULL, NULL);
	BrotliDecoderResult status;
	int rc = 0;

	if (!s)
		mem_exhausted(); /* nothing else can be the cause */
	do
		status = step(s, in, out);
	while (!out->full && status == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT);
	*truncated = status == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT;
	if (out->full)
		rc = error_set(err, ERR_LIMIT, "brotli: more than %zu bytes",
			out->max);
	else if (status == BROTLI_DECODER_RESULT_ERROR)
		rc = error_set(err, ERR_SYNTAX, "brotli: damaged (%d)",
			(int)BrotliDecoderGetErrorCode(s));
	BrotliDecoderDestroyInstance(s);
	return rc;
}
