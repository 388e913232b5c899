/*
 * The analysis of last year's scores: the overall result, the indicators,
 * and issue by issue what is a defect, to be developed, to be kept.
 */
#ifndef OIT_REPORTS_ANALYSIS_H
#define OIT_REPORTS_ANALYSIS_H

#include "reports/paper.h"

/* The key of the sentence that holds for the overall result; sets {low}, the
 * instruments below the target. */
const char *analysis_result_key(struct paper *p);

/* Adds parts 1 to 3 to the section. */
void analysis_add(struct paper *p);

#endif
