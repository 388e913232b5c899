#include "crawler/read/ocr.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/wire.h"
#include "crawler/clock.h"
#include "crawler/limits.h"
#include "crawler/read/gather.h"
#include "crawler/read/quality.h"
#include "crawler/read/tool.h"

#define DETAIL_BYTES 80
#define ANSWER_BYTES 65536 /* of a program that is asked what it is */

/* A picture in grey of a byte a dot, and its head. */
#define PICTURE_BYTES ((size_t)LIMIT_OCR_DOTS * LIMIT_OCR_DOTS + 64)

#define DOTS_TEXT(n) #n
#define DOTS(n) DOTS_TEXT(n)

static const struct tool_limits limits = { LIMIT_OCR_PAGE_CPU_S,
	LIMIT_OCR_PAGE_S, LIMIT_OCR_BYTES };

/* A page that was read. */
struct sheet {
	uint32_t number;
	struct buf text;
};

/* A document on its way. */
struct scan {
	const struct ocr *ocr;
	struct slice body;
	struct sheet sheets[LIMIT_OCR_PAGES];
	size_t n;
	uint32_t wanted[LIMIT_DOC_PAGES]; /* the pages to be read */
	uint32_t n_wanted;
	size_t late;               /* pages that needed too long */
	char detail[DETAIL_BYTES]; /* of the last page that was not read */
};

void ocr_find(struct ocr *ocr)
{
	ocr->pdftoppm = tool_find("pdftoppm");
	ocr->tesseract = tool_find("tesseract");
}

void ocr_done(struct ocr *ocr)
{
	free(ocr->pdftoppm);
	free(ocr->tesseract);
	*ocr = (struct ocr){ 0 };
}

/* What a program says when asked by one option, on either of its streams. */
static void ask(struct buf *out, const char *program, const char *option)
{
	const char *const argv[] = { program, option, NULL };
	struct tool_result r;
	struct error err;
	struct buf messages;

	buf_clear(out);
	buf_init(&messages, ANSWER_BYTES);
	if (tool_run(&r, argv, slice_of("", 0), out, &messages, &err) == 0)
		buf_put_slice(out, buf_slice(&messages));
	buf_done(&messages);
}

static void put_version(
	struct buf *versions, const char *program, const char *option)
{
	struct buf out;

	buf_init(&out, ANSWER_BYTES);
	ask(&out, program, option);
	if (versions->len)
		buf_puts(versions, ", ");
	buf_put(versions, buf_str(&out), strcspn(buf_str(&out), "\n"));
	buf_done(&out);
}

static bool has_line(struct slice text, const char *line)
{
	while (text.len) {
		const char *end = memchr(text.data, '\n', text.len);
		size_t n = end ? (size_t)(end - text.data) : text.len;

		if (slice_eq(slice_of(text.data, n), line))
			return true;
		n += end != NULL;
		text = slice_of(text.data + n, text.len - n);
	}
	return false;
}

const char *ocr_lacks(const struct ocr *ocr, struct buf *versions)
{
	const char *package = NULL;
	struct buf out;

	if (!ocr->tesseract)
		return "tesseract-ocr";
	if (!ocr->pdftoppm)
		return "poppler-utils";
	buf_init(&out, ANSWER_BYTES);
	ask(&out, ocr->tesseract, "--list-langs");
	if (!has_line(buf_slice(&out), "tha"))
		package = "tesseract-ocr-tha";
	else if (!has_line(buf_slice(&out), "eng"))
		package = "tesseract-ocr-eng";
	buf_done(&out);
	if (!package) {
		put_version(versions, ocr->tesseract, "--version");
		put_version(versions, ocr->pdftoppm, "-v");
	}
	return package;
}

/* How a program ended that has not done its work, or NULL. */
static const char *failure(const struct tool_result *r)
{
	switch (r->end) {
	case TOOL_CPU:
	case TOOL_WALL:
		return "needed too long";
	case TOOL_CRASHED:
		return "crashed";
	case TOOL_OUTPUT:
		return "wrote too much";
	case TOOL_DONE:
		break;
	}
	return r->status ? "cannot read it" : NULL;
}

/* Runs a program for a page; when it fails, detail tells how. */
static bool run(struct scan *s, const char *const *argv,
	const struct tool_limits *most, struct slice in, struct buf *out)
{
	const char *name = strrchr(argv[0], '/') + 1;
	struct tool_result r;
	struct error err;
	const char *why = "cannot be started";

	if (tool_run_within(&r, argv, most, in, out, &err) == 0) {
		why = failure(&r);
		s->late += r.end == TOOL_CPU || r.end == TOOL_WALL;
	}
	if (why)
		(void)snprintf(
			s->detail, sizeof(s->detail), "%.40s %s", name, why);
	return !why;
}

/* Draws a page of the PDF, its longer side of LIMIT_OCR_DOTS whatever size it
 * says it has: some scanners say 23 inches, and some files say 200. */
static bool draw(struct scan *s, uint32_t page, struct buf *picture)
{
	char number[16];
	const char *const argv[] = { s->ocr->pdftoppm, "-f", number, "-l",
		number, "-gray", "-scale-to", DOTS(LIMIT_OCR_DOTS), "-", NULL };

	(void)snprintf(number, sizeof(number), "%u", page);
	return run(s, argv, &(struct tool_limits){ 0 }, s->body, picture);
}

/* Reads the letters of a picture.  --psm 3 lays the page out by itself: others
 * find a little more on lists and take ten times as long on noise. */
static bool recognise(struct scan *s, struct slice picture, struct buf *text)
{
	const char *const argv[] = { s->ocr->tesseract, "stdin", "stdout", "-l",
		"tha+eng", "--psm", "3", "--dpi", "200", NULL };

	return run(s, argv, &limits, picture, text);
}

static void read_sheet(struct scan *s, uint32_t number, bool pdf)
{
	struct sheet *sheet = &s->sheets[s->n];
	struct slice picture = s->body;
	struct buf drawn;

	buf_init(&drawn, PICTURE_BYTES);
	buf_init(&sheet->text, LIMIT_OCR_TEXT);
	sheet->number = number;
	if (pdf && draw(s, number, &drawn))
		picture = buf_slice(&drawn);
	if ((!pdf || drawn.len) && recognise(s, picture, &sheet->text))
		s->n++;
	else
		buf_done(&sheet->text);
	buf_done(&drawn);
}

/* A picture is one page; of a document with text only those without are
 * pictures. */
static void choose_pages(struct scan *s, const struct page *p)
{
	if (p->outcome == OUTCOME_OK) {
		s->n_wanted =
			(uint32_t)quality_lost(p, s->wanted, LIMIT_DOC_PAGES);
		return;
	}
	s->n_wanted = p->kind != PAGE_PDF           ? 1
		      : p->sheets > LIMIT_DOC_PAGES ? LIMIT_DOC_PAGES
						    : p->sheets;
	for (uint32_t i = 0; i < s->n_wanted; i++)
		s->wanted[i] = i + 1;
}

/* The page that is read in that turn, from 0 on: the first, the last, the
 * second ...  Where a document ends that has too many is not known. */
static uint32_t page_of(
	const struct scan *s, const struct page *p, uint32_t turn)
{
	if (p->sheets > LIMIT_DOC_PAGES)
		return s->wanted[turn];
	return s->wanted[turn % 2 ? s->n_wanted - 1 - turn / 2 : turn / 2];
}

static void read_sheets(struct scan *s, const struct page *p)
{
	const bool pdf = p->kind == PAGE_PDF;
	const int64_t end = clock_ms() + LIMIT_OCR_DOC_S * 1000L;

	for (uint32_t turn = 0;
		turn < s->n_wanted && turn < LIMIT_OCR_PAGES &&
		s->late < LIMIT_OCR_LATE_PAGES && clock_ms() < end;
		turn++)
		read_sheet(s, page_of(s, p, turn), pdf);
}

/* Digits of either kind; *thai when there is a Thai one among them. */
static size_t number_at(struct slice s, bool *thai)
{
	size_t n = 0;

	*thai = false;
	while (n < s.len) {
		uint32_t c;
		size_t len = utf8_decode(&c, slice_of(s.data + n, s.len - n));

		if (utf8_is_thai_digit(c))
			*thai = true;
		else if (c < '0' || c > '9')
			break;
		n += len;
	}
	return n;
}

/* The line as PAGE keeps it, without the numbers that nobody can trust. */
static void put_line(struct buf *out, struct slice line)
{
	struct buf marked;
	size_t i = 0;

	buf_init(&marked, LIMIT_TEXT_BYTES);
	while (i < line.len) {
		struct slice rest = slice_of(line.data + i, line.len - i);
		bool thai;
		size_t n = number_at(rest, &thai);
		uint32_t c;

		if (thai)
			buf_puts(&marked, OCR_UNREAD);
		else if (n)
			buf_put(&marked, rest.data, n);
		else {
			n = utf8_decode(&c, rest);
			utf8_put(&marked, c == UTF8_INVALID || c == 0
						  ? UTF8_REPLACEMENT
						  : c);
		}
		i += n;
	}
	gather_fold(out, buf_slice(&marked));
	gather_trim(out);
	buf_done(&marked);
}

static void add_line(struct page *p, struct slice line, uint32_t sheet)
{
	struct page_block block = { .kind = PAGE_BLOCK_TEXT, .sheet = sheet };
	struct buf text;

	buf_init(&text, LIMIT_TEXT_BYTES);
	put_line(&text, line);
	block.text = buf_str(&text);
	if (text.len)
		page_add_block(p, &block);
	buf_done(&text);
}

static void add_sheet(struct page *p, const struct sheet *sheet)
{
	struct slice text = buf_slice(&sheet->text);

	while (text.len) {
		size_t n = 0;

		while (n < text.len && text.data[n] != '\n' &&
			text.data[n] != '\f')
			n++;
		add_line(p, slice_of(text.data, n), sheet->number);
		n += n < text.len;
		text = slice_of(text.data + n, text.len - n);
	}
}

static int by_number(const void *a, const void *b)
{
	const struct sheet *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

/* What was read, if it is Thai text, else NULL.  Sheets without a letter are
 * photographs and empty backs: they say nothing against the others. */
static struct page *page_of_sheets(const struct page *p, struct scan *s)
{
	struct page *read = page_new(p->url);

	read->kind = p->kind;
	if (s->n)
		qsort(s->sheets, s->n, sizeof(*s->sheets), by_number);
	for (size_t i = 0; i < s->n; i++) {
		const size_t before = read->letters;

		add_sheet(read, &s->sheets[i]);
		read->sheets_read += read->letters > before;
	}
	if (s->n && quality_of(read, &read->sheets_lost) == PAGE_QUALITY_GOOD) {
		read->sheets_read = (uint32_t)s->n;
		read->quality = PAGE_QUALITY_OCR;
		return read;
	}
	page_free(read);
	return NULL;
}

/* It takes the place of a picture, and stands beside what is text. */
static void take_sheets(struct page *p, struct scan *s)
{
	struct page *read = page_of_sheets(p, s);
	const char *detail =
		*s->detail || read ? s->detail : "no Thai text to be read off";

	p->detail = arena_strdup(&p->arena, detail);
	if (p->outcome == OUTCOME_OK) {
		p->annex = read;
		return;
	}
	if (read) {
		page_take_content(p, read);
		p->sheets_read = read->sheets_read;
		p->sheets_lost = read->sheets_lost;
		p->quality = read->quality;
		p->outcome = OUTCOME_OK;
	}
	page_free(read);
}

static void forget_sheets(struct scan *s)
{
	for (size_t i = 0; i < s->n; i++)
		buf_done(&s->sheets[i].text);
	s->n = 0;
}

static void put_transcript(struct page *p, const struct scan *s)
{
	struct buf out;

	buf_init(&out, SIZE_MAX / 2);
	wire_put_text(&out, s->detail);
	wire_put_u32(&out, (uint32_t)s->n);
	for (size_t i = 0; i < s->n; i++) {
		wire_put_u32(&out, s->sheets[i].number);
		wire_put_bytes(&out, buf_slice(&s->sheets[i].text));
	}
	p->transcript = arena_slice(&p->arena, buf_slice(&out));
	buf_done(&out);
}

static void get_sheet(struct wire_reader *in, struct scan *s)
{
	struct sheet *sheet = &s->sheets[s->n++];

	buf_init(&sheet->text, LIMIT_OCR_TEXT);
	sheet->number = wire_get_below(in, LIMIT_DOC_PAGES + 1);
	buf_put_slice(&sheet->text, wire_get_bytes(in, LIMIT_OCR_TEXT));
}

/* Takes the sheets from a transcript; false when there is none, or no whole
 * one. */
static bool get_transcript(struct scan *s, struct page *p, struct slice bytes)
{
	struct wire_reader in = { .left = bytes };
	const char *detail = wire_get_text(&in, &p->arena, DETAIL_BYTES - 1);
	uint32_t n = wire_get_below(&in, LIMIT_OCR_PAGES + 1);

	while (s->n < n && !in.bad)
		get_sheet(&in, s);
	if (in.bad || in.left.len) {
		forget_sheets(s);
		return false;
	}
	(void)snprintf(s->detail, sizeof(s->detail), "%s", detail);
	return true;
}

void ocr_read(struct page *p, struct slice body, const struct ocr *ocr,
	struct slice transcript)
{
	struct scan s = { .ocr = ocr, .body = body };

	if (!get_transcript(&s, p, transcript)) {
		if (!ocr->pdftoppm || !ocr->tesseract)
			return;
		choose_pages(&s, p);
		read_sheets(&s, p);
	}
	put_transcript(p, &s);
	take_sheets(p, &s);
	forget_sheets(&s);
}
