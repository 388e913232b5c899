/*
 * A chart of bars as a picture: DrawingML for Office files, SVG for HTML.
 *
 * Both are vectors with real text, so no font is needed to draw them, and
 * equal charts give equal bytes.
 */
#ifndef OIT_REPORTS_CHART_H
#define OIT_REPORTS_CHART_H

#include "base/buf.h"
#include "reports/block.h"

/* Height of the picture in twips; it is as wide as the text. */
int chart_height(const struct block *chart);

/* Appends the chart part of an Office file (ECMA-376 part 1, 21.2): bars
 * across, the first on top, and a dashed line at the mark of the chart. */
void chart_put_xml(struct buf *out, const struct block *chart);

/* Appends the same as an <svg> that grows with the page. */
void chart_put_svg(struct buf *out, const struct block *chart);

#endif
