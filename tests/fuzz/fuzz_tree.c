#include <stdlib.h>

#include "base/utf8.h"
#include "crawler/limits.h"
#include "crawler/read/read.h"
#include "tests/fuzz/fuzz.h"

static void check_text(const char *s)
{
	if (!utf8_is_valid(slice_str(s)))
		abort();
}

/* A page of whatever bytes has valid text, and texts within their limits. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct read_input in = {
		.url = "https://www.town.go.th/",
		.content_type = "text/html",
		.body = { (const char *)data, size },
		.no_documents = true,
	};
	struct page *p = read_page(&in);

	read_content(p);
	check_text(p->title);
	for (size_t i = 0; i < p->n_blocks; i++) {
		check_text(p->blocks[i].text);
		if (!*p->blocks[i].text)
			abort();
	}
	for (size_t i = 0; i < p->n_links; i++) {
		const struct page_link *l = &p->links[i];

		check_text(l->href);
		check_text(l->text);
		check_text(l->row);
		check_text(l->heading);
		check_text(l->column);
		if (strlen(l->row) > LIMIT_LINK_TEXT)
			abort();
	}
	page_free(p);
	return 0;
}
