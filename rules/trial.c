#include "rules/trial.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/shorthand.h"
#include "base/time.h"
#include "rules/citizen.h"
#include "rules/waiver.h"

#define MAX_EVIDENCE 6
#define MAX_NEAR 8
#define MAX_PATH_STEPS 24
#define MAX_ADVICE 6

/* The answer that decides: what cannot be told first, what passes last. */
static const struct answer *deciding(const struct trial *t)
{
	static const enum verdict order[] = { VERDICT_CANNOT_TELL,
		VERDICT_INCOMPLETE, VERDICT_STALE, VERDICT_MISSING,
		VERDICT_NOT_APPLICABLE, VERDICT_WAIVED, VERDICT_ATTESTED,
		VERDICT_PASS };

	for (size_t k = 0; k < sizeof(order) / sizeof(*order); k++)
		for (size_t i = 0; i < t->n; i++)
			if (t->answers[i].verdict == order[k])
				return &t->answers[i];
	return &t->answers[0];
}

/* The item's verdict out of its answers; the answer that decides. */
static const struct answer *combine(struct trial *t)
{
	const struct answer *a = deciding(t);
	size_t there = 0, failing = 0;

	for (size_t i = 0; i < t->n; i++) {
		enum verdict v = t->answers[i].verdict;

		there += v == VERDICT_PASS || v == VERDICT_INCOMPLETE ||
			 v == VERDICT_ATTESTED;
		failing += v == VERDICT_MISSING || v == VERDICT_STALE;
	}
	t->out->verdict = a->verdict;
	t->out->reason_code = a->code;
	if (there && failing && a->verdict != VERDICT_CANNOT_TELL) {
		t->out->verdict = VERDICT_INCOMPLETE;
		t->out->reason_code = "part_missing";
	}
	return a;
}

/* Words of the site, as they may stand in papers. */
static const char *words_of(struct trial *t, struct slice text)
{
	const char *words;
	struct buf out;

	buf_init(&out, SIZE_MAX / 2);
	citizen_mask(&out, text);
	words = arena_strdup(t->arena, buf_str(&out));
	buf_done(&out);
	return words;
}

/* What a sighting has in shorthand. */
static const char *text_of(struct trial *t, const char *shorthand)
{
	const char *text;
	struct buf out;

	buf_init(&out, SIZE_MAX / 2);
	shorthand_read(&out, shorthand ? shorthand : "");
	text = words_of(t, buf_slice(&out));
	buf_done(&out);
	return text;
}

static const char *visit_url(const struct trial *t, const struct candidate *c)
{
	if (c->visit == VISIT_NONE)
		return c->link && c->link->from < t->e->visits->n
			       ? t->e->visits->items[c->link->from].url
			       : "";
	return t->e->visits->items[c->visit].url;
}

/* What of a part was sought in vain, by its names. */
static const char *lacking_names(
	struct trial *t, const struct concept_part *part, uint32_t lacking)
{
	struct buf out;
	const char *s;

	buf_init(&out, 2048);
	for (int i = 0; i < 32; i++) {
		if (!(lacking >> i & 1))
			continue;
		buf_puts(&out, out.len ? ", " : "");
		buf_puts(&out, part->test == PART_MONTHS
				       ? time_month_name((i + 9) % 12 + 1)
				       : t->e->rs->columns.items[i].name);
	}
	s = arena_strdup(t->arena, buf_str(&out));
	buf_done(&out);
	return s;
}

/* The words of a part; where some of its columns or months were seen, with
 * those that were not. */
static const char *part_text(struct trial *t, const struct concept_part *part,
	const struct ask_part *ap, uint32_t seen)
{
	struct reason_words words = { .title = part->text };
	bool columns = part->test == PART_COLUMNS;

	if (!(seen & ap->groups) || (!columns && part->test != PART_MONTHS))
		return part->text;
	words.parts = lacking_names(t, part, ap->groups & ~seen);
	return reason_text(t->reasons, t->arena, "part",
		columns ? "columns" : "months", &words);
}

/* An ask of several is a part too. */
static struct finding_part ask_part(struct trial *t, const struct answer *a)
{
	const struct concept *k = &t->e->rs->concepts[a->ask->concept];
	bool there = a->shown == VERDICT_PASS || a->shown == VERDICT_INCOMPLETE;

	return (struct finding_part){
		.id = k->key,
		.text = k->title,
		.must = true,
		.verdict = there       ? VERDICT_PASS
			   : a->waiver ? a->verdict
			   : a->shown == VERDICT_CANNOT_TELL
				   ? VERDICT_CANNOT_TELL
				   : VERDICT_MISSING,
		.quote = "",
		.url = a->best ? visit_url(t, a->best) : "",
		.status = "confirmed",
		.source = "",
	};
}

static struct finding_part asked_part(
	struct trial *t, const struct answer *a, const struct ask_part *ap)
{
	const struct concept_part *part =
		&t->e->rs->concepts[a->ask->concept].parts[ap->part];
	const struct candidate *where = NULL;
	const struct sighting_part *seen = answer_part(a, ap->part, &where);
	struct finding_part out = {
		.id = part->id,
		.text = part->text,
		.must = ap->must,
		.verdict = VERDICT_MISSING,
		.quote = "",
		.url = where ? visit_url(t, where) : "",
		.status = ap->status,
		.source = ap->source,
	};

	if (a->proven >> ap->part & 1 && seen) {
		out.verdict = VERDICT_PASS;
		out.quote = text_of(t, seen->quote);
	} else if (a->excused >> ap->part & 1) {
		out.verdict = waivers_find(
			t->e->waivers, t->item, a->ask->concept, part->id)
				      ->says.verdict;
	} else if (a->unknown >> ap->part & 1 || !a->best ||
		   a->shown == VERDICT_CANNOT_TELL) {
		out.verdict = VERDICT_CANNOT_TELL;
	} else {
		out.text = part_text(t, part, ap, a->groups[ap->part]);
	}
	return out;
}

/* The parts of the asks; an item of several asks has each as a part too. */
static void put_parts(struct trial *t)
{
	size_t room = t->n;

	for (size_t i = 0; i < t->n; i++)
		room += t->answers[i].ask->n_parts;
	t->out->parts = arena_alloc(t->arena, room * sizeof(*t->out->parts));
	t->out->n_parts = 0;
	for (size_t i = 0; i < t->n; i++) {
		const struct answer *a = &t->answers[i];

		if (t->n > 1)
			t->out->parts[t->out->n_parts++] = ask_part(t, a);
		for (size_t p = 0; p < a->ask->n_parts; p++)
			t->out->parts[t->out->n_parts++] =
				asked_part(t, a, &a->ask->parts[p]);
	}
}

static void put_path(
	struct trial *t, uint32_t visit, struct finding_evidence *ev)
{
	const struct visit_list *visits = t->e->visits;
	const char *steps[MAX_PATH_STEPS];
	size_t n = 0;

	for (uint32_t v = visits->items[visit].parent;
		v != VISIT_NONE && n < MAX_PATH_STEPS;
		v = visits->items[v].parent)
		steps[n++] = visits->items[v].url;
	ev->path = arena_alloc(t->arena, n * sizeof(*ev->path));
	for (size_t i = 0; i < n; i++)
		ev->path[i] = steps[n - 1 - i];
	ev->n_path = n;
}

static void put_evidence(
	struct trial *t, const struct candidate *c, const struct concept *k)
{
	struct finding_evidence *ev = &t->out->evidence[t->out->n_evidence];
	const struct visit *v = &t->e->visits->items[c->visit];

	for (size_t i = 0; i < t->out->n_evidence; i++)
		if (strcmp(t->out->evidence[i].url, v->url) == 0)
			return;
	*ev = (struct finding_evidence){
		.url = v->url,
		.kind = page_kind_name(v->kind),
		.anchor = c->link && *c->link->text
				  ? text_of(t, c->link->text)
				  : words_of(t, slice_str(v->anchor)),
		.title = words_of(t, slice_str(v->title)),
		.quote = c->content ? text_of(t, c->content->quote) : "",
		.concept = k->key,
		.http_status = v->status,
		.fetched_at = v->fetched_at,
		.sha256 = v->sha256,
		.reading = page_quality_name(candidate_is_read_off(c, t->e)
						     ? PAGE_QUALITY_OCR
						     : v->quality),
		.outcome = outcome_name(v->outcome),
		.year = c->year,
		.year_quote = text_of(t, c->year_quote),
	};
	put_path(t, c->visit, ev);
	t->out->n_evidence++;
}

static void put_all_evidence(struct trial *t)
{
	t->out->evidence = arena_alloc(
		t->arena, (MAX_EVIDENCE + 1) * sizeof(*t->out->evidence));
	for (size_t i = 0; i < t->n; i++) {
		const struct answer *a = &t->answers[i];
		const struct concept *k = &t->e->rs->concepts[a->ask->concept];
		size_t each = MAX_EVIDENCE / t->n, put = 0;

		/* What a missing item has instead is a near miss. */
		if (a->best && a->best->visit != VISIT_NONE &&
			a->shown != VERDICT_MISSING &&
			t->out->n_evidence < MAX_EVIDENCE)
			put_evidence(t, a->best, k);
		for (size_t c = 0; c < a->list.n && put < each &&
				   t->out->n_evidence < MAX_EVIDENCE;
			c++) {
			if (!candidate_is_fitting(&a->list.items[c]) ||
				a->list.items[c].visit == VISIT_NONE)
				continue;
			put_evidence(t, &a->list.items[c], k);
			put++;
		}
	}
}

static const char *near_code(const struct candidate *c)
{
	if (c->state != CANDIDATE_THING)
		return *c->code ? c->code : "label_only";
	if (c->fit == CANDIDATE_NO_YEAR)
		return "no_year";
	return "wrong_year";
}

/* Whether a place of another site was asked and shows something to everybody.
 */
static bool answers(const struct trial *t, const struct candidate *c)
{
	return c->off_site && c->state == CANDIDATE_CLOSED &&
	       t->e->visits->items[c->visit].status == 200 &&
	       !(t->e->visits->items[c->visit].marks & VISIT_MARK_LOGIN);
}

static const char *near_anchor(struct trial *t, const struct candidate *c)
{
	if (c->link)
		return text_of(t, c->link->text);
	if (c->visit == VISIT_NONE)
		return "";
	return words_of(t, slice_str(t->e->visits->items[c->visit].anchor));
}

static void put_near(struct trial *t, const struct candidate *c)
{
	struct reason_words words = { .found = c->year };
	struct finding_near *near = &t->out->near_misses[t->out->n_near];
	const char *url = visit_url(t, c);

	for (size_t i = 0; i < t->out->n_near; i++)
		if (strcmp(t->out->near_misses[i].url, url) == 0)
			return;
	*near = (struct finding_near){
		.url = url,
		.anchor = near_anchor(t, c),
		.why = near_code(c),
		.year = c->year,
	};
	near->detail = reason_text(t->reasons, t->arena, "near",
		answers(t, c) ? "off_site_answers" : near->why, &words);
	t->out->n_near++;
}

static void put_all_near(struct trial *t)
{
	t->out->near_misses =
		arena_alloc(t->arena, MAX_NEAR * sizeof(*t->out->near_misses));
	for (size_t i = 0; i < t->n; i++) {
		const struct answer *a = &t->answers[i];

		for (size_t c = 0; c < a->list.n && t->out->n_near < MAX_NEAR;
			c++)
			if (!candidate_is_fitting(&a->list.items[c]) &&
				(a->list.items[c].state != CANDIDATE_LISTING ||
					&a->list.items[c] == a->best))
				put_near(t, &a->list.items[c]);
	}
}

/* Texts of the parts that are missing, joined. */
static const char *part_names(struct trial *t, bool must)
{
	struct buf out;
	const char *s;

	buf_init(&out, 2048);
	for (size_t i = 0; i < t->out->n_parts; i++) {
		const struct finding_part *p = &t->out->parts[i];

		if (p->must != must || p->verdict != VERDICT_MISSING)
			continue;
		if (out.len)
			buf_puts(&out, ", ");
		buf_puts(&out, p->text);
	}
	s = arena_strdup(t->arena, buf_str(&out));
	buf_done(&out);
	return s;
}

static void advise(
	struct trial *t, const char *code, const struct reason_words *words)
{
	const char *text =
		reason_text(t->reasons, t->arena, "advice", code, words);

	/* Two asks may come to one document. */
	for (size_t i = 0; i < t->out->n_advice; i++)
		if (strcmp(t->out->advice[i], text) == 0)
			return;
	if (t->out->n_advice < MAX_ADVICE)
		t->out->advice[t->out->n_advice++] = text;
}

/* What the office says and what is not believed any more. */
static void advise_of_office(struct trial *t)
{
	for (size_t i = 0; i < t->out->n_waivers; i++) {
		const struct finding_waiver *w = &t->out->waivers[i];
		struct reason_words words = { .place = w->url };

		waiver_fill(&words, w, t->arena);
		if (waiver_advice(w) && verdict_is_open(t->out->verdict))
			advise(t, waiver_advice(w), &words);
	}
}

/* The parts of an ask that want rows for programs, as bits. */
static uint32_t parts_in_rows(const struct trial *t, const struct ask *ask)
{
	const struct concept *k = &t->e->rs->concepts[ask->concept];
	uint32_t bits = 0;

	for (size_t i = 0; i < ask->n_parts; i++) {
		const struct concept_part *p = &k->parts[ask->parts[i].part];

		if (p->test == PART_HAS && p->has == PART_HAS_STRUCTURED)
			bits |= 1U << ask->parts[i].part;
	}
	return bits;
}

/* A list that is only there as a picture: a sheet beside it can be read. */
static bool is_only_scan(const struct trial *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->answers[i].code, "scan_unread") == 0 &&
			parts_in_rows(t, t->answers[i].ask))
			return true;
	return false;
}

/* A list that was read and is for people alone, with nothing beside it that
 * could not be read. */
static bool lacks_rows(const struct trial *t, const struct answer *a)
{
	const struct sighting_content *s = a->best->content;

	return (parts_in_rows(t, a->ask) & a->unknown & ~a->proven) &&
	       !a->closed && s && !s->stated_none;
}

/* A link of the thing that leads nowhere, or to a place that is still bare;
 * a bare place that only stands behind one of its pages is none of it. */
static void advise_gone(struct trial *t, const struct candidate *gone,
	struct reason_words *words)
{
	bool bare = gone && (strcmp(gone->code, "empty") == 0 ||
				    strcmp(gone->code, "label_only") == 0);

	if (!gone || (bare && gone->link->inherited))
		return;
	words->place = visit_url(t, gone);
	advise(t, bare ? "empty_link" : "broken_link", words);
}

static void put_advice(struct trial *t)
{
	struct reason_words words = { .title = t->item->title };

	t->out->advice =
		arena_alloc(t->arena, MAX_ADVICE * sizeof(*t->out->advice));
	advise_of_office(t);
	if (is_only_scan(t))
		advise(t, "only_scan", &words);
	if (t->out->verdict != VERDICT_PASS &&
		t->out->verdict != VERDICT_INCOMPLETE)
		return;
	words.parts = part_names(t, false);
	if (*words.parts)
		advise(t, "should_part", &words);
	for (size_t i = 0; i < t->n; i++) {
		const struct answer *a = &t->answers[i];

		if (!a->best || !candidate_is_fitting(a->best))
			continue;
		if (lacks_rows(t, a))
			advise(t, "no_rows", &words);
		words.found = a->best->year;
		words.place = visit_url(t, a->best);
		if (candidate_is_read_off(a->best, t->e))
			advise(t, "ocr", &words);
		if (!a->ask->period_sure && words.found &&
			words.found != candidate_wanted(t->e->rs, a->ask))
			advise(t, "period_unsure", &words);
		if (a->best->only_link_year)
			advise(t, "from_heading", &words);
		if (t->e->visits->items[a->best->visit].outcome ==
			OUTCOME_OUT_OF_SCOPE)
			advise(t, "off_site", &words);
		advise_gone(t, answer_gone(a), &words);
	}
}

static void put_sought(struct trial *t)
{
	size_t room = 0;

	for (size_t i = 0; i < t->n; i++)
		for (int k = WORDING_TITLE; k <= WORDING_OTHER; k++)
			room += t->e->rs->concepts[t->answers[i].ask->concept]
					.find[k]
					.n;
	t->out->sought = arena_alloc(t->arena, room * sizeof(const char *));
	for (size_t i = 0; i < t->n; i++) {
		const struct concept *c =
			&t->e->rs->concepts[t->answers[i].ask->concept];

		for (int k = WORDING_TITLE; k <= WORDING_OTHER; k++)
			for (size_t w = 0; w < c->find[k].n; w++)
				t->out->sought[t->out->n_sought++] =
					c->find[k].texts[w];
	}
}

/* What the papers print; year is that of the data wanted. */
static void put_texts(struct trial *t, const struct answer *a)
{
	const struct concept *c = &t->e->rs->concepts[a->ask->concept];
	struct reason_words words = {
		.title = t->item->title,
		.year = t->out->period_wanted ? t->out->period_wanted
					      : t->e->rs->year,
		.found = t->out->period_found,
		.parts = part_names(t, true),
		.place = a->best ? visit_url(t, a->best) : "",
		.pages = t->e->visits->html_pages,
		.documents = t->documents,
	};
	char code[64];

	if (a->waiver) {
		waiver_fill(&words, &a->waiver->says, t->arena);
		words.seen = t->out->reason;
	}
	(void)snprintf(code, sizeof(code), "%s.%s",
		verdict_name(t->out->verdict), t->out->reason_code);
	t->out->reason =
		reason_text(t->reasons, t->arena, "verdict", code, &words);
	t->out->fix = reason_fill(t->arena, c->fix, &words);
	t->out->done_when = reason_fill(t->arena, c->done_when, &words);
	t->out->where = reason_fill(t->arena, c->where, &words);
	t->out->purpose = reason_fill(t->arena, c->purpose, &words);
	t->out->keep = reason_fill(t->arena, c->keep, &words);
	t->out->owner = c->owner;
	t->out->effort = c->effort;
}

static void put_period(struct trial *t, const struct answer *a)
{
	t->out->period_kind = ruleset_period_name(a->ask->period);
	t->out->period_wanted = candidate_wanted(t->e->rs, a->ask);
	t->out->period_found = a->best ? a->best->year : 0;
}

/* The verdict out of the answers as they are. */
static void conclude(struct trial *t)
{
	const struct answer *a = combine(t);

	put_period(t, a);
	put_parts(t);
	put_texts(t, a);
}

static void put_waivers(struct trial *t)
{
	struct waiver_ask *asks = arena_alloc(t->arena, t->n * sizeof(*asks));

	for (size_t i = 0; i < t->n; i++)
		asks[i] = (struct waiver_ask){
			t->answers[i].ask->concept,
			t->answers[i].shown == VERDICT_PASS,
			t->answers[i].proven,
		};
	waivers_put(t->e->waivers, t->e->rs, t->item, asks, t->arena, t->out);
}

void trial_run(struct trial *t)
{
	const struct item *item = t->item;
	bool excused = false;

	*t->out = (struct finding){
		.id = item->id,
		.number = item->number,
		.concept = t->e->rs->concepts[item->asks[0].concept].key,
		.title = item->title,
		.issue = item->issue,
		.indicator = item->indicator,
		.points = -1,
	};
	t->n = item->n_asks;
	t->answers = arena_alloc(t->arena, t->n * sizeof(*t->answers));
	for (size_t i = 0; i < t->n; i++) {
		answer_find(&t->answers[i], t->e, &item->asks[i], t->gate_met);
		candidates_log(&t->answers[i].list, t->e, item, &item->asks[i]);
	}
	conclude(t);
	for (size_t i = 0; i < t->n; i++)
		excused = answer_excuse(&t->answers[i], t->e, item) || excused;
	if (excused)
		conclude(t);
	put_waivers(t);
	put_all_evidence(t);
	put_all_near(t);
	put_advice(t);
	put_sought(t);
	for (size_t i = 0; i < t->n; i++)
		answer_done(&t->answers[i]);
}
