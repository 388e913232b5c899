#include "crawler/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "crawler/limits.h"
#include "crawler/percent.h"
#include "crawler/read/viewer.h"

static const char *const kind_names[PAGE_KIND_COUNT] = {
	[PAGE_UNKNOWN] = "unknown",
	[PAGE_HTML] = "html",
	[PAGE_PDF] = "pdf",
	[PAGE_DOCX] = "docx",
	[PAGE_XLSX] = "xlsx",
	[PAGE_ODF] = "odf",
	[PAGE_PPTX] = "pptx",
	[PAGE_DOC] = "doc",
	[PAGE_XLS] = "xls",
	[PAGE_CSV] = "csv",
	[PAGE_TEXT] = "text",
	[PAGE_IMAGE] = "image",
	[PAGE_ZIP] = "zip",
	[PAGE_XML] = "xml",
	[PAGE_OTHER] = "other",
};

static const char *const quality_names[] = {
	[PAGE_QUALITY_NONE] = "none",
	[PAGE_QUALITY_GOOD] = "good",
	[PAGE_QUALITY_OCR] = "ocr",
	[PAGE_QUALITY_POOR] = "poor",
	[PAGE_QUALITY_SCAN] = "scan",
	[PAGE_QUALITY_ENCRYPTED] = "encrypted",
	[PAGE_QUALITY_DAMAGED] = "damaged",
};

void page_free(struct page *p)
{
	if (!p)
		return;
	page_free(p->annex);
	free(p->links);
	free(p->blocks);
	arena_done(&p->arena);
	free(p);
}

/* The last part of the path, or of a query that ends in the name of a file
 * ("get.php?f=plan.pdf").  What has no ending is a number as often as not. */
static struct slice file_part(const char *url)
{
	const char *query = strchr(url, '?');
	const char *value = query ? strrchr(query, '=') : NULL;
	struct slice s = slice_of(url, strcspn(url, "?#"));
	size_t from;

	if (value && strchr(value, '.'))
		s = slice_of(value + 1, strcspn(value + 1, "#"));
	for (from = s.len; from > 0 && s.data[from - 1] != '/';)
		from--;
	s = slice_of(s.data + from, s.len - from);
	return slice_find(s, ".", 0) >= 0 ? s : slice_of(NULL, 0);
}

static const char *file_name(struct arena *arena, const char *url)
{
	struct slice part = file_part(url);
	struct buf bytes, name;
	const char *s;

	buf_init(&bytes, part.len);
	buf_init(&name, 3 * part.len);
	percent_decode(&bytes, part);
	utf8_put_valid(&name, buf_slice(&bytes));
	s = arena_strdup(arena, buf_str(&name));
	buf_done(&bytes);
	buf_done(&name);
	return s;
}

struct page *page_new(const char *url)
{
	struct page *p = mem_zalloc(sizeof(*p));

	arena_init(&p->arena);
	p->url = arena_strdup(&p->arena, url ? url : "");
	p->base = p->url;
	p->file = file_name(&p->arena, p->url);
	p->images = -1;
	p->outcome = OUTCOME_OK;
	p->detail = p->title = p->charset = "";
	return p;
}

/*
 * Room for one more in an array that doubles at powers of two, so that its
 * capacity need not be kept.
 */
static void *room(void *array, size_t n, size_t size)
{
	if (n & (n - 1))
		return array;
	return mem_realloc(array, (n ? n * 2 : 1) * size);
}

static const char *copy(struct page *p, const char *s)
{
	return s && *s ? arena_strdup(&p->arena, s) : "";
}

static const char *copy_cut(struct page *p, const char *s)
{
	struct slice all = slice_str(s);

	if (all.len == 0)
		return "";
	return arena_strndup(&p->arena, s, utf8_cut(all, LIMIT_LINK_TEXT));
}

/* What a frame or link shows by a program that has to be run in a browser is
 * the file, and the program's page says nothing. */
static void look_through_viewer(struct page *p, struct page_link *link)
{
	struct buf file;

	buf_init(&file, LIMIT_TEXT_BYTES);
	if (viewer_file(&file, link->href))
		link->href = arena_strdup(&p->arena, buf_str(&file));
	buf_done(&file);
}

/* The last part of the address's path, without query and fragment. */
static struct slice last_part(const char *href)
{
	const size_t end = strcspn(href, "?#");
	size_t start = end;

	while (start > 0 && href[start - 1] != '/')
		start--;
	return slice_of(href + start, end - start);
}

static bool is_beyond_ascii(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.data[i] >= 0x80)
			return true;
	return false;
}

/* Under a picture without words the name of the file may be all that tells
 * what it is; short names in ASCII tell nothing. */
static void name_file(struct page *p, struct page_link *link)
{
	const struct slice part = last_part(link->href);
	struct buf name;

	link->file = "";
	if (slice_find(part, "%", 0) < 0 && !is_beyond_ascii(part))
		return;
	buf_init(&name, LIMIT_LINK_TEXT);
	percent_decode(&name, part);
	if (!name.full && is_beyond_ascii(buf_slice(&name)) &&
		utf8_is_valid(buf_slice(&name)))
		link->file = arena_strdup(&p->arena, buf_str(&name));
	buf_done(&name);
}

void page_take_link(struct page *p, const struct page_link *link)
{
	if (p->n_links >= LIMIT_LINKS) {
		p->links_cut = true;
		return;
	}
	p->links = room(p->links, p->n_links, sizeof(*p->links));
	p->links[p->n_links] = *link;
	look_through_viewer(p, &p->links[p->n_links]);
	name_file(p, &p->links[p->n_links++]);
}

void page_add_link(struct page *p, const struct page_link *link)
{
	struct page_link copied = *link;

	copied.href = copy(p, link->href);
	copied.text = copy_cut(p, link->text);
	copied.title = copy_cut(p, link->title);
	copied.row = copy_cut(p, link->row);
	copied.heading = copy_cut(p, link->heading);
	copied.column = copy_cut(p, link->column);
	page_take_link(p, &copied);
}

void page_take_content(struct page *p, struct page *from)
{
	arena_join(&p->arena, &from->arena);
	free(p->blocks);
	p->blocks = from->blocks;
	p->n_blocks = from->n_blocks;
	p->text_bytes = from->text_bytes;
	p->text_cut = from->text_cut;
	p->letters = from->letters;
	p->images = from->images;
	p->has_form = from->has_form;
	from->blocks = NULL;
	from->n_blocks = 0;
}

void page_fail(struct page *p, enum outcome outcome, const char *detail)
{
	p->outcome = outcome;
	p->detail = copy(p, detail);
	p->quality = PAGE_QUALITY_NONE;
	if (outcome == OUTCOME_DOC_ENCRYPTED)
		p->quality = PAGE_QUALITY_ENCRYPTED;
	if (outcome == OUTCOME_DOC_DAMAGED)
		p->quality = PAGE_QUALITY_DAMAGED;
	if (outcome == OUTCOME_DOC_NO_TEXT)
		p->quality = PAGE_QUALITY_SCAN;
}

static bool is_same_block(
	const struct page_block *a, const struct page_block *b)
{
	return a->kind == b->kind && a->level == b->level && a->nav == b->nav &&
	       a->link == b->link && a->row_end == b->row_end &&
	       a->head == b->head && a->table == b->table &&
	       a->column == b->column && a->sheet == b->sheet &&
	       strcmp(a->text, b->text) == 0;
}

bool page_has_content_of(const struct page *p, const struct page *other)
{
	if (p->n_blocks != other->n_blocks ||
		p->text_bytes != other->text_bytes ||
		p->text_cut != other->text_cut ||
		p->letters != other->letters || p->images != other->images ||
		p->has_form != other->has_form)
		return false;
	for (size_t i = 0; i < p->n_blocks; i++)
		if (!is_same_block(&p->blocks[i], &other->blocks[i]))
			return false;
	return true;
}

void page_add_block(struct page *p, const struct page_block *block)
{
	size_t len = strlen(block->text);
	size_t max = page_kind_is_document(p->kind) ? LIMIT_DOC_TEXT
						    : LIMIT_TEXT_BYTES;
	struct page_block *b;

	if (p->n_blocks >= LIMIT_BLOCKS || len > max - p->text_bytes) {
		p->text_cut = true;
		return;
	}
	p->blocks = room(p->blocks, p->n_blocks, sizeof(*p->blocks));
	b = &p->blocks[p->n_blocks++];
	*b = *block;
	b->text = copy(p, block->text);
	b->letters = page_letters(b->text);
	p->text_bytes += len;
	if (!b->nav)
		p->letters += b->letters;
}

/* A Thai vowel or tone above or below, by the last two of its three bytes:
 * U+0E31 and U+0E34-3A of the first 64 letters, U+0E47-4E of the others. */
static bool is_thai_mark(unsigned char b, unsigned char c)
{
	static const uint64_t marks[2] = { UINT64_C(0x7f2) << 48,
		UINT64_C(0xff) << 7 };

	return marks[b & 1] >> (c & 63) & 1;
}

static bool is_thai(const unsigned char *s)
{
	return s[0] == 0xe0 && (s[1] & 0xfe) == 0xb8 && s[2];
}

/* Another letter by its first bytes; two-byte ones below U+00C0 are signs, as
 * are U+2000-2FFF and U+FFxx but for the full-width digits nobody counts on. */
static bool is_letter(const unsigned char *s)
{
	if (s[0] < 0x80)
		return ascii_is_alnum(s[0]);
	if (s[0] < 0xc3 || s[0] == 0xe2 || s[0] == 0xef)
		return false;
	return s[0] != 0xe3 || s[1] != 0x80;
}

size_t page_letters(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	const unsigned char *end = s + strlen(text);
	size_t n = 0;

	while (s < end) {
		for (; end - s >= 8 && utf8_are_two_thai((const char *)s);
			s += 6)
			n += 2U - is_thai_mark(s[1], s[2]) -
			     is_thai_mark(s[4], s[5]);
		n += is_thai(s) ? !is_thai_mark(s[1], s[2]) : is_letter(s);
		do
			s++;
		while ((*s & 0xc0) == 0x80);
	}
	return n;
}

const char *page_kind_name(enum page_kind kind)
{
	return kind_names[kind];
}

bool page_is_partial(const struct page *p)
{
	return p->text_cut || p->sheets_read < p->sheets || p->sheets_lost ||
	       p->quality == PAGE_QUALITY_POOR ||
	       p->quality == PAGE_QUALITY_OCR;
}

bool page_has_pictures(const struct page *p)
{
	return p->kind == PAGE_PDF && p->outcome == OUTCOME_OK &&
	       p->sheets_lost && !p->annex;
}

const char *page_quality_name(enum page_quality q)
{
	return quality_names[q];
}

bool page_kind_is_document(enum page_kind kind)
{
	return kind != PAGE_UNKNOWN && kind != PAGE_HTML && kind != PAGE_XML;
}
