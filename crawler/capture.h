/*
 * One request and what came of it as the records of a WARC file (ISO 28500),
 * and back.
 */
#ifndef OIT_CRAWLER_CAPTURE_H
#define OIT_CRAWLER_CAPTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/deflate.h"
#include "base/sha256.h"
#include "crawler/response.h"
#include "crawler/warc.h"

#define CAPTURE_ID_BYTES 48 /* "urn:uuid:" and 36 characters */

/* What the records of a file share.  Their names depend on nothing but what
 * they are about, when, and which they are. */
struct capture {
	struct deflate *deflate;
	struct sha256 *sha;
	uint64_t count; /* records so far */
	char info_id[CAPTURE_ID_BYTES];
};

/* Where among the bytes that were put the record stands that tells what came
 * of the request. */
struct capture_span {
	uint64_t from, to;
	bool revisit;
	char digest[72]; /* WARC-Payload-Digest; "" when there is none */
};

/* For records to be put; capture_done() accepts what is zeroed. */
void capture_init(struct capture *c);
void capture_done(struct capture *c);

/* Adds the record about the file itself. */
void capture_put_info(struct capture *c, struct buf *out, const char *site,
	const char *software, int64_t now);

/* Takes the name of the file from its first record. */
void capture_resume(struct capture *c, const struct warc_record *info);

/*
 * Adds the request, what it amounts to and last the response, if one came.
 */
void capture_put(struct capture *c, struct buf *out, const struct response *r,
	struct capture_span *span);

/*
 * Adds the same where the answer was that the response in the record meant,
 * which is in the same file, is still the one (RFC 9110 section 15.4.5).
 */
void capture_put_same(struct capture *c, struct buf *out,
	const struct response *r, const struct warc_record *meant,
	struct capture_span *span);

/* Writes the canonical address a record is about over what url holds; false
 * when it has none. */
bool capture_target(struct buf *url, const struct warc_record *record);

/* Writes the canonical address that the record about the file names as what it
 * is part of over what url holds; false when it names none. */
bool capture_site(struct buf *url, const struct warc_record *record);

/* WARC-Date in seconds since 1970; 0 when there is none. */
int64_t capture_date(const struct warc_record *record);

/* What capture_read() makes a response of: an answer of a server, or our own
 * note that none came. */
bool capture_is_answer(const struct warc_record *record);
bool capture_is_note(const struct warc_record *record);

/*
 * Whether the payload of a response, judged and read from that record, is the
 * one whose SHA-256 stands there; true when none stands there.  Programs take
 * it of the chunks, of what was in them, or of the decoded body.
 */
bool capture_is_intact(struct response *r, const struct warc_record *record);

/* What capture_put() puts before each answer, and nothing else. */
bool capture_is_remark(const struct warc_record *record);

/* What only names a response that is its body. */
bool capture_is_revisit(const struct warc_record *record);

/* Fills r from the record; for response_judge(). */
void capture_read(struct response *r, const struct warc_record *record);

/* The same from a revisit and the response it names. */
void capture_read_revisit(struct response *r, const struct warc_record *revisit,
	const struct warc_record *meant);

#endif
