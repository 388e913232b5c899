/*
 * Addresses of programs that show a file in a frame, and the file they show.
 */
#ifndef OIT_CRAWLER_READ_VIEWER_H
#define OIT_CRAWLER_READ_VIEWER_H

#include <stdbool.h>

#include "base/buf.h"

/*
 * Whether href (as a page writes it, entities decoded) is a viewer's address
 * that names a file in its query, as in "viewer.html?file=a.pdf" of PDF.js or
 * "https://docs.google.com/viewer?url=..."; out then gets the file's address,
 * relative to what href is relative to.  Programs that send the file itself,
 * as "download.php?file=a.pdf" does, are none.
 */
bool viewer_file(struct buf *out, const char *href);

#endif
