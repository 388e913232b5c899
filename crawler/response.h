/*
 * RESPONSE: one answer of a server, as it came over the wire or out of an
 * archive, and what it amounts to.
 */
#ifndef OIT_CRAWLER_RESPONSE_H
#define OIT_CRAWLER_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "crawler/outcome.h"

#define RESPONSE_DETAIL_BYTES 200

/* Why raw holds less than the server sent or meant to send. */
enum response_cut {
	RESPONSE_WHOLE,
	RESPONSE_CUT_LENGTH, /* a ceiling of ours */
	RESPONSE_CUT_TIME,
	RESPONSE_CUT_DISCONNECT,
};

struct response {
	char *url;          /* canonical, as asked for */
	char *via;          /* the address that led here; NULL: none did */
	struct buf request; /* head of the request as sent */
	struct buf head;    /* status line and fields; empty: no answer came */
	struct buf raw;     /* what follows it, chunks and coding as received */
	struct buf decoded; /* for the body, where raw does not hold it */
	struct slice body;  /* decoded, after response_judge() */
	char sha256[65];    /* of body, hex, after response_digest(); "" */
	int status;         /* 0: no answer came */
	char address[64];   /* of the server, numeric; "" */
	int64_t at;         /* when it was asked, seconds since 1970 */
	enum response_cut cut;
	bool reused;   /* the server said that the body of an earlier answer
			  is still the one */
	bool unframed; /* raw is the body alone, whatever the head says of its
			  length and framing: out of another's archive */
	bool unproven; /* where the body ends, nothing says: it may be cut */
	enum outcome outcome;               /* OUTCOME_OK: a page to read */
	char detail[RESPONSE_DETAIL_BYTES]; /* the cause in words; "" */
};

/* An empty one for that address; the caller frees, NULL does nothing. */
struct response *response_new(const char *url);
void response_free(struct response *r);

/* How it ended, with the cause in words. */
void response_set_outcome(struct response *r, enum outcome o,
	const char *detail, ...) __attribute__((format(printf, 3, 4)));

/*
 * Takes one line of the head as it came, line end included.  A status line
 * begins the head anew: 1xx answers come before the one that counts.  False
 * when the head exceeds LIMIT_HEADER_BYTES.
 */
bool response_put_line(struct response *r, struct slice line);

/* Sets sha256, if that is not done: both the archive and the visit have it. */
void response_digest(struct response *r);

/* The value of the first field of that name, trimmed, borrowed; empty when
 * there is none. */
struct slice response_field(const struct response *r, const char *name);

/* raw is framed in chunks (RFC 9112 section 7.1). */
bool response_is_chunked(const struct response *r);

/*
 * Whether the answer itself says where its body ends: by its framing, its
 * coding, or its last bytes as HTML, PDF and packages have them.  Of any other
 * the end of the connection is the end, which a cut looks like (RFC 9112
 * section 6.3).  After response_judge().
 */
bool response_has_end(const struct response *r);

/* A file rather than a page: by its declared type, or where there is none by
 * the extension of its address. */
bool response_is_document(const struct response *r);

/* True when the head is whole and its status alone decides: a redirect or an
 * error is one, whatever became of its body. */
bool response_is_settled(const struct response *r);

/*
 * What the answer amounts to, unless the transfer has failed already: by its
 * status, its lengths (RFC 9112 section 6) and its coding.  The body of a
 * status of 200 is decoded, at most max bytes of it.
 */
void response_judge(struct response *r, size_t max);

/* The body again, decoded without a verdict: robots.txt, sitemaps.  False
 * when it is cut or broken; body holds what came before the break. */
bool response_decode(struct response *r, size_t max);

/* Retry-After in seconds from now (RFC 9110 section 10.2.3), cut to
 * LIMIT_RETRY_AFTER_S; 0 when there is none or it makes no sense. */
long response_retry_after(const struct response *r, int64_t now);

#endif
