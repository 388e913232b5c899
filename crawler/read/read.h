/*
 * Reads one body, whatever it is, into PAGE.  Runs inside a worker.
 *
 * A web page is read in two steps, because a tree costs many times what its
 * tokens do: all of it by its tokens, and by its tree when its content has to
 * prove something and its markup moves what it says.  Links are always those of
 * the first step, so that what is found does not hang on what a page is asked
 * for.
 */
#ifndef OIT_CRAWLER_READ_READ_H
#define OIT_CRAWLER_READ_READ_H

#include <stdbool.h>

#include "base/slice.h"
#include "crawler/page.h"
#include "crawler/read/ocr.h"

/* The programs that read what we do not: looked for once, at the start. */
struct read_tools {
	/* paths; NULL when not installed */
	char *pdftotext, *antiword, *catdoc;
	struct ocr ocr;
};

void read_tools_find(struct read_tools *tools);
void read_tools_done(struct read_tools *tools);

struct read_input {
	const char *url;          /* canonical address of the body */
	const char *content_type; /* header value; NULL for none */
	struct slice body;        /* decoded from its transfer */
	const struct read_tools *tools;
	bool no_documents; /* web pages only, other kinds are not opened */
	bool closely;      /* pictures of text by OCR, which takes its time */
	struct slice transcript; /* of an earlier time, see ocr.h; or empty */
};

/*
 * Always answers with a page, which the caller frees with page_free(); what
 * could not be read is in outcome, quality and detail.  detail also tells when
 * the content is of another kind than declared, with OUTCOME_OK.
 */
struct page *read_page(const struct read_input *in);

/*
 * The second step: reads the content of a web page that has OUTCOME_OK anew,
 * with what is misnested where browsers put it.  The body must still be there.
 * What is too large for a tree gets OUTCOME_PARSE_LIMIT and keeps its links.
 * Does nothing for what is no web page, or where the tree is known to agree.
 */
void read_content(struct page *p);

#endif
