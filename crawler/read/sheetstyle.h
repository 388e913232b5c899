/*
 * How the cells of a workbook show numbers: its number formats.
 */
#ifndef OIT_CRAWLER_READ_SHEETSTYLE_H
#define OIT_CRAWLER_READ_SHEETSTYLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"
#include "crawler/read/package.h"

/* What of a format matters. */
struct sheetstyle_format {
	bool known;
	bool date;
	bool percent;
	unsigned char digits; /* at least so many, as in numbers of persons */
};

struct sheetstyle {
	bool from_1904;                    /* day 0 is 1904-01-01 */
	struct sheetstyle_format *formats; /* by number; own ones are known */
	size_t n_formats;
	struct sheetstyle_format *cells; /* by cell format */
	size_t n, cap;
	bool in_cells; /* while reading */
};

void sheetstyle_init(struct sheetstyle *s);
void sheetstyle_done(struct sheetstyle *s);

/* Reads xl/styles.xml; a workbook without it has no dates.  Errors as
 * package_parse(). */
int sheetstyle_load(
	struct sheetstyle *s, struct package *pkg, struct error *err);

/* A number format of the workbook's own, and the next cell format, which
 * shows numbers by that one. */
void sheetstyle_add_format(struct sheetstyle *s, long number, const char *code);
void sheetstyle_add_cell(struct sheetstyle *s, long number);

/*
 * Appends a number that stands in a cell of that format (any other for none):
 * a date as YYYY-MM-DD, of the year that was typed; a share as hundredths with
 * their sign; else in plain digits, with the zeros in front that the format
 * asks for.  What is no number as it is.
 */
void sheetstyle_put(const struct sheetstyle *s, struct buf *out, long cell,
	struct slice number);

#endif
