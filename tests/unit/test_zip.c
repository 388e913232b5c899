#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/zip.h"

static const struct zip_limits limits = {
	.members = 3,
	.member_bytes = 100000,
	.ratio = 100,
	.ratio_after = 1000,
};

static void write_parts(struct buf *out, const struct zip_part *parts, size_t n)
{
	struct error err;

	buf_init(out, 1000000);
	assert_int_equal(zip_write(out, parts, n, &err), 0);
}

static void what_is_written_is_read_again(void **state)
{
	const struct zip_part parts[] = { { "a/b.xml", slice_str("text") },
		{ "empty", slice_of(NULL, 0) } };
	struct zip_reader *r = NULL;
	struct error err;
	struct buf zip, out;

	(void)state;
	write_parts(&zip, parts, 2);
	assert_int_equal(
		zip_reader_open(&r, buf_slice(&zip), &limits, &err), 0);
	assert_int_equal(zip_reader_count(r), 2);
	assert_string_equal(zip_reader_name(r, 0), "a/b.xml");
	assert_int_equal(zip_reader_find(r, "A/B.xml"), 0);
	assert_int_equal(zip_reader_find(r, "none"), -1);
	assert_false(zip_reader_is_locked(r, 0));
	buf_init(&out, 100);
	assert_int_equal(zip_reader_get(r, 0, &out, &err), 0);
	assert_int_equal(zip_reader_get(r, 1, &out, &err), 0);
	assert_string_equal(buf_str(&out), "text");
	buf_done(&out);
	zip_reader_free(r);
	zip_reader_free(NULL);
	buf_done(&zip);
}

static void equal_parts_give_equal_bytes(void **state)
{
	const struct zip_part part = { "a", slice_str("text") };
	struct buf a, b;

	(void)state;
	write_parts(&a, &part, 1);
	write_parts(&b, &part, 1);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	buf_done(&a);
	buf_done(&b);
}

static void ceilings_are_kept(void **state)
{
	static const char blanks[200000];
	const struct zip_part bomb = { "a", slice_of(blanks, 90000) };
	const struct zip_part large = { "a", slice_of(blanks, 200000) };
	const struct zip_part many[] = { bomb, { "b", { 0 } }, { "c", { 0 } },
		{ "d", { 0 } } };
	struct zip_reader *r = NULL;
	struct error err;
	struct buf zip, out;

	(void)state;
	buf_init(&out, 1000000);
	write_parts(&zip, &bomb, 1);
	assert_int_equal(
		zip_reader_open(&r, buf_slice(&zip), &limits, &err), 0);
	assert_int_equal(zip_reader_get(r, 0, &out, &err), ERR_LIMIT);
	assert_string_equal(
		err.text, "ZIP: unpacks to more than 100 times its size");
	zip_reader_free(r);
	buf_done(&zip);
	write_parts(&zip, &large, 1);
	struct zip_limits loose = limits;

	loose.ratio_after = SIZE_MAX;
	assert_int_equal(zip_reader_open(&r, buf_slice(&zip), &loose, &err), 0);
	assert_int_equal(zip_reader_get(r, 0, &out, &err), ERR_LIMIT);
	zip_reader_free(r);
	buf_done(&zip);
	write_parts(&zip, many, 4);
	r = NULL;
	assert_int_equal(
		zip_reader_open(&r, buf_slice(&zip), &limits, &err), ERR_LIMIT);
	assert_null(r);
	buf_done(&zip);
	buf_done(&out);
}

static void what_is_no_archive_is_refused(void **state)
{
	const struct zip_part part = { "a", slice_str("text") };
	struct zip_reader *r = NULL;
	struct error err;
	struct buf zip;

	(void)state;
	write_parts(&zip, &part, 1);
	for (size_t n = 0; n < zip.len; n++)
		assert_int_equal(zip_reader_open(&r, slice_of(zip.data, n),
					 &limits, &err),
			ERR_SYNTAX);
	assert_null(r);
	buf_done(&zip);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(equal_parts_give_equal_bytes),
		cmocka_unit_test(ceilings_are_kept),
		cmocka_unit_test(what_is_no_archive_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
