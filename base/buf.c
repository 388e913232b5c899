#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void buf_done(struct buf *b)
{
	free(b->data);
	buf_init(b, b->max);
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	b->full = false;
	if (b->data)
		b->data[0] = '\0';
}

/* Room for len bytes more and the NUL; false marks the buffer full. */
static bool reserve(struct buf *b, size_t len)
{
	size_t need, cap;

	if (b->full || len > b->max - b->len) {
		b->full = true;
		return false;
	}
	need = b->len + len + 1;
	if (need <= b->cap)
		return true;
	cap = b->cap > SIZE_MAX / 2 ? need : b->cap * 2;
	if (cap < need)
		cap = need < 64 ? 64 : need;
	b->data = mem_realloc(b->data, cap);
	b->cap = cap;
	return true;
}

void buf_put(struct buf *b, const void *data, size_t len)
{
	if (!reserve(b, len))
		return;
	if (len)
		memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void buf_fill(struct buf *b, const void *data, size_t len)
{
	const size_t room = b->full ? 0 : b->max - b->len;

	buf_put(b, data, len < room ? len : room);
	b->full = b->full || len > room;
}

void buf_put_slice(struct buf *b, struct slice s)
{
	buf_put(b, s.data, s.len);
}

void buf_puts(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
	buf_put(b, &c, 1);
}

void buf_printf(struct buf *b, const char *format, ...)
{
	const size_t room = b->cap - b->len;
	va_list ap;
	int n;

	/* Mostly there is room, and the length need not be asked for first. */
	va_start(ap, format);
	n = vsnprintf(room ? b->data + b->len : NULL, room, format, ap);
	va_end(ap);
	if (n < 0 || !reserve(b, (size_t)n)) {
		if (room)
			b->data[b->len] = '\0';
		return;
	}
	if ((size_t)n >= room) {
		va_start(ap, format);
		(void)vsnprintf(b->data + b->len, (size_t)n + 1, format, ap);
		va_end(ap);
	}
	b->len += (size_t)n;
}

struct slice buf_slice(const struct buf *b)
{
	return slice_of(b->data, b->len);
}

const char *buf_str(const struct buf *b)
{
	return b->data ? b->data : "";
}

char *buf_take(struct buf *b)
{
	char *s = b->data ? b->data : mem_strdup("");
	size_t max = b->max;

	buf_init(b, max);
	return s;
}
