#include "base/deflate.h"

#include <stdlib.h>

#include <libdeflate.h>

#include "base/mem.h"

/* The lowest level that looks for repetitions at all. */
#define LEVEL 1

struct deflate {
	struct libdeflate_compressor *compressor;
};

struct deflate *deflate_new(void)
{
	struct deflate *d = mem_zalloc(sizeof(*d));

	d->compressor = libdeflate_alloc_compressor(LEVEL);
	if (!d->compressor)
		mem_exhausted(); /* nothing else can be the cause */
	return d;
}

void deflate_free(struct deflate *d)
{
	if (!d)
		return;
	libdeflate_free_compressor(d->compressor);
	free(d);
}

void deflate_put_member(struct deflate *d, struct buf *out, struct slice data)
{
	struct deflate *own = d ? NULL : deflate_new();
	struct libdeflate_compressor *c = own ? own->compressor : d->compressor;
	const size_t room = libdeflate_gzip_compress_bound(c, data.len);
	char *packed = mem_realloc(NULL, room);

	/* Within the bound it cannot fail. */
	buf_put(out, packed,
		libdeflate_gzip_compress(c, data.data, data.len, packed, room));
	free(packed);
	deflate_free(own);
}
