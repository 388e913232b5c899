#include "crawler/read/gather.h"

#include <stdbool.h>

#include "base/utf8.h"

/* Bytes that white space may begin with. */
static const bool leads[256] = {
	['\t'] = true,
	['\n'] = true,
	['\f'] = true,
	['\r'] = true,
	[' '] = true,
	[0xc2] = true,
	[0xe2] = true,
	[0xe3] = true,
};

/* Bytes of the white space at the head of s, 0 for none: ASCII, U+00A0,
 * U+2003 and its kin, U+3000. */
static size_t space_at(struct slice s)
{
	if (ascii_is_space(s.data[0]))
		return 1;
	if (slice_starts(s, "\xc2\xa0"))
		return 2;
	if (slice_starts(s, "\xe3\x80\x80"))
		return 3;
	if (s.len >= 3 && slice_starts(s, "\xe2\x80") &&
		(unsigned char)s.data[2] <= 0x8a)
		return 3;
	return 0;
}

/* Passes over Thai letters, the most of a text, whole. */
static size_t skip_thai(struct slice s, size_t i)
{
	while (s.len - i >= 8 && utf8_are_two_thai(s.data + i))
		i += 6;
	return i;
}

/* Whether a blank between letters stands there, which stays what it is. */
static bool is_single(struct slice s, size_t i, size_t start)
{
	return s.data[i] == ' ' && i > start && i + 1 < s.len &&
	       !leads[(unsigned char)s.data[i + 1]];
}

/* The end of the text from start on that needs no folding; there the *n bytes
 * of white space that do begin. */
static size_t find_space(struct slice s, size_t start, size_t *n)
{
	size_t i = start;

	for (*n = 0; (i = skip_thai(s, i)) < s.len; i++)
		if (leads[(unsigned char)s.data[i]] &&
			!is_single(s, i, start) &&
			(*n = space_at(slice_of(s.data + i, s.len - i))))
			break;
	return i;
}

static void put_blank(struct buf *out)
{
	if (out->len && out->data[out->len - 1] != ' ')
		buf_putc(out, ' ');
}

/* Text that is folded, cut between letters where out ends. */
static void put_run(struct buf *out, struct slice run)
{
	size_t room = out->max - out->len;

	if (run.len > room && !out->full) {
		buf_put(out, run.data, utf8_cut(run, room));
		out->full = true;
		return;
	}
	buf_put_slice(out, run);
}

void gather_fold(struct buf *out, struct slice text)
{
	size_t start = 0, n;

	while (start < text.len && !out->full) {
		size_t i = find_space(text, start, &n);

		put_run(out, slice_of(text.data + start, i - start));
		if (n)
			put_blank(out);
		start = i + n;
	}
}

void gather_trim(struct buf *out)
{
	if (out->len && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
}
