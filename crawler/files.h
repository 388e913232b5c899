/*
 * Open files: how many transfers at a time they leave room for.
 */
#ifndef OIT_CRAWLER_FILES_H
#define OIT_CRAWLER_FILES_H

#include <stddef.h>

#include "base/error.h"

/*
 * Sees to it that so many transfers, beside so many workers, find files to
 * open: asks the system for more of them, and where it has no more lowers
 * *transfers and says so.  A socket that cannot be opened looks like a server
 * that refuses.  ERR_READ when there is not even room for one transfer.
 */
int files_room(size_t *transfers, size_t workers, struct error *err);

#endif
