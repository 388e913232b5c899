/*
 * The host of an address in its canonical form, by the WHATWG URL standard.
 */
#ifndef OIT_CRAWLER_HOST_H
#define OIT_CRAWLER_HOST_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/*
 * Adds the canonical form of a host as it stands in a URL: a name (any case,
 * Thai, percent-encoded) as its A-labels, an address in any spelling as its
 * numbers, an IPv6 address with its brackets.  False, and nothing added, when
 * the text can be no host.
 */
bool host_put(struct buf *out, struct slice host);

#endif
