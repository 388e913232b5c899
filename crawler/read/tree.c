#include "crawler/read/tree.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <gumbo.h>

#include "base/mem.h"
#include "crawler/limits.h"

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

/* The parser's memory: never given back, ended by a jump at the ceiling. */
struct memory {
	struct arena *arena;
	jmp_buf full;
};

/* A place in the parser's tree while it is copied. */
struct place {
	const GumboVector *children;
	unsigned next;
	struct tree_node *node;
};

struct copy {
	struct arena *arena;
	struct place *stack;
	size_t depth, cap;
};

static void *allocate(void *ctx, size_t size)
{
	struct memory *m = ctx;

	if (size > LIMIT_TREE_BYTES - m->arena->total)
		longjmp(m->full, 1);
	return arena_alloc(m->arena, size);
}

static void release(void *ctx, void *p)
{
	(void)ctx;
	(void)p;
}

static uint32_t count_text(struct slice s)
{
	uint32_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += !ascii_is_space(s.data[i]);
	return n;
}

/* Adds what a finished node holds to the sums of its parent. */
static void add_up(struct tree_node *parent, const struct tree_node *n)
{
	struct tree_sum *to = &parent->sum;
	bool link = n->tag == TREE_A && tree_attr(n, "href");

	to->elements += n->sum.elements + (n->tag != TREE_TEXT);
	if (tree_is_silent(n->tag))
		return;
	to->text += n->sum.text;
	to->link_text += link ? n->sum.text : n->sum.link_text;
	to->links += n->sum.links + link;
	to->tables += n->sum.tables + (n->tag == TREE_TABLE);
	to->rows += n->sum.rows + (n->tag == TREE_TR);
	to->headings += n->sum.headings + (tree_heading_level(n->tag) > 0);
}

static void copy_attributes(
	struct arena *a, struct tree_node *n, const GumboVector *from)
{
	struct tree_attr *attrs;

	if (from->length == 0)
		return;
	attrs = arena_alloc(a, from->length * sizeof(*attrs));
	for (unsigned i = 0; i < from->length; i++) {
		const GumboAttribute *attribute = from->data[i];

		attrs[i].name = attribute->name;
		attrs[i].value = attribute->value;
	}
	n->attrs = attrs;
	n->n_attrs = from->length;
}

static struct tree_node *copy_node(struct arena *a, const GumboNode *from)
{
	struct tree_node *n = arena_alloc(a, sizeof(*n));
	const GumboElement *element = &from->v.element;

	if (from->type != GUMBO_NODE_ELEMENT &&
		from->type != GUMBO_NODE_TEMPLATE) {
		n->tag = TREE_TEXT;
		n->text = slice_str(from->v.text.text);
		n->sum.text = count_text(n->text);
		return n;
	}
	if (element->tag_namespace == GUMBO_NAMESPACE_HTML &&
		element->tag < GUMBO_TAG_LAST)
		n->tag = tags[element->tag];
	copy_attributes(a, n, &element->attributes);
	return n;
}

static void append(struct tree_node *parent, struct tree_node *n)
{
	n->parent = parent;
	n->prev = parent->last;
	if (parent->last)
		parent->last->next = n;
	else
		parent->first = n;
	parent->last = n;
}

static void enter(struct copy *c, const GumboNode *from, struct tree_node *n)
{
	c->stack = mem_grow(c->stack, c->depth, &c->cap, sizeof(*c->stack));
	c->stack[c->depth++] =
		(struct place){ &from->v.element.children, 0, n };
}

/* Without recursion: the depth of the tree is the page's choice. */
static struct tree_node *copy_tree(struct arena *a, const GumboNode *root)
{
	struct copy c = { .arena = a };
	struct tree_node *top = copy_node(a, root);

	enter(&c, root, top);
	while (c.depth) {
		struct place *p = &c.stack[c.depth - 1];
		const GumboNode *child;
		struct tree_node *n;

		if (p->next == p->children->length) {
			if (p->node->parent)
				add_up(p->node->parent, p->node);
			c.depth--;
			continue;
		}
		child = p->children->data[p->next++];
		if (child->type == GUMBO_NODE_COMMENT)
			continue;
		n = copy_node(a, child);
		append(p->node, n);
		if (n->tag == TREE_TEXT)
			add_up(p->node, n);
		else
			enter(&c, child, n);
	}
	free(c.stack);
	return top;
}

int tree_parse(struct tree *t, struct slice html, struct error *err)
{
	struct memory memory = { .arena = &t->arena };
	GumboOptions options = kGumboDefaultOptions;
	const GumboOutput *output;

	t->root = NULL;
	arena_init(&t->arena);
	options.allocator = allocate;
	options.deallocator = release;
	options.userdata = &memory;
	options.max_errors = 0;
	if (setjmp(memory.full))
		return error_set(err, ERR_LIMIT, "tree of more than %lu bytes",
			LIMIT_TREE_BYTES);
	output = gumbo_parse_with_options(
		&options, html.len ? html.data : "", html.len);
	t->root = copy_tree(&t->arena, output->root);
	return 0;
}

void tree_done(struct tree *t)
{
	arena_done(&t->arena);
	t->root = NULL;
}

const char *tree_attr(const struct tree_node *n, const char *name)
{
	for (size_t i = 0; i < n->n_attrs; i++)
		if (strcmp(n->attrs[i].name, name) == 0)
			return n->attrs[i].value;
	return NULL;
}

const struct tree_node *tree_next(
	const struct tree_node *n, const struct tree_node *root, bool skip)
{
	if (n->first && !skip)
		return n->first;
	while (n != root && !n->next)
		n = n->parent;
	return n == root ? NULL : n->next;
}

const struct tree_node *tree_around(
	const struct tree_node *n, enum tree_tag tag)
{
	for (n = n->parent; n && n->tag != tag; n = n->parent)
		;
	return n;
}

bool tree_contains(const struct tree_node *outer, const struct tree_node *n)
{
	while (n && n != outer)
		n = n->parent;
	return n != NULL;
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
