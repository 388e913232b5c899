/*
 * One pass over the bytes of a page, before anything costly looks at it.
 *
 * The tree builder takes time with the square of the nesting depth and of the
 * attributes of one element: 250 kB of nested tags cost it 100 s.  So both are
 * estimated first.
 */
#ifndef OIT_CRAWLER_READ_SCAN_H
#define OIT_CRAWLER_READ_SCAN_H

#include "base/error.h"
#include "base/slice.h"

/*
 * 0 when the page may go to the tree builder; ERR_LIMIT when its elements seem
 * to stand deeper than LIMIT_ELEMENT_DEPTH, or one has more than
 * LIMIT_ATTRIBUTES.  End tags that may be left out, void elements, comments
 * and the text of scripts are counted as browsers do; the estimate is no tree,
 * and a page made to deceive it still meets the limits of the worker.
 */
int scan_check(struct slice html, struct error *err);

#endif
