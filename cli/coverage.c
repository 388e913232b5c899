#include "cli/coverage.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crawler/frontier.h"
#include "crawler/limits.h"
#include "crawler/outcome.h"

/* A home page with no more ways on than this, before a site that has so many
 * pages, is a splash: "click here to enter". */
#define SPLASH_WAYS 3
#define SPLASH_PAGES 10

/* All that is noted: fifteen, one of each fold and of each scheme. */
#define NOTES (15 + URL_FOLD_COUNT + READING_SCHEME_COUNT)

static void fill_reasons(struct document *doc, const struct crawl_totals *t)
{
	struct document_coverage *cov = &doc->coverage;

	cov->by_reason = arena_alloc(
		&doc->arena, OUTCOME_COUNT * sizeof(*cov->by_reason));
	for (int o = 0; o < OUTCOME_COUNT; o++)
		if (t->by_reason[o] && o != OUTCOME_OK)
			cov->by_reason[cov->n_by_reason++] =
				(struct document_count){
					outcome_name((enum outcome)o),
					(long)t->by_reason[o]
				};
}

/* Rule and detail of a visit, "rule: detail" for those that scope.h judged. */
static void split_detail(
	struct document *doc, const struct visit *v, struct document_case *out)
{
	const char *colon = strstr(v->detail, ": ");

	switch (v->outcome) {
	case OUTCOME_EXCLUDED:
	case OUTCOME_TRAP_LIMIT:
		out->rule = !colon ? v->detail
				   : arena_strndup(&doc->arena, v->detail,
					     (size_t)(colon - v->detail));
		out->detail = colon ? colon + 2 : "";
		break;
	case OUTCOME_ROBOTS_DENIED:
	case OUTCOME_HTTP_ERROR:
	case OUTCOME_RETRY_LATER:
	case OUTCOME_BUDGET:
		out->detail = v->detail;
		break;
	default:
		break;
	}
}

static bool is_same(
	const struct document_case *a, const struct document_case *b)
{
	return strcmp(a->name, b->name) == 0 && strcmp(a->rule, b->rule) == 0 &&
	       strcmp(a->detail, b->detail) == 0;
}

static size_t find_case(
	const struct document_coverage *cov, const struct document_case *found)
{
	size_t i = 0;

	while (i < cov->n_cases && !is_same(&cov->cases[i], found))
		i++;
	return i;
}

static void add_case(struct document_coverage *cov, struct document_case *found)
{
	size_t i = find_case(cov, found);

	if (i == cov->n_cases && i >= LIMIT_CASES) {
		found->rule = found->detail = "";
		i = find_case(cov, found);
	}
	if (i == cov->n_cases)
		cov->cases[cov->n_cases++] = *found;
	cov->cases[i].count++;
}

/* By outcome in the order of outcome.h, then the most first. */
static int by_weight(const void *a, const void *b)
{
	const struct document_case *x = a, *y = b;
	const int p = (int)outcome_from_name(x->name);
	const int q = (int)outcome_from_name(y->name);

	if (p != q)
		return p < q ? -1 : 1;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return strcmp(x->example, y->example);
}

static void fill_cases(struct document *doc, const struct visit_list *visits)
{
	struct document_coverage *cov = &doc->coverage;

	/* Beyond LIMIT_CASES there is one of each outcome at most. */
	cov->cases = arena_alloc(&doc->arena,
		(LIMIT_CASES + OUTCOME_COUNT) * sizeof(*cov->cases));
	for (size_t i = 0; i < visits->n; i++) {
		const struct visit *v = &visits->items[i];
		struct document_case found = { .name = outcome_name(v->outcome),
			.rule = "",
			.detail = "",
			.example = v->url };

		if (v->outcome == OUTCOME_OK)
			continue;
		split_detail(doc, v, &found);
		add_case(cov, &found);
	}
	qsort(cov->cases, cov->n_cases, sizeof(*cov->cases), by_weight);
}

static void note(struct document *doc, const char *name, size_t count,
	const char *example, const char *detail)
{
	struct document_coverage *cov = &doc->coverage;

	if (count == 0)
		return;
	assert(cov->n_notes < NOTES);
	cov->notes[cov->n_notes++] = (struct document_case){ name, "", detail,
		(long)count, example };
}

static void note_marks(struct document *doc, const struct visit_list *visits,
	enum visit_mark mark, const char *name)
{
	const char *example = "";
	size_t n = 0;

	for (size_t i = 0; i < visits->n; i++) {
		if (!(visits->items[i].marks & mark))
			continue;
		if (n++ == 0)
			example = visits->items[i].url;
	}
	note(doc, name, n, example, "");
}

/* By the body, then as they were found. */
static int by_body(const void *a, const void *b)
{
	const struct visit *const *x = a, *const *y = b;
	const int order = strcmp((*x)->sha256, (*y)->sha256);

	if (order)
		return order;
	return (*x)->id < (*y)->id ? -1 : 1;
}

/* Addresses that show what another one shows byte for byte. */
static void note_copies(struct document *doc, const struct visit_list *visits)
{
	const struct visit **read =
		mem_calloc(visits->n + 1, sizeof(const struct visit *));
	const char *copy = "", *original = "";
	size_t n = 0, copies = 0;

	for (size_t i = 0; i < visits->n; i++)
		if (visits->items[i].outcome == OUTCOME_OK)
			read[n++] = &visits->items[i];
	qsort(read, n, sizeof(*read), by_body);
	for (size_t i = 1; i < n; i++) {
		if (!*read[i]->sha256 ||
			strcmp(read[i]->sha256, read[i - 1]->sha256) != 0)
			continue;
		if (copies++ == 0) {
			original = read[i - 1]->url;
			copy = read[i]->url;
		}
	}
	note(doc, "copy", copies, copy, original);
	free(read);
}

static void note_splash(struct document *doc, const struct crawl_result *crawl)
{
	const struct visit_list *visits = &crawl->visits;
	const struct visit *home = NULL;
	size_t ways = 0;

	for (size_t i = 0; i < visits->n && !home; i++)
		if (strcmp(visits->items[i].url, crawl->home) == 0)
			home = &visits->items[i];
	if (!home || home->outcome != OUTCOME_OK ||
		visits->html_pages < SPLASH_PAGES)
		return;
	for (size_t i = 0; i < visits->n; i++)
		ways += visits->items[i].parent == home->id &&
			visits->items[i].outcome != OUTCOME_OUT_OF_SCOPE;
	note(doc, "splash", ways <= SPLASH_WAYS, home->url, "");
}

/* What was read off pictures, by what, and what was not, and why. */
static void note_ocr(struct document *doc, const struct visit_list *visits,
	const struct examine *examine)
{
	const char *example = "";
	size_t n = 0;

	for (size_t i = 0; i < visits->n; i++) {
		if (visits->items[i].quality != PAGE_QUALITY_OCR &&
			!(visits->items[i].marks & VISIT_MARK_ANNEX))
			continue;
		if (n++ == 0)
			example = visits->items[i].url;
	}
	note(doc, "ocr", n, example,
		arena_strdup(&doc->arena, buf_str(&examine->ocr_versions)));
	note_marks(doc, visits, VISIT_MARK_UNREAD, "ocr_late");
	note(doc, "ocr_lacks", examine->n_unread, examine->unread,
		examine->ocr_lacks ? examine->ocr_lacks : "");
}

static void fill_notes(struct document *doc, const struct crawl_result *crawl)
{
	const struct crawl_totals *t = &crawl->totals;
	const struct visit_list *visits = &crawl->visits;

	doc->coverage.notes =
		arena_alloc(&doc->arena, NOTES * sizeof(*doc->coverage.notes));
	note_splash(doc, crawl);
	note_marks(doc, visits, VISIT_MARK_SITEMAP, "found_by_sitemap");
	note_marks(
		doc, visits, VISIT_MARK_CHARSET_CONFLICT, "charset_conflict");
	note_marks(doc, visits, VISIT_MARK_LINKS_CUT, "link_limit");
	note_marks(doc, visits, VISIT_MARK_SHEETS_CUT, "sheet_limit");
	note_marks(doc, visits, VISIT_MARK_UNPROVEN, "end_unproven");
	note(doc, "probe", t->probes, t->probe, "");
	note_marks(doc, visits, VISIT_MARK_ASKED, "off_site_asked");
	note(doc, "delay_cut", t->delays_cut, t->delay_cut, "");
	note(doc, "links_dropped", t->dropped, "", "");
	note(doc, "second_look", t->second_looks, "", "");
	note_copies(doc, visits);
	for (enum url_fold f = 0; f < URL_FOLD_COUNT; f++)
		note(doc, url_fold_name(f), t->folded[f],
			frontier_folded_example(crawl->frontier, f), "");
	for (int s = 0; s < READING_SCHEME_COUNT; s++)
		note(doc, reading_scheme_name((enum reading_scheme)s),
			(size_t)t->others[s], "", "");
}

void coverage_fill(struct document *doc, const struct crawl_result *crawl,
	const struct examine *examine, bool gate_met)
{
	const struct crawl_totals *t = &crawl->totals;
	struct document_coverage *cov = &doc->coverage;

	cov->stopped_by =
		crawl->visits.stopped_by ? crawl->visits.stopped_by : "";
	cov->complete = !*cov->stopped_by;
	cov->gate_met = gate_met;
	cov->found = (long)t->found;
	cov->fetched = (long)t->by_reason[OUTCOME_OK];
	cov->documents = (long)t->documents;
	cov->failed = (long)(t->failed + t->gone);
	cov->skipped = (long)t->skipped;
	cov->reused = (long)t->reused;
	cov->bytes_saved = (long)t->bytes_saved;
	fill_reasons(doc, t);
	fill_cases(doc, &crawl->visits);
	fill_notes(doc, crawl);
	note_ocr(doc, &crawl->visits, examine);
}
