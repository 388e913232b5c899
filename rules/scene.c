#include "rules/scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "crawler/page.h"
#include "crawler/visit.h"
#include "rules/candidate.h"
#include "rules/caption.h"
#include "rules/judge.h"
#include "rules/match.h"
#include "rules/sighting.h"

/* An example is small; what is larger is a site under tests/sites. */
#define MAX_PLACES 32
#define MAX_TEXT ((size_t)16 * 1024)
#define MAX_PAYLOAD ((size_t)1024 * 1024)
#define CAPTION_BYTES ((size_t)256 * 1024)
#define MAX_OFFSET 9 /* years about the one that is wanted */

#define SITE "http://www.town.example/"

static const char *const place_keys[] = { "kind", "title", "file", "lines",
	"rows", "foot", "links", "images", "form", "password", "outcome",
	"status", NULL };
static const char *const link_keys[] = { "text", "row", "heading", "title",
	"nav", "href", "to", NULL };

struct scene {
	const struct json *doc;
	struct error *err;
	const struct ruleset *rs; /* what is recognised is that of the pack */
	struct ruleset judged;    /* the same with one item of one ask */
	struct item item;
	int year;           /* that "{year}" stands for */
	struct arena arena; /* owns what the visits point to */
	struct captions *captions;
	struct sightings sightings;
	struct visit visits[MAX_PLACES];
	const struct json_node *nodes[MAX_PLACES]; /* NULL: off the site */
	struct visit_list list;
	struct judgement judgement;
};

static int wrong(
	const struct scene *s, const struct json_node *node, const char *what)
{
	return json_error(s->doc, node, s->err, "%s", what);
}

/* The bytes of a field like "{year-1}" that text begins with, and the year it
 * stands for; 0 when there is none. */
static size_t read_field(const struct scene *s, const char *text, int *year)
{
	const char *end = text + strlen("{year");
	int offset = 0;

	if (strncmp(text, "{year", strlen("{year")) != 0)
		return 0;
	if (*end == '-' || *end == '+') {
		if (end[1] < '1' || end[1] > '0' + MAX_OFFSET)
			return 0;
		offset = *end == '-' ? '0' - end[1] : end[1] - '0';
		end += 2;
	}
	if (*end != '}')
		return 0;
	*year = s->year + offset;
	return (size_t)(end + 1 - text);
}

/* The text of a node with its years; NULL is "". */
static int fill(struct scene *s, const struct json_node *node, const char **out)
{
	const char *text = json_string(node, node ? NULL : "");
	struct buf filled;
	int year = 0;

	if (!text)
		return wrong(s, node, "is no text");
	buf_init(&filled, MAX_TEXT);
	while (*text) {
		size_t field = read_field(s, text, &year);

		if (field)
			buf_printf(&filled, "%d", year);
		else if (*text == '{')
			break;
		else
			buf_putc(&filled, *text);
		text += field ? field : 1;
	}
	*out = arena_strdup(&s->arena, buf_str(&filled));
	buf_done(&filled);
	return *text ? wrong(s, node, "has a field that is no {year}") : 0;
}

static int read_kind(
	struct scene *s, const struct json_node *place, enum page_kind *out)
{
	const struct json_node *node = json_get(place, "kind");
	int k;

	*out = PAGE_HTML;
	for (k = 0; node && k < PAGE_KIND_COUNT; k++)
		if (strcmp(page_kind_name((enum page_kind)k),
			    json_string(node, "")) == 0)
			break;
	if (k == PAGE_KIND_COUNT)
		return wrong(s, node, "is no kind of page");
	if (node)
		*out = (enum page_kind)k;
	return 0;
}

/* The address of a place: files end in a name. */
static int put_url(
	struct scene *s, const struct json_node *place, struct visit *v)
{
	const char *file;
	struct buf url;
	int rc = fill(s, json_get(place, "file"), &file);

	if (rc != 0)
		return rc;
	buf_init(&url, MAX_TEXT);
	buf_puts(&url, SITE);
	if (v->id)
		buf_printf(&url, "%u", (unsigned)v->id);
	if (*file)
		buf_printf(&url, "/%s", file);
	else if (v->kind != PAGE_HTML)
		buf_printf(&url, ".%s", page_kind_name(v->kind));
	v->url = arena_strdup(&s->arena, buf_str(&url));
	buf_done(&url);
	return 0;
}

static int read_outcome(
	struct scene *s, const struct json_node *place, struct visit *v)
{
	const struct json_node *node = json_get(place, "outcome");

	v->outcome = outcome_from_name(json_string(node, "ok"));
	if (v->outcome == OUTCOME_COUNT)
		return wrong(s, node, "is no outcome");
	v->quality = v->outcome == OUTCOME_OK ? PAGE_QUALITY_GOOD
					      : PAGE_QUALITY_NONE;
	v->status = (int)json_number(json_get(place, "status"), 200);
	return 0;
}

static struct visit *new_visit(struct scene *s, uint32_t parent)
{
	struct visit *v = &s->visits[s->list.n];

	*v = (struct visit){
		.id = (uint32_t)s->list.n++,
		.url = "",
		.parent = parent,
		.target = VISIT_NONE,
		.anchor = "",
		.detail = "",
		.title = "",
		.fetched_at = "",
		.depth = parent == VISIT_NONE ? 0 : s->visits[parent].depth + 1,
	};
	return v;
}

/* A place of the site; what stands there is looked at in its turn. */
static int add_place(struct scene *s, const struct json_node *place,
	uint32_t parent, struct visit **out)
{
	struct visit *v;
	int rc;

	if ((rc = json_check_keys(s->doc, place, place_keys, s->err)) != 0)
		return rc;
	if (s->list.n == MAX_PLACES)
		return wrong(s, place, "is one place too many");
	v = new_visit(s, parent);
	s->nodes[v->id] = place;
	if ((rc = read_kind(s, place, &v->kind)) != 0 ||
		(rc = put_url(s, place, v)) != 0 ||
		(rc = read_outcome(s, place, v)) != 0)
		return rc;
	s->list.html_pages += v->outcome == OUTCOME_OK && v->kind == PAGE_HTML;
	*out = v;
	return 0;
}

/* A place of another site: a crawl does not go there. */
static int add_outside(struct scene *s, const struct json_node *node,
	const char *href, uint32_t parent, struct visit **out)
{
	struct visit *v;

	if (s->list.n == MAX_PLACES)
		return wrong(s, node, "is one place too many");
	v = new_visit(s, parent);
	v->url = href;
	v->outcome = OUTCOME_OUT_OF_SCOPE;
	*out = v;
	return 0;
}

/* Where a link leads; *out is NULL when that is nowhere. */
static int add_target(struct scene *s, const struct json_node *node,
	const char *href, uint32_t from, struct visit **out)
{
	const struct json_node *to = json_get(node, "to");

	*out = NULL;
	if (to && *href)
		return wrong(s, node, "has both href and to");
	if (to)
		return add_place(s, to, from, out);
	if (strstr(href, "://"))
		return add_outside(s, node, href, from, out);
	return 0;
}

static int add_link(struct scene *s, const struct json_node *node,
	struct page *page, uint32_t from)
{
	struct page_link link = { .kind = PAGE_LINK_ANCHOR, .column = "" };
	struct visit *target;
	int rc;

	if ((rc = json_check_keys(s->doc, node, link_keys, s->err)) != 0 ||
		(rc = fill(s, json_get(node, "text"), &link.text)) != 0 ||
		(rc = fill(s, json_get(node, "row"), &link.row)) != 0 ||
		(rc = fill(s, json_get(node, "heading"), &link.heading)) != 0 ||
		(rc = fill(s, json_get(node, "title"), &link.title)) != 0 ||
		(rc = fill(s, json_get(node, "href"), &link.href)) != 0 ||
		(rc = add_target(s, node, link.href, from, &target)) != 0)
		return rc;
	link.nav = json_bool(json_get(node, "nav"), false);
	if (target) {
		link.href = target->url;
		target->anchor = link.text;
	} else if (!*link.href) {
		link.href = "#";
	}
	page_add_link(page, &link);
	return 0;
}

/* A line that begins with "# " is a heading. */
static int add_lines(struct scene *s, const struct json_node *list,
	struct page *page, bool nav)
{
	for (const struct json_node *n = json_first(list); n;
		n = json_next(n)) {
		struct page_block b = { .kind = PAGE_BLOCK_TEXT, .nav = nav };
		int rc = fill(s, n, &b.text);

		if (rc != 0)
			return rc;
		if (!*b.text)
			return wrong(s, n, "is an empty line");
		if (strncmp(b.text, "# ", 2) == 0) {
			b.kind = PAGE_BLOCK_HEADING;
			b.level = 1;
			b.text += 2;
		}
		if (page->kind == PAGE_PDF)
			b.sheet = 1;
		page_add_block(page, &b);
	}
	return 0;
}

/* Cells, or what is left of them in a PDF: words. */
static int add_row(struct scene *s, const struct json_node *row,
	struct page *page, bool head)
{
	struct page_block b = { .kind = PAGE_BLOCK_CELL,
		.table = 1,
		.sheet = page->kind == PAGE_XLSX,
		.head = head };
	int rc;

	if (page->kind == PAGE_PDF)
		return add_lines(s, row, page, false);
	for (const struct json_node *n = json_first(row); n; n = json_next(n)) {
		if ((rc = fill(s, n, &b.text)) != 0)
			return rc;
		b.column++;
		b.row_end = !json_next(n);
		if (*b.text)
			page_add_block(page, &b);
	}
	return 0;
}

static int add_content(
	struct scene *s, const struct json_node *place, struct page *page)
{
	const struct json_node *rows = json_get(place, "rows");
	int rc = add_lines(s, json_get(place, "lines"), page, false);

	for (const struct json_node *r = json_first(rows); r && rc == 0;
		r = json_next(r))
		rc = add_row(s, r, page, r == json_first(rows));
	if (rc == 0)
		rc = add_lines(s, json_get(place, "foot"), page, true);
	if (page->kind == PAGE_HTML)
		page->images = (long)json_number(json_get(place, "images"), 0);
	page->has_form = json_bool(json_get(place, "form"), false);
	page->has_password = json_bool(json_get(place, "password"), false);
	return rc;
}

/* The page of a place, with the visits of what it leads to. */
static int make_page(struct scene *s, struct visit *v, struct page *page)
{
	const struct json_node *place = s->nodes[v->id];
	const struct json_node *links = json_get(place, "links");
	int rc = fill(s, json_get(place, "title"), &v->title);

	page->kind = v->kind;
	page->quality = v->quality;
	page->title = v->title;
	if (rc == 0)
		rc = add_content(s, place, page);
	for (const struct json_node *l = json_first(links); l && rc == 0;
		l = json_next(l))
		rc = add_link(s, l, page, v->id);
	return rc;
}

static uint32_t find(void *ctx, const char *url)
{
	const struct scene *s = ctx;

	for (uint32_t i = 0; i < s->list.n; i++)
		if (strcmp(s->visits[i].url, url) == 0)
			return i;
	return VISIT_NONE;
}

/* What a worker does with a page, and what is kept of it. */
static int match_page(
	struct scene *s, const struct visit *v, const struct page *page)
{
	const struct match_input about = { page, s->captions, v->topics,
		v->id == 0, &s->sightings };
	struct match *m = match_new(s->rs, &about);
	struct buf payload;
	bool kept;

	buf_init(&payload, MAX_PAYLOAD);
	for (size_t i = 0; i < page->n_links; i++) {
		const struct page_link *link = &page->links[i];
		uint32_t to = find(s, link->href);
		struct match_link seen;

		match_link(m, link, &seen);
		if (to != VISIT_NONE)
			s->visits[to].topics |= seen.topics;
		if (seen.named.n || seen.inherits)
			match_put_link(m, link, &seen,
				to != VISIT_NONE ? s->visits[to].url : "",
				&payload);
	}
	match_put_contents(m, &payload);
	kept = !payload.full &&
	       sightings_add(&s->sightings, v->id, buf_slice(&payload));
	match_free(m);
	buf_done(&payload);
	return kept ? 0 : wrong(s, s->nodes[v->id], "says too much");
}

static int visit_place(struct scene *s, struct visit *v)
{
	struct page *page;
	int rc;

	if (v->outcome != OUTCOME_OK)
		return 0;
	page = page_new(v->url);
	rc = make_page(s, v, page);
	if (rc == 0)
		rc = match_page(s, v, page);
	page_free(page);
	return rc;
}

static void prepare(struct scene *s, const struct scene_input *in)
{
	s->doc = in->file->doc;
	s->rs = in->rs;
	s->item = in->rs->items[in->item];
	s->item.asks += in->ask;
	s->item.n_asks = 1;
	s->item.n_depends_on = 0;
	s->judged = *in->rs;
	s->judged.items = &s->item;
	s->judged.n_items = 1;
	s->year = candidate_wanted(in->rs, s->item.asks);
	if (!s->year)
		s->year = in->rs->year;
	s->list.items = s->visits;
	arena_init(&s->arena);
	s->captions = captions_new(in->rs, CAPTION_BYTES);
	sightings_init(&s->sightings);
}

int scene_judge(
	struct scene **out, const struct scene_input *in, struct error *err)
{
	struct scene *s = mem_zalloc(sizeof(*s));
	const struct evidence e = { .rs = &s->judged,
		.sightings = &s->sightings,
		.visits = &s->list,
		.find = find,
		.find_ctx = s };
	struct visit *home;
	int rc;

	s->err = err;
	prepare(s, in);
	rc = add_place(s, in->example->home, VISIT_NONE, &home);
	for (size_t i = 0; i < s->list.n && rc == 0; i++)
		rc = visit_place(s, &s->visits[i]);
	if (rc != 0)
		goto out;
	judge_run(&s->judgement, &e, in->reasons);
	*out = s;
	s = NULL;
out:
	scene_free(s);
	return rc;
}

void scene_free(struct scene *s)
{
	if (!s)
		return;
	judge_done(&s->judgement);
	sightings_done(&s->sightings);
	captions_free(s->captions);
	arena_done(&s->arena);
	free(s);
}

const struct finding *scene_finding(const struct scene *s)
{
	return &s->judgement.items[0];
}
