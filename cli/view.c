#include "cli/view.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/year.h"
#include "cli/local.h"
#include "crawler/frontier.h"
#include "crawler/limits.h"
#include "crawler/url.h"
#include "rules/caption.h"
#include "rules/match.h"
#include "rules/proof.h"

/* Texts may fill so much of the payload; the rest is for what frames them. */
#define MAX_TEXTS (LIMIT_DOC_TEXT - 8UL * 1024 * 1024)

#define MAX_ESCAPE 6 /* bytes of JSON a byte can become */
#define MAX_YEARS 1000

/* A view being written. */
struct draft {
	const struct view *view;
	const struct page *page;
	struct json_writer json;
	struct buf canon;
	bool cut;
};

/* Text for people and patterns: in normal form, unless the original is asked
 * for.  What does not fit is left out and told. */
static void put_text(struct draft *d, const char *key, const char *s)
{
	struct slice text = slice_str(s);

	if (!d->view->original) {
		buf_clear(&d->canon);
		text_canon(&d->canon, text);
		text = buf_slice(&d->canon);
	}
	if (d->json.out->len + MAX_ESCAPE * text.len > MAX_TEXTS) {
		d->cut = true;
		text.len = 0;
	}
	json_put_slice(&d->json, key, text);
}

/* The same for a member that is left out when it is empty. */
static void put_member(struct draft *d, const char *key, const char *s)
{
	if (*s)
		put_text(d, key, s);
}

static void put_flag(struct draft *d, const char *key, bool is)
{
	if (is)
		json_put_bool(&d->json, key, true);
}

static void put_head(struct draft *d, const struct crawl_job *job)
{
	const struct page *p = d->page;
	struct json_writer *w = &d->json;

	json_put_string(w, "schema", "oit-read/1");
	json_put_int(w, "rules", d->view->rs->year);
	json_put_string(w, "address", d->view->file ? d->view->file : p->url);
	if (!d->view->file) {
		json_put_int(w, "status", job->status);
		json_put_bool(w, "end_unproven", job->unproven);
	}
	json_put_string(w, "kind", page_kind_name(p->kind));
	json_put_string(w, "reading", page_quality_name(p->quality));
	json_put_string(w, "outcome", outcome_name(p->outcome));
	json_put_string(w, "detail", p->detail);
	json_put_string(w, "title", p->title);
	json_put_string(w, "charset", p->charset);
	json_put_bool(w, "charset_conflict", p->charset_conflict);
	json_put_int(w, "sheets", (long)p->sheets);
	json_put_int(w, "sheets_read", (long)p->sheets_read);
	json_put_int(w, "sheets_lost", (long)p->sheets_lost);
	json_put_int(w, "letters", (long)p->letters);
	json_put_int(w, "images", p->images);
	json_put_bool(w, "form", p->has_form);
	json_put_bool(w, "password", p->has_password);
	json_put_bool(w, "scripts", p->scripts);
	json_put_bool(w, "links_cut", p->links_cut);
	json_put_bool(w, "text_cut", p->text_cut);
}

/* Text. */

static void put_place(struct draft *d, const struct page_block *b)
{
	if (b->sheet)
		json_put_int(&d->json, "sheet", (long)b->sheet);
	put_flag(d, "nav", b->nav);
}

static bool is_row_of(
	const struct page_block *b, const struct page_block *first)
{
	return b->kind == PAGE_BLOCK_CELL && b->table == first->table;
}

/* A table's row is one value; returns the block after it. */
static size_t put_row(struct draft *d, const struct page *p, size_t i)
{
	const struct page_block *first = &p->blocks[i];
	struct json_writer *w = &d->json;
	bool end = false;

	json_put_int(w, "table", (long)first->table);
	put_place(d, first);
	json_open(w, "cells", '[');
	for (; !end && i < p->n_blocks && is_row_of(&p->blocks[i], first);
		i++) {
		const struct page_block *b = &p->blocks[i];

		json_open(w, NULL, '{');
		json_put_int(w, "column", (long)b->column);
		put_flag(d, "head", b->head);
		put_text(d, "text", b->text);
		json_close(w, '}');
		end = b->row_end;
	}
	json_close(w, ']');
	return i;
}

static size_t put_block(struct draft *d, const struct page *p, size_t i)
{
	const struct page_block *b = &p->blocks[i];

	if (b->kind == PAGE_BLOCK_CELL)
		return put_row(d, p, i);
	if (b->kind == PAGE_BLOCK_HEADING)
		json_put_int(&d->json, "heading", b->level);
	put_place(d, b);
	put_flag(d, "link", b->link);
	put_text(d, "text", b->text);
	return i + 1;
}

static void put_blocks(struct draft *d, const struct page *p)
{
	json_open(&d->json, "text", '[');
	for (size_t i = 0; i < p->n_blocks;) {
		json_open(&d->json, NULL, '{');
		i = put_block(d, p, i);
		json_close(&d->json, '}');
	}
	json_close(&d->json, ']');
}

/* What OCR read stands apart, as it is a guess and the text is none. */
static void put_annex(struct draft *d)
{
	const struct page *annex = d->page->annex;

	if (!annex)
		return;
	json_open(&d->json, "annex", '{');
	json_put_string(&d->json, "reading", page_quality_name(annex->quality));
	json_put_int(&d->json, "sheets_read", (long)annex->sheets_read);
	put_blocks(d, annex);
	json_close(&d->json, '}');
}

/* Years. */

static const char *const year_names[] = {
	[YEAR_FISCAL] = "fiscal",
	[YEAR_RANGE] = "range",
	[YEAR_ANNUAL] = "annual",
	[YEAR_PLAIN] = "plain",
	[YEAR_DATE] = "date",
	[YEAR_HALF] = "half",
	[YEAR_LAW] = "law",
};

/* The page's text as one; lines of a PDF run on, as titles do there. */
static void collect(struct buf *out, const struct page *p)
{
	for (size_t i = 0; i < p->n_blocks; i++) {
		const struct page_block *b = &p->blocks[i];
		const bool runs_on = p->kind == PAGE_PDF &&
				     i + 1 < p->n_blocks &&
				     b[1].sheet == b->sheet;

		text_canon(out, slice_str(b->text));
		buf_putc(out, runs_on ? ' ' : '\n');
	}
}

static struct slice words_of(const struct buf *text, const struct year_mark *m)
{
	return slice_of(text->data + m->start, m->len);
}

static bool is_same_year(const struct buf *text, const struct year_mark *a,
	const struct year_mark *b)
{
	const struct slice x = words_of(text, a), y = words_of(text, b);

	return a->kind == b->kind && a->first == b->first &&
	       a->last == b->last && a->weak == b->weak && x.len == y.len &&
	       memcmp(x.data, y.data, x.len) == 0;
}

static void put_year(struct draft *d, const struct buf *text,
	const struct year_mark *m, long times)
{
	struct json_writer *w = &d->json;
	struct buf day;

	json_open(w, NULL, '{');
	json_put_string(w, "kind", year_names[m->kind]);
	json_put_int(w, "from", m->first);
	json_put_int(w, "to", m->last);
	if (m->kind == YEAR_DATE && m->date.day) {
		buf_init(&day, 64);
		time_put_day(&day, m->date);
		json_put_string(w, "day", buf_str(&day));
		buf_done(&day);
	}
	if (m->calendar)
		json_put_int(w, "calendar", m->calendar);
	if (m->quarters)
		json_put_int(w, "quarters", (long)m->quarters);
	put_flag(d, "weak", m->weak);
	json_put_int(w, "times", times);
	json_put_slice(w, "quote", words_of(text, m));
	json_close(w, '}');
}

/* Each year once for each way in which the text puts it. */
static void put_years(struct draft *d)
{
	struct year_mark *marks = mem_calloc(MAX_YEARS, sizeof(*marks));
	struct buf text;
	size_t n;

	buf_init(&text, SIZE_MAX / 2);
	collect(&text, d->page);
	n = year_find(buf_slice(&text), marks, MAX_YEARS);
	json_open(&d->json, "years", '[');
	for (size_t i = 0; i < n; i++) {
		long times = 0;
		size_t first = n;

		for (size_t k = n; k-- > 0;) {
			if (!is_same_year(&text, &marks[i], &marks[k]))
				continue;
			times++;
			first = k;
		}
		if (first == i)
			put_year(d, &text, &marks[i], times);
	}
	json_close(&d->json, ']');
	buf_done(&text);
	free(marks);
}

/* What the rules make of it. */

static const char *const place_names[SIGHTING_YEAR_PLACES] = {
	[SIGHTING_YEAR_TITLE] = "title",
	[SIGHTING_YEAR_LEAD] = "first lines",
	[SIGHTING_YEAR_BODY] = "text",
	[SIGHTING_YEAR_FILE] = "file name",
};

static const char *const thing_names[] = {
	[SIGHTING_THING_NO] = "no",
	[SIGHTING_THING_SAYS] = "uses its words",
	[SIGHTING_THING_BODY] = "named in the text",
	[SIGHTING_THING_LEAD] = "named in the first lines",
};

static void put_trusted(struct draft *d, const struct sighting_year *y)
{
	struct json_writer *w = &d->json;

	json_open(w, NULL, '{');
	json_put_string(w, "place", place_names[y->place]);
	json_put_int(w, "from", y->from);
	json_put_int(w, "to", y->to);
	put_flag(d, "calendar", y->calendar);
	json_put_string(w, "quote", y->quote);
	json_close(w, '}');
}

/* The years in the order in which rules/candidate.c believes them. */
static void put_trust(struct draft *d, const struct sighting_content *s)
{
	static const enum sighting_year_place order[SIGHTING_YEAR_PLACES] = {
		SIGHTING_YEAR_TITLE, SIGHTING_YEAR_LEAD, SIGHTING_YEAR_FILE,
		SIGHTING_YEAR_BODY
	};

	json_open(&d->json, "of", '[');
	for (size_t place = 0; place < SIGHTING_YEAR_PLACES; place++)
		for (size_t i = 0; i < s->n_years; i++)
			if (s->years[i].place == order[place])
				put_trusted(d, &s->years[i]);
	json_close(&d->json, ']');
}

static void put_marks(struct draft *d, const struct sighting_content *s)
{
	const struct {
		const char *name;
		bool is;
	} marks[] = {
		{ "draft", s->draft },
		{ "sample", s->sample },
		{ "empty", s->empty },
		{ "soft_404", s->soft_404 },
		{ "login", s->login },
		{ "stated_none", s->stated_none },
		{ "definition", s->definition },
		{ "part_year", s->part_year },
		{ "blank", s->blank },
		{ "other", s->other },
	};

	json_open(&d->json, "marks", '[');
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (marks[i].is)
			json_put_string(&d->json, NULL, marks[i].name);
	if (*s->known_false)
		json_put_string(&d->json, NULL, s->known_false);
	json_close(&d->json, ']');
}

static void put_parts(struct draft *d, const struct concept *c,
	const struct sighting_content *s)
{
	struct json_writer *w = &d->json;

	json_open(w, "parts", '[');
	for (size_t i = 0; i < s->n_parts; i++) {
		json_open(w, NULL, '{');
		json_put_string(w, "id", c->parts[s->parts[i].part].id);
		json_put_string(w, "quote", s->parts[i].quote);
		json_close(w, '}');
	}
	json_close(w, ']');
}

/* Ids of the items that ask for the concept. */
static void put_ids(struct draft *d, size_t concept)
{
	const struct ruleset *rs = d->view->rs;

	json_open(&d->json, "items", '[');
	for (size_t i = 0; i < rs->n_items; i++)
		for (size_t a = 0; a < rs->items[i].n_asks; a++)
			if (rs->items[i].asks[a].concept == concept)
				json_put_string(
					&d->json, NULL, rs->items[i].id);
	json_close(&d->json, ']');
}

static void put_concept(struct draft *d, struct proof *proof, size_t concept)
{
	const struct concept *c = &d->view->rs->concepts[concept];
	struct sighting_content s;

	proof_content(proof, concept, &s);
	json_open(&d->json, NULL, '{');
	json_put_string(&d->json, "concept", c->key);
	put_ids(d, concept);
	json_put_string(&d->json, "thing", thing_names[s.thing]);
	json_put_string(&d->json, "quote", s.quote);
	json_put_string(&d->json, "agency", s.agency);
	put_marks(d, &s);
	put_trust(d, &s);
	put_parts(d, c, &s);
	json_close(&d->json, '}');
}

/* The concepts that it is about; of what is about none, its years alone. */
static void put_concepts(struct draft *d, uint64_t topics)
{
	const struct ruleset *rs = d->view->rs;
	struct sighting_content s;
	struct proof proof;
	bool any = false;

	proof_init(&proof, rs, d->page, NULL);
	json_open(&d->json, "about", '[');
	for (size_t c = 0; c < rs->n_concepts; c++) {
		if (!(topics & rs->wanted & ruleset_bit(c)) ||
			rs->concepts[c].role != CONCEPT_ITEM)
			continue;
		put_concept(d, &proof, c);
		any = true;
	}
	if (!any) {
		proof_years(&proof, &s);
		json_open(&d->json, NULL, '{');
		put_trust(d, &s);
		json_close(&d->json, '}');
	}
	json_close(&d->json, ']');
	proof_done(&proof);
}

/* Links. */

static const char *const link_names[] = {
	[PAGE_LINK_ANCHOR] = "anchor",
	[PAGE_LINK_FRAME] = "frame",
	[PAGE_LINK_OBJECT] = "object",
	[PAGE_LINK_REFRESH] = "refresh",
	[PAGE_LINK_SCRIPT] = "script",
	[PAGE_LINK_TEXT] = "text",
};

/* Adds the canonical address; "" where there is none, or where it hangs on a
 * base that a file does not have. */
static void put_target(struct draft *d, const struct page_link *link)
{
	struct reading r;
	const char *url = "";

	reading_init(&r);
	if (link->href[0] != '#')
		reading_add_link(&r, d->page, link, 0, 0);
	if (r.n_links)
		url = r.links[0].url;
	if (d->view->file && *url && url_same_origin(url, LOCAL_NOWHERE))
		url = "";
	json_put_string(&d->json, "target", url);
	reading_done(&r);
}

static void put_names(struct draft *d, const struct match_link *seen)
{
	struct json_writer *w = &d->json;

	json_open(w, "names", '[');
	for (size_t i = 0; i < seen->named.n; i++) {
		const struct label_match *n = &seen->named.items[i];

		json_open(w, NULL, '{');
		json_put_string(
			w, "concept", d->view->rs->concepts[n->concept].key);
		json_put_int(w, "strength", n->strength);
		json_close(w, '}');
	}
	json_close(w, ']');
}

static void put_link(
	struct draft *d, const struct match *m, const struct page_link *link)
{
	struct json_writer *w = &d->json;
	struct match_link seen;

	match_link(m, link, &seen);
	json_open(w, NULL, '{');
	put_target(d, link);
	json_put_string(w, "href", link->href);
	json_put_string(w, "kind", link_names[link->kind]);
	put_flag(d, "nav", link->nav);
	put_member(d, "text", link->text);
	put_member(d, "title", link->title);
	put_member(d, "row", link->row);
	put_member(d, "file", link->file);
	put_member(d, "column", link->column);
	put_member(d, "heading", link->heading);
	if (seen.year)
		json_put_int(w, "year", seen.year);
	put_names(d, &seen);
	json_close(w, '}');
}

static void put_links(struct draft *d, const struct match *m)
{
	json_open(&d->json, "links", '[');
	for (size_t i = 0; i < d->page->n_links; i++)
		put_link(d, m, &d->page->links[i]);
	json_close(&d->json, ']');
}

/* What the text names itself, and what the pictures in it do. */
static uint64_t topics_of(const struct draft *d, const struct match *m,
	const struct match_input *about)
{
	struct match_input annex = *about;
	struct match *read;
	uint64_t topics = match_topics(m);

	if (!about->page->annex)
		return topics;
	annex.page = about->page->annex;
	read = match_new(d->view->rs, &annex);
	topics |= match_topics(read);
	match_free(read);
	return topics;
}

/* As cli/examine.c does it: what a page is about is told by its tokens, and its
 * content is that of its tree. */
static void put_view(struct draft *d, struct page *page,
	const struct crawl_job *job, struct captions *captions)
{
	const struct match_input about = {
		.page = page, .captions = captions, .is_home = false
	};
	struct match *m = match_new(d->view->rs, &about);

	json_open(&d->json, NULL, '{');
	read_content(page);
	put_head(d, job);
	put_years(d);
	put_concepts(d, topics_of(d, m, &about));
	put_blocks(d, page);
	put_annex(d);
	put_links(d, m);
	json_put_bool(&d->json, "cut", d->cut);
	json_close(&d->json, '}');
	match_free(m);
}

static void read_body(
	void *ctx, const struct crawl_job *job, struct reading *out)
{
	const struct view *v = ctx;
	const struct read_input input = { .url = job->url,
		.content_type = job->content_type,
		.body = job->body,
		.tools = &v->tools,
		.closely = job->closely,
		.transcript = job->transcript };
	struct page *page = read_page(&input);
	struct captions *captions = captions_new(v->rs, LIMIT_CAPTION_BYTES);
	struct draft d = { .view = v, .page = page };
	struct buf payload;

	buf_init(&payload, LIMIT_DOC_TEXT);
	buf_init(&d.canon, SIZE_MAX / 2);
	json_writer_init(&d.json, &payload, false);
	put_view(&d, page, job, captions);
	reading_set_page(out, page);
	reading_set_payload(out, buf_slice(&payload));
	buf_done(&d.canon);
	buf_done(&payload);
	captions_free(captions);
	page_free(page);
}

static void keep(
	void *ctx, const struct visit *visit, const struct reading *reading)
{
	struct view *v = ctx;

	(void)visit;
	v->outcome = reading->outcome;
	buf_clear(&v->detail);
	buf_puts(&v->detail, reading->detail);
	buf_clear(&v->payload);
	buf_put_slice(&v->payload, reading->payload);
}

static size_t unread(void *ctx, struct frontier *frontier, uint32_t *ids)
{
	const struct visit *visits = frontier_visits(frontier);
	size_t n = 0;

	(void)ctx;
	for (uint32_t id = 0; id < frontier_count(frontier); id++)
		if (visit_is_picture(&visits[id]))
			ids[n++] = id;
	return n;
}

void view_init(struct view *v, const struct ruleset *rs, const char *file)
{
	*v = (struct view){ .rs = rs, .file = file };
	read_tools_find(&v->tools);
	buf_init(&v->detail, SIZE_MAX / 2);
	buf_init(&v->payload, LIMIT_DOC_TEXT);
}

void view_done(struct view *v)
{
	read_tools_done(&v->tools);
	buf_done(&v->detail);
	buf_done(&v->payload);
}

struct crawl_reader view_reader(struct view *v)
{
	return (struct crawl_reader){ .read = read_body,
		.keep = keep,
		.unread = v->closely ? unread : NULL,
		.ctx = v };
}
