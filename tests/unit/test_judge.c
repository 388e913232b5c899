#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "rules/concept.h"
#include "rules/judge.h"
#include "rules/waiver.h"

#define MAX_PLACES 4

/* The item that is judged, and the year it wants. */
#define ITEM "o9"
#define CONCEPT "annual_report"
#define WANTED 2566

/* The one with a table of columns. */
#define LIST_YEAR 2568
#define LIST_ITEM "o12"
#define LIST_CONCEPT "proc_list"

/* One place that the home page links to by the item's title. */
struct place {
	enum outcome outcome;
	int status;
	enum page_kind kind;
	enum page_quality quality;
	int link_year;             /* in the words of the link */
	const char *anchor;        /* what the crawler followed, or NULL */
	bool near;                 /* named by a near wording only */
	bool frame;                /* by nothing, on pages about all things */
	enum sighting_thing thing; /* of its content */
	int year;                  /* that the content is of */
	bool dated;                /* only by the day of the letter */
	uint32_t letters;
	bool draft, empty, soft_404, other, blank, part_year, partial, hollow;
	uint32_t columns; /* of the concept's table, or 0 */
	uint32_t months;  /* of which it has rows, or 0 */
	unsigned marks;   /* of enum visit_mark */
};

#define PAPER                                                   \
	.outcome = OUTCOME_OK, .status = 200, .kind = PAGE_PDF, \
	.quality = PAGE_QUALITY_GOOD, .letters = 500
#define WEB                                                      \
	.outcome = OUTCOME_OK, .status = 200, .kind = PAGE_HTML, \
	.quality = PAGE_QUALITY_GOOD
#define SCAN                                                    \
	.outcome = OUTCOME_OK, .status = 200, .kind = PAGE_PDF, \
	.quality = PAGE_QUALITY_OCR, .letters = 500, .partial = true
#define THING .thing = SIGHTING_THING_LEAD

/* The hard cases of the contract. */
static const struct {
	const char *name;
	struct place places[MAX_PLACES];
	size_t n;
	enum verdict verdict;
	const char *code;
} rows[] = {
	{ "the right paper", { { PAPER, THING, .year = 2566 } }, 1,
		VERDICT_PASS, "found" },
	{ "nothing", { { 0 } }, 0, VERDICT_MISSING, "not_found" },
	{ "an older paper", { { PAPER, THING, .year = 2565 } }, 1,
		VERDICT_STALE, "wrong_year" },
	{ "last year's paper under this year's words",
		{ { PAPER, THING, .year = 2565, .link_year = 2566 } }, 1,
		VERDICT_STALE, "wrong_year" },
	{ "the year only in the link", { { PAPER, THING, .link_year = 2566 } },
		1, VERDICT_PASS, "found" },
	{ "a report signed in the year after it",
		{ { PAPER, THING, .year = 2567, .dated = true,
			.link_year = 2566 } },
		1, VERDICT_PASS, "found" },
	{ "a report of which only the day of signing is known",
		{ { PAPER, THING, .year = 2567, .dated = true } }, 1,
		VERDICT_CANNOT_TELL, "unreadable" },
	{ "an older report by its day under this year's words",
		{ { PAPER, THING, .year = 2565, .dated = true,
			.link_year = 2566 } },
		1, VERDICT_STALE, "wrong_year" },
	{ "no year anywhere", { { PAPER, THING } }, 1, VERDICT_CANNOT_TELL,
		"unreadable" },
	{ "a dead link", { { .outcome = OUTCOME_HTTP_ERROR, .status = 404 } },
		1, VERDICT_MISSING, "broken_link" },
	{ "a page that says not found", { { WEB, .soft_404 = true } }, 1,
		VERDICT_MISSING, "soft_404" },
	{ "an empty list", { { WEB, .empty = true } }, 1, VERDICT_MISSING,
		"empty" },
	{ "an empty file", { { .outcome = OUTCOME_EMPTY, .status = 200 } }, 1,
		VERDICT_MISSING, "empty" },
	{ "a label over a bare page", { { WEB, .letters = 10 } }, 1,
		VERDICT_MISSING, "label_only" },
	{ "a label over a place that a script fills",
		{ { WEB, .letters = 10, .hollow = true } }, 1,
		VERDICT_CANNOT_TELL, "needs_script" },
	{ "nothing yet, until a script is run",
		{ { WEB, .empty = true, .hollow = true } }, 1,
		VERDICT_CANNOT_TELL, "needs_script" },
	{ "a fault of the server",
		{ { .outcome = OUTCOME_HTTP_ERROR, .status = 500 } }, 1,
		VERDICT_CANNOT_TELL, "error" },
	{ "a refusal", { { .outcome = OUTCOME_HTTP_ERROR, .status = 403 } }, 1,
		VERDICT_CANNOT_TELL, "blocked" },
	{ "robots.txt", { { .outcome = OUTCOME_ROBOTS_DENIED } }, 1,
		VERDICT_CANNOT_TELL, "robots" },
	{ "a scan",
		{ { .outcome = OUTCOME_DOC_NO_TEXT,
			.status = 200,
			.kind = PAGE_PDF } },
		1, VERDICT_CANNOT_TELL, "scan_unread" },
	{ "a locked paper",
		{ { .outcome = OUTCOME_DOC_ENCRYPTED,
			.status = 200,
			.kind = PAGE_PDF } },
		1, VERDICT_CANNOT_TELL, "unreadable" },
	{ "a scan of the year wanted beside an older paper",
		{ { .outcome = OUTCOME_DOC_NO_TEXT,
			  .status = 200,
			  .kind = PAGE_PDF,
			  .link_year = 2566 },
			{ PAPER, THING, .year = 2565 } },
		2, VERDICT_CANNOT_TELL, "scan_unread" },
	{ "a scan of an older year beside an older paper",
		{ { .outcome = OUTCOME_DOC_NO_TEXT,
			  .status = 200,
			  .kind = PAGE_PDF,
			  .link_year = 2564 },
			{ PAPER, THING, .year = 2565 } },
		2, VERDICT_STALE, "wrong_year" },
	{ "a banner of all pages that does not open",
		{ { .outcome = OUTCOME_HTTP_ERROR,
			.status = 500,
			.frame = true } },
		1, VERDICT_CANNOT_TELL, "error" },
	{ "a banner of all pages that leads to a scan beside an older paper",
		{ { .outcome = OUTCOME_DOC_NO_TEXT,
			  .status = 200,
			  .kind = PAGE_PDF,
			  .frame = true },
			{ PAPER, THING, .year = 2565 } },
		2, VERDICT_STALE, "wrong_year" },
	{ "only off the site", { { .outcome = OUTCOME_OUT_OF_SCOPE } }, 1,
		VERDICT_CANNOT_TELL, "off_site" },
	{ "off the site, and it answers",
		{ { .outcome = OUTCOME_OUT_OF_SCOPE,
			.status = 200,
			.marks = VISIT_MARK_ASKED } },
		1, VERDICT_CANNOT_TELL, "off_site" },
	{ "off the site, and it turns programs away",
		{ { .outcome = OUTCOME_OUT_OF_SCOPE,
			.status = 403,
			.marks = VISIT_MARK_ASKED } },
		1, VERDICT_CANNOT_TELL, "off_site" },
	{ "off the site, behind a login",
		{ { .outcome = OUTCOME_OUT_OF_SCOPE,
			.status = 302,
			.marks = VISIT_MARK_ASKED | VISIT_MARK_LOGIN } },
		1, VERDICT_CANNOT_TELL, "login" },
	{ "off the site, and gone",
		{ { .outcome = OUTCOME_OUT_OF_SCOPE,
			.status = 404,
			.marks = VISIT_MARK_ASKED } },
		1, VERDICT_MISSING, "broken_link" },
	{ "off the site, gone, beside an older paper",
		{ { .outcome = OUTCOME_OUT_OF_SCOPE,
			  .status = 410,
			  .marks = VISIT_MARK_ASKED },
			{ PAPER, THING, .year = 2565 } },
		2, VERDICT_STALE, "wrong_year" },
	{ "a draft", { { PAPER, THING, .year = 2566, .draft = true } }, 1,
		VERDICT_MISSING, "not_found" },
	{ "a draft beside an older paper",
		{ { PAPER, THING, .year = 2566, .draft = true },
			{ PAPER, THING, .year = 2565 } },
		2, VERDICT_STALE, "wrong_year" },
	{ "another paper under the label",
		{ { PAPER, .year = 2566, .other = true } }, 1, VERDICT_MISSING,
		"not_found" },
	{ "the report of six months",
		{ { PAPER, THING, .year = 2566, .part_year = true } }, 1,
		VERDICT_MISSING, "not_found" },
	{ "the report of six months beside an older paper",
		{ { PAPER, THING, .year = 2566, .part_year = true },
			{ PAPER, THING, .year = 2565 } },
		2, VERDICT_STALE, "wrong_year" },
	{ "a form that nobody filled in",
		{ { PAPER, THING, .year = 2566, .blank = true } }, 1,
		VERDICT_MISSING, "empty" },
	{ "such a form beside an older paper",
		{ { PAPER, THING, .year = 2566, .blank = true },
			{ PAPER, THING, .year = 2565 } },
		2, VERDICT_STALE, "wrong_year" },
	{ "a paper of which sheets were not read",
		{ { PAPER, .year = 2566, .partial = true } }, 1,
		VERDICT_CANNOT_TELL, "unreadable" },
	{ "another paper of which sheets were not read",
		{ { PAPER, .year = 2566, .partial = true, .other = true } }, 1,
		VERDICT_MISSING, "not_found" },
	{ "the right paper of which sheets were not read",
		{ { PAPER, THING, .year = 2566, .partial = true } }, 1,
		VERDICT_PASS, "found" },
	{ "a dead link beside the right paper",
		{ { .outcome = OUTCOME_HTTP_ERROR, .status = 404 },
			{ PAPER, THING, .year = 2566 } },
		2, VERDICT_PASS, "found" },
	{ "a near wording over another paper",
		{ { PAPER, .year = 2566, .near = true } }, 1, VERDICT_MISSING,
		"not_found" },
	{ "a scan whose label speaks of a span of years",
		{ { .outcome = OUTCOME_DOC_NO_TEXT,
			.status = 200,
			.kind = PAGE_PDF,
			.anchor = "พ.ศ. 2566 - 2570" } },
		1, VERDICT_CANNOT_TELL, "scan_unread" },
	{ "a scan of another year by its label",
		{ { .outcome = OUTCOME_DOC_NO_TEXT,
			.status = 200,
			.kind = PAGE_PDF,
			.anchor = "พ.ศ. 2560" } },
		1, VERDICT_MISSING, "not_found" },
	{ "a scan that was read, its year in the link",
		{ { SCAN, THING, .link_year = 2566 } }, 1, VERDICT_PASS,
		"found" },
	{ "a scan that shows the same year as its link",
		{ { SCAN, THING, .year = 2566, .link_year = 2566 } }, 1,
		VERDICT_PASS, "found" },
	{ "a scan that alone shows its year", { { SCAN, THING, .year = 2566 } },
		1, VERDICT_CANNOT_TELL, "scan_unread" },
	{ "a scan that alone shows an older year",
		{ { SCAN, THING, .year = 2565 } }, 1, VERDICT_CANNOT_TELL,
		"scan_unread" },
	{ "a scan that shows another year than its link",
		{ { SCAN, THING, .year = 2565, .link_year = 2566 } }, 1,
		VERDICT_CANNOT_TELL, "scan_unread" },
	{ "a scan of an older year by its link",
		{ { SCAN, THING, .link_year = 2565 } }, 1, VERDICT_STALE,
		"wrong_year" },
	{ "a scan whose title was not read",
		{ { SCAN, .thing = SIGHTING_THING_BODY, .link_year = 2566 } },
		1, VERDICT_CANNOT_TELL, "scan_unread" },
	{ "a scan that seems to be another paper",
		{ { SCAN, .link_year = 2566, .other = true } }, 1,
		VERDICT_CANNOT_TELL, "scan_unread" },
	{ "a scan that seems to be a draft",
		{ { SCAN, THING, .link_year = 2566, .draft = true } }, 1,
		VERDICT_CANNOT_TELL, "scan_unread" },
	{ "a scan that was read beside an older paper",
		{ { SCAN, THING, .link_year = 2566 },
			{ PAPER, THING, .year = 2565 } },
		2, VERDICT_PASS, "found" },
	{ "an address never asked", { { .outcome = OUTCOME_BUDGET } }, 1,
		VERDICT_CANNOT_TELL, "low_coverage" },
};

/* A site of a home page and the places, and the sightings on it. */
struct site {
	const char *item;
	const char *concept;
	struct ruleset *rs;
	struct reasons *reasons;
	struct visit visits[MAX_PLACES + 1];
	char urls[MAX_PLACES + 1][64];
	struct visit_list list;
	struct sightings sightings;
	struct judgement judgement;
	struct waivers *waivers; /* or NULL */
};

static uint32_t find(void *ctx, const char *url)
{
	const struct site *s = ctx;

	for (uint32_t i = 0; i < s->list.n; i++)
		if (strcmp(s->visits[i].url, url) == 0)
			return i;
	return VISIT_NONE;
}

static void add_visit(struct site *s, const struct place *p)
{
	uint32_t id = (uint32_t)s->list.n++;

	(void)snprintf(s->urls[id], sizeof(s->urls[id]),
		"http://www.town.example/%u", id);
	s->visits[id] = (struct visit){
		.id = id,
		.url = s->urls[id],
		.parent = id ? 0 : VISIT_NONE,
		.target = VISIT_NONE,
		.anchor = p->anchor ? p->anchor : "",
		.detail = "",
		.title = "",
		.fetched_at = "",
		.outcome = p->outcome,
		.status = p->status,
		.kind = p->kind,
		.quality = p->quality,
		.depth = id ? 1 : 0,
		.marks = p->marks,
		.topics = p->frame ? s->rs->wanted : 0,
	};
}

static void add_part(const struct site *s, struct sighting_content *content,
	const char *id, uint32_t groups)
{
	const struct concept *k = &s->rs->concepts[content->concept];

	if (groups)
		content->parts[content->n_parts++] = (struct sighting_part){
			.part = (uint8_t)concept_part(k, id),
			.groups = groups,
			.quote = "head"
		};
}

/* What was not seen of a paper that was not read whole may be there. */
static void add_unknown(const struct site *s, struct sighting_content *content)
{
	const size_t n = s->rs->concepts[content->concept].n_parts;

	for (size_t i = 0; i < n; i++)
		content->parts[content->n_parts++] = (struct sighting_part){
			.part = (uint8_t)i, .unknown = true, .quote = ""
		};
}

static void add_sightings(struct site *s, uint32_t id, const struct place *p)
{
	int concept = ruleset_concept(s->rs, s->concept);
	struct sighting_link link = { .target = s->urls[id],
		.text = "label",
		.concept = (uint8_t) concept,
		.class = p->near ? WORDING_NEAR : WORDING_TITLE,
		.strength = p->near ? 35 : 100,
		.inherited = p->frame,
		.year = p->link_year };
	struct sighting_content content = { .concept = (uint8_t) concept,
		.thing = p->thing,
		.letters = p->letters,
		.draft = p->draft,
		.empty = p->empty,
		.soft_404 = p->soft_404,
		.hollow = p->hollow,
		.other = p->other,
		.owned = p->other,
		.blank = p->blank,
		.part_year = p->part_year,
		.partial = p->partial,
		.images = -1,
		.quote = "quote",
		.known_false = "" };
	struct sighting_year year = {
		.from = p->year,
		.to = p->year,
		.place = p->dated ? SIGHTING_YEAR_LEAD : SIGHTING_YEAR_TITLE,
		.date = p->dated,
		.quote = "year",
	};
	struct sighting_part parts[SIGHTING_MAX_PARTS];
	struct buf out;

	content.years = &year;
	content.n_years = p->year != 0;
	content.parts = parts;
	add_part(s, &content, "columns", p->columns);
	add_part(s, &content, "months", p->months);
	if (p->partial)
		add_unknown(s, &content);
	buf_init(&out, 65536);
	sighting_put_link(&out, &link);
	assert_true(sightings_add(&s->sightings, 0, buf_slice(&out)));
	buf_clear(&out);
	sighting_put_content(&out, &content);
	if (p->outcome == OUTCOME_OK)
		assert_true(sightings_add(&s->sightings, id, buf_slice(&out)));
	buf_done(&out);
}

static void site_of(
	struct site *s, int year, const char *item, const char *concept)
{
	struct error err;

	*s = (struct site){ .item = item, .concept = concept };
	if (ruleset_load(&s->rs, "rules/catalog", year, &err) != 0 ||
		reasons_load(&s->reasons, "rules/catalog", &err) != 0)
		fail_msg("%s", err.text);
}

static void site_init(struct site *s)
{
	site_of(s, 2567, ITEM, CONCEPT);
}

static void site_done(struct site *s)
{
	reasons_free(s->reasons);
	ruleset_free(s->rs);
}

static const struct finding *judge_site(
	struct site *s, const struct place *places, size_t n)
{
	const struct place home = { WEB };
	struct evidence e = { s->rs, &s->sightings, &s->list, find, s,
		s->waivers };

	sightings_init(&s->sightings);
	s->list = (struct visit_list){ .items = s->visits, .html_pages = 1 };
	add_visit(s, &home);
	for (size_t i = 0; i < n; i++) {
		add_visit(s, &places[i]);
		add_sightings(s, (uint32_t)i + 1, &places[i]);
	}
	judge_run(&s->judgement, &e, s->reasons);
	for (size_t i = 0; i < s->judgement.n; i++)
		if (strcmp(s->judgement.items[i].id, s->item) == 0)
			return &s->judgement.items[i];
	return NULL;
}

static void forget(struct site *s)
{
	judge_done(&s->judgement);
	sightings_done(&s->sightings);
}

static void hard_cases_are_judged_as_the_contract_says(void **state)
{
	struct site s;

	(void)state;
	site_init(&s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct finding *f =
			judge_site(&s, rows[i].places, rows[i].n);

		assert_non_null(f);
		if (f->verdict != rows[i].verdict ||
			strcmp(f->reason_code, rows[i].code) != 0)
			fail_msg("%s: %s %s, not %s %s", rows[i].name,
				verdict_name(f->verdict), f->reason_code,
				verdict_name(rows[i].verdict), rows[i].code);
		forget(&s);
	}
	site_done(&s);
}

static void every_verdict_has_a_sentence_in_thai(void **state)
{
	struct site s;

	(void)state;
	site_init(&s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct finding *f =
			judge_site(&s, rows[i].places, rows[i].n);

		/* A code without a sentence stands there itself. */
		if (strchr(f->reason, '.') && strchr(f->reason, '_'))
			fail_msg("%s: %s", rows[i].name, f->reason);
		for (size_t k = 0; k < f->n_near; k++)
			if (strcmp(f->near_misses[k].detail,
				    f->near_misses[k].why) == 0)
				fail_msg("%s: near miss %s", rows[i].name,
					f->near_misses[k].why);
		forget(&s);
	}
	site_done(&s);
}

/* Whatever its words seem to say, an item is not missing behind a label that
 * leads to a paper which could not be read well.  A year that was read in it,
 * though, is its year. */
static void poor_papers_and_scans_are_never_missing(void **state)
{
	const struct place places[] = {
		{ .outcome = OUTCOME_OK, .quality = PAGE_QUALITY_POOR },
		{ .outcome = OUTCOME_DOC_NO_TEXT,
			.quality = PAGE_QUALITY_SCAN },
		{ .outcome = OUTCOME_DOC_ENCRYPTED,
			.quality = PAGE_QUALITY_ENCRYPTED },
		{ .outcome = OUTCOME_DOC_DAMAGED,
			.quality = PAGE_QUALITY_DAMAGED },
	};
	const enum sighting_thing things[] = { SIGHTING_THING_NO,
		SIGHTING_THING_SAYS, SIGHTING_THING_BODY };
	struct site s;

	(void)state;
	site_init(&s);
	for (size_t i = 0; i < 4 * 3 * 2 * 3; i++) {
		struct place p = places[i % 4];

		p.kind = PAGE_PDF;
		p.status = 200;
		p.letters = 500;
		p.thing = things[i / 4 % 3];
		p.other = i / 12 % 2;
		p.year = i / 24 ? 2564 + (int)(i / 24) : 0;
		assert_int_not_equal(
			judge_site(&s, &p, 1)->verdict, VERDICT_MISSING);
		forget(&s);
	}
	site_done(&s);
}

/* A site of no pages yet, and all that is known of it. */
static struct evidence begin(struct site *s, const char *stopped_by)
{
	site_init(s);
	sightings_init(&s->sightings);
	s->list = (struct visit_list){
		.items = s->visits, .stopped_by = stopped_by, .html_pages = 1
	};
	return (struct evidence){ s->rs, &s->sightings, &s->list, find, s,
		NULL };
}

static void nothing_is_missing_when_the_crawl_was_cut_short(void **state)
{
	const struct place home = { WEB };
	struct site s;
	const struct evidence e = begin(&s, "max_pages");

	(void)state;
	add_visit(&s, &home);
	judge_run(&s.judgement, &e, s.reasons);
	assert_false(s.judgement.gate_met);
	for (size_t i = 0; i < s.judgement.n; i++) {
		assert_int_equal(
			s.judgement.items[i].verdict, VERDICT_CANNOT_TELL);
		assert_string_equal(
			s.judgement.items[i].reason_code, "low_coverage");
	}
	forget(&s);
	site_done(&s);
}

/* An archive that is read may be of a part of the site, or cut. */
static void nothing_is_missing_when_the_archive_lacks_much(void **state)
{
	const struct place home = { WEB };
	struct site s;
	const struct evidence e = begin(&s, NULL);

	(void)state;
	add_visit(&s, &home);
	add_visit(&s, &home);
	s.visits[1].outcome = OUTCOME_ROBOTS_DENIED;
	judge_run(&s.judgement, &e, s.reasons);
	assert_true(s.judgement.gate_met);
	judge_done(&s.judgement);
	s.visits[1].outcome = OUTCOME_NOT_ARCHIVED;
	judge_run(&s.judgement, &e, s.reasons);
	assert_false(s.judgement.gate_met);
	forget(&s);
	site_done(&s);
}

static void a_near_miss_says_why_it_was_refused(void **state)
{
	const struct place older = { PAPER, THING, .year = 2565 };
	const struct finding *f;
	struct site s;

	(void)state;
	site_init(&s);
	f = judge_site(&s, &older, 1);
	assert_int_equal(f->period_wanted, WANTED);
	assert_int_equal(f->period_found, 2565);
	assert_int_equal(f->n_near, 1);
	assert_string_equal(f->near_misses[0].why, "wrong_year");
	assert_non_null(strstr(f->near_misses[0].detail, "2565"));
	assert_non_null(strstr(f->reason, "2566"));
	forget(&s);
	site_done(&s);
}

static void evidence_has_the_way_from_the_home_page(void **state)
{
	const struct place right = { PAPER, THING, .year = 2566 };
	const struct finding *f;
	struct site s;

	(void)state;
	site_init(&s);
	f = judge_site(&s, &right, 1);
	assert_int_equal(f->n_evidence, 1);
	assert_string_equal(f->evidence[0].url, "http://www.town.example/1");
	assert_string_equal(f->evidence[0].kind, "pdf");
	assert_int_equal(f->evidence[0].year, 2566);
	assert_int_equal(f->evidence[0].n_path, 1);
	assert_string_equal(
		f->evidence[0].path[0], "http://www.town.example/0");
	forget(&s);
	site_done(&s);
}

static const struct finding_part *part_of(
	const struct finding *f, const char *id)
{
	for (size_t i = 0; i < f->n_parts; i++)
		if (strcmp(f->parts[i].id, id) == 0)
			return &f->parts[i];
	return NULL;
}

/* Bits of columns.json: 3 is the district, 4 the province. */
#define ALL_COLUMNS 0x0fffU
#define ALL_MONTHS 0x3fU

static void what_a_table_lacks_is_told_by_name(void **state)
{
	const struct place list = { PAPER, THING, .year = LIST_YEAR,
		.columns = ALL_COLUMNS & ~0x18U, .months = 0x1fU };
	const struct finding_part *part;
	const struct finding *f;
	struct site s;

	(void)state;
	site_of(&s, LIST_YEAR, LIST_ITEM, LIST_CONCEPT);
	f = judge_site(&s, &list, 1);
	part = part_of(f, "columns");
	assert_int_equal(part->verdict, VERDICT_MISSING);
	assert_non_null(strstr(part->text, "(ขาดคอลัมน์ อำเภอ, จังหวัด)"));
	part = part_of(f, "months");
	assert_int_equal(part->verdict, VERDICT_MISSING);
	assert_non_null(strstr(part->text, "เดือน มีนาคม)"));
	assert_true(f->n_advice > 0);
	assert_non_null(strstr(f->advice[0], "อำเภอ, จังหวัด"));
	forget(&s);
	site_done(&s);
}

static void what_one_table_lacks_another_may_have(void **state)
{
	const struct place lists[] = {
		{ PAPER, THING, .year = LIST_YEAR, .columns = 0x0ff0,
			.months = 0x07 },
		{ PAPER, THING, .year = LIST_YEAR, .columns = 0x00ff,
			.months = 0x38 },
	};
	const struct finding *f;
	struct site s;

	(void)state;
	site_of(&s, LIST_YEAR, LIST_ITEM, LIST_CONCEPT);
	f = judge_site(&s, lists, 2);
	assert_int_equal(part_of(f, "columns")->verdict, VERDICT_PASS);
	assert_string_equal(part_of(f, "columns")->quote, "head");
	assert_int_equal(part_of(f, "months")->verdict, VERDICT_PASS);
	forget(&s);
	site_done(&s);
}

static void a_list_that_is_only_a_picture_gets_advice(void **state)
{
	const struct place scan = { .outcome = OUTCOME_DOC_NO_TEXT,
		.status = 200,
		.kind = PAGE_PDF,
		.link_year = LIST_YEAR };
	const struct finding *f;
	struct site s;

	(void)state;
	site_of(&s, LIST_YEAR, LIST_ITEM, LIST_CONCEPT);
	f = judge_site(&s, &scan, 1);
	assert_int_equal(f->verdict, VERDICT_CANNOT_TELL);
	assert_int_equal(f->n_advice, 1);
	assert_non_null(strstr(f->advice[0], "XLSX"));
	forget(&s);
	site_done(&s);
}

static void what_was_not_read_off_a_scan_may_be_there(void **state)
{
	const struct place paper = { PAPER, THING, .year = 2567 };
	const struct place scan = { SCAN, THING, .link_year = 2567 };
	const struct finding *f;
	struct site s;

	(void)state;
	site_of(&s, 2567, "o25", "participation");
	f = judge_site(&s, &paper, 1);
	assert_int_equal(f->verdict, VERDICT_INCOMPLETE);
	assert_int_equal(part_of(f, "issue")->verdict, VERDICT_MISSING);
	forget(&s);
	f = judge_site(&s, &scan, 1);
	assert_int_equal(f->verdict, VERDICT_CANNOT_TELL);
	assert_int_equal(part_of(f, "issue")->verdict, VERDICT_CANNOT_TELL);
	forget(&s);
	site_done(&s);
}

static size_t pictures_of(
	struct site *s, const struct place *places, size_t n, uint32_t *ids)
{
	const struct evidence e = { s->rs, &s->sightings, &s->list, find, s,
		NULL };
	size_t found;

	(void)judge_site(s, places, n);
	found = judge_pictures(&e, ids);
	forget(s);
	return found;
}

static void pictures_are_read_where_nothing_else_proves_it(void **state)
{
	const struct place scan = {
		.outcome = OUTCOME_DOC_NO_TEXT, .status = 200, .kind = PAGE_PDF
	};
	const struct place page = {
		.outcome = OUTCOME_DOC_NO_TEXT, .status = 200, .kind = PAGE_HTML
	};
	const struct place right = { PAPER, THING, .year = 2566 };
	const struct place older = { PAPER, THING, .year = 2565 };
	const struct place both[] = { right, scan }, stale[] = { older, scan };
	uint32_t ids[MAX_PLACES + 1];
	struct site s;

	(void)state;
	site_init(&s);
	assert_int_equal(pictures_of(&s, &scan, 1, ids), 1);
	assert_int_equal(ids[0], 1);
	assert_int_equal(pictures_of(&s, stale, 2, ids), 1);
	assert_int_equal(ids[0], 2);
	assert_int_equal(pictures_of(&s, both, 2, ids), 0);
	assert_int_equal(pictures_of(&s, &page, 1, ids), 0);
	site_done(&s);
}

/* What an office says in a list of its file, on the day before it ends. */
static void say(struct site *s, const char *list, const char *more)
{
	char path[] = "/tmp/oit-judge-XXXXXX";
	struct error err = { 0 };
	struct buf text;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	(void)close(fd);
	buf_init(&text, 4096);
	buf_printf(&text,
		"{\"%s\": [{\"reason\": \"ไม่มีงบลงทุน\", \"by\": \"ปลัดเทศบาล\", "
		"\"until\": \"2025-09-30\", %s}]}",
		list, more);
	assert_int_equal(file_write(path, buf_slice(&text), &err), 0);
	if (waivers_load(&s->waivers, path, s->rs, &err) != 0)
		fail_msg("%s", err.text);
	waivers_settle(s->waivers, &s->list, NULL, NULL, "2025-09-30");
	assert_int_equal(file_remove_tree(path, &err), 0);
	buf_done(&text);
}

static void the_office_is_heard_where_the_site_shows_nothing(void **state)
{
	static const struct {
		const char *list;
		enum verdict verdict;
	} lists[] = {
		{ "waivers", VERDICT_WAIVED },
		{ "not_applicable", VERDICT_NOT_APPLICABLE },
	};
	const struct place right = { PAPER, THING, .year = 2566 };
	const struct finding *f;
	struct site s;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		site_init(&s);
		say(&s, lists[i].list, "\"concept\": \"" CONCEPT "\"");
		f = judge_site(&s, NULL, 0);
		assert_int_equal(f->verdict, lists[i].verdict);
		assert_string_equal(f->reason_code, "office");
		assert_non_null(strstr(f->reason, "30 กันยายน 2568"));
		assert_non_null(strstr(f->reason, "ปลัดเทศบาล"));
		assert_non_null(strstr(f->reason, "ไม่มีงบลงทุน"));
		assert_non_null(strstr(f->reason, "ไม่พบข้อมูลของข้อนี้"));
		assert_int_equal(f->waivers[0].state, WAIVER_HOLDS);
		assert_int_equal(f->n_advice, 0);
		forget(&s);
		f = judge_site(&s, &right, 1);
		assert_int_equal(f->verdict, VERDICT_PASS);
		assert_int_equal(f->waivers[0].state, WAIVER_UNNEEDED);
		forget(&s);
		waivers_free(s.waivers);
		site_done(&s);
	}
}

static void what_does_not_hold_any_more_is_told(void **state)
{
	const struct finding *f;
	struct site s;

	(void)state;
	site_init(&s);
	say(&s, "waivers", "\"item\": \"" ITEM "\", \"year\": 2567");
	waivers_settle(s.waivers, &s.list, NULL, NULL, "2025-10-01");
	f = judge_site(&s, NULL, 0);
	assert_int_equal(f->verdict, VERDICT_MISSING);
	assert_int_equal(f->waivers[0].state, WAIVER_EXPIRED);
	assert_int_equal(f->n_advice, 1);
	assert_non_null(strstr(f->advice[0], "30 กันยายน 2568"));
	forget(&s);
	waivers_free(s.waivers);
	site_done(&s);
}

/* The list is there, the progress is not. */
static void one_of_two_things_asked_for_may_be_waived(void **state)
{
	const struct place list = { PAPER, THING, .year = LIST_YEAR,
		.columns = ALL_COLUMNS, .months = ALL_MONTHS };
	const struct finding *f;
	struct site s;

	(void)state;
	site_of(&s, LIST_YEAR, LIST_ITEM, LIST_CONCEPT);
	f = judge_site(&s, &list, 1);
	assert_int_equal(f->verdict, VERDICT_INCOMPLETE);
	forget(&s);
	say(&s, "waivers", "\"concept\": \"proc_progress\"");
	f = judge_site(&s, &list, 1);
	assert_int_equal(f->verdict, VERDICT_WAIVED);
	assert_int_equal(part_of(f, "proc_list")->verdict, VERDICT_PASS);
	assert_int_equal(part_of(f, "proc_progress")->verdict, VERDICT_WAIVED);
	assert_string_equal(f->waivers[0].part, "proc_progress");
	forget(&s);
	f = judge_site(&s, NULL, 0);
	assert_int_equal(f->verdict, VERDICT_MISSING);
	forget(&s);
	waivers_free(s.waivers);
	site_done(&s);
}

static void papers_are_kept_in_some_places_off_the_site(void **state)
{
	static const struct {
		const char *url;
		bool papers;
	} places[] = {
		{ "https://drive.google.com/file/d/1/view", true },
		{ "https://docs.google.com/document/d/1", true },
		{ "https://docs.google.com/forms/d/1", false },
		{ "https://www.facebook.com/town", false },
		{ "https://town.example/", false },
		{ "https://town-my.sharepoint.com/:b:/g/1", true },
		{ "https://online.fliphtml5.com/a/b/", true },
		{ "https://DRIVE.example/drive.google.com/1", false },
		{ "https://town.example/go?to=drive.google.com", false },
		{ "https://notdropbox.com/s/1", false },
		{ "https://dropbox.com.town.example/", false },
		{ "https://docs.google.com/formsx", true },
		{ "https://www.google.com/maps/place/1", false },
		{ "https://www.google.com/search", false },
	};
	struct ruleset *rs = NULL;
	struct error err;

	(void)state;
	if (ruleset_load(&rs, "rules/catalog", 2567, &err) != 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (ruleset_keeps_papers(rs, places[i].url) != places[i].papers)
			fail_msg("%s", places[i].url);
	ruleset_free(rs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hard_cases_are_judged_as_the_contract_says),
		cmocka_unit_test(every_verdict_has_a_sentence_in_thai),
		cmocka_unit_test(poor_papers_and_scans_are_never_missing),
		cmocka_unit_test(
			nothing_is_missing_when_the_crawl_was_cut_short),
		cmocka_unit_test(
			nothing_is_missing_when_the_archive_lacks_much),
		cmocka_unit_test(a_near_miss_says_why_it_was_refused),
		cmocka_unit_test(evidence_has_the_way_from_the_home_page),
		cmocka_unit_test(what_a_table_lacks_is_told_by_name),
		cmocka_unit_test(what_one_table_lacks_another_may_have),
		cmocka_unit_test(a_list_that_is_only_a_picture_gets_advice),
		cmocka_unit_test(what_was_not_read_off_a_scan_may_be_there),
		cmocka_unit_test(
			pictures_are_read_where_nothing_else_proves_it),
		cmocka_unit_test(
			the_office_is_heard_where_the_site_shows_nothing),
		cmocka_unit_test(what_does_not_hold_any_more_is_told),
		cmocka_unit_test(one_of_two_things_asked_for_may_be_waived),
		cmocka_unit_test(papers_are_kept_in_some_places_off_the_site),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
