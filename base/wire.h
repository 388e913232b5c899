/*
 * Numbers and text on the pipes between the main process and its workers:
 * little-endian, lengths before bytes.
 */
#ifndef OIT_BASE_WIRE_H
#define OIT_BASE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"

void wire_put_u32(struct buf *out, uint32_t v);
void wire_put_u64(struct buf *out, uint64_t v);
void wire_put_bytes(struct buf *out, struct slice s);
void wire_put_text(struct buf *out, const char *s); /* NULL as "" */

/* What is left to read; bad once something did not fit, and then all reads
 * answer 0 or "". */
struct wire_reader {
	struct slice left;
	bool bad;
};

uint32_t wire_get_u32(struct wire_reader *in);
uint64_t wire_get_u64(struct wire_reader *in);

/* A number below limit; else 0, and bad. */
uint32_t wire_get_below(struct wire_reader *in, uint32_t limit);

/* At most max bytes, borrowed from what is read. */
struct slice wire_get_bytes(struct wire_reader *in, size_t max);

/* The same as a C string in the arena; a NUL in it is bad. */
const char *wire_get_text(
	struct wire_reader *in, struct arena *arena, size_t max);

#endif
