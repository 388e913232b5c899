/*
 * Which cells of a workbook are dates: its number formats.
 */
#ifndef OIT_CRAWLER_READ_SHEETSTYLE_H
#define OIT_CRAWLER_READ_SHEETSTYLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"
#include "crawler/read/package.h"

struct sheetstyle {
	bool from_1904; /* day 0 is 1904-01-01 */
	bool *dates;    /* for each cell format */
	size_t n, cap;
	long *formats; /* numbers of own formats that are dates */
	size_t n_formats, cap_formats;
	bool in_cells; /* while reading */
};

void sheetstyle_init(struct sheetstyle *s);
void sheetstyle_done(struct sheetstyle *s);

/* Reads xl/styles.xml; a workbook without it has no dates.  Errors as
 * package_parse(). */
int sheetstyle_load(
	struct sheetstyle *s, struct package *pkg, struct error *err);

/* Whether the cell format of that index (NULL for none) shows a date. */
bool sheetstyle_is_date(const struct sheetstyle *s, const char *index);

/* Appends the day of a serial number as YYYY-MM-DD; what is none as it is. */
void sheetstyle_put_date(
	const struct sheetstyle *s, struct buf *out, struct slice serial);

#endif
