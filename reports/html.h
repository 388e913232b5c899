/*
 * A paper as one HTML file that needs no network.
 */
#ifndef OIT_REPORTS_HTML_H
#define OIT_REPORTS_HTML_H

#include "base/buf.h"
#include "reports/block.h"

/* What stands around the content of a page. */
struct html_page {
	const char *lang; /* "th" */
	const char *title;
	const char *style;  /* its style sheet */
	const char *script; /* the one that may run; NULL when none may */
};

/*
 * Everything up to and with <body>, and everything after the content.  The
 * policy (CSP 3) loads nothing from anywhere and runs no script but the one,
 * which it knows by its digest.
 */
void html_put_head(struct buf *out, const struct html_page *page);
void html_put_foot(struct buf *out, const struct html_page *page);

/* <tag> or <tag class="class">text</tag>; class may be NULL. */
void html_put_element(
	struct buf *out, const char *tag, const char *class, const char *text);

/* A link that opens nothing but http and https; other addresses are text. */
void html_put_link(struct buf *out, const char *url, const char *text);

/* Appends the whole file of a paper. */
void html_write(struct buf *out, const struct block *paper, const char *title,
	const char *style);

#endif
