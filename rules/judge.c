#include "rules/judge.h"

#include <stdlib.h>

#include "base/mem.h"
#include "rules/answer.h"
#include "rules/dependence.h"
#include "rules/trial.h"

/* The gate: at most one in so many of the tried addresses stayed closed. */
#define GATE_SHARE 10

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
	case OUTCOME_NOT_ARCHIVED:
		return true;
	default:
		return outcome_class(v->outcome, v->status) ==
		       OUTCOME_CLASS_FAILED;
	}
}

/*
 * Whether enough of the site was seen: the crawl came to its end, the home
 * page opened, and of the addresses it tried no more than one in ten stayed
 * closed, or were not in the archive that was read.
 */
static bool gate_is_met(const struct visit_list *visits)
{
	size_t tried = 0, closed = 0;

	if (visits->n == 0 || visits->stopped_by || visits->html_pages == 0)
		return false;
	for (size_t i = 0; i < visits->n; i++) {
		const struct visit *v = &visits->items[i];

		if (outcome_class(v->outcome, v->status) ==
				OUTCOME_CLASS_SKIPPED &&
			v->outcome != OUTCOME_NOT_ARCHIVED)
			continue;
		tried++;
		closed += could_not_look(v);
	}
	return closed * GATE_SHARE <= tried;
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

		trial_run(&t);
	}
	dependence_put(out->items, e->rs, &out->arena);
}

/* Marks the pictures of text that the ask would need to be read. */
static void mark_pictures(
	const struct evidence *e, const struct ask *ask, bool *wanted)
{
	struct answer a;

	answer_find(&a, e, ask, true);
	for (size_t i = 0; i < a.list.n && a.verdict != VERDICT_PASS; i++) {
		const struct candidate *c = &a.list.items[i];

		if (answer_may_gain(&a, c) && c->visit != VISIT_NONE &&
			visit_is_picture(&e->visits->items[c->visit]))
			wanted[c->visit] = true;
	}
	answer_done(&a);
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
