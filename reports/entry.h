/*
 * One item in the checklist: what was found, what to do, and what it rests on.
 */
#ifndef OIT_REPORTS_ENTRY_H
#define OIT_REPORTS_ENTRY_H

#include "reports/webpage.h"
#include "rules/finding.h"

/* Appends it.  Places and wordings are cut, so that all items together are no
 * more than goes by mail. */
void entry_put(struct webpage *p, const struct finding *f);

#endif
