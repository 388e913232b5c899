#include "crawler/read/gather.h"

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
		word.len = room;
		while (word.len &&
			((unsigned char)word.data[word.len] & 0xc0) == 0x80)
			word.len--;
		buf_put_slice(out, word);
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

/* The text of one node alone. */
static void put_node(struct buf *out, const struct tree_node *n, bool alt)
{
	const char *s = NULL;

	if (n->tag == TREE_TEXT)
		gather_fold(out, n->text);
	else if (n->tag == TREE_BR || tree_is_block(n->tag))
		put_blank(out);
	if (n->tag != TREE_IMG || !alt)
		return;
	s = tree_attr(n, "alt");
	if (!s || !*s)
		s = tree_attr(n, "title");
	if (!s || !*s)
		return;
	put_blank(out);
	gather_fold(out, slice_str(s));
	put_blank(out);
}

/* True when a block element ends between n and next. */
static bool leaves_block(
	const struct tree_node *n, const struct tree_node *next)
{
	for (; n && n != next->parent; n = n->parent)
		if (tree_is_block(n->tag))
			return true;
	return false;
}

void gather_text(struct buf *out, const struct tree_node *root,
	const struct tree_node *except, bool alt)
{
	const struct tree_node *n = root, *next;

	while (n && !out->full) {
		bool skip = n == except || tree_is_silent(n->tag);

		if (!skip)
			put_node(out, n, alt);
		next = tree_next(n, root, skip);
		if (next && leaves_block(n, next))
			put_blank(out);
		n = next;
	}
	gather_trim(out);
}

/* A line does not run over n, which stands beside or in what is beside. */
static bool is_line_end(const struct tree_node *n)
{
	return n->tag == TREE_BR || tree_is_block(n->tag);
}

/* The node before n in the line, within root; NULL at its start. */
static const struct tree_node *line_before(
	const struct tree_node *n, const struct tree_node *root)
{
	while (n != root && !n->prev)
		n = n->parent;
	if (n == root)
		return NULL;
	n = n->prev;
	while (!is_line_end(n) && n->last && !tree_is_silent(n->tag))
		n = n->last;
	return is_line_end(n) ? NULL : n;
}

static const struct tree_node *line_start(
	const struct tree_node *node, const struct tree_node *root)
{
	const struct tree_node *start = node, *n = node;

	for (int i = 0; n && i < GATHER_LINE; i++) {
		start = n;
		n = line_before(n, root);
	}
	return start;
}

void gather_line(struct buf *out, const struct tree_node *root,
	const struct tree_node *node)
{
	const struct tree_node *n = line_start(node, root);
	bool seen = false;

	for (int i = 0; n && i < 2 * GATHER_LINE; i++) {
		bool skip = n == node || tree_is_silent(n->tag);

		if (n == node)
			put_blank(out);
		else if (is_line_end(n) && seen)
			break;
		else if (!skip)
			put_node(out, n, true);
		seen |= n == node;
		n = tree_next(n, root, skip);
	}
	gather_trim(out);
}
