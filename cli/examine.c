#include "cli/examine.h"

#include "base/buf.h"
#include "base/log.h"
#include "crawler/frontier.h"
#include "crawler/limits.h"
#include "crawler/lookalike.h"
#include "rules/candidate.h"
#include "rules/judge.h"
#include "rules/match.h"

/* What the rules may say of one page. */
#define MAX_PAYLOAD ((size_t)16 * 1024 * 1024)
#define MAX_VERSIONS 1000

void examine_init(struct examine *x, const struct ruleset *rs)
{
	*x = (struct examine){ .rs = rs, .unread = "" };
	buf_init(&x->ocr_versions, MAX_VERSIONS);
	x->captions = captions_new(rs, LIMIT_CAPTION_BYTES);
	read_tools_find(&x->tools);
	sightings_init(&x->sightings);
}

void examine_done(struct examine *x)
{
	read_tools_done(&x->tools);
	captions_free(x->captions);
	tally_done(&x->told);
	sightings_done(&x->sightings);
	buf_done(&x->ocr_versions);
}

/* The judge wants a label once, wherever it stands, and most of a page's are
 * those of every page.  A page that is not kept has told nobody. */
static void put_label(struct examine *x, const struct crawl_job *job,
	struct slice label, struct buf *payload)
{
	if (!job->is_kept ||
		tally_add(&x->told, tally_digest(TALLY_SEED, label)) == 1)
		buf_put_slice(payload, label);
}

/* Links go to the crawler with the topics that the rules give them, and to
 * the judge with the address that the crawler makes of them. */
static void put_links(struct examine *x, const struct crawl_job *job,
	struct match *m, const struct page *page, struct reading *r,
	struct buf *payload)
{
	struct buf label;

	buf_init(&label, MAX_PAYLOAD);
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
		if (!seen.named.n && !seen.inherits)
			continue;
		buf_clear(&label);
		match_put_link(m, link, &seen, target, &label);
		put_label(x, job, buf_slice(&label), payload);
	}
	buf_done(&label);
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
	struct examine *x = ctx;
	struct read_input input = { .url = job->url,
		.content_type = job->content_type,
		.body = job->body,
		.tools = &x->tools,
		.closely = job->closely,
		.transcript = job->transcript };
	struct page *page = read_page(&input);
	struct match_input about = { page, x->captions, job->topics,
		job->is_home, &x->sightings };
	struct match *m;
	struct buf payload;

	buf_init(&payload, MAX_PAYLOAD);
	m = match_new(x->rs, &about);
	/* A login page leads on, though it shows nothing itself. */
	put_links(x, job, m, page, out, &payload);
	if (holds_candidate(x, m) && !job->tree_agrees)
		read_content(page);
	reading_set_page(out, page);
	if (page->outcome == OUTCOME_OK) {
		match_put_contents(m, &payload);
		out->says_none =
			lookalike_may_be(out, job->url) && match_says_none(m);
	}
	reading_set_payload(out, buf_slice(&payload));
	if (payload.full)
		tally_done(&x->told);
	match_free(m);
	buf_done(&payload);
	page_free(page);
}

/* What must not be there is the judge's to find. */
static bool is_whole(const struct examine *x, const struct ask *ask)
{
	const struct concept *k = &x->rs->concepts[ask->concept];

	for (size_t i = 0; i < ask->n_parts; i++) {
		const struct ask_part *p = &ask->parts[i];
		const struct concept_part *part = &k->parts[p->part];

		if (p->must && part->test != PART_NONE &&
			part->test != PART_FEW &&
			(x->groups[ask->concept][p->part] & p->groups) !=
				p->groups)
			return false;
	}
	return true;
}

static const struct ask *ask_of(const struct ruleset *rs, size_t concept)
{
	for (size_t i = 0; i < rs->n_items; i++)
		for (size_t a = 0; a < rs->items[i].n_asks; a++)
			if (rs->items[i].asks[a].concept == concept)
				return &rs->items[i].asks[a];
	return NULL;
}

/* Good enough for the order and for the progress line: it errs to the side of
 * looking on, and the judge decides at the end. */
static void note_settled(struct examine *x, const struct sighting_content *s,
	const struct visit *visit)
{
	const struct ask *ask = ask_of(x->rs, s->concept);

	if (!ask ||
		!candidate_stands_alone(x->rs, &x->sightings, ask, s, visit))
		return;
	for (size_t i = 0; i < s->n_parts; i++)
		x->groups[s->concept][s->parts[i].part] |= s->parts[i].groups;
	if (s->stated_none || is_whole(x, ask))
		x->settled |= ruleset_bit(s->concept);
}

static void keep(
	void *ctx, const struct visit *visit, const struct reading *reading)
{
	struct examine *x = ctx;
	size_t before = x->sightings.n_contents;

	(void)sightings_add(&x->sightings, visit->id, reading->payload);
	for (size_t i = before; i < x->sightings.n_contents; i++)
		note_settled(x, x->sightings.contents[i], visit);
}

static void forget(void *ctx)
{
	struct examine *x = ctx;

	sightings_forget(&x->sightings);
}

static void survey(void *ctx, size_t html_pages)
{
	struct examine *x = ctx;

	sightings_survey(&x->sightings, html_pages);
}

static bool is_changed(void *ctx, struct slice payload, uint64_t *topics)
{
	const struct examine *x = ctx;

	return sightings_is_changed(&x->sightings, payload, topics);
}

static uint64_t sought(void *ctx)
{
	const struct examine *x = ctx;

	return (x->rs->wanted & ~x->settled) | x->rs->indexes;
}

static const char *outside(void *ctx, size_t *at)
{
	const struct examine *x = ctx;

	while (*at < x->sightings.n_links) {
		const struct sighting_link *l = &x->sightings.links[(*at)++];

		if (candidate_may_be_outside(x->rs, l))
			return l->target;
	}
	return NULL;
}

static uint32_t find_visit(void *ctx, const char *url)
{
	return frontier_find(ctx, url);
}

/* All that are pictures of text, or those that the judge asks for. */
static size_t find_pictures(const struct examine *x, struct frontier *frontier,
	const struct visit_list *visits, uint32_t *ids)
{
	const struct evidence evidence = { .rs = x->rs,
		.sightings = &x->sightings,
		.visits = visits,
		.find = find_visit,
		.find_ctx = frontier };
	size_t n = 0;

	if (x->ocr == EXAMINE_OCR_AUTO)
		return judge_pictures(&evidence, ids);
	for (uint32_t id = 0; id < visits->n; id++)
		if (visit_is_picture(&visits->items[id]))
			ids[n++] = id;
	return n;
}

static size_t unread(void *ctx, struct frontier *frontier, uint32_t *ids)
{
	struct examine *x = ctx;
	const struct visit_list visits = { .items = frontier_visits(frontier),
		.n = frontier_count(frontier) };
	size_t n = find_pictures(x, frontier, &visits, ids);

	if (n == 0)
		return 0;
	x->ocr_lacks = ocr_lacks(&x->tools.ocr, &x->ocr_versions);
	if (!x->ocr_lacks)
		return n;
	x->n_unread = n;
	x->unread = visits.items[ids[0]].url;
	log_warn("%zu document%s, %s first: a scan, not read: install the "
		 "Debian package %s",
		n, n == 1 ? "" : "s", x->unread, x->ocr_lacks);
	return 0;
}

struct crawl_reader examine_reader(struct examine *x)
{
	return (struct crawl_reader){ .read = read_body,
		.forget = forget,
		.keep = keep,
		.survey = survey,
		.is_changed = is_changed,
		.sought = sought,
		.outside = outside,
		.unread = x->ocr == EXAMINE_OCR_NEVER ? NULL : unread,
		.ctx = x };
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
