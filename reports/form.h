/*
 * The form into which an office writes its scores, for a spreadsheet.
 *
 * Its words are by what it is known when it comes back: a head or the name of
 * a part that is changed in rules/catalog/papers makes older forms unreadable.
 */
#ifndef OIT_REPORTS_FORM_H
#define OIT_REPORTS_FORM_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "reports/wording.h"

enum form_column {
	FORM_PART,
	FORM_CODE,
	FORM_TEXT,
	FORM_SCORE,
	FORM_COLUMNS,
};

/* A question or item that wants a score. */
struct form_row {
	const char *part; /* "iit", "eit_public" */
	const char *code; /* "i1" */
	const char *text;
};

struct form {
	int year; /* assessed, B.E. */
	const struct form_row *rows;
	size_t n_rows;
};

/* The words by which a form is known; borrowed from the wording.  Year and
 * agency stand above the heads, left of their values. */
const char *form_head(struct wording *wording, enum form_column column);
const char *form_year(struct wording *wording);
const char *form_agency(struct wording *wording);
const char *form_part(struct wording *wording, const char *part);

/* Appends it as CSV, UTF-8 with its mark, with no score filled in. */
void form_put_csv(
	struct buf *out, const struct form *form, struct wording *wording);

/* The same as a workbook of one sheet; ERR_WRITE as zip_write(). */
int form_put_xlsx(struct buf *out, const struct form *form,
	struct wording *wording, struct error *err);

#endif
