/*
 * Records of a WARC file (ISO 28500, versions 1.0 and 1.1), plain or with each
 * record a gzip member: ours, wget's, and others'.
 */
#ifndef OIT_CRAWLER_WARC_H
#define OIT_CRAWLER_WARC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/deflate.h"
#include "base/error.h"
#include "base/slice.h"

struct warc_record {
	struct buf bytes;   /* the head, and as much of the block as was kept */
	struct slice head;  /* of bytes: version line and fields */
	struct slice block; /* of bytes */
	uint64_t offset;    /* in the file */
	uint64_t next;      /* offset of the record after it */
	bool cut;           /* the block was longer than what was kept */
};

void warc_record_init(struct warc_record *r);
void warc_record_done(struct warc_record *r);

/* A field of the head, trimmed; empty when there is none. */
struct slice warc_field(const struct warc_record *r, const char *name);

struct warc;

/* Opens a file to read.  ERR_READ when it cannot be opened, ERR_SYNTAX when
 * it does not begin as a WARC does. */
int warc_open(struct warc **out, const char *path, struct error *err);
void warc_close(struct warc *w);

/*
 * Reads the record at an offset, keeping at most max bytes of its block: 1
 * when there is one, 0 at the end of the file.  ERR_SYNTAX when it is cut or
 * is no record, ERR_READ when the file cannot be read.
 */
int warc_read(struct warc_record *r, struct warc *w, uint64_t offset,
	size_t max, struct error *err);

/* Adds the bytes of the file that the record was read from.  ERR_READ. */
int warc_copy(struct buf *out, struct warc *w, const struct warc_record *r,
	struct error *err);

/*
 * True when a record was met that shares its gzip member with the next one,
 * which ISO 28500 allows: its offset leads nowhere, and warc_read() has said
 * ERR_SYNTAX.
 */
bool warc_is_shared(const struct warc *w);

/*
 * Unpacks such a file, into one without name; from then on all offsets are
 * others.  ERR_LIMIT when it has more than max bytes, ERR_WRITE when there is
 * no room for it, else as warc_read().
 */
int warc_unpack(struct warc *w, uint64_t max, struct error *err);

/* Adds a whole record to out, as one gzip member by way of deflate, which may
 * be NULL; fields are lines that end with CRLF, without version line and
 * Content-Length.  The block is given in two parts. */
void warc_put(struct buf *out, struct deflate *deflate, struct slice fields,
	struct slice start, struct slice rest);

#endif
