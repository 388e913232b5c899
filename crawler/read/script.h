/*
 * Addresses that scripts lead to.
 */
#ifndef OIT_CRAWLER_READ_SCRIPT_H
#define OIT_CRAWLER_READ_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/*
 * The next address in script, from *at on; *at moves behind it.  It is a whole
 * string given to location, to a function that opens something or to load(),
 * or one that names a document, wherever it stands: viewers are told so what to
 * show.  False when there is none left.  A string that is put together from
 * parts is none.
 */
bool script_next(struct slice script, size_t *at, struct slice *address);

/* Takes the backslashes out of an address that may stand before its slashes:
 * PHP writes it so. */
void script_unescape(char *address);

/* Whether s ends as the name of a document does, a query or fragment apart. */
bool script_names_document(struct slice s);

#endif
