/*
 * Where responses come from: the network, and then they go into the archive;
 * or an archive made before.  A half run that is taken up again is answered
 * out of its own archive what it has asked already.
 */
#ifndef OIT_CRAWLER_SOURCE_H
#define OIT_CRAWLER_SOURCE_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "crawler/crawl.h"
#include "crawler/fetch.h"
#include "crawler/response.h"

struct source;

/*
 * site is the canonical address of SITE, NULL when options->from has to tell.
 * ERR_WRITE when the archive cannot be made, ERR_READ and ERR_SYNTAX when the
 * one to read from, or that of options->since, cannot be read.
 */
int source_new(struct source **out, const struct crawl_options *options,
	const char *site, const char *user_agent, struct error *err);
void source_free(struct source *s);

/* The network, not an archive. */
bool source_is_live(const struct source *s);

/* The first page of the archive that is read; NULL without one. */
const char *source_first(const struct source *s);

/* Whether the next request for the address is answered out of an archive, and
 * so costs its server nothing. */
bool source_is_stored(const struct source *s, const char *url);

/* Forgets what a half run was answered for the address longer ago than a
 * robots.txt holds (RFC 9309 section 2.4), so that it is asked again. */
void source_forget_old(struct source *s, const char *url);

void source_start(struct source *s, const struct fetch_request *request);

/* As fetch_turn(). */
void source_turn(
	struct source *s, const struct pollfd *fds, size_t n, int wait_ms);

/*
 * A response that is there: 1 with it, which the caller frees, its ticket and
 * its place in the archive; 0 when
 * there is none.  Errors of the archive as above.
 */
int source_next(struct source *s, struct response **out, uint32_t *ticket,
	uint64_t *offset, struct error *err);

/* The response at that place once more. */
int source_again(struct source *s, struct response **out, uint64_t offset,
	struct error *err);

/* The crawl is over: writes the index of the archive, see
 * archive_finish(). */
int source_finish(struct source *s, struct error *err);

/* Answers of the network that nothing has changed since the run that
 * options->since names, and the bytes of the bodies that stayed where they
 * were. */
size_t source_reused(const struct source *s);
uint64_t source_bytes_saved(const struct source *s);

uint64_t source_bytes(const struct source *s);
size_t source_requests(const struct source *s);

#endif
