#include "cli/compose.h"

#include <string.h>

#include "base/buf.h"
#include "crawler/outcome.h"

#define MAX_HOSTS 64

/* The host of a canonical address, in the document's arena. */
static const char *host_of(struct document *doc, const char *url)
{
	const char *from = strstr(url, "://");
	size_t len;

	from = from ? from + 3 : url;
	len = strcspn(from, "/?#");
	return arena_strndup(&doc->arena, from, len);
}

static void add_host(struct document *doc, const char *url)
{
	const char *host = host_of(doc, url);

	for (size_t i = 0; i < doc->site.n_hosts; i++)
		if (strcmp(doc->site.hosts[i], host) == 0)
			return;
	if (doc->site.n_hosts < MAX_HOSTS)
		doc->site.hosts[doc->site.n_hosts++] = host;
}

/* The site, with every host of it that was asked. */
static void fill_site(const struct compose *c, struct document *doc)
{
	const struct visit_list *visits = &c->crawl->visits;

	doc->site.url = c->crawl->home ? c->crawl->home : c->crawl->site;
	doc->site.name = "";
	doc->site.hosts =
		arena_alloc(&doc->arena, MAX_HOSTS * sizeof(*doc->site.hosts));
	add_host(doc, doc->site.url);
	for (size_t i = 0; i < visits->n; i++)
		if (visits->items[i].outcome == OUTCOME_OK)
			add_host(doc, visits->items[i].url);
}

/* An address that came to this outcome, as an example. */
static const char *example_of(
	const struct visit_list *visits, enum outcome outcome)
{
	for (size_t i = 0; i < visits->n; i++)
		if (visits->items[i].outcome == outcome)
			return visits->items[i].url;
	return "";
}

static void fill_reasons(const struct compose *c, struct document *doc)
{
	struct document_coverage *cov = &doc->coverage;

	cov->by_reason = arena_alloc(
		&doc->arena, OUTCOME_COUNT * sizeof(*cov->by_reason));
	for (int o = 0; o < OUTCOME_COUNT; o++) {
		size_t n = c->crawl->totals.by_reason[o];

		if (n == 0 || o == OUTCOME_OK)
			continue;
		cov->by_reason[cov->n_by_reason++] = (struct document_count){
			outcome_name((enum outcome)o), (long)n,
			example_of(&c->crawl->visits, (enum outcome)o)
		};
	}
}

static void note(struct document *doc, const char *name, size_t count)
{
	struct document_coverage *cov = &doc->coverage;

	if (count)
		cov->notes[cov->n_notes++] =
			(struct document_count){ name, (long)count, "" };
}

static void fill_notes(const struct compose *c, struct document *doc)
{
	const struct crawl_totals *t = &c->crawl->totals;

	doc->coverage.notes = arena_alloc(
		&doc->arena, (URL_FOLD_COUNT + READING_SCHEME_COUNT + 4) *
				     sizeof(*doc->coverage.notes));
	note(doc, "charset_conflict", t->charset_conflicts);
	note(doc, "links_dropped", t->dropped);
	for (int f = 0; f < URL_FOLD_COUNT; f++)
		note(doc, url_fold_name((enum url_fold)f), t->folded[f]);
	for (int s = 0; s < READING_SCHEME_COUNT; s++)
		note(doc, reading_scheme_name((enum reading_scheme)s),
			(size_t)t->others[s]);
}

static void fill_coverage(const struct compose *c, struct document *doc)
{
	const struct crawl_totals *t = &c->crawl->totals;
	struct document_coverage *cov = &doc->coverage;

	cov->stopped_by =
		c->crawl->visits.stopped_by ? c->crawl->visits.stopped_by : "";
	cov->complete = !*cov->stopped_by;
	cov->gate_met = c->judgement->gate_met;
	cov->found = (long)t->found;
	cov->fetched = (long)t->by_reason[OUTCOME_OK];
	cov->documents = (long)t->documents;
	cov->failed = (long)(t->failed + t->gone);
	cov->skipped = (long)t->skipped;
	fill_reasons(c, doc);
	fill_notes(c, doc);
}

void compose_document(const struct compose *c, struct document *doc)
{
	doc->tool_name = "oit";
	doc->tool_version = OIT_VERSION;
	doc->rules.year = c->rules->year;
	doc->rules.version = c->rules->version;
	doc->rules.sha256 = c->rules->sha256;
	doc->rules.agency_type = c->rules->agency_type;
	doc->rules.score_model = "mean-of-groups-2567";
	doc->started = c->started;
	doc->ended = c->ended;
	fill_site(c, doc);
	fill_coverage(c, doc);
	doc->items = c->judgement->items;
	doc->n_items = c->judgement->n;
}
