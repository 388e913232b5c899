/*
 * A paper as an Office Open XML document (ECMA-376), laid out as Thai offices
 * write: no template, no theme, no font shipped.
 */
#ifndef OIT_REPORTS_DOCX_H
#define OIT_REPORTS_DOCX_H

#include "base/buf.h"
#include "base/error.h"
#include "reports/block.h"

/*
 * Appends the bytes of the file: equal papers give equal bytes.  title goes
 * into its properties.  ERR_WRITE when the archive cannot be made.
 */
int docx_write(struct buf *out, const struct block *paper, const char *title,
	struct error *err);

#endif
