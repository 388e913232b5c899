#include "base/deflate.h"

#include <assert.h>
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

/* One call with at most a piece of output; true while the member goes on. */
static bool step(struct deflate *d, struct slice *in, struct buf *out)
{
	struct isal_zstream *z = &d->stream;
	const size_t n = in->len < UINT32_MAX ? in->len : UINT32_MAX;
	int status;

	/* It is only read; the library's type has no const. */
	memcpy(&z->next_in, &in->data, sizeof(z->next_in));
	z->avail_in = (uint32_t)n;
	z->end_of_stream = n == in->len;
	z->next_out = d->piece;
	z->avail_out = PIECE_BYTES;
	status = isal_deflate(z);
	assert(status == COMP_OK);
	*in = slice_behind(*in, n - z->avail_in);
	buf_put(out, d->piece, PIECE_BYTES - z->avail_out);
	return status == COMP_OK && z->internal_state.state != ZSTATE_END;
}

void deflate_put_member(struct deflate *d, struct buf *out, struct slice data)
{
	struct deflate *own = d ? NULL : deflate_new();
	struct deflate *used = own ? own : d;

	begin(used, data.len);
	while (step(used, &data, out))
		;
	deflate_free(own);
}
