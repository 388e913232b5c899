/*
 * A page in one pass: whatever the bytes, what is said of them is UTF-8 within
 * the limits.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "crawler/limits.h"
#include "crawler/read/charset.h"
#include "crawler/read/hollow.h"
#include "crawler/read/skim.h"
#include "tests/fuzz/fuzz.h"

static void must(bool condition)
{
	if (!condition)
		abort();
}

static void check_text(const char *text, size_t max)
{
	must(utf8_is_valid(slice_str(text)));
	must(strlen(text) <= max);
}

static void check_page(const struct page *p, const struct skim_facts *facts)
{
	must(p->n_links <= LIMIT_LINKS && p->n_blocks <= LIMIT_BLOCKS);
	must(facts->html.noscript_letters <= facts->html.all_letters);
	must(p->letters <= facts->html.all_letters);
	must(p->images >= 0);
	must(facts->depth <= LIMIT_ELEMENT_DEPTH ||
		p->outcome == OUTCOME_PARSE_LIMIT);
	check_text(p->title, LIMIT_LINK_TEXT);
	for (size_t i = 0; i < p->n_links; i++) {
		const struct page_link *link = &p->links[i];

		check_text(link->href, 4UL * LIMIT_URL_BYTES);
		check_text(link->text, LIMIT_LINK_TEXT);
		check_text(link->title, LIMIT_LINK_TEXT);
		check_text(link->row, LIMIT_LINK_TEXT);
		check_text(link->heading, LIMIT_LINK_TEXT);
	}
	for (size_t i = 0; i < p->n_blocks; i++) {
		const char *text = p->blocks[i].text;

		check_text(text, LIMIT_TEXT_BYTES);
		must(*text && *text != ' ' && text[strlen(text) - 1] != ' ');
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct charset_guess utf_8 = { .name = "utf-8" };
	struct page *p = page_new("http://town.example/");
	struct skim_facts facts;
	struct buf text;

	buf_init(&text, 3 * size + 3);
	charset_decode(&text, slice_of((const char *)data, size), &utf_8);
	skim_read(p, buf_slice(&text), &facts);
	check_page(p, &facts);
	(void)hollow_is_page(buf_slice(&text));
	page_free(p);
	buf_done(&text);
	return 0;
}
