#include "base/zip.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <zip.h>

#include "base/mem.h"

#define CHUNK 65536

/* zlib's: of a paper a third of the time of its usual one. */
#define LEVEL 1

struct zip_reader {
	zip_t *zip;
	struct zip_limits limits;
	size_t archive_bytes;
	size_t unpacked; /* of all members so far */
};

static int opened(
	zip_t **out, zip_source_t *source, int flags, struct error *err)
{
	zip_error_t e;

	zip_error_init(&e);
	*out = zip_open_from_source(source, flags, &e);
	if (!*out)
		(void)error_set(
			err, ERR_SYNTAX, "ZIP: %s", zip_error_strerror(&e));
	zip_error_fini(&e);
	return *out ? 0 : err->code;
}

int zip_reader_open(struct zip_reader **out, struct slice data,
	const struct zip_limits *limits, struct error *err)
{
	struct zip_reader *r;
	zip_source_t *source;
	int result;

	/* The library takes nothing for an archive without members. */
	if (data.len == 0)
		return error_set(err, ERR_SYNTAX, "ZIP: no bytes at all");
	source = zip_source_buffer_create(data.data, data.len, 0, NULL);
	r = mem_zalloc(sizeof(*r));
	r->limits = *limits;
	r->archive_bytes = data.len;
	result = opened(&r->zip, source, ZIP_RDONLY, err);
	if (result < 0) {
		zip_source_free(source);
		goto out;
	}
	if (zip_reader_count(r) > limits->members) {
		result = error_set(err, ERR_LIMIT,
			"ZIP: %zu members, more than %zu", zip_reader_count(r),
			limits->members);
		goto out;
	}
	*out = r;
	r = NULL;
out:
	zip_reader_free(r);
	return result;
}

void zip_reader_free(struct zip_reader *r)
{
	if (!r)
		return;
	if (r->zip)
		zip_discard(r->zip);
	free(r);
}

size_t zip_reader_count(const struct zip_reader *r)
{
	zip_int64_t n = zip_get_num_entries(r->zip, 0);

	return n > 0 ? (size_t)n : 0;
}

const char *zip_reader_name(const struct zip_reader *r, size_t i)
{
	const char *name = zip_get_name(r->zip, i, ZIP_FL_ENC_RAW);

	return name ? name : "";
}

long zip_reader_find(const struct zip_reader *r, const char *name)
{
	return (long)zip_name_locate(r->zip, name, ZIP_FL_NOCASE);
}

bool zip_reader_is_locked(const struct zip_reader *r, size_t i)
{
	zip_stat_t st;

	return zip_stat_index(r->zip, i, 0, &st) == 0 &&
	       (st.valid & ZIP_STAT_ENCRYPTION_METHOD) &&
	       st.encryption_method != ZIP_EM_NONE;
}

/* Whether so many bytes may come out of so small an archive. */
static bool is_bomb(const struct zip_reader *r)
{
	return r->unpacked > r->limits.ratio_after &&
	       r->unpacked / r->limits.ratio > r->archive_bytes;
}

static int read_member(struct zip_reader *r, zip_file_t *file, struct buf *out,
	struct error *err)
{
	char chunk[CHUNK];
	size_t total = 0;
	zip_int64_t n;

	while ((n = zip_fread(file, chunk, sizeof(chunk))) > 0) {
		total += (size_t)n;
		r->unpacked += (size_t)n;
		if (total > r->limits.member_bytes)
			return error_set(err, ERR_LIMIT,
				"ZIP: more than %zu bytes",
				r->limits.member_bytes);
		if (is_bomb(r))
			return error_set(err, ERR_LIMIT,
				"ZIP: unpacks to more than %zu times its size",
				r->limits.ratio);
		buf_put(out, chunk, (size_t)n);
		if (out->full)
			return error_set(err, ERR_LIMIT,
				"ZIP: more than %zu bytes", out->max);
	}
	if (n < 0)
		return error_set(err, ERR_SYNTAX, "ZIP: %s",
			zip_error_strerror(zip_file_get_error(file)));
	return 0;
}

int zip_reader_get(
	struct zip_reader *r, size_t i, struct buf *out, struct error *err)
{
	zip_file_t *file = zip_fopen_index(r->zip, i, 0);
	int result;

	if (!file)
		return error_set(
			err, ERR_SYNTAX, "ZIP: %s", zip_strerror(r->zip));
	result = read_member(r, file, out, err);
	zip_fclose(file);
	return result;
}

/* The parts must live until the archive is closed: nothing is copied. */
static int add_part(zip_t *zip, const struct zip_part *part, struct error *err)
{
	zip_source_t *source = zip_source_buffer(
		zip, part->data.len ? part->data.data : "", part->data.len, 0);
	zip_int64_t i = zip_file_add(zip, part->name, source, ZIP_FL_ENC_UTF_8);

	if (i < 0) {
		zip_source_free(source);
		return error_set(err, ERR_WRITE, "ZIP member \"%s\": %s",
			part->name, zip_strerror(zip));
	}
	/* Day 1, month 1, year 1980 in the bits of FAT. */
	(void)zip_set_file_compression(
		zip, (zip_uint64_t)i, ZIP_CM_DEFLATE, LEVEL);
	(void)zip_file_set_dostime(zip, (zip_uint64_t)i, 0, 0x21, 0);
	return 0;
}

static int copy_out(struct buf *out, zip_source_t *source, struct error *err)
{
	char chunk[CHUNK];
	zip_int64_t n = -1;

	if (zip_source_open(source) == 0) {
		while ((n = zip_source_read(source, chunk, sizeof(chunk))) > 0)
			buf_put(out, chunk, (size_t)n);
		(void)zip_source_close(source);
	}
	if (n < 0)
		return error_set(err, ERR_WRITE, "ZIP: %s",
			zip_error_strerror(zip_source_error(source)));
	if (out->full)
		return error_set(
			err, ERR_WRITE, "ZIP: more than %zu bytes", out->max);
	return 0;
}

int zip_write(struct buf *out, const struct zip_part *parts, size_t n,
	struct error *err)
{
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = NULL;
	int result;

	result = opened(&zip, source, ZIP_CREATE | ZIP_TRUNCATE, err);
	if (result == 0)
		zip_source_keep(source); /* closing the archive frees one */
	for (size_t i = 0; result == 0 && i < n; i++)
		result = add_part(zip, &parts[i], err);
	if (result == 0 && zip_close(zip) < 0)
		result =
			error_set(err, ERR_WRITE, "ZIP: %s", zip_strerror(zip));
	else if (result == 0)
		zip = NULL;
	if (result == 0)
		result = copy_out(out, source, err);
	if (zip)
		zip_discard(zip);
	zip_source_free(source);
	return result;
}
