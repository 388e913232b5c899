/*
 * PAGE: what a page or document says, in one shape for all formats.
 *
 * A reader makes it inside a worker, the rules match it there, and then it is
 * freed with its arena: nothing points into a page afterwards.  All text is
 * valid UTF-8 as the author wrote it (not in normal form: a quote must be what
 * the reader of the site sees), white space folded to single blanks.
 */
#ifndef OIT_CRAWLER_PAGE_H
#define OIT_CRAWLER_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "crawler/outcome.h"

enum page_kind {
	PAGE_UNKNOWN,
	PAGE_HTML,
	PAGE_PDF,
	PAGE_DOCX,
	PAGE_XLSX,
	PAGE_ODF, /* ODT, ODS, ODP */
	PAGE_PPTX,
	PAGE_DOC,
	PAGE_XLS,
	PAGE_CSV,
	PAGE_TEXT,
	PAGE_IMAGE,
	PAGE_ZIP,
	PAGE_XML,
	PAGE_OTHER,
	PAGE_KIND_COUNT,
};

/* How far the text of a document can be trusted. */
enum page_quality {
	PAGE_QUALITY_NONE, /* nothing was read */
	PAGE_QUALITY_GOOD,
	PAGE_QUALITY_OCR,  /* read off pictures: a guess */
	PAGE_QUALITY_POOR, /* letters lost or unmapped */
	PAGE_QUALITY_SCAN, /* pictures of text */
	PAGE_QUALITY_ENCRYPTED,
	PAGE_QUALITY_DAMAGED,
};

enum page_link_kind {
	PAGE_LINK_ANCHOR,  /* <a>, <area> */
	PAGE_LINK_FRAME,   /* <iframe>, <frame> */
	PAGE_LINK_OBJECT,  /* <object data>, <embed src>: the thing shown */
	PAGE_LINK_REFRESH, /* meta refresh */
	PAGE_LINK_SCRIPT,  /* onclick="location=...", window.open() */
	PAGE_LINK_TEXT,    /* an address in plain text */
};

struct page_link {
	const char *href;    /* as written, entities decoded, or the file that a
				viewer of that address shows; never NULL */
	const char *text;    /* words of the link itself, alt of its pictures
				included; "" for none */
	const char *title;   /* title attribute; "" */
	const char *row;     /* the rest of its table row, list item or line,
				without its own text; "" */
	const char *heading; /* nearest heading above it, and after " / " the
				caption, spanning row or bold line that
				stands between; "" */
	const char *column;  /* head of its table column; "" */
	const char *file;    /* name of the file it leads to, decoded, if that
				is in letters beyond ASCII; "" */
	enum page_link_kind kind;
	bool nav; /* stands in a menu, head or foot part of the page */
};

enum page_block_kind {
	PAGE_BLOCK_HEADING, /* h1 .. h6, caption, legend */
	PAGE_BLOCK_TEXT,
	PAGE_BLOCK_CELL, /* one table cell; a row ends with row_end */
};

/* A paragraph, a heading or a cell, in the order of the document. */
struct page_block {
	enum page_block_kind kind;
	int level;       /* 1 .. 6 for headings, else 0 */
	bool nav;        /* in a menu, head or foot part */
	bool link;       /* all its words are link text */
	bool row_end;    /* last cell of its row */
	bool head;       /* a th, or a cell of the table's first row */
	uint32_t table;  /* number of its table from 1, 0 outside tables */
	uint32_t column; /* of its table from 1, 0 outside tables */
	uint32_t sheet; /* page of a PDF, sheet of a workbook, from 1; else 0 */
	const char *text; /* never empty */
	size_t letters;   /* in it; page_add_block() counts them */
};

struct page {
	struct arena arena; /* owns every string here */
	const char *url;    /* canonical address of this page */
	const char *base;   /* base for its links (base element, or url) */
	const char *file;   /* name of the file in its address, decoded; "" when
			       the address ends in none */
	enum page_kind kind;
	enum page_quality quality;
	enum outcome outcome;  /* OUTCOME_OK, or why it could not be read */
	const char *detail;    /* the cause in words; "" */
	const char *title;     /* title element or document property; "" */
	const char *charset;   /* WHATWG name that was decoded; "" */
	bool charset_conflict; /* label, bytes or letters disagree */
	uint32_t sheets;       /* pages or sheets in all; 0 for HTML */
	uint32_t sheets_read;  /* fewer when a limit struck */
	uint32_t sheets_lost;  /* of these, without text to be trusted */
	size_t letters;        /* letters and digits outside nav parts */
	long images;           /* pictures outside nav parts, -1: not known */
	bool has_form;         /* a form with a text field outside nav parts */
	bool has_password;     /* a password field: perhaps a login page */
	bool scripts;          /* script elements are there */
	bool hollow;           /* it says little, and scripts show more */
	struct page_link *links;
	size_t n_links;
	bool links_cut; /* there were more than LIMIT_LINKS */
	struct page_block *blocks;
	size_t n_blocks;
	size_t text_bytes;   /* of all blocks */
	bool text_cut;       /* there was more than the limits allow */
	bool tree_agrees;    /* its tree says of all that what its tokens say:
				a comparison, or markup that moves nothing */
	struct slice source; /* of a web page: its text with all markup,
				borrowed from its bytes or in the arena */
	struct page *annex;  /* what OCR read of the sheets lost, apart from the
				text; or NULL */
	struct slice transcript; /* all that OCR read, as bytes for the next
				    time; in the arena, or empty */
};

/* Frees the page and all its strings; NULL does nothing. */
void page_free(struct page *p);

/* An empty page about to be read; the caller frees with page_free(). */
struct page *page_new(const char *url);

/*
 * Adds one; the strings are copied into the arena, NULL becomes "".  What is
 * beyond LIMIT_LINKS, LIMIT_BLOCKS or the text limit of its kind is left out
 * and told in links_cut and text_cut; a link's texts are cut at
 * LIMIT_LINK_TEXT, between letters.
 */
void page_add_link(struct page *p, const struct page_link *link);
void page_add_block(struct page *p, const struct page_block *block);

/* The same for a link of which all strings live in the arena already, cut and
 * not NULL.  Both make file out of href. */
void page_take_link(struct page *p, const struct page_link *link);

/* Gives p the content of another page, which is left without: blocks, and what
 * is counted of them, pictures and forms. */
void page_take_content(struct page *p, struct page *from);

/* Whether that would change nothing. */
bool page_has_content_of(const struct page *p, const struct page *other);

/* Says that the page could not be read and why; its quality becomes what that
 * outcome makes of it. */
void page_fail(struct page *p, enum outcome outcome, const char *detail);

/* Whether something may stand there that was not read: beyond a limit, on
 * scanned sheets, in letters that were lost or guessed. */
bool page_is_partial(const struct page *p);

/* Whether sheets of it are pictures of text, read by nobody yet. */
bool page_has_pictures(const struct page *p);

/* Letters and digits in UTF-8 text; marks above and below do not count. */
size_t page_letters(const char *text);

const char *page_kind_name(enum page_kind kind);    /* "html", "pdf" ... */
const char *page_quality_name(enum page_quality q); /* "good", "scan" ... */

/* A file with content of its own, not a web page. */
bool page_kind_is_document(enum page_kind kind);

#endif
