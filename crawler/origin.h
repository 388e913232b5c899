/*
 * What is known of each server (scheme, host and port): its robots.txt, and
 * whether it still answers.
 */
#ifndef OIT_CRAWLER_ORIGIN_H
#define OIT_CRAWLER_ORIGIN_H

#include <stdbool.h>

#include "base/slice.h"
#include "crawler/outcome.h"
#include "crawler/response.h"

enum origin_state {
	ORIGIN_NEW,    /* robots.txt was not asked for */
	ORIGIN_ASKING, /* it is under way */
	ORIGIN_OPEN,   /* read, or there is none */
	ORIGIN_CLOSED, /* it could not be had: nothing may be fetched */
};

struct origin {
	struct origin *next; /* of all that are known */
	enum origin_state state;
	enum outcome closed; /* ORIGIN_CLOSED: what its addresses come to */
	char *detail;        /* the cause in words, or NULL */
	char *robots_url;
	struct robots *robots; /* NULL: all is allowed */
	unsigned failures;     /* addresses that failed in a row */
	bool listed;           /* its sitemaps were put into the line */
	unsigned sitemaps;     /* of them, and of those they led to */
};

struct origins;

struct origins *origins_new(void);
void origins_free(struct origins *o);

/* The origin of a canonical address; it stays where it is. */
struct origin *origins_of(struct origins *o, const char *url);

/*
 * Settles the state by the answer to robots.txt (RFC 9309 section 2.3.1): a
 * status of 200 is read, other answers below 500 mean that all is allowed,
 * the rest that nothing is; a server that cannot be reached at all is told
 * as such (dns, refused, tls_...).  Of one that is too large the first
 * LIMIT_ROBOTS_BYTES count.  agent begins with our product token.
 */
void origin_set_robots(struct origin *o, struct response *r, const char *agent);

/*
 * OUTCOME_PENDING when the address may be fetched now as far as its origin is
 * concerned; else what it comes to, with the line of robots.txt or "".  Not
 * before the state is settled.
 */
enum outcome origin_judge(
	const struct origin *o, const char *url, const char **rule);

/* The pause that robots.txt asks for, cut to LIMIT_CRAWL_DELAY_MS; 0. */
long origin_delay_ms(const struct origin *o);

/* Whether it was cut. */
bool origin_delay_is_cut(const struct origin *o);

/* Counts how a fetch ended, so that a dead server is left alone after
 * LIMIT_HOST_FAILURES in a row. */
void origin_count(struct origin *o, const struct response *r);

#endif
