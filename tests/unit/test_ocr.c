#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "crawler/limits.h"
#include "crawler/read/ocr.h"
#include "crawler/read/pdf.h"
#include "crawler/read/tool.h"
#include "tests/support/fixture.h"

#define FOLDER "tests/cases/read/"
#define MAX_BYTES (64UL * 1024 * 1024)
#define PAPER_PAGES 2
#define FIRST_KID 8

/* The upper thirds of a paper's pages, drawn: what a scanner makes of it. */
struct paper {
	struct ocr ocr;
	char *pdftotext;
	struct buf pages[PAPER_PAGES]; /* grey pictures in PGM */
};

static void draw(
	const struct paper *paper, struct slice pdf, int page, struct buf *out)
{
	char number[16];
	const char *argv[] = { paper->ocr.pdftoppm, "-f", number, "-l", number,
		"-gray", "-r", "150", "-H", "600", "-", NULL };
	struct tool_result r;
	struct error err;

	(void)snprintf(number, sizeof(number), "%d", page);
	buf_init(out, MAX_BYTES);
	assert_int_equal(tool_run_within(&r, argv, &(struct tool_limits){ 0 },
				 pdf, out, &err),
		0);
	assert_true(r.end == TOOL_DONE && out->len > 0);
}

static int set_up(void **state)
{
	static struct paper paper;
	struct buf pdf;

	ocr_find(&paper.ocr);
	paper.pdftotext = tool_find("pdftotext");
	fixture_load(&pdf, FOLDER "plan.pdf");
	for (int i = 0; i < PAPER_PAGES; i++)
		draw(&paper, buf_slice(&pdf), i + 1, &paper.pages[i]);
	buf_done(&pdf);
	*state = &paper;
	return 0;
}

static int tear_down(void **state)
{
	struct paper *paper = *state;

	for (int i = 0; i < PAPER_PAGES; i++)
		buf_done(&paper->pages[i]);
	free(paper->pdftotext);
	ocr_done(&paper->ocr);
	return 0;
}

/* The number at a place, and the place behind the sign after it. */
static long next_number(const struct buf *pgm, size_t *at)
{
	const char *digits = pgm->data + *at;
	size_t n = strspn(digits, "0123456789");

	*at += n + 1;
	return slice_number(slice_of(digits, n), 100000);
}

/* A picture as object 4 or 5, drawn over the whole page by object 6 or 7. */
static void put_picture(struct buf *out, int object, const struct buf *pgm)
{
	size_t head = sizeof("P5\n") - 1;
	long width = next_number(pgm, &head);
	long height = next_number(pgm, &head);

	assert_int_equal(next_number(pgm, &head), 255);
	buf_printf(out,
		"%d 0 obj\n<</Type/XObject/Subtype/Image/Width %ld/Height %ld"
		"/ColorSpace/DeviceGray/BitsPerComponent 8/Length %zu>>stream\n",
		object, width, height, pgm->len - head);
	buf_put(out, pgm->data + head, pgm->len - head);
	buf_puts(out, "\nendstream\nendobj\n");
}

/* A PDF of so many pages, of that width in points, without a letter: the first
 * two show the paper, the others nothing. */
static void scan(
	struct buf *out, const struct paper *paper, int pages, int side)
{
	buf_init(out, MAX_BYTES);
	buf_puts(out, "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\n"
		      "endobj\n2 0 obj\n<</Type/Pages/Kids[");
	for (int i = 0; i < pages; i++)
		buf_printf(out, "%d 0 R ", FIRST_KID + i);
	buf_printf(out, "]/Count %d>>\nendobj\n", pages);
	for (int i = 0; i < PAPER_PAGES; i++) {
		char drawing[64];
		int n = snprintf(drawing, sizeof(drawing),
			"%d 0 0 %d 0 0 cm /I Do", side, side / 2);

		put_picture(out, 4 + i, &paper->pages[i]);
		buf_printf(out,
			"%d 0 obj\n<</Length %d>>stream\n%s\nendstream\n"
			"endobj\n",
			6 + i, n, drawing);
	}
	for (int i = 0; i < pages; i++)
		buf_printf(out,
			"%d 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d "
			"%d]/Resources<</XObject<</I %d 0 R>>>>%s%d 0 R>>\n"
			"endobj\n",
			FIRST_KID + i, side, side / 2, 4 + i % PAPER_PAGES,
			i < PAPER_PAGES ? "/Contents " : "/Nothing ",
			6 + i % PAPER_PAGES);
	buf_puts(out, "trailer\n<</Root 1 0 R>>\n%%EOF\n");
	assert_false(out->full);
}

static struct page *read_scan(
	const struct paper *paper, const struct buf *pdf, uint32_t sheets)
{
	struct page *p = page_new("https://www.town.go.th/scan.pdf");

	pdf_read(p, buf_slice(pdf), paper->pdftotext);
	assert_int_equal(p->outcome, OUTCOME_DOC_NO_TEXT);
	assert_int_equal(p->sheets, sheets);
	ocr_read(p, buf_slice(pdf), &paper->ocr, slice_of("", 0));
	return p;
}

/* The letters of the page in normal form. */
static bool says(const struct page *p, const char *words)
{
	struct text all;
	struct buf key;
	bool found;

	text_init(&all);
	buf_init(&key, 1000);
	for (size_t i = 0; i < p->n_blocks; i++)
		text_add(&all, slice_str(p->blocks[i].text));
	text_key(&key, slice_str(words));
	found = slice_find(slice_of((char *)all.key, all.key_len),
			buf_str(&key), 0) >= 0;
	buf_done(&key);
	text_done(&all);
	return found;
}

static void a_scan_is_read_page_by_page(void **state)
{
	const struct paper *paper = *state;
	struct buf pdf;
	struct page *p;

	scan(&pdf, paper, 2, 600);
	p = read_scan(paper, &pdf, 2);
	assert_int_equal(p->outcome, OUTCOME_OK);
	assert_int_equal(p->quality, PAGE_QUALITY_OCR);
	assert_int_equal(p->sheets_read, 2);
	assert_int_equal(p->blocks[0].sheet, 1);
	assert_int_equal(p->blocks[p->n_blocks - 1].sheet, 2);
	assert_true(says(p, "แผนดำเนินงาน"));
	assert_true(says(p, "2568"));
	page_free(p);
	buf_done(&pdf);
}

static void a_page_of_200_inches_is_drawn_as_one_of_paper(void **state)
{
	const struct paper *paper = *state;
	struct buf pdf;
	struct page *p;

	scan(&pdf, paper, 1, 10800);
	p = read_scan(paper, &pdf, 1);
	assert_int_equal(p->quality, PAGE_QUALITY_OCR);
	assert_true(says(p, "แผนดำเนินงาน"));
	page_free(p);
	buf_done(&pdf);
}

static void of_5000_pages_the_first_are_read(void **state)
{
	const struct paper *paper = *state;
	struct buf pdf;
	struct page *p;

	scan(&pdf, paper, 5000, 600);
	p = read_scan(paper, &pdf, LIMIT_DOC_PAGES + 1);
	assert_int_equal(p->quality, PAGE_QUALITY_OCR);
	assert_int_equal(p->sheets_read, LIMIT_OCR_PAGES);
	assert_true(says(p, "แผนดำเนินงาน"));
	page_free(p);
	buf_done(&pdf);
}

/* A drawing that is another one, twice. */
static void put_forms(struct buf *out, int object, int other)
{
	buf_printf(out,
		"%d 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 9 9]"
		"/Resources<</XObject<</I %d 0 R>>>>/Length 11>>stream\n"
		"/I Do /I Do\nendstream\nendobj\n",
		object, other);
}

/* The second page has a thousand million drawings in each other. */
static void an_endless_page_costs_that_page_alone(void **state)
{
	const struct paper *paper = *state;
	struct page *p = page_new("https://www.town.go.th/scan.pdf");
	struct buf pdf;

	scan(&pdf, paper, 2, 600);
	put_forms(&pdf, 5, 900);
	for (int i = 900; i < 930; i++)
		put_forms(&pdf, i, i + 1);
	buf_puts(&pdf, "trailer\n<</Root 1 0 R>>\n%%EOF\n");
	p->kind = PAGE_PDF;
	p->outcome = OUTCOME_DOC_NO_TEXT;
	p->sheets = 2;
	ocr_read(p, buf_slice(&pdf), &paper->ocr, slice_of("", 0));
	assert_int_equal(p->quality, PAGE_QUALITY_OCR);
	assert_int_equal(p->sheets_read, 1);
	assert_string_equal(p->detail, "pdftoppm needed too long");
	page_free(p);
	buf_done(&pdf);
}

static struct page *picture(void)
{
	struct page *p = page_new("https://www.town.go.th/plan.png");

	p->kind = PAGE_IMAGE;
	p->outcome = OUTCOME_DOC_NO_TEXT;
	return p;
}

static void a_picture_is_read_without_pages(void **state)
{
	const struct paper *paper = *state;
	struct page *p = picture();

	ocr_read(p, buf_slice(&paper->pages[0]), &paper->ocr, slice_of("", 0));
	assert_int_equal(p->outcome, OUTCOME_OK);
	assert_int_equal(p->quality, PAGE_QUALITY_OCR);
	assert_true(says(p, "แผนดำเนินงาน"));
	page_free(p);
}

/* A typed page before a scanned one. */
static void beside_text_the_other_pages_are_read(void **state)
{
	static const struct page_block cover = { .kind = PAGE_BLOCK_TEXT,
		.sheet = 1,
		.text = "เทศบาลตำบลขอส่งเอกสารที่แนบมาพร้อมนี้" };
	const struct paper *paper = *state;
	struct page *p = page_new("https://www.town.go.th/scan.pdf");
	struct buf pdf;

	scan(&pdf, paper, 2, 600);
	p->kind = PAGE_PDF;
	p->quality = PAGE_QUALITY_GOOD;
	p->sheets = p->sheets_read = 2;
	p->sheets_lost = 1;
	page_add_block(p, &cover);
	assert_true(page_has_pictures(p));
	ocr_read(p, buf_slice(&pdf), &paper->ocr, slice_of("", 0));
	assert_false(page_has_pictures(p));
	assert_int_equal(p->quality, PAGE_QUALITY_GOOD);
	assert_int_equal(p->n_blocks, 1);
	assert_non_null(p->annex);
	assert_int_equal(p->annex->quality, PAGE_QUALITY_OCR);
	assert_int_equal(p->annex->sheets_read, 1);
	assert_int_equal(p->annex->blocks[0].sheet, 2);
	page_free(p);
	buf_done(&pdf);
}

/* The programs are not asked again: there are none. */
static void a_transcript_stands_for_the_programs(void **state)
{
	static const struct ocr none;
	const struct paper *paper = *state;
	const struct buf *body = &paper->pages[0];
	struct page *first = picture(), *again = picture();

	ocr_read(first, buf_slice(body), &paper->ocr, slice_of("", 0));
	ocr_read(again, buf_slice(body), &none, first->transcript);
	assert_int_equal(again->quality, PAGE_QUALITY_OCR);
	assert_int_equal(again->sheets_read, first->sheets_read);
	assert_true(page_has_content_of(again, first));
	assert_int_equal(again->transcript.len, first->transcript.len);
	page_free(again);
	for (size_t n = 0; n < first->transcript.len; n += 7) {
		again = picture();
		ocr_read(again, buf_slice(body), &none,
			slice_of(first->transcript.data, n));
		assert_int_equal(again->outcome, OUTCOME_DOC_NO_TEXT);
		page_free(again);
	}
	page_free(first);
}

static void that_nothing_was_read_is_known_the_next_time(void **state)
{
	static const struct ocr none;
	const struct paper *paper = *state;
	struct page *first = picture(), *again = picture();

	ocr_read(first, slice_str("\x89PNG\r\n\x1a\n and nothing"), &paper->ocr,
		slice_of("", 0));
	ocr_read(again, slice_str("other"), &none, first->transcript);
	assert_int_equal(again->outcome, OUTCOME_DOC_NO_TEXT);
	assert_string_equal(again->detail, "tesseract cannot read it");
	page_free(first);
	page_free(again);
}

static void what_is_no_text_stays_unread(void **state)
{
	const struct paper *paper = *state;
	struct page *p;
	struct buf pdf;

	fixture_load(&pdf, FOLDER "scan.pdf");
	p = read_scan(paper, &pdf, 1);
	assert_int_equal(p->outcome, OUTCOME_DOC_NO_TEXT);
	assert_int_equal(p->quality, PAGE_QUALITY_SCAN);
	assert_string_equal(p->detail, "no Thai text to be read off");
	page_free(p);
	buf_done(&pdf);
	p = picture();
	ocr_read(p, slice_str("\x89PNG\r\n\x1a\n and nothing"), &paper->ocr,
		slice_of("", 0));
	assert_int_equal(p->outcome, OUTCOME_DOC_NO_TEXT);
	assert_string_equal(p->detail, "tesseract cannot read it");
	page_free(p);
}

static void what_is_not_installed_is_named(void **state)
{
	const struct paper *paper = *state;
	struct ocr none = { 0 };
	char sh[] = "/bin/sh";
	struct ocr other = { paper->ocr.pdftoppm, sh };
	struct buf versions;

	buf_init(&versions, 1000);
	assert_string_equal(ocr_lacks(&none, &versions), "tesseract-ocr");
	none.tesseract = paper->ocr.tesseract;
	assert_string_equal(ocr_lacks(&none, &versions), "poppler-utils");
	assert_string_equal(ocr_lacks(&other, &versions), "tesseract-ocr-tha");
	assert_int_equal(versions.len, 0);
	assert_null(ocr_lacks(&paper->ocr, &versions));
	assert_int_equal(strncmp(buf_str(&versions), "tesseract ", 10), 0);
	buf_done(&versions);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_scan_is_read_page_by_page),
		cmocka_unit_test(a_page_of_200_inches_is_drawn_as_one_of_paper),
		cmocka_unit_test(of_5000_pages_the_first_are_read),
		cmocka_unit_test(an_endless_page_costs_that_page_alone),
		cmocka_unit_test(a_picture_is_read_without_pages),
		cmocka_unit_test(beside_text_the_other_pages_are_read),
		cmocka_unit_test(a_transcript_stands_for_the_programs),
		cmocka_unit_test(that_nothing_was_read_is_known_the_next_time),
		cmocka_unit_test(what_is_no_text_stays_unread),
		cmocka_unit_test(what_is_not_installed_is_named),
	};
	struct ocr ocr;
	struct buf versions;
	const char *lacks;

	ocr_find(&ocr);
	buf_init(&versions, 1000);
	lacks = ocr_lacks(&ocr, &versions);
	buf_done(&versions);
	ocr_done(&ocr);
	if (lacks) {
		(void)printf(
			"skipped: the Debian package %s is missing\n", lacks);
		return 77;
	}
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
