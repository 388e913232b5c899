/*
 * A paper as one HTML file: no network, no script.
 */
#ifndef OIT_REPORTS_HTML_H
#define OIT_REPORTS_HTML_H

#include "base/buf.h"
#include "reports/block.h"

/*
 * Everything up to and with <body>: the title, the style sheet, and a policy
 * that loads nothing from anywhere.
 */
void html_put_head(struct buf *out, const char *title, const char *style);
void html_put_foot(struct buf *out);

/* <tag> or <tag class="class">text</tag>; class may be NULL. */
void html_put_element(
	struct buf *out, const char *tag, const char *class, const char *text);

/* A link that opens nothing but http and https; other addresses are text. */
void html_put_link(struct buf *out, const char *url, const char *text);

/* Appends the whole file of a paper. */
void html_write(struct buf *out, const struct block *paper, const char *title,
	const char *style);

#endif
