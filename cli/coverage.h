/*
 * What a crawl looked at and what it did not, counted out for the report.
 */
#ifndef OIT_CLI_COVERAGE_H
#define OIT_CLI_COVERAGE_H

#include <stdbool.h>

#include "cli/examine.h"
#include "crawler/crawl.h"
#include "reports/document.h"

/* Fills the coverage of an initialised document; strings of the crawl are
 * borrowed.  gate_met is the judge's word. */
void coverage_fill(struct document *doc, const struct crawl_result *crawl,
	const struct examine *examine, bool gate_met);

#endif
