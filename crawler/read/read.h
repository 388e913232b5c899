/*
 * Reads one body, whatever it is, into PAGE.  Runs inside a worker.
 */
#ifndef OIT_CRAWLER_READ_READ_H
#define OIT_CRAWLER_READ_READ_H

#include <stdbool.h>

#include "base/slice.h"
#include "crawler/page.h"

/* The programs that read what we do not: looked for once, at the start. */
struct read_tools {
	char *pdftotext; /* path; NULL when it is not installed */
};

void read_tools_find(struct read_tools *tools);
void read_tools_done(struct read_tools *tools);

struct read_input {
	const char *url;          /* canonical address of the body */
	const char *content_type; /* header value; NULL for none */
	struct slice body;        /* decoded from its transfer */
	const struct read_tools *tools;
	bool no_documents; /* web pages only, other kinds are not opened */
};

/*
 * Always answers with a page, which the caller frees with page_free(); what
 * could not be read is in outcome, quality and detail.  detail also tells when
 * the content is of another kind than declared, with OUTCOME_OK.
 */
struct page *read_page(const struct read_input *in);

#endif
