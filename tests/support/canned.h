/*
 * A web server for one test: it answers each target from a table, in a process
 * of its own, and remembers what it was asked.
 */
#ifndef OIT_SUPPORT_CANNED_H
#define OIT_SUPPORT_CANNED_H

#include <stddef.h>

enum canned_fault {
	CANNED_NONE,
	CANNED_RAW,     /* body is the whole message, head included */
	CANNED_CUT,     /* closes after half of the body */
	CANNED_CLOSE,   /* closes before the first byte */
	CANNED_SILENT,  /* never answers */
	CANNED_DRIP,    /* the body at 20 bytes a second */
	CANNED_ENDLESS, /* the body again and again, without a length */
};

struct canned {
	const char *target; /* "/a?b"; a NULL ends the table */
	const char *status; /* NULL: "200 OK" */
	const char *fields; /* NULL: "Content-Type: text/html\r\n" */
	const char *body;   /* "%s" in it is the server's origin; NULL: "" */
	size_t len;         /* of the body; 0: up to its NUL, and then only
			       is "%s" looked for */
	enum canned_fault fault;
	unsigned times; /* the fault is over after so many; 0: never */
};

struct canned_server;

/* Serves on a free port of 127.0.0.1; what is not in the table is 404.  The
 * test fails when it cannot.  table outlives the server. */
struct canned_server *canned_start(const struct canned *table);
void canned_stop(struct canned_server *s);

/* "http://127.0.0.1:PORT", and the address of a target: the caller frees. */
const char *canned_origin(const struct canned_server *s);
char *canned_url(const struct canned_server *s, const char *target);

/* How often a target was asked for. */
size_t canned_hits(const struct canned_server *s, const char *target);

/* All targets asked for, in order, each followed by a newline; the caller
 * frees. */
char *canned_log(const struct canned_server *s);

#endif
