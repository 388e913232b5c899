#include "crawler/read/tree.h"

#include <setjmp.h>
#include <stdlib.h>

#include <gumbo.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "crawler/limits.h"
#include "crawler/read/walk.h"

#define UTF8_GROWTH 3 /* bytes of a replacement for one */

static const enum tree_tag tags[GUMBO_TAG_LAST] = {
	[GUMBO_TAG_A] = TREE_A,
	[GUMBO_TAG_ADDRESS] = TREE_ADDRESS,
	[GUMBO_TAG_AREA] = TREE_AREA,
	[GUMBO_TAG_ARTICLE] = TREE_ARTICLE,
	[GUMBO_TAG_ASIDE] = TREE_ASIDE,
	[GUMBO_TAG_B] = TREE_B,
	[GUMBO_TAG_BASE] = TREE_BASE,
	[GUMBO_TAG_BLOCKQUOTE] = TREE_BLOCKQUOTE,
	[GUMBO_TAG_BODY] = TREE_BODY,
	[GUMBO_TAG_BR] = TREE_BR,
	[GUMBO_TAG_CAPTION] = TREE_CAPTION,
	[GUMBO_TAG_CENTER] = TREE_CENTER,
	[GUMBO_TAG_DD] = TREE_DD,
	[GUMBO_TAG_DIV] = TREE_DIV,
	[GUMBO_TAG_DL] = TREE_DL,
	[GUMBO_TAG_DT] = TREE_DT,
	[GUMBO_TAG_EMBED] = TREE_EMBED,
	[GUMBO_TAG_FIELDSET] = TREE_FIELDSET,
	[GUMBO_TAG_FIGCAPTION] = TREE_FIGCAPTION,
	[GUMBO_TAG_FIGURE] = TREE_FIGURE,
	[GUMBO_TAG_FOOTER] = TREE_FOOTER,
	[GUMBO_TAG_FORM] = TREE_FORM,
	[GUMBO_TAG_FRAME] = TREE_FRAME,
	[GUMBO_TAG_FRAMESET] = TREE_FRAMESET,
	[GUMBO_TAG_H1] = TREE_H1,
	[GUMBO_TAG_H2] = TREE_H2,
	[GUMBO_TAG_H3] = TREE_H3,
	[GUMBO_TAG_H4] = TREE_H4,
	[GUMBO_TAG_H5] = TREE_H5,
	[GUMBO_TAG_H6] = TREE_H6,
	[GUMBO_TAG_HEAD] = TREE_HEAD,
	[GUMBO_TAG_HEADER] = TREE_HEADER,
	[GUMBO_TAG_HR] = TREE_HR,
	[GUMBO_TAG_HTML] = TREE_HTML,
	[GUMBO_TAG_IFRAME] = TREE_IFRAME,
	[GUMBO_TAG_IMG] = TREE_IMG,
	[GUMBO_TAG_INPUT] = TREE_INPUT,
	[GUMBO_TAG_LEGEND] = TREE_LEGEND,
	[GUMBO_TAG_LI] = TREE_LI,
	[GUMBO_TAG_MAIN] = TREE_MAIN,
	[GUMBO_TAG_META] = TREE_META,
	[GUMBO_TAG_NAV] = TREE_NAV,
	[GUMBO_TAG_NOEMBED] = TREE_NOFRAMES,
	[GUMBO_TAG_NOFRAMES] = TREE_NOFRAMES,
	[GUMBO_TAG_NOSCRIPT] = TREE_NOSCRIPT,
	[GUMBO_TAG_OBJECT] = TREE_OBJECT,
	[GUMBO_TAG_OL] = TREE_OL,
	[GUMBO_TAG_P] = TREE_P,
	[GUMBO_TAG_PRE] = TREE_PRE,
	[GUMBO_TAG_SCRIPT] = TREE_SCRIPT,
	[GUMBO_TAG_SECTION] = TREE_SECTION,
	[GUMBO_TAG_SELECT] = TREE_SELECT,
	[GUMBO_TAG_STRONG] = TREE_STRONG,
	[GUMBO_TAG_STYLE] = TREE_STYLE,
	[GUMBO_TAG_TABLE] = TREE_TABLE,
	[GUMBO_TAG_TBODY] = TREE_TBODY,
	[GUMBO_TAG_TD] = TREE_TD,
	[GUMBO_TAG_TEMPLATE] = TREE_TEMPLATE,
	[GUMBO_TAG_TEXTAREA] = TREE_TEXTAREA,
	[GUMBO_TAG_TFOOT] = TREE_TFOOT,
	[GUMBO_TAG_TH] = TREE_TH,
	[GUMBO_TAG_THEAD] = TREE_THEAD,
	[GUMBO_TAG_TITLE] = TREE_TITLE,
	[GUMBO_TAG_TR] = TREE_TR,
	[GUMBO_TAG_UL] = TREE_UL,
};

static const bool blocks[TREE_TAG_COUNT] = {
	[TREE_ADDRESS] = true,
	[TREE_ARTICLE] = true,
	[TREE_ASIDE] = true,
	[TREE_BLOCKQUOTE] = true,
	[TREE_BODY] = true,
	[TREE_CAPTION] = true,
	[TREE_CENTER] = true,
	[TREE_DD] = true,
	[TREE_DIV] = true,
	[TREE_DL] = true,
	[TREE_DT] = true,
	[TREE_FIELDSET] = true,
	[TREE_FIGCAPTION] = true,
	[TREE_FIGURE] = true,
	[TREE_FOOTER] = true,
	[TREE_FORM] = true,
	[TREE_H1] = true,
	[TREE_H2] = true,
	[TREE_H3] = true,
	[TREE_H4] = true,
	[TREE_H5] = true,
	[TREE_H6] = true,
	[TREE_HEAD] = true,
	[TREE_HEADER] = true,
	[TREE_HR] = true,
	[TREE_HTML] = true,
	[TREE_LEGEND] = true,
	[TREE_LI] = true,
	[TREE_MAIN] = true,
	[TREE_NAV] = true,
	[TREE_NOSCRIPT] = true,
	[TREE_OL] = true,
	[TREE_P] = true,
	[TREE_PRE] = true,
	[TREE_SECTION] = true,
	[TREE_TABLE] = true,
	[TREE_TBODY] = true,
	[TREE_TD] = true,
	[TREE_TFOOT] = true,
	[TREE_TH] = true,
	[TREE_THEAD] = true,
	[TREE_TITLE] = true,
	[TREE_TR] = true,
	[TREE_UL] = true,
};

/* Elements that hold nothing. */
static const bool empties[TREE_TAG_COUNT] = {
	[TREE_AREA] = true,
	[TREE_BASE] = true,
	[TREE_BR] = true,
	[TREE_EMBED] = true,
	[TREE_FRAME] = true,
	[TREE_HR] = true,
	[TREE_IMG] = true,
	[TREE_INPUT] = true,
	[TREE_META] = true,
};

/* The parser's memory: never given back, ended by a jump at the ceiling. */
struct memory {
	struct arena arena;
	jmp_buf full;
};

/* An element that is open while the tree is walked through. */
struct place {
	const GumboVector *children;
	unsigned next;
};

struct path {
	struct walk *walk;
	struct arena *arena; /* of the tree */
	struct place *stack;
	size_t depth, cap;
	struct token_attr *attrs; /* of the element at hand */
	size_t cap_attrs;
};

static void *allocate(void *ctx, size_t size)
{
	struct memory *m = ctx;

	if (size > LIMIT_TREE_BYTES - m->arena.total)
		longjmp(m->full, 1);
	return arena_alloc(&m->arena, size);
}

static void release(void *ctx, void *p)
{
	(void)ctx;
	(void)p;
}

static enum tree_tag tag_of(const GumboElement *e)
{
	if (e->tag_namespace == GUMBO_NAMESPACE_HTML && e->tag < GUMBO_TAG_LAST)
		return tags[e->tag];
	return TREE_OTHER;
}

/*
 * Text of the tree as valid UTF-8: a reference to a character with more digits
 * than a number holds ("&#x1BBBBBBBBBB;") overflows in Gumbo 0.10, which then
 * writes what is no character.
 */
static struct slice valid(struct path *p, const char *text)
{
	struct slice rest = slice_str(text);
	struct buf out;

	if (utf8_is_valid(rest))
		return rest;
	buf_init(&out, rest.len * UTF8_GROWTH);
	utf8_put_valid(&out, rest);
	rest = slice_of(arena_strndup(p->arena, out.data, out.len), out.len);
	buf_done(&out);
	return rest;
}

/* The tag as it would be read from the page, but for its name. */
static struct token token_of(struct path *p, const GumboElement *e)
{
	struct token t = { .kind = TOKEN_START };

	for (unsigned i = 0; i < e->attributes.length; i++) {
		const GumboAttribute *a = e->attributes.data[i];

		p->attrs =
			mem_grow(p->attrs, i, &p->cap_attrs, sizeof(*p->attrs));
		p->attrs[i].name = slice_str(a->name);
		p->attrs[i].value = valid(p, a->value);
	}
	t.attrs = p->attrs;
	t.n_attrs = e->attributes.length;
	return t;
}

/*
 * What is deeper than the walk goes counts as standing at its end: formatting
 * that is never closed begins again in each paragraph.
 */
static void enter(struct path *p, const GumboNode *n)
{
	const GumboElement *e = &n->v.element;
	const struct token t = token_of(p, e);
	bool deep = p->depth > LIMIT_ELEMENT_DEPTH;
	enum tree_tag tag = tag_of(e);

	if (deep || empties[tag])
		walk_empty(p->walk, tag, &t);
	else
		walk_open(p->walk, p->depth, tag, &t);
	if (empties[tag] || (deep && tree_is_silent(tag)))
		return;
	p->stack = mem_grow(p->stack, p->depth, &p->cap, sizeof(*p->stack));
	p->stack[p->depth++] = (struct place){ &e->children, 0 };
}

static void leave(struct path *p)
{
	p->depth--;
	if (p->depth <= LIMIT_ELEMENT_DEPTH)
		walk_close(p->walk, p->depth);
}

static void put_text(struct path *p, const GumboNode *n)
{
	size_t index = p->depth - 1;

	walk_text(p->walk,
		index < LIMIT_ELEMENT_DEPTH ? index : LIMIT_ELEMENT_DEPTH,
		valid(p, n->v.text.text));
}

/* Without recursion: the depth of the tree is the page's choice. */
static void walk_through(
	struct walk *w, const GumboNode *root, struct arena *arena)
{
	struct path p = { .walk = w, .arena = arena };

	enter(&p, root);
	while (p.depth) {
		struct place *here = &p.stack[p.depth - 1];
		const GumboNode *child;

		if (here->next == here->children->length) {
			leave(&p);
			continue;
		}
		child = here->children->data[here->next++];
		if (child->type == GUMBO_NODE_ELEMENT ||
			child->type == GUMBO_NODE_TEMPLATE)
			enter(&p, child);
		else if (child->type != GUMBO_NODE_COMMENT)
			put_text(&p, child);
	}
	free(p.stack);
	free(p.attrs);
}

/* NULL when there was not memory enough. */
static const GumboOutput *parse(struct memory *m, struct slice html)
{
	GumboOptions options = kGumboDefaultOptions;

	options.allocator = allocate;
	options.deallocator = release;
	options.userdata = m;
	options.max_errors = 0;
	if (setjmp(m->full))
		return NULL;
	return gumbo_parse_with_options(
		&options, html.len ? html.data : "", html.len);
}

int tree_walk(struct walk *w, struct slice html, struct error *err)
{
	struct memory memory;
	const GumboOutput *output;
	int rc = 0;

	arena_init(&memory.arena);
	output = parse(&memory, html);
	if (output)
		walk_through(w, output->root, &memory.arena);
	else
		rc = error_set(err, ERR_LIMIT, "tree of more than %lu bytes",
			LIMIT_TREE_BYTES);
	arena_done(&memory.arena);
	return rc;
}

bool tree_is_block(enum tree_tag tag)
{
	return blocks[tag];
}

int tree_heading_level(enum tree_tag tag)
{
	return tag >= TREE_H1 && tag <= TREE_H6 ? (int)tag - TREE_H1 + 1 : 0;
}

bool tree_is_silent(enum tree_tag tag)
{
	return tag == TREE_SCRIPT || tag == TREE_STYLE ||
	       tag == TREE_TEMPLATE || tag == TREE_SELECT ||
	       tag == TREE_TEXTAREA || tag == TREE_IFRAME ||
	       tag == TREE_NOFRAMES;
}
