#include <stdlib.h>

#include "base/text.h"
#include "base/utf8.h"
#include "tests/fuzz/fuzz.h"

#define MAX_QUOTES 64 /* an input may have thousands of letters */

static void check(bool holds)
{
	if (!holds)
		abort();
}

static bool is_same(const struct buf *a, const struct buf *b)
{
	return a->len == b->len &&
	       (!a->len || memcmp(a->data, b->data, a->len) == 0);
}

/* The form of the form is itself, and so is its key. */
static void check_forms(struct slice s)
{
	struct buf canon, again, key, key_again;

	buf_init(&canon, 4 * s.len);
	buf_init(&again, 4 * s.len);
	buf_init(&key, s.len);
	buf_init(&key_again, s.len);
	text_canon(&canon, s);
	text_canon(&again, buf_slice(&canon));
	text_key(&key, s);
	text_key(&key_again, buf_slice(&canon));
	check(!canon.full && utf8_is_valid(buf_slice(&canon)));
	check(is_same(&canon, &again));
	check(is_same(&key, &key_again));
	buf_done(&canon);
	buf_done(&again);
	buf_done(&key);
	buf_done(&key_again);
}

/* What the author wrote has the form of the part that was asked for. */
static void check_quote(const struct text *t, size_t from)
{
	struct slice part = text_around(t, from, from + 1, 24);
	struct buf quote, canon;

	buf_init(&quote, SIZE_MAX / 2);
	buf_init(&canon, SIZE_MAX / 2);
	text_quote(&quote, t, part);
	check(utf8_is_valid(buf_slice(&quote)));
	text_canon(&canon, buf_slice(&quote));
	check(canon.len == part.len &&
		(!part.len || memcmp(canon.data, part.data, part.len) == 0));
	buf_done(&quote);
	buf_done(&canon);
}

/* Each line is a block: the form does not look over the end of a piece. */
static void read_lines(struct text *t, struct slice s)
{
	size_t from = 0;

	for (size_t i = 0; i <= s.len; i++) {
		if (i < s.len && s.data[i] != '\n')
			continue;
		text_add(t, slice_of(s.data + from, i - from));
		text_break(t);
		from = i + 1;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = slice_of((const char *)data, size);
	size_t step;
	struct text t;

	check_forms(s);
	text_init(&t);
	read_lines(&t, s);
	for (size_t i = 0; i < t.key_len; i++)
		check(t.at[i] < t.canon_len && (!i || t.at[i - 1] <= t.at[i]));
	step = t.key_len / MAX_QUOTES + 1;
	for (size_t i = 0; i < t.key_len; i += step)
		if (t.key[i] != TEXT_KEY_BREAK)
			check_quote(&t, i);
	text_done(&t);
	return 0;
}
