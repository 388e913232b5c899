#include "crawler/response.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/sha256.h"
#include "base/time.h"
#include "crawler/chunks.h"
#include "crawler/coding.h"
#include "crawler/doctype.h"
#include "crawler/limits.h"
#include "crawler/read/standin.h"

/* Framing may take more room than the data it frames. */
#define RAW_BYTES (LIMIT_DOCUMENT_BYTES + (1UL << 20))

/* From the last bytes of a body a format tells its end: those in which readers
 * of PDF look for it. */
#define END_BYTES 1024

struct response *response_new(const char *url)
{
	struct response *r = mem_zalloc(sizeof(*r));

	r->url = mem_strdup(url);
	buf_init(&r->request, LIMIT_HEADER_BYTES);
	buf_init(&r->head, LIMIT_HEADER_BYTES);
	buf_init(&r->raw, RAW_BYTES);
	buf_init(&r->decoded, LIMIT_DOCUMENT_BYTES);
	r->outcome = OUTCOME_PENDING;
	return r;
}

void response_free(struct response *r)
{
	if (!r)
		return;
	free(r->url);
	free(r->via);
	buf_done(&r->request);
	buf_done(&r->head);
	buf_done(&r->raw);
	buf_done(&r->decoded);
	free(r);
}

void response_set_outcome(
	struct response *r, enum outcome o, const char *detail, ...)
{
	va_list ap;

	r->outcome = o;
	va_start(ap, detail);
	(void)vsnprintf(r->detail, sizeof(r->detail), detail, ap);
	va_end(ap);
}

void response_digest(struct response *r)
{
	static_assert(sizeof(r->sha256) == SHA256_HEX_SIZE, "hex and NUL");

	if (r->sha256[0] == '\0')
		sha256_hex(r->body, r->sha256);
}

/* The number in "HTTP/1.1 200 OK"; 0 when there is none. */
static int status_of(struct slice line)
{
	long blank = slice_find(line, " ", 0);
	long status;

	if (blank < 0 || line.len < (size_t)blank + 4)
		return 0;
	status = slice_number(slice_of(line.data + blank + 1, 3), 999);
	return status < 100 ? 0 : (int)status;
}

bool response_put_line(struct response *r, struct slice line)
{
	if (slice_starts_nocase(line, "HTTP/")) {
		buf_clear(&r->head);
		r->status = status_of(line);
	}
	buf_put_slice(&r->head, line);
	return !r->head.full;
}

/* The line of the head at offset *at, without its end; *at moves on. */
static bool next_line(struct slice *line, struct slice head, size_t *at)
{
	long end = slice_find(head, "\n", *at);
	size_t stop = end < 0 ? head.len : (size_t)end;

	if (*at >= head.len)
		return false;
	*line = slice_of(head.data + *at, stop - *at);
	*at = stop + 1;
	return true;
}

/* The value when the line is a field of that name. */
static bool field_value(
	struct slice *value, struct slice line, const char *name)
{
	const size_t n = strlen(name);

	if (line.len <= n || line.data[n] != ':' ||
		!slice_eq_nocase(slice_of(line.data, n), name))
		return false;
	*value = slice_trim(slice_of(line.data + n + 1, line.len - n - 1));
	return true;
}

/* The next field of that name from *at on. */
static bool find_field(struct slice *value, const struct response *r,
	const char *name, size_t *at)
{
	struct slice line;

	while (next_line(&line, buf_slice(&r->head), at))
		if (field_value(value, line, name))
			return true;
	return false;
}

struct slice response_field(const struct response *r, const char *name)
{
	struct slice value = { 0 };
	size_t at = 0;

	(void)find_field(&value, r, name, &at);
	return value;
}

bool response_is_document(const struct response *r)
{
	struct slice type = response_field(r, "Content-Type");

	if (type.len)
		return doctype_of_type(type) == DOCTYPE_DOCUMENT;
	return doctype_of_url(r->url) == DOCTYPE_DOCUMENT;
}

bool response_is_chunked(const struct response *r)
{
	return !r->unframed &&
	       slice_ends_nocase(
		       response_field(r, "Transfer-Encoding"), "chunked");
}

/* Some write a blank line or a counter behind the end. */
static bool ends_as_whole(struct slice body)
{
	static const char *const ends[] = { "</html", "%%EOF", "PK\5\6" };
	const size_t start = body.len > END_BYTES ? body.len - END_BYTES : 0;

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (slice_find_nocase(body, ends[i], start) >= 0)
			return true;
	return false;
}

bool response_has_end(const struct response *r)
{
	const struct slice coding = response_field(r, "Content-Encoding");

	return response_is_chunked(r) ||
	       response_field(r, "Content-Length").len > 0 ||
	       (coding.len && !slice_eq_nocase(coding, "identity")) ||
	       ends_as_whole(r->body);
}

/*
 * RFC 9112 section 6.3: a message with two lengths that differ has none.
 * libcurl takes the last one and calls it a success.
 */
static bool lengths_agree(const struct response *r)
{
	const char *name = "Content-Length";
	struct slice first, other;
	size_t at = 0;

	if (!find_field(&first, r, name, &at))
		return true;
	while (find_field(&other, r, name, &at))
		if (slice_number(first, INT32_MAX) !=
			slice_number(other, INT32_MAX))
			return false;
	return true;
}

/* The declared length: -1 when there is none, -2 when it is no number, or one
 * beyond all that is ever read. */
static long length_of(const struct response *r)
{
	struct slice value = response_field(r, "Content-Length");
	long length = slice_number(value, INT32_MAX);

	if (response_is_chunked(r) || r->unframed || value.len == 0)
		return -1;
	return length < 0 ? -2 : length;
}

static void too_large(struct response *r, size_t max)
{
	response_set_outcome(r, OUTCOME_TOO_LARGE, "more than %zu bytes", max);
}

/* Takes the chunk framing off, by way of chunks; false when that is the end
 * of it. */
static bool unframe(
	struct response *r, struct slice *data, struct buf *chunks, size_t max)
{
	int state;

	*data = buf_slice(&r->raw);
	if (!response_is_chunked(r))
		return true;
	state = chunks_decode(chunks, *data);
	*data = buf_slice(chunks);
	if (state < 0)
		response_set_outcome(r, OUTCOME_BAD_HTTP, "chunk sizes");
	else if (state == 0 && chunks->full)
		too_large(r, max);
	else if (state == 0)
		response_set_outcome(
			r, OUTCOME_TRUNCATED, "the last chunk is missing");
	return state > 0;
}

/* All fields of that name as one list (RFC 9110 section 5.3). */
static void join_fields(
	struct buf *out, const struct response *r, const char *name)
{
	struct slice value;
	size_t at = 0;

	while (find_field(&value, r, name, &at)) {
		if (out->len)
			buf_putc(out, ',');
		buf_put_slice(out, value);
	}
}

/* Takes the content codings off; false when that is the end of it.  The first
 * fault counts: of a broken framing the coding breaks too. */
static bool decode_content(struct response *r, struct slice data,
	struct slice codings, bool framed)
{
	struct error err;
	bool truncated;
	int rc = coding_decode(&r->decoded, data, codings, &truncated, &err);

	if (framed && rc == ERR_LIMIT)
		too_large(r, r->decoded.max);
	else if (framed && rc < 0)
		response_set_outcome(r, OUTCOME_BAD_ENCODING, "%s", err.text);
	else if (framed && truncated)
		response_set_outcome(r, OUTCOME_TRUNCATED,
			"the stream of its content coding is cut");
	r->body = buf_slice(&r->decoded);
	return framed && rc == 0 && !truncated;
}

bool response_decode(struct response *r, size_t max)
{
	struct buf codings, chunks;
	struct slice data;
	bool whole;

	buf_done(&r->decoded);
	buf_init(&r->decoded, max);
	r->sha256[0] = '\0';
	buf_init(&codings, LIMIT_HEADER_BYTES);
	buf_init(&chunks, RAW_BYTES);
	join_fields(&codings, r, "Content-Encoding");
	whole = unframe(r, &data, &chunks, max);
	if (codings.len == 0 && data.len <= max) {
		r->body = data;
		r->decoded = chunks;
	} else {
		whole = decode_content(r, data, buf_slice(&codings), whole);
		buf_done(&chunks);
	}
	buf_done(&codings);
	return whole;
}

static void judge_redirect(struct response *r)
{
	if (response_field(r, "Location").len)
		response_set_outcome(r, OUTCOME_REDIRECT, "%s", "");
	else
		response_set_outcome(
			r, OUTCOME_BAD_HTTP, "redirect without Location");
}

static void judge_status(struct response *r)
{
	const int status = r->status;

	if (status == 429 || status == 503)
		response_set_outcome(r, OUTCOME_RETRY_LATER, "%d", status);
	else if (status >= 400 && status < 600)
		response_set_outcome(r, OUTCOME_HTTP_ERROR, "%d", status);
	else if (status == 204 || status == 205)
		response_set_outcome(r, OUTCOME_EMPTY, "%d", status);
	else if (status >= 300 && status != 304 && status < 400)
		judge_redirect(r);
	else if (status < 200 || status >= 300 || status == 206)
		response_set_outcome(
			r, OUTCOME_BAD_HTTP, "status %d unasked", status);
	else
		response_set_outcome(r, OUTCOME_OK, "%s", "");
}

/* A firewall refuses us with any of these; the town's own server has not said
 * a word then, and asking again will not help. */
static void judge_wall(struct response *r, size_t max)
{
	const enum outcome by_status = r->outcome;
	const char *why;

	if (r->status != 403 && r->status != 429 && r->status != 503)
		return;
	(void)response_decode(r, max);
	why = standin_wall(r->body);
	r->body = slice_of(NULL, 0);
	if (why)
		response_set_outcome(r, OUTCOME_BLOCKED, "%s", why);
	else
		response_set_outcome(r, by_status, "%d", r->status);
}

static bool has_whole_head(const struct response *r)
{
	const struct slice head = buf_slice(&r->head);

	return slice_ends_nocase(head, "\n\r\n") ||
	       slice_ends_nocase(head, "\n\n");
}

bool response_is_settled(const struct response *r)
{
	return r->status >= 300 && r->status != 304 && has_whole_head(r);
}

/* Blanks behind a body that announced less are common; anything else was part
 * of it, and whoever counted letters for bytes has cut the page. */
static bool has_more(const struct response *r, size_t length)
{
	struct slice more = buf_slice(&r->raw);

	return more.len > length &&
	       slice_trim(slice_of(more.data + length, more.len - length)).len >
		       0;
}

/* The lengths of an answer whose status promises a page. */
static void judge_lengths(struct response *r)
{
	const long length = length_of(r);

	if (!has_whole_head(r))
		response_set_outcome(r, OUTCOME_TRUNCATED, "the header is cut");
	else if (!lengths_agree(r))
		response_set_outcome(
			r, OUTCOME_BAD_HTTP, "two values of Content-Length");
	else if (length == -2)
		response_set_outcome(
			r, OUTCOME_BAD_HTTP, "Content-Length is no length");
	else if (length >= 0 && r->raw.len < (size_t)length)
		response_set_outcome(r, OUTCOME_TRUNCATED,
			"shorter than its Content-Length");
	else if (length >= 0 && has_more(r, (size_t)length))
		response_set_outcome(
			r, OUTCOME_BAD_HTTP, "longer than its Content-Length");
}

void response_judge(struct response *r, size_t max)
{
	if (r->outcome != OUTCOME_PENDING && !response_is_settled(r))
		return;
	judge_status(r);
	if (r->outcome == OUTCOME_OK)
		judge_lengths(r);
	if (r->outcome == OUTCOME_OK)
		(void)response_decode(r, max);
	else
		judge_wall(r, max);
}

/* The next run of letters and digits of an HTTP date. */
static struct slice next_word(struct slice *in)
{
	const char *start;

	while (in->len && !ascii_is_alnum(in->data[0]))
		*in = slice_of(in->data + 1, in->len - 1);
	start = in->data;
	while (in->len && ascii_is_alnum(in->data[0]))
		*in = slice_of(in->data + 1, in->len - 1);
	return slice_of(start, (size_t)(in->data - start));
}

static int month_of(struct slice name)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

	for (int i = 0; i < 12; i++)
		if (slice_eq_nocase(name, months[i]))
			return i + 1;
	return 0;
}

/*
 * Seconds since 1970, or -1, of a date in the form that servers must send,
 * "Sun, 06 Nov 1994 08:49:37 GMT", or in the two that must be read all the
 * same, "Sunday, 06-Nov-94 08:49:37 GMT" and "Sun Nov  6 08:49:37 1994"
 * (RFC 9110 section 5.6.7).
 */
static int64_t http_date(struct slice text)
{
	enum { NAME, DAY, MONTH, YEAR, HOUR, MINUTE, SECOND, WORDS };
	static const int oldest[WORDS] = { NAME, MONTH, DAY, HOUR, MINUTE,
		SECOND, YEAR };
	struct slice words[WORDS], first = text;
	long hour, minute, second;
	struct date d;
	bool old;

	(void)next_word(&first);
	old = month_of(next_word(&first)) > 0;
	for (int i = 0; i < WORDS; i++)
		words[old ? oldest[i] : i] = next_word(&text);
	d.day = (int)slice_number(words[DAY], 31);
	d.month = month_of(words[MONTH]);
	d.year = (int)slice_number(words[YEAR], 9999);
	if (words[YEAR].len == 2)
		d.year += d.year < 70 ? 2000 : 1900;
	hour = slice_number(words[HOUR], 23);
	minute = slice_number(words[MINUTE], 59);
	second = slice_number(words[SECOND], 60);
	if (d.day < 1 || d.year < 1970 || d.month == 0 || hour < 0 ||
		minute < 0 || second < 0)
		return -1;
	return (int64_t)time_days(d) * 86400 + hour * 3600 + minute * 60 +
	       second;
}

long response_retry_after(const struct response *r, int64_t now)
{
	struct slice value = response_field(r, "Retry-After");
	int64_t seconds = slice_number(value, INT32_MAX);

	if (seconds < 0)
		seconds = http_date(value) - now;
	if (seconds < 0)
		return 0;
	return seconds < LIMIT_RETRY_AFTER_S ? (long)seconds
					     : LIMIT_RETRY_AFTER_S;
}
