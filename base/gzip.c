#include "base/gzip.h"

#include <limits.h>
#include <stdlib.h>

#include <zlib.h>

#include "base/mem.h"

#define CHUNK ((size_t)64 * 1024)
#define AUTO_DETECT 32 /* added to the window bits: gzip or zlib head */
#define GZIP_HEAD 16   /* added to the window bits: write a gzip head */

struct gzip {
	z_stream z;
	unsigned char chunk[CHUNK];
};

struct gzip *gzip_new(void)
{
	struct gzip *g = mem_zalloc(sizeof(*g));

	if (inflateInit2(&g->z, MAX_WBITS + AUTO_DETECT) != Z_OK)
		abort(); /* only memory or a wrong library can be the cause */
	return g;
}

void gzip_free(struct gzip *g)
{
	if (!g)
		return;
	inflateEnd(&g->z);
	free(g);
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
	n -= g->z.avail_in;
	in->data += n;
	in->len -= n;
	buf_put(out, g->chunk, CHUNK - g->z.avail_out);
	return status;
}

int gzip_read(
	struct gzip *g, struct slice *in, struct buf *out, struct error *err)
{
	while (in->len) {
		int status = step(g, in, out);

		if (out->full)
			return error_set(err, ERR_LIMIT,
				"gzip: more than %zu bytes", out->max);
		if (status == Z_STREAM_END) {
			inflateReset(&g->z);
			return 1;
		}
		if (status != Z_OK && status != Z_BUF_ERROR)
			return error_set(err, ERR_SYNTAX, "gzip: %s",
				g->z.msg ? g->z.msg : "damaged");
	}
	/* The input is taken, but a full chunk may leave output behind. */
	while (g->z.avail_out == 0 && !out->full) {
		if (step(g, in, out) == Z_STREAM_END) {
			inflateReset(&g->z);
			return 1;
		}
	}
	if (out->full)
		return error_set(
			err, ERR_LIMIT, "gzip: more than %zu bytes", out->max);
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

void gzip_put_member(struct buf *out, struct slice data)
{
	z_stream z = { 0 };
	unsigned char chunk[4096];
	struct slice rest = data;
	unsigned char *in;
	int status = Z_OK;

	if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
		    MAX_WBITS + GZIP_HEAD, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	while (status != Z_STREAM_END) {
		size_t n = rest.len < UINT_MAX ? rest.len : UINT_MAX;

		memcpy(&in, &rest.data, sizeof(in));
		z.next_in = in;
		z.avail_in = (uInt)n;
		z.next_out = chunk;
		z.avail_out = sizeof(chunk);
		status = deflate(&z, n == rest.len ? Z_FINISH : Z_NO_FLUSH);
		n -= z.avail_in;
		rest.data = n ? rest.data + n : rest.data;
		rest.len -= n;
		buf_put(out, chunk, sizeof(chunk) - z.avail_out);
	}
	deflateEnd(&z);
}
