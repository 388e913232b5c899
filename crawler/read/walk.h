/*
 * What is taken from a web page as its elements go by: links with what stands
 * around them, headings, text and tables.
 *
 * Whoever goes through the page, by its tokens or by its tree, tells what
 * opens and what ends; what is taken is the same.
 */
#ifndef OIT_CRAWLER_READ_WALK_H
#define OIT_CRAWLER_READ_WALK_H

#include <stddef.h>

#include "base/slice.h"
#include "crawler/page.h"
#include "crawler/read/html.h"
#include "crawler/read/token.h"
#include "crawler/read/tree.h"

struct walk;

/* Begins with p, which is empty but for its address.  The caller frees with
 * walk_free(), which takes NULL. */
struct walk *walk_new(struct page *p);
void walk_free(struct walk *w);

/* An element opens, as the number index of those that are open, at most
 * LIMIT_ELEMENT_DEPTH; html is 0.  Its tag is NULL where it is missing. */
void walk_open(
	struct walk *w, size_t index, enum tree_tag tag, const struct token *t);

/* It ends; what is open inside it may stay open. */
void walk_close(struct walk *w, size_t index);

/* An element that holds nothing. */
void walk_empty(struct walk *w, enum tree_tag tag, const struct token *t);

/* A tag that only adds attributes to an element that is open. */
void walk_merge(struct walk *w, enum tree_tag tag, const struct token *t);

/* Text right in the element with that number. */
void walk_text(struct walk *w, size_t index, struct slice text);

/* Forgets all in the body: a frameset takes its place. */
void walk_drop(struct walk *w);

/* Fills the page when all elements have ended. */
void walk_finish(struct walk *w, struct html_facts *facts);

#endif
