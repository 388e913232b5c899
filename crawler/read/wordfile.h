/*
 * The text of word processor and presentation files.
 */
#ifndef OIT_CRAWLER_READ_WORDFILE_H
#define OIT_CRAWLER_READ_WORDFILE_H

#include "base/error.h"
#include "crawler/page.h"
#include "crawler/read/package.h"

/* Fill p from the package, of which part is the main one; errors as
 * package_parse(), with what came before them in p. */
int wordfile_read_docx(struct page *p, struct package *pkg, const char *part,
	struct error *err);
int wordfile_read_pptx(struct page *p, struct package *pkg, const char *part,
	struct error *err);
int wordfile_read_odf(struct page *p, struct package *pkg, const char *part,
	struct error *err);

#endif
