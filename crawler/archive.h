/*
 * The archive of a crawl: every request and response as they went over the
 * wire, in a WARC file; and any such file as a site to be read again.
 *
 * Only an index is kept in memory.  The same responses in the same order give
 * the same bytes.
 */
#ifndef OIT_CRAWLER_ARCHIVE_H
#define OIT_CRAWLER_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "crawler/response.h"

struct archive;

/*
 * Begins a file for the responses of a site (canonical address).  now is
 * seconds since 1970, software the name of this program with its version.
 * ERR_WRITE when there is such a file or it cannot be made.
 */
int archive_create(struct archive **out, const char *path, const char *site,
	const char *software, int64_t now, struct error *err);

/* Of a file that is taken up again: the first three as for archive_create(). */
struct archive_resume {
	const char *site;
	const char *software;
	int64_t now;
	/* at: when it came, seconds since 1970. */
	void (*take)(void *ctx, const char *url, uint64_t offset, int64_t at);
	void *ctx;
};

/*
 * Opens a file to read from: ours, or one of wget or another crawler, each
 * record a gzip member or none.  ERR_READ, ERR_SYNTAX; a file whose end is cut
 * is read up to there.
 */
int archive_open(struct archive **out, const char *path, struct error *err);

/*
 * Takes a file of archive_create() up again: what a kill has left behind the
 * last whole response is cut off, archive_put() goes on there, and take gets
 * every response before it, in order.  A file that was never begun is begun.
 * ERR_READ, ERR_WRITE; ERR_SYNTAX when its head is damaged.
 */
int archive_resume(struct archive **out, const char *path,
	const struct archive_resume *resume, struct error *err);

/* Closes; NULL does nothing. */
void archive_free(struct archive *a);

/*
 * Writes the request and the response, or what became of a request without
 * one; *offset is where archive_get() finds it.  It has reached the system
 * when this returns.  ERR_WRITE.
 */
int archive_put(struct archive *a, const struct response *r, uint64_t *offset,
	struct error *err);

/*
 * Writes the request and the answer that nothing has changed since the response
 * at past_offset of another archive of ours.  That is copied as it is, for this
 * one must be whole without the other; *offset is then where archive_get()
 * finds it as an answer of today.  ERR_WRITE, or the other's ERR_READ and
 * ERR_SYNTAX.
 */
int archive_put_same(struct archive *a, const struct response *r,
	struct archive *past, uint64_t past_offset, uint64_t *offset,
	struct error *err);

/* Where the newest response of an address is, in a file of archive_open();
 * false when there is none. */
bool archive_find(const struct archive *a, const char *url, uint64_t *offset);

/*
 * The response at an offset, judged and decoded as one from the wire.  The
 * caller frees.  ERR_READ, ERR_SYNTAX.
 */
int archive_get(struct response **out, struct archive *a, uint64_t offset,
	struct error *err);

/* Writes the index of what was put, "x.cdxj" beside "x.warc.gz"; nothing of an
 * archive that is only read.  ERR_WRITE. */
int archive_finish(struct archive *a, struct error *err);

/* Where a crawl of it may begin: the site that the file says it is part of, if
 * that is in it, or the first answer but robots.txt; NULL without either. */
const char *archive_first(const struct archive *a);

#endif
