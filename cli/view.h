/*
 * What the program sees of one page or document, as JSON: text block by block,
 * years, links, and what the rules of a year make of it.
 *
 * It is made in a worker, as everything is that touches foreign bytes; what
 * comes out is to be parsed before it is believed.
 */
#ifndef OIT_CLI_VIEW_H
#define OIT_CLI_VIEW_H

#include <stdbool.h>

#include "crawler/crawl.h"
#include "crawler/read/read.h"
#include "rules/ruleset.h"

struct view {
	const struct ruleset *rs;
	const char *file; /* path as typed; NULL: the job's address is told */
	bool original;    /* text as the author wrote it, not in normal form */
	bool closely;     /* pictures of text by OCR */
	struct read_tools tools;
	/* What the last reading came to; no payload: there was none. */
	enum outcome outcome;
	struct buf detail, payload;
};

/* The ruleset and the path outlive it. */
void view_init(struct view *v, const struct ruleset *rs, const char *file);
void view_done(struct view *v);

/*
 * A reader whose payload is {"schema": "oit-read/1", ...}, text in UTF-8, at
 * most LIMIT_DOC_TEXT bytes, "cut" telling of more, and which keeps the last
 * one in v.  It hands on no links, so a crawl with it ends where SITE leads to.
 * v outlives it.
 */
struct crawl_reader view_reader(struct view *v);

#endif
