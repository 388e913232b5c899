/*
 * robots.txt by RFC 9309: what a site asks crawlers to leave alone.
 */
#ifndef OIT_CRAWLER_ROBOTS_H
#define OIT_CRAWLER_ROBOTS_H

#include <stddef.h>

#include "base/slice.h"

struct robots;

/*
 * Reads a robots.txt for the crawler whose product token agent begins with
 * ("oit" of "oit/0.1"); the group of that name counts, or else that of "*".
 * Never fails: lines that are none are passed over, bytes beyond
 * LIMIT_ROBOTS_BYTES too.  The caller frees with robots_free().
 */
struct robots *robots_parse(struct slice body, const char *agent);
void robots_free(struct robots *r);

/*
 * 1 when the address (canonical) may be fetched, 0 when not: the longest rule
 * that matches decides, Allow where two are equally long (section 2.2.2).
 * *rule is the line that decided, borrowed from r, or NULL when none did;
 * rule may be NULL.
 */
int robots_allows(const struct robots *r, const char *href, const char **rule);

/* Crawl-delay of the group in milliseconds, -1 when it has none; as large as
 * the site wrote it: the caller cuts it. */
long robots_crawl_delay_ms(const struct robots *r);

/* Values of the Sitemap lines as written, NULL-terminated, borrowed. */
const char *const *robots_sitemaps(const struct robots *r);

#endif
