#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "rules/lint_patterns.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What is told of a concept with one part of that pattern: "error",
 * "warning" or "". */
static const char *told(const char *pattern)
{
	struct lint_catalog c = { .n_files = 1 };
	const char *answer = "";
	struct error err;
	struct buf text;

	arena_init(&c.arena);
	c.files = mem_zalloc(sizeof(*c.files));
	c.files[0].path = "a.json";
	buf_init(&text, 4096);
	buf_puts(&text, "{\"parts\": [{\"pattern\": ");
	json_quote(&text, slice_str(pattern));
	buf_puts(&text, "}]}");
	if (json_parse(&c.files[0].doc, "a.json", buf_slice(&text), &err) != 0)
		fail_msg("%s", err.text);
	lint_patterns_check(&c);
	if (c.n) {
		assert_int_equal(c.n, 1);
		assert_string_equal(c.items[0].code, "R004");
		answer =
			c.items[0].severity == LINT_ERROR ? "error" : "warning";
	}
	lint_catalog_done(&c);
	buf_done(&text);
	return answer;
}

static void what_may_run_away_is_told(void **state)
{
	static const struct {
		const char *pattern, *told;
	} rows[] = {
		{ "มาตรา", "" },
		{ "มาตรา ?[0-9]+", "" },
		{ "(ก|งบประมาณ)", "" },
		{ "เลขที่โครงการ\\d+", "" },
		/* Repeats in repeats: the ways to try double with each letter.
		 */
		{ "(มาตรา+)+", "error" },
		{ "(มาตรา ?[0-9]*)*", "error" },
		{ "(?:มาตรา|[0-9]+)+", "error" },
		{ "((มาตรา+)ข)*", "error" },
		{ "(มาตรา+){2,}", "error" },
		{ "(มาตรา{1,})+?", "error" },
		/* One of them has an end, or gives nothing back. */
		{ "(มาตรา+){2,4}", "" },
		{ "(มาตรา+)?", "" },
		{ "(มาตรา{1,3})+", "" },
		{ "(มาตรา++)+", "" },
		{ "(มาตรา+)++", "" },
		{ "(มาตรา[+*])+", "" },
		{ "(มาตรา\\+)+", "" },
		{ "(มาตรา[])+])+", "" },
		/* Nothing to look for first, and no end. */
		{ "[0-9]+", "warning" },
		{ "มาตร.*", "warning" },
		{ "มา[ต]รา+", "warning" },
		{ "มาต*รา", "warning" },
		{ "มาต?ร[ก-ฮ]{2,}", "warning" },
		{ "\\d\\d\\d\\d\\d+", "warning" },
		{ "พ\\.ศ\\.256[0-9]*", "" },
		{ "(มาต)(รา)+", "warning" },
		{ "((มาต|[0-9]+)ร)", "warning" },
		{ "มา|ตรา+", "warning" },
		/* Each try has an end. */
		{ "[0-9]{4}", "" },
		{ "[a-z]{1,64}@[a-z]", "" },
		{ "[0-9]++", "" },
		{ "มาต?รา", "" },
		{ "", "" },
		/* What PCRE2 will refuse is read to its end, no further. */
		{ "(((", "" },
		{ ")))มาตรา", "" },
		{ "[ก", "" },
		{ "[", "" },
		{ "[0-9]+(", "warning" },
		{ "มาตรา{2", "" },
		{ "มาตรา\\", "" },
		{ "(?", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (strcmp(told(rows[i].pattern), rows[i].told) != 0)
			fail_msg("%s: \"%s\"", rows[i].pattern,
				told(rows[i].pattern));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_may_run_away_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
