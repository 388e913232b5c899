/*
 * PDF: its text, by the pdftotext program.
 *
 * In content order (-raw): of 43 Thai documents from a dozen producers no other
 * order kept more phrases whole.
 */
#ifndef OIT_CRAWLER_READ_PDF_H
#define OIT_CRAWLER_READ_PDF_H

#include "base/slice.h"
#include "crawler/page.h"

/*
 * Fills p: a block a line, sheet the page it is on, title from its properties
 * or else its first line.  tool is the path of pdftotext, NULL when it is not
 * installed.  What could not be read is in outcome, quality and detail; a
 * document of more than LIMIT_DOC_PAGES has sheets one above sheets_read.
 */
void pdf_read(struct page *p, struct slice body, const char *tool);

#endif
