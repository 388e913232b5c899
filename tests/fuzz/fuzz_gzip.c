/*
 * gzip from outside: at once, in pieces, and what we pack ourselves.
 */
#include <stdlib.h>
#include <string.h>

#include "base/deflate.h"
#include "base/gzip.h"
#include "tests/fuzz/fuzz.h"

#define MAX_INFLATED ((size_t)256 * 1024)

static void must(bool condition)
{
	if (!condition)
		abort();
}

static bool same(const struct buf *a, const struct buf *b)
{
	return a->len == b->len &&
	       (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

/* Feeds the first member piece by piece; as gzip_read(). */
static int read_pieces(struct buf *out, struct slice in, size_t piece)
{
	struct gzip *g = gzip_new();
	struct error err;
	int rc = 0;

	while (rc == 0 && in.len) {
		size_t n = piece < in.len ? piece : in.len;
		struct slice part = slice_of(in.data, n);

		rc = gzip_read(g, &part, out, &err);
		must(part.len <= n && (rc != 0 || part.len == 0));
		in = slice_of(in.data + n, in.len - n);
	}
	gzip_free(g);
	return rc;
}

/* However the bytes come, they say the same. */
static void check_pieces(struct slice in)
{
	struct buf whole, pieces;
	int rc;

	buf_init(&whole, MAX_INFLATED);
	buf_init(&pieces, MAX_INFLATED);
	rc = read_pieces(&whole, in, SIZE_MAX);
	for (size_t piece = 1; piece < 10; piece += 4) {
		buf_clear(&pieces);
		must(read_pieces(&pieces, in, piece) == rc);
		must(rc < 0 || same(&whole, &pieces));
	}
	buf_done(&whole);
	buf_done(&pieces);
}

static void check_inflate(struct slice in)
{
	bool truncated = true;
	struct buf out;
	struct error err;
	int rc;

	buf_init(&out, MAX_INFLATED);
	rc = gzip_inflate(&out, in, &truncated, &err);
	must(out.len <= MAX_INFLATED);
	must(rc == 0 || rc == ERR_SYNTAX || rc == ERR_LIMIT);
	must(rc < 0 || !out.full);
	must(rc == 0 || !truncated);
	buf_done(&out);
}

/* What we pack comes back; cut by a byte it is truncated. */
static void check_round_trip(struct slice data)
{
	struct buf packed, out;
	struct slice cut;
	struct error err;
	bool truncated;

	buf_init(&packed, SIZE_MAX / 2);
	buf_init(&out, data.len);
	deflate_put_member(NULL, &packed, data);
	must(gzip_inflate(&out, buf_slice(&packed), &truncated, &err) == 0);
	must(!truncated && out.len == data.len);
	must(data.len == 0 || memcmp(out.data, data.data, data.len) == 0);
	cut = slice_of(packed.data, packed.len - 1);
	buf_clear(&out);
	must(gzip_inflate(&out, cut, &truncated, &err) == 0 && truncated);
	buf_done(&out);
	buf_done(&packed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice in = slice_of((const char *)data, size);

	check_inflate(in);
	check_pieces(in);
	check_round_trip(in);
	return 0;
}
