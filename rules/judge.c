#include "rules/judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/time.h"
#include "rules/dependence.h"
#include "rules/label.h"
#include "rules/waiver.h"

#define MAX_EVIDENCE 6
#define MAX_NEAR 8
#define MAX_PATH_STEPS 24
#define MAX_ADVICE 6

/* The gate: at most one in so many of the tried addresses stayed closed. */
#define GATE_SHARE 10

/* What one ask of an item came to. */
struct answer {
	const struct ask *ask;
	int wanted; /* year, or 0 */
	struct candidate_list list;
	enum verdict verdict;
	const char *code;
	enum verdict shown;                 /* by the site alone */
	const struct candidate *best;       /* or NULL */
	uint32_t groups[RULESET_MAX_PARTS]; /* seen, over all places that fit */
	uint32_t proven;  /* parts, as bits, over all places that fit */
	uint32_t unknown; /* parts that such a place could not show */
	uint32_t excused; /* parts that the office answers for */
	const struct waiver *waiver; /* on which the verdict rests; or NULL */
	const struct candidate *closed; /* may hold the rest; or NULL */
	const char *closed_code;
};

/* One item on its way to its finding. */
struct trial {
	const struct evidence *e;
	const struct reasons *reasons;
	const struct item *item;
	struct answer *answers;
	size_t n;
	struct arena *arena;
	bool gate_met;
	size_t documents;
	struct finding *out;
};

static bool could_not_look(const struct visit *v)
{
	switch (v->outcome) {
	case OUTCOME_DOC_NO_TEXT:
	case OUTCOME_DOC_ENCRYPTED:
	case OUTCOME_DOC_DAMAGED:
	case OUTCOME_DOC_LIMIT:
	case OUTCOME_TYPE_UNKNOWN:
		/* Looked at and told apart, item by item. */
		return false;
	default:
		return outcome_class(v->outcome, v->status) ==
		       OUTCOME_CLASS_FAILED;
	}
}

/*
 * Whether enough of the site was seen: the crawl came to its end, the home
 * page opened, and of the addresses it tried no more than one in ten stayed
 * closed.
 */
static bool gate_is_met(const struct visit_list *visits)
{
	size_t tried = 0, closed = 0;

	if (visits->n == 0 || visits->stopped_by || visits->html_pages == 0)
		return false;
	for (size_t i = 0; i < visits->n; i++) {
		const struct visit *v = &visits->items[i];

		if (outcome_class(v->outcome, v->status) ==
			OUTCOME_CLASS_SKIPPED)
			continue;
		tried++;
		closed += could_not_look(v);
	}
	return closed * GATE_SHARE <= tried;
}

static bool is_fitting(const struct candidate *c)
{
	return c->state == CANDIDATE_THING && c->fit == CANDIDATE_FITS;
}

/* Where a year is not settled by a source, either year passes. */
static bool is_unsure_fit(const struct answer *a, const struct candidate *c)
{
	return c->state == CANDIDATE_THING && !a->ask->period_sure &&
	       (c->fit == CANDIDATE_NO_YEAR || c->year == a->wanted - 1 ||
		       c->year == a->wanted + 1);
}

/* What must not be there, must not be in the best place; that it is not in
 * another says nothing. */
static bool is_negative(const struct concept_part *part)
{
	return part->test == PART_NONE || part->test == PART_FEW;
}

static const struct sighting_part *part_of(
	const struct sighting_content *s, size_t part)
{
	for (size_t i = 0; s && i < s->n_parts; i++)
		if (s->parts[i].part == part)
			return &s->parts[i];
	return NULL;
}

static void add_parts(struct answer *a, const struct concept *k,
	const struct candidate *c, bool best)
{
	for (size_t i = 0; i < a->ask->n_parts; i++) {
		const struct ask_part *ap = &a->ask->parts[i];
		const struct sighting_part *p = part_of(c->content, ap->part);

		if (!p || (is_negative(&k->parts[ap->part]) && !best))
			continue;
		if (p->unknown)
			a->unknown |= 1U << ap->part;
		a->groups[ap->part] |= p->groups;
		if ((a->groups[ap->part] & ap->groups) == ap->groups)
			a->proven |= 1U << ap->part;
	}
}

static uint32_t missing_musts(const struct answer *a)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < a->ask->n_parts; i++) {
		uint32_t bit = 1U << a->ask->parts[i].part;

		if (a->ask->parts[i].must && !((a->proven | a->excused) & bit))
			bits |= bit;
	}
	return bits;
}

static void settle(struct answer *a, enum verdict v, const char *code,
	const struct candidate *best)
{
	a->verdict = v;
	a->code = code;
	a->best = best;
}

static bool by_other_wording(const struct candidate *c)
{
	bool link_other = c->link && c->link->class == WORDING_OTHER &&
			  !c->link->numbered;
	bool own_title = c->content &&
			 c->content->thing == SIGHTING_THING_LEAD &&
			 c->content->class <= WORDING_LABEL;

	return link_other && !own_title;
}

static bool has_stated_none(const struct answer *a)
{
	for (size_t i = 0; i < a->list.n; i++)
		if (is_fitting(&a->list.items[i]) && a->list.items[i].content &&
			a->list.items[i].content->stated_none)
			return true;
	return false;
}

/* There is a place that fits: are all must parts there? */
static void judge_found(struct answer *a, const struct candidate *best)
{
	uint32_t lacking = missing_musts(a);

	if (lacking == 0)
		settle(a, VERDICT_PASS,
			by_other_wording(best) ? "other_wording" : "found",
			best);
	else if (has_stated_none(a))
		settle(a, VERDICT_PASS, "stated_none", best);
	else if (lacking & a->unknown)
		settle(a, VERDICT_CANNOT_TELL, "unreadable", best);
	else if (a->closed)
		settle(a, VERDICT_CANNOT_TELL, a->closed_code, best);
	else
		settle(a, VERDICT_INCOMPLETE, "part_missing", best);
}

static const struct candidate *first_in(const struct answer *a,
	enum candidate_state state, enum candidate_fit fit, bool any_fit)
{
	for (size_t i = 0; i < a->list.n; i++)
		if (a->list.items[i].state == state &&
			(any_fit || a->list.items[i].fit == fit))
			return &a->list.items[i];
	return NULL;
}

/* A thing without a year; pages that nobody calls it do not count. */
static const struct candidate *first_undated(const struct answer *a)
{
	for (size_t i = 0; i < a->list.n; i++) {
		const struct candidate *c = &a->list.items[i];

		if (c->state == CANDIDATE_THING &&
			c->fit == CANDIDATE_NO_YEAR && c->link &&
			!c->link->inherited)
			return c;
	}
	return NULL;
}

/* The newest of the older ones. */
static const struct candidate *newest_older(const struct answer *a)
{
	const struct candidate *best = NULL;

	for (size_t i = 0; i < a->list.n; i++) {
		const struct candidate *c = &a->list.items[i];

		if (c->state == CANDIDATE_THING && c->fit == CANDIDATE_OLDER &&
			(!best || c->year > best->year))
			best = c;
	}
	return best;
}

/* Whether any place is named for what is asked, or is it by its own words:
 * then what is named for its sibling says nothing about it. */
static bool has_own(const struct answer *a)
{
	for (size_t i = 0; i < a->list.n; i++) {
		const struct candidate *c = &a->list.items[i];

		if (c->state == CANDIDATE_LISTING)
			continue;
		if (c->state == CANDIDATE_THING ||
			(c->link && !c->link->sibling &&
				c->link->class != WORDING_NEAR))
			return true;
	}
	return false;
}

/* Whether a closed place may be the thing that is wanted. */
static bool may_be_it(const struct answer *a, const struct candidate *c)
{
	bool here = a->list.n && a->list.items[0].state == CANDIDATE_THING;

	if (c->state != CANDIDATE_CLOSED)
		return false;
	if (c->link && c->link->sibling && has_own(a))
		return false;
	/* "Only off the site" is what cannot be told. */
	return !c->off_site || !here || (c->hint && c->hint == a->wanted);
}

/* A label over nothing: the one in the clearest words; else a dead link on a
 * page about it. */
static const struct candidate *first_gone(const struct answer *a)
{
	const struct candidate *inherited = NULL;
	bool own = has_own(a);

	for (size_t i = 0; i < a->list.n; i++) {
		const struct candidate *c = &a->list.items[i];

		if (c->state != CANDIDATE_GONE || !c->link ||
			(c->link->sibling && own) ||
			c->link->class == WORDING_NEAR)
			continue;
		if (c->link->strength >= LABEL_STRONG)
			return c;
		if (c->link->inherited && !inherited && c->visit != VISIT_NONE)
			inherited = c;
	}
	return inherited;
}

/* Nothing fits: what is the nearest that stands there? */
static void judge_absent(struct answer *a)
{
	const struct candidate *c;

	if (a->closed) {
		settle(a, VERDICT_CANNOT_TELL, a->closed_code, a->closed);
	} else if ((c = first_undated(a)) != NULL) {
		settle(a, VERDICT_CANNOT_TELL, "unreadable", c);
	} else if ((c = newest_older(a)) != NULL) {
		settle(a, VERDICT_STALE, "wrong_year", c);
	} else if ((c = first_in(a, CANDIDATE_THING, CANDIDATE_NO_YEAR,
			    false)) != NULL) {
		settle(a, VERDICT_CANNOT_TELL, "unreadable", c);
	} else if ((c = first_gone(a)) != NULL) {
		settle(a, VERDICT_MISSING, c->code, c);
	} else if ((c = first_in(a, CANDIDATE_LISTING, CANDIDATE_FITS, true)) !=
			   NULL &&
		   c->link && c->link->strength >= LABEL_STRONG &&
		   c->link->class != WORDING_NEAR) {
		settle(a, VERDICT_MISSING, "label_only", c);
	} else {
		settle(a, VERDICT_MISSING, "not_found", NULL);
	}
}

/* Pages that list the items: while one is closed, anything may be behind. */
static const char *closed_index(const struct evidence *e)
{
	for (size_t i = 0; i < e->visits->n; i++) {
		const struct visit *v = &e->visits->items[i];
		const char *code = candidate_closed_code(v);

		if ((v->topics & e->rs->indexes) && code &&
			v->outcome != OUTCOME_OUT_OF_SCOPE)
			return code;
	}
	return NULL;
}

static void gate(struct trial *t, struct answer *a)
{
	const char *code = NULL;

	if (!verdict_is_failing(a->verdict))
		return;
	if (!t->gate_met)
		code = "low_coverage";
	else if (a->verdict == VERDICT_MISSING)
		code = closed_index(t->e);
	if (code)
		settle(a, VERDICT_CANNOT_TELL, code, a->best);
}

static void judge_ask(struct trial *t, struct answer *a)
{
	const struct candidate *best = NULL;

	a->wanted = candidate_wanted(t->e->rs, a->ask);
	candidates_find(&a->list, t->e, a->ask);
	for (size_t i = 0; i < a->list.n; i++) {
		struct candidate *c = &a->list.items[i];

		if (is_unsure_fit(a, c))
			c->fit = CANDIDATE_FITS;
		if (is_fitting(c)) {
			add_parts(a, &t->e->rs->concepts[a->ask->concept], c,
				!best);
			best = best ? best : c;
		} else if (!a->closed && may_be_it(a, c)) {
			a->closed = c;
			a->closed_code = c->code;
		}
	}
	if (best)
		judge_found(a, best);
	else
		judge_absent(a);
	gate(t, a);
	a->shown = a->verdict;
}

/* Asks the office where the site does not show it; whether it said anything. */
static bool excuse(struct trial *t, struct answer *a)
{
	const struct waiver *w =
		waivers_find(t->e->waivers, t->item, a->ask->concept, NULL);
	size_t i = 0;

	if (a->verdict == VERDICT_PASS)
		return false;
	while (i < a->list.n && !is_fitting(&a->list.items[i]))
		i++;
	if (!w && i < a->list.n) {
		a->excused = waivers_excused(&w, t->e->waivers, t->item, a->ask,
			&t->e->rs->concepts[a->ask->concept], a->proven);
		judge_found(a, &a->list.items[i]);
		gate(t, a);
		w = a->verdict == VERDICT_PASS ? w : NULL;
	}
	if (w)
		settle(a, w->says.verdict, "office", a->best);
	a->waiver = w;
	return w || a->excused;
}

/* The item's verdict out of its answers; the answer that decides. */
static const struct answer *combine(struct trial *t)
{
	static const enum verdict order[] = { VERDICT_CANNOT_TELL,
		VERDICT_INCOMPLETE, VERDICT_STALE, VERDICT_MISSING,
		VERDICT_NOT_APPLICABLE, VERDICT_WAIVED, VERDICT_ATTESTED,
		VERDICT_PASS };
	const struct answer *a = &t->answers[0];
	size_t there = 0, failing = 0;

	for (size_t i = 0; i < t->n; i++) {
		enum verdict v = t->answers[i].verdict;

		there += v == VERDICT_PASS || v == VERDICT_INCOMPLETE ||
			 v == VERDICT_ATTESTED;
		failing += v == VERDICT_MISSING || v == VERDICT_STALE;
	}
	for (size_t k = 0; k < sizeof(order) / sizeof(*order); k++) {
		for (size_t i = 0; i < t->n; i++) {
			if (t->answers[i].verdict != order[k])
				continue;
			a = &t->answers[i];
			t->out->verdict = a->verdict;
			t->out->reason_code = a->code;
			if (there && failing &&
				order[k] != VERDICT_CANNOT_TELL) {
				t->out->verdict = VERDICT_INCOMPLETE;
				t->out->reason_code = "part_missing";
			}
			return a;
		}
	}
	return a;
}

static const struct sighting_part *part_seen(
	const struct answer *a, size_t part, const struct candidate **where)
{
	for (size_t i = 0; i < a->list.n; i++) {
		const struct candidate *c = &a->list.items[i];
		const struct sighting_part *seen;

		if (!is_fitting(c) || !(seen = part_of(c->content, part)) ||
			!seen->groups)
			continue;
		*where = c;
		return seen;
	}
	return NULL;
}

static const char *copy(struct trial *t, const char *s)
{
	return arena_strdup(t->arena, s ? s : "");
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
	const struct sighting_part *seen = part_seen(a, ap->part, &where);
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
		out.quote = copy(t, seen->quote);
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
		.anchor = c->link && *c->link->text ? copy(t, c->link->text)
						    : v->anchor,
		.title = v->title,
		.quote = c->content ? copy(t, c->content->quote) : "",
		.concept = k->key,
		.http_status = v->status,
		.fetched_at = v->fetched_at,
		.sha256 = v->sha256,
		.reading = page_quality_name(v->quality),
		.outcome = outcome_name(v->outcome),
		.year = c->year,
		.year_quote = copy(t, c->year_quote),
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
			if (!is_fitting(&a->list.items[c]) ||
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
		.anchor = c->link ? copy(t, c->link->text)
			  : c->visit != VISIT_NONE
				  ? t->e->visits->items[c->visit].anchor
				  : "",
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
			if (!is_fitting(&a->list.items[c]) &&
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
	if (t->out->n_advice < MAX_ADVICE)
		t->out->advice[t->out->n_advice++] = reason_text(
			t->reasons, t->arena, "advice", code, words);
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

static bool asks_for_rows(const struct trial *t, const struct ask *ask)
{
	const struct concept *k = &t->e->rs->concepts[ask->concept];

	for (size_t i = 0; i < ask->n_parts; i++) {
		const struct concept_part *p = &k->parts[ask->parts[i].part];

		if (p->test == PART_HAS && p->has == PART_HAS_STRUCTURED)
			return true;
	}
	return false;
}

/* A list that is only there as a picture: a sheet beside it can be read. */
static bool is_only_scan(const struct trial *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->answers[i].code, "scan_unread") == 0 &&
			asks_for_rows(t, t->answers[i].ask))
			return true;
	return false;
}

static bool is_read_off(const struct trial *t, const struct candidate *c)
{
	return c->visit != VISIT_NONE &&
	       t->e->visits->items[c->visit].quality == PAGE_QUALITY_OCR;
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

		if (!a->best || !is_fitting(a->best))
			continue;
		words.found = a->best->year;
		words.place = visit_url(t, a->best);
		if (is_read_off(t, a->best))
			advise(t, "ocr", &words);
		if (!a->ask->period_sure && words.found &&
			words.found != candidate_wanted(t->e->rs, a->ask))
			advise(t, "period_unsure", &words);
		if (a->best->only_link_year)
			advise(t, "from_heading", &words);
		if (t->e->visits->items[a->best->visit].outcome ==
			OUTCOME_OUT_OF_SCOPE)
			advise(t, "off_site", &words);
		if (first_gone(a)) {
			words.place = visit_url(t, first_gone(a));
			advise(t, "broken_link", &words);
		}
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

static void judge_item(struct trial *t)
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
		t->answers[i].ask = &item->asks[i];
		judge_ask(t, &t->answers[i]);
		candidates_log(&t->answers[i].list, t->e, item, &item->asks[i]);
	}
	conclude(t);
	for (size_t i = 0; i < t->n; i++)
		excused = excuse(t, &t->answers[i]) || excused;
	if (excused)
		conclude(t);
	put_waivers(t);
	put_all_evidence(t);
	put_all_near(t);
	put_advice(t);
	put_sought(t);
	for (size_t i = 0; i < t->n; i++)
		candidates_done(&t->answers[i].list);
}

static size_t count_documents(const struct visit_list *visits)
{
	size_t n = 0;

	for (size_t i = 0; i < visits->n; i++)
		n += visits->items[i].outcome == OUTCOME_OK &&
		     page_kind_is_document(visits->items[i].kind);
	return n;
}

void judge_run(struct judgement *out, const struct evidence *e,
	const struct reasons *reasons)
{
	*out = (struct judgement){ .gate_met = gate_is_met(e->visits) };
	arena_init(&out->arena);
	out->items =
		arena_alloc(&out->arena, e->rs->n_items * sizeof(*out->items));
	for (size_t i = 0; i < e->rs->n_items; i++) {
		struct trial t = {
			.e = e,
			.reasons = reasons,
			.item = &e->rs->items[i],
			.arena = &out->arena,
			.gate_met = out->gate_met,
			.documents = count_documents(e->visits),
			.out = &out->items[out->n++],
		};

		judge_item(&t);
	}
	dependence_put(out->items, e->rs, &out->arena);
}

/* Marks the pictures of text that the ask would need to be read. */
static void mark_pictures(
	const struct evidence *e, const struct ask *ask, bool *wanted)
{
	struct trial t = { .e = e, .gate_met = true };
	struct answer a = { .ask = ask };

	judge_ask(&t, &a);
	for (size_t i = 0; i < a.list.n && a.verdict != VERDICT_PASS; i++) {
		const struct candidate *c = &a.list.items[i];

		if (may_be_it(&a, c) && c->visit != VISIT_NONE &&
			visit_is_picture(&e->visits->items[c->visit]))
			wanted[c->visit] = true;
	}
	candidates_done(&a.list);
}

size_t judge_pictures(const struct evidence *e, uint32_t *out)
{
	bool *wanted = mem_calloc(e->visits->n, sizeof(*wanted));
	size_t n = 0;

	for (size_t i = 0; i < e->rs->n_items; i++)
		for (size_t a = 0; a < e->rs->items[i].n_asks; a++)
			mark_pictures(e, &e->rs->items[i].asks[a], wanted);
	for (uint32_t v = 0; v < e->visits->n; v++)
		if (wanted[v])
			out[n++] = v;
	free(wanted);
	return n;
}

void judge_done(struct judgement *j)
{
	arena_done(&j->arena);
	*j = (struct judgement){ 0 };
}
