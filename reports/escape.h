/*
 * Foreign text into a format: one function a context.
 *
 * Titles, anchors and addresses come from the site and are hostile.  In every
 * context ill-formed UTF-8 becomes U+FFFD, and what steers instead of showing
 * (C0, C1, bidi overrides and isolates) is dropped.  NULL is "".
 */
#ifndef OIT_REPORTS_ESCAPE_H
#define OIT_REPORTS_ESCAPE_H

#include <stdbool.h>

#include "base/buf.h"

/* Between tags of HTML or XML, and in their quoted attributes. */
void escape_text(struct buf *out, const char *s);

/* The same with something else for each newline: "<br>". */
void escape_lines(struct buf *out, const char *s, const char *line_end);

/* As plain text of at most so many code points, for what escapes by itself. */
void escape_plain(struct buf *out, const char *s, size_t max);

/*
 * The value of href.  Only http and https addresses may be links: for any
 * other nothing is written and the answer is false.
 */
bool escape_url(struct buf *out, const char *url);

/*
 * A field of CSV (RFC 4180), always quoted.  Spreadsheets compute a field
 * that begins with = + - @ TAB or CR, be it full-width or after blanks: such
 * a field begins with an apostrophe.
 */
void escape_csv(struct buf *out, const char *s);

#endif
