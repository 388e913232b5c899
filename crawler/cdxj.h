/*
 * The index of an archive, as pywb and OpenWayback look pages up: a sorted
 * line of key, time and JSON for each answer.
 */
#ifndef OIT_CRAWLER_CDXJ_H
#define OIT_CRAWLER_CDXJ_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

struct cdxj;

struct cdxj_entry {
	const char *url;  /* canonical */
	const char *mime; /* "text/html", or "warc/revisit"; "-" for unknown */
	int64_t at;       /* seconds since 1970 */
	int status;
	char digest[72]; /* of the payload: "sha256:..."; or "" */
	uint64_t offset; /* of the record in the file ... */
	uint64_t length; /* ... and its bytes there */
};

/*
 * Adds the address in the order in which sites sort together (SURT, as pywb's
 * canonical form): "th,go,town:8080)/path?query", host without "www.", all in
 * lower case, the parameters sorted.
 */
void cdxj_put_key(struct buf *out, const char *url);

/* The index of the archive of that file name, which is borrowed. */
struct cdxj *cdxj_new(const char *archive);
void cdxj_free(struct cdxj *x); /* NULL does nothing */

/* Adds an entry, in the order of the offsets. */
void cdxj_add(struct cdxj *x, const struct cdxj_entry *entry);

/* Forgets the entries from that offset on, none of which may be settled. */
void cdxj_cut(struct cdxj *x, uint64_t offset);

/* Settles what was added, so that memory need not hold it; ERR_WRITE. */
int cdxj_settle(struct cdxj *x, struct error *err);

/* Writes the index; nothing can be added any more.  ERR_WRITE, ERR_READ. */
int cdxj_write(struct cdxj *x, const char *path, struct error *err);

#endif
