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

/* Thai letters, the most of a text, are passed over whole. */
static size_t skip_letter(struct slice s, size_t i)
{
	return (unsigned char)s.data[i] == 0xe0 && s.len - i > 3 ? i + 3
								 : i + 1;
}

/* The place of the next white space from i on, or the end. */
static size_t find_space(struct slice s, size_t i, size_t *n)
{
	for (*n = 0; i < s.len; i = skip_letter(s, i))
		if (leads[(unsigned char)s.data[i]] &&
			(*n = space_at(slice_of(s.data + i, s.len - i))))
			break;
	return i;
}

static void put_blank(struct buf *out)
{
	if (out->len && out->data[out->len - 1] != ' ')
		buf_putc(out, ' ');
}

/* A run of text without white space, cut between letters where out ends. */
static void put_word(struct buf *out, struct slice word)
{
	size_t room = out->max - out->len;

	if (word.len > room && !out->full) {
		buf_put(out, word.data, utf8_cut(word, room));
		out->full = true;
		return;
	}
	buf_put_slice(out, word);
}

void gather_fold(struct buf *out, struct slice text)
{
	size_t start = 0, n;

	while (start < text.len && !out->full) {
		size_t i = find_space(text, start, &n);

		put_word(out, slice_of(text.data + start, i - start));
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
