/*
 * One crawl of a canned site in a folder of its own, for tests.
 */
#ifndef OIT_SUPPORT_RUN_H
#define OIT_SUPPORT_RUN_H

#include "base/buf.h"
#include "crawler/crawl.h"
#include "tests/support/canned.h"

/* Of what the reader of links takes for a page. */
#define PAGE(links) "<html>" links "</html>"
#define LINK(href, words) "<a href=\"" href "\">" words "</a>"

struct run {
	char folder[32];
	struct canned_server *server;
	struct crawl_options options;
	struct crawl_reader reader;
	struct crawl_result *result;
	struct buf kept; /* "URL PAYLOAD\n" a reading */
};

/* A folder and a server for the table, or none when it is NULL; the test fails
 * where one cannot be had.  run_end() takes all of it away. */
void run_begin(struct run *run, const struct canned *table);
void run_end(struct run *run);

/* Crawls by run->options; the test fails when that is an error. */
void run_crawl(struct run *run);

/* The visit of a target of the canned site; the test fails without one. */
const struct visit *run_visit(const struct run *run, const char *target);

/* The test fails when the target came to something else. */
void run_check_outcome(
	const struct run *run, const char *target, enum outcome o);

/* ... or when the server was asked for something else. */
void run_check_log(const struct run *run, const char *expected);

/* Adds "URL OUTCOME DETAIL STATUS SHA256 TIME\n" for each visit. */
void run_put_outcomes(struct buf *out, const struct run *run);

/* The test fails when a crawl of the run's archive comes to anything else, or
 * asks anybody. */
void run_check_replay(const struct run *run);

#endif
