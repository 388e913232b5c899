#include "rules/answer.h"

#include "rules/label.h"

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
		if (candidate_is_fitting(&a->list.items[i]) &&
			a->list.items[i].content &&
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

bool answer_may_be(const struct answer *a, const struct candidate *c)
{
	bool here = a->list.n && a->list.items[0].state == CANDIDATE_THING;

	if (c->state != CANDIDATE_CLOSED)
		return false;
	if (c->link && c->link->sibling && has_own(a))
		return false;
	/* "Only off the site" is what cannot be told. */
	return !c->off_site || !here || (c->hint && c->hint == a->wanted);
}

bool answer_may_gain(const struct answer *a, const struct candidate *c)
{
	bool lacks = (missing_musts(a) & a->unknown) != 0;

	return answer_may_be(a, c) || (lacks && candidate_is_fitting(c));
}

const struct candidate *answer_gone(const struct answer *a)
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

/* A closed place that may be anything: where no word of the item was seen it
 * may be that. */
static const struct candidate *first_anyones(const struct answer *a)
{
	for (size_t i = 0; i < a->list.n; i++)
		if (a->list.items[i].anyones &&
			a->list.items[i].state == CANDIDATE_CLOSED)
			return &a->list.items[i];
	return NULL;
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
	} else if ((c = answer_gone(a)) != NULL) {
		settle(a, VERDICT_MISSING, c->code, c);
	} else if ((c = first_in(a, CANDIDATE_LISTING, CANDIDATE_FITS, true)) !=
			   NULL &&
		   c->link && c->link->strength >= LABEL_STRONG &&
		   c->link->class != WORDING_NEAR) {
		settle(a, VERDICT_MISSING, "label_only", c);
	} else if ((c = first_anyones(a)) != NULL) {
		settle(a, VERDICT_CANNOT_TELL, c->code, c);
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

static void gate(struct answer *a, const struct evidence *e)
{
	const char *code = NULL;

	if (!verdict_is_failing(a->verdict))
		return;
	if (!a->gate_met)
		code = "low_coverage";
	else if (a->verdict == VERDICT_MISSING)
		code = closed_index(e);
	if (code)
		settle(a, VERDICT_CANNOT_TELL, code, a->best);
}

void answer_find(struct answer *a, const struct evidence *e,
	const struct ask *ask, bool gate_met)
{
	const struct candidate *best = NULL;

	*a = (struct answer){ .ask = ask, .gate_met = gate_met };
	a->wanted = candidate_wanted(e->rs, ask);
	candidates_find(&a->list, e, ask);
	for (size_t i = 0; i < a->list.n; i++) {
		struct candidate *c = &a->list.items[i];

		if (is_unsure_fit(a, c))
			c->fit = CANDIDATE_FITS;
		if (candidate_is_fitting(c)) {
			add_parts(a, &e->rs->concepts[ask->concept], c, !best);
			best = best ? best : c;
		} else if (!a->closed && !c->anyones && answer_may_be(a, c)) {
			a->closed = c;
			a->closed_code = c->code;
		}
	}
	if (best)
		judge_found(a, best);
	else
		judge_absent(a);
	gate(a, e);
	a->shown = a->verdict;
}

bool answer_excuse(
	struct answer *a, const struct evidence *e, const struct item *item)
{
	const struct waiver *w =
		waivers_find(e->waivers, item, a->ask->concept, NULL);
	size_t i = 0;

	if (a->verdict == VERDICT_PASS)
		return false;
	while (i < a->list.n && !candidate_is_fitting(&a->list.items[i]))
		i++;
	if (!w && i < a->list.n) {
		a->excused = waivers_excused(&w, e->waivers, item, a->ask,
			&e->rs->concepts[a->ask->concept], a->proven);
		judge_found(a, &a->list.items[i]);
		gate(a, e);
		w = a->verdict == VERDICT_PASS ? w : NULL;
	}
	if (w)
		settle(a, w->says.verdict, "office", a->best);
	a->waiver = w;
	return w || a->excused;
}

const struct sighting_part *answer_part(
	const struct answer *a, size_t part, const struct candidate **where)
{
	for (size_t i = 0; i < a->list.n; i++) {
		const struct candidate *c = &a->list.items[i];
		const struct sighting_part *seen;

		if (!candidate_is_fitting(c) ||
			!(seen = part_of(c->content, part)) || !seen->groups)
			continue;
		*where = c;
		return seen;
	}
	return NULL;
}

void answer_done(struct answer *a)
{
	candidates_done(&a->list);
}
