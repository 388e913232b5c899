#include "cli/item.h"

#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/slice.h"
#include "cli/say.h"
#include "cli/status.h"
#include "reports/document.h"

#define PART_WIDTH 12

static void say_year(const char *label, int year)
{
	if (year)
		say(label, "%d", year);
}

static void say_text(const char *label, const char *text)
{
	if (text && *text)
		say(label, "%s", text);
}

static void tell_verdict(const struct finding *f)
{
	say("item", "%s %s", f->id, f->title);
	say("verdict", "%s (%s)", verdict_name(f->verdict), f->reason_code);
	say_text("", f->reason);
	for (size_t i = 0; i < f->n_blocked_by; i++)
		say(i ? "" : "blocked by", "%s", f->blocked_by[i]);
}

static void tell_period(const struct finding *f)
{
	if (!f->period_wanted)
		return;
	say("period", "%s: of %d is wanted", f->period_kind, f->period_wanted);
	if (f->period_found)
		say("", "of %d was found", f->period_found);
}

static void tell_parts(const struct finding *f)
{
	for (size_t i = 0; i < f->n_parts; i++) {
		const struct finding_part *p = &f->parts[i];

		say(i ? "" : "parts", "%-*s %s %s (%s %s)", PART_WIDTH,
			verdict_name(p->verdict), p->must ? "must" : "should",
			p->text, p->status, p->source);
		say_text("", p->quote);
		say_text("", p->url);
	}
}

static void tell_evidence(const struct finding_evidence *e)
{
	say("evidence", "%s", e->url);
	say("", "%s, %s, HTTP %d, of %s", e->concept, e->kind, e->http_status,
		e->fetched_at);
	say_text("  link", e->anchor);
	say_text("  title", e->title);
	say_text("  quote", e->quote);
	say_year("  year", e->year);
	say_text("", e->year_quote);
	say_text("  reading", e->reading);
	for (size_t i = 0; i < e->n_path; i++)
		say(i ? "" : "  way", "%s", e->path[i]);
}

static void tell_near(const struct finding_near *near)
{
	say("not taken", "%s", near->url);
	say("", "%s%s%s", near->why, *near->detail ? ": " : "", near->detail);
	say_text("  link", near->anchor);
	say_year("  year", near->year);
}

static void say_points(const char *label, long thousandths, const char *model)
{
	if (thousandths >= 0)
		say(label, "%ld.%03ld points by %s", thousandths / 1000,
			thousandths % 1000, model);
}

static void tell_stakes(const struct document *doc, const struct finding *f)
{
	if (!finding_is_at_stake(f))
		return;
	say_points("at stake", f->points, doc->rules.score_model);
	for (size_t i = 0; i < f->n_other_points; i++)
		say_points("", f->other_points[i].points,
			f->other_points[i].model);
}

static void tell_waivers(const struct finding *f)
{
	for (size_t i = 0; i < f->n_waivers; i++) {
		const struct finding_waiver *w = &f->waivers[i];

		say(i ? "" : "office", "%s%s%s by %s until %s: %s (%s)",
			verdict_name(w->verdict), *w->part ? " " : "", w->part,
			w->by, w->until, w->reason,
			finding_waiver_word(w->state));
		say_text("", w->url);
		say_text("", w->sha256);
	}
}

static void tell_remedy(const struct finding *f)
{
	if (verdict_is_open(f->verdict)) {
		say_text("where", f->where);
		say_text("to do", f->fix);
		say_text("passes when", f->done_when);
	}
	for (size_t i = 0; i < f->n_advice; i++)
		say(i ? "" : "advice", "%s", f->advice[i]);
}

static void tell(const struct document *doc, const struct finding *f)
{
	tell_verdict(f);
	tell_period(f);
	tell_parts(f);
	for (size_t i = 0; i < f->n_evidence; i++)
		tell_evidence(&f->evidence[i]);
	for (size_t i = 0; i < f->n_near; i++)
		tell_near(&f->near_misses[i]);
	for (size_t i = 0; i < f->n_sought; i++)
		say(i ? "" : "sought", "%s", f->sought[i]);
	tell_remedy(f);
	tell_waivers(f);
	tell_stakes(doc, f);
	say("looked at", "%ld pages and files, %ld of them documents; %s",
		doc->coverage.fetched, doc->coverage.documents,
		doc->coverage.gate_met ? "enough to say \"missing\""
				       : "too few to say \"missing\"");
}

/* The lists print "O13". */
static const struct finding *find(const struct document *doc, const char *id)
{
	for (size_t i = 0; i < doc->n_items; i++)
		if (slice_eq_nocase(slice_str(id), doc->items[i].id))
			return &doc->items[i];
	return NULL;
}

static enum status explain(const char *folder, const char *id)
{
	enum status status = STATUS_OK;
	const struct finding *f;
	struct document doc;
	struct error err;
	struct buf path;

	document_init(&doc);
	buf_init(&path, SIZE_MAX / 2);
	buf_printf(&path, "%s/report.json", folder);
	if (document_load(&doc, buf_str(&path), &err) != 0) {
		status = status_of(&err);
	} else if ((f = find(&doc, id)) == NULL) {
		log_error("%s: no item of %d", id, doc.rules.year);
		status = STATUS_USAGE;
	} else {
		tell(&doc, f);
	}
	buf_done(&path);
	document_done(&doc);
	return status;
}

static int run(const struct command *self, int argc, char **argv)
{
	const char *operands[2];
	struct error err;
	int rc = options_read(self, argc, argv, NULL, operands, 2, &err);

	if (rc == 1)
		return STATUS_OK;
	if (rc != 0) {
		log_error("%s", err.text);
		return STATUS_USAGE;
	}
	return (int)explain(operands[0], operands[1]);
}

const struct command item_command = {
	.name = "explain",
	.operands = "RUN ITEM",
	.text = "Tells what an item's verdict rests on and what would make it "
		"pass",
	.run = run,
};
