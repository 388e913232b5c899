#include "crawler/warc.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gzip.h"
#include "base/mem.h"

#define PIECE_BYTES 16384
#define HEAD_BYTES ((size_t)64 * 1024)
#define INFLATE_BYTES ((size_t)64 * 1024) /* what base/gzip puts at a time */

struct warc {
	FILE *file;
	char *path;
	uint64_t size; /* of the file */
	bool gzipped;
	bool shared; /* see warc_is_shared() */
	struct gzip *gzip;
};

void warc_record_init(struct warc_record *r)
{
	*r = (struct warc_record){ 0 };
}

void warc_record_done(struct warc_record *r)
{
	buf_done(&r->bytes);
	warc_record_init(r);
}

struct slice warc_field(const struct warc_record *r, const char *name)
{
	const size_t n = strlen(name);
	size_t at = 0;

	while (at < r->head.len) {
		long end = slice_find(r->head, "\n", at);
		size_t stop = end < 0 ? r->head.len : (size_t)end;
		struct slice line = slice_of(r->head.data + at, stop - at);

		if (line.len > n && line.data[n] == ':' &&
			slice_starts_nocase(line, name))
			return slice_trim(
				slice_of(line.data + n + 1, line.len - n - 1));
		at = stop + 1;
	}
	return slice_of(NULL, 0);
}

int warc_open(struct warc **out, const char *path, struct error *err)
{
	char magic[5];
	struct warc *w;
	size_t n;
	FILE *file = fopen(path, "rb");

	if (!file)
		return error_set(
			err, ERR_READ, "%s: %s", path, strerror(errno));
	n = fread(magic, 1, sizeof(magic), file);
	w = mem_zalloc(sizeof(*w));
	w->file = file;
	if (fseeko(file, 0, SEEK_END) == 0 && ftello(file) > 0)
		w->size = (uint64_t)ftello(file);
	w->path = mem_strdup(path);
	w->gzipped = gzip_is(slice_of(magic, n));
	w->gzip = gzip_new();
	if (!w->gzipped && !slice_eq(slice_of(magic, n), "WARC/")) {
		warc_close(w);
		return error_set(err, ERR_SYNTAX, "%s: no WARC file", path);
	}
	*out = w;
	return 0;
}

void warc_close(struct warc *w)
{
	if (!w)
		return;
	(void)fclose(w->file);
	gzip_free(w->gzip);
	free(w->path);
	free(w);
}

static int fail(const struct warc *w, const struct warc_record *r,
	struct error *err, const char *what)
{
	return error_set(err, ERR_SYNTAX, "%s: record at byte %llu %s", w->path,
		(unsigned long long)r->offset, what);
}

/* Finds the head in what was read: 1 when it is whole, 0 when not yet. */
static int find_head(const struct warc *w, struct warc_record *r, long *length,
	struct error *err)
{
	const struct slice all = buf_slice(&r->bytes);
	long end = slice_find(all, "\r\n\r\n", 0);

	if (end < 0)
		return all.len < HEAD_BYTES
			       ? 0
			       : fail(w, r, err, "has no end of its head");
	if (!slice_starts(all, "WARC/"))
		return fail(w, r, err, "does not begin with WARC/");
	r->head = slice_of(all.data, (size_t)end + 2);
	*length = slice_number(warc_field(r, "Content-Length"), INT32_MAX);
	if (*length < 0)
		return fail(w, r, err, "has no Content-Length");
	return 1;
}

/* Head and block as slices of the bytes read. */
static int settle(
	struct warc *w, struct warc_record *r, size_t max, struct error *err)
{
	long length = 0;
	int rc = find_head(w, r, &length, err);
	size_t have, start;

	if (rc <= 0)
		return rc < 0 ? rc : fail(w, r, err, "is cut");
	start = r->head.len + 2;
	have = r->bytes.len - start;
	if (w->gzipped && have > (size_t)length + 4) {
		w->shared = true;
		return fail(w, r, err, "shares its gzip member");
	}
	if (have > (size_t)length)
		have = (size_t)length;
	else if (have < (size_t)length)
		r->cut = true;
	if (have > max) {
		have = max;
		r->cut = true;
	}
	r->block = slice_of(r->bytes.data + start, have);
	return 1;
}

/* Reads the rest of a member whose block is longer than what is kept. */
static int pass_over(struct gzip *g, struct slice *in, struct error *err)
{
	struct buf rest;
	int rc;

	buf_init(&rest, INFLATE_BYTES);
	do {
		buf_clear(&rest);
		rc = gzip_read(g, in, &rest, err);
	} while (rc == ERR_LIMIT);
	buf_done(&rest);
	return rc;
}

/* Reads one gzip member into r->bytes; what does not fit is passed over. */
static int read_member(struct warc *w, struct warc_record *r, struct error *err)
{
	char piece[PIECE_BYTES];
	uint64_t taken = 0;
	bool over = false;
	int rc = 0;

	gzip_reset(w->gzip);
	while (rc == 0) {
		size_t n = fread(piece, 1, sizeof(piece), w->file);
		struct slice in = slice_of(piece, n);

		if (n == 0)
			return taken ? fail(w, r, err, "is cut") : 0;
		if (!over)
			rc = gzip_read(w->gzip, &in, &r->bytes, err);
		if (rc == ERR_LIMIT)
			over = true;
		if (over)
			rc = pass_over(w->gzip, &in, err);
		taken += n - in.len;
	}
	if (rc < 0)
		return error_prefix(err, "%s", w->path);
	r->next = r->offset + taken;
	return 1;
}

static int read_gzipped(
	struct warc *w, struct warc_record *r, size_t max, struct error *err)
{
	const int rc = read_member(w, r, err);

	return rc <= 0 ? rc : settle(w, r, max, err);
}

static int read_plain(
	struct warc *w, struct warc_record *r, size_t max, struct error *err)
{
	char piece[PIECE_BYTES];
	long length = 0;
	int rc = 0;
	size_t n, whole;

	while (rc == 0) {
		n = fread(piece, 1, sizeof(piece), w->file);
		if (n == 0)
			return r->bytes.len ? fail(w, r, err, "is cut") : 0;
		buf_put(&r->bytes, piece, n);
		rc = find_head(w, r, &length, err);
	}
	if (rc < 0)
		return rc;
	whole = r->head.len + 2 + (size_t)length;
	if (r->offset + whole > w->size)
		return fail(w, r, err, "is cut");
	while (r->bytes.len < whole && !r->bytes.full &&
		(n = fread(piece, 1, sizeof(piece), w->file)) > 0)
		buf_put(&r->bytes, piece, n);
	r->next = r->offset + whole + 4;
	return settle(w, r, max, err);
}

int warc_read(struct warc_record *r, struct warc *w, uint64_t offset,
	size_t max, struct error *err)
{
	int rc;

	buf_done(&r->bytes);
	warc_record_init(r);
	buf_init(&r->bytes, max + HEAD_BYTES + INFLATE_BYTES);
	r->offset = offset;
	if (fseeko(w->file, (off_t)offset, SEEK_SET) != 0)
		return error_set(
			err, ERR_READ, "%s: %s", w->path, strerror(errno));
	rc = w->gzipped ? read_gzipped(w, r, max, err)
			: read_plain(w, r, max, err);
	if (ferror(w->file))
		return error_set(err, ERR_READ, "%s: cannot be read", w->path);
	return rc;
}

int warc_copy(struct buf *out, struct warc *w, const struct warc_record *r,
	struct error *err)
{
	char piece[PIECE_BYTES];
	uint64_t left = r->next - r->offset;
	size_t n = 0;

	if (fseeko(w->file, (off_t)r->offset, SEEK_SET) != 0)
		left = UINT64_MAX;
	for (; left > 0 && left < UINT64_MAX; left -= n) {
		n = left < sizeof(piece) ? (size_t)left : sizeof(piece);
		n = fread(piece, 1, n, w->file);
		if (n == 0)
			break;
		buf_put(out, piece, n);
	}
	return left == 0 ? 0
			 : error_set(err, ERR_READ, "%s: cannot be read",
				   w->path);
}

bool warc_is_shared(const struct warc *w)
{
	return w->shared;
}

/* Writes what the piece of the file says; true when that was all right. */
static int unpack_piece(const struct warc *w, struct gzip *g, struct slice in,
	FILE *out, struct error *err)
{
	struct buf bytes;
	int rc = 0;

	buf_init(&bytes, SIZE_MAX / 2);
	while (rc >= 0 && in.len)
		rc = gzip_read(g, &in, &bytes, err);
	if (rc < 0)
		rc = error_prefix(err, "%s", w->path);
	else if (fwrite(bytes.data, 1, bytes.len, out) < bytes.len)
		rc = error_set(err, ERR_WRITE, "%s, unpacked: %s", w->path,
			strerror(errno));
	buf_done(&bytes);
	return rc < 0 ? rc : 0;
}

static int unpack(
	const struct warc *w, FILE *out, uint64_t max, struct error *err)
{
	char piece[PIECE_BYTES];
	struct gzip *g = gzip_new();
	uint64_t size = 0;
	int rc = 0;
	size_t n;

	rewind(w->file);
	while (rc == 0 && (n = fread(piece, 1, sizeof(piece), w->file)) > 0) {
		rc = unpack_piece(w, g, slice_of(piece, n), out, err);
		size = (uint64_t)ftello(out);
		if (rc == 0 && size > max)
			rc = error_set(err, ERR_LIMIT,
				"%s: more than %llu bytes when unpacked",
				w->path, (unsigned long long)max);
	}
	gzip_free(g);
	return rc;
}

int warc_unpack(struct warc *w, uint64_t max, struct error *err)
{
	FILE *out = tmpfile();
	int rc;

	if (!out)
		return error_set(err, ERR_WRITE, "%s, unpacked: %s", w->path,
			strerror(errno));
	rc = unpack(w, out, max, err);
	if (rc == 0 && fflush(out) != 0)
		rc = error_set(err, ERR_WRITE, "%s, unpacked: %s", w->path,
			strerror(errno));
	if (rc < 0) {
		(void)fclose(out);
		return rc;
	}
	(void)fclose(w->file);
	w->file = out;
	w->size = (uint64_t)ftello(out);
	w->gzipped = w->shared = false;
	return 0;
}

void warc_put(struct buf *out, struct deflate *deflate, struct slice fields,
	struct slice start, struct slice rest)
{
	struct buf head;

	buf_init(&head, SIZE_MAX / 2);
	buf_puts(&head, "WARC/1.1\r\n");
	buf_put_slice(&head, fields);
	buf_printf(&head, "Content-Length: %zu\r\n\r\n", start.len + rest.len);
	deflate_put_joined(deflate, out,
		(const struct slice[]){
			buf_slice(&head), start, rest, slice_str("\r\n\r\n") },
		4);
	buf_done(&head);
}
