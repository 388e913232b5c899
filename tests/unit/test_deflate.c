#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/deflate.h"
#include "base/gzip.h"

static void members_are_read_by_gzip(void **state)
{
	static const size_t sizes[] = { 0, 1, 1023, 1024, 70000, 1 << 20 };
	char *data = calloc(1, 1 << 20);
	struct deflate *d = deflate_new();

	(void)state;
	for (size_t i = 0; i < 1 << 20; i++)
		data[i] = (char)(i * i >> 7);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct buf packed, out;
		struct error err;
		bool truncated;

		buf_init(&packed, 2 << 20);
		buf_init(&out, 1 << 20);
		deflate_put_member(d, &packed, slice_of(data, sizes[i]));
		assert_int_equal(gzip_inflate(&out, buf_slice(&packed),
					 &truncated, &err),
			0);
		assert_false(truncated);
		assert_int_equal(out.len, sizes[i]);
		if (sizes[i])
			assert_memory_equal(out.data, data, sizes[i]);
		buf_done(&packed);
		buf_done(&out);
	}
	deflate_free(d);
	free(data);
}

static void equal_data_gives_equal_bytes(void **state)
{
	struct deflate *d = deflate_new();
	struct buf a, b;

	(void)state;
	buf_init(&a, 1000);
	buf_init(&b, 1000);
	deflate_put_member(NULL, &a, slice_str("data"));
	deflate_put_member(d, &b, slice_str("other"));
	buf_clear(&b);
	deflate_put_member(d, &b, slice_str("data"));
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	deflate_free(d);
	deflate_free(NULL);
	buf_done(&a);
	buf_done(&b);
}

static void parts_are_read_side_by_side(void **state)
{
	static const size_t sizes[] = { 0, 20, 1200, 90000 };
	char *data = calloc(1, 100000);
	struct deflate *d = deflate_new();

	(void)state;
	for (size_t i = 0; i < 100000; i++)
		data[i] = (char)(i * i >> 7);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		const struct slice parts[] = { slice_of(data, sizes[i]),
			slice_of("", 0), slice_of(data + sizes[i], 100),
			slice_of(data + sizes[i] + 100, 4) };
		struct slice in;
		struct buf packed, out;
		struct error err;
		bool truncated;

		buf_init(&packed, 200000);
		buf_init(&out, 200000);
		deflate_put_joined(d, &packed, parts, 4);
		in = buf_slice(&packed);
		assert_int_equal(
			gzip_inflate_member(&out, &in, &truncated, &err), 0);
		assert_false(truncated);
		assert_int_equal(in.len, 0);
		assert_int_equal(out.len, sizes[i] + 104);
		assert_memory_equal(out.data, data, out.len);
		buf_done(&packed);
		buf_done(&out);
	}
	deflate_free(d);
	free(data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_are_read_by_gzip),
		cmocka_unit_test(equal_data_gives_equal_bytes),
		cmocka_unit_test(parts_are_read_side_by_side),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
