/*
 * Transfers over HTTP and HTTPS, as many at a time as are started, within the
 * limits of limits.h.
 *
 * Redirects are not followed, nothing is retried, no cookie, credential or
 * Referer is sent, no proxy variable and no .netrc is read.  TLS is verified.
 * The address of each connection is checked before it is made.
 */
#ifndef OIT_CRAWLER_FETCH_H
#define OIT_CRAWLER_FETCH_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "crawler/response.h"

struct fetch;

struct fetch_options {
	const char *user_agent;
	const char *mailbox; /* for From (RFC 9110 section 10.1.2); NULL */
	const char *own;     /* address whose origin may be a private one, until
				it has been a public one */
	bool allow_private;  /* any origin may */
	int64_t now;         /* seconds since 1970; 0: the clock */
	long connect_ms;     /* these four: 0 is LIMIT_... */
	long silence_ms;
	long page_ms;
	long document_ms;
};

struct fetch_request {
	const char *url; /* canonical */
	const char *via; /* the address that led here, or NULL; not sent */
	/* As an earlier answer had them, "" or NULL for none: the server is
	 * asked whether something has changed. */
	const char *etag, *modified;
	uint32_t ticket;       /* comes back with the response */
	size_t page_bytes;     /* ceilings; 0: LIMIT_HTML_BYTES and */
	size_t document_bytes; /* LIMIT_DOCUMENT_BYTES */
	bool anew;             /* never ask whether it changed */
	bool identity;         /* do not ask for a coding: it came broken */
};

/* ERR_READ when the library cannot be set up. */
int fetch_new(struct fetch **out, const struct fetch_options *options,
	struct error *err);

/* Drops what is under way; NULL does nothing. */
void fetch_free(struct fetch *f);

void fetch_start(struct fetch *f, const struct fetch_request *request);

/* Bytes received and requests sent so far. */
uint64_t fetch_bytes(const struct fetch *f);
size_t fetch_requests(const struct fetch *f);

/*
 * Moves the transfers on, and waits for them or for one of the n descriptors
 * for at most wait_ms; it may come back early.
 */
void fetch_turn(
	struct fetch *f, const struct pollfd *fds, size_t n, int wait_ms);

/*
 * An answer that is whole or has failed, judged and decoded; NULL when there
 * is none.  The caller frees it.
 */
struct response *fetch_next(struct fetch *f, uint32_t *ticket);

#endif
