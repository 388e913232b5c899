/*
 * The element tree of an HTML page, as a browser would build it.
 */
#ifndef OIT_CRAWLER_READ_TREE_H
#define OIT_CRAWLER_READ_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"

/* The elements a reader cares for. */
enum tree_tag {
	TREE_OTHER, /* any other, and all of svg and math */
	TREE_TEXT,  /* not an element */
	TREE_A,
	TREE_ADDRESS,
	TREE_AREA,
	TREE_ARTICLE,
	TREE_ASIDE,
	TREE_B,
	TREE_BASE,
	TREE_BLOCKQUOTE,
	TREE_BODY,
	TREE_BR,
	TREE_CAPTION,
	TREE_CENTER,
	TREE_DD,
	TREE_DIV,
	TREE_DL,
	TREE_DT,
	TREE_EMBED,
	TREE_FIELDSET,
	TREE_FIGCAPTION,
	TREE_FIGURE,
	TREE_FOOTER,
	TREE_FORM,
	TREE_FRAME,
	TREE_FRAMESET,
	TREE_H1,
	TREE_H2,
	TREE_H3,
	TREE_H4,
	TREE_H5,
	TREE_H6,
	TREE_HEAD,
	TREE_HEADER,
	TREE_HR,
	TREE_HTML,
	TREE_IFRAME,
	TREE_IMG,
	TREE_INPUT,
	TREE_LEGEND,
	TREE_LI,
	TREE_MAIN,
	TREE_META,
	TREE_NAV,
	TREE_NOFRAMES, /* noembed too: markup that is not parsed */
	TREE_NOSCRIPT,
	TREE_OBJECT,
	TREE_OL,
	TREE_P,
	TREE_PRE,
	TREE_SCRIPT,
	TREE_SECTION,
	TREE_SELECT,
	TREE_STRONG,
	TREE_STYLE,
	TREE_TABLE,
	TREE_TBODY,
	TREE_TD,
	TREE_TEMPLATE,
	TREE_TEXTAREA,
	TREE_TFOOT,
	TREE_TH,
	TREE_THEAD,
	TREE_TITLE,
	TREE_TR,
	TREE_UL,
	TREE_TAG_COUNT,
};

struct tree_attr {
	const char *name, *value; /* name in lower case; entities decoded */
};

/* What stands in an element, itself left out. */
struct tree_sum {
	uint32_t text;      /* bytes of text that are no space */
	uint32_t link_text; /* of these inside links */
	uint32_t links;     /* a elements with an address */
	uint32_t tables, rows, headings;
	uint32_t elements;
};

struct tree_node {
	enum tree_tag tag;
	struct slice text; /* of TREE_TEXT */
	const struct tree_attr *attrs;
	size_t n_attrs;
	struct tree_node *parent, *first, *last, *next, *prev;
	struct tree_sum sum;
};

struct tree {
	struct arena arena;     /* owns nodes and strings */
	struct tree_node *root; /* the html element */
};

/*
 * Parses UTF-8.  ERR_LIMIT when the tree would take more than
 * LIMIT_TREE_BYTES; depth must have been checked before (scan_check()).
 * The caller calls tree_done() in either case.
 */
int tree_parse(struct tree *t, struct slice html, struct error *err);

/* Frees the tree; a zeroed one may be done too. */
void tree_done(struct tree *t);

/* The value of an attribute, NULL when it is not there. */
const char *tree_attr(const struct tree_node *n, const char *name);

/* The node after n in document order within root, NULL at the end; the one
 * after all of its content when skip is true. */
const struct tree_node *tree_next(
	const struct tree_node *n, const struct tree_node *root, bool skip);

/* The nearest element around n with that tag, or NULL. */
const struct tree_node *tree_around(
	const struct tree_node *n, enum tree_tag tag);

/* True when n is outer or stands in it. */
bool tree_contains(const struct tree_node *outer, const struct tree_node *n);

/* Begins and ends a line of text. */
bool tree_is_block(enum tree_tag tag);

/* 1 to 6 for h1 to h6, else 0. */
int tree_heading_level(enum tree_tag tag);

/* Its text is no part of what the page says: script, style, template, select,
 * textarea, iframe and noframes. */
bool tree_is_silent(enum tree_tag tag);

#endif
