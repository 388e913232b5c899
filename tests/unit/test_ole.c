#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/ole.h"
#include "tests/support/fixture.h"

#define FILE_NAME "tests/cases/read/list.xls"
#define SECTOR 512

static int open_file(struct ole **out, struct buf *body)
{
	struct error err;

	return ole_open(out, buf_slice(body), &err);
}

static void streams_are_read_by_name(void **state)
{
	struct ole *ole = NULL;
	struct error err;
	struct buf body, out;

	(void)state;
	fixture_load(&body, FILE_NAME);
	buf_init(&out, body.len);
	assert_true(ole_is(buf_slice(&body)));
	assert_int_equal(open_file(&ole, &body), 0);
	assert_true(ole_has(ole, "Workbook"));
	assert_true(ole_has(ole, "WORKBOOK"));
	assert_false(ole_has(ole, "Work"));
	assert_false(ole_has(ole, "Root Entry"));
	assert_int_equal(ole_get(ole, "WordDocument", &out, &err), 1);
	assert_int_equal(ole_get(ole, "Workbook", &out, &err), 0);
	assert_memory_equal(out.data, "\x09\x08\x10\0\0\x06", 6);
	ole_free(ole);
	ole_free(NULL);
	buf_done(&out);
	buf_done(&body);
}

static void what_does_not_fit_is_refused(void **state)
{
	struct ole *ole = NULL;
	struct error err;
	struct buf body, out;

	(void)state;
	fixture_load(&body, FILE_NAME);
	buf_init(&out, 100);
	assert_int_equal(open_file(&ole, &body), 0);
	assert_int_equal(ole_get(ole, "Workbook", &out, &err), ERR_LIMIT);
	ole_free(ole);
	buf_done(&out);
	buf_done(&body);
}

/* Every entry of the table of sectors in turn leads to the first sector. */
static void a_ring_of_sectors_ends(void **state)
{
	struct error err;
	struct buf body, out;
	size_t table;

	(void)state;
	fixture_load(&body, FILE_NAME);
	buf_init(&out, body.len);
	table = SECTOR * ((size_t)(unsigned char)body.data[76] + 1);
	for (size_t i = 0; i < body.len / SECTOR; i++) {
		struct ole *ole = NULL;
		char kept[4];

		memcpy(kept, body.data + table + 4 * i, 4);
		memset(body.data + table + 4 * i, 0, 4);
		buf_clear(&out);
		if (open_file(&ole, &body) == 0)
			(void)ole_get(ole, "Workbook", &out, &err);
		assert_true(out.len <= body.len);
		ole_free(ole);
		memcpy(body.data + table + 4 * i, kept, 4);
	}
	buf_done(&out);
	buf_done(&body);
}

static void a_stream_that_ends_too_early_is_damaged(void **state)
{
	struct ole *ole = NULL;
	struct error err;
	struct buf body, out;
	size_t table;

	(void)state;
	fixture_load(&body, FILE_NAME);
	buf_init(&out, body.len);
	table = SECTOR * ((size_t)(unsigned char)body.data[76] + 1);
	for (size_t i = 0; i < body.len / SECTOR; i++)
		memcpy(body.data + table + 4 * i, "\xfe\xff\xff\xff", 4);
	assert_int_equal(open_file(&ole, &body), 0);
	assert_int_equal(ole_get(ole, "Workbook", &out, &err), ERR_SYNTAX);
	ole_free(ole);
	buf_done(&out);
	buf_done(&body);
}

static void what_is_none_is_refused(void **state)
{
	struct ole *ole = NULL;
	struct buf body;

	(void)state;
	fixture_load(&body, FILE_NAME);
	for (size_t n = 0; n < SECTOR; n++) {
		struct error err;

		assert_int_equal(ole_open(&ole, slice_of(body.data, n), &err),
			ERR_SYNTAX);
	}
	body.data[30] = 31; /* sectors of 2 GiB */
	assert_int_equal(open_file(&ole, &body), ERR_SYNTAX);
	assert_null(ole);
	buf_done(&body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(streams_are_read_by_name),
		cmocka_unit_test(what_does_not_fit_is_refused),
		cmocka_unit_test(a_ring_of_sectors_ends),
		cmocka_unit_test(a_stream_that_ends_too_early_is_damaged),
		cmocka_unit_test(what_is_none_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
