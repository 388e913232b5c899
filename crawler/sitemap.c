#include "crawler/sitemap.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/gzip.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/xml.h"
#include "crawler/limits.h"
#include "crawler/read/charset.h"
#include "crawler/url.h"

/* An address as it is written, with the blanks around it. */
#define MAX_WRITTEN ((size_t)64 * 1024)

#define DOCTYPE "<!doctype"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Where the addresses stand in each kind of document. */
struct format {
	const char *root;
	const char *entry;
	const char *place; /* the element in an entry with the address ... */
	const char *attr;  /* ... in this attribute; NULL: in its text */
	int depth;         /* of the entry; the root's is 1 */
	bool index;        /* of further sitemaps */
};

static const struct format formats[] = {
	{ "urlset", "url", "loc", NULL, 2, false },
	{ "sitemapindex", "sitemap", "loc", NULL, 2, true },
	{ "rss", "item", "link", NULL, 3, false },
	{ "feed", "entry", "link", "href", 2, false },
};

struct list {
	const char **urls;
	size_t n, cap;
};

struct reader {
	struct sitemap *sitemap;
	struct arena *arena;
	const char *address;
	const struct sitemap_scope *scope;
	struct list pages, sitemaps;
	size_t n_named; /* addresses met, whatever came of them */
	struct buf url; /* of the address just read */
	/* where the parser stands */
	const struct format *format; /* NULL: no document that we know */
	int depth;
	bool in_entry, in_place;
	bool named;      /* the entry has an address */
	struct buf text; /* of the place */
};

static void tell(struct reader *r, enum sitemap_problem problem)
{
	r->sitemap->problems[problem]++;
}

static void add(struct reader *r, struct list *list)
{
	struct buf bare;

	buf_init(&bare, LIMIT_URL_BYTES);
	url_put_bare(&bare, buf_str(&r->url));
	if (r->scope->has(r->scope->ctx, buf_str(&bare))) {
		list->urls = mem_grow(
			list->urls, list->n, &list->cap, sizeof(list->urls[0]));
		list->urls[list->n++] =
			arena_strndup(r->arena, buf_str(&bare), bare.len);
	} else {
		tell(r, SITEMAP_OUT_OF_SCOPE);
	}
	buf_done(&bare);
}

/* Takes an address as it stands in the document. */
static void take(struct reader *r, struct slice written)
{
	written = slice_trim(written);
	if (written.len == 0)
		return;
	r->named = true;
	if (r->n_named++ >= LIMIT_SITEMAP_ADDRESSES)
		tell(r, SITEMAP_TOO_MANY);
	else if (url_resolve(&r->url, written, r->address, URL_UTF_8) != URL_OK)
		tell(r, SITEMAP_BAD_ADDRESS);
	else
		add(r, r->format && r->format->index ? &r->sitemaps
						     : &r->pages);
}

static const struct format *find_format(const char *root)
{
	for (size_t i = 0; i < COUNT(formats); i++)
		if (strcmp(formats[i].root, root) == 0)
			return &formats[i];
	return NULL;
}

/* A link of a feed that leads to what the entry is about, and not to where
 * it is edited or to the feed itself (RFC 4287 section 4.2.7.2). */
static bool leads_to_page(const char *const *attrs)
{
	const char *rel = xml_attr(attrs, "rel");

	return !rel || strcmp(rel, "alternate") == 0;
}

static void open_place(struct reader *r, const char *const *attrs)
{
	const char *value;

	if (!r->format->attr) {
		r->in_place = true;
		buf_clear(&r->text);
		return;
	}
	value = xml_attr(attrs, r->format->attr);
	if (value && leads_to_page(attrs))
		take(r, slice_str(value));
}

static void on_open(void *ctx, const char *name, const char *const *attrs)
{
	struct reader *r = ctx;

	r->depth++;
	if (r->depth == 1)
		r->format = find_format(name);
	if (!r->format)
		return;
	if (r->depth == r->format->depth &&
		strcmp(name, r->format->entry) == 0) {
		r->in_entry = true;
		r->named = false;
	} else if (r->in_entry && r->depth == r->format->depth + 1 &&
		   strcmp(name, r->format->place) == 0) {
		open_place(r, attrs);
	}
}

static void close_place(struct reader *r)
{
	r->in_place = false;
	if (!r->text.full) {
		take(r, buf_slice(&r->text));
		return;
	}
	r->named = true;
	tell(r, SITEMAP_BAD_ADDRESS);
}

static void on_close(void *ctx, const char *name)
{
	struct reader *r = ctx;
	int depth = r->depth--;

	(void)name;
	if (r->in_place && depth == r->format->depth + 1) {
		close_place(r);
	} else if (r->in_entry && depth == r->format->depth) {
		if (!r->named)
			tell(r, SITEMAP_NO_ADDRESS);
		r->in_entry = false;
	}
}

static void on_text(void *ctx, struct slice text)
{
	struct reader *r = ctx;

	if (r->in_place)
		buf_put_slice(&r->text, text);
}

/* Whether the last end tag of the document is the root's: what is wrong then
 * stands in its midst. */
static bool is_closed(struct slice s, const char *root)
{
	size_t n = strlen(root), i = s.len;

	while (i >= 2 && memcmp(s.data + i - 2, "</", 2) != 0)
		i--;
	s = slice_of(s.data + i, s.len - i);
	i = 0;
	while (i < s.len && s.data[i] != '>' && !ascii_is_space(s.data[i]))
		i++;
	return i < s.len && i >= n && memcmp(s.data + i - n, root, n) == 0;
}

/* Passes what begins so and ends so, or else all that is left. */
static bool skip(struct slice *s, const char *begin, const char *end)
{
	size_t n = s->len;
	long found;

	if (!slice_starts(*s, begin))
		return false;
	found = slice_find(*s, end, strlen(begin));
	if (found >= 0)
		n = (size_t)found + strlen(end);
	*s = slice_of(s->data + n, s->len - n);
	return true;
}

/*
 * From the root element on.  The XML declaration must go, for its encoding is
 * no longer the text's; and much software puts an empty line before it, which
 * XML forbids.
 */
static struct slice skip_prolog(struct slice s)
{
	do
		s = slice_trim(s);
	while (skip(&s, "<?", "?>") || skip(&s, "<!--", "-->"));
	return s;
}

/* Many servers answer with a page in place of the sitemap they have not. */
static bool is_html(struct slice doctype)
{
	const size_t n = strlen(DOCTYPE);

	doctype = slice_of(doctype.data + n, doctype.len - n);
	return slice_starts_nocase(slice_trim(doctype), "html");
}

static void read_xml(struct reader *r, struct slice s, bool whole)
{
	const struct xml_handler handler = {
		.open = on_open,
		.close = on_close,
		.text = on_text,
		.ctx = r,
	};
	struct error err;
	int rc;

	s = skip_prolog(s);
	if (slice_starts_nocase(s, DOCTYPE)) {
		tell(r, is_html(s) ? SITEMAP_FOREIGN : SITEMAP_DOCTYPE);
		return;
	}
	rc = xml_parse(s, &handler, LIMIT_XML_DEPTH, &err);
	if (rc == ERR_LIMIT)
		tell(r, SITEMAP_TOO_DEEP);
	else if (s.len && !r->format)
		tell(r, SITEMAP_FOREIGN);
	else if (rc < 0 && s.len && is_closed(s, r->format->root))
		tell(r, SITEMAP_DAMAGED);
	else if (rc < 0 && whole)
		tell(r, SITEMAP_CUT);
}

/* An address of plain text is absolute, or the words of any text were one. */
static bool is_address(struct slice line)
{
	return slice_starts_nocase(line, "http://") ||
	       slice_starts_nocase(line, "https://");
}

/* Without its last line where that was cut: half an address is another. */
static struct slice whole_lines(struct slice s)
{
	while (s.len && s.data[s.len - 1] != '\n' && s.data[s.len - 1] != '\r')
		s.len--;
	return s;
}

static bool next_line(struct slice *line, struct slice *rest)
{
	size_t n = 0;

	if (rest->len == 0)
		return false;
	while (n < rest->len && rest->data[n] != '\n' && rest->data[n] != '\r')
		n++;
	*line = slice_trim(slice_of(rest->data, n));
	n += n < rest->len;
	*rest = slice_of(rest->data + n, rest->len - n);
	return true;
}

static void read_lines(struct reader *r, struct slice s, bool whole)
{
	struct slice line;
	size_t others = 0;

	if (!whole)
		s = whole_lines(s);
	while (next_line(&line, &s)) {
		if (is_address(line))
			take(r, line);
		else
			others += line.len > 0;
	}
	if (r->n_named > 0)
		r->sitemap->problems[SITEMAP_BAD_ADDRESS] += others;
	else if (whole || others)
		tell(r, SITEMAP_FOREIGN);
}

/* The label of the encoding in an XML declaration; empty for none. */
static struct slice declared_label(struct slice s)
{
	static const char name[] = "encoding=";
	long end = slice_find(s, "?>", 0), at;
	const char *stop;

	if (!slice_starts(s, "<?xml") || end < 0)
		return slice_of(NULL, 0);
	s.len = (size_t)end;
	at = slice_find(s, name, 0);
	if (at < 0 || (size_t)at + sizeof(name) > s.len)
		return slice_of(NULL, 0);
	s = slice_of(s.data + at + sizeof(name) - 1,
		s.len - (size_t)at - (sizeof(name) - 1));
	stop = memchr(s.data + 1, s.data[0], s.len - 1);
	return slice_of(s.data + 1, stop ? (size_t)(stop - s.data) - 1 : 0);
}

/* The text as UTF-8, which it is by the protocol, in out if it was not. */
static struct slice decode(struct reader *r, struct slice s, struct buf *out)
{
	struct charset_guess guess;
	const char *declared;

	if (slice_starts(s, "\xef\xbb\xbf"))
		s = slice_of(s.data + 3, s.len - 3);
	if (utf8_is_valid(s))
		return s;
	declared = charset_from_label(declared_label(slice_trim(s)));
	guess = charset_sniff(s, declared ? declared : "utf-8");
	charset_decode(out, s, &guess);
	if (out->full)
		tell(r, SITEMAP_TOO_LARGE);
	return buf_slice(out);
}

/* How many bytes a packed sitemap of that size may come to. */
static size_t ceiling(size_t packed)
{
	if (packed <= LIMIT_ZIP_RATIO_AFTER / LIMIT_ZIP_RATIO)
		return LIMIT_ZIP_RATIO_AFTER;
	if (packed >= LIMIT_SITEMAP_BYTES / LIMIT_ZIP_RATIO)
		return LIMIT_SITEMAP_BYTES;
	return packed * LIMIT_ZIP_RATIO;
}

/* The body without gzip, in out if it had one. */
static struct slice unpack(struct reader *r, struct slice body, struct buf *out)
{
	bool truncated = false;
	struct error err;
	int rc;

	if (!gzip_is(body)) {
		if (body.len > LIMIT_SITEMAP_BYTES) {
			tell(r, SITEMAP_TOO_LARGE);
			body.len = LIMIT_SITEMAP_BYTES;
		}
		return body;
	}
	buf_init(out, ceiling(body.len));
	rc = gzip_inflate(out, body, &truncated, &err);
	if (rc < 0)
		tell(r, rc == ERR_LIMIT ? SITEMAP_TOO_LARGE : SITEMAP_DAMAGED);
	else if (truncated)
		tell(r, SITEMAP_CUT);
	return buf_slice(out);
}

/* Whether nothing was told so far that ended the text early. */
static bool is_whole(const struct sitemap *s)
{
	return !s->problems[SITEMAP_CUT] && !s->problems[SITEMAP_DAMAGED] &&
	       !s->problems[SITEMAP_TOO_LARGE];
}

static void read_body(struct reader *r, struct slice body)
{
	struct buf unpacked = { 0 }, decoded;
	struct slice text;

	buf_init(&decoded, LIMIT_SITEMAP_BYTES);
	text = decode(r, unpack(r, body, &unpacked), &decoded);
	if (slice_starts(slice_trim(text), "<"))
		read_xml(r, text, is_whole(r->sitemap));
	else
		read_lines(r, text, is_whole(r->sitemap));
	buf_done(&unpacked);
	buf_done(&decoded);
}

static const char **keep(struct arena *arena, struct list *list)
{
	const char **urls = arena_alloc(arena, list->n * sizeof(list->urls[0]));

	if (list->n)
		memcpy(urls, list->urls, list->n * sizeof(list->urls[0]));
	free(list->urls);
	return urls;
}

void sitemap_parse(struct sitemap *out, struct arena *arena, struct slice body,
	const char *address, const struct sitemap_scope *scope)
{
	struct reader r = {
		.sitemap = out,
		.arena = arena,
		.address = address,
		.scope = scope,
	};

	*out = (struct sitemap){ 0 };
	buf_init(&r.url, LIMIT_URL_BYTES);
	buf_init(&r.text, MAX_WRITTEN);
	read_body(&r, body);
	out->n_pages = r.pages.n;
	out->pages = keep(arena, &r.pages);
	out->n_sitemaps = r.sitemaps.n;
	out->sitemaps = keep(arena, &r.sitemaps);
	buf_done(&r.url);
	buf_done(&r.text);
}

const char *sitemap_problem_name(enum sitemap_problem problem)
{
	static const char *const names[] = {
		[SITEMAP_CUT] = "cut",
		[SITEMAP_DAMAGED] = "damaged",
		[SITEMAP_DOCTYPE] = "doctype",
		[SITEMAP_FOREIGN] = "no_sitemap",
		[SITEMAP_TOO_LARGE] = "too_large",
		[SITEMAP_TOO_DEEP] = "too_deep",
		[SITEMAP_TOO_MANY] = "too_many",
		[SITEMAP_NO_ADDRESS] = "no_address",
		[SITEMAP_BAD_ADDRESS] = "bad_address",
		[SITEMAP_OUT_OF_SCOPE] = "out_of_scope",
	};

	static_assert(COUNT(names) == SITEMAP_PROBLEM_COUNT, "a name each");
	return names[problem];
}
