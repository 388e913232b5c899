#include "crawler/coding.h"

#include <assert.h>
#include <stddef.h>

#include "base/brotli.h"
#include "base/gzip.h"
#include "base/zstd.h"
#include "crawler/limits.h"

struct coding {
	const char *name;
	int (*inflate)(struct buf *out, struct slice *in, bool *truncated,
		struct error *err);
};

/* RFC 9110 section 8.4.1.2 means zlib; there are servers that send the bare
 * stream, and every browser takes both. */
static int inflate_deflate(
	struct buf *out, struct slice *in, bool *truncated, struct error *err)
{
	if (in->len < 2 || gzip_is_zlib(*in))
		return gzip_inflate_member(out, in, truncated, err);
	return gzip_inflate_raw(out, in, truncated, err);
}

static const struct coding table[] = {
	{ "gzip", gzip_inflate_member },
	{ "x-gzip", gzip_inflate_member },
	{ "deflate", inflate_deflate },
	{ "br", brotli_inflate },
	{ "zstd", zstd_inflate },
};

/* Cuts the last name off a list; empty when there is none left. */
static struct slice last_name(struct slice *list)
{
	size_t at = list->len;
	struct slice name;

	while (at > 0 && list->data[at - 1] != ',')
		at--;
	name = slice_trim(slice_of(list->data + at, list->len - at));
	list->len = at > 0 ? at - 1 : 0;
	return name;
}

/* The codings in the order in which they come off: 0 with *n of them. */
static int parse(const struct coding *found[LIMIT_CODINGS], size_t *n,
	struct slice list, struct error *err)
{
	*n = 0;
	while (list.len) {
		const struct slice name = last_name(&list);
		const struct coding *coding = NULL;

		if (name.len == 0 || slice_eq_nocase(name, "identity"))
			continue;
		for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
			if (slice_eq_nocase(name, table[i].name))
				coding = &table[i];
		if (!coding)
			return error_set(err, ERR_SYNTAX,
				"content coding \"%.*s\"",
				(int)(name.len < 64 ? name.len : 64),
				name.data);
		if (*n == LIMIT_CODINGS)
			return error_set(err, ERR_SYNTAX,
				"more than %d content codings", LIMIT_CODINGS);
		found[(*n)++] = coding;
	}
	return 0;
}

static int inflate_whole(const struct coding *coding, struct buf *out,
	struct slice in, bool *truncated, struct error *err)
{
	int rc = coding->inflate(out, &in, truncated, err);

	if (rc == 0 && in.len)
		rc = error_set(err, ERR_SYNTAX,
			"%s: %zu bytes behind the end of the stream",
			coding->name, in.len);
	return rc;
}

static int copy(struct buf *out, struct slice in, struct error *err)
{
	buf_fill(out, in.data, in.len);
	if (out->full)
		return error_set(
			err, ERR_LIMIT, "more than %zu bytes", out->max);
	return 0;
}

/* A document may be large, but nothing that people write packs so well. */
static size_t ceiling(size_t max, size_t packed)
{
	size_t most = LIMIT_ZIP_RATIO_AFTER;

	if (packed > most / LIMIT_ZIP_RATIO)
		most = packed > max / LIMIT_ZIP_RATIO
			       ? max
			       : packed * LIMIT_ZIP_RATIO;
	return most < max ? most : max;
}

int coding_decode(struct buf *out, struct slice in, struct slice codings,
	bool *truncated, struct error *err)
{
	const struct coding *found[LIMIT_CODINGS];
	const size_t max = out->max;
	struct error why;
	struct buf outer;
	bool cut;
	size_t n;
	int rc = parse(found, &n, codings, err), inner = 0;

	static_assert(LIMIT_CODINGS == 2, "one step on the way");
	*truncated = false;
	if (rc < 0)
		return rc;
	if (n == 0)
		return copy(out, in, err);
	out->max = ceiling(max, in.len);
	buf_init(&outer, out->max);
	if (n == 2) {
		rc = inflate_whole(found[0], &outer, in, truncated, err);
		in = buf_slice(&outer);
	}
	if (rc == 0 && !*truncated)
		rc = inflate_whole(found[n - 1], out, in, truncated, err);
	else if (rc == 0 || rc == ERR_LIMIT)
		inner = inflate_whole(found[n - 1], out, in, &cut, &why);
	/* What there is of it is a bomb already. */
	if (rc == 0 && inner == ERR_LIMIT)
		rc = error_set(err, ERR_LIMIT, "%s", why.text);
	out->max = max;
	buf_done(&outer);
	return rc;
}
