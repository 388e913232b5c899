#include "crawler/chunks.h"

#include <stdint.h>

/* Cuts the line off the head of *in; 0 when it has no end. */
static int next_line(struct slice *line, struct slice *in)
{
	const char *end = in->len ? memchr(in->data, '\n', in->len) : NULL;
	size_t n;

	if (!end)
		return 0;
	n = (size_t)(end - in->data);
	*line = slice_of(in->data, n);
	*in = slice_of(in->data + n + 1, in->len - n - 1);
	return 1;
}

/* 1 with the size; -1 when the line does not begin with one. */
static int parse_size(size_t *size, struct slice line)
{
	size_t i;

	line = slice_trim(line);
	*size = 0;
	for (i = 0; i < line.len && ascii_hex(line.data[i]) >= 0; i++) {
		if (*size > SIZE_MAX >> 5)
			return -1;
		*size = *size << 4 | (size_t)ascii_hex(line.data[i]);
	}
	if (i == 0)
		return -1;
	if (i == line.len || line.data[i] == ';' ||
		ascii_is_space(line.data[i]))
		return 1;
	return -1;
}

/* Passes over the line end behind a chunk's data. */
static int skip_line_end(struct slice *in)
{
	struct slice line;

	if (!next_line(&line, in))
		return in->len > 1 ? -1 : 0;
	return line.len == 0 || slice_eq(line, "\r") ? 1 : -1;
}

int chunks_decode(struct buf *out, struct slice in)
{
	for (;;) {
		struct slice line;
		size_t size, have;
		const bool ended = next_line(&line, &in);
		int state = 0;

		if (ended || in.len)
			state = parse_size(&size, ended ? line : in);
		if (state < 0 || !ended)
			return state < 0 ? state : 0;
		if (size == 0)
			return 1;
		have = size < in.len ? size : in.len;
		buf_put(out, in.data, have);
		in = slice_of(in.data + have, in.len - have);
		if (have < size || out->full)
			return 0;
		state = skip_line_end(&in);
		if (state <= 0)
			return state;
	}
}
