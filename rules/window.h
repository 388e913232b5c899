/*
 * The moments of a year's assessment, and by which of them a measure of the
 * plan has to end.
 */
#ifndef OIT_RULES_WINDOW_H
#define OIT_RULES_WINDOW_H

#include "base/error.h"
#include "base/json.h"
#include "base/time.h"

/* Days of year 0 are not known. */
struct window {
	struct date answer_from, answer_to; /* the answers are given */
	struct date correction_to;          /* and mended until then */
	long least_days;                    /* that a measure takes */
};

/*
 * Reads "window" of a year's pack; without one nothing is known.  ERR_SYNTAX
 * with file, line and key when a day is none or they do not follow each other.
 */
int window_read(struct window *out, const struct json *doc, struct error *err);

/* The same days so many years later: what is taken for a year of which nobody
 * has told yet. */
struct window window_after(const struct window *w, int years);

/* The day before the answers are given; year 0 when that is not known. */
struct date window_eve(const struct window *w);

/*
 * The last day of a measure in a fiscal year (B.E.): the first day that is not
 * before earliest of its own (year 0: none), the eve of the answers, their
 * last, that of the corrections; or else of the year.
 */
struct date window_end(const struct window *w, int year, struct date own,
	struct date earliest);

/* So many days on; what is not known stays so. */
struct date window_later(struct date day, long days);

#endif
