/*
 * Text in pictures: scanned pages of a PDF and files that are pictures, by the
 * programs pdftoppm and tesseract.
 *
 * What a machine reads off a picture is a guess.  Its Thai model has no ๔ ๖ ๗
 * ๘ ๙ at all and reads another digit in their place, surely: of a hundred years
 * in Thai digits none was right, of a hundred in ASCII digits all were.
 */
#ifndef OIT_CRAWLER_READ_OCR_H
#define OIT_CRAWLER_READ_OCR_H

#include "base/buf.h"
#include "base/slice.h"
#include "crawler/page.h"

/* In the place of a number in which a Thai digit was read. */
#define OCR_UNREAD "□"

/* The programs: paths; NULL when one is not installed. */
struct ocr {
	char *pdftoppm, *tesseract;
};

void ocr_find(struct ocr *ocr);
void ocr_done(struct ocr *ocr);

/*
 * The Debian package without which nothing can be read, or NULL when all is
 * there; then the programs and their versions are appended to versions.  Runs
 * tesseract.
 */
const char *ocr_lacks(const struct ocr *ocr, struct buf *versions);

/*
 * Reads p, a PDF or a picture with OUTCOME_DOC_NO_TEXT, whose bytes are body.
 * With Thai text in it the outcome is OUTCOME_OK and the quality
 * PAGE_QUALITY_OCR, a block is a line, and sheets_read tells how many pages
 * were read: the first, the last, the second and so on, as far as
 * LIMIT_OCR_PAGES, LIMIT_OCR_LATE_PAGES and LIMIT_OCR_DOC_S go.  Else p stays
 * as it is.  detail tells why it does, or why one of the pages was not read.
 *
 * Of a PDF with OUTCOME_OK the pages without text are read in the same order,
 * and what they say becomes its annex; the text it has stays.
 *
 * All that the programs said is left in p->transcript.  Given that of an
 * earlier time, they are not asked; it is not believed where it is damaged.
 */
void ocr_read(struct page *p, struct slice body, const struct ocr *ocr,
	struct slice transcript);

#endif
