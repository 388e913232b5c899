#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "crawler/read/viewer.h"

/* NULL: an address like any other. */
static const struct {
	const char *href, *file;
} rows[] = {
	{ "/js/pdfjs/web/viewer.html?file=/upload/plan.pdf",
		"/upload/plan.pdf" },
	{ "pdfjs/web/viewer.html?file=../../plan.pdf#page=2",
		"pdfjs/web/../../plan.pdf" },
	{ "viewer.html?file=plan.pdf", "plan.pdf" },
	{ "viewer.php?id=3&FILE=a%20b.PDF&x=1", "a b.PDF" },
	{ "https://docs.google.com/viewer?url=https%3A%2F%2Ftown.go.th%2Fa.pdf"
	  "&embedded=true",
		"https://town.go.th/a.pdf" },
	{ "//docs.google.com/gview?embedded=true&url=http://town.go.th/a.docx",
		"http://town.go.th/a.docx" },
	{ "https://view.officeapps.live.com/op/embed.aspx?src="
	  "https%3A%2F%2Ftown.go.th%2Fa.xlsx%3Fv%3D2",
		"https://town.go.th/a.xlsx?v=2" },
	{ "/lib/pdfjs/?pdf=/a.pdf", "/a.pdf" },
	/* it sends the file itself, or shows something else */
	{ "download.php?file=a.pdf", NULL },
	{ "/index.php?url=/a.pdf", NULL },
	{ "viewer.html?file=17", NULL },
	{ "viewer.html?file=", NULL },
	{ "viewer.html?file", NULL },
	{ "viewer.html?", NULL },
	{ "viewer.html#file=a.pdf", NULL },
	{ "viewer.html?profile=a.pdf", NULL },
	{ "a.pdf", NULL },
	{ "?", NULL },
	{ "", NULL },
};

static void the_file_of_a_viewer_is_found(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		buf_clear(&out);
		if (viewer_file(&out, rows[i].href) != (rows[i].file != NULL))
			fail_msg("%s", rows[i].href);
		assert_string_equal(
			buf_str(&out), rows[i].file ? rows[i].file : "");
	}
	buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_file_of_a_viewer_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
