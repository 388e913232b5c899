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
#include "base/sha256.h"
#include "base/strmap.h"
#include "base/time.h"
#include "crawler/chunks.h"
#include "crawler/limits.h"
#include "crawler/url.h"
#include "crawler/warc.h"

#define FIELD_BYTES ((size_t)64 * 1024)
#define ID_BYTES 48     /* "urn:uuid:" and 36 characters */
#define STATUS_BYTES 12 /* "HTTP/1.1 200" */
#define RECORD_BYTES (LIMIT_DOCUMENT_BYTES + LIMIT_HEADER_BYTES)

/* How a transfer failed is told in fields of our own, which other readers
 * pass over (ISO 28500 section 4: unknown fields are ignored). */
#define OUTCOME_FIELD "oit-outcome"
#define DETAIL_FIELD "oit-detail"

struct archive {
	char *path;
	int fd; /* to write; -1 when it is only read */
	struct deflate *deflate;
	struct warc *warc; /* to read; opened when first needed */
	struct arena arena;
	struct strmap offsets; /* of addresses and their keys */
	struct strmap bodies;  /* offsets of responses by what a revisit may
				  name them by: record id, digest, address */
	const char *first;
	uint64_t end;   /* length of what was written */
	uint64_t count; /* of records, in their names */
	char info_id[ID_BYTES];
};

/* A name for a record that depends on nothing but the crawl. */
static void make_id(
	char out[ID_BYTES], const char *type, uint64_t n, const char *url)
{
	char hex[SHA256_HEX_SIZE];
	struct buf text;

	buf_init(&text, SIZE_MAX / 2);
	buf_printf(&text, "%s %llu %s", type, (unsigned long long)n, url);
	sha256_hex(buf_slice(&text), hex);
	buf_clear(&text);
	/* RFC 9562 section 5.8: version 8 is for names of one's own making. */
	buf_printf(&text, "urn:uuid:%.8s-%.4s-8%.3s-8%.3s-%.12s", hex, hex + 8,
		hex + 12, hex + 15, hex + 18);
	memcpy(out, buf_str(&text), text.len + 1);
	buf_done(&text);
}

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

/* The fields that every record begins with. */
static void put_common(
	struct buf *out, const char *type, const char *id, int64_t at)
{
	buf_printf(out, "WARC-Type: %s\r\nWARC-Record-ID: <%s>\r\n", type, id);
	buf_puts(out, "WARC-Date: ");
	time_put_utc(out, at);
	buf_puts(out, "\r\n");
}

static void put_info(struct archive *a, struct buf *out, const char *site,
	const char *software, int64_t now)
{
	struct buf fields, block;

	make_id(a->info_id, "warcinfo", a->count++, site);
	buf_init(&fields, FIELD_BYTES);
	buf_init(&block, FIELD_BYTES);
	put_common(&fields, "warcinfo", a->info_id, now);
	buf_puts(&fields, "Content-Type: application/warc-fields\r\n");
	buf_printf(&block,
		"software: %s\r\nformat: WARC File Format 1.1\r\n"
		"conformsTo: http://iipc.github.io/warc-specifications/"
		"specifications/warc-format/warc-1.1/\r\nisPartOf: %s\r\n",
		software, site);
	warc_put(out, a->deflate, buf_slice(&fields), buf_slice(&block));
	buf_done(&fields);
	buf_done(&block);
}

static struct archive *new_archive(const char *path)
{
	struct archive *a = mem_zalloc(sizeof(*a));

	a->path = mem_strdup(path);
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
	a->deflate = deflate_new();
	buf_init(&bytes, FIELD_BYTES);
	put_info(a, &bytes, site, software, now);
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
	deflate_free(a->deflate);
	warc_close(a->warc);
	strmap_done(&a->offsets);
	strmap_done(&a->bodies);
	arena_done(&a->arena);
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

static const char *cut_word(enum response_cut cut)
{
	switch (cut) {
	case RESPONSE_WHOLE:
		return NULL;
	case RESPONSE_CUT_LENGTH:
		return "length";
	case RESPONSE_CUT_TIME:
		return "time";
	case RESPONSE_CUT_DISCONNECT:
		return "disconnect";
	}
	return NULL;
}

static void put_digest(struct buf *out, const char *name, struct slice bytes)
{
	char hex[SHA256_HEX_SIZE];

	sha256_hex(bytes, hex);
	buf_printf(out, "%s: sha256:%s\r\n", name, hex);
}

/* The payload is the body without the framing of the transfer (ISO 28500
 * section 5.9); where that is broken there is none to speak of. */
static void put_payload_digest(struct buf *out, const struct response *r)
{
	struct buf payload;

	if (!response_is_chunked(r)) {
		put_digest(out, "WARC-Payload-Digest", buf_slice(&r->raw));
		return;
	}
	buf_init(&payload, r->raw.len);
	if (chunks_decode(&payload, buf_slice(&r->raw)) > 0)
		put_digest(out, "WARC-Payload-Digest", buf_slice(&payload));
	buf_done(&payload);
}

/* The fields of a record about an address. */
static void put_about(struct archive *a, struct buf *out, const char *type,
	const char *id, const struct response *r)
{
	put_common(out, type, id, r->at);
	buf_printf(
		out, "WARC-Warcinfo-ID: <%s>\r\nWARC-Target-URI: ", a->info_id);
	url_put_bare(out, r->url);
	buf_puts(out, "\r\n");
}

static void put_request(
	struct archive *a, struct buf *out, const struct response *r)
{
	char id[ID_BYTES];
	struct buf fields;

	make_id(id, "request", a->count++, r->url);
	buf_init(&fields, FIELD_BYTES);
	put_about(a, &fields, "request", id, r);
	put_digest(&fields, "WARC-Block-Digest", buf_slice(&r->request));
	buf_puts(&fields, "Content-Type: application/http;msgtype=request\r\n");
	warc_put(out, a->deflate, buf_slice(&fields), buf_slice(&r->request));
	buf_done(&fields);
}

static void put_failure(struct buf *out, const struct response *r)
{
	buf_printf(out, OUTCOME_FIELD ": %s\r\n" DETAIL_FIELD ": %s\r\n",
		outcome_name(r->outcome), r->detail);
}

static void put_response(
	struct archive *a, struct buf *out, const struct response *r)
{
	const char *cut = cut_word(r->cut);
	char id[ID_BYTES];
	struct buf fields, block;

	make_id(id, "response", a->count++, r->url);
	buf_init(&fields, FIELD_BYTES);
	buf_init(&block, SIZE_MAX / 2);
	buf_put_slice(&block, buf_slice(&r->head));
	buf_put_slice(&block, buf_slice(&r->raw));
	put_about(a, &fields, "response", id, r);
	if (r->address[0] != '\0')
		buf_printf(&fields, "WARC-IP-Address: %s\r\n", r->address);
	if (cut)
		buf_printf(&fields, "WARC-Truncated: %s\r\n", cut);
	if (r->outcome != OUTCOME_OK && !response_is_settled(r))
		put_failure(&fields, r);
	put_digest(&fields, "WARC-Block-Digest", buf_slice(&block));
	put_payload_digest(&fields, r);
	buf_puts(
		&fields, "Content-Type: application/http;msgtype=response\r\n");
	warc_put(out, a->deflate, buf_slice(&fields), buf_slice(&block));
	buf_done(&fields);
	buf_done(&block);
}

/* What became of a request that no response tells. */
static void put_note(
	struct archive *a, struct buf *out, const struct response *r)
{
	char id[ID_BYTES];
	struct buf fields;

	make_id(id, "metadata", a->count++, r->url);
	buf_init(&fields, FIELD_BYTES);
	put_about(a, &fields, "metadata", id, r);
	buf_puts(&fields, "Content-Type: application/warc-fields\r\n");
	put_failure(&fields, r);
	warc_put(out, a->deflate, buf_slice(&fields), slice_of(NULL, 0));
	buf_done(&fields);
}

int archive_put(struct archive *a, const struct response *r, uint64_t *offset,
	struct error *err)
{
	struct buf bytes;
	int rc;

	buf_init(&bytes, SIZE_MAX / 2);
	if (r->request.len)
		put_request(a, &bytes, r);
	*offset = a->end + bytes.len;
	if (r->head.len)
		put_response(a, &bytes, r);
	else
		put_note(a, &bytes, r);
	rc = write_all(a, buf_slice(&bytes), err);
	buf_done(&bytes);
	note_offset(a, r->url, *offset);
	return rc;
}

/* wget writes the address between "<" and ">" in version 1.0. */
static bool target_of(struct buf *url, const struct warc_record *record)
{
	struct slice target = warc_field(record, "WARC-Target-URI");

	if (target.len > 2 && target.data[0] == '<')
		target = slice_of(target.data + 1, target.len - 2);
	return url_resolve(url, target, NULL, URL_UTF_8) == URL_OK;
}

static bool is_our_note(const struct warc_record *record)
{
	return slice_eq(warc_field(record, "WARC-Type"), "metadata") &&
	       warc_field(record, OUTCOME_FIELD).len > 0;
}

static bool is_http(const struct warc_record *record, const char *type)
{
	return slice_eq(warc_field(record, "WARC-Type"), type) &&
	       slice_starts_nocase(
		       warc_field(record, "Content-Type"), "application/http");
}

/* Another program may write revisits without a head of their own. */
static bool is_revisit(const struct warc_record *record)
{
	return slice_eq(warc_field(record, "WARC-Type"), "revisit");
}

static void note_body(struct archive *a, struct slice name, uint64_t offset)
{
	char *text = arena_strndup(&a->arena, name.data, name.len);

	if (name.len)
		strmap_put(&a->bodies, text, offset);
}

/* What a later revisit may mean. */
static void note_response(struct archive *a, const struct warc_record *record,
	const struct buf *url)
{
	note_body(a, warc_field(record, "WARC-Record-ID"), record->offset);
	note_body(a, warc_field(record, "WARC-Payload-Digest"), record->offset);
	note_body(a, buf_slice(url), record->offset);
}

/* 304 and 206 say of a page that a browser had it, or a part of it, already:
 * no reason to forget where it stands whole. */
static bool is_lesser(const struct archive *a, const struct warc_record *record,
	const struct buf *url)
{
	uint64_t offset;

	return (slice_find(record->block, " 304", 0) > 0 ||
		       slice_find(record->block, " 206", 0) > 0) &&
	       is_http(record, "response") &&
	       archive_find(a, buf_str(url), &offset);
}

/* True when the record is one that archive_get() can give; *url is it then. */
static bool index_record(
	struct archive *a, const struct warc_record *record, struct buf *url)
{
	const bool page = is_http(record, "response");

	if (!page && !is_revisit(record) && !is_our_note(record))
		return false;
	if (!target_of(url, record))
		return false;
	if (is_lesser(a, record, url))
		return true;
	note_offset(a, buf_str(url), record->offset);
	if (page)
		note_response(a, record, url);
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
	while ((rc = warc_read(&record, a->warc, offset, STATUS_BYTES, err)) >
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
 * Indexes all that is whole and tells it; a->end and a->count are those of the
 * last response then, for a request without one was cut off from it.
 */
static int take_up(struct archive *a, const struct archive_resume *resume,
	struct error *err)
{
	struct warc_record record;
	struct buf url;
	uint64_t at = 0, n = 0;
	int rc;

	warc_record_init(&record);
	buf_init(&url, FIELD_BYTES);
	while ((rc = warc_read(&record, a->warc, at, STATUS_BYTES, err)) > 0) {
		const bool response = index_record(a, &record, &url);

		at = record.next;
		n++;
		if (response)
			resume->take(resume->ctx, buf_str(&url), record.offset);
		if (response || n == 1) {
			a->end = at;
			a->count = n;
		}
	}
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
	a->deflate = deflate_new();
	make_id(a->info_id, "warcinfo", 0, resume->site);
	rc = warc_open(&a->warc, path, err);
	if (rc == 0)
		rc = take_up(a, resume, err);
	if (rc == ERR_SYNTAX && a->count > 0)
		rc = 0;
	if (rc == 0)
		rc = open_end(a, err);
	if (rc == 0)
		*out = a;
	else
		archive_free(a);
	return rc;
}

/* Takes an HTTP message apart into head and body. */
static void put_message(struct response *r, struct slice message)
{
	size_t at = 0;

	for (;;) {
		long end = slice_find(message, "\n", at);
		size_t stop = end < 0 ? message.len : (size_t)end + 1;
		struct slice line = slice_of(message.data + at, stop - at);

		if (line.len == 0 || !response_put_line(r, line))
			break;
		at = stop;
		if (slice_trim(line).len == 0)
			break;
	}
	buf_put(&r->raw, message.data + at, message.len - at);
}

static enum response_cut cut_of(struct slice word)
{
	if (slice_eq(word, "length"))
		return RESPONSE_CUT_LENGTH;
	if (slice_eq(word, "time"))
		return RESPONSE_CUT_TIME;
	return word.len ? RESPONSE_CUT_DISCONNECT : RESPONSE_WHOLE;
}

/* How the transfer failed: as we wrote it, or as others' archives tell. */
static void set_failure(struct response *r, const struct warc_record *record)
{
	struct slice detail = warc_field(record, DETAIL_FIELD);
	char *name = slice_dup(warc_field(record, OUTCOME_FIELD));
	enum outcome o = outcome_from_name(name);

	free(name);
	r->cut = cut_of(warc_field(record, "WARC-Truncated"));
	if (o == OUTCOME_COUNT && r->cut == RESPONSE_CUT_LENGTH)
		o = OUTCOME_TOO_LARGE;
	else if (o == OUTCOME_COUNT && r->cut == RESPONSE_CUT_TIME)
		o = OUTCOME_TOO_SLOW;
	else if (o == OUTCOME_COUNT && r->cut != RESPONSE_WHOLE)
		o = OUTCOME_TRUNCATED;
	if (o != OUTCOME_COUNT)
		response_set_outcome(r, o, "%.*s",
			(int)(detail.len % RESPONSE_DETAIL_BYTES),
			detail.len ? detail.data : "");
}

/*
 * Others take the framing off and leave the field, or rename the fields of
 * what they took off (Browsertrix: "x-orig-").
 */
static void find_framing(struct response *r)
{
	struct buf ignored;

	buf_init(&ignored, r->raw.len);
	r->unframed = response_field(r, "x-orig-content-encoding").len > 0 ||
		      response_field(r, "x-orig-transfer-encoding").len > 0 ||
		      (response_is_chunked(r) &&
			      chunks_decode(&ignored, buf_slice(&r->raw)) < 0);
	buf_done(&ignored);
}

static int64_t date_of(const struct warc_record *record)
{
	char *date = slice_dup(warc_field(record, "WARC-Date"));
	struct error ignored;
	long at = 0;

	(void)time_parse(&at, date, &ignored);
	free(date);
	return at;
}

static void set_response(struct response *r, const struct warc_record *record)
{
	struct slice address = warc_field(record, "WARC-IP-Address");

	r->at = date_of(record);
	if (address.len && address.len < sizeof(r->address))
		memcpy(r->address, address.data, address.len);
	set_failure(r, record);
	if (is_our_note(record))
		return;
	put_message(r, record->block);
	if (r->outcome == OUTCOME_PENDING)
		find_framing(r);
	if (record->cut)
		response_set_outcome(r, OUTCOME_TOO_LARGE,
			"more than %lu bytes", LIMIT_DOCUMENT_BYTES);
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

/*
 * Takes head and body of the response that a revisit means.  Only a head of
 * its own that is another answer than "not modified" comes before: the same
 * bytes may be a page here and the words of an error there.
 */
static void take_body(struct response *r, struct response *meant)
{
	struct buf payload;

	if (r->status == 0 || r->status == 304) {
		buf_clear(&r->head);
		buf_put_slice(&r->head, buf_slice(&meant->head));
		r->status = meant->status;
		r->unframed = meant->unframed;
		buf_put_slice(&r->raw, buf_slice(&meant->raw));
		return;
	}
	r->unframed = true;
	if (!response_is_chunked(meant)) {
		buf_put_slice(&r->raw, buf_slice(&meant->raw));
		return;
	}
	buf_init(&payload, meant->raw.len);
	(void)chunks_decode(&payload, buf_slice(&meant->raw));
	buf_put_slice(&r->raw, buf_slice(&payload));
	buf_done(&payload);
}

/* The response that a revisit stands for. */
static int resolve(struct response *r, struct archive *a,
	const struct warc_record *revisit, struct error *err)
{
	struct warc_record record;
	struct response *meant;
	uint64_t offset;
	int rc;

	set_response(r, revisit);
	buf_clear(&r->raw);
	if (!find_body(a, revisit, &offset)) {
		response_set_outcome(r, OUTCOME_NOT_ARCHIVED,
			"the response it repeats is not in the archive");
		return 0;
	}
	warc_record_init(&record);
	meant = response_new(r->url);
	rc = read_record(&record, a, offset, err);
	if (rc == 0) {
		set_response(meant, &record);
		take_body(r, meant);
		if (meant->outcome != OUTCOME_PENDING)
			response_set_outcome(
				r, meant->outcome, "%s", meant->detail);
	}
	response_free(meant);
	warc_record_done(&record);
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
	if (rc == 0 && !target_of(&url, &record))
		rc = error_set(err, ERR_SYNTAX, "%s: no address at byte %llu",
			a->path, (unsigned long long)offset);
	if (rc < 0)
		goto out;
	r = response_new(buf_str(&url));
	if (is_revisit(&record))
		rc = resolve(r, a, &record, err);
	else
		set_response(r, &record);
	if (rc < 0)
		goto out;
	response_judge(r, response_is_document(r) ? LIMIT_DOCUMENT_BYTES
						  : LIMIT_HTML_BYTES);
	*out = r;
	r = NULL;
out:
	response_free(r);
	warc_record_done(&record);
	buf_done(&url);
	return rc;
}

size_t archive_count(const struct archive *a)
{
	return a->offsets.n;
}

const char *archive_first(const struct archive *a)
{
	return a->first;
}
