#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "crawler/read/entity.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

struct row {
	const char *text; /* behind the "&" */
	size_t taken;
	const char *out;
};

static void check(const struct row *row, bool in_attribute)
{
	char out[ENTITY_BYTES + 1] = { 0 };
	size_t n = 0, taken;

	taken = entity_decode(out, &n, slice_str(row->text), in_attribute);
	if (taken != row->taken || n != strlen(row->out) ||
		memcmp(out, row->out, n) != 0)
		fail_msg("&%s: %zu \"%s\"", row->text, taken, out);
}

static void the_longest_name_counts(void **state)
{
	static const struct row rows[] = {
		{ "amp;", 4, "&" },
		{ "amp", 3, "&" },
		{ "AMP;x", 4, "&" },
		{ "nbsp;", 5, "\xc2\xa0" },
		{ "ampx", 3, "&" },
		{ "not", 3, "\xc2\xac" },
		{ "notit;", 3, "\xc2\xac" },
		{ "notin;", 6, "\xe2\x88\x89" },
		{ "notinva;", 8, "\xe2\x88\x89" },
		{ "there4;", 7, "\xe2\x88\xb4" },
		{ "frac12", 6, "\xc2\xbd" },
		{ "frac13", 0, "" },
		{ "frac13;", 7, "\xe2\x85\x93" },
		{ "zwnj;", 5, "\xe2\x80\x8c" },
		{ "Zopf;", 5, "\xe2\x84\xa4" },
		{ "CounterClockwiseContourIntegral;", 32, "\xe2\x88\xb3" },
		{ "CounterClockwiseContourIntegral", 0, "" },
		{ "fjlig;", 6, "fj" },
		{ "nGt;", 4, "\xe2\x89\xab\xe2\x83\x92" },
		{ "bne;", 4, "=\xe2\x83\xa5" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check(&rows[i], false);
}

static void what_is_no_reference_is_left_alone(void **state)
{
	static const struct row rows[] = {
		{ "", 0, "" },
		{ ";", 0, "" },
		{ " amp;", 0, "" },
		{ "amP;", 0, "" },
		{ "bogus;", 0, "" },
		{ "nbs;", 0, "" },
		{ "2;", 0, "" },
		{ "#", 0, "" },
		{ "#;", 0, "" },
		{ "#x;", 0, "" },
		{ "#xg", 0, "" },
		{ "#a", 0, "" },
		{ "กา;", 0, "" },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;", 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		check(&rows[i], false);
		check(&rows[i], true);
	}
}

/* So that the parameters of an address stay what they are. */
static void an_attribute_wants_the_semicolon(void **state)
{
	static const struct row rows[] = {
		{ "copy=1", 0, "" },
		{ "copyx", 0, "" },
		{ "copy2", 0, "" },
		{ "notit;", 0, "" },
		{ "copy", 4, "\xc2\xa9" },
		{ "copy&b", 4, "\xc2\xa9" },
		{ "copy;=1", 5, "\xc2\xa9" },
		{ "#65=", 3, "A" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check(&rows[i], true);
}

static void numbers_are_code_points(void **state)
{
	static const struct row rows[] = {
		{ "#3585;", 6, "ก" },
		{ "#3585", 5, "ก" },
		{ "#xe01;", 6, "ก" },
		{ "#XE01g", 5, "ก" },
		{ "#128;", 5, "\xe2\x82\xac" },
		{ "#x9F;", 5, "\xc5\xb8" },
		{ "#x81;", 5, "\xc2\x81" },
		{ "#0;", 3, "\xef\xbf\xbd" },
		{ "#xd800;", 7, "\xef\xbf\xbd" },
		{ "#x110000;", 9, "\xef\xbf\xbd" },
		{ "#99999999999999999999;", 22, "\xef\xbf\xbd" },
		{ "#x10ffff;", 9, "\xf4\x8f\xbf\xbf" },
		{ "#13;", 4, "\r" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check(&rows[i], false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_longest_name_counts),
		cmocka_unit_test(what_is_no_reference_is_left_alone),
		cmocka_unit_test(an_attribute_wants_the_semicolon),
		cmocka_unit_test(numbers_are_code_points),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
