/*
 * What holds for every coding that is taken apart: a whole stream, a cut one,
 * a bomb, and what is none at all.
 */
#ifndef OIT_TESTS_SUPPORT_INFLATE_H
#define OIT_TESTS_SUPPORT_INFLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"

typedef int inflate_fn(
	struct buf *out, struct slice *in, bool *truncated, struct error *err);

/* Unpacks in into out, which the caller frees, of at most max bytes. */
int inflate(inflate_fn *fn, struct buf *out, size_t max, struct slice *in,
	bool *truncated);

/* Fails unless the stream gives "hello", leaves what follows it, and is told
 * to be cut wherever it is. */
void inflate_check_hello(inflate_fn *fn, struct slice stream);

/* Fails unless the stream, 16 MiB of anything, stops at a ceiling of 1 MiB and
 * is whole without it. */
void inflate_check_bomb(inflate_fn *fn, struct slice stream);

/* Fails unless the bytes are refused as damaged. */
void inflate_check_damage(inflate_fn *fn, struct slice bytes);

#endif
