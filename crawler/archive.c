#include "crawler/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/strmap.h"
#include "crawler/capture.h"
#include "crawler/cdxj.h"
#include "crawler/limits.h"
#include "crawler/url.h"
#include "crawler/warc.h"

#define FIELD_BYTES ((size_t)64 * 1024)
#define BLOCK_BYTES 512 /* a status line, or what a file says of itself */
#define RECORD_BYTES (LIMIT_DOCUMENT_BYTES + LIMIT_HEADER_BYTES)

struct archive {
	char *path;
	int fd; /* to write; -1 when it is only read */
	struct capture capture;
	struct warc *warc; /* to read; opened when first needed */
	struct arena arena;
	struct strmap offsets; /* of addresses and their keys, to read */
	struct strmap bodies;  /* offsets of responses by what a revisit may
				  name them by: record id, digest, address */
	struct cdxj *index;    /* of what was written */
	const char *first;     /* address of an answer */
	const char *site;      /* what the file says it is part of */
	uint64_t end;          /* length of what was written */
};

static int write_error(const struct archive *a, struct error *err)
{
	return error_set(err, ERR_WRITE, "%s: %s", a->path, strerror(errno));
}

static int write_all(struct archive *a, struct slice s, struct error *err)
{
	a->end += s.len;
	while (s.len > 0) {
		ssize_t n = write(a->fd, s.data, s.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return write_error(a, err);
		s = slice_of(s.data + n, s.len - (size_t)n);
	}
	return 0;
}

static struct archive *new_archive(const char *path)
{
	struct archive *a = mem_zalloc(sizeof(*a));
	const char *slash = strrchr(path, '/');

	a->path = mem_strdup(path);
	a->index = cdxj_new(a->path + (slash ? slash + 1 - path : 0));
	a->fd = -1;
	arena_init(&a->arena);
	return a;
}

/* Opens the file to go on at a->end; what is behind that is cut off. */
static int open_end(struct archive *a, struct error *err)
{
	const off_t end = (off_t)a->end;
	off_t size;

	a->fd = open(a->path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	if (a->fd < 0 || (size = lseek(a->fd, 0, SEEK_END)) < 0)
		return write_error(a, err);
	if (size > end && ftruncate(a->fd, end) < 0)
		return write_error(a, err);
	if (lseek(a->fd, end, SEEK_SET) < 0)
		return write_error(a, err);
	return 0;
}

int archive_create(struct archive **out, const char *path, const char *site,
	const char *software, int64_t now, struct error *err)
{
	struct archive *a;
	struct buf bytes;
	int rc;

	if (file_exists(path))
		return error_set(err, ERR_WRITE, "%s: exists", path);
	a = new_archive(path);
	capture_init(&a->capture);
	buf_init(&bytes, FIELD_BYTES);
	capture_put_info(&a->capture, &bytes, site, software, now);
	a->end = bytes.len;
	/* Whole or not at all, so that it can be taken up again. */
	rc = file_write(path, buf_slice(&bytes), err);
	if (rc == 0)
		rc = open_end(a, err);
	buf_done(&bytes);
	if (rc == 0)
		*out = a;
	else
		archive_free(a);
	return rc;
}

void archive_free(struct archive *a)
{
	if (!a)
		return;
	if (a->fd >= 0)
		(void)close(a->fd);
	capture_done(&a->capture);
	warc_close(a->warc);
	strmap_done(&a->offsets);
	strmap_done(&a->bodies);
	arena_done(&a->arena);
	cdxj_free(a->index);
	free(a->path);
	free(a);
}

/* Notes where the address stands, for itself and for its other spellings. */
static void note_offset(struct archive *a, const char *url, uint64_t offset)
{
	struct buf key;

	url = arena_strdup(&a->arena, url);
	strmap_put(&a->offsets, url, offset);
	buf_init(&key, FIELD_BYTES);
	if (url_seen_key(&key, url) && !strmap_get(&a->offsets, buf_str(&key)))
		strmap_put(&a->offsets, arena_strdup(&a->arena, buf_str(&key)),
			offset);
	buf_done(&key);
}

bool archive_find(const struct archive *a, const char *url, uint64_t *offset)
{
	const uint64_t *found = strmap_get(&a->offsets, url);
	struct buf key;

	buf_init(&key, FIELD_BYTES);
	if (!found && url_seen_key(&key, url))
		found = strmap_get(&a->offsets, buf_str(&key));
	buf_done(&key);
	if (found)
		*offset = *found;
	return found != NULL;
}

static void note_body(struct archive *a, struct slice name, uint64_t offset)
{
	char *text = arena_strndup(&a->arena, name.data, name.len);

	if (name.len)
		strmap_put(&a->bodies, text, offset);
}

/* The type without its parameters; the caller frees. */
static char *bare_type(struct slice type)
{
	const long end = slice_find(type, ";", 0);

	if (end >= 0)
		type.len = (size_t)end;
	type = slice_trim(type);
	return slice_dup(type.len ? type : slice_str("-"));
}

/* Notes an answer for the index beside the archive. */
static void note_entry(struct archive *a, const char *url,
	const struct response *r, const struct capture_span *span)
{
	char *type = bare_type(response_field(r, "Content-Type"));
	struct cdxj_entry entry = { .url = url,
		.mime = span->revisit ? "warc/revisit" : type,
		.at = r->at,
		.status = r->status,
		.offset = span->from,
		.length = span->to - span->from };

	memcpy(entry.digest, span->digest, sizeof(entry.digest));
	cdxj_add(a->index, &entry);
	free(type);
}

int archive_put(struct archive *a, const struct response *r, uint64_t *offset,
	struct error *err)
{
	struct capture_span span;
	struct buf bytes;
	int rc;

	buf_init(&bytes, SIZE_MAX / 2);
	capture_put(&a->capture, &bytes, r, &span);
	span.from += a->end;
	span.to += a->end;
	*offset = span.from;
	if (r->head.len)
		note_entry(a, r->url, r, &span);
	rc = write_all(a, buf_slice(&bytes), err);
	if (rc == 0)
		rc = cdxj_settle(a->index, err);
	buf_done(&bytes);
	return rc;
}

/* What a later revisit may mean. */
static void note_response(struct archive *a, const struct warc_record *record,
	const char *url, uint64_t offset)
{
	note_body(a, warc_field(record, "WARC-Record-ID"), offset);
	note_body(a, warc_field(record, "WARC-Payload-Digest"), offset);
	note_body(a, slice_str(url), offset);
}

/* The whole record at an offset that the index has. */
static int read_record(struct warc_record *record, struct archive *a,
	uint64_t offset, struct error *err)
{
	int rc = a->warc ? 0 : warc_open(&a->warc, a->path, err);

	if (rc == 0)
		rc = warc_read(record, a->warc, offset, RECORD_BYTES, err);
	if (rc == 0)
		return error_set(err, ERR_SYNTAX, "%s: no record at byte %llu",
			a->path, (unsigned long long)offset);
	return rc < 0 ? rc : 0;
}

/* Where the response is whose body a revisit means. */
static bool find_body(
	const struct archive *a, const struct warc_record *r, uint64_t *offset)
{
	static const char *const names[] = { "WARC-Refers-To",
		"WARC-Payload-Digest", "WARC-Refers-To-Target-URI" };
	const uint64_t *found = NULL;

	for (size_t i = 0; !found && i < sizeof(names) / sizeof(names[0]);
		i++) {
		char *name = slice_dup(warc_field(r, names[i]));

		found = strmap_get(&a->bodies, name);
		free(name);
	}
	if (found)
		*offset = *found;
	return found != NULL;
}

/* The record with the body of what stands at an offset: that, or what the
 * revisit there means. */
static int read_body(struct warc_record *record, struct archive *a,
	uint64_t offset, struct error *err)
{
	int rc = read_record(record, a, offset, err);

	if (rc < 0 || !capture_is_revisit(record))
		return rc;
	if (!find_body(a, record, &offset))
		return error_set(err, ERR_SYNTAX,
			"%s: lacks what the record at byte %llu repeats",
			a->path, (unsigned long long)offset);
	return read_record(record, a, offset, err);
}

/* Notes an answer that is there already for the index beside the archive. */
static void note_record(struct archive *a, const char *url,
	const struct warc_record *record, uint64_t offset)
{
	const struct slice digest = warc_field(record, "WARC-Payload-Digest");
	struct capture_span span = { .from = offset,
		.to = offset + record->next - record->offset,
		.revisit = capture_is_revisit(record) };
	struct response *r = response_new(url);

	if (digest.len < sizeof(span.digest) && digest.len)
		memcpy(span.digest, digest.data, digest.len);
	capture_read(r, record);
	note_entry(a, url, r, &span);
	response_free(r);
}

int archive_put_same(struct archive *a, const struct response *r,
	struct archive *past, uint64_t past_offset, uint64_t *offset,
	struct error *err)
{
	struct capture_span span;
	struct warc_record meant;
	struct buf bytes;
	int rc;

	warc_record_init(&meant);
	buf_init(&bytes, SIZE_MAX / 2);
	rc = read_body(&meant, past, past_offset, err);
	if (rc == 0)
		rc = warc_copy(&bytes, past->warc, &meant, err);
	if (rc < 0)
		goto out;
	note_response(a, &meant, r->url, a->end);
	note_record(a, r->url, &meant, a->end);
	capture_put_same(&a->capture, &bytes, r, &meant, &span);
	span.from += a->end;
	span.to += a->end;
	*offset = span.from;
	note_entry(a, r->url, r, &span);
	rc = write_all(a, buf_slice(&bytes), err);
	if (rc == 0)
		rc = cdxj_settle(a->index, err);
out:
	warc_record_done(&meant);
	buf_done(&bytes);
	return rc;
}

/* 304 and 206 say of a page that a browser had it, or a part of it, already:
 * no reason to forget where it stands whole. */
static bool is_lesser(const struct archive *a, const struct warc_record *record,
	const struct buf *url)
{
	uint64_t offset;

	return (slice_find(record->block, " 304", 0) > 0 ||
		       slice_find(record->block, " 206", 0) > 0) &&
	       capture_is_answer(record) &&
	       archive_find(a, buf_str(url), &offset);
}

/* True when the record is one that archive_get() can give; *url is it then. */
static bool index_record(
	struct archive *a, const struct warc_record *record, struct buf *url)
{
	const bool page = capture_is_answer(record);

	if (!a->site && capture_site(url, record))
		a->site = arena_strdup(&a->arena, buf_str(url));
	if (!page && !capture_is_revisit(record) && !capture_is_note(record))
		return false;
	if (!capture_target(url, record))
		return false;
	if (is_lesser(a, record, url))
		return true;
	note_offset(a, buf_str(url), record->offset);
	if (page)
		note_response(a, record, buf_str(url), record->offset);
	if (page && !a->first &&
		!slice_ends_nocase(buf_slice(url), "/robots.txt"))
		a->first = arena_strdup(&a->arena, buf_str(url));
	return true;
}

static int index_all(struct archive *a, struct error *err)
{
	struct warc_record record;
	struct buf url;
	uint64_t offset = 0;
	int rc;

	warc_record_init(&record);
	buf_init(&url, FIELD_BYTES);
	while ((rc = warc_read(&record, a->warc, offset, BLOCK_BYTES, err)) >
		0) {
		(void)index_record(a, &record, &url);
		offset = record.next;
	}
	warc_record_done(&record);
	buf_done(&url);
	return rc;
}

/* Offsets mean nothing in a file whose records share members: it is unpacked,
 * and all begins anew. */
static int index_unpacked(struct archive *a, struct error *err)
{
	int rc = warc_unpack(a->warc, LIMIT_ARCHIVE_BYTES, err);

	strmap_done(&a->offsets);
	strmap_done(&a->bodies);
	a->first = NULL;
	return rc < 0 ? rc : index_all(a, err);
}

int archive_open(struct archive **out, const char *path, struct error *err)
{
	struct archive *a = new_archive(path);
	int rc = warc_open(&a->warc, path, err);

	if (rc == 0)
		rc = index_all(a, err);
	if (rc < 0 && a->warc && warc_is_shared(a->warc))
		rc = index_unpacked(a, err);
	/* A crawler that was killed leaves half a record; what stands before
	 * it is good. */
	if (rc == ERR_SYNTAX && a->offsets.n > 0) {
		log_warn("%s", err->text);
		rc = 0;
	}
	if (rc == 0 && a->offsets.n == 0)
		rc = error_set(err, ERR_SYNTAX, "%s: holds no response", path);
	if (rc == 0)
		*out = a;
	else
		archive_free(a);
	return rc;
}

/*
 * Indexes all that is whole and tells it; a->end and the count are those of
 * the last answer then, for a request without one was cut off from it.  A
 * response without a remark before it is the copy that a revisit names, and no
 * answer itself.
 */
static int take_up(struct archive *a, const struct archive_resume *resume,
	struct error *err)
{
	struct warc_record record;
	struct buf url;
	uint64_t at = 0, n = 0;
	bool remark = false;
	int rc = 0;

	warc_record_init(&record);
	buf_init(&url, FIELD_BYTES);
	while (rc == 0 && (rc = warc_read(&record, a->warc, at,
				   LIMIT_HEADER_BYTES, err)) > 0) {
		const bool known = index_record(a, &record, &url);
		const bool answer =
			known && (remark || capture_is_note(&record));

		rc = 0;
		at = record.next;
		remark = capture_is_remark(&record);
		if (n++ == 0)
			capture_resume(&a->capture, &record);
		if (known && !capture_is_note(&record))
			note_record(a, buf_str(&url), &record, record.offset);
		if (answer)
			resume->take(resume->ctx, buf_str(&url), record.offset,
				capture_date(&record));
		if (answer || n == 1) {
			a->end = at;
			a->capture.count = n;
			rc = cdxj_settle(a->index, err);
		}
	}
	/* What is cut off is no entry either. */
	cdxj_cut(a->index, a->end);
	warc_record_done(&record);
	buf_done(&url);
	return rc;
}

int archive_resume(struct archive **out, const char *path,
	const struct archive_resume *resume, struct error *err)
{
	struct archive *a;
	int rc;

	if (!file_exists(path))
		return archive_create(out, path, resume->site, resume->software,
			resume->now, err);
	a = new_archive(path);
	capture_init(&a->capture);
	rc = warc_open(&a->warc, path, err);
	if (rc == 0)
		rc = take_up(a, resume, err);
	if (rc == ERR_SYNTAX && a->capture.count > 0)
		rc = 0;
	strmap_done(&a->offsets);
	if (rc == 0)
		rc = open_end(a, err);
	if (rc == 0)
		*out = a;
	else
		archive_free(a);
	return rc;
}

/* Reads the response that a revisit stands for. */
static int read_revisit(struct response *r, struct archive *a,
	const struct warc_record *revisit, struct error *err)
{
	struct warc_record meant;
	uint64_t offset;
	int rc;

	if (!find_body(a, revisit, &offset)) {
		capture_read(r, revisit);
		response_set_outcome(r, OUTCOME_NOT_ARCHIVED,
			"the response it repeats is not in the archive");
		return 0;
	}
	warc_record_init(&meant);
	rc = read_record(&meant, a, offset, err);
	if (rc == 0)
		capture_read_revisit(r, revisit, &meant);
	warc_record_done(&meant);
	return rc;
}

int archive_get(struct response **out, struct archive *a, uint64_t offset,
	struct error *err)
{
	struct response *r = NULL;
	struct warc_record record;
	struct buf url;
	int rc;

	warc_record_init(&record);
	buf_init(&url, FIELD_BYTES);
	rc = read_record(&record, a, offset, err);
	if (rc == 0 && !capture_target(&url, &record))
		rc = error_set(err, ERR_SYNTAX, "%s: no address at byte %llu",
			a->path, (unsigned long long)offset);
	if (rc < 0)
		goto out;
	r = response_new(buf_str(&url));
	if (capture_is_revisit(&record))
		rc = read_revisit(r, a, &record, err);
	else
		capture_read(r, &record);
	if (rc < 0)
		goto out;
	response_judge(r, response_is_document(r) ? LIMIT_DOCUMENT_BYTES
						  : LIMIT_HTML_BYTES);
	/* Our own run need not doubt what it wrote. */
	if (a->fd < 0 && !capture_is_intact(r, &record))
		response_set_outcome(r, OUTCOME_NOT_ARCHIVED,
			"it was changed in the archive: it has another digest");
	*out = r;
	r = NULL;
out:
	response_free(r);
	warc_record_done(&record);
	buf_done(&url);
	return rc;
}

/* "RUN/site.warc.gz" gives "RUN/site.cdxj". */
static void put_index_path(struct buf *out, const char *path)
{
	const char *suffix = ".warc.gz";
	struct slice stem = slice_str(path);

	if (slice_ends_nocase(stem, suffix))
		stem.len -= strlen(suffix);
	buf_put_slice(out, stem);
	buf_puts(out, ".cdxj");
}

int archive_finish(struct archive *a, struct error *err)
{
	struct buf path;
	int rc;

	if (a->fd < 0)
		return 0;
	buf_init(&path, SIZE_MAX / 2);
	put_index_path(&path, a->path);
	rc = cdxj_write(a->index, buf_str(&path), err);
	buf_done(&path);
	return rc;
}

const char *archive_first(const struct archive *a)
{
	uint64_t offset;

	return a->site && archive_find(a, a->site, &offset) ? a->site
							    : a->first;
}
