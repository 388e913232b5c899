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

/* Writes the index of the archive of that file name; ERR_WRITE. */
int cdxj_write(const char *path, const char *archive,
	const struct cdxj_entry *entries, size_t n, struct error *err);

#endif
