/*
 * The element tree of an HTML page, as a browser would build it.
 */
#ifndef OIT_CRAWLER_READ_TREE_H
#define OIT_CRAWLER_READ_TREE_H

#include <stdbool.h>

#include "base/error.h"
#include "base/slice.h"

/* The elements a reader cares for. */
enum tree_tag {
	TREE_OTHER, /* any other, and all of svg and math */
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

struct walk;

/*
 * Parses UTF-8 and walks through its elements and texts.  ERR_LIMIT when the
 * tree would take more than LIMIT_TREE_BYTES: then nothing was walked through.
 * The time grows with the square of the depth and of the attributes of one
 * element, so both must have been looked at before.
 */
int tree_walk(struct walk *w, struct slice html, struct error *err);

/* Begins and ends a line of text. */
bool tree_is_block(enum tree_tag tag);

/* 1 to 6 for h1 to h6, else 0. */
int tree_heading_level(enum tree_tag tag);

/* Its text is no part of what the page says: script, style, template, select,
 * textarea, iframe and noframes. */
bool tree_is_silent(enum tree_tag tag);

#endif
