/*
 * What one pass through a page gathers while it is not yet known what will
 * stand beside a link or whether a part is a menu: at the end it becomes PAGE.
 */
#ifndef OIT_CRAWLER_READ_DRAFT_H
#define OIT_CRAWLER_READ_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "crawler/page.h"
#include "crawler/read/html.h"
#include "crawler/read/link.h"
#include "crawler/read/nav.h"

/* A run of bytes of the text. */
struct draft_span {
	size_t from, to;
};

/* What has been seen so far: for an element, the difference between its start
 * and its end is what stands in it. */
struct draft_sums {
	uint32_t text, link_text; /* bytes */
	uint32_t links, anchors;  /* of all kinds; a elements with an address */
	uint32_t lines, tables, rows, cells, headings, elements, images;
	uint32_t fields, passwords; /* that a form may have */
};

/* A place in the page. */
struct draft_mark {
	struct draft_sums sums;
	size_t at; /* in the text */
};

struct draft_link {
	struct page_link link; /* text: what to say when there are no words;
				  its strings are kept */
	struct draft_span words, line; /* to is DRAFT_OPEN before their end */
	struct draft_span row, card;   /* empty for none */
	uint32_t text;                 /* bytes of text in the words */
	bool beside;                   /* something may stand beside it */
	bool row_done, block_done, card_done;
	bool in_bar; /* its line is of links alone */
};

#define DRAFT_OPEN ((size_t)-1)

struct draft_line {
	struct draft_span span;
	int level;     /* 1 to 6; 0 for a heading without; -1 for text */
	bool link;     /* all its words are of links */
	bool noscript; /* for browsers without scripts */
	bool nav;
};

/* A table cell of some lines. */
struct draft_cell {
	uint32_t first, end; /* its lines */
	uint32_t elements;   /* up to it, itself too */
	uint32_t table, column;
	bool link, head, row_end, nav; /* as in struct page_block */
};

/* What is, or may turn out to be, a menu, head or foot part. */
struct draft_part {
	struct draft_sums from, to;
	unsigned share; /* as nav_share() has it */
};

struct draft {
	struct page *page; /* strings are kept in its arena */
	struct buf text;   /* all of it, white space folded */
	struct draft_sums sums;
	size_t line_at;           /* where the line began */
	size_t break_at;          /* the same, or behind a br */
	struct draft_link *links; /* sums.links of them */
	struct draft_line *lines; /* sums.lines */
	struct draft_cell *cells; /* in the order of their lines */
	struct draft_part *parts;
	struct draft_span *alts; /* words of pictures: no part of a line */
	size_t *ended;           /* links whose words ended in this line */
	size_t n_cells, n_parts, n_alts, n_ended;
	size_t cap_links, cap_lines, cap_cells, cap_parts, cap_alts, cap_ended;
};

void draft_init(struct draft *d, struct page *p);
void draft_done(struct draft *d);

/* Where the pass is now. */
struct draft_mark draft_here(const struct draft *d);

/* What is said between the mark and here. */
struct nav_words draft_words(
	const struct draft *d, const struct draft_mark *from);

/* A copy of the text from .. to without blanks at its ends, cut at
 * LIMIT_LINK_TEXT. */
const char *draft_keep(struct draft *d, size_t from, size_t to);

/* Text as it comes, inside a link or not; a blank; the words of a picture. */
void draft_put_text(struct draft *d, struct slice text, bool in_link);
void draft_put_blank(struct draft *d);
void draft_put_picture(struct draft *d, struct slice words);

/* The line so far, without blanks at its ends. */
struct draft_span draft_line_span(const struct draft *d);

/* Ends the line of text, of which an empty one leaves nothing, and the line in
 * which links stand. */
void draft_end_line(struct draft *d, const struct draft_line *line);
void draft_break(struct draft *d);

/* Begins a link: its words begin here.  false when there are too many. */
bool draft_add_link(struct draft *d, const struct draft_link *link);

/* Begins one more link like that one. */
void draft_repeat_link(struct draft *d, size_t link);

/* Ends the words of n links; they have none when they are not read. */
void draft_end_words(struct draft *d, size_t first, size_t n, bool read);

/* The end of a table row, or of a block: where the links in it stand.  first
 * is the first of them.  The body is too much to stand beside one. */
void draft_end_row(
	struct draft *d, const struct draft_mark *from, size_t first);
void draft_end_block(struct draft *d, const struct draft_mark *from,
	size_t first, bool body);

/* Makes one block of the lines of a cell. */
void draft_add_cell(struct draft *d, const struct draft_cell *cell);

/* What stands between the mark and here is such a part, if it is no more than
 * that share of what the page says outside links. */
void draft_add_part(
	struct draft *d, const struct draft_mark *from, unsigned share);

/* Forgets what came since the mark. */
void draft_drop(struct draft *d, const struct draft_mark *from);

/* Fills the page. */
void draft_finish(struct draft *d, struct html_facts *facts);

#endif
