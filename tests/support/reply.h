/*
 * One request as it came and the means to answer it, rightly or not.
 */
#ifndef OIT_SUPPORT_REPLY_H
#define OIT_SUPPORT_REPLY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

struct reply {
	int fd;              /* -1 once the connection was reset */
	struct slice method; /* of the request, as is target */
	struct slice target; /* path and query; never empty */
	struct slice host;   /* Host header, may be empty */
	struct slice etag;   /* If-None-Match header, may be empty */
	bool head;           /* the method is HEAD: no body is sent */
	bool close;          /* no further request on this connection */
	int status;          /* what was answered, 0 when no status was */
	size_t sent;         /* bytes, headers included */
};

/* What stands in the head of an answer beside the status. */
struct reply_head {
	int status;
	const char *type;    /* Content-Type, NULL sends none */
	const char *headers; /* further lines with their CR LF, or NULL */
	long length;         /* Content-Length, -1 sends none and closes */
};

/* Sends the bytes as they are; false when the client has gone. */
bool reply_bytes(struct reply *r, const void *data, size_t len);
bool reply_text(struct reply *r, const char *text);

/* Status line and headers, up to and with the blank line. */
bool reply_head(struct reply *r, const struct reply_head *head);

/* A whole honest answer; head->length is set from the body. */
void reply_page(
	struct reply *r, const struct reply_head *head, struct slice body);

/* A short HTML page that says what it is: title in the head and as heading. */
void reply_html(
	struct reply *r, int status, const char *headers, const char *title);

/* One chunk of a chunked body; len 0 ends the body. */
bool reply_chunk(struct reply *r, const void *data, size_t len);

/* Waits, but no longer than the client stays; false when it has gone. */
bool reply_pause(struct reply *r, long milliseconds);

/* Ends the connection with a TCP reset. */
void reply_reset(struct reply *r);

#endif
