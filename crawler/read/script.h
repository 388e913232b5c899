/*
 * Addresses that scripts lead to.
 */
#ifndef OIT_CRAWLER_READ_SCRIPT_H
#define OIT_CRAWLER_READ_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/*
 * The next address in script, from *at on, that is a whole string given to
 * location, window.open() and their kin; *at moves behind it.  False when
 * there is none left.  A string that is put together from parts is none.
 */
bool script_next(struct slice script, size_t *at, struct slice *address);

#endif
