#include "cli/why.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "cli/catalog.h"
#include "cli/explain.h"
#include "cli/record.h"
#include "cli/say.h"
#include "cli/status.h"
#include "crawler/limits.h"
#include "crawler/scope.h"
#include "crawler/url.h"
#include "reports/document.h"
#include "rules/ruleset.h"

#define MAX_STEPS 64 /* of a way or a chain of redirects */
#define MAX_NEAR 5

struct why_options {
	long year;
	const char *rules;
};

static const struct option_row rows[] = {
	{ "year", 0, "Y", "fiscal year of the rules, for a run without report",
		OPTION_NUMBER, offsetof(struct why_options, year), 2500, 2699,
		NULL },
	{ "rules", 0, "DIR", "the rule catalogue", OPTION_TEXT,
		offsetof(struct why_options, rules), 0, 0, NULL },
};

/* One question. */
struct why {
	struct record record;
	struct document doc;
	bool has_doc;          /* the run has a report */
	struct ruleset *rules; /* or NULL */
	struct buf url;        /* canonical */
};

/* "www.town.go.th/x" as people type it means http; "mailto:a@b" is no host
 * with a user before it. */
static int resolve(struct why *w, const char *typed, struct error *err)
{
	const bool has_scheme = strstr(typed, "://") != NULL;
	const bool is_mail =
		!has_scheme && strcspn(typed, "@") < strcspn(typed, "/");
	struct buf whole, url;
	int rc = 0;

	buf_init(&whole, LIMIT_TEXT_BYTES);
	buf_init(&url, LIMIT_TEXT_BYTES);
	buf_printf(&whole, "%s%s", has_scheme ? "" : "http://", typed);
	if (!is_mail &&
		url_resolve(&url, buf_slice(&whole), NULL, URL_UTF_8) == URL_OK)
		url_put_bare(&w->url, buf_str(&url));
	else
		rc = error_set(err, ERR_SYNTAX,
			"\"%s\": no http or https address", typed);
	buf_done(&whole);
	buf_done(&url);
	return rc;
}

/* The report is of use where there is one: a half run has none. */
static int load_report(
	struct why *w, const struct why_options *o, struct error *err)
{
	struct buf path;
	char *catalog = NULL;
	int year = (int)o->year, rc = 0;

	buf_init(&path, SIZE_MAX / 2);
	buf_printf(&path, "%s/report.json", w->record.folder);
	if (file_exists(buf_str(&path))) {
		rc = document_load(&w->doc, buf_str(&path), err);
		w->has_doc = rc == 0;
	}
	if (rc == 0 && year == 0 && w->has_doc)
		year = w->doc.rules.year;
	if (rc == 0 && year)
		rc = catalog_find(&catalog, o->rules, err);
	if (rc == 0 && year)
		rc = ruleset_load(&w->rules, catalog, year, err);
	free(catalog);
	buf_done(&path);
	return rc;
}

/* Names of the rules by which two spellings are one address. */
static void put_folds(struct buf *out, const char *a, const char *b)
{
	struct buf key;
	unsigned folds;

	buf_init(&key, LIMIT_TEXT_BYTES);
	folds = url_seen_key(&key, a) | url_seen_key(&key, b);
	for (enum url_fold f = 0; f < URL_FOLD_COUNT; f++)
		if (folds >> f & 1)
			buf_printf(out, "%s%s", out->len ? ", " : "",
				url_fold_name(f));
	buf_done(&key);
}

static void tell_spelling(const struct why *w, const struct visit *v)
{
	const char *url = w->url.data;
	struct buf folds;

	say("address", "%s", v->url);
	if (strcmp(v->url, url) == 0)
		return;
	buf_init(&folds, 1000);
	put_folds(&folds, url, v->url);
	say("asked as", "%s", url);
	say("", "The two are one address by: %s.", buf_str(&folds));
	buf_done(&folds);
}

/* How many came to the same by the same rule at the same place. */
static size_t count_same(const struct record *r, const struct visit *v)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += r->visits[i].outcome == v->outcome &&
		     strcmp(r->visits[i].detail, v->detail) == 0;
	return n;
}

static void tell_outcome(const struct why *w, const struct visit *v)
{
	const char *rule = explain_rule(v->detail);

	say("outcome", "%s: %s", outcome_name(v->outcome),
		explain_outcome(v->outcome, v->status));
	if (*v->detail)
		say(v->outcome == OUTCOME_ROBOTS_DENIED ? "robots.txt"
			: rule                          ? "rule"
							: "detail",
			"%s", v->detail);
	if (rule)
		say("", "%s", rule);
	if (outcome_class(v->outcome, v->status) == OUTCOME_CLASS_SKIPPED &&
		*v->detail)
		say("", "%zu addresses of the run came to the same.",
			count_same(&w->record, v));
}

static void tell_fetch(const struct why *w, const struct visit *v)
{
	const struct frontier_item *item = &w->record.items[v->id];

	if (*v->fetched_at)
		say("fetched", "%s, status %d, %zu bytes, %u request%s",
			v->fetched_at, v->status, v->bytes, item->tries,
			item->tries == 1 ? "" : "s");
	if (v->kind != PAGE_UNKNOWN)
		say("kind", "%s, text %s", page_kind_name(v->kind),
			page_quality_name(v->quality));
	if (*v->title)
		say("title", "%s", v->title);
	if (*v->sha256)
		say("sha256", "%s", v->sha256);
	if (item->archived)
		say("archive", "%s%s, byte %llu",
			*w->record.from ? "" : "site.warc.gz", w->record.from,
			(unsigned long long)item->offset);
	if (v->marks & VISIT_MARK_CHARSET_CONFLICT)
		say("note", "It declares another charset than it is written "
			    "in.");
	if (v->marks & VISIT_MARK_LINKS_CUT)
		say("note",
			"It has more than %d links; the rest was not "
			"followed.",
			LIMIT_LINKS);
	if (v->marks & VISIT_MARK_UNREAD)
		say("note", "It is a picture of text, and there was no time "
			    "for OCR.");
	if (v->marks & VISIT_MARK_PICTURES)
		say("note", "Some of its pages are pictures of text, not "
			    "read.");
	if (v->marks & VISIT_MARK_ANNEX)
		say("note", "Some of its pages were read by OCR.");
	if (v->marks & VISIT_MARK_SHEETS_CUT)
		say("note", "Not all of its pages were read.");
	if (v->marks & VISIT_MARK_UNPROVEN)
		say("note",
			"Nothing proves that it came whole: the server named "
			"no length, and the end of the connection was its "
			"end.");
	if (v->marks & VISIT_MARK_SITEMAP)
		say("note", "A sitemap named it before any page did.");
	if (v->marks & VISIT_MARK_ASKED)
		say("note", "It may be evidence, so it was asked whether it "
			    "answers; nothing of it was read.");
	if (v->marks & VISIT_MARK_LOGIN)
		say("note", "It asks for a login.");
}

/* From SITE to the address, each step with the words of its link. */
static void tell_way(const struct record *r, const struct visit *v)
{
	const struct visit *way[MAX_STEPS];
	size_t n = 0;

	for (; v && n < MAX_STEPS; v = record_visit(r, v->parent))
		way[n++] = v;
	while (n-- > 0) {
		const struct visit *step = way[n];
		const struct visit *from = record_visit(r, step->parent);
		const char *how = !from                      ? ""
				  : from->target == step->id ? "redirect to "
							     : "link to ";

		say(from ? "" : "way", "%s%s%s%s%s", how, step->url,
			*step->anchor ? " \"" : "", step->anchor,
			*step->anchor ? "\"" : "");
	}
}

static void tell_parents(const struct record *r, const struct visit *v)
{
	const struct frontier_item *item = &r->items[v->id];

	for (size_t i = 0; i < item->n_parents; i++) {
		const struct visit *from = record_visit(r, item->parents[i]);

		if (from)
			say("", "%s", from->url);
	}
	if (v->inbound > item->n_parents)
		say("", "and %u more", v->inbound - item->n_parents);
}

static void tell_links(const struct record *r, const struct visit *v)
{
	const struct frontier_item *item = &r->items[v->id];

	say("linked from", "%u page%s, %u click%s from the home page",
		v->inbound, v->inbound == 1 ? "" : "s", v->depth,
		v->depth == 1 ? "" : "s");
	tell_parents(r, v);
	for (size_t i = 0; i < item->n_anchors; i++)
		say("", "as \"%s\"", item->anchors[i]);
}

static void tell_redirects(const struct record *r, const struct visit *v)
{
	const struct visit *to = record_visit(r, v->target);

	for (size_t i = 0; to && i < MAX_STEPS; i++) {
		say("leads on to", "%s (%s, status %d)", to->url,
			outcome_name(to->outcome), to->status);
		to = record_visit(r, to->target);
	}
	for (size_t i = 0; i < r->n; i++)
		if (r->visits[i].target == v->id)
			say("led to by", "%s", r->visits[i].url);
}

/* The items that the words of links promised here. */
static void tell_topics(const struct why *w, const struct visit *v)
{
	const struct ruleset *rs = w->rules;
	struct buf ids;

	if (!rs || !v->topics)
		return;
	buf_init(&ids, 4096);
	for (size_t i = 0; i < rs->n_items; i++) {
		uint64_t asked = rs->items[i].leads;

		for (size_t a = 0; a < rs->items[i].n_asks; a++)
			asked |= ruleset_bit(rs->items[i].asks[a].concept);
		if (asked & v->topics)
			buf_printf(&ids, "%s%s", ids.len ? ", " : "",
				rs->items[i].id);
	}
	if (ids.len)
		say("may hold", "%s", buf_str(&ids));
	buf_done(&ids);
}

/* What became of it as evidence. */
static void tell_use(const struct why *w, const struct visit *v)
{
	for (size_t i = 0; w->has_doc && i < w->doc.n_items; i++) {
		const struct finding *f = &w->doc.items[i];

		for (size_t k = 0; k < f->n_evidence; k++)
			if (strcmp(f->evidence[k].url, v->url) == 0)
				say("used for", "%s (%s)", f->id,
					verdict_name(f->verdict));
		for (size_t k = 0; k < f->n_near; k++)
			if (strcmp(f->near_misses[k].url, v->url) == 0)
				say("near miss of", "%s (%s): %s", f->id,
					verdict_name(f->verdict),
					f->near_misses[k].why);
	}
}

static void tell_found(const struct why *w, const struct visit *v)
{
	tell_spelling(w, v);
	tell_outcome(w, v);
	tell_fetch(w, v);
	tell_way(&w->record, v);
	tell_links(&w->record, v);
	tell_redirects(&w->record, v);
	tell_topics(w, v);
	tell_use(w, v);
}

/* The run's scope, as far as the journal tells it: SITE, and where its own
 * redirects led. */
static struct scope *make_scope(const struct record *r)
{
	const struct scope_options options = { 0 };
	struct scope *s = scope_new(&options);
	const struct visit *v = record_visit(r, 0);

	for (size_t i = 0; v && i < MAX_STEPS; i++) {
		scope_add_site(s, v->url);
		v = record_visit(r, v->target);
	}
	return s;
}

static void tell_rules(const struct why *w)
{
	const struct scope_link link = {
		.url = w->url.data, .parent = "", .depth = 1
	};
	struct scope *s = make_scope(&w->record);
	const char *rule;
	const enum outcome o = scope_judge(s, &link, &rule);
	const char *sentence = explain_rule(rule);

	if (o == OUTCOME_PENDING) {
		say("rules",
			"Nothing in the address speaks against it: had a "
			"page linked to it, it would have been asked for.");
	} else {
		say("rules", "%s: %s", outcome_name(o), explain_outcome(o, 0));
		if (*rule)
			say("rule", "%s", rule);
		if (sentence)
			say("", "%s", sentence);
	}
	scope_free(s);
}

/* Bytes that two addresses share at both ends. */
static size_t likeness(const char *a, const char *b)
{
	const size_t n = strlen(a), m = strlen(b);
	const size_t max = n < m ? n : m;
	size_t head = 0, tail = 0;

	while (head < max && a[head] == b[head])
		head++;
	while (tail < max - head && a[n - 1 - tail] == b[m - 1 - tail])
		tail++;
	return head + tail;
}

static bool is_nearer(const char *url, const char *a, const char *b)
{
	const size_t x = likeness(url, a), y = likeness(url, b);

	return x > y || (x == y && strlen(a) < strlen(b));
}

static void tell_nearest(const struct why *w)
{
	const struct record *r = &w->record;
	const char *near[MAX_NEAR + 1];
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		size_t at = n;

		for (; at > 0 &&
			is_nearer(w->url.data, r->visits[i].url, near[at - 1]);
			at--)
			near[at] = near[at - 1];
		near[at] = r->visits[i].url;
		n += n < MAX_NEAR;
	}
	for (size_t i = 0; i < n; i++)
		say(i ? "" : "known is", "%s", near[i]);
}

static void tell_unknown(const struct why *w)
{
	say("address", "%s", w->url.data);
	say("outcome", "No page, redirect or sitemap of the run named it.");
	if (*w->record.stopped_by)
		say("", "The run ended early: %s.", w->record.stopped_by);
	tell_rules(w);
	tell_nearest(w);
}

static int answer(struct why *w, const struct why_options *o,
	const char *const *operands, struct error *err)
{
	uint32_t id;
	int rc = record_load(&w->record, operands[0], err);

	if (rc == 0)
		rc = load_report(w, o, err);
	if (rc < 0)
		return rc;
	id = record_find(&w->record, w->url.data);
	if (id != VISIT_NONE)
		tell_found(w, &w->record.visits[id]);
	else
		tell_unknown(w);
	return id != VISIT_NONE;
}

static int run(const struct command *self, int argc, char **argv)
{
	struct why_options o = { 0 };
	struct why w = { 0 };
	const char *operands[2];
	struct error err;
	int rc = options_read(self, argc, argv, &o, operands, 2, &err);

	if (rc == 1)
		return STATUS_OK;
	buf_init(&w.url, LIMIT_TEXT_BYTES);
	document_init(&w.doc);
	if (rc == 0)
		rc = resolve(&w, operands[1], &err);
	if (rc < 0) {
		log_error("%s", err.text);
		rc = STATUS_USAGE;
	} else {
		rc = answer(&w, &o, operands, &err);
		rc = rc < 0    ? (int)status_of(&err)
		     : rc == 0 ? STATUS_FINDINGS
			       : STATUS_OK;
	}
	record_done(&w.record);
	ruleset_free(w.rules);
	document_done(&w.doc);
	buf_done(&w.url);
	return rc;
}

const struct command why_command = {
	.name = "why",
	.operands = "RUN URL",
	.text = "Tells what became of an address in a run, and why",
	.more = "The exit status is 1 when the run does not know the address.",
	.options = rows,
	.n_options = sizeof(rows) / sizeof(*rows),
	.run = run,
};
