/*
 * The memo that hands the plan up, from its author to the head of the agency.
 */
#ifndef OIT_REPORTS_MEMO_H
#define OIT_REPORTS_MEMO_H

#include "reports/paper.h"

/* Adds the memo to the section, down to its four signatures. */
void memo_add(struct paper *p);

#endif
