/*
 * A workbook for spreadsheets being written, cell by cell: sheets with filters,
 * drop-down lists and a head that stays in sight (ECMA-376, SpreadsheetML).
 *
 * Every text is a string cell, so that nothing is computed whatever it begins
 * with.  Equal calls give equal bytes.
 */
#ifndef OIT_REPORTS_XLSX_H
#define OIT_REPORTS_XLSX_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

struct xlsx;

enum xlsx_style {
	XLSX_TEXT,
	XLSX_TITLE,  /* of a sheet */
	XLSX_HEAD,   /* of a column */
	XLSX_CENTER, /* a code or a count */
	XLSX_ENTRY,  /* to be filled in */
	XLSX_STAMP,  /* a warning */
	XLSX_GOOD,
	XLSX_BAD,
	XLSX_PARTLY,
	XLSX_UNSURE,
	XLSX_DATE, /* of xlsx_put_date() alone, and so on */
	XLSX_LINK,
	XLSX_POINTS,
	XLSX_STYLES
};

/*
 * Begins a workbook.  made is the RFC 3339 time it says it was made at; NULL
 * or "" for none.  With "th" as its language dates are shown with Thai digits
 * and Buddhist years, with any other as 2025-02-20.  The caller frees with
 * xlsx_free(), for which NULL is nothing.
 */
struct xlsx *xlsx_new(const char *title, const char *made, const char *lang);
void xlsx_free(struct xlsx *x);

/* A new sheet with n columns, so many digits wide.  Of the name 31 characters
 * are taken, and none that names of sheets must not hold. */
void xlsx_add_sheet(
	struct xlsx *x, const char *name, const int *widths, size_t n);

/* The next cell of the row.  NULL and "" leave it empty. */
void xlsx_put(struct xlsx *x, enum xlsx_style style, const char *text);
void xlsx_put_count(struct xlsx *x, long count);

/* Thousandths as a number; -1 leaves the cell empty. */
void xlsx_put_points(struct xlsx *x, long thousandths);

/* The day of an ISO date or RFC 3339 time as a date, shown in Thai; empty
 * when it is none. */
void xlsx_put_date(struct xlsx *x, const char *iso);

/* An address under a text; only the text, when it may be no link.  Without a
 * text the address itself. */
void xlsx_put_link(struct xlsx *x, const char *url, const char *text);

/* Ends the row, which is as high as its longest cell needs. */
void xlsx_end_row(struct xlsx *x);

/* Ends the row as the head of those below it: it stays in sight and on every
 * printed page, and the columns can be filtered. */
void xlsx_end_head(struct xlsx *x);

/* The cells of that column below the head take one of these words, which end
 * with NULL, have no comma and live as long as the rows are written. */
void xlsx_offer(struct xlsx *x, size_t column, const char *const *words);

/* Appends the whole workbook to out; ERR_WRITE as zip_write(). */
int xlsx_finish(struct buf *out, struct xlsx *x, struct error *err);

#endif
