#include "base/deflate.h"

#include <stdlib.h>

#include <isa-l/igzip_lib.h>

#include "base/mem.h"

/* Of the levels that are several times as fast as zlib's the one that makes
 * least of a web page. */
#define LEVEL 2

/* Below it, codes made to measure cost five times the time and save a tenth of
 * the room. */
#define SHORT_BYTES 1024

#define PIECE_BYTES ((size_t)16 * 1024)

struct deflate {
	struct isal_zstream stream;
	uint8_t level[ISAL_DEF_LVL2_DEFAULT];
	uint8_t piece[PIECE_BYTES];
};

struct deflate *deflate_new(void)
{
	return mem_zalloc(sizeof(struct deflate));
}

void deflate_free(struct deflate *d)
{
	free(d);
}

static void begin(struct deflate *d, size_t len)
{
	isal_deflate_init(&d->stream);
	d->stream.gzip_flag = IGZIP_GZIP;
	if (len < SHORT_BYTES) {
		/* Those that need no telling (RFC 1951 section 3.2.6). */
		(void)isal_deflate_set_hufftables(
			&d->stream, NULL, IGZIP_HUFFTABLE_STATIC);
		return;
	}
	d->stream.level = LEVEL;
	d->stream.level_buf = d->level;
	d->stream.level_buf_size = sizeof(d->level);
}

/* One call with at most a piece of output; true while there is more to do with
 * what is in. */
static bool step(
	struct deflate *d, struct slice *in, bool last, struct buf *out)
{
	struct isal_zstream *z = &d->stream;
	const size_t n = in->len < UINT32_MAX ? in->len : UINT32_MAX;

	/* It is only read; the library's type has no const. */
	memcpy(&z->next_in, &in->data, sizeof(z->next_in));
	z->avail_in = (uint32_t)n;
	z->end_of_stream = last && n == in->len;
	z->next_out = d->piece;
	z->avail_out = PIECE_BYTES;
	if (isal_deflate(z) != COMP_OK)
		mem_exhausted(); /* or the library is a wrong one */
	*in = slice_behind(*in, n - z->avail_in);
	buf_put(out, d->piece, PIECE_BYTES - z->avail_out);
	if (last)
		return z->internal_state.state != ZSTATE_END;
	return in->len > 0;
}

void deflate_put_joined(
	struct deflate *d, struct buf *out, const struct slice *parts, size_t n)
{
	struct deflate *own = d ? NULL : deflate_new();
	struct deflate *used = own ? own : d;
	size_t len = 0;

	for (size_t i = 0; i < n; i++)
		len += parts[i].len;
	begin(used, len);
	for (size_t i = 0; i < n; i++) {
		struct slice part = parts[i];

		while (step(used, &part, i + 1 == n, out))
			;
	}
	deflate_free(own);
}

void deflate_put_member(struct deflate *d, struct buf *out, struct slice data)
{
	deflate_put_joined(d, out, &data, 1);
}
