/*
 * Figures, codes and dates as Thai offices print them: Thai digits in the
 * official papers, no-break spaces where a line must not end.
 */
#ifndef OIT_REPORTS_THAI_H
#define OIT_REPORTS_THAI_H

#include <stdbool.h>

#include "base/buf.h"

/*
 * Prose with Thai digits.  Addresses and words with Latin letters keep
 * theirs ("https://x.go.th/o8?id=2568", "COVID-19"), codes of questions do
 * not ("i5").  No line ends after พ.ศ. or ข้อ, before คะแนน, or between a day
 * and its month.
 */
void thai_put(struct buf *out, const char *s);

/* The name of a person: no line ends inside it. */
void thai_put_name(struct buf *out, const char *name);

/* "๙๓.๖๐", but "๑๐๐"; nothing for -1. */
void thai_put_score(struct buf *out, int hundredths);

/* The id of a question or item: "i๕", and "๐๑๔" for o14. */
void thai_put_code(struct buf *out, const char *id);

/* An ISO date, or the day of an RFC 3339 time: "๑ ตุลาคม ๒๕๖๗", or with
 * ASCII digits; nothing for "". */
void thai_put_date(struct buf *out, const char *iso, bool thai_digits);

#endif
