/*
 * The tables of a page as rows under named columns: which columns are there,
 * whether anybody filled them in, and of which months the rows speak.
 */
#ifndef OIT_RULES_GRID_H
#define OIT_RULES_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "crawler/page.h"
#include "rules/ruleset.h"

struct grid {
	uint32_t columns;  /* of all tables that the part means, as bits */
	bool blank;        /* there are such tables, without a filled row */
	const char *quote; /* the head of the first of them; "" */
};

/*
 * Looks for the tables that a part of columns means: those with as many known
 * columns, and of the kinds, that it asks for.  The head is sought in the
 * first rows of a table, over one to three rows, and in a text without cells,
 * which is what a PDF comes to, in a run of words.  1 when there is one, 0
 * when there is none, -1 when the page has no cells and cannot show it.
 * text is all that the page says; the quote is put into the arena.
 */
int grid_read(struct grid *out, const struct ruleset *rs,
	const struct concept_part *part, const struct page *page,
	const struct text *text, struct arena *arena);

/*
 * The months of a fiscal year (B.E.) that lines, rows and project numbers of
 * the e-GP system speak of: bit 0 is October.  A period that a title promises
 * ("ต.ค. 2567 - มี.ค. 2568") and the date of a letter are no such month.
 */
uint32_t grid_months(const struct page *page, int year);

#endif
