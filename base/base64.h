/*
 * Bytes as Base64 (RFC 4648 section 4), with padding.
 */
#ifndef OIT_BASE_BASE64_H
#define OIT_BASE_BASE64_H

#include "base/buf.h"
#include "base/slice.h"

void base64_put(struct buf *out, struct slice bytes);

#endif
