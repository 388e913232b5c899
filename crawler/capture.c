#include "crawler/capture.h"

#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "crawler/chunks.h"
#include "crawler/limits.h"
#include "crawler/url.h"

#define FIELD_BYTES ((size_t)64 * 1024)

/* How a transfer failed is told in fields of our own, which other readers
 * pass over (ISO 28500 section 4: unknown fields are ignored). */
#define PART_FIELD "isPartOf" /* the site, as Dublin Core has it */
#define OUTCOME_FIELD "oit-outcome"
#define DETAIL_FIELD "oit-detail"

/* Where the body ends, nothing said. */
#define END_FIELD "oit-end"

#define NOT_MODIFIED \
	"http://netpreserve.org/warc/1.1/revisit/server-not-modified"

/* A record on its way. */
struct draft {
	const char *type;
	char id[CAPTURE_ID_BYTES];
	struct slice start, rest; /* the block */
	struct buf fields;
};

void capture_init(struct capture *c)
{
	*c = (struct capture){ .deflate = deflate_new(), .sha = sha256_new() };
}

void capture_done(struct capture *c)
{
	deflate_free(c->deflate);
	sha256_free(c->sha);
	*c = (struct capture){ 0 };
}

static void digest(
	struct capture *c, struct slice data, char hex[SHA256_HEX_SIZE])
{
	sha256_add(c->sha, data);
	sha256_end(c->sha, hex);
}

/* A name that depends on nothing but the crawl. */
static void make_id(
	struct draft *d, struct capture *c, const struct response *r)
{
	char hex[SHA256_HEX_SIZE];
	struct buf text;

	buf_init(&text, SIZE_MAX / 2);
	buf_printf(&text, "%s %llu %lld %s", d->type,
		(unsigned long long)c->count++, (long long)r->at, r->url);
	digest(c, buf_slice(&text), hex);
	buf_clear(&text);
	/* RFC 9562 section 5.8: version 8 is for names of one's own making. */
	buf_printf(&text, "urn:uuid:%.8s-%.4s-8%.3s-8%.3s-%.12s", hex, hex + 8,
		hex + 12, hex + 15, hex + 18);
	memcpy(d->id, buf_str(&text), text.len + 1);
	buf_done(&text);
}

/* Begins a record with the fields that each of them has.  The block of one with
 * a body is not digested: the payload is, and that costs enough. */
static void draft_init(struct draft *d, struct capture *c, const char *type,
	const struct response *r, struct slice start, struct slice rest)
{
	char hex[SHA256_HEX_SIZE];

	*d = (struct draft){ .type = type, .start = start, .rest = rest };
	make_id(d, c, r);
	buf_init(&d->fields, FIELD_BYTES);
	buf_printf(&d->fields,
		"WARC-Type: %s\r\nWARC-Record-ID: <%s>\r\nWARC-Date: ", type,
		d->id);
	time_put_utc(&d->fields, r->at);
	buf_puts(&d->fields, "\r\n");
	if (rest.len > 0)
		return;
	digest(c, start, hex);
	buf_printf(&d->fields, "WARC-Block-Digest: sha256:%s\r\n", hex);
}

/* The fields of a record about an address. */
static void put_about(
	struct draft *d, const struct capture *c, const struct response *r)
{
	buf_printf(&d->fields,
		"WARC-Warcinfo-ID: <%s>\r\nWARC-Target-URI: ", c->info_id);
	url_put_bare(&d->fields, r->url);
	buf_puts(&d->fields, "\r\n");
}

static void draft_put(
	struct draft *d, struct capture *c, struct buf *out, const char *type)
{
	buf_printf(&d->fields, "Content-Type: %s\r\n", type);
	warc_put(out, c->deflate, buf_slice(&d->fields), d->start, d->rest);
	buf_done(&d->fields);
}

void capture_put_info(struct capture *c, struct buf *out, const char *site,
	const char *software, int64_t now)
{
	struct response *file = response_new(site);
	struct draft d;
	struct buf block;

	file->at = now;
	buf_init(&block, FIELD_BYTES);
	buf_printf(&block,
		"software: %s\r\nformat: WARC File Format 1.1\r\n"
		"conformsTo: http://iipc.github.io/warc-specifications/"
		"specifications/warc-format/warc-1.1/\r\n" PART_FIELD
		": %s\r\n",
		software, site);
	draft_init(&d, c, "warcinfo", file, buf_slice(&block), slice_str(""));
	memcpy(c->info_id, d.id, sizeof(d.id));
	draft_put(&d, c, out, "application/warc-fields");
	buf_done(&block);
	response_free(file);
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

/* The payload is the body without the framing of the transfer (ISO 28500
 * section 5.9); where that is broken there is none to speak of. */
static void put_payload_digest(struct draft *d, struct capture *c,
	const struct response *r, struct capture_span *span)
{
	const bool coded = response_field(r, "Content-Encoding").len > 0;
	struct slice payload = buf_slice(&r->raw);
	char hex[SHA256_HEX_SIZE];
	struct buf data;

	buf_init(&data, r->raw.len);
	if (r->sha256[0] != '\0' && !coded) {
		memcpy(hex, r->sha256, sizeof(hex));
	} else {
		if (response_is_chunked(r)) {
			if (chunks_decode(&data, payload) <= 0)
				goto out;
			payload = buf_slice(&data);
		}
		digest(c, payload, hex);
	}
	memcpy(span->digest, "sha256:", 7);
	memcpy(span->digest + 7, hex, sizeof(hex));
	buf_printf(&d->fields, "WARC-Payload-Digest: %s\r\n", span->digest);
out:
	buf_done(&data);
}

static void put_request(struct capture *c, struct buf *out,
	const struct response *r, const char *answer_id)
{
	struct draft d;

	if (r->request.len == 0)
		return;
	draft_init(&d, c, "request", r, buf_slice(&r->request), slice_str(""));
	put_about(&d, c, r);
	if (answer_id)
		buf_printf(
			&d.fields, "WARC-Concurrent-To: <%s>\r\n", answer_id);
	draft_put(&d, c, out, "application/http;msgtype=request");
}

/* A value in one line, whatever a server had to say in it. */
static void put_words(struct buf *out, const char *name, const char *words)
{
	buf_printf(out, "%s: ", name);
	for (; *words; words++)
		buf_putc(out, (unsigned char)*words < ' ' ? ' ' : *words);
	buf_puts(out, "\r\n");
}

static void put_outcome(struct buf *out, const struct response *r)
{
	put_words(out, OUTCOME_FIELD, outcome_name(r->outcome));
	if (r->detail[0] != '\0')
		put_words(out, DETAIL_FIELD, r->detail);
}

/* What came of it, and which page led there.  Where no answer came the
 * outcome stands in the head, for capture_read(). */
static void put_metadata(struct capture *c, struct buf *out,
	const struct response *r, const char *answer_id)
{
	struct draft d;
	struct buf block;

	buf_init(&block, FIELD_BYTES);
	put_outcome(&block, r);
	if (r->via)
		put_words(&block, "via", r->via);
	draft_init(&d, c, "metadata", r, buf_slice(&block), slice_str(""));
	put_about(&d, c, r);
	if (answer_id)
		buf_printf(
			&d.fields, "WARC-Concurrent-To: <%s>\r\n", answer_id);
	else
		put_outcome(&d.fields, r);
	draft_put(&d, c, out, "application/warc-fields");
	buf_done(&block);
}

static void put_answer_fields(struct draft *d, const struct response *r)
{
	const char *cut = cut_word(r->cut);

	if (r->address[0] != '\0')
		buf_printf(&d->fields, "WARC-IP-Address: %s\r\n", r->address);
	if (cut)
		buf_printf(&d->fields, "WARC-Truncated: %s\r\n", cut);
	if (r->unproven)
		buf_puts(&d->fields, END_FIELD ": unproven\r\n");
	if (r->outcome != OUTCOME_OK && !response_is_settled(r))
		put_outcome(&d->fields, r);
}

/* The answer comes last: where it stands whole, so does what is said of it. */
static void put_answer(struct draft *d, struct capture *c, struct buf *out,
	const struct response *r, struct capture_span *span)
{
	put_request(c, out, r, d->id);
	put_metadata(c, out, r, d->id);
	span->from = out->len;
	draft_put(d, c, out, "application/http;msgtype=response");
	span->to = out->len;
}

void capture_put(struct capture *c, struct buf *out, const struct response *r,
	struct capture_span *span)
{
	struct draft d;

	*span = (struct capture_span){ 0 };
	if (r->head.len == 0) {
		put_request(c, out, r, NULL);
		span->from = out->len;
		put_metadata(c, out, r, NULL);
		span->to = out->len;
		return;
	}
	draft_init(
		&d, c, "response", r, buf_slice(&r->head), buf_slice(&r->raw));
	put_about(&d, c, r);
	put_answer_fields(&d, r);
	put_payload_digest(&d, c, r, span);
	put_answer(&d, c, out, r, span);
}

/* A field of the record that is meant, under another name. */
static void put_reference(struct draft *d, const char *name,
	const struct warc_record *meant, const char *field)
{
	const struct slice value = warc_field(meant, field);

	if (value.len)
		buf_printf(&d->fields, "%s: %.*s\r\n", name, (int)value.len,
			value.data);
}

void capture_put_same(struct capture *c, struct buf *out,
	const struct response *r, const struct warc_record *meant,
	struct capture_span *span)
{
	const struct slice digest = warc_field(meant, "WARC-Payload-Digest");
	struct draft d;

	*span = (struct capture_span){ .revisit = true };
	if (digest.len && digest.len < sizeof(span->digest))
		memcpy(span->digest, digest.data, digest.len);
	draft_init(&d, c, "revisit", r, buf_slice(&r->head), slice_str(""));
	put_about(&d, c, r);
	if (r->address[0] != '\0')
		buf_printf(&d.fields, "WARC-IP-Address: %s\r\n", r->address);
	buf_puts(&d.fields, "WARC-Profile: " NOT_MODIFIED "\r\n");
	put_reference(&d, "WARC-Refers-To", meant, "WARC-Record-ID");
	put_reference(
		&d, "WARC-Refers-To-Target-URI", meant, "WARC-Target-URI");
	put_reference(&d, "WARC-Refers-To-Date", meant, "WARC-Date");
	put_reference(&d, "WARC-Payload-Digest", meant, "WARC-Payload-Digest");
	put_answer(&d, c, out, r, span);
}

bool capture_site(struct buf *url, const struct warc_record *record)
{
	long at = slice_find(record->block, PART_FIELD ": ", 0), end;
	struct slice site;

	if (!slice_eq(warc_field(record, "WARC-Type"), "warcinfo") || at < 0)
		return false;
	site = slice_behind(
		record->block, (size_t)at + strlen(PART_FIELD ": "));
	end = slice_find(site, "\r\n", 0);
	return end > 0 && url_resolve(url, slice_of(site.data, (size_t)end),
				  NULL, URL_UTF_8) == URL_OK;
}

/* wget writes the address between "<" and ">" in version 1.0. */
bool capture_target(struct buf *url, const struct warc_record *record)
{
	struct slice target = warc_field(record, "WARC-Target-URI");

	if (target.len > 2 && target.data[0] == '<')
		target = slice_of(target.data + 1, target.len - 2);
	return url_resolve(url, target, NULL, URL_UTF_8) == URL_OK;
}

bool capture_is_answer(const struct warc_record *record)
{
	return slice_eq(warc_field(record, "WARC-Type"), "response") &&
	       slice_starts_nocase(
		       warc_field(record, "Content-Type"), "application/http");
}

bool capture_is_note(const struct warc_record *record)
{
	return slice_eq(warc_field(record, "WARC-Type"), "metadata") &&
	       warc_field(record, OUTCOME_FIELD).len > 0;
}

bool capture_is_remark(const struct warc_record *record)
{
	return slice_eq(warc_field(record, "WARC-Type"), "metadata") &&
	       !capture_is_note(record);
}

void capture_resume(struct capture *c, const struct warc_record *info)
{
	struct slice id = warc_field(info, "WARC-Record-ID");

	if (id.len < 2 || id.len - 2 >= sizeof(c->info_id))
		return;
	memcpy(c->info_id, id.data + 1, id.len - 2);
	c->info_id[id.len - 2] = '\0';
}

bool capture_is_revisit(const struct warc_record *record)
{
	return slice_eq(warc_field(record, "WARC-Type"), "revisit");
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
	const long length =
		slice_number(response_field(r, "Content-Length"), INT32_MAX);
	struct buf ignored;

	buf_init(&ignored, r->raw.len);
	r->unframed = response_field(r, "x-orig-content-encoding").len > 0 ||
		      response_field(r, "x-orig-transfer-encoding").len > 0 ||
		      (length >= 0 && (size_t)length < r->raw.len) ||
		      (response_is_chunked(r) &&
			      chunks_decode(&ignored, buf_slice(&r->raw)) < 0);
	buf_done(&ignored);
}

int64_t capture_date(const struct warc_record *record)
{
	char *date = slice_dup(warc_field(record, "WARC-Date"));
	struct error ignored;
	long at = 0;

	(void)time_parse(&at, date, &ignored);
	free(date);
	return at;
}

void capture_read(struct response *r, const struct warc_record *record)
{
	struct slice address = warc_field(record, "WARC-IP-Address");

	r->at = capture_date(record);
	if (address.len && address.len < sizeof(r->address))
		memcpy(r->address, address.data, address.len);
	r->unproven = warc_field(record, END_FIELD).len > 0;
	set_failure(r, record);
	if (capture_is_note(record))
		return;
	put_message(r, record->block);
	if (r->outcome == OUTCOME_PENDING)
		find_framing(r);
	if (record->cut)
		response_set_outcome(r, OUTCOME_TOO_LARGE,
			"more than %lu bytes", LIMIT_DOCUMENT_BYTES);
}

bool capture_is_intact(struct response *r, const struct warc_record *record)
{
	struct slice told = warc_field(record, "WARC-Payload-Digest");
	char hex[SHA256_HEX_SIZE];
	struct buf data;
	bool same;

	if (!slice_starts(told, "sha256:") || record->cut)
		return true;
	told = slice_behind(told, strlen("sha256:"));
	response_digest(r);
	if (told.len != strlen(r->sha256) || slice_eq_nocase(told, r->sha256))
		return true;
	sha256_hex(buf_slice(&r->raw), hex);
	same = slice_eq_nocase(told, hex);
	if (same || !response_is_chunked(r))
		return same;
	buf_init(&data, r->raw.len);
	(void)chunks_decode(&data, buf_slice(&r->raw));
	sha256_hex(buf_slice(&data), hex);
	buf_done(&data);
	return slice_eq_nocase(told, hex);
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

void capture_read_revisit(struct response *r, const struct warc_record *revisit,
	const struct warc_record *meant)
{
	struct response *other = response_new(r->url);

	capture_read(r, revisit);
	capture_read(other, meant);
	buf_clear(&r->raw);
	take_body(r, other);
	if (other->outcome != OUTCOME_PENDING)
		response_set_outcome(r, other->outcome, "%s", other->detail);
	r->unproven = other->unproven;
	r->reused = true;
	response_free(other);
}
