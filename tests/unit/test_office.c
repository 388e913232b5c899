#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "reports/office.h"

/* Reads text as an office file. */
static int load(struct office *office, struct arena *arena, const char *text,
	struct error *err)
{
	char path[] = "/tmp/oit-office-XXXXXX";
	struct error ignored = { 0 };
	int fd = mkstemp(path), result;

	assert_true(fd >= 0);
	(void)close(fd);
	assert_int_equal(file_write(path, slice_str(text), err), 0);
	*office = (struct office){ 0 };
	result = office_load(office, arena, path, err);
	(void)file_remove_tree(path, &ignored);
	return result;
}

static void the_office_of_the_demo_is_read(void **state)
{
	struct error err = { 0 };
	struct office office = { 0 };
	struct arena arena;

	(void)state;
	arena_init(&arena);
	if (office_load(
		    &office, &arena, "tests/sites/demo/office.json", &err) != 0)
		fail_msg("%s", err.text);
	assert_string_equal(office.district, "ทุ่งดาว");
	assert_string_equal(office.signers[2].post, "ปลัดเทศบาล");
	assert_string_equal(
		office_owner(&office, "procurement"), "งานพัสดุและทรัพย์สิน กองคลัง");
	assert_string_equal(office_owner(&office, "eservice"), "");
	arena_done(&arena);
}

static void what_is_missing_is_empty(void **state)
{
	struct error err = { 0 };
	struct office office;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	assert_int_equal(load(&office, &arena,
				 "{\"schema\":\"oit-office/1\",\"name\":null,"
				 "\"signers\":[{\"post\":\"ก\"}]}",
				 &err),
		0);
	assert_string_equal(office.name, "");
	assert_string_equal(office.signers[0].post, "ก");
	assert_string_equal(office.signers[0].name, "");
	assert_string_equal(office.signers[3].post, "");
	assert_int_equal(office.n_owners, 0);
	arena_done(&arena);
}

static void a_bad_file_is_named_with_line_and_key(void **state)
{
	static const struct {
		const char *text;
		const char *says;
	} rows[] = {
		{ "{}", "schema" },
		{ "{\"schema\":\"oit-office/2\"}", "must be \"oit-office/1\"" },
		{ "{\"schema\":\"oit-office/1\",\n\"nane\":\"x\"}",
			":2: key \"nane\"" },
		{ "{\"schema\":\"oit-office/1\",\"name\":7}",
			"key \"name\": must be text" },
		{ "{\"schema\":\"oit-office/1\",\"date\":\"2567\"}",
			"\"2567\" is no date" },
		{ "{\"schema\":\"oit-office/1\",\"date\":\"2024-13-01\"}",
			"is no date" },
		{ "{\"schema\":\"oit-office/1\",\"signers\":[{},{},{},{},{}]}",
			"key \"signers\": too many" },
		{ "{\"schema\":\"oit-office/1\",\"signers\":[{\"nam\":\"\"}]}",
			"signers[0].nam" },
		{ "{\"schema\":\"oit-office/1\",\"owners\":{\"a\":1}}",
			"key \"owners.a\": must be text" },
		{ "{\"schema\":\"oit-office/1\",\"owners\":[]}",
			"must be an object" },
		{ "[]", "" },
		{ "{\"schema\":", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct error err = { 0 };
		struct office office;
		struct arena arena;

		arena_init(&arena);
		assert_int_equal(
			load(&office, &arena, rows[i].text, &err), ERR_SYNTAX);
		if (!strstr(err.text, rows[i].says))
			fail_msg("%s: \"%s\" is not said", err.text,
				rows[i].says);
		arena_done(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_office_of_the_demo_is_read),
		cmocka_unit_test(what_is_missing_is_empty),
		cmocka_unit_test(a_bad_file_is_named_with_line_and_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
