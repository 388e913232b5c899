#include "crawler/read/skim.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crawler/limits.h"
#include "crawler/read/draft.h"
#include "crawler/read/gather.h"
#include "crawler/read/link.h"
#include "crawler/read/nav.h"
#include "crawler/read/nest.h"
#include "crawler/read/table.h"
#include "crawler/read/token.h"
#include "crawler/url.h"

#define BOLD_BYTES 300     /* a longer bold line is no heading */
#define LEVELS 7           /* h1 to h6; 0 is a heading without a level */
#define WORDS_ELEMENTS 500 /* as in link.c: more is no link's words */
#define NAMES 128          /* class and id combinations remembered */
#define PLACES (LIMIT_ELEMENT_DEPTH + 1)
/* What is known of an open element beside its name. */
struct place {
	struct draft_mark from;
	size_t first;                 /* link that it holds */
	size_t own;                   /* links before it, that are its own */
	const char *sub;              /* of a table: the subheading before it */
	const struct tree_node *node; /* its name, when that is a nav part's */
	bool silent, bold, anchor, noscript, named, sure;
};

/* What the class, id and role of an element say. */
struct verdict {
	uint64_t key;                 /* made of them */
	const struct tree_node *node; /* an element that has them */
	bool named; /* a nav part, unless it is most of the page */
	bool sure;  /* a nav part by its role */
	bool bold;
};

struct headings {
	const char *text[LEVELS];
	const char *sub;
};

struct skim {
	struct page *page;
	struct skim_facts *facts;
	struct token_reader reader;
	struct nest nest;
	struct place *places; /* PLACES of them */
	size_t known;         /* places that are filled */
	struct draft draft;
	struct table table;
	bool plain, thin; /* the line has words outside links, not bold */
	struct headings headings[2]; /* outside and inside menus */
	size_t silent, bold, anchors, noscripts, navs;
	size_t last_anchor; /* its link */
	size_t heading;     /* index of the outermost heading that is open */
	size_t contents, sections; /* main and article; section */
	struct verdict names[NAMES];
	bool base_seen;
};

static bool is_silent(const struct skim *s)
{
	return s->silent > 0;
}

static struct headings *headings_here(struct skim *s)
{
	return &s->headings[s->navs > 0];
}

static void note_heading(struct skim *s, int level, struct draft_span span)
{
	struct headings *here = headings_here(s);
	const char *text = draft_keep(&s->draft, span.from, span.to);

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
static void end_line(struct skim *s)
{
	struct draft_line line = {
		.span = draft_line_span(&s->draft),
		.level = -1,
		.link = !s->plain,
		.noscript = s->noscripts > 0,
	};
	size_t len = line.span.to - line.span.from;

	if (len && s->heading != NEST_NONE) {
		line.level = tree_heading_level(s->nest.open[s->heading].tag);
		note_heading(s, line.level, line.span);
	} else if (len && !s->thin && s->plain && len <= BOLD_BYTES) {
		note_heading(s, 0, line.span);
	}
	draft_end_line(&s->draft, &line);
	s->plain = s->thin = false;
}

static void flush(struct skim *s)
{
	end_line(s);
	draft_break(&s->draft);
}

/* The heading above a place, above that level where the place is in a heading
 * itself. */
static const char *heading_of(struct skim *s)
{
	const struct headings *here = headings_here(s);
	bool inside = s->heading != NEST_NONE;
	int below = LEVELS;
	const char *text = NULL;
	struct buf both;

	if (inside)
		below = tree_heading_level(s->nest.open[s->heading].tag);
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
	text = arena_strdup(&s->draft.arena, buf_str(&both));
	buf_done(&both);
	return text;
}

static struct tree_node node_of(
	struct skim *s, enum tree_tag tag, const struct token *t)
{
	struct tree_node node = { .tag = tag };
	struct arena *a = &s->draft.arena;
	struct tree_attr *attrs;

	if (t->n_attrs == 0)
		return node;
	attrs = arena_alloc(a, t->n_attrs * sizeof(*attrs));
	for (size_t i = 0; i < t->n_attrs; i++) {
		attrs[i].name = arena_slice(a, t->attrs[i].name).data;
		attrs[i].value = arena_slice(a, t->attrs[i].value).data;
	}
	node.attrs = attrs;
	node.n_attrs = t->n_attrs;
	return node;
}

/* Takes the links that were found on an element or in a text. */
static void take_found(struct skim *s, bool beside)
{
	if (s->draft.found->n_links)
		draft_take_links(&s->draft, heading_of(s), beside);
}

/* The same for links without words. */
static void take_wordless(struct skim *s)
{
	size_t first = s->draft.sums.links;

	take_found(s, false);
	draft_end_words(&s->draft, first, s->draft.sums.links - first, false);
}

static bool may_link(enum tree_tag tag, const struct token *t)
{
	const struct tree_node node = { .tag = tag };

	if (link_is_possible(&node))
		return true;
	for (size_t i = 0; i < t->n_attrs; i++)
		if (t->attrs[i].name.len > 1 &&
			memcmp(t->attrs[i].name.data, "on", 2) == 0)
			return true;
	return false;
}

/* The links of an element itself. */
static void add_links(struct skim *s, enum tree_tag tag, const struct token *t)
{
	const struct link_place where = { .heading = "", .column = "" };
	struct tree_node node;

	if (!may_link(tag, t))
		return;
	node = node_of(s, tag, t);
	link_of_element(s->draft.found, &node, &where);
	take_found(s, tag != TREE_META && tag != TREE_SCRIPT);
}

static void add_script(struct skim *s, struct slice script)
{
	const struct link_place where = { .heading = "", .column = "" };
	struct tree_node text = { .tag = TREE_TEXT, .text = script };
	struct tree_node node = { .tag = TREE_SCRIPT, .first = &text };

	link_of_element(s->draft.found, &node, &where);
	take_wordless(s);
}

static void add_addresses(struct skim *s, struct slice words)
{
	const struct link_place where = { .heading = "", .column = "" };
	struct tree_node node = { .tag = TREE_TEXT, .text = words };

	link_of_text(s->draft.found, &node, &where);
	take_wordless(s);
}

static void set_base(struct skim *s, const struct token *t)
{
	struct slice href = token_attr(t, "href");
	struct buf url;

	if (!href.data || s->base_seen)
		return;
	s->base_seen = true;
	buf_init(&url, LIMIT_URL_BYTES);
	if (url_resolve(&url, href, s->page->url, URL_UTF_8) == URL_OK)
		s->page->base = arena_strdup(&s->page->arena, buf_str(&url));
	buf_done(&url);
}

static void set_title(struct skim *s, struct slice text)
{
	struct buf title;

	if (*s->page->title)
		return;
	buf_init(&title, LIMIT_LINK_TEXT);
	gather_fold(&title, text);
	gather_trim(&title);
	s->page->title = arena_strdup(&s->page->arena, buf_str(&title));
	buf_done(&title);
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

static void note_field(struct skim *s, enum tree_tag tag, const struct token *t)
{
	bool password = tag == TREE_INPUT &&
			slice_eq_nocase(token_attr(t, "type"), "password");

	if (password && !is_silent(s))
		s->page->has_password = true;
	s->draft.sums.passwords += password;
	s->draft.sums.fields += tag == TREE_TEXTAREA || is_text_field(t);
}

/* A picture is read as its words, in links and beside them. */
static void put_picture(struct skim *s, const struct token *t)
{
	struct slice words = token_attr(t, "alt");

	s->draft.sums.images++;
	draft_put_picture(
		&s->draft, words.len ? words : token_attr(t, "title"));
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

static struct verdict *find_verdict(struct skim *s, const struct token *t)
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
	v = &s->names[key % NAMES];
	if (v->key != key)
		*v = (struct verdict){ .key = key };
	return v;
}

/* By name and role alone, NULL for an element without.  They come again and
 * again: what they say is remembered. */
static const struct verdict *judge_names(struct skim *s, const struct token *t)
{
	const struct tree_node empty = { .tag = TREE_BODY };
	struct verdict *v = find_verdict(s, t);
	struct tree_node *node;

	if (!v || v->node)
		return v;
	node = arena_alloc(&s->draft.arena, sizeof(*node));
	*node = node_of(s, TREE_DIV, t);
	v->node = node;
	v->named = nav_is(node, &empty);
	/* What has a role is such a part even if it says more than the page. */
	node->sum.text = 1;
	v->sure = nav_is(node, &empty);
	v->bold = has_bold_class(token_attr(t, "class"));
	return v;
}

/* By what the element is, and where, and for lists by what stood in it. */
static bool is_nav(const struct skim *s, enum tree_tag tag, struct tree_sum sum)
{
	const struct tree_node empty = { .tag = TREE_BODY };
	struct tree_node around = { .tag = TREE_DIV };
	struct tree_node node = { .tag = tag, .sum = sum, .parent = &around };

	if (s->contents)
		around.tag = TREE_MAIN;
	else if (s->sections)
		around.tag = TREE_SECTION;
	return nav_is(&node, &empty);
}

/* A row of one short cell stands above those that follow. */
static void note_row(struct skim *s, const struct place *p)
{
	const struct draft_sums *from = &p->from.sums, *to = &s->draft.sums;
	struct draft_span row = { p->from.at, s->draft.text.len };

	if (to->cells - from->cells == 1 && to->anchors == from->anchors &&
		to->tables == from->tables && to->headings == from->headings &&
		to->text > from->text && row.to - row.from <= BOLD_BYTES)
		note_heading(s, 0, row);
}

/* Rows and cells, and not the layout of a page. */
static bool is_data_table(const struct skim *s, const struct place *p)
{
	const struct draft_sums *from = &p->from.sums, *to = &s->draft.sums;

	return to->tables == from->tables && to->headings == from->headings &&
	       to->rows - from->rows >= 2;
}

static void open_in_table(
	struct skim *s, enum tree_tag tag, const struct token *t)
{
	static const struct token none = { 0 };

	t = t ? t : &none;
	if (tag == TREE_TABLE)
		table_open(&s->table);
	else if (tag == TREE_TR)
		table_open_row(&s->table);
	else if (tag == TREE_TD || tag == TREE_TH)
		table_open_cell(&s->table, token_attr(t, "colspan"),
			token_attr(t, "rowspan"));
}

static void end_cell(
	struct skim *s, size_t index, const struct place *p, enum tree_tag tag)
{
	const struct draft_sums *from = &p->from.sums, *to = &s->draft.sums;
	struct tree_sum sum = draft_sum(&s->draft, &p->from);
	struct table_cell cell = {
		.draft = { .first = from->lines,
			.end = to->lines,
			.elements = from->elements,
			.link = sum.text == sum.link_text },
		.first_link = (uint32_t)p->first,
		.end_link = to->links,
		.th = tag == TREE_TH,
	};

	headings_here(s)->sub = p->sub;
	if (index >= 2 && s->nest.open[index - 2].tag == TREE_THEAD)
		cell.names = true;
	if (to->lines > from->lines && sum.text)
		table_close_cell(&s->table, &cell);
}

static void end_in_table(
	struct skim *s, size_t index, const struct place *p, enum tree_tag tag)
{
	const struct draft_sums *from = &p->from.sums, *to = &s->draft.sums;

	if (tag == TREE_TD || tag == TREE_TH) {
		end_cell(s, index, p, tag);
	} else if (tag == TREE_TR) {
		table_close_row(&s->table, to->cells - from->cells,
			to->anchors > from->anchors);
	} else if (tag == TREE_TABLE) {
		table_close(&s->table, &s->draft, is_data_table(s, p));
		headings_here(s)->sub = p->sub;
	}
}

static void end_nav(struct skim *s, const struct place *p, enum tree_tag tag)
{
	if (p->named || p->sure) {
		s->navs--;
		draft_add_part(&s->draft, &p->from, p->sure ? NULL : p->node);
		return;
	}
	if (tag != TREE_UL && tag != TREE_OL && tag != TREE_TABLE)
		return;
	if (is_nav(s, tag, draft_sum(&s->draft, &p->from)))
		draft_add_part(&s->draft, &p->from, NULL);
}

static void end_form(struct skim *s, const struct place *p)
{
	if (s->navs == 0 && s->draft.sums.fields > p->from.sums.fields &&
		s->draft.sums.passwords == p->from.sums.passwords)
		s->page->has_form = true;
}

/* What ends with an element, by what it is. */
static void end_tag(
	struct skim *s, size_t index, const struct place *p, enum tree_tag tag)
{
	if (tag == TREE_TR) {
		draft_end_row(&s->draft, &p->from, p->first);
		note_row(s, p);
	}
	if (tree_is_block(tag))
		draft_end_block(
			&s->draft, &p->from, p->first, tag == TREE_BODY);
	end_in_table(s, index, p, tag);
	if (tag == TREE_FORM)
		end_form(s, p);
	s->contents -= tag == TREE_MAIN || tag == TREE_ARTICLE;
	s->sections -= tag == TREE_SECTION;
	end_nav(s, p, tag);
}

static void open_nav(struct skim *s, struct place *p, enum tree_tag tag,
	const struct token *t)
{
	const struct verdict *v;

	if (tag == TREE_NAV || tag == TREE_ASIDE || tag == TREE_FOOTER ||
		tag == TREE_HEADER)
		p->sure = is_nav(s, tag, (struct tree_sum){ .text = 1 });
	v = t && t->n_attrs ? judge_names(s, t) : NULL;
	if (v) {
		p->bold = v->bold;
		if (tag != TREE_HTML && tag != TREE_BODY && tag != TREE_MAIN &&
			tag != TREE_ARTICLE) {
			p->named = v->named;
			p->node = v->node;
			p->sure |= v->sure;
		}
	}
	s->navs += p->named || p->sure;
}

/* An a element; without a tag it goes on with a link that was ended early. */
static void open_anchor(struct skim *s, struct place *p, const struct token *t)
{
	if (t && token_attr(t, "href").data) {
		p->anchor = true;
		s->last_anchor =
			s->draft.sums.links > p->first ? p->first : NEST_NONE;
	} else if (t) {
		s->last_anchor = NEST_NONE;
	} else if (s->last_anchor != NEST_NONE) {
		p->anchor = true;
		draft_repeat_link(&s->draft, s->last_anchor);
	}
	s->anchors += p->anchor;
	s->draft.sums.anchors += p->anchor;
}

static void count_element(struct skim *s, enum tree_tag tag)
{
	s->draft.sums.elements++;
	s->draft.sums.tables += tag == TREE_TABLE;
	s->draft.sums.headings += tree_heading_level(tag) > 0;
	s->draft.sums.rows += tag == TREE_TR;
	s->draft.sums.cells += tag == TREE_TD || tag == TREE_TH;
}

/* Fills the place of an element that has been opened, by its tag or, without
 * one, because it was missing. */
static void open_place(struct skim *s, size_t index, const struct token *t)
{
	struct place *p = &s->places[index];
	enum tree_tag tag = s->nest.open[index].tag;

	*p = (struct place){ 0 };
	count_element(s, tag);
	if (is_silent(s))
		return;
	if (tree_is_block(tag))
		flush(s);
	open_nav(s, p, tag, t);
	open_in_table(s, tag, t);
	p->from = draft_here(&s->draft);
	p->first = s->draft.sums.links;
	if (s->heading == NEST_NONE &&
		(tree_heading_level(tag) || tag == TREE_CAPTION ||
			tag == TREE_LEGEND))
		s->heading = index;
	if (t)
		add_links(s, tag, t);
	if (tag == TREE_A)
		open_anchor(s, p, t);
	p->own = s->draft.sums.links - p->first;
	p->first = s->draft.sums.links;
	p->sub = headings_here(s)->sub;
	p->bold |= tag == TREE_B || tag == TREE_STRONG;
	p->noscript = tag == TREE_NOSCRIPT;
	p->silent = tree_is_silent(tag) || tag == TREE_TITLE;
	s->bold += p->bold;
	s->noscripts += p->noscript;
	s->silent += p->silent;
	s->contents += tag == TREE_MAIN || tag == TREE_ARTICLE;
	s->sections += tag == TREE_SECTION;
	s->page->scripts |= tag == TREE_SCRIPT;
}

/* Fills the places of all that was opened, the last of them by its tag. */
static void fill(struct skim *s, const struct token *t, size_t depth)
{
	for (; s->known < depth; s->known++)
		open_place(s, s->known, s->known + 1 == depth ? t : NULL);
}

static void close_element(void *ctx, size_t index)
{
	struct skim *s = ctx;
	const struct nest *n = &s->nest;
	enum tree_tag tag = n->open[index].tag;
	struct place place;

	fill(s, NULL, n->depth);
	place = s->places[index];
	s->places[index] = (struct place){ 0 };
	if (index + 1 == n->depth)
		s->known = index;
	while (s->known && n->open[s->known - 1].id == 0)
		s->known--;
	s->silent -= place.silent;
	if (is_silent(s))
		return;
	if (tree_is_block(tag))
		flush(s);
	else if ((place.named || place.sure) && s->navs == 1)
		end_line(s);
	draft_end_words(&s->draft, place.first - place.own, place.own,
		s->draft.sums.elements - place.from.sums.elements <=
			WORDS_ELEMENTS);
	end_tag(s, index, &place, tag);
	s->bold -= place.bold;
	s->anchors -= place.anchor;
	s->noscripts -= place.noscript;
	if (s->heading == index)
		s->heading = NEST_NONE;
}

/* An element that is not open: it holds nothing. */
static void take_empty(struct skim *s, enum tree_tag tag, const struct token *t)
{
	size_t first = s->draft.sums.links;

	count_element(s, tag);
	if (tree_is_block(tag))
		flush(s);
	if (tag == TREE_BR) {
		draft_put_blank(&s->draft);
		draft_break(&s->draft);
	} else if (tag == TREE_BASE) {
		set_base(s, t);
	}
	add_links(s, tag, t);
	draft_end_words(&s->draft, first, s->draft.sums.links - first, false);
	if (tag == TREE_IMG)
		put_picture(s, t);
}

static void start(struct skim *s, const struct token *t)
{
	enum nest_start how = nest_start(&s->nest, t);
	enum tree_tag tag = s->nest.tag;
	size_t first;

	if (t->written > s->facts->attributes)
		s->facts->attributes = t->written;
	fill(s, how == NEST_OPEN ? t : NULL, s->nest.depth);
	if (how != NEST_IGNORED && (tag == TREE_INPUT || tag == TREE_TEXTAREA))
		note_field(s, tag, t);
	if (how == NEST_EMPTY && !is_silent(s))
		take_empty(s, tag, t);
	if (how == NEST_MERGED) {
		first = s->draft.sums.links;
		add_links(s, tag, t);
		draft_end_words(
			&s->draft, first, s->draft.sums.links - first, false);
	}
	if (s->nest.raw)
		token_after_start_tag(&s->reader, t);
}

/* Text of the page proper. */
static void put_text(struct skim *s, struct slice words)
{
	if (s->anchors == 0 && slice_find_nocase(words, "http", 0) >= 0)
		add_addresses(s, words);
	draft_put_text(&s->draft, words, s->anchors > 0);
	s->plain |= s->anchors == 0;
	s->thin |= s->bold == 0;
}

static bool is_blank(struct slice s)
{
	size_t i = 0;

	while (i < s.len && ascii_is_space(s.data[i]))
		i++;
	return i == s.len;
}

static void take_text(struct skim *s, struct slice words)
{
	bool blank = is_blank(words);
	enum tree_tag tag;
	bool outermost;

	if (!nest_text(&s->nest, blank))
		return;
	fill(s, NULL, s->nest.depth);
	tag = s->nest.open[s->nest.depth - 1].tag;
	outermost = s->places[s->nest.depth - 1].silent;
	if (outermost && tag == TREE_SCRIPT)
		add_script(s, words);
	else if (outermost && tag == TREE_TITLE)
		set_title(s, words);
	if (is_silent(s))
		return;
	if (blank)
		draft_put_blank(&s->draft);
	else
		put_text(s, words);
}

/* A frameset takes the place of all in the body. */
static void drop_body(void *ctx)
{
	struct skim *s = ctx;

	if (s->known < 2)
		return;
	draft_drop(&s->draft, &s->places[1].from);
	table_open(&s->table);
}

static void set_outcome(struct skim *s)
{
	struct page *p = s->page;
	struct buf why;

	buf_init(&why, LIMIT_LINK_TEXT);
	if (s->nest.deepest > LIMIT_ELEMENT_DEPTH)
		buf_printf(&why, "elements nested deeper than %d",
			LIMIT_ELEMENT_DEPTH);
	else if (s->facts->attributes > LIMIT_ATTRIBUTES)
		buf_printf(&why, "more than %d attributes on one element",
			LIMIT_ATTRIBUTES);
	if (why.len) {
		p->outcome = OUTCOME_PARSE_LIMIT;
		p->detail = arena_strdup(&p->arena, buf_str(&why));
	}
	buf_done(&why);
}

static void read_tokens(struct skim *s)
{
	struct token t;

	while (token_next(&s->reader, &t)) {
		switch (t.kind) {
		case TOKEN_TEXT:
			take_text(s, t.text);
			break;
		case TOKEN_START:
			start(s, &t);
			break;
		case TOKEN_END:
			nest_end(&s->nest, &t);
			break;
		case TOKEN_DOCTYPE:
			nest_doctype(&s->nest, &t);
			break;
		case TOKEN_COMMENT:
			break;
		}
		s->reader.foreign = s->nest.open[s->nest.depth - 1].foreign;
	}
	nest_finish(&s->nest);
}

void skim_read(struct page *p, struct slice text, struct skim_facts *facts)
{
	struct skim *s = mem_zalloc(sizeof(*s));

	*facts = (struct skim_facts){ 0 };
	s->page = p;
	s->facts = facts;
	/* Not cleared: each place is when its element opens. */
	s->places = mem_realloc(NULL, PLACES * sizeof(*s->places));
	s->heading = s->last_anchor = NEST_NONE;
	p->kind = PAGE_HTML;
	p->quality = PAGE_QUALITY_GOOD;
	draft_init(&s->draft, p);
	token_init(&s->reader, text);
	nest_init(&s->nest, close_element, drop_body, s);
	read_tokens(s);
	draft_finish(&s->draft, &facts->html);
	facts->depth = s->nest.deepest;
	facts->elements = s->draft.sums.elements;
	facts->tables = s->draft.sums.tables;
	facts->headings = s->draft.sums.headings;
	set_outcome(s);
	token_done(&s->reader);
	draft_done(&s->draft);
	table_done(&s->table);
	free(s->places);
	free(s);
}
