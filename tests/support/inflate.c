#include "tests/support/inflate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define MIB ((size_t)1 << 20)

int inflate(inflate_fn *fn, struct buf *out, size_t max, struct slice *in,
	bool *truncated)
{
	struct error err;

	buf_init(out, max);
	return fn(out, in, truncated, &err);
}

static void check_whole(inflate_fn *fn, struct slice stream)
{
	bool truncated = true;
	struct buf packed, out;
	struct slice in;

	buf_init(&packed, MIB);
	buf_put(&packed, stream.data, stream.len);
	buf_puts(&packed, "rest");
	in = buf_slice(&packed);
	assert_int_equal(inflate(fn, &out, 100, &in, &truncated), 0);
	assert_string_equal(buf_str(&out), "hello");
	assert_false(truncated);
	assert_true(slice_eq(in, "rest"));
	buf_done(&out);
	buf_done(&packed);
}

void inflate_check_hello(inflate_fn *fn, struct slice stream)
{
	check_whole(fn, stream);
	for (size_t n = 0; n < stream.len; n++) {
		struct slice in = slice_of(stream.data, n);
		bool truncated = false;
		struct buf out;

		assert_int_equal(inflate(fn, &out, 100, &in, &truncated), 0);
		assert_true(truncated);
		buf_done(&out);
	}
}

void inflate_check_bomb(inflate_fn *fn, struct slice stream)
{
	struct slice in = stream;
	bool truncated = true;
	struct buf out;

	assert_int_equal(inflate(fn, &out, MIB, &in, &truncated), ERR_LIMIT);
	assert_true(out.len <= MIB);
	buf_done(&out);
	in = stream;
	assert_int_equal(inflate(fn, &out, 16 * MIB, &in, &truncated), 0);
	assert_int_equal(out.len, 16 * MIB);
	assert_false(truncated);
	buf_done(&out);
}

void inflate_check_damage(inflate_fn *fn, struct slice bytes)
{
	bool truncated;
	struct buf out;

	assert_int_equal(
		inflate(fn, &out, 100, &bytes, &truncated), ERR_SYNTAX);
	buf_done(&out);
}
