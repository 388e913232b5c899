/*
 * Which sitemaps a crawl still has to ask for: those that robots.txt names,
 * /sitemap.xml, and those that an index or a redirect leads to.
 */
#ifndef OIT_CRAWLER_SITEMAPS_H
#define OIT_CRAWLER_SITEMAPS_H

#include <stdbool.h>

#include "crawler/origin.h"

struct sitemaps;

struct sitemaps *sitemaps_new(void);
void sitemaps_free(struct sitemaps *s);

/* Puts a canonical address into the line, on account of the server that led
 * to it.  One that was there before is passed over, and so is what is beyond
 * LIMIT_SITEMAPS of that server. */
void sitemaps_add(struct sitemaps *s, struct origin *lister, const char *url);

bool sitemaps_waiting(const struct sitemaps *s);

/* Takes the first out of the line; false when it is empty.  The address is
 * borrowed. */
bool sitemaps_next(
	struct sitemaps *s, struct origin **lister, const char **url);

#endif
