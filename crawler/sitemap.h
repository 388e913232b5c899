/*
 * Sitemaps: the addresses that a site names itself, for the pages to which
 * nothing links.
 *
 * XML by the protocol of sitemaps.org (a list or an index, whatever its
 * namespace), the items of RSS 2.0 and Atom feeds, and plain text with an
 * address a line; each of them packed with gzip or not.
 */
#ifndef OIT_CRAWLER_SITEMAP_H
#define OIT_CRAWLER_SITEMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"

/* What is wrong with a sitemap; what could be read of it is kept. */
enum sitemap_problem {
	SITEMAP_CUT,          /* it ends before its end */
	SITEMAP_DAMAGED,      /* no well-formed XML, or broken gzip */
	SITEMAP_DOCTYPE,      /* a document type declaration: not read */
	SITEMAP_FOREIGN,      /* something else, mostly a page of HTML */
	SITEMAP_TOO_LARGE,    /* beyond LIMIT_SITEMAP_BYTES, or a bomb */
	SITEMAP_TOO_DEEP,     /* elements beyond LIMIT_XML_DEPTH */
	SITEMAP_TOO_MANY,     /* an address past LIMIT_SITEMAP_ADDRESSES */
	SITEMAP_NO_ADDRESS,   /* an entry without one */
	SITEMAP_BAD_ADDRESS,  /* no http or https address, or too long */
	SITEMAP_OUT_OF_SCOPE, /* an address that is not ours to fetch */
	SITEMAP_PROBLEM_COUNT
};

struct sitemap {
	const char **pages; /* canonical, in their order, without passwords */
	size_t n_pages;
	const char **sitemaps; /* in the same way, of an index */
	size_t n_sitemaps;
	size_t problems[SITEMAP_PROBLEM_COUNT]; /* how often each was met */
};

/* Whether a canonical address is ours to fetch. */
struct sitemap_scope {
	bool (*has)(void *ctx, const char *url);
	void *ctx;
};

/*
 * Reads the body found at a canonical address, against which what it names is
 * resolved.  Never fails: each fault is counted among the problems.  The same
 * address may come twice, and an index may name itself.  All that *out points
 * to is the arena's.
 */
void sitemap_parse(struct sitemap *out, struct arena *arena, struct slice body,
	const char *address, const struct sitemap_scope *scope);

/* The name in snake_case, as in "out_of_scope". */
const char *sitemap_problem_name(enum sitemap_problem problem);

#endif
