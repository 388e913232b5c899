/*
 * The streams of an OLE compound file, in which office programs saved before
 * 2007 ([MS-CFB]).
 */
#ifndef OIT_BASE_OLE_H
#define OIT_BASE_OLE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"

struct ole;

/* True for bytes that begin as such a file does. */
bool ole_is(struct slice data);

/*
 * Opens a file; the bytes must outlive it.  ERR_SYNTAX when it is none, or its
 * tables are damaged.  The caller frees with ole_free(), for which NULL is
 * nothing.
 */
int ole_open(struct ole **out, struct slice data, struct error *err);
void ole_free(struct ole *o);

/* Whether the root has a stream of that name, in ASCII and any case; what is
 * embedded deeper does not count. */
bool ole_has(const struct ole *o, const char *name);

/*
 * Appends that stream; 1 when there is none.  ERR_SYNTAX when it is damaged or
 * longer than the file, ERR_LIMIT when out may not hold it; out keeps what was
 * read before.
 */
int ole_get(const struct ole *o, const char *name, struct buf *out,
	struct error *err);

#endif
