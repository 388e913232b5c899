/*
 * The years a Thai text speaks of, and how each is named.
 *
 * Which of them the text is of is for the rules to say: a page that names
 * five years is evidence for none.
 */
#ifndef OIT_BASE_YEAR_H
#define OIT_BASE_YEAR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "base/time.h"

enum year_kind {
	YEAR_FISCAL, /* ปีงบประมาณ พ.ศ. 2567 */
	YEAR_RANGE,  /* พ.ศ. 2566-2570 */
	YEAR_ANNUAL, /* ประจำปี 2567, ปี 2567 */
	YEAR_PLAIN,  /* พ.ศ. 2567, 2567 */
	YEAR_DATE, /* 1 ต.ค. 2566, ตุลาคม 2566, 01/10/2566, oct. 1, 2023 */
	YEAR_HALF, /* รอบ 6 เดือนแรก, ไตรมาสที่ 1, ต.ค. 2566 - มี.ค. 2567 */
	YEAR_LAW,  /* the year of a law or of a plan of the nation */
};

/* A year that a text speaks of. */
struct year_mark {
	enum year_kind kind;
	int first, last;   /* B.E., fiscal for FISCAL, DATE and HALF; 0 when a
			    * half or quarter is named without its year */
	int calendar;      /* DATE: the calendar year, B.E. */
	struct date date;  /* DATE: day 0 when only the month is named */
	unsigned quarters; /* HALF: bit 0 is October to December */
	bool weak; /* a number such as 123/2567, or 6 months that may be any */
	size_t start, len; /* the words in the text */
};

/*
 * Finds the years in text, which is in the normal form of base/text.h (ASCII
 * digits, lower case, blocks ended by a newline), in its order and without
 * overlap; writes at most max and returns how many.  Amounts of money,
 * telephone and project numbers are no years.
 */
size_t year_find(struct slice text, struct year_mark *out, size_t max);

#endif
