#include "crawler/read/walk.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "crawler/limits.h"
#include "crawler/read/draft.h"
#include "crawler/read/gather.h"
#include "crawler/read/link.h"
#include "crawler/read/nav.h"
#include "crawler/read/script.h"
#include "crawler/read/table.h"
#include "crawler/url.h"

#define BOLD_BYTES 300     /* a longer bold line is no heading */
#define LEVELS 7           /* h1 to h6; 0 is a heading without a level */
#define WORDS_ELEMENTS 500 /* more is no link's words */
#define NAMES 128          /* class and id combinations remembered */
#define NONE ((size_t)-1)

/* What is known of an open element. */
struct place {
	enum tree_tag tag;
	struct draft_mark from;
	size_t first;    /* link that it holds */
	size_t own;      /* links before it, that are its own */
	const char *sub; /* of a table or cell: the subheading before it */
	unsigned share;  /* of a nav part, 0 for none: see nav_share() */
	bool silent, bold, anchor, noscript;
};

/* What the class, id and role of an element say. */
struct verdict {
	uint64_t key; /* made of them */
	unsigned share;
	bool known, bold;
};

/* The headings above a place: one set for what the page says, one for its
 * menus, so that a menu's heading does not stand above the text. */
struct headings {
	const char *text[LEVELS];
	const char *sub; /* caption, spanning row, bold line below them */
};

struct walk {
	struct page *page;
	struct place places[LIMIT_ELEMENT_DEPTH + 1];
	struct draft draft;
	struct table table;
	struct link_list found; /* of the element or text at hand */
	struct buf words;       /* for a moment */
	bool plain, thin;       /* the line has words outside links, not bold */
	struct headings headings[2]; /* outside and inside menus */
	size_t silent, bold, anchors, noscripts, navs;
	size_t last_anchor; /* its link */
	size_t heading;     /* index of the outermost heading that is open */
	size_t contents, sections; /* main and article; section */
	bool chooser;              /* in a list whose options lead somewhere */
	struct verdict names[NAMES];
	bool base_seen;
};

static bool is_silent(const struct walk *w)
{
	return w->silent > 0;
}

static struct headings *headings_here(struct walk *w)
{
	return &w->headings[w->navs > 0];
}

static void note_heading(struct walk *w, int level, struct draft_span span)
{
	struct headings *here = headings_here(w);
	const char *text = draft_keep(&w->draft, span.from, span.to);

	if (level == 0) {
		here->sub = text;
		return;
	}
	here->text[level] = text;
	for (int i = level + 1; i < LEVELS; i++)
		here->text[i] = NULL;
	here->sub = NULL;
}

/* Ends the line for the text alone; what it gathered may be a heading. */
static void end_line(struct walk *w)
{
	struct draft_line line = {
		.span = draft_line_span(&w->draft),
		.level = -1,
		.link = !w->plain,
		.noscript = w->noscripts > 0,
	};
	size_t len = line.span.to - line.span.from;

	if (len && w->heading != NONE) {
		line.level = tree_heading_level(w->places[w->heading].tag);
		note_heading(w, line.level, line.span);
	} else if (len && !w->thin && w->plain && len <= BOLD_BYTES) {
		note_heading(w, 0, line.span);
	}
	draft_end_line(&w->draft, &line);
	w->plain = w->thin = false;
}

static void flush(struct walk *w)
{
	end_line(w);
	draft_break(&w->draft);
}

/* The heading above a place, above that level where the place is in a heading
 * itself. */
static const char *heading_of(struct walk *w)
{
	const struct headings *here = headings_here(w);
	bool inside = w->heading != NONE;
	int below = LEVELS;
	const char *text = NULL;
	struct buf both;

	if (inside)
		below = tree_heading_level(w->places[w->heading].tag);
	for (int i = 1; i < below; i++)
		if (here->text[i])
			text = here->text[i];
	if (!here->sub || inside)
		return text ? text : "";
	if (!text)
		return here->sub;
	buf_init(&both, 3UL * LIMIT_LINK_TEXT);
	buf_puts(&both, text);
	buf_puts(&both, " / ");
	buf_puts(&both, here->sub);
	text = arena_strndup(&w->page->arena, buf_str(&both),
		utf8_cut(buf_slice(&both), LIMIT_LINK_TEXT));
	buf_done(&both);
	return text;
}

/* Text folded, cut at LIMIT_LINK_TEXT and kept with the page. */
static const char *keep(struct walk *w, struct slice text)
{
	buf_clear(&w->words);
	gather_fold(&w->words, text);
	gather_trim(&w->words);
	return arena_slice(&w->page->arena, buf_slice(&w->words)).data;
}

static const char *keep_address(struct walk *w, const struct link_found *found)
{
	char *href = arena_strndup(
		&w->page->arena, found->href.data, found->href.len);

	if (found->kind == PAGE_LINK_SCRIPT)
		script_unescape(href);
	return href;
}

/* Takes the links that were found on an element, or in a text without one. */
static void take_found(
	struct walk *w, enum tree_tag tag, const struct token *t, bool beside)
{
	struct draft_link link = { .beside = beside };

	if (w->found.n == 0)
		return;
	link.link.heading = heading_of(w);
	link.link.text = link.link.title = link.link.column = "";
	if (t) {
		link.link.text = keep(w, link_words(tag, t));
		link.link.title = keep(w, token_attr(t, "title"));
	}
	for (size_t i = 0; i < w->found.n; i++) {
		link.link.kind = w->found.items[i].kind;
		link.link.href = keep_address(w, &w->found.items[i]);
		if (!draft_add_link(&w->draft, &link))
			break;
	}
	w->found.n = 0;
}

/* The same for links without words, in a script or text. */
static void take_wordless(struct walk *w)
{
	size_t first = w->draft.sums.links;

	take_found(w, TREE_OTHER, NULL, false);
	draft_end_words(&w->draft, first, w->draft.sums.links - first, false);
}

/* The links of an element itself. */
static void add_links(struct walk *w, enum tree_tag tag, const struct token *t)
{
	link_of_element(&w->found, tag, t);
	take_found(w, tag, t, tag != TREE_META);
}

static void set_base(struct walk *w, const struct token *t)
{
	struct slice href = token_attr(t, "href");
	struct buf url;

	if (!href.data || w->base_seen)
		return;
	w->base_seen = true;
	buf_init(&url, LIMIT_URL_BYTES);
	if (url_resolve(&url, href, w->page->url, URL_UTF_8) == URL_OK)
		w->page->base = arena_strdup(&w->page->arena, buf_str(&url));
	buf_done(&url);
}

static void set_title(struct walk *w, struct slice text)
{
	if (!*w->page->title)
		w->page->title = keep(w, text);
}

static bool is_text_field(const struct token *t)
{
	static const char *const searches[] = { "q", "s", "search", "keyword" };
	struct slice type = token_attr(t, "type"), name = token_attr(t, "name");

	for (size_t i = 0; i < 4; i++)
		if (slice_eq(name, searches[i]))
			return false;
	return type.len == 0 || slice_eq_nocase(type, "text") ||
	       slice_eq_nocase(type, "email") || slice_eq_nocase(type, "tel");
}

static void note_field(struct walk *w, enum tree_tag tag, const struct token *t)
{
	bool password = tag == TREE_INPUT &&
			slice_eq_nocase(token_attr(t, "type"), "password");

	if (password && !is_silent(w))
		w->page->has_password = true;
	w->draft.sums.passwords += password;
	w->draft.sums.fields += tag == TREE_TEXTAREA || is_text_field(t);
}

/* A picture is read as its words, in links and beside them. */
static void put_picture(struct walk *w, const struct token *t)
{
	struct slice words = token_attr(t, "alt");

	w->draft.sums.images++;
	draft_put_picture(
		&w->draft, words.len ? words : token_attr(t, "title"));
}

static bool has_bold_class(struct slice names)
{
	for (size_t i = 0; i + 1 < names.len; i++)
		if (names.data[i] == 'h' && names.data[i + 1] >= '1' &&
			names.data[i + 1] <= '6' &&
			(i == 0 || names.data[i - 1] == ' ') &&
			(i + 2 == names.len || names.data[i + 2] == ' '))
			return true;
	return false;
}

static uint64_t hash(uint64_t h, struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.data[i]) * UINT64_C(1099511628211);
	return (h ^ 0x100) * UINT64_C(1099511628211);
}

/* By class, id and role alone, NULL for an element without.  They come again
 * and again: what they say is remembered. */
static const struct verdict *judge_names(struct walk *w, const struct token *t)
{
	struct slice class = { 0 }, id = { 0 }, role = { 0 };
	struct verdict *v;
	uint64_t key;

	for (size_t i = 0; i < t->n_attrs; i++) {
		const struct token_attr *a = &t->attrs[i];

		if (a->name.len == 5 && memcmp(a->name.data, "class", 5) == 0)
			class = a->value;
		else if (a->name.len == 2 && memcmp(a->name.data, "id", 2) == 0)
			id = a->value;
		else if (a->name.len == 4 &&
			 memcmp(a->name.data, "role", 4) == 0)
			role = a->value;
	}
	if (class.len + id.len + role.len == 0)
		return NULL;
	key = hash(hash(hash(UINT64_C(1469598103934665603), class), id), role);
	v = &w->names[key % NAMES];
	if (v->known && v->key == key)
		return v;
	*v = (struct verdict){ .key = key, .known = true };
	v->share = nav_share(id, class, role);
	v->bold = has_bold_class(class);
	return v;
}

/* A row of one short cell stands above those that follow. */
static void note_row(struct walk *w, const struct place *p)
{
	const struct draft_sums *from = &p->from.sums, *to = &w->draft.sums;
	struct draft_span row = { p->from.at, w->draft.text.len };

	if (to->cells - from->cells == 1 && to->anchors == from->anchors &&
		to->tables == from->tables && to->headings == from->headings &&
		to->text > from->text && row.to - row.from <= BOLD_BYTES)
		note_heading(w, 0, row);
}

/* Rows and cells, and not the layout of a page. */
static bool is_data_table(const struct walk *w, const struct place *p)
{
	const struct draft_sums *from = &p->from.sums, *to = &w->draft.sums;

	return to->tables == from->tables && to->headings == from->headings &&
	       to->rows - from->rows >= 2;
}

static void open_in_table(
	struct walk *w, enum tree_tag tag, const struct token *t)
{
	static const struct token none = { 0 };

	t = t ? t : &none;
	if (tag == TREE_TABLE)
		table_open(&w->table);
	else if (tag == TREE_TR)
		table_open_row(&w->table);
	else if (tag == TREE_TD || tag == TREE_TH)
		table_open_cell(&w->table, token_attr(t, "colspan"),
			token_attr(t, "rowspan"));
}

static void end_cell(struct walk *w, size_t index, const struct place *p)
{
	const struct draft_sums *from = &p->from.sums, *to = &w->draft.sums;
	struct nav_words words = draft_words(&w->draft, &p->from);
	struct table_cell cell = {
		.draft = { .first = from->lines,
			.end = to->lines,
			.elements = from->elements,
			.link = words.text == words.link_text },
		.first_link = (uint32_t)p->first,
		.end_link = to->links,
		.th = p->tag == TREE_TH,
	};

	headings_here(w)->sub = p->sub;
	if (index >= 2 && w->places[index - 2].tag == TREE_THEAD)
		cell.names = true;
	if (to->lines > from->lines && words.text)
		table_close_cell(&w->table, &cell);
}

static void end_in_table(struct walk *w, size_t index, const struct place *p)
{
	const struct draft_sums *from = &p->from.sums, *to = &w->draft.sums;

	if (p->tag == TREE_TD || p->tag == TREE_TH) {
		end_cell(w, index, p);
	} else if (p->tag == TREE_TR) {
		table_close_row(&w->table, to->cells - from->cells,
			to->anchors > from->anchors);
	} else if (p->tag == TREE_TABLE) {
		table_close(&w->table, &w->draft, is_data_table(w, p));
		headings_here(w)->sub = p->sub;
	}
}

static void end_nav(struct walk *w, const struct place *p)
{
	struct nav_words words = draft_words(&w->draft, &p->from);

	if (p->share) {
		w->navs--;
		draft_add_part(&w->draft, &p->from, p->share);
	} else if (w->contents == 0 && nav_is_list(p->tag, &words)) {
		draft_add_part(&w->draft, &p->from, NAV_WHOLE);
	}
}

static void end_form(struct walk *w, const struct place *p)
{
	if (w->navs == 0 && w->draft.sums.fields > p->from.sums.fields &&
		w->draft.sums.passwords == p->from.sums.passwords)
		w->page->has_form = true;
}

/* What ends with an element, by what it is. */
static void end_tag(struct walk *w, size_t index, const struct place *p)
{
	enum tree_tag tag = p->tag;

	if (tag == TREE_TR) {
		draft_end_row(&w->draft, &p->from, p->first);
		note_row(w, p);
	}
	if (tree_is_block(tag))
		draft_end_block(
			&w->draft, &p->from, p->first, tag == TREE_BODY);
	end_in_table(w, index, p);
	if (tag == TREE_FORM)
		end_form(w, p);
	w->contents -= tag == TREE_MAIN || tag == TREE_ARTICLE;
	w->sections -= tag == TREE_SECTION;
	end_nav(w, p);
}

static void open_nav(struct walk *w, struct place *p, const struct token *t)
{
	const struct verdict *v = t && t->n_attrs ? judge_names(w, t) : NULL;
	enum tree_tag tag = p->tag;

	p->bold = v && v->bold;
	if (v && tag != TREE_HTML && tag != TREE_BODY && tag != TREE_MAIN &&
		tag != TREE_ARTICLE)
		p->share = v->share;
	if (nav_is_element(tag, w->contents > 0, w->sections > 0))
		p->share = NAV_WHOLE;
	w->navs += p->share > 0;
}

/* An a element; without a tag it goes on with a link that was ended early. */
static void open_anchor(struct walk *w, struct place *p, const struct token *t)
{
	if (t && token_attr(t, "href").data) {
		p->anchor = true;
		w->last_anchor =
			w->draft.sums.links > p->first ? p->first : NONE;
	} else if (t) {
		w->last_anchor = NONE;
	} else if (w->last_anchor != NONE) {
		p->anchor = true;
		draft_repeat_link(&w->draft, w->last_anchor);
	}
	w->anchors += p->anchor;
	w->draft.sums.anchors += p->anchor;
}

static void count_element(
	struct walk *w, enum tree_tag tag, const struct token *t)
{
	w->draft.sums.elements++;
	w->draft.sums.tables += tag == TREE_TABLE;
	w->draft.sums.headings += tree_heading_level(tag) > 0;
	w->draft.sums.rows += tag == TREE_TR;
	w->draft.sums.cells += tag == TREE_TD || tag == TREE_TH;
	if (t && (tag == TREE_INPUT || tag == TREE_TEXTAREA))
		note_field(w, tag, t);
}

/* Text of the page proper. */
static void put_text(struct walk *w, struct slice words)
{
	if (w->anchors == 0) {
		link_of_text(&w->found, words);
		take_wordless(w);
	}
	draft_put_text(&w->draft, words, w->anchors > 0);
	w->plain |= w->anchors == 0;
	w->thin |= w->bold == 0;
}

static bool is_blank(struct slice s)
{
	size_t i = 0;

	while (i < s.len && ascii_is_space(s.data[i]))
		i++;
	return i == s.len;
}

/* What only begins where an element is not silent. */
static void enter(struct walk *w, size_t index, const struct token *t)
{
	struct place *p = &w->places[index];
	enum tree_tag tag = p->tag;

	p->from = draft_here(&w->draft);
	p->first = w->draft.sums.links;
	if (w->heading == NONE &&
		(tree_heading_level(tag) || tag == TREE_CAPTION ||
			tag == TREE_LEGEND))
		w->heading = index;
	if (t)
		add_links(w, tag, t);
	if (tag == TREE_A)
		open_anchor(w, p, t);
	p->own = w->draft.sums.links - p->first;
	p->first = w->draft.sums.links;
	p->sub = headings_here(w)->sub;
	p->bold |= tag == TREE_B || tag == TREE_STRONG;
	p->noscript = tag == TREE_NOSCRIPT;
	p->silent = tree_is_silent(tag) || tag == TREE_TITLE;
}

struct walk *walk_new(struct page *p)
{
	struct walk *w = mem_zalloc(sizeof(*w));

	w->page = p;
	w->heading = w->last_anchor = NONE;
	p->kind = PAGE_HTML;
	p->quality = PAGE_QUALITY_GOOD;
	draft_init(&w->draft, p);
	buf_init(&w->words, LIMIT_LINK_TEXT);
	return w;
}

void walk_free(struct walk *w)
{
	if (!w)
		return;
	draft_done(&w->draft);
	table_done(&w->table);
	link_done(&w->found);
	buf_done(&w->words);
	free(w);
}

static void add_choice(struct walk *w, const struct token *t)
{
	link_of_choice(&w->found, t);
	take_wordless(w);
}

void walk_open(
	struct walk *w, size_t index, enum tree_tag tag, const struct token *t)
{
	struct place *p = &w->places[index];

	*p = (struct place){ .tag = tag };
	count_element(w, tag, t);
	if (w->chooser && t)
		add_choice(w, t);
	if (is_silent(w))
		return;
	w->chooser = t && link_is_chooser(tag, t);
	if (tree_is_block(tag))
		flush(w);
	open_nav(w, p, t);
	open_in_table(w, tag, t);
	enter(w, index, t);
	w->bold += p->bold;
	w->noscripts += p->noscript;
	w->silent += p->silent;
	w->contents += tag == TREE_MAIN || tag == TREE_ARTICLE;
	w->sections += tag == TREE_SECTION;
	w->page->scripts |= tag == TREE_SCRIPT;
}

static void end(struct walk *w, size_t index)
{
	const struct place *p = &w->places[index];

	if (tree_is_block(p->tag))
		flush(w);
	else if (p->share && w->navs == 1)
		end_line(w);
	draft_end_words(&w->draft, p->first - p->own, p->own,
		w->draft.sums.elements - p->from.sums.elements <=
			WORDS_ELEMENTS);
	end_tag(w, index, p);
	w->bold -= p->bold;
	w->anchors -= p->anchor;
	w->noscripts -= p->noscript;
	if (w->heading == index)
		w->heading = NONE;
}

void walk_close(struct walk *w, size_t index)
{
	w->silent -= w->places[index].silent;
	w->chooser &= w->places[index].tag != TREE_SELECT;
	if (!is_silent(w))
		end(w, index);
	w->places[index] = (struct place){ 0 };
}

void walk_empty(struct walk *w, enum tree_tag tag, const struct token *t)
{
	count_element(w, tag, t);
	if (is_silent(w))
		return;
	if (tree_is_block(tag))
		flush(w);
	if (tag == TREE_BR) {
		draft_put_blank(&w->draft);
		draft_break(&w->draft);
	} else if (tag == TREE_BASE) {
		set_base(w, t);
	}
	walk_merge(w, tag, t);
	if (tag == TREE_IMG)
		put_picture(w, t);
}

void walk_merge(struct walk *w, enum tree_tag tag, const struct token *t)
{
	size_t first = w->draft.sums.links;

	add_links(w, tag, t);
	draft_end_words(&w->draft, first, w->draft.sums.links - first, false);
}

void walk_text(struct walk *w, size_t index, struct slice text)
{
	const struct place *p = &w->places[index];

	if (p->silent && p->tag == TREE_SCRIPT) {
		link_of_script(&w->found, text);
		take_wordless(w);
	} else if (p->silent && p->tag == TREE_TITLE) {
		set_title(w, text);
	}
	if (is_silent(w))
		return;
	if (is_blank(text))
		draft_put_blank(&w->draft);
	else
		put_text(w, text);
}

void walk_drop(struct walk *w)
{
	if (w->places[1].tag != TREE_BODY)
		return;
	draft_drop(&w->draft, &w->places[1].from);
	table_open(&w->table);
}

void walk_finish(struct walk *w, struct html_facts *facts)
{
	draft_finish(&w->draft, facts);
}
