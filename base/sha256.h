/*
 * SHA-256 (FIPS 180-4) of bytes, as hexadecimal text.
 */
#ifndef OIT_BASE_SHA256_H
#define OIT_BASE_SHA256_H

#include "base/slice.h"

#define SHA256_HEX_SIZE 65

struct sha256; /* a digest being made */

/* The digest of data: 64 lower-case digits and the NUL. */
void sha256_hex(struct slice data, char out[SHA256_HEX_SIZE]);

/* The same in pieces.  sha256_free(NULL) does nothing. */
struct sha256 *sha256_new(void);
void sha256_free(struct sha256 *sha);
void sha256_add(struct sha256 *sha, struct slice data);

/* The digest of all that was added; sha then starts afresh. */
void sha256_end(struct sha256 *sha, char out[SHA256_HEX_SIZE]);

#endif
