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
		if (slice_starts(t->attrs[i].name, "on"))
			link_of_script(out, t->attrs[i].value);
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
