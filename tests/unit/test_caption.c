#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/caption.h"

static const struct {
	const char *text;
	bool generic, paging;
	int number, year;
	const char *names; /* the concept it names first, or "" */
} rows[] = {
	{ "", true, false, 0, 0, "" },
	{ "คลิกที่นี่", true, false, 0, 0, "" },
	{ "https://town.example/a", true, false, 0, 0, "" },
	{ "o9 รายงานผลการดำเนินงานประจำปี พ.ศ. ๒๕๖๖", false, false, 9, 2566,
		"annual_report" },
	{ "โครงสร้าง", false, false, 0, 0, "structure" },
	/* The next page of a list, however it is typed. */
	{ "ถัดไป", false, true, 0, 0, "" },
	{ " Next\u00a0 Page", false, true, 0, 0, "" },
	{ "ดูท้ังหมด", false, true, 0, 0, "" },
	{ "ปีถัดไป", false, false, 0, 0, "" },
	/* Several years are none; those of laws and spans do not count. */
	{ "ข่าวปี 2566 และปี 2567", false, false, 0, 0, "" },
	{ "แผนพัฒนาท้องถิ่น พ.ศ. 2566-2570", false, false, 0, 0, "strategy_plan" },
	{ "ระเบียบกระทรวงมหาดไทย พ.ศ. 2553", false, false, 0, 0, "laws" },
};

/* Every text twice in a row and again later, so that each is met both new and
 * known, whatever is forgotten in between. */
static void a_text_says_the_same_new_known_and_forgotten(void **state)
{
	static const size_t sizes[] = { 0, 300, 100000 };
	struct ruleset *rs = NULL;
	struct error err;

	(void)state;
	if (ruleset_load(&rs, "rules/catalog", 2567, &err) != 0)
		fail_msg("%s", err.text);
	for (size_t k = 0; k < 3; k++) {
		struct captions *captions = captions_new(rs, sizes[k]);

		for (size_t i = 0; i < 4 * sizeof(rows) / sizeof(*rows); i++) {
			size_t row = i / 2 % (sizeof(rows) / sizeof(*rows));
			const struct caption *c =
				captions_read(captions, rows[row].text);
			const char *names =
				c->n_named
					? rs->concepts[c->named[0].concept].key
					: "";

			assert_int_equal(c->generic, rows[row].generic);
			assert_int_equal(c->paging, rows[row].paging);
			assert_int_equal(c->number, rows[row].number);
			assert_int_equal(c->year, rows[row].year);
			assert_string_equal(names, rows[row].names);
		}
		captions_free(captions);
	}
	ruleset_free(rs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_says_the_same_new_known_and_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
