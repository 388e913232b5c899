#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/limits.h"
#include "crawler/read/twin.h"

#define MAX_LINKS 3

struct link {
	const char *href, *text, *row;
	const char *told; /* the row afterwards */
};

static const struct link tables[][MAX_LINKS + 1] = {
	/* two paragraphs */
	{ { "/f/o12.pdf", "List 2568", "", "" },
		{ "/f/o12.xlsx", "Excel", "", "List 2568" }, { 0 } },
	/* what stands in the row stays, and what stands there already */
	{ { "a.PDF", "List", "12 KB", "12 KB" },
		{ "a.csv#x", "csv", "3 KB", "3 KB List" }, { 0 } },
	{ { "a.pdf", "List", "csv", "csv" },
		{ "a.csv", "csv", "List 2", "List 2" }, { 0 } },
	/* pictures: what stands beside one is all that there is */
	{ { "a.pdf", "", "List", "List" }, { "a.ods", "", "", "List" }, { 0 } },
	/* the sheet first, and three shapes of one */
	{ { "a.xls", "Excel", "", "The list" }, { "a.pdf", "The list", "", "" },
		{ "a.docx", "Word", "", "The list" }, { 0 } },
	/* the same file twice, other folders, other names, no files */
	{ { "a.pdf", "List", "", "" }, { "a.pdf", "The", "", "" }, { 0 } },
	{ { "1/a.pdf", "List", "", "" }, { "2/a.xls", "x", "", "" }, { 0 } },
	{ { "a.pdf", "List", "", "" }, { "a2.xls", "x", "", "" }, { 0 } },
	{ { "a.html", "List", "", "" }, { "a.php", "x", "", "" }, { 0 } },
	{ { ".pdf", "List", "", "" }, { ".xls", "x", "", "" }, { 0 } },
	{ { "", "List", "", "" }, { "#", "x", "", "" }, { 0 } },
};

static void links_to_one_file_share_their_words(void **state)
{
	(void)state;
	for (size_t t = 0; t < sizeof(tables) / sizeof(*tables); t++) {
		struct page *p = page_new("http://town.go.th/");
		const struct link *l;

		for (l = tables[t]; l->href; l++)
			page_add_link(p, &(struct page_link){ .href = l->href,
						 .text = l->text,
						 .row = l->row });
		twin_words(p);
		for (size_t i = 0; i < p->n_links; i++)
			assert_string_equal(p->links[i].row, tables[t][i].told);
		page_free(p);
	}
}

static void a_row_stays_within_its_limit(void **state)
{
	static char words[LIMIT_LINK_TEXT];
	struct page *p = page_new("http://town.go.th/");

	(void)state;
	memset(words, 'w', sizeof(words) - 1);
	page_add_link(p, &(struct page_link){ .href = "a.pdf", .text = words });
	page_add_link(p, &(struct page_link){ .href = "a.csv", .row = "csv" });
	twin_words(p);
	assert_int_equal(strlen(p->links[1].row), LIMIT_LINK_TEXT);
	assert_memory_equal(p->links[1].row, "csv www", 7);
	page_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links_to_one_file_share_their_words),
		cmocka_unit_test(a_row_stays_within_its_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
