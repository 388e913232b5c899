#include "crawler/read/link.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crawler/limits.h"
#include "crawler/read/script.h"
#include "crawler/refresh.h"

/* An address may stand with entities and blanks. */
#define ADDRESS_BYTES (4UL * LIMIT_URL_BYTES)

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

void link_done(struct link_list *list)
{
	free(list->items);
	*list = (struct link_list){ 0 };
}

static void add(
	struct link_list *out, enum page_link_kind kind, struct slice href)
{
	/* An address that does not fit is none that can be fetched. */
	if (href.len > ADDRESS_BYTES)
		return;
	out->items =
		mem_grow(out->items, out->n, &out->cap, sizeof(*out->items));
	out->items[out->n++] = (struct link_found){ kind, href };
}

void link_of_script(struct link_list *out, struct slice script)
{
	struct slice address;
	size_t at = 0;

	while (out->n < LIMIT_LINKS && script_next(script, &at, &address))
		add(out, PAGE_LINK_SCRIPT, address);
}

static void add_source(struct link_list *out, const struct source *source,
	const struct token *t)
{
	struct slice href = token_attr(t, source->attribute);
	struct slice address = slice_trim(href);

	if (slice_starts_nocase(address, "javascript:"))
		link_of_script(out, address);
	else if (href.data)
		add(out, source->kind, address);
}

/* Attributes in which a page keeps an address for its scripts: of a frame that
 * is shown once it comes into view, of a download, of a row to be clicked. */
static bool is_kept(enum tree_tag tag, const struct token_attr *a)
{
	if (tag == TREE_IFRAME)
		return slice_eq(a->name, "data-src") ||
		       slice_eq(a->name, "data-lazy-src");
	return slice_eq(a->name, "data-downloadurl") ||
	       (slice_eq(a->name, "data-href") &&
		       slice_find(a->value, "://", 0) < 0);
}

/* Attributes beginning with "data-".  Where no viewer is known to be told what
 * to show, a name alone is only a name. */
static void add_data(
	struct link_list *out, enum tree_tag tag, const struct token_attr *a)
{
	const struct slice value = slice_trim(a->value);

	if (value.len && is_kept(tag, a))
		add(out,
			tag == TREE_IFRAME ? PAGE_LINK_FRAME : PAGE_LINK_SCRIPT,
			value);
	else if (script_names_document(value) &&
		 (slice_eq(a->name, "data-src") ||
			 slice_find(value, "/", 0) >= 0))
		add(out, PAGE_LINK_SCRIPT, value);
}

/* What scripts take from an attribute, by its first letter first: a page has
 * many. */
static void add_attribute(
	struct link_list *out, enum tree_tag tag, const struct token_attr *a)
{
	const char c = a->name.len ? a->name.data[0] : '\0';

	if (c == 'o' && slice_starts(a->name, "on"))
		link_of_script(out, a->value);
	else if (c == 'd' && slice_starts(a->name, "data-"))
		add_data(out, tag, a);
	else if (c == 's' && slice_eq(a->name, "source") &&
		 script_names_document(slice_trim(a->value)))
		add(out, PAGE_LINK_SCRIPT, slice_trim(a->value));
}

static void add_refresh(struct link_list *out, const struct token *t)
{
	struct slice equiv = token_attr(t, "http-equiv");
	struct refresh refresh;

	if (!slice_eq_nocase(slice_trim(equiv), "refresh"))
		return;
	if (refresh_parse(&refresh, token_attr(t, "content")) &&
		refresh.url.len)
		add(out, PAGE_LINK_REFRESH, refresh.url);
}

void link_of_element(
	struct link_list *out, enum tree_tag tag, const struct token *t)
{
	if (t->n_attrs == 0)
		return;
	if (sources[tag].attribute)
		add_source(out, &sources[tag], t);
	else if (tag == TREE_META)
		add_refresh(out, t);
	for (size_t i = 0; i < t->n_attrs; i++)
		add_attribute(out, tag, &t->attrs[i]);
}

bool link_is_chooser(enum tree_tag tag, const struct token *t)
{
	if (tag != TREE_SELECT)
		return false;
	for (size_t i = 0; i < t->n_attrs; i++)
		if (slice_starts(t->attrs[i].name, "on") &&
			(slice_find(t->attrs[i].value, "location", 0) >= 0 ||
				slice_find(t->attrs[i].value, "open(", 0) >= 0))
			return true;
	return false;
}

void link_of_choice(struct link_list *out, const struct token *t)
{
	const struct slice value = slice_trim(token_attr(t, "value"));

	if (value.len && value.data[0] != '#')
		add(out, PAGE_LINK_SCRIPT, value);
}

struct slice link_words(enum tree_tag tag, const struct token *t)
{
	static const char *const says[] = { "value", "alt", "title",
		"aria-label" };
	struct slice words = { 0 };

	/* The title of a link is told apart. */
	for (size_t i = tag == TREE_A ? 3 : 0; words.len == 0 && i < 4; i++)
		words = slice_trim(token_attr(t, says[i]));
	return words;
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

/* The first "http" or "https" from there on that "://" follows, or -1.  Looked
 * for by the colon: text has few. */
static long find_address(struct slice s, size_t from)
{
	for (size_t i = from; i < s.len; i++) {
		const char *colon = memchr(s.data + i, ':', s.len - i);

		if (!colon)
			return -1;
		i = (size_t)(colon - s.data);
		if (s.len - i < 3 || colon[1] != '/' || colon[2] != '/')
			continue;
		for (size_t n = 4; n <= 5 && from + n <= i; n++)
			if (slice_eq_nocase(slice_of(colon - n, n),
				    n == 4 ? "http" : "https"))
				return (long)(i - n);
	}
	return -1;
}

void link_of_text(struct link_list *out, struct slice text)
{
	long at = 0;

	while (out->n < LIMIT_LINKS &&
		(at = find_address(text, (size_t)at)) >= 0) {
		struct slice s = cut_address(
			slice_of(text.data + at, text.len - (size_t)at));

		if ((slice_starts_nocase(s, "http://") && s.len > 7) ||
			(slice_starts_nocase(s, "https://") && s.len > 8))
			add(out, PAGE_LINK_TEXT, s);
		at += s.len ? (long)s.len : 1;
	}
}
