/*
 * Text files, and tables in text: CSV and its kin.
 */
#ifndef OIT_CRAWLER_READ_PLAIN_H
#define OIT_CRAWLER_READ_PLAIN_H

#include "base/slice.h"
#include "crawler/page.h"

/* Fills p from UTF-8 text, a block a line. */
void plain_read(struct page *p, struct slice text);

/*
 * Fills p from UTF-8 text with the cells of RFC 4180, parted by whichever of
 * comma, semicolon and tab the first line that has any has most of.
 */
void plain_read_table(struct page *p, struct slice text);

#endif
