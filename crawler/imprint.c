#include "crawler/imprint.h"

#include <string.h>

#include "base/buf.h"
#include "base/slice.h"
#include "base/tally.h"
#include "base/utf8.h"
#include "crawler/doctype.h"
#include "crawler/limits.h"
#include "crawler/percent.h"
#include "crawler/url.h"

/* Shorter parts of an address are words that a page has anyway. */
#define ECHO_BYTES 4
#define MAX_ECHOES 6

/* The page's own address in the ways a page may repeat it. */
struct echoes {
	struct buf decoded;
	struct slice list[MAX_ECHOES]; /* each before its parts */
	size_t n;
	bool first[256]; /* bytes that one of them or a digit begins with */
	bool thai;       /* one of them begins with a byte of Thai letters */
	struct buf kept; /* for a moment: what counts of a text */
};

static struct slice last_part(struct slice path)
{
	size_t from = path.len;

	while (from > 0 && path.data[from - 1] != '/')
		from--;
	return slice_of(path.data + from, path.len - from);
}

static void add_echo(struct echoes *e, struct slice s)
{
	if (s.len < ECHO_BYTES || e->n >= MAX_ECHOES)
		return;
	e->list[e->n++] = s;
	e->first[(unsigned char)s.data[0]] = true;
	e->thai |= (s.data[0] & 0x80) != 0;
}

static void find_echoes(struct echoes *e, const char *url)
{
	const struct url u = url_split(url);
	const struct slice whole = slice_str(url);
	size_t start;

	*e = (struct echoes){ 0 };
	buf_init(&e->decoded, LIMIT_TEXT_BYTES);
	buf_init(&e->kept, LIMIT_TEXT_BYTES);
	for (char c = '0'; c <= '9'; c++)
		e->first[(unsigned char)c] = true;
	e->first[0xe0] = true;
	percent_decode(&e->decoded, whole);
	start = slice_find(buf_slice(&e->decoded), "://", 0) < 0
			? 0
			: u.scheme.len + 3 + u.host.len;
	add_echo(e, whole);
	add_echo(e, buf_slice(&e->decoded));
	add_echo(e, u.path);
	if (start < e->decoded.len)
		add_echo(e, slice_of(e->decoded.data + start,
				    e->decoded.len - start));
	add_echo(e, last_part(u.path));
	add_echo(e, last_part(buf_slice(&e->decoded)));
}

/* One of U+0E50 .. U+0E59, by the bytes behind the first of a Thai letter. */
static bool is_digit_of_thai(const char *s)
{
	const unsigned char last = (unsigned char)s[2];

	return (unsigned char)s[1] == 0xb9 && last >= 0x90 && last <= 0x99;
}

/* Bytes at the front of s that are the address or a digit, or 0. */
static size_t skipped(const struct echoes *e, struct slice s)
{
	for (size_t i = 0; i < e->n; i++)
		if (s.data[0] == e->list[i].data[0] &&
			s.len >= e->list[i].len &&
			memcmp(s.data, e->list[i].data, e->list[i].len) == 0)
			return e->list[i].len;
	if (ascii_is_digit(s.data[0]))
		return 1;
	return s.len >= 3 && s.data[0] == '\xe0' && is_digit_of_thai(s.data)
		       ? 3
		       : 0;
}

/* Bytes of Thai letters that count at the head of s: most of the text is such,
 * and few addresses begin in one. */
static size_t plain_thai(const struct echoes *e, struct slice s)
{
	size_t n = 0;

	while (!e->thai && s.len - n >= 8 && utf8_are_two_thai(s.data + n)) {
		if (is_digit_of_thai(s.data + n))
			return n;
		if (is_digit_of_thai(s.data + n + 3))
			return n + 3;
		n += 6;
	}
	return n;
}

/* Digests what counts of a text; *bytes grows by as much. */
static uint64_t add_text(
	uint64_t digest, struct echoes *e, const char *text, size_t *bytes)
{
	const struct slice s = slice_str(text);
	size_t from = 0, skip;

	buf_clear(&e->kept);
	for (size_t i = 0; i < s.len; i += skip ? skip : 1) {
		skip = plain_thai(e, slice_of(s.data + i, s.len - i));
		if (skip) {
			*bytes += skip;
			continue;
		}
		*bytes += s.data[i] != ' ';
		if (!e->first[(unsigned char)s.data[i]])
			continue;
		skip = skipped(e, slice_of(s.data + i, s.len - i));
		if (skip == 0)
			continue;
		*bytes -= s.data[i] != ' ';
		buf_put(&e->kept, s.data + from, i - from);
		from = i + skip;
	}
	if (e->kept.len == 0)
		return tally_digest(digest, slice_behind(s, from));
	buf_put(&e->kept, s.data + from, s.len - from);
	return tally_digest(digest, buf_slice(&e->kept));
}

/* The name of the document that a link leads to. */
static uint64_t add_document(uint64_t digest, const struct page_link *link)
{
	struct slice name =
		last_part(slice_of(link->href, strcspn(link->href, "?#")));
	struct buf url;

	buf_init(&url, LIMIT_TEXT_BYTES);
	buf_puts(&url, "http://a/");
	buf_put_slice(&url, name);
	if (doctype_of_url(buf_str(&url)) == DOCTYPE_DOCUMENT)
		digest = tally_digest(digest, name);
	buf_done(&url);
	return digest;
}

uint64_t imprint_of(const struct page *page)
{
	uint64_t digest = TALLY_SEED;
	struct echoes e;
	size_t bytes = 0;

	find_echoes(&e, page->url);
	digest = add_text(digest, &e, page->title, &bytes);
	for (size_t i = 0; i < page->n_blocks; i++)
		if (!page->blocks[i].nav)
			digest = add_text(
				digest, &e, page->blocks[i].text, &bytes);
	for (size_t i = 0; i < page->n_links; i++)
		if (!page->links[i].nav)
			digest = add_document(digest, &page->links[i]);
	buf_done(&e.decoded);
	buf_done(&e.kept);
	return bytes ? digest : 0;
}
