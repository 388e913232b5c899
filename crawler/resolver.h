/*
 * The addresses of links, known from page to page: most links of a site stand
 * in its menus, on every page.
 */
#ifndef OIT_CRAWLER_RESOLVER_H
#define OIT_CRAWLER_RESOLVER_H

#include <stddef.h>

#include "base/buf.h"
#include "crawler/url.h"

struct resolver;

/* One that keeps some max_bytes of addresses and forgets all when it has more.
 * resolver_free() frees it; NULL is allowed there. */
struct resolver *resolver_new(size_t max_bytes);
void resolver_free(struct resolver *r);

/* As url_resolve() with that base, which is not NULL; r may be. */
enum url_result resolver_find(struct resolver *r, struct buf *out,
	const char *href, const char *base, enum url_query_encoding encoding);

#endif
