#include "tests/support/twosteps.h"

#include <string.h>

#include "base/file.h"
#include "crawler/limits.h"
#include "crawler/read/charset.h"
#include "crawler/read/html.h"
#include "crawler/read/prescan.h"
#include "crawler/read/skim.h"
#include "crawler/read/sniff.h"

#define ADDRESS "https://www.town.go.th/a/page.php"

void twosteps_read(struct twosteps *t, struct slice html)
{
	struct html_facts facts;
	struct skim_facts skim_facts;

	t->skimmed = page_new(ADDRESS);
	t->tree = page_new(ADDRESS);
	skim_read(t->skimmed, html, &skim_facts);
	html_read(t->tree, html, &facts);
	t->moved = skim_facts.moved;
}

void twosteps_done(struct twosteps *t)
{
	page_free(t->skimmed);
	page_free(t->tree);
	*t = (struct twosteps){ 0 };
}

bool twosteps_read_file(struct twosteps *t, const char *path)
{
	struct charset_guess guess;
	struct buf body, text;
	struct error err;
	const char *note;
	bool good;

	buf_init(&body, LIMIT_HTML_BYTES);
	buf_init(&text, 3 * LIMIT_HTML_BYTES);
	good = file_read(&body, path, &err) == 0 && body.len &&
	       sniff_kind(buf_slice(&body), NULL, path, &note) == PAGE_HTML;
	if (good) {
		guess = charset_sniff(
			buf_slice(&body), prescan_meta(buf_slice(&body)));
		charset_decode(&text, buf_slice(&body), &guess);
		twosteps_read(t, buf_slice(&text));
	}
	buf_done(&body);
	buf_done(&text);
	return good;
}

static bool is_same_link(const struct page_link *a, const struct page_link *b)
{
	return a->kind == b->kind && a->nav == b->nav &&
	       strcmp(a->href, b->href) == 0 && strcmp(a->text, b->text) == 0 &&
	       strcmp(a->title, b->title) == 0 && strcmp(a->row, b->row) == 0 &&
	       strcmp(a->heading, b->heading) == 0 &&
	       strcmp(a->column, b->column) == 0;
}

static bool is_same_block(
	const struct page_block *a, const struct page_block *b)
{
	return a->kind == b->kind && a->level == b->level && a->nav == b->nav &&
	       a->link == b->link && a->row_end == b->row_end &&
	       a->head == b->head && a->table == b->table &&
	       a->column == b->column && strcmp(a->text, b->text) == 0;
}

static bool is_same_page(const struct page *a, const struct page *b)
{
	return strcmp(a->base, b->base) == 0 &&
	       strcmp(a->title, b->title) == 0 && a->letters == b->letters &&
	       a->images == b->images && a->has_form == b->has_form &&
	       a->has_password == b->has_password && a->scripts == b->scripts;
}

bool twosteps_agree(const struct twosteps *t, struct buf *why)
{
	const struct page *a = t->skimmed, *b = t->tree;
	size_t i = 0, k = 0;

	while (i < a->n_links && i < b->n_links &&
		is_same_link(&a->links[i], &b->links[i]))
		i++;
	while (k < a->n_blocks && k < b->n_blocks &&
		is_same_block(&a->blocks[k], &b->blocks[k]))
		k++;
	if (i < a->n_links || i < b->n_links)
		buf_printf(why, "links: %zu and %zu, number %zu differs: %s",
			a->n_links, b->n_links, i,
			i < a->n_links ? a->links[i].href : "");
	else if (k < a->n_blocks || k < b->n_blocks)
		buf_printf(why, "blocks: %zu and %zu, number %zu differs: %s",
			a->n_blocks, b->n_blocks, k,
			k < a->n_blocks ? a->blocks[k].text : "");
	else if (!is_same_page(a, b))
		buf_puts(why, "what is told of the page differs");
	return why->len == 0;
}
