#include "crawler/read/link.h"

#include <string.h>

#include "crawler/limits.h"
#include "crawler/read/gather.h"
#include "crawler/read/place.h"
#include "crawler/read/script.h"
#include "crawler/refresh.h"

/* An address may stand with entities and blanks. */
#define ADDRESS_BYTES (4UL * LIMIT_URL_BYTES)
#define WORDS_ELEMENTS 500

/* The attribute by which an element leads somewhere. */
static const struct source {
	const char *attribute;
	enum page_link_kind kind;
} sources[TREE_TAG_COUNT] = {
	[TREE_A] = { "href", PAGE_LINK_ANCHOR },
	[TREE_AREA] = { "href", PAGE_LINK_ANCHOR },
	[TREE_FRAME] = { "src", PAGE_LINK_FRAME },
	[TREE_IFRAME] = { "src", PAGE_LINK_FRAME },
	[TREE_OBJECT] = { "data", PAGE_LINK_OBJECT },
	[TREE_EMBED] = { "src", PAGE_LINK_OBJECT },
};

/* A link about to be added. */
struct draft {
	struct page *page;
	const struct tree_node *node;
	const struct link_place *where;
	enum page_link_kind kind;
};

static const char *attr_or_empty(const struct tree_node *n, const char *name)
{
	const char *value = tree_attr(n, name);

	return value ? value : "";
}

/* The words of the link: what stands in it, or what its element says. */
static void put_words(struct buf *out, const struct tree_node *n)
{
	static const char *const says[] = { "value", "alt", "title",
		"aria-label" };

	/* A handler on half of the page has no words of its own. */
	if (n->tag == TREE_TEXT || n->sum.elements > WORDS_ELEMENTS)
		return;
	if (!tree_is_silent(n->tag))
		gather_text(out, n, NULL, true);
	/* The title of a link is told apart. */
	for (size_t i = n->tag == TREE_A ? 3 : 0; out->len == 0 && i < 4; i++)
		gather_fold(out, slice_str(attr_or_empty(n, says[i])));
}

static void add(const struct draft *d, struct slice href)
{
	struct buf address, words, row, title;
	struct page_link link = {
		.kind = d->kind,
		.nav = d->where->nav,
		.heading = d->where->heading,
		.column = d->where->column,
	};

	if (d->page->n_links >= LIMIT_LINKS) {
		d->page->links_cut = true;
		return;
	}
	buf_init(&address, ADDRESS_BYTES);
	buf_init(&words, LIMIT_LINK_TEXT);
	buf_init(&row, LIMIT_LINK_TEXT);
	buf_init(&title, LIMIT_LINK_TEXT);
	buf_put_slice(&address, href);
	put_words(&words, d->node);
	if (d->node->tag != TREE_TEXT)
		gather_fold(&title, slice_str(attr_or_empty(d->node, "title")));
	if (d->kind == PAGE_LINK_TEXT)
		gather_text(&row, d->node, NULL, false);
	else if (d->node->tag != TREE_META && d->node->tag != TREE_SCRIPT)
		place_row(&row, d->node);
	link.href = buf_str(&address);
	link.text = buf_str(&words);
	link.title = buf_str(&title);
	link.row = buf_str(&row);
	/* An address that does not fit is none that can be fetched. */
	if (!address.full)
		page_add_link(d->page, &link);
	buf_done(&address);
	buf_done(&words);
	buf_done(&row);
	buf_done(&title);
}

static void add_scripted(struct draft *d, struct slice script)
{
	struct slice address;
	size_t at = 0;

	d->kind = PAGE_LINK_SCRIPT;
	while (script_next(script, &at, &address))
		add(d, address);
}

static void add_refresh(struct draft *d)
{
	const char *equiv = attr_or_empty(d->node, "http-equiv");
	const char *content = attr_or_empty(d->node, "content");
	struct refresh refresh;

	if (!slice_eq_nocase(slice_trim(slice_str(equiv)), "refresh"))
		return;
	d->kind = PAGE_LINK_REFRESH;
	if (refresh_parse(&refresh, slice_str(content)) && refresh.url.len)
		add(d, refresh.url);
}

static void add_handlers(struct draft *d)
{
	for (size_t i = 0; i < d->node->n_attrs; i++) {
		const struct tree_attr *a = &d->node->attrs[i];

		if (strncmp(a->name, "on", 2) == 0)
			add_scripted(d, slice_str(a->value));
	}
}

bool link_is_possible(const struct tree_node *n)
{
	if (sources[n->tag].attribute || n->tag == TREE_META ||
		n->tag == TREE_SCRIPT)
		return true;
	for (size_t i = 0; i < n->n_attrs; i++)
		if (strncmp(n->attrs[i].name, "on", 2) == 0)
			return true;
	return false;
}

void link_of_element(struct page *p, const struct tree_node *n,
	const struct link_place *where)
{
	const struct source *source = &sources[n->tag];
	struct draft d = { p, n, where, source->kind };
	const char *href =
		source->attribute ? tree_attr(n, source->attribute) : NULL;
	struct slice address = slice_trim(slice_str(href));

	if (slice_starts_nocase(address, "javascript:"))
		add_scripted(&d, address);
	else if (href)
		add(&d, address);
	if (n->tag == TREE_META)
		add_refresh(&d);
	if (n->tag == TREE_SCRIPT && n->first)
		add_scripted(&d, n->first->text);
	add_handlers(&d);
}

static bool is_address_end(unsigned char c)
{
	return c <= ' ' || c == '<' || c == '>' || c == '"' || c == '\'' ||
	       c == 0x7f;
}

/* An address ends before white space, also no-break, and is not said to
 * include the stop or bracket behind it. */
static struct slice cut_address(struct slice s)
{
	size_t n = 0;
	long blank;

	while (n < s.len && !is_address_end((unsigned char)s.data[n]))
		n++;
	s.len = n;
	blank = slice_find(s, "\xc2\xa0", 0);
	if (blank >= 0)
		s.len = (size_t)blank;
	while (s.len && strchr(".,;:!?)]}", s.data[s.len - 1]))
		s.len--;
	return s;
}

void link_of_text(struct page *p, const struct tree_node *n,
	const struct link_place *where)
{
	struct draft d = { p, n, where, PAGE_LINK_TEXT };
	long at = 0;

	while ((at = slice_find_nocase(n->text, "http", (size_t)at)) >= 0) {
		struct slice s = cut_address(
			slice_of(n->text.data + at, n->text.len - (size_t)at));

		if ((slice_starts_nocase(s, "http://") && s.len > 7) ||
			(slice_starts_nocase(s, "https://") && s.len > 8))
			add(&d, s);
		at += s.len ? (long)s.len : 1;
	}
}
