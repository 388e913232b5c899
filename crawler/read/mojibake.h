/*
 * Thai that was taken for another encoding before it was stored: valid UTF-8
 * that nobody can read, as web pages and PDFs have it.
 *
 *   à¸à¸²à¸£   UTF-8 taken for windows-1252
 *   เธเธฒเธฃ   UTF-8 taken for windows-874
 *   ¡ÒÃ        windows-874 taken for windows-1252
 *
 * What is mended can be followed with certainty: no language writes such
 * sequences.
 */
#ifndef OIT_CRAWLER_READ_MOJIBAKE_H
#define OIT_CRAWLER_READ_MOJIBAKE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

#define MOJIBAKE_GROWTH 2

/* Appends the mended form of text, which is valid UTF-8, in at most
 * MOJIBAKE_GROWTH times its bytes; false, and nothing appended, when there is
 * nothing to mend. */
bool mojibake_mend(struct buf *out, struct slice text);

#endif
