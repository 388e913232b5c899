#include "crawler/read/biff.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/little.h"
#include "base/mem.h"
#include "base/ole.h"
#include "base/utf8.h"
#include "crawler/limits.h"
#include "crawler/read/charset.h"
#include "crawler/read/sheet.h"
#include "crawler/read/sheetstyle.h"

#define ROWS 65536
#define NUMBER_BYTES 64
#define CLASS_BYTES 16
#define SHEETS_MAX 4096 /* the most a program of tables opens */

/* Numbers of records ([MS-XLS] 2.3.1). */
enum record_type {
	RECORD_FORMULA = 0x06,
	RECORD_EOF = 0x0a,
	RECORD_DATEMODE = 0x22,
	RECORD_FILEPASS = 0x2f,
	RECORD_CONTINUE = 0x3c,
	RECORD_COLINFO = 0x7d,
	RECORD_BOUNDSHEET = 0x85,
	RECORD_MULRK = 0xbd,
	RECORD_RSTRING = 0xd6,
	RECORD_XF = 0xe0,
	RECORD_SST = 0xfc,
	RECORD_LABELSST = 0xfd,
	RECORD_HLINK = 0x1b8,
	RECORD_NUMBER = 0x203,
	RECORD_LABEL = 0x204,
	RECORD_BOOLERR = 0x205,
	RECORD_STRING = 0x207,
	RECORD_ROW = 0x208,
	RECORD_RK = 0x27e,
	RECORD_FORMAT = 0x41e,
	RECORD_BOF = 0x809,
};

#define VERSION_8 0x600
#define FLAG_WIDE 1 /* letters of two bytes */
#define FLAG_FAR_EAST 4
#define FLAG_RICH 8

struct entry {
	const char *name;
	size_t at; /* of its first record */
	bool shown;
};

struct biff {
	struct page *page;
	struct slice records;
	size_t at; /* of the next record */
	uint32_t type;
	struct slice data; /* of the record at hand */
	bool is_8;
	struct entry *entries;
	size_t n_entries, cap_entries;
	/* The shared strings, one after another; string i ends at ends[i]. */
	struct buf strings;
	size_t *ends;
	size_t n_strings, cap_strings;
	struct sheetstyle style;
	struct sheet sheet;
	struct buf text;
	struct sheet_place formula; /* its words follow; row 0 for none */
	unsigned char hidden[ROWS / 8];
};

/* False at the end. */
static bool next(struct biff *b)
{
	size_t len = little_u16(b->records, b->at + 2);

	if (b->records.len < 4 || b->at > b->records.len - 4)
		return false;
	b->type = little_u16(b->records, b->at);
	b->data = little_part(b->records, b->at + 4, len);
	b->at += 4 + len;
	return true;
}

/* UTF-16 units, or the low bytes of them. */
static void put_units(
	struct buf *out, struct slice bytes, bool wide, uint32_t *lead)
{
	size_t width = wide ? 2 : 1;

	for (size_t at = 0; at + width <= bytes.len; at += width) {
		uint32_t cp =
			wide ? little_u16(bytes, at) : little_u8(bytes, at);

		if (cp >= 0xdc00 && cp < 0xe000 && *lead)
			cp = 0x10000 + ((*lead - 0xd800) << 10) + cp - 0xdc00;
		*lead = cp >= 0xd800 && cp < 0xdc00 ? cp : 0;
		if (!*lead)
			utf8_put(out, cp ? cp : UTF8_REPLACEMENT);
	}
}

/* The text at a place of the record, its length in so many bytes. */
static void take_text(struct biff *b, size_t at, size_t width)
{
	size_t n =
		width == 1 ? little_u8(b->data, at) : little_u16(b->data, at);
	uint32_t flags, lead = 0;

	buf_clear(&b->text);
	at += width;
	if (!b->is_8) {
		charset_decode_words(&b->text, little_part(b->data, at, n));
		return;
	}
	flags = little_u8(b->data, at++);
	at += flags & FLAG_RICH ? 2 : 0;
	at += flags & FLAG_FAR_EAST ? 4 : 0;
	put_units(&b->text,
		little_part(b->data, at, flags & FLAG_WIDE ? 2 * n : n),
		flags & FLAG_WIDE, &lead);
}

/* The shared strings run on over records of their own: a string may be cut
 * between two letters, and then its width is told anew. */
struct strings {
	struct biff *b;
	size_t at;
	bool ended;
};

static size_t bytes_left(const struct strings *s)
{
	return s->b->data.len - s->at;
}

/* Makes sure that something is left of the record. */
static bool fill(struct strings *s)
{
	while (!s->ended && bytes_left(s) == 0) {
		s->ended = little_u16(s->b->records, s->b->at) !=
				   RECORD_CONTINUE ||
			   !next(s->b);
		s->at = 0;
	}
	return !s->ended;
}

static uint32_t take_number(struct strings *s, size_t bytes)
{
	uint32_t value = 0;

	for (size_t i = 0; i < bytes && fill(s); i++)
		value |= little_u8(s->b->data, s->at++) << 8 * i;
	return value;
}

static void skip(struct strings *s, size_t n)
{
	while (n && fill(s)) {
		size_t part = bytes_left(s) < n ? bytes_left(s) : n;

		s->at += part;
		n -= part;
	}
}

static void take_letters(struct strings *s, size_t n, bool wide)
{
	uint32_t lead = 0;

	while (n && !s->ended) {
		size_t width = wide ? 2 : 1, part = bytes_left(s) / width;

		if (part > n)
			part = n;
		put_units(&s->b->strings,
			little_part(s->b->data, s->at, part * width), wide,
			&lead);
		s->at += part * width;
		n -= part;
		if (n == 0)
			break;
		/* A letter is never cut itself: what is over is damage. */
		s->at = s->b->data.len;
		wide = take_number(s, 1) & FLAG_WIDE;
	}
}

static void take_string(struct strings *s)
{
	struct biff *b = s->b;
	size_t n = take_number(s, 2);
	uint32_t flags = take_number(s, 1);
	size_t runs = flags & FLAG_RICH ? take_number(s, 2) : 0;
	size_t more = flags & FLAG_FAR_EAST ? take_number(s, 4) : 0;

	take_letters(s, n, flags & FLAG_WIDE);
	skip(s, 4 * runs + more);
	b->ends = mem_grow(
		b->ends, b->n_strings, &b->cap_strings, sizeof(*b->ends));
	b->ends[b->n_strings++] = b->strings.len;
}

static void take_strings(struct biff *b)
{
	struct strings s = { .b = b, .at = 8 };
	uint32_t n = little_u32(b->data, 4);

	if (b->data.len < 8)
		return;
	for (uint32_t i = 0; i < n && fill(&s); i++)
		take_string(&s);
}

static struct slice shared_string(const struct biff *b, uint32_t i)
{
	size_t from;

	if (i >= b->n_strings)
		return slice_of(NULL, 0);
	from = i ? b->ends[i - 1] : 0;
	return little_part(buf_slice(&b->strings), from, b->ends[i] - from);
}

static void take_entry(struct biff *b)
{
	struct entry *e;

	if (little_u8(b->data, 5) != 0 || b->n_entries >= SHEETS_MAX)
		return; /* a chart or macros */
	take_text(b, 6, 1);
	b->entries =
		mem_grow(b->entries, b->n_entries, &b->cap_entries, sizeof(*e));
	e = &b->entries[b->n_entries++];
	e->name = arena_strdup(&b->page->arena, buf_str(&b->text));
	e->at = little_u32(b->data, 0);
	e->shown = (little_u8(b->data, 4) & 3) == 0;
}

static void take_format(struct biff *b)
{
	take_text(b, 2, b->is_8 ? 2 : 1);
	sheetstyle_add_format(
		&b->style, (long)little_u16(b->data, 0), buf_str(&b->text));
}

/* What stands before the sheets; false when it is locked. */
static bool read_globals(struct biff *b)
{
	if (!next(b) || b->type != RECORD_BOF)
		return true;
	b->is_8 = little_u16(b->data, 0) == VERSION_8;
	while (next(b) && b->type != RECORD_EOF) {
		if (b->type == RECORD_FILEPASS)
			return false;
		if (b->type == RECORD_DATEMODE)
			b->style.from_1904 = little_u16(b->data, 0) == 1;
		if (b->type == RECORD_FORMAT)
			take_format(b);
		if (b->type == RECORD_XF)
			sheetstyle_add_cell(
				&b->style, (long)little_u16(b->data, 2));
		if (b->type == RECORD_BOUNDSHEET)
			take_entry(b);
		if (b->type == RECORD_SST)
			take_strings(b);
	}
	return true;
}

static struct sheet_place place_at(const struct biff *b, size_t at)
{
	return (struct sheet_place){
		little_u16(b->data, at) + 1,
		little_u16(b->data, at + 2) + 1,
	};
}

static void put_cell(struct biff *b, struct sheet_place at, struct slice text)
{
	if (!(b->hidden[(at.row - 1) / 8] >> (at.row - 1) % 8 & 1))
		sheet_put(&b->sheet, at, text);
}

static double double_at(struct slice s, size_t at)
{
	uint64_t bits =
		(uint64_t)little_u32(s, at + 4) << 32 | little_u32(s, at);
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

/* A number in 30 bits: the head of a double or a whole number, perhaps of
 * hundredths ([MS-XLS] 2.5.217). */
static double rk_at(struct slice s, size_t at)
{
	uint32_t rk = little_u32(s, at);
	uint64_t bits = (uint64_t)(rk & ~3U) << 32;
	double value;

	memcpy(&value, &bits, sizeof(value));
	if (rk & 2)
		value = (double)((int64_t)(rk >> 2) -
				 (rk >> 31 ? (int64_t)1 << 30 : 0));
	return rk & 1 ? value / 100 : value;
}

static void put_number(
	struct biff *b, struct sheet_place at, uint32_t format, double value)
{
	struct buf number;

	if (!isfinite(value))
		return;
	buf_init(&number, NUMBER_BYTES);
	buf_printf(&number, "%.17g", value);
	buf_clear(&b->text);
	sheetstyle_put(&b->style, &b->text, (long)format, buf_slice(&number));
	put_cell(b, at, buf_slice(&b->text));
	buf_done(&number);
}

static void put_label(struct biff *b)
{
	take_text(b, 6, 2);
	put_cell(b, place_at(b, 0), buf_slice(&b->text));
}

static void put_bool(struct biff *b, uint32_t value)
{
	put_cell(b, place_at(b, 0), slice_str(value ? "TRUE" : "FALSE"));
}

/* What the formula came to when it was saved: a number, or in the marks of
 * one that is none its kind; text comes as a record of its own. */
static void put_formula(struct biff *b)
{
	if (little_u16(b->data, 12) != 0xffff)
		put_number(b, place_at(b, 0), little_u16(b->data, 4),
			double_at(b->data, 6));
	else if (little_u8(b->data, 6) == 0)
		b->formula = place_at(b, 0);
	else if (little_u8(b->data, 6) == 1)
		put_bool(b, little_u8(b->data, 8));
}

static void put_formula_text(struct biff *b)
{
	if (!b->formula.row)
		return;
	take_text(b, 0, 2);
	put_cell(b, b->formula, buf_slice(&b->text));
	b->formula.row = 0;
}

static void put_many(struct biff *b)
{
	struct sheet_place at = place_at(b, 0);

	for (size_t i = 4; i + 8 <= b->data.len; i += 6, at.column++)
		put_number(
			b, at, little_u16(b->data, i), rk_at(b->data, i + 2));
}

/* An address is named by its class number ([MS-OSHARED] 2.3.7.6), after what
 * is shown for it and where it opens. */
static void put_link(struct biff *b)
{
	static const char address[] = "\xe0\xc9\xea\x79\xf9\xba\xce\x11"
				      "\x8c\x82\x00\xaa\x00\x4b\xa9\x0b";
	struct sheet_place at = { little_u16(b->data, 0) + 1,
		little_u16(b->data, 4) + 1 };
	uint32_t flags = little_u32(b->data, 28), lead = 0;
	size_t i = 32, n;
	struct slice class;

	if (flags & 0x10)
		i += 4 + 2 * (size_t)little_u32(b->data, i);
	if (flags & 0x80)
		i += 4 + 2 * (size_t)little_u32(b->data, i);
	class = little_part(b->data, i, CLASS_BYTES);
	if (!(flags & 1) || class.len < CLASS_BYTES ||
		memcmp(class.data, address, CLASS_BYTES) != 0)
		return;
	buf_clear(&b->text);
	n = little_u32(b->data, i + 16);
	for (i += 20; n >= 2 && little_u16(b->data, i); i += 2, n -= 2)
		put_units(&b->text, little_part(b->data, i, 2), true, &lead);
	sheet_link(&b->sheet, at, buf_str(&b->text));
}

static void hide_row(struct biff *b)
{
	uint32_t row = little_u16(b->data, 0);

	if (little_u32(b->data, 12) & 0x20)
		b->hidden[row / 8] |= (unsigned char)(1U << row % 8);
}

static void take_record(struct biff *b)
{
	switch (b->type) {
	case RECORD_ROW:
		hide_row(b);
		break;
	case RECORD_COLINFO:
		if (little_u16(b->data, 8) & 1)
			sheet_hide_columns(&b->sheet,
				little_u16(b->data, 0) + 1,
				little_u16(b->data, 2) + 1);
		break;
	case RECORD_LABELSST:
		put_cell(b, place_at(b, 0),
			shared_string(b, little_u32(b->data, 6)));
		break;
	case RECORD_LABEL:
	case RECORD_RSTRING:
		put_label(b);
		break;
	case RECORD_NUMBER:
		put_number(b, place_at(b, 0), little_u16(b->data, 4),
			double_at(b->data, 6));
		break;
	case RECORD_RK:
		put_number(b, place_at(b, 0), little_u16(b->data, 4),
			rk_at(b->data, 6));
		break;
	case RECORD_MULRK:
		put_many(b);
		break;
	case RECORD_BOOLERR:
		if (little_u8(b->data, 7) == 0)
			put_bool(b, little_u8(b->data, 6));
		break;
	case RECORD_FORMULA:
		put_formula(b);
		break;
	case RECORD_STRING:
		put_formula_text(b);
		break;
	case RECORD_HLINK:
		put_link(b);
		break;
	default:
		break;
	}
}

/* A sheet has charts within, with records of the same numbers.  False when
 * there is none at its place. */
static bool read_sheet(struct biff *b, uint32_t number, const struct entry *e)
{
	int depth = 1;

	b->at = e->at;
	b->formula.row = 0;
	memset(b->hidden, 0, sizeof(b->hidden));
	if (!next(b) || b->type != RECORD_BOF)
		return false;
	sheet_start(&b->sheet, number, e->name);
	while (depth && next(b)) {
		if (b->type == RECORD_BOF)
			depth++;
		else if (b->type == RECORD_EOF)
			depth--;
		else if (depth == 1)
			take_record(b);
	}
	sheet_end(&b->sheet);
	return true;
}

static void read_sheets(struct biff *b)
{
	static const struct entry only = { .name = "", .shown = true };
	struct page *p = b->page;

	/* Bare records are one sheet, without what stands before others. */
	if (b->n_entries == 0) {
		p->sheets = 1;
		p->sheets_read = read_sheet(b, 1, &only);
	}
	for (size_t i = 0; i < b->n_entries; i++) {
		if (!b->entries[i].shown)
			continue;
		p->sheets++;
		p->sheets_read +=
			read_sheet(b, (uint32_t)i + 1, &b->entries[i]);
	}
}

static void judge(struct page *p)
{
	if (p->sheets_read < p->sheets)
		page_fail(p, OUTCOME_DOC_DAMAGED, "a sheet is not there");
	else if (p->letters == 0)
		page_fail(p, OUTCOME_DOC_NO_TEXT, "a document without text");
	else
		p->quality = PAGE_QUALITY_GOOD;
	if (p->n_blocks)
		p->title = p->blocks[0].text;
}

static void read_records(struct page *p, struct slice records)
{
	struct biff *b = mem_zalloc(sizeof(*b));

	b->page = p;
	b->records = records;
	buf_init(&b->strings, 3 * records.len);
	buf_init(&b->text, LIMIT_TEXT_BYTES);
	sheetstyle_init(&b->style);
	sheet_init(&b->sheet, p);
	if (read_globals(b)) {
		read_sheets(b);
		judge(p);
	} else {
		page_fail(p, OUTCOME_DOC_ENCRYPTED, "a password is asked");
	}
	sheet_done(&b->sheet);
	sheetstyle_done(&b->style);
	buf_done(&b->text);
	buf_done(&b->strings);
	free(b->ends);
	free(b->entries);
	free(b);
}

/* A file of two versions has both streams, the newer one by the first name. */
static int get_records(struct slice body, struct buf *out, struct error *err)
{
	struct ole *ole = NULL;
	int result = ole_open(&ole, body, err);

	if (result == 0)
		result = ole_get(ole, "Workbook", out, err);
	if (result == 1)
		result = ole_get(ole, "Book", out, err);
	if (result == 1)
		result = error_set(err, ERR_SYNTAX, "OLE: no workbook in it");
	ole_free(ole);
	return result;
}

bool biff_is_bare(struct slice body)
{
	return slice_starts(body, "\x09\x08\x08") && little_u8(body, 3) == 0;
}

void biff_read(struct page *p, struct slice body)
{
	struct error err;
	struct buf records;

	p->kind = PAGE_XLS;
	buf_init(&records, body.len);
	if (biff_is_bare(body))
		read_records(p, body);
	else if (get_records(body, &records, &err) < 0)
		page_fail(p, OUTCOME_DOC_DAMAGED, err.text);
	else
		read_records(p, buf_slice(&records));
	buf_done(&records);
}
