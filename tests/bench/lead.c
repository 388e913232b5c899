/*
 * oit-lead: at which request each item of a site was settled.
 *
 * Crawls a site as oit check does, one request at a time, and judges it.  An
 * item is settled by the request after which what had come is enough for the
 * verdict that it has at the end.  For the order breadth first the rules have
 * no say, and requests are numbered anew by clicks from the home page: a crawl
 * takes kinds of addresses in turn, whatever its reader says.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/slice.h"
#include "cli/examine.h"
#include "crawler/crawl.h"
#include "crawler/frontier.h"
#include "rules/finding.h"
#include "rules/judge.h"
#include "rules/reason.h"
#include "rules/ruleset.h"

enum {
	MAX_YEAR = 2699,
	MAX_PAGES = 1000000,
	EXIT_USAGE = 64,
};

/* A crawl that has ended. */
struct run {
	struct ruleset *rules;
	struct reasons *reasons;
	struct examine examine;
	struct crawl_result *crawl;
	uint32_t *numbers; /* of visits: the request that brought each, or 0 */
	uint32_t requests;
};

/* What had come by a request. */
struct view {
	const struct run *run;
	uint32_t until;
	struct sightings sightings; /* shares all but the two lists */
	struct visit_list visits;
};

/* The rules' reader, of whose opinions of links nothing is left. */
static void read_evenly(
	void *ctx, const struct crawl_job *job, struct reading *out)
{
	const struct crawl_reader *led = ctx;

	led->read(led->ctx, job, out);
	for (size_t i = 0; i < out->n_links; i++)
		out->links[i].priority = 0;
}

static void keep_evenly(
	void *ctx, const struct visit *visit, const struct reading *reading)
{
	const struct crawl_reader *led = ctx;

	led->keep(led->ctx, visit, reading);
}

static void survey_evenly(void *ctx, size_t html_pages)
{
	const struct crawl_reader *led = ctx;

	led->survey(led->ctx, html_pages);
}

static bool is_changed_evenly(void *ctx, struct slice payload, uint64_t *topics)
{
	const struct crawl_reader *led = ctx;

	return led->is_changed(led->ctx, payload, topics);
}

static int crawl(struct run *run, const char *site, const char *folder,
	bool breadth, struct error *err)
{
	struct crawl_reader led = examine_reader(&run->examine);
	const struct crawl_reader even = { .read = read_evenly,
		.keep = keep_evenly,
		.survey = survey_evenly,
		.is_changed = is_changed_evenly,
		.ctx = &led };
	const struct crawl_options options = {
		.site = site, .folder = folder, .max_pages = MAX_PAGES
	};

	return crawl_run(&run->crawl, &options, breadth ? &even : &led, err);
}

/* By place, then as they were found. */
static int by_place(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	if (x[0] != y[0])
		return x[0] < y[0] ? -1 : 1;
	return x[1] < y[1] ? -1 : x[1] > y[1];
}

/* One request at a time: answers stand in the archive as they came.  What only
 * a sitemap names comes last in both orders. */
static uint64_t place_of(const struct run *run, uint32_t id, bool breadth)
{
	const struct visit *visit = &run->crawl->visits.items[id];

	if (!breadth)
		return frontier_item(run->crawl->frontier, id)->offset;
	return visit->marks & VISIT_MARK_SITEMAP ? UINT64_MAX : visit->depth;
}

static void number_requests(struct run *run, bool breadth)
{
	const size_t n = run->crawl->visits.n;
	uint64_t(*places)[2] = mem_calloc(n, sizeof(*places));

	run->numbers = mem_calloc(n, sizeof(*run->numbers));
	for (uint32_t id = 0; id < n; id++) {
		if (!frontier_item(run->crawl->frontier, id)->archived)
			continue;
		places[run->requests][0] = place_of(run, id, breadth);
		places[run->requests++][1] = id;
	}
	qsort(places, run->requests, sizeof(*places), by_place);
	for (uint32_t i = 0; i < run->requests; i++)
		run->numbers[places[i][1]] = i + 1;
	free(places);
}

static bool has_come(const struct view *v, uint32_t visit)
{
	return v->run->numbers[visit] <= v->until;
}

static uint32_t find_visit(void *ctx, const char *url)
{
	const struct view *v = ctx;
	const uint32_t id = frontier_find(v->run->crawl->frontier, url);

	return id == VISIT_NONE || has_come(v, id) ? id : VISIT_NONE;
}

static void open_view(struct view *v, const struct run *run, uint32_t until)
{
	const struct sightings *all = &run->examine.sightings;

	*v = (struct view){ run, until, *all, run->crawl->visits };
	v->sightings.links = mem_calloc(all->n_links, sizeof(*all->links));
	v->sightings.n_links = 0;
	for (size_t i = 0; i < all->n_links; i++)
		if (has_come(v, all->links[i].from))
			v->sightings.links[v->sightings.n_links++] =
				all->links[i];
	v->sightings.contents =
		mem_calloc(all->n_contents, sizeof(*v->sightings.contents));
	v->sightings.n_contents = 0;
	for (size_t i = 0; i < all->n_contents; i++)
		if (has_come(v, all->contents[i]->visit))
			v->sightings.contents[v->sightings.n_contents++] =
				all->contents[i];
	v->visits.items = mem_calloc(v->visits.n, sizeof(*v->visits.items));
	memcpy(v->visits.items, run->crawl->visits.items,
		v->visits.n * sizeof(*v->visits.items));
	/* What has not come is nothing, and not something that is closed. */
	for (uint32_t id = 0; id < v->visits.n; id++)
		if (!has_come(v, id))
			v->visits.items[id].outcome = OUTCOME_BLOCKED_SCHEME;
}

static void close_view(struct view *v)
{
	free(v->sightings.links);
	free(v->sightings.contents);
	free(v->visits.items);
}

static void judge(struct judgement *out, const struct run *run, uint32_t until)
{
	struct view view;
	struct evidence evidence = { .rs = run->rules,
		.sightings = &view.sightings,
		.visits = &view.visits,
		.find = find_visit,
		.find_ctx = &view };

	open_view(&view, run, until);
	judge_run(out, &evidence, run->reasons);
	close_view(&view);
}

static bool is_so_by(const struct run *run, size_t item, enum verdict verdict,
	uint32_t until)
{
	struct judgement then;
	bool so;

	judge(&then, run, until);
	so = then.items[item].verdict == verdict;
	judge_done(&then);
	return so;
}

/* The request that settled the item. */
static uint32_t settled_by(
	const struct run *run, size_t item, enum verdict verdict)
{
	uint32_t low = 0, high = run->requests;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (is_so_by(run, item, verdict, middle))
			high = middle;
		else
			low = middle + 1;
	}
	return high;
}

/* An item that is missing is so at the end and no sooner. */
static void print_items(const struct run *run)
{
	struct judgement end;

	judge(&end, run, run->requests);
	for (size_t i = 0; i < end.n; i++) {
		const enum verdict v = end.items[i].verdict;

		if (v != VERDICT_MISSING && v != VERDICT_CANNOT_TELL)
			(void)printf("%s %s %u\n", end.items[i].id,
				verdict_name(v), settled_by(run, i, v));
	}
	judge_done(&end);
	(void)printf("requests %u\n", run->requests);
}

static int run_all(struct run *run, char **argv, struct error *err)
{
	const bool breadth = strcmp(argv[1], "breadth") == 0;
	const long year = slice_number(slice_str(argv[3]), MAX_YEAR);
	int rc = ruleset_load(&run->rules, argv[4], (int)year, err);

	if (rc == 0)
		rc = reasons_load(&run->reasons, argv[4], err);
	if (rc < 0)
		return rc;
	examine_init(&run->examine, run->rules);
	run->examine.ocr = EXAMINE_OCR_NEVER;
	rc = crawl(run, argv[2], argv[5], breadth, err);
	if (rc == 0) {
		number_requests(run, breadth);
		print_items(run);
	}
	crawl_result_free(run->crawl);
	examine_done(&run->examine);
	free(run->numbers);
	return rc;
}

int main(int argc, char **argv)
{
	struct run run = { 0 };
	struct error err = { 0 };
	int rc;

	if (argc != 6) {
		(void)fputs("usage: oit-lead led|breadth SITE YEAR CATALOG"
			    " FOLDER\n",
			stderr);
		return EXIT_USAGE;
	}
	rc = run_all(&run, argv, &err);
	reasons_free(run.reasons);
	ruleset_free(run.rules);
	if (rc < 0)
		(void)fprintf(stderr, "oit-lead: %s\n", err.text);
	return rc < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
