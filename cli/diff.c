#include "cli/diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "cli/record.h"
#include "cli/say.h"
#include "cli/status.h"
#include "reports/document.h"
#include "reports/since.h"

/* By what an answer has become another. */
enum cause {
	CAUSE_SITE,     /* a page it rests on is another, is new or is gone */
	CAUSE_RULES,    /* the pages are the same, the rules are not */
	CAUSE_COVERAGE, /* a page was read in one run alone */
	CAUSE_COUNT,
};

static const char *const titles[CAUSE_COUNT] = { "by site", "by rules",
	"by coverage" };

struct side {
	const char *folder;
	struct document doc;
	struct record record;
};

struct diff {
	struct side a, b;
	size_t had, lost; /* items that passed in a; of them, fail in b */
	size_t n;         /* items that differ */
};

static int load_side(struct side *s, const char *folder, struct error *err)
{
	struct buf path;
	int rc;

	s->folder = folder;
	buf_init(&path, SIZE_MAX / 2);
	buf_printf(&path, "%s/report.json", folder);
	rc = document_load(&s->doc, buf_str(&path), err);
	if (rc == 0)
		rc = record_load(&s->record, folder, err);
	buf_done(&path);
	return rc;
}

static int check_site(const struct diff *d, struct error *err)
{
	char *a = document_host(&d->a.doc), *b = document_host(&d->b.doc);
	int rc = 0;

	if (strcmp(a, b) != 0)
		rc = error_set(err, ERR_SYNTAX, "%s: of %s, but %s is of %s",
			d->a.folder, a, d->b.folder, b);
	free(a);
	free(b);
	return rc;
}

static const struct finding *find_item(
	const struct document *doc, const char *concept)
{
	for (size_t i = 0; i < doc->n_items; i++)
		if (strcmp(doc->items[i].concept, concept) == 0)
			return &doc->items[i];
	return NULL;
}

/* What a run knows of an address; NULL when it never met it. */
static const struct visit *visit_of(const struct side *s, const char *url)
{
	return record_visit(&s->record, record_find(&s->record, url));
}

/* A run that saw all of the site knows that a page it never met is not there.
 */
static enum outcome_class class_of(const struct side *s, const struct visit *v)
{
	if (v)
		return outcome_class(v->outcome, v->status);
	return s->doc.coverage.complete ? OUTCOME_CLASS_GONE
					: OUTCOME_CLASS_SKIPPED;
}

/* By what a page differs; CAUSE_COUNT when it does not. */
static enum cause compare_page(const struct diff *d, const char *url)
{
	const struct visit *a = visit_of(&d->a, url);
	const struct visit *b = visit_of(&d->b, url);
	const enum outcome_class ca = class_of(&d->a, a);
	const enum outcome_class cb = class_of(&d->b, b);
	const bool sure_a =
		ca == OUTCOME_CLASS_CHECKED || ca == OUTCOME_CLASS_GONE;
	const bool sure_b =
		cb == OUTCOME_CLASS_CHECKED || cb == OUTCOME_CLASS_GONE;

	if (!sure_a || !sure_b)
		return sure_a == sure_b ? CAUSE_COUNT : CAUSE_COVERAGE;
	if (ca != cb)
		return CAUSE_SITE;
	if (a && b && strcmp(a->sha256, b->sha256) != 0)
		return CAUSE_SITE;
	return CAUSE_COUNT;
}

/* The strongest reason among the pages that an item rests on in a run. */
static enum cause compare_pages(
	const struct diff *d, const struct finding *f, enum cause known)
{
	for (size_t i = 0; i < f->n_evidence + f->n_near; i++) {
		const char *url =
			i < f->n_evidence
				? f->evidence[i].url
				: f->near_misses[i - f->n_evidence].url;
		const enum cause c = compare_page(d, url);

		if (c == CAUSE_SITE || known == CAUSE_COUNT)
			known = c;
		if (known == CAUSE_SITE)
			break;
	}
	return known;
}

static bool has_other_rules(const struct diff *d)
{
	return strcmp(d->a.doc.rules.sha256, d->b.doc.rules.sha256) != 0;
}

static enum cause cause_of(
	const struct diff *d, const struct finding *a, const struct finding *b)
{
	enum cause cause = compare_pages(d, a, CAUSE_COUNT);

	if (cause != CAUSE_SITE)
		cause = compare_pages(d, b, cause);
	if (cause != CAUSE_COUNT)
		return cause;
	if (has_other_rules(d))
		return CAUSE_RULES;
	return document_is_final(&d->a.doc) == document_is_final(&d->b.doc)
		       ? CAUSE_SITE
		       : CAUSE_COVERAGE;
}

static const char *word_of(const struct finding *a, const struct finding *b)
{
	const bool failed = verdict_is_failing(a->verdict);
	const bool fails = verdict_is_failing(b->verdict);

	if (b->verdict == VERDICT_CANNOT_TELL)
		return "not seen";
	if (a->verdict == VERDICT_CANNOT_TELL)
		return "seen";
	if (failed && b->verdict == VERDICT_PASS)
		return "fixed";
	if (fails && a->verdict == VERDICT_PASS)
		return b->change == CHANGE_BACK ? "back" : "new";
	return "changed";
}

static bool is_lost(const struct finding *a, const struct finding *b)
{
	return a->verdict == VERDICT_PASS && verdict_is_failing(b->verdict);
}

static void count_losses(struct diff *d)
{
	for (size_t i = 0; i < d->b.doc.n_items; i++) {
		const struct finding *b = &d->b.doc.items[i];
		const struct finding *a = find_item(&d->a.doc, b->concept);

		if (!a)
			continue;
		d->had += a->verdict == VERDICT_PASS;
		d->lost += is_lost(a, b);
	}
}

static bool is_suspect(const struct diff *d)
{
	return !has_other_rules(d) && since_is_mass_loss(d->had, d->lost);
}

/* The items that differ by that cause, under its title. */
static void tell_items(struct diff *d, enum cause cause)
{
	const char *title = titles[cause];

	for (size_t i = 0; i < d->b.doc.n_items; i++) {
		const struct finding *b = &d->b.doc.items[i];
		const struct finding *a = find_item(&d->a.doc, b->concept);

		if (!a || (a->verdict == b->verdict &&
				  strcmp(a->reason_code, b->reason_code) == 0))
			continue;
		if (is_suspect(d) && is_lost(a, b))
			continue;
		if (cause_of(d, a, b) != cause)
			continue;
		say(title, "%s %s: %s %s -> %s %s, %s", b->id, word_of(a, b),
			verdict_name(a->verdict), a->reason_code,
			verdict_name(b->verdict), b->reason_code, b->title);
		title = "";
		d->n++;
	}
}

/* Items that only one of the years asks for. */
static void tell_asked(const struct document *from, const struct document *to,
	const char *label)
{
	for (size_t i = 0; i < to->n_items; i++) {
		const struct finding *f = &to->items[i];

		if (find_item(from, f->concept))
			continue;
		say(label, "%s %s", f->id, f->title);
		label = "";
	}
}

static void tell_runs(const struct diff *d)
{
	const struct document *a = &d->a.doc, *b = &d->b.doc;

	say("runs", "%s -> %s", a->started, b->started);
	if (has_other_rules(d))
		say("rules", "%d, %s -> %d, %s", a->rules.year,
			a->rules.version, b->rules.year, b->rules.version);
	else
		say("rules", "the same");
	say("coverage", "%ld of %ld -> %ld of %ld addresses read",
		a->coverage.fetched, a->coverage.found, b->coverage.fetched,
		b->coverage.found);
	if (is_suspect(d))
		say("suspect",
			"%zu of %zu items that passed fail all at once: the "
			"site may have been broken, or was not seen as people "
			"see it; they are not listed",
			d->lost, d->had);
}

static int tell(struct diff *d, struct error *err)
{
	int rc = check_site(d, err);

	if (rc < 0)
		return rc;
	count_losses(d);
	tell_runs(d);
	for (enum cause c = 0; c < CAUSE_COUNT; c++)
		tell_items(d, c);
	tell_asked(&d->b.doc, &d->a.doc, "asked no more");
	tell_asked(&d->a.doc, &d->b.doc, "asked now");
	if (d->n == 0 && !is_suspect(d))
		say("items", "no verdict differs");
	return d->n > 0 || is_suspect(d);
}

static int run(const struct command *self, int argc, char **argv)
{
	struct diff d = { 0 };
	const char *folders[2];
	struct error err;
	int rc = options_read(self, argc, argv, NULL, folders, 2, &err);

	if (rc == 1)
		return STATUS_OK;
	if (rc != 0) {
		log_error("%s", err.text);
		return STATUS_USAGE;
	}
	document_init(&d.a.doc);
	document_init(&d.b.doc);
	rc = load_side(&d.a, folders[0], &err);
	if (rc == 0)
		rc = load_side(&d.b, folders[1], &err);
	if (rc == 0)
		rc = tell(&d, &err);
	record_done(&d.a.record);
	record_done(&d.b.record);
	document_done(&d.a.doc);
	document_done(&d.b.doc);
	if (rc < 0)
		return (int)status_of(&err);
	return rc ? STATUS_FINDINGS : STATUS_OK;
}

const struct command diff_command = {
	.name = "diff",
	.operands = "RUN_A RUN_B",
	.text = "Tells how the second of two runs differs from the first, and "
		"by what",
	.more = "The exit status is 1 when a verdict differs.",
	.run = run,
};
