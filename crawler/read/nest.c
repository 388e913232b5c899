#include "crawler/read/nest.h"

#include <string.h>

/* How an element behaves. */
#define SPECIAL (1U << 0)    /* an end tag of another name stops at it */
#define SCOPE (1U << 1)      /* nothing inside ends what is outside */
#define MARKER (1U << 2)     /* formatting does not go on inside */
#define ENDS_P (1U << 3)     /* its start ends an open p */
#define IMPLIED (1U << 4)    /* its end tag may be left out */
#define EMPTY (1U << 5)      /* it holds nothing */
#define RAW (1U << 6)        /* it holds text up to its end tag */
#define CLOSER (1U << 7)     /* its end tag ends all that is open inside */
#define HEADING (1U << 8)    /* h1 to h6 */
#define FORMAT (1U << 9)     /* it goes on when it is ended early */
#define PART (1U << 10)      /* a part of a table */
#define GROUP (1U << 11)     /* a thead, tbody or tfoot */
#define CELL (1U << 12)      /* a td or th */
#define META (1U << 13)      /* it may stand in the head */
#define BREAKOUT (1U << 14)  /* it ends svg and math */
#define SOLID (1U << 15)     /* no frameset may follow it */
#define ITEM (1U << 16)      /* a li */
#define TERM (1U << 17)      /* a dd or dt */
#define LIST (1U << 18)      /* a list: a li outside is not ended inside */
#define SVG_GATE (1U << 19)  /* in svg: html inside */
#define MATH_GATE (1U << 20) /* in math: html inside */
#define SVG (1U << 21)
#define MATH (1U << 22)
#define MENU (1U << 23) /* it ends a select it stands in */
#define WALL (1U << 24) /* table parts inside do not end those outside */
#define BUTTON (1U << 25)
#define ODD (1U << 26) /* what it does to a tree is not followed */

#define BLOCK (SPECIAL | ENDS_P | CLOSER)
#define BLOCK_TERM (SPECIAL | IMPLIED | TERM | BREAKOUT | CLOSER | SOLID)
#define VOID (SPECIAL | EMPTY)
#define FORMAT_BREAK (FORMAT | BREAKOUT)

/* In order of names. */
static const struct element {
	const char *name;
	enum tree_tag tag;
	uint32_t flags;
} elements[] = {
	{ "a", TREE_A, FORMAT },
	{ "address", TREE_ADDRESS, BLOCK },
	{ "annotation-xml", TREE_OTHER, 0 },
	{ "applet", TREE_OTHER, SPECIAL | SCOPE | MARKER | CLOSER | SOLID },
	{ "area", TREE_AREA, VOID | SOLID },
	{ "article", TREE_ARTICLE, BLOCK },
	{ "aside", TREE_ASIDE, BLOCK },
	{ "b", TREE_B, FORMAT_BREAK },
	{ "base", TREE_BASE, VOID | META },
	{ "basefont", TREE_OTHER, VOID | META },
	{ "bgsound", TREE_OTHER, VOID | META },
	{ "big", TREE_OTHER, FORMAT_BREAK },
	{ "blockquote", TREE_BLOCKQUOTE, BLOCK | BREAKOUT },
	{ "body", TREE_BODY, SPECIAL | BREAKOUT },
	{ "br", TREE_BR, VOID | BREAKOUT | SOLID },
	{ "button", TREE_OTHER, BUTTON | SPECIAL | CLOSER | SOLID },
	{ "caption", TREE_CAPTION, SPECIAL | SCOPE | MARKER | PART },
	{ "center", TREE_CENTER, BLOCK | BREAKOUT },
	{ "code", TREE_OTHER, FORMAT_BREAK },
	{ "col", TREE_OTHER, VOID | PART },
	{ "colgroup", TREE_OTHER, SPECIAL | PART },
	{ "command", TREE_OTHER, VOID | META },
	{ "dd", TREE_DD, BLOCK_TERM },
	{ "desc", TREE_OTHER, SVG_GATE },
	{ "details", TREE_OTHER, BLOCK },
	{ "dir", TREE_OTHER, BLOCK },
	{ "div", TREE_DIV, BLOCK | BREAKOUT },
	{ "dl", TREE_DL, BLOCK | BREAKOUT },
	{ "dt", TREE_DT, BLOCK_TERM },
	{ "em", TREE_OTHER, FORMAT_BREAK },
	{ "embed", TREE_EMBED, VOID | BREAKOUT | SOLID },
	{ "fieldset", TREE_FIELDSET, BLOCK },
	{ "figcaption", TREE_FIGCAPTION, BLOCK },
	{ "figure", TREE_FIGURE, BLOCK },
	{ "font", TREE_OTHER, FORMAT },
	{ "footer", TREE_FOOTER, BLOCK },
	{ "foreignobject", TREE_OTHER, SVG_GATE },
	{ "form", TREE_FORM, SPECIAL | ENDS_P },
	{ "frame", TREE_FRAME, VOID },
	{ "frameset", TREE_FRAMESET, SPECIAL | ODD },
	{ "h1", TREE_H1, SPECIAL | ENDS_P | HEADING | BREAKOUT },
	{ "h2", TREE_H2, SPECIAL | ENDS_P | HEADING | BREAKOUT },
	{ "h3", TREE_H3, SPECIAL | ENDS_P | HEADING | BREAKOUT },
	{ "h4", TREE_H4, SPECIAL | ENDS_P | HEADING | BREAKOUT },
	{ "h5", TREE_H5, SPECIAL | ENDS_P | HEADING | BREAKOUT },
	{ "h6", TREE_H6, SPECIAL | ENDS_P | HEADING | BREAKOUT },
	{ "head", TREE_HEAD, SPECIAL | BREAKOUT },
	{ "header", TREE_HEADER, BLOCK },
	{ "hgroup", TREE_OTHER, BLOCK },
	{ "hr", TREE_HR, VOID | ENDS_P | BREAKOUT | SOLID },
	{ "html", TREE_HTML, WALL | SPECIAL | SCOPE },
	{ "i", TREE_OTHER, FORMAT_BREAK },
	{ "iframe", TREE_IFRAME, SPECIAL | RAW | SOLID },
	{ "image", TREE_IMG, VOID | SOLID },
	{ "img", TREE_IMG, VOID | BREAKOUT | SOLID },
	{ "input", TREE_INPUT, VOID | MENU },
	{ "isindex", TREE_OTHER, VOID | ODD },
	{ "keygen", TREE_OTHER, VOID | MENU | SOLID },
	{ "legend", TREE_LEGEND, 0 },
	{ "li", TREE_LI, SPECIAL | IMPLIED | ITEM | BREAKOUT | SOLID },
	{ "link", TREE_OTHER, VOID | META },
	{ "listing", TREE_OTHER, BLOCK | BREAKOUT | SOLID },
	{ "main", TREE_MAIN, BLOCK },
	{ "marquee", TREE_OTHER, SPECIAL | SCOPE | MARKER | CLOSER | SOLID },
	{ "math", TREE_OTHER, MATH },
	{ "menu", TREE_OTHER, BLOCK | BREAKOUT },
	{ "menuitem", TREE_OTHER, EMPTY },
	{ "meta", TREE_META, VOID | META | BREAKOUT },
	{ "mi", TREE_OTHER, MATH_GATE },
	{ "mn", TREE_OTHER, MATH_GATE },
	{ "mo", TREE_OTHER, MATH_GATE },
	{ "ms", TREE_OTHER, MATH_GATE },
	{ "mtext", TREE_OTHER, MATH_GATE },
	{ "nav", TREE_NAV, BLOCK },
	{ "nobr", TREE_OTHER, FORMAT_BREAK },
	{ "noembed", TREE_NOFRAMES, SPECIAL | RAW },
	{ "noframes", TREE_NOFRAMES, SPECIAL | RAW | META },
	{ "noscript", TREE_NOSCRIPT, SPECIAL | META },
	{ "object", TREE_OBJECT, SPECIAL | SCOPE | MARKER | CLOSER | SOLID },
	{ "ol", TREE_OL, BLOCK | BREAKOUT | LIST },
	{ "optgroup", TREE_OTHER, IMPLIED },
	{ "option", TREE_OTHER, IMPLIED },
	{ "p", TREE_P, SPECIAL | ENDS_P | IMPLIED | BREAKOUT },
	{ "param", TREE_OTHER, VOID },
	{ "plaintext", TREE_OTHER, SPECIAL | ENDS_P | RAW | ODD },
	{ "pre", TREE_PRE, BLOCK | BREAKOUT | SOLID },
	{ "rp", TREE_OTHER, IMPLIED | ODD },
	{ "rt", TREE_OTHER, IMPLIED | ODD },
	{ "ruby", TREE_OTHER, BREAKOUT },
	{ "s", TREE_OTHER, FORMAT_BREAK },
	{ "script", TREE_SCRIPT, SPECIAL | RAW | META },
	{ "section", TREE_SECTION, BLOCK },
	{ "select", TREE_SELECT, SPECIAL | SOLID },
	{ "small", TREE_OTHER, FORMAT_BREAK },
	{ "source", TREE_OTHER, VOID },
	{ "span", TREE_OTHER, BREAKOUT },
	{ "strike", TREE_OTHER, FORMAT_BREAK },
	{ "strong", TREE_STRONG, FORMAT_BREAK },
	{ "style", TREE_STYLE, SPECIAL | RAW | META },
	{ "sub", TREE_OTHER, BREAKOUT },
	{ "summary", TREE_OTHER, BLOCK },
	{ "sup", TREE_OTHER, BREAKOUT },
	{ "svg", TREE_OTHER, SVG },
	{ "table", TREE_TABLE, WALL | SPECIAL | SCOPE | BREAKOUT | SOLID },
	{ "tbody", TREE_TBODY, SPECIAL | PART | GROUP },
	{ "td", TREE_TD, SPECIAL | SCOPE | MARKER | PART | CELL },
	{ "template", TREE_TEMPLATE,
		WALL | SPECIAL | SCOPE | MARKER | META | ODD },
	{ "textarea", TREE_TEXTAREA, SPECIAL | RAW | MENU | SOLID },
	{ "tfoot", TREE_TFOOT, SPECIAL | PART | GROUP },
	{ "th", TREE_TH, SPECIAL | SCOPE | MARKER | PART | CELL },
	{ "thead", TREE_THEAD, SPECIAL | PART | GROUP },
	{ "title", TREE_TITLE, SPECIAL | RAW | META | SVG_GATE },
	{ "tr", TREE_TR, SPECIAL | PART },
	{ "track", TREE_OTHER, VOID },
	{ "tt", TREE_OTHER, FORMAT_BREAK },
	{ "u", TREE_OTHER, FORMAT_BREAK },
	{ "ul", TREE_UL, BLOCK | BREAKOUT | LIST },
	{ "var", TREE_OTHER, BREAKOUT },
	{ "wbr", TREE_OTHER, VOID | SOLID },
	{ "xmp", TREE_OTHER, SPECIAL | ENDS_P | RAW | SOLID },
};

#define GHOST UINT32_C(0x7fffffff) /* no name has this number */

#define COUNT (sizeof(elements) / sizeof(*elements))

/* A start tag being taken. */
struct start {
	const struct token *token;
	const struct element *element; /* NULL for an unknown name */
	uint32_t id, flags;
};

static const struct element *look_up(const struct nest *n, struct slice name)
{
	unsigned letter = (unsigned char)name.data[0] - 'a';

	/* What begins a name is a letter, in lower case. */
	for (size_t i = n->first[letter]; i < n->first[letter + 1]; i++) {
		const char *other = elements[i].name;

		if (strncmp(name.data, other, name.len) == 0 &&
			other[name.len] == '\0')
			return &elements[i];
	}
	return NULL;
}

/* A number for the name: that of the table, or one made of its bytes.  Two
 * unknown names of one number end each other, which does no harm. */
static uint32_t id_of(const struct element *e, struct slice name)
{
	uint32_t h = 2166136261U;

	if (e)
		return (uint32_t)(e - elements) + 1;
	for (size_t i = 0; i < name.len; i++)
		h = (h ^ (unsigned char)name.data[i]) * 16777619U;
	return h | UINT32_C(1) << 31;
}

static struct nest_element *top(struct nest *n)
{
	return &n->open[n->depth - 1];
}

static void count(struct nest *n, const struct nest_element *e, size_t by)
{
	n->foreigns += e->foreign ? by : 0;
	n->paragraphs += e->tag == TREE_P ? by : 0;
	n->selects += e->tag == TREE_SELECT ? by : 0;
	n->templates += e->tag == TREE_TEMPLATE ? by : 0;
	n->tables += e->tag == TREE_TABLE ? by : 0;
}

/* Formatting that ends before its end tag begins again in what follows. */
static void add_early(struct nest *n, uint32_t id)
{
	if (n->n_early < NEST_EARLY)
		n->early[n->n_early++] = id;
	else
		n->moved |= NEST_MOVED_FORMAT;
}

/* Its end tag is there after all; false when it was not ended early. */
static bool drop_early(struct nest *n, uint32_t id)
{
	size_t i = n->n_early;

	while (i > n->early_from && n->early[i - 1] != id)
		i--;
	if (i == n->early_from)
		return false;
	n->early[i - 1] = n->early[--n->n_early];
	return true;
}

/* Text follows, or what stands in a line. */
static void note_format(struct nest *n)
{
	if (n->n_early > n->early_from)
		n->moved |= NEST_MOVED_FORMAT;
}

/* Ends an element, wherever it stands; those in it stay open. */
static void end_early(struct nest *n, size_t at)
{
	struct nest_element *e = &n->open[at];

	n->close(n->ctx, at);
	if (e->flags & FORMAT)
		add_early(n, e->id);
	count(n, e, (size_t)-1);
	if (n->link_at == at)
		n->link_at = NEST_NONE;
	if (e->flags & MARKER) {
		n->n_early = n->early_from;
		n->early_from = e->early_from;
		n->link = e->link_open;
		n->link_at = e->link;
		if (n->link_at != NEST_NONE && n->open[n->link_at].id == 0)
			n->link_at = NEST_NONE;
	}
	*e = (struct nest_element){ 0 };
	while (n->depth && top(n)->id == 0)
		n->depth--;
}

static void pop_to(struct nest *n, size_t depth)
{
	while (n->depth > depth)
		end_early(n, n->depth - 1);
}

static enum nest_start push(struct nest *n, struct nest_element e)
{
	if (n->depth > LIMIT_ELEMENT_DEPTH) {
		n->deepest = n->depth;
		return NEST_EMPTY;
	}
	if (e.flags & MARKER) {
		e.link = n->link_at;
		e.link_open = n->link;
		e.early_from = n->early_from;
		n->early_from = n->n_early;
		n->link = false;
		n->link_at = NEST_NONE;
	}
	if (e.tag == TREE_A) {
		n->link = true;
		n->link_at = n->depth;
	}
	count(n, &e, 1);
	n->open[n->depth++] = e;
	if (n->deepest < n->depth - 1)
		n->deepest = n->depth - 1;
	return NEST_OPEN;
}

/* Opens an element that stands in the table, without a tag of its own. */
static enum nest_start push_known(struct nest *n, const char *name)
{
	const struct element *e = look_up(n, slice_str(name));
	struct nest_element open = { .tag = e->tag, .flags = e->flags };

	open.id = id_of(e, slice_str(name));
	return push(n, open);
}

static enum nest_start push_started(struct nest *n, const struct start *s)
{
	return push(n, (struct nest_element){
			       .id = s->id, .flags = s->flags, .tag = n->tag });
}

/* The innermost open element of that number before one of the stop flags; it
 * may be such a one itself. */
static size_t find(const struct nest *n, uint32_t id, uint32_t stop)
{
	for (size_t i = n->depth; i-- > 0;) {
		const struct nest_element *e = &n->open[i];

		if (e->id == id && !e->foreign)
			return i;
		if (e->flags & stop)
			break;
	}
	return NEST_NONE;
}

/* The same by flags: the innermost that has one of them. */
static size_t find_flags(const struct nest *n, uint32_t flags, uint32_t stop)
{
	for (size_t i = n->depth; i-- > 0;) {
		if (n->open[i].flags & flags)
			return i;
		if (n->open[i].flags & stop)
			break;
	}
	return NEST_NONE;
}

static void pop_found(struct nest *n, size_t at)
{
	if (at != NEST_NONE)
		pop_to(n, at);
}

static void end_paragraph(struct nest *n)
{
	for (size_t i = n->paragraphs ? n->depth : 0; i-- > 0;) {
		const struct nest_element *e = &n->open[i];

		if (e->tag == TREE_P) {
			pop_to(n, i);
			return;
		}
		if (e->flags & (SCOPE | BUTTON))
			return;
	}
}

/* Ends the li, or dd or dt, that a new one follows. */
static void end_item(struct nest *n, uint32_t flag)
{
	for (size_t i = n->depth; i-- > 0;) {
		const struct nest_element *e = &n->open[i];

		if (e->flags & flag) {
			pop_to(n, i);
			return;
		}
		if ((e->flags & SPECIAL) && e->tag != TREE_ADDRESS &&
			e->tag != TREE_DIV && e->tag != TREE_P)
			return;
	}
}

/*
 * Ends a formatting element: the standard's adoption agency, in what it leaves
 * open.  Blocks inside it stay; what else stands in the last of them ends.
 */
static void adopt(struct nest *n, uint32_t id)
{
	size_t at = find(n, id, SCOPE), block, last;

	if (at == NEST_NONE)
		return;
	for (block = at + 1; block < n->depth; block++)
		if (n->open[block].flags & SPECIAL)
			break;
	if (block == n->depth) {
		pop_to(n, at);
		(void)drop_early(n, id);
		return;
	}
	n->moved |= NEST_MOVED_BLOCK;
	for (last = n->depth - 1; !(n->open[last].flags & SPECIAL);)
		last--;
	pop_to(n, last + 1);
	for (size_t i = at + 1; i < block; i++)
		if (n->open[i].id && !(n->open[i].flags & FORMAT))
			end_early(n, i);
	end_early(n, at);
	(void)drop_early(n, id);
}

/* Ends the link that is open or would begin again.  Out of a table it cannot
 * be ended: it only is no link any more that an end tag could find. */
static void end_link(struct nest *n, uint32_t id)
{
	if (n->link)
		adopt(n, id);
	(void)drop_early(n, id);
	if (n->link_at != NEST_NONE) {
		n->open[n->link_at].id = GHOST;
		n->moved |= NEST_MOVED_BLOCK;
	}
	n->link_at = NEST_NONE;
	n->link = false;
}

/* Opens the link again that was ended early. */
static void reopen_link(struct nest *n)
{
	if (n->link && n->link_at == NEST_NONE)
		(void)push_known(n, "a");
}

/* True for elements that stand in a line and so in its formatting. */
static bool is_inline(uint32_t flags)
{
	const uint32_t xmp = SOLID | ENDS_P | RAW;

	if ((flags & SOLID) && !(flags & (ENDS_P | RAW | ITEM | TERM)))
		return true;
	if ((flags & xmp) == xmp)
		return true;
	return !(flags & SPECIAL) || (flags & BUTTON) ||
	       ((flags & EMPTY) && (flags & MENU));
}

static void open_body(struct nest *n)
{
	if (n->body)
		return;
	n->body = true;
	if (top(n)->tag == TREE_NOSCRIPT)
		n->moved |= NEST_MOVED_ODD;
	pop_to(n, 1);
	(void)push_known(n, "body");
}

/* The innermost table part or what walls tables off. */
static size_t table_context(const struct nest *n)
{
	return find_flags(n, PART | WALL, 0);
}

static bool is_between_cells(const struct nest_element *e)
{
	return e->tag == TREE_TABLE ||
	       ((e->flags & PART) && !(e->flags & SCOPE));
}

/* What stands between the cells of a table is moved before it. */
static void note_table(struct nest *n)
{
	if (is_between_cells(&n->open[table_context(n)]))
		n->moved |= NEST_MOVED_TABLE;
}

/* Takes a step towards the place of a table part: ends what it cannot stand
 * in, or opens what is missing around it.  True when the place is reached. */
static bool approach(struct nest *n, const struct start *s, size_t at)
{
	const struct nest_element *here = &n->open[at];
	bool row = n->tag == TREE_TR, cell = s->flags & CELL;
	bool column = strcmp(s->element->name, "col") == 0;

	if (here->tag == TREE_TEMPLATE)
		return true;
	if (here->tag == TREE_TABLE || (here->flags & GROUP)) {
		bool table = here->tag == TREE_TABLE;

		if (!table && !row && !cell) {
			pop_to(n, at);
			return false;
		}
		pop_to(n, at + 1);
		if ((table && (row || cell)))
			(void)push_known(n, "tbody");
		else if (table && column)
			(void)push_known(n, "colgroup");
		else if (!table && cell)
			(void)push_known(n, "tr");
		else
			return true;
		return false;
	}
	if ((here->tag == TREE_TR && cell) ||
		(here->tag == TREE_OTHER && column)) {
		pop_to(n, at + 1);
		return true;
	}
	pop_to(n, at);
	return false;
}

/* caption, col, colgroup, tbody, td, tfoot, th, thead, tr */
static enum nest_start start_part(struct nest *n, const struct start *s)
{
	for (;;) {
		size_t at = table_context(n), before = n->depth;

		if (n->open[at].tag == TREE_HTML)
			return NEST_IGNORED;
		if (approach(n, s, at))
			break;
		/* At the ceiling nothing is opened any more. */
		if (n->depth > LIMIT_ELEMENT_DEPTH && n->depth == before)
			return NEST_IGNORED;
	}
	return s->flags & EMPTY ? NEST_EMPTY : push_started(n, s);
}

/* True when only options may follow. */
static bool is_in_select(const struct nest *n)
{
	size_t i = n->depth;

	if (n->selects == 0)
		return false;
	while (--i && n->open[i].tag == TREE_OTHER &&
		(n->open[i].flags & IMPLIED))
		;
	return n->open[i].tag == TREE_SELECT;
}

static void end_select(struct nest *n)
{
	while (top(n)->tag != TREE_SELECT)
		pop_to(n, n->depth - 1);
	pop_to(n, n->depth - 1);
}

static bool is_known(const struct start *s, const char *name)
{
	return s->element && strcmp(s->element->name, name) == 0;
}

static void end_option(struct nest *n)
{
	const struct element *option = look_up(n, slice_str("option"));

	if (top(n)->id == id_of(option, slice_str("option")))
		pop_to(n, n->depth - 1);
}

/* True when the tag was for the select alone; its element is then done. */
static bool start_in_select(
	struct nest *n, const struct start *s, enum nest_start *done)
{
	*done = NEST_IGNORED;
	if (is_known(s, "option") || is_known(s, "optgroup")) {
		end_option(n);
		if (is_known(s, "optgroup") && top(n)->tag != TREE_SELECT)
			pop_to(n, n->depth - 1);
		*done = push_started(n, s);
	} else if (n->tag == TREE_SCRIPT || n->tag == TREE_TEMPLATE) {
		return false;
	} else if (n->tag == TREE_SELECT) {
		end_select(n);
	} else if ((s->flags & MENU) ||
		   (n->tables && n->tag != TREE_OTHER &&
			   ((s->flags & PART) || n->tag == TREE_TABLE))) {
		end_select(n);
		return false;
	}
	return true;
}

/* True when the current place is of svg or math, and the tag too. */
static bool is_foreign_here(struct nest *n, const struct start *s)
{
	const struct nest_element *e = top(n);

	if (!e->foreign)
		return false;
	if ((e->flags & MATH) && (e->flags & MATH_GATE))
		return slice_eq(s->token->name, "mglyph") ||
		       slice_eq(s->token->name, "malignmark");
	return !((e->flags & SVG) && (e->flags & SVG_GATE));
}

static bool is_breakout(const struct start *s)
{
	if (!is_known(s, "font"))
		return s->flags & BREAKOUT;
	return token_attr(s->token, "color").data ||
	       token_attr(s->token, "face").data ||
	       token_attr(s->token, "size").data;
}

static enum nest_start push_foreign(
	struct nest *n, const struct start *s, uint32_t kind)
{
	struct nest_element e = { .id = s->id, .foreign = true, .flags = kind };
	uint32_t gate = kind & SVG ? SVG_GATE : MATH_GATE;

	if (s->flags & gate)
		e.flags |= gate | SPECIAL | SCOPE;
	n->tag = TREE_OTHER;
	n->foreign = true;
	return s->token->self_closing ? NEST_EMPTY : push(n, e);
}

/* Elements that need more than their flags say. */
static void end_before(struct nest *n, const struct start *s)
{
	if (s->flags & ENDS_P)
		end_paragraph(n);
	if ((s->flags & HEADING) && (top(n)->flags & HEADING))
		pop_to(n, n->depth - 1);
	if (s->flags & (ITEM | TERM)) {
		end_item(n, s->flags & (ITEM | TERM));
		end_paragraph(n);
	}
	if (s->flags & BUTTON)
		pop_found(n, find(n, s->id, SCOPE));
	if (n->tag == TREE_A)
		end_link(n, s->id);
	if (is_known(s, "nobr"))
		adopt(n, s->id);
	if (is_known(s, "option") || is_known(s, "optgroup"))
		end_option(n);
}

static enum nest_start start_table(struct nest *n, const struct start *s)
{
	for (;;) {
		size_t at = table_context(n);

		if (!is_between_cells(&n->open[at]))
			break;
		pop_to(n, at);
	}
	if (!n->quirks)
		end_paragraph(n);
	return push_started(n, s);
}

static enum nest_start start_form(struct nest *n, const struct start *s)
{
	if (n->form && !n->templates)
		return NEST_IGNORED;
	n->form = true;
	if (is_between_cells(&n->open[table_context(n)]))
		return NEST_EMPTY;
	end_paragraph(n);
	return push_started(n, s);
}

static bool is_hidden(const struct start *s)
{
	return slice_eq_nocase(token_attr(s->token, "type"), "hidden");
}

/* Elements that may stand between the cells of a table. */
static bool is_at_home_in_table(const struct nest *n, const struct start *s)
{
	return n->tag == TREE_SCRIPT || n->tag == TREE_STYLE ||
	       n->tag == TREE_TEMPLATE ||
	       (n->tag == TREE_INPUT && is_hidden(s));
}

static enum nest_start start_in_body(struct nest *n, const struct start *s)
{
	enum nest_start done;

	if (is_in_select(n) && start_in_select(n, s, &done))
		return done;
	if (s->flags & SOLID || (n->tag == TREE_INPUT && !is_hidden(s)))
		n->solid = true;
	if (s->flags & PART)
		return start_part(n, s);
	if (n->tag == TREE_TABLE)
		return start_table(n, s);
	if (n->tag == TREE_FORM)
		return start_form(n, s);
	if (!is_at_home_in_table(n, s))
		note_table(n);
	end_before(n, s);
	if (is_inline(s->flags)) {
		note_format(n);
		reopen_link(n);
	}
	if (s->flags & (SVG | MATH))
		return push_foreign(n, s, s->flags & (SVG | MATH));
	n->raw = s->flags & RAW;
	return s->flags & EMPTY ? NEST_EMPTY : push_started(n, s);
}

static enum nest_start start_frameset(struct nest *n, const struct start *s)
{
	if (n->body && n->solid)
		return NEST_IGNORED;
	if (n->body)
		n->drop(n->ctx);
	pop_to(n, 1);
	n->framed = true;
	return push_started(n, s);
}

static enum nest_start start_framed(struct nest *n, const struct start *s)
{
	if (n->tag == TREE_FRAMESET && top(n)->tag == TREE_FRAMESET)
		return push_started(n, s);
	if (n->tag == TREE_FRAME && top(n)->tag == TREE_FRAMESET)
		return NEST_EMPTY;
	if (!is_known(s, "noframes"))
		return NEST_IGNORED;
	n->raw = true;
	return push_started(n, s);
}

/* Before the body: in the head, or around it. */
static enum nest_start start_in_head(struct nest *n, const struct start *s)
{
	bool first = !n->head;

	n->head = true;
	if (n->tag == TREE_HEAD)
		return first ? NEST_EMPTY : NEST_IGNORED;
	if (n->tag == TREE_FRAME || (n->tag == TREE_BODY && n->templates))
		return NEST_IGNORED;
	if (n->tag == TREE_BODY) {
		n->body = n->solid = true;
		pop_to(n, 1);
		return push_started(n, s);
	}
	/* In a head, scripts switched off hide little. */
	if (top(n)->tag == TREE_NOSCRIPT && n->tag == TREE_NOSCRIPT)
		return NEST_IGNORED;
	if (top(n)->tag == TREE_NOSCRIPT &&
		(n->tag == TREE_SCRIPT || n->tag == TREE_TITLE ||
			n->tag == TREE_BASE || n->tag == TREE_TEMPLATE))
		pop_to(n, n->depth - 1);
	if (!(s->flags & META) && !n->templates)
		open_body(n);
	return start_in_body(n, s);
}

static enum nest_start start_html(struct nest *n, const struct start *s)
{
	if (n->body && (s->flags & ODD))
		n->moved |= NEST_MOVED_ODD;
	if (n->tag == TREE_HTML)
		return n->templates ? NEST_IGNORED : NEST_MERGED;
	if (n->framed)
		return start_framed(n, s);
	if (n->tag == TREE_FRAMESET)
		return n->templates ? NEST_IGNORED : start_frameset(n, s);
	if (!n->body)
		return start_in_head(n, s);
	if (n->tag == TREE_BODY && !n->templates && !is_in_select(n)) {
		n->solid = true;
		return NEST_MERGED;
	}
	if (n->tag == TREE_BODY)
		return NEST_IGNORED;
	if (n->tag == TREE_HEAD || n->tag == TREE_FRAME)
		return NEST_IGNORED;
	return start_in_body(n, s);
}

enum nest_start nest_start(struct nest *n, const struct token *t)
{
	const struct element *e = look_up(n, t->name);
	struct start s = { .token = t, .element = e, .id = id_of(e, t->name) };

	s.flags = e ? e->flags : 0;
	n->tag = e ? e->tag : TREE_OTHER;
	n->raw = n->foreign = false;
	if (n->foreigns && is_foreign_here(n, &s)) {
		if (!is_breakout(&s))
			return push_foreign(
				n, &s, top(n)->flags & (SVG | MATH));
		n->moved |= NEST_MOVED_FOREIGN;
		while (is_foreign_here(n, &s))
			pop_to(n, n->depth - 1);
	}
	return start_html(n, &s);
}

/* True when the end tag was for svg or math. */
static bool end_foreign(struct nest *n, uint32_t id)
{
	for (size_t i = n->depth; n->open[i - 1].foreign; i--)
		if (n->open[i - 1].id == id) {
			pop_to(n, i - 1);
			return true;
		}
	return false;
}

/* True when the end tag was for the select alone. */
static bool end_in_select(struct nest *n, const struct element *e, uint32_t id)
{
	if (e && (e->tag == TREE_SELECT || e->tag == TREE_TEMPLATE))
		return false;
	if (e && ((e->flags & PART) || e->tag == TREE_TABLE)) {
		if (find(n, id, WALL) == NEST_NONE)
			return true;
		end_select(n);
		return false;
	}
	if (!e || !(e->flags & IMPLIED))
		return true;
	if (strcmp(e->name, "optgroup") == 0 && n->open[n->depth - 2].id == id)
		end_option(n);
	if (top(n)->id == id)
		pop_to(n, n->depth - 1);
	return true;
}

static void end_form(struct nest *n, uint32_t id)
{
	size_t at = find(n, id, SCOPE);

	if (at != NEST_NONE && n->templates) {
		pop_to(n, at);
	} else if (at != NEST_NONE && n->form) {
		if (at + 1 < n->depth)
			n->moved |= NEST_MOVED_FORM;
		end_early(n, at);
	}
	n->form = false;
}

static void end_format(struct nest *n, uint32_t id, bool link)
{
	bool here = find(n, id, SCOPE) != NEST_NONE;

	if (drop_early(n, id) && here)
		n->moved |= NEST_MOVED_FORMAT;
	if (here)
		adopt(n, id);
	if (link && (here || n->link_at == NEST_NONE))
		n->link = false;
}

/* What an end tag does not reach beyond. */
static uint32_t stop_of(const struct element *e)
{
	if (!e)
		return SPECIAL;
	if (e->flags & CLOSER)
		return SCOPE;
	if (e->flags & ITEM)
		return SCOPE | LIST;
	if ((e->flags & PART) || e->tag == TREE_TABLE)
		return WALL;
	return e->tag == TREE_TEMPLATE ? 0 : SPECIAL;
}

/* HTML standard 13.2.6.4.7: an end tag without its p is an empty p. */
static void end_any_paragraph(struct nest *n, uint32_t id)
{
	if (n->body && find(n, id, SCOPE | BUTTON) == NEST_NONE) {
		note_table(n);
		(void)push_known(n, "p");
	}
	end_paragraph(n);
}

static void end_html(struct nest *n, const struct element *e, uint32_t id)
{
	if (e && (e->tag == TREE_HTML || e->tag == TREE_BODY))
		return;
	if (e && e->tag == TREE_P)
		end_any_paragraph(n, id);
	else if (e && e->tag == TREE_FORM)
		end_form(n, id);
	else if (e && (e->flags & HEADING))
		pop_found(n, find_flags(n, HEADING, SCOPE));
	else if (e && (e->flags & FORMAT))
		end_format(n, id, e->tag == TREE_A);
	else
		pop_found(n, find(n, id, stop_of(e)));
}

void nest_end(struct nest *n, const struct token *t)
{
	const struct element *e = look_up(n, t->name);
	uint32_t id = id_of(e, t->name);
	bool raw = top(n)->flags & RAW;

	if (top(n)->foreign && end_foreign(n, id))
		return;
	if (!raw && is_in_select(n) && end_in_select(n, e, id))
		return;
	if (!raw && n->framed) {
		if (e && e->tag == TREE_FRAMESET && n->depth > 1)
			pop_to(n, n->depth - 1);
		return;
	}
	n->head |= e && (e->tag == TREE_HTML || e->tag == TREE_HEAD ||
				e->tag == TREE_BODY);
	end_html(n, e, id);
}

void nest_doctype(struct nest *n, const struct token *t)
{
	if (slice_eq(t->name, "html") && !t->quirks)
		n->quirks = false;
}

bool nest_text(struct nest *n, bool blank)
{
	size_t at;

	if (top(n)->flags & RAW)
		return true;
	if (top(n)->foreign) {
		n->solid |= !blank;
		return true;
	}
	if (n->framed || (blank && !n->body))
		return false;
	if (is_in_select(n))
		return true;
	note_format(n);
	if (blank)
		return true;
	if (!n->templates)
		open_body(n);
	at = table_context(n);
	note_table(n);
	if (is_between_cells(&n->open[at]) && n->open[at].tag == TREE_OTHER)
		pop_to(n, at);
	n->solid = true;
	reopen_link(n);
	return true;
}

void nest_init(struct nest *n, void (*close)(void *ctx, size_t index),
	void (*drop)(void *ctx), void *ctx)
{
	size_t i = 0;

	n->close = close;
	n->drop = drop;
	n->ctx = ctx;
	n->depth = n->deepest = 0;
	n->link = n->body = n->framed = n->form = n->solid = false;
	n->head = n->raw = n->foreign = false;
	n->quirks = true;
	n->link_at = NEST_NONE;
	n->selects = n->paragraphs = n->foreigns = 0;
	n->templates = n->tables = 0;
	n->n_early = n->early_from = 0;
	n->moved = 0;
	n->tag = TREE_HTML;
	for (unsigned letter = 0; letter < 27; letter++) {
		while (i < COUNT && elements[i].name[0] - 'a' < (int)letter)
			i++;
		n->first[letter] = (unsigned char)i;
	}
	(void)push_known(n, "html");
}

void nest_finish(struct nest *n)
{
	pop_to(n, 0);
}
