#include "base/gzip.h"

#include <limits.h>
#include <stdlib.h>

#include <zlib.h>

#include "base/mem.h"

#define CHUNK ((size_t)64 * 1024)
#define AUTO_DETECT 32 /* added to the window bits: gzip or zlib head */

struct gzip {
	z_stream z;
	unsigned char chunk[CHUNK];
};

static struct gzip *new_reader(int window_bits)
{
	struct gzip *g = mem_zalloc(sizeof(*g));

	if (inflateInit2(&g->z, window_bits) != Z_OK)
		mem_exhausted(); /* or the library is a wrong one */
	return g;
}

struct gzip *gzip_new(void)
{
	return new_reader(MAX_WBITS + AUTO_DETECT);
}

void gzip_free(struct gzip *g)
{
	if (!g)
		return;
	inflateEnd(&g->z);
	free(g);
}

void gzip_reset(struct gzip *g)
{
	inflateReset(&g->z);
	g->z.avail_out = CHUNK;
}

/* One call of inflate() with at most a chunk of output. */
static int step(struct gzip *g, struct slice *in, struct buf *out)
{
	size_t n = in->len < UINT_MAX ? in->len : UINT_MAX;
	unsigned char *data;
	int status;

	/* zlib only reads them; its type is older than const. */
	memcpy(&data, &in->data, sizeof(data));
	g->z.next_in = data;
	g->z.avail_in = (uInt)n;
	g->z.next_out = g->chunk;
	g->z.avail_out = CHUNK;
	status = inflate(&g->z, Z_NO_FLUSH);
	*in = slice_behind(*in, n - g->z.avail_in);
	buf_fill(out, g->chunk, CHUNK - g->z.avail_out);
	return status;
}

static int too_much(const struct buf *out, struct error *err)
{
	return error_set(err, ERR_LIMIT, "gzip: more than %zu bytes", out->max);
}

int gzip_read(
	struct gzip *g, struct slice *in, struct buf *out, struct error *err)
{
	while (in->len) {
		int status = step(g, in, out);

		if (out->full)
			return too_much(out, err);
		if (status == Z_STREAM_END) {
			inflateReset(&g->z);
			return 1;
		}
		if (status != Z_OK && status != Z_BUF_ERROR)
			return error_set(err, ERR_SYNTAX, "gzip: %s",
				g->z.msg ? g->z.msg : "damaged");
	}
	/* The input is taken, but a full chunk may leave output behind. */
	while (g->z.avail_out == 0) {
		int status = step(g, in, out);

		if (out->full)
			return too_much(out, err);
		if (status == Z_STREAM_END) {
			inflateReset(&g->z);
			return 1;
		}
	}
	return 0;
}

bool gzip_is(struct slice in)
{
	return in.len >= 2 && in.data[0] == '\x1f' && in.data[1] == '\x8b';
}

int gzip_inflate(
	struct buf *out, struct slice in, bool *truncated, struct error *err)
{
	struct gzip *g = gzip_new();
	int status;

	do
		status = gzip_read(g, &in, out, err);
	while (status > 0 && gzip_is(in));
	*truncated = status == 0;
	gzip_free(g);
	return status < 0 ? status : 0;
}

bool gzip_is_zlib(struct slice in)
{
	return in.len >= 2 && (in.data[0] & 0x0f) == Z_DEFLATED &&
	       ((unsigned char)in.data[0] << 8 | (unsigned char)in.data[1]) %
			       31 ==
		       0;
}

static int inflate_one(struct gzip *g, struct buf *out, struct slice *in,
	bool *truncated, struct error *err)
{
	int status = gzip_read(g, in, out, err);

	*truncated = status == 0;
	gzip_free(g);
	return status < 0 ? status : 0;
}

int gzip_inflate_member(
	struct buf *out, struct slice *in, bool *truncated, struct error *err)
{
	return inflate_one(gzip_new(), out, in, truncated, err);
}

int gzip_inflate_raw(
	struct buf *out, struct slice *in, bool *truncated, struct error *err)
{
	return inflate_one(new_reader(-MAX_WBITS), out, in, truncated, err);
}
