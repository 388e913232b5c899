/*
 * Character references: "&amp;", "&#3585;", "&#xE01;".
 */
#ifndef OIT_CRAWLER_READ_ENTITY_H
#define OIT_CRAWLER_READ_ENTITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* The longest that stands for one: two code points. */
#define ENTITY_BYTES 8

/*
 * Reads the reference whose "&" stands before s (HTML standard, 13.2.5.72 to
 * 13.2.5.80) and writes the UTF-8 it stands for to out, *n bytes.  Returns the
 * bytes of s it takes, its semicolon included; 0 when there is none and the
 * "&" is only a sign.  In an attribute a name without a semicolon counts less,
 * so that the parameters of an address stay what they are.
 */
size_t entity_decode(
	char out[ENTITY_BYTES], size_t *n, struct slice s, bool in_attribute);

#endif
