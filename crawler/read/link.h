/*
 * The links of a page: every way in which an element leads somewhere.
 */
#ifndef OIT_CRAWLER_READ_LINK_H
#define OIT_CRAWLER_READ_LINK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "crawler/page.h"
#include "crawler/read/token.h"
#include "crawler/read/tree.h"

struct link_found {
	enum page_link_kind kind;
	struct slice href; /* borrowed from what it was found in */
};

/* Those of one element or text; a zeroed one is empty. */
struct link_list {
	struct link_found *items;
	size_t n, cap; /* about LIMIT_LINKS at most */
};

void link_done(struct link_list *list);

/*
 * Adds the links of an element's own tag: its address (a, area, frame, iframe,
 * object, embed, meta refresh), those in its event handlers and in javascript:
 * addresses, and those that its other attributes keep for scripts.
 */
void link_of_element(
	struct link_list *out, enum tree_tag tag, const struct token *t);

/* Whether the element is a list of which a script opens what is chosen. */
bool link_is_chooser(enum tree_tag tag, const struct token *t);

/* Adds the address that one of its options stands for. */
void link_of_choice(struct link_list *out, const struct token *t);

/* Adds the addresses that an inline script leads to. */
void link_of_script(struct link_list *out, struct slice script);

/* Adds the addresses that stand in plain text. */
void link_of_text(struct link_list *out, struct slice text);

/* What the element says of itself, for links without words; empty for none. */
struct slice link_words(enum tree_tag tag, const struct token *t);

#endif
