#include "cli/examine.h"

#include "base/buf.h"
#include "crawler/limits.h"
#include "rules/match.h"

/* What the rules may say of one page. */
#define MAX_PAYLOAD ((size_t)16 * 1024 * 1024)

void examine_init(struct examine *x, const struct ruleset *rs)
{
	*x = (struct examine){ .rs = rs };
	x->captions = captions_new(rs, LIMIT_CAPTION_BYTES);
	read_tools_find(&x->tools);
	sightings_init(&x->sightings);
}

void examine_done(struct examine *x)
{
	read_tools_done(&x->tools);
	captions_free(x->captions);
	sightings_done(&x->sightings);
}

/* Links go to the crawler with the topics that the rules give them, and to
 * the judge with the address that the crawler makes of them. */
static void put_links(struct match *m, const struct page *page,
	struct reading *r, struct buf *payload)
{
	for (size_t i = 0; i < page->n_links; i++) {
		const struct page_link *link = &page->links[i];
		struct match_link seen;
		size_t before = r->n_links;
		const char *target = "";

		match_link(m, link, &seen);
		/* "#tab" stays on the page. */
		if (link->href[0] != '#')
			reading_add_link(
				r, page, link, seen.topics, seen.priority);
		if (r->n_links > before)
			target = r->links[before].url;
		if (seen.named.n || seen.inherits)
			match_put_link(m, link, &seen, target, payload);
	}
}

/* Whether the page may show something that is asked for: most do not, and
 * links are all that is wanted of them. */
static bool holds_candidate(const struct examine *x, const struct match *m)
{
	return (match_topics(m) & (x->rs->wanted | x->rs->indexes)) != 0;
}

static void read_body(
	void *ctx, const struct crawl_job *job, struct reading *out)
{
	const struct examine *x = ctx;
	struct read_input input = { .url = job->url,
		.content_type = job->content_type,
		.body = job->body,
		.tools = &x->tools };
	struct page *page = read_page(&input);
	struct match_input about = { page, x->captions, job->topics,
		job->is_home, &x->sightings };
	struct match *m;
	struct buf payload;

	buf_init(&payload, MAX_PAYLOAD);
	m = match_new(x->rs, &about);
	/* A login page leads on, though it shows nothing itself. */
	put_links(m, page, out, &payload);
	if (holds_candidate(x, m))
		read_content(page);
	reading_set_page(out, page);
	if (page->outcome == OUTCOME_OK)
		match_put_contents(m, &payload);
	reading_set_payload(out, buf_slice(&payload));
	match_free(m);
	buf_done(&payload);
	page_free(page);
}

static bool covers(const struct sighting_content *s, int year)
{
	for (size_t i = 0; i < s->n_years; i++)
		if (s->years[i].from <= year && year <= s->years[i].to)
			return true;
	return false;
}

/* Good enough for the progress line; the judge decides at the end. */
static void note_settled(struct examine *x, const struct sighting_content *s)
{
	if (s->thing < SIGHTING_THING_BODY || s->empty || s->soft_404 ||
		s->draft || s->other)
		return;
	if (covers(s, x->rs->year) || covers(s, x->rs->year - 1) ||
		s->n_years == 0)
		x->settled |= ruleset_bit(s->concept);
}

static void keep(
	void *ctx, const struct visit *visit, const struct reading *reading)
{
	struct examine *x = ctx;
	size_t before = x->sightings.n_contents;

	(void)sightings_add(&x->sightings, visit->id, reading->payload);
	for (size_t i = before; i < x->sightings.n_contents; i++)
		note_settled(x, x->sightings.contents[i]);
}

static void survey(void *ctx, size_t html_pages)
{
	struct examine *x = ctx;

	sightings_survey(&x->sightings, html_pages);
}

struct crawl_reader examine_reader(struct examine *x)
{
	return (struct crawl_reader){ read_body, keep, survey, x };
}

size_t examine_settled(const struct examine *x)
{
	size_t n = 0;

	for (size_t i = 0; i < x->rs->n_items; i++) {
		const struct item *item = &x->rs->items[i];
		size_t a = 0;

		while (a < item->n_asks &&
			(x->settled >> item->asks[a].concept & 1))
			a++;
		n += a == item->n_asks;
	}
	return n;
}
