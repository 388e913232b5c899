#include "cli/compose.h"

#include <string.h>

#include "cli/coverage.h"

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

void compose_document(const struct compose *c, struct document *doc)
{
	doc->tool_name = "oit";
	doc->tool_version = OIT_VERSION;
	doc->tool_libraries = OIT_LIBRARIES;
	doc->rules.year = c->rules->year;
	doc->rules.version = c->rules->version;
	doc->rules.status = c->rules->status;
	doc->rules.sha256 = c->rules->sha256;
	doc->rules.agency_type = c->rules->agency_type;
	doc->started = c->started;
	doc->ended = c->ended;
	fill_site(c, doc);
	doc->coverage.user_agent = c->user_agent;
	coverage_fill(doc, c->crawl, c->examine, c->judgement->gate_met);
	doc->items = c->judgement->items;
	doc->n_items = c->judgement->n;
}
