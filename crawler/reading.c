#include "crawler/reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/wire.h"
#include "crawler/imprint.h"
#include "crawler/limits.h"
#include "crawler/url.h"

#define DETAIL_BYTES 1024
#define PAYLOAD_BYTES LIMIT_DOC_TEXT
#define TRANSCRIPT_BYTES ((size_t)LIMIT_OCR_PAGES * (LIMIT_OCR_TEXT + 1024))

/* Longer addresses are counted as broken: a page may hold thousands. */
#define URL_BYTES ((size_t)4 * LIMIT_URL_BYTES)

void reading_init(struct reading *r)
{
	*r = (struct reading){ .detail = "", .title = "" };
	arena_init(&r->arena);
	r->outcome = OUTCOME_OK;
}

void reading_done(struct reading *r)
{
	free(r->links);
	arena_done(&r->arena);
	buf_done(&r->bytes);
	*r = (struct reading){ .detail = "", .title = "" };
}

/* A copy of at most max bytes that ends with a whole character. */
static const char *keep_text(struct arena *arena, const char *s, size_t max)
{
	struct slice all = slice_str(s);

	return all.len ? arena_strndup(arena, s, utf8_cut(all, max)) : "";
}

void reading_set_page(struct reading *r, const struct page *page)
{
	reading_set_outcome(r, page->outcome, page->detail);
	r->kind = page->kind;
	r->quality = page->quality;
	r->title = keep_text(&r->arena, page->title, LIMIT_LINK_TEXT);
	r->letters = page->letters;
	r->imprint = imprint_of(page);
	r->charset_conflict = page->charset_conflict;
	r->links_cut = page->links_cut;
	r->tree_agrees = page->tree_agrees;
	r->sheets_cut = page->sheets_read < page->sheets;
	r->has_pictures = page_has_pictures(page);
	r->has_annex = page->annex != NULL;
	r->transcript = arena_slice(&r->arena, page->transcript);
}

void reading_set_outcome(struct reading *r, enum outcome o, const char *detail)
{
	r->outcome = o;
	r->detail = keep_text(&r->arena, detail, DETAIL_BYTES);
}

void reading_set_payload(struct reading *r, struct slice payload)
{
	r->payload = arena_slice(&r->arena, payload);
}

static enum reading_scheme scheme_of(struct slice scheme)
{
	for (enum reading_scheme i = 0; i < READING_SCHEME_OTHER; i++)
		if (slice_eq(scheme, reading_scheme_name(i)))
			return i;
	return READING_SCHEME_OTHER;
}

static struct reading_link *add_link(struct reading *r)
{
	/* The capacity is a power of two from 16 on, so it need not be kept. */
	size_t n = r->n_links, cap = n;

	if (n == 0 || (n >= 16 && (n & (n - 1)) == 0))
		r->links = mem_grow(r->links, n, &cap, sizeof(*r->links));
	r->links[n] = (struct reading_link){ 0 };
	r->n_links++;
	return &r->links[n];
}

static const char *words_of(const struct page_link *link)
{
	if (link->text[0] != '\0')
		return link->text;
	return link->title[0] != '\0' ? link->title : link->row;
}

void reading_add_link(struct reading *r, const struct page *page,
	const struct page_link *link, uint64_t topics, int priority)
{
	const bool thai = strcmp(page->charset, "windows-874") == 0;
	struct reading_link *added;
	struct buf url;
	enum url_result result;

	buf_init(&url, URL_BYTES);
	result = url_resolve(&url, slice_str(link->href), page->base,
		thai ? URL_WINDOWS_874 : URL_UTF_8);
	if (result == URL_OK && r->n_links < LIMIT_LINKS) {
		added = add_link(r);
		added->url = keep_text(&r->arena, buf_str(&url), url.len);
		added->text =
			keep_text(&r->arena, words_of(link), LIMIT_LINK_TEXT);
		added->kind = link->kind;
		added->nav = link->nav;
		added->topics = topics;
		added->priority = priority;
	} else if (result == URL_FOREIGN) {
		r->others[scheme_of(buf_slice(&url))]++;
	} else if (result != URL_OK) {
		r->others[READING_SCHEME_BROKEN]++;
	}
	buf_done(&url);
}

/* With its NUL, so that it can be used where it stands. */
static void put_text(struct buf *out, const char *s)
{
	wire_put_bytes(out, slice_of(s, strlen(s) + 1));
}

static void put_link(struct buf *out, const struct reading_link *link)
{
	put_text(out, link->url);
	put_text(out, link->text);
	wire_put_u32(out, (uint32_t)link->kind);
	wire_put_u32(out, link->nav);
	wire_put_u64(out, link->topics);
	wire_put_u32(out, (uint32_t)link->priority);
}

void reading_encode(struct buf *out, const struct reading *r)
{
	wire_put_u32(out, (uint32_t)r->outcome);
	put_text(out, r->detail);
	wire_put_u32(out, (uint32_t)r->kind);
	wire_put_u32(out, (uint32_t)r->quality);
	put_text(out, r->title);
	wire_put_u64(out, r->letters);
	wire_put_u64(out, r->imprint);
	wire_put_u32(out, r->charset_conflict);
	wire_put_u32(out, r->links_cut);
	wire_put_u32(out, r->tree_agrees);
	wire_put_u32(out, r->sheets_cut);
	wire_put_u32(out, r->has_pictures);
	wire_put_u32(out, r->has_annex);
	wire_put_u32(out, r->says_none);
	for (size_t i = 0; i < READING_SCHEME_COUNT; i++)
		wire_put_u32(out, r->others[i]);
	wire_put_u32(out, (uint32_t)r->n_links);
	for (size_t i = 0; i < r->n_links; i++)
		put_link(out, &r->links[i]);
	wire_put_bytes(out, r->payload);
	wire_put_bytes(out, r->transcript);
}

static struct slice get_text(struct wire_reader *in, size_t max)
{
	const struct slice s = wire_get_bytes(in, max + 1);

	if (s.len == 0 || memchr(s.data, '\0', s.len) != s.data + s.len - 1)
		in->bad = true;
	return in->bad ? slice_of("", 0) : slice_of(s.data, s.len - 1);
}

/* Text that will be shown and matched: it must be UTF-8. */
static const char *get_words(struct wire_reader *in, size_t max)
{
	const struct slice s = get_text(in, max);

	if (!utf8_is_valid(s))
		in->bad = true;
	return in->bad ? "" : s.data;
}

static void get_link(struct wire_reader *in, struct reading *r)
{
	struct reading_link *link = add_link(r);

	link->url = get_text(in, URL_BYTES).data;
	link->text = get_words(in, LIMIT_LINK_TEXT);
	link->kind = wire_get_below(in, PAGE_LINK_TEXT + 1);
	link->nav = wire_get_below(in, 2) == 1;
	link->topics = wire_get_u64(in);
	link->priority = (int)wire_get_below(in, READING_PRIORITY_LAST + 1);
}

bool reading_decode(struct reading *r, struct slice bytes)
{
	struct wire_reader in = { .left = bytes };
	uint32_t n;

	reading_init(r);
	r->outcome = wire_get_below(&in, OUTCOME_COUNT);
	r->detail = get_words(&in, DETAIL_BYTES);
	r->kind = wire_get_below(&in, PAGE_KIND_COUNT);
	r->quality = wire_get_below(&in, PAGE_QUALITY_DAMAGED + 1);
	r->title = get_words(&in, LIMIT_LINK_TEXT);
	r->letters = (size_t)wire_get_u64(&in);
	r->imprint = wire_get_u64(&in);
	r->charset_conflict = wire_get_below(&in, 2) == 1;
	r->links_cut = wire_get_below(&in, 2) == 1;
	r->tree_agrees = wire_get_below(&in, 2) == 1;
	r->sheets_cut = wire_get_below(&in, 2) == 1;
	r->has_pictures = wire_get_below(&in, 2) == 1;
	r->has_annex = wire_get_below(&in, 2) == 1;
	r->says_none = wire_get_below(&in, 2) == 1;
	for (size_t i = 0; i < READING_SCHEME_COUNT; i++)
		r->others[i] = wire_get_u32(&in);
	n = wire_get_below(&in, LIMIT_LINKS + 1);
	for (uint32_t i = 0; i < n && !in.bad; i++)
		get_link(&in, r);
	r->payload = wire_get_bytes(&in, PAYLOAD_BYTES);
	r->transcript = wire_get_bytes(&in, TRANSCRIPT_BYTES);
	return !in.bad && in.left.len == 0;
}

const char *reading_scheme_name(enum reading_scheme scheme)
{
	static const char *const names[READING_SCHEME_COUNT] = {
		[READING_SCHEME_MAILTO] = "mailto",
		[READING_SCHEME_TEL] = "tel",
		[READING_SCHEME_JAVASCRIPT] = "javascript",
		[READING_SCHEME_DATA] = "data",
		[READING_SCHEME_OTHER] = "other",
		[READING_SCHEME_BROKEN] = "broken",
	};

	return names[scheme];
}
