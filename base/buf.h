/*
 * Bytes that grow up to a ceiling.
 *
 * A builder: a put that does not fit sets full and drops the bytes, and so
 * does every put after it; look at full once, at the end.
 */
#ifndef OIT_BASE_BUF_H
#define OIT_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

struct buf {
	char *data; /* NUL-terminated whenever it is not NULL */
	size_t len; /* without the NUL */
	size_t cap;
	size_t max; /* len never exceeds it */
	bool full;  /* something was dropped */
};

/* An empty buffer that may hold max bytes. */
void buf_init(struct buf *b, size_t max);

/* Frees the bytes; the buffer can be used again, with the same ceiling. */
void buf_done(struct buf *b);

/* Forgets the bytes and the full mark, keeps the memory. */
void buf_clear(struct buf *b);

void buf_put(struct buf *b, const void *data, size_t len);
void buf_put_slice(struct buf *b, struct slice s);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);

/* As many of the bytes as fit; full when that is not all of them. */
void buf_fill(struct buf *b, const void *data, size_t len);

void buf_printf(struct buf *b, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* What is in it; borrowed until the next put. */
struct slice buf_slice(const struct buf *b);

/* The bytes as a C string; never NULL, "" when nothing was put. */
const char *buf_str(const struct buf *b);

/* Hands the bytes over as a C string; the caller frees, the buffer is empty. */
char *buf_take(struct buf *b);

#endif
