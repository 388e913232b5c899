/*
 * Days, Thai dates and fiscal years.
 *
 * A fiscal year of the Thai state runs from 1 October to 30 September and is
 * named after the Buddhist year (A.D. + 543) it ends in.  Thailand has kept
 * UTC+07:00 without summer time, so local time needs no tables.
 */
#ifndef OIT_BASE_TIME_H
#define OIT_BASE_TIME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"

#define TIME_BUDDHIST_ERA 543

/* A day of the Gregorian calendar. */
struct date {
	int year;       /* A.D. */
	int month, day; /* from 1; 0 is not known */
};

/* Seconds since 1970 UTC.  The one calendar clock of the program; --now takes
 * its place. */
long time_now(void);

/* Days since 1 January 1970, and back. */
long time_days(struct date d);
struct date time_from_days(long days);

/* Whether the calendar has that day. */
bool time_is_day(struct date d);

/* The day it is in Thailand. */
struct date time_date(long seconds);

/*
 * Reads "2025-02-20" (midnight in Thailand) or RFC 3339
 * "2025-02-20T02:00:00+07:00", also with Z.  ERR_SYNTAX quotes the text; a
 * Buddhist year is refused with the A.D. year it means.
 */
int time_parse(long *out, const char *text, struct error *err);

/* As RFC 3339: in Thailand "2025-02-20T02:00:00+07:00", in UTC
 * "2025-02-19T19:00:00Z", or the day alone. */
void time_put(struct buf *out, long seconds);
void time_put_utc(struct buf *out, long seconds);
void time_put_day(struct buf *out, struct date d);

/* The fiscal year of a day, B.E.; its quarter, 1 (October) to 4; whether it
 * is in the first six months. */
int time_fiscal_year(struct date d);
int time_quarter(struct date d);
bool time_is_first_half(struct date d);

/* First and last day of a fiscal year B.E. */
struct date time_fiscal_start(int year_be);
struct date time_fiscal_end(int year_be);

/* Name of month 1 to 12: "ตุลาคม", "ต.ค.". */
const char *time_month_name(int month);
const char *time_month_short(int month);

enum time_style {
	TIME_LONG = 0,        /* 1 ตุลาคม 2567 */
	TIME_SHORT = 1,       /* 1 ต.ค. 2567 */
	TIME_THAI_DIGITS = 2, /* to be or-ed: ๑ ตุลาคม ๒๕๖๗ */
};

/* The day as Thai offices write it, with the Buddhist year. */
void time_put_thai(struct buf *out, struct date d, unsigned style);

/* A copy of UTF-8 text with its ASCII digits as Thai ones, and back. */
void time_put_thai_digits(struct buf *out, struct slice s);
void time_put_ascii_digits(struct buf *out, struct slice s);

#endif
