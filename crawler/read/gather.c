#include "crawler/read/gather.h"

#include "base/utf8.h"

/* Bytes of the white space at the head of s, 0 for none: ASCII, U+00A0,
 * U+2003 and its kin, U+3000. */
static size_t space_at(struct slice s)
{
	unsigned char c = (unsigned char)s.data[0];

	if (ascii_is_space(c))
		return 1;
	if (c != 0xc2 && c != 0xe2 && c != 0xe3)
		return 0;
	if (slice_starts(s, "\xc2\xa0"))
		return 2;
	if (slice_starts(s, "\xe3\x80\x80"))
		return 3;
	if (s.len >= 3 && slice_starts(s, "\xe2\x80") &&
		(unsigned char)s.data[2] <= 0x8a)
		return 3;
	return 0;
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
	size_t start = 0, i = 0;

	while (i < text.len && !out->full) {
		size_t n = space_at(slice_of(text.data + i, text.len - i));

		if (n == 0) {
			i++;
			continue;
		}
		put_word(out, slice_of(text.data + start, i - start));
		put_blank(out);
		i += n;
		start = i;
	}
	if (text.len)
		put_word(out, slice_of(text.data + start, text.len - start));
}

void gather_trim(struct buf *out)
{
	if (out->len && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
}
