/*
 * Text of a PDF in which Thai letters are the numbers of their glyphs.
 *
 * Budget reports of municipalities have some letters as U+100000 and the number
 * of the glyph in the font: where the font has its Thai letters, and its forms
 * of marks, is not said.  The order of letters alone finds a wrong place, so
 * the one is taken that makes most words (measured).
 */
#ifndef OIT_CRAWLER_READ_GLYPHS_H
#define OIT_CRAWLER_READ_GLYPHS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/* Appends text, which is valid UTF-8, with such letters as what they draw, in
 * no more bytes; false, and nothing appended, when it has none or no place
 * makes Thai of them. */
bool glyphs_mend(struct buf *out, struct slice text);

#endif
