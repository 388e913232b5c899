#include "reports/entry.h"

#include <stdio.h>
#include <string.h>

#include "reports/escape.h"
#include "reports/excerpt.h"
#include "reports/html.h"

#define MAX_TEXT ((size_t)64 * 1024)

/*
 * What keeps the list below 200 KB, so that it goes by mail: an item shows
 * its best places, at least one and then as many as there is room for, and
 * what the site says is cut.  All of it stands in report.json.
 */
#define MAX_EVIDENCE 3
#define MAX_STEPS 3 /* of the way there, the last ones */
#define MAX_NEAR 5
#define MAX_SOUGHT 12
#define MAX_FOREIGN ((size_t)210)      /* bytes of one text of the site */
#define MAX_FOLD ((size_t)1024)        /* bytes of a fold, then no more */
#define MAX_ITEMS ((size_t)150 * 1024) /* bytes of all of them, likewise */

/* What the site says, cut where it goes on for long. */
static const char *brief(struct webpage *p, const char *s)
{
	return excerpt_text(&p->arena, s, MAX_FOREIGN);
}

static void put_place(struct webpage *p, const char *url, const char *name)
{
	if (!p->is_thai)
		buf_puts(p->out, "<span lang=\"th\">");
	html_put_link(p->out, url, brief(p, name));
	if (!p->is_thai)
		buf_puts(p->out, "</span>");
}

/* An address for people. */
static const char *address(struct webpage *p, const char *url)
{
	return brief(p, excerpt_address(&p->arena, p->doc->site.url, url));
}

static void put_moment_fact(
	struct webpage *p, const char *key, const char *time)
{
	struct buf value;

	buf_init(&value, MAX_TEXT);
	webpage_put_moment(p, &value, time);
	webpage_put_fact(p, key, buf_str(&value));
	buf_done(&value);
}

static void put_period(struct webpage *p, const struct finding *f)
{
	char wanted[16], found[16];
	struct buf value;

	if (f->period_wanted == 0)
		return;
	buf_init(&value, MAX_TEXT);
	(void)snprintf(wanted, sizeof(wanted), "%d", f->period_wanted);
	(void)snprintf(found, sizeof(found), "%d", f->period_found);
	wording_put(p->wording, &value,
		f->period_found ? "item.wanted_found" : "item.wanted",
		WORDING_VALUES({ "wanted", wanted }, { "found", found }));
	webpage_put_fact(p, "item.period", buf_str(&value));
	buf_done(&value);
}

static void put_model_points(
	struct webpage *p, const char *key, const char *model, long thousandths)
{
	char points[32];
	struct buf value;

	if (thousandths < 0)
		return;
	buf_init(&value, MAX_TEXT);
	(void)snprintf(points, sizeof(points), "%ld.%03ld", thousandths / 1000,
		thousandths % 1000);
	wording_put(p->wording, &value, key,
		WORDING_VALUES({ "points", points }, { "model", model }));
	webpage_put_fact(p, "item.points", buf_str(&value));
	buf_done(&value);
}

static void put_points(struct webpage *p, const struct finding *f)
{
	if (!finding_is_at_stake(f))
		return;
	put_model_points(p, "item.points_text", "", f->points);
	for (size_t i = 0; i < f->n_other_points; i++)
		put_model_points(p, "item.points_other",
			f->other_points[i].model, f->other_points[i].points);
}

/* An item that is all right may still be lost with another one. */
static void put_blocked_by(struct webpage *p, const struct finding *f)
{
	for (size_t i = 0; i < f->n_blocked_by; i++) {
		struct buf value;
		char code[16];

		buf_init(&value, MAX_TEXT);
		(void)snprintf(code, sizeof(code), "O%s", f->blocked_by[i] + 1);
		wording_put(p->wording, &value, "item.blocked_text",
			WORDING_VALUES({ "code", code }));
		webpage_put_fact(p, "item.blocked", buf_str(&value));
		buf_done(&value);
	}
}

static void put_due(struct webpage *p, const struct finding *f)
{
	const char *due = document_due(p->doc, f->id);
	struct buf value;

	buf_init(&value, MAX_TEXT);
	wording_put_day(p->wording, &value, due);
	webpage_put_fact(p, "item.due",
		*due ? buf_str(&value) : webpage_text(p, "item.no_due"));
	buf_done(&value);
}

static void put_facts(struct webpage *p, const struct finding *f)
{
	bool open = verdict_is_open(f->verdict);

	buf_puts(p->out, "<dl>\n");
	webpage_put_thai_fact(p, "item.found", f->reason);
	if (open) {
		webpage_put_thai_fact(p, "item.where", f->where);
		webpage_put_thai_fact(p, "item.done_when", f->done_when);
	}
	if (webpage_is_set(f->owner))
		webpage_put_thai_fact(p, "item.owner", f->owner);
	else
		webpage_put_fact(
			p, "item.owner", webpage_text(p, "item.no_owner"));
	if (open)
		put_due(p, f);
	put_period(p, f);
	put_points(p, f);
	put_blocked_by(p, f);
	for (size_t i = 0; i < f->n_advice; i++)
		webpage_put_thai_fact(p, "item.advice", f->advice[i]);
	if (document_is_contradicted(f))
		webpage_put_fact(
			p, "item.done", webpage_text(p, "item.contradicted"));
	webpage_put_thai_fact(p, "item.note", f->note);
	buf_puts(p->out, "</dl>\n");
}

static void put_part(
	struct webpage *p, const struct finding_part *part, bool looked_at)
{
	const char *name = verdict_name(part->verdict);

	buf_printf(p->out, "<li class=\"%s\">", looked_at ? name : "open");
	if (looked_at) {
		webpage_put_sign(p, part->verdict);
		buf_puts(p->out, "<b>");
		escape_text(p->out, webpage_word(p, "part", name));
		buf_puts(p->out, "</b> ");
	}
	webpage_put_thai(p, "span", part->text);
	html_put_element(p->out, "small", NULL,
		webpage_text(p, part->must ? "part.must" : "part.should"));
	buf_puts(p->out, "</li>\n");
}

/* Where nothing was found the parts say what there must be. */
static void put_parts(struct webpage *p, const struct finding *f)
{
	bool found = f->verdict != VERDICT_MISSING &&
		     (!verdict_is_of_office(f->verdict) || f->n_evidence);

	if (f->n_parts == 0)
		return;
	html_put_element(p->out, "h4", NULL, webpage_text(p, "item.parts"));
	buf_puts(p->out, "<ul class=\"parts\">\n");
	for (size_t i = 0; i < f->n_parts; i++)
		put_part(p, &f->parts[i], found);
	buf_puts(p->out, "</ul>\n");
}

static void put_path(struct webpage *p, const struct finding_evidence *e)
{
	size_t i = e->n_path > MAX_STEPS ? e->n_path - MAX_STEPS : 0;

	if (e->n_path == 0)
		return;
	html_put_element(p->out, "dt", NULL, webpage_text(p, "evidence.path"));
	buf_printf(p->out, "<dd><ol start=\"%zu\">\n", i + 1);
	for (; i < e->n_path; i++) {
		buf_puts(p->out, "<li>");
		html_put_link(p->out, e->path[i], address(p, e->path[i]));
		buf_puts(p->out, "</li>\n");
	}
	buf_puts(p->out, "</ol></dd>\n");
}

/* How it was reached and what it was: of the best place alone. */
static void put_proof(struct webpage *p, const struct finding_evidence *e)
{
	put_path(p, e);
	if (e->http_status)
		webpage_put_number(p, "evidence.status", e->http_status);
	put_moment_fact(p, "evidence.time", e->fetched_at);
	webpage_put_fact(p, "evidence.hash", e->sha256);
}

/* The words of the link are told where they are not the title itself. */
static void put_evidence(
	struct webpage *p, const struct finding_evidence *e, bool best)
{
	const char *name = webpage_is_set(e->title) ? e->title : e->anchor;

	if (!webpage_is_set(name))
		name = address(p, e->url);
	buf_puts(p->out, "<p class=\"address\">");
	put_place(p, e->url, name);
	buf_puts(p->out, "</p>\n<dl>\n");
	webpage_put_fact(p, "csv.url", address(p, e->url));
	if (webpage_is_set(e->anchor) && strcmp(e->anchor, name) != 0)
		webpage_put_thai_fact(
			p, "evidence.anchor", brief(p, e->anchor));
	webpage_put_thai_fact(p, "evidence.quote", brief(p, e->quote));
	webpage_put_thai_fact(p, "evidence.year", brief(p, e->year_quote));
	if (best)
		put_proof(p, e);
	if (webpage_is_set(e->reading))
		webpage_put_fact(p, "evidence.reading",
			webpage_word(p, "reading", e->reading));
	buf_puts(p->out, "</dl>\n");
}

/* The sentence of the rules, or its word and year in another language. */
static void put_refusal(struct webpage *p, const struct finding_near *near)
{
	buf_puts(p->out, " <b>");
	if (p->is_thai && webpage_is_set(near->detail)) {
		escape_text(p->out, brief(p, near->detail));
	} else {
		escape_text(p->out, webpage_word(p, "why", near->why));
		if (near->year)
			buf_printf(p->out, " (%d)", near->year);
	}
	buf_puts(p->out, "</b>");
}

static void put_near(struct webpage *p, const struct finding_near *near)
{
	const char *place = address(p, near->url);
	bool named = webpage_is_set(near->anchor);

	buf_puts(p->out, "<li>");
	put_place(p, near->url, named ? near->anchor : place);
	if (named) {
		buf_puts(p->out, " <span class=\"address\">");
		escape_text(p->out, place);
		buf_puts(p->out, "</span>");
	}
	put_refusal(p, near);
	buf_puts(p->out, "</li>\n");
}

/* Whether a fold that begins there has room for another place. */
static bool has_room(const struct webpage *p, size_t begin)
{
	return p->out->len - begin < MAX_FOLD &&
	       p->out->len - p->item < MAX_ITEMS / p->doc->n_items;
}

static void put_all_evidence(struct webpage *p, const struct finding *f)
{
	size_t begin = p->out->len, i = 0;

	if (f->n_evidence == 0)
		return;
	webpage_open_fold(p, "item.evidence", f->n_evidence, true);
	do
		put_evidence(p, &f->evidence[i], i == 0);
	while (++i < f->n_evidence && i < MAX_EVIDENCE && has_room(p, begin));
	webpage_put_more(p, f->n_evidence, i);
	buf_puts(p->out, "</details>\n");
}

static void put_all_near(struct webpage *p, const struct finding *f)
{
	size_t begin = p->out->len, i = 0;

	if (f->n_near == 0)
		return;
	webpage_open_fold(p, "item.near", f->n_near, true);
	buf_puts(p->out, "<ul>\n");
	do
		put_near(p, &f->near_misses[i]);
	while (++i < f->n_near && i < MAX_NEAR && has_room(p, begin));
	buf_puts(p->out, "</ul>\n");
	webpage_put_more(p, f->n_near, i);
	buf_puts(p->out, "</details>\n");
}

/* Of use only where something is still sought. */
static void put_sought(struct webpage *p, const struct finding *f)
{
	size_t begin = p->out->len, i = 0;

	if (f->n_sought == 0 || !verdict_is_open(f->verdict))
		return;
	webpage_open_fold(p, "item.sought", f->n_sought, false);
	buf_printf(p->out, "<p%s>", webpage_thai(p));
	do {
		if (i)
			buf_puts(p->out, " / ");
		escape_text(p->out, brief(p, f->sought[i]));
	} while (++i < f->n_sought && i < MAX_SOUGHT && has_room(p, begin));
	buf_puts(p->out, "</p>\n");
	webpage_put_more(p, f->n_sought, i);
	buf_puts(p->out, "</details>\n");
}

/* For paper and pencil, or for a browser that keeps forms. */
static void put_tick(struct webpage *p)
{
	buf_puts(p->out, "<p class=\"tick\"><label><input type=\"checkbox\"> ");
	escape_text(p->out, webpage_text(p, "item.done"));
	buf_puts(p->out, "</label> <label>");
	escape_text(p->out, webpage_text(p, "item.note"));
	buf_puts(p->out, " <input type=\"text\"></label></p>\n");
}

/* Against the run before; nothing when there was none. */
static void put_change(struct webpage *p, const struct finding *f)
{
	const char *name = finding_change_name(f->change);

	if (f->change == CHANGE_FIRST)
		return;
	buf_printf(p->out, " <span class=\"change %s\">", name);
	escape_text(p->out, webpage_word(p, "change", name));
	buf_puts(p->out, "</span>");
}

/* The verdict, and the kind of failure where that says more. */
static void put_verdict(struct webpage *p, const struct finding *f)
{
	const char *verdict =
		webpage_word(p, "verdict", verdict_name(f->verdict));
	const char *why = webpage_word(p, "why", f->reason_code);

	buf_puts(p->out, "<p><span class=\"badge\">");
	webpage_put_sign(p, f->verdict);
	escape_text(p->out, verdict);
	buf_puts(p->out, "</span> ");
	if (f->verdict != VERDICT_PASS && strcmp(why, verdict) != 0)
		escape_text(p->out, why);
	put_change(p, f);
	buf_puts(p->out, "</p>\n");
}

static void put_todo(struct webpage *p, const struct finding *f)
{
	if (!verdict_is_open(f->verdict) || !webpage_is_set(f->fix))
		return;
	buf_puts(p->out, "<p class=\"todo\"><b>");
	escape_text(p->out, webpage_text(p, "item.todo"));
	buf_puts(p->out, "</b> ");
	webpage_put_thai(p, "span", f->fix);
	buf_puts(p->out, "</p>\n");
}

/* What the script asks of an item. */
static void put_data(struct webpage *p, const struct finding *f)
{
	char key[DOCUMENT_FINGERPRINT_SIZE];

	document_fingerprint(p->doc, f, key);
	buf_printf(p->out, " data-key=\"%s\" data-issue=\"%d\"", key, f->issue);
	if (!webpage_is_set(f->owner))
		return;
	buf_puts(p->out, " data-owner=\"");
	escape_text(p->out, f->owner);
	buf_putc(p->out, '"');
}

void entry_put(struct webpage *p, const struct finding *f)
{
	const char *name = verdict_name(f->verdict);

	p->item = p->out->len;
	buf_printf(p->out, "<article class=\"item %s\" id=\"", name);
	escape_text(p->out, f->id);
	buf_putc(p->out, '"');
	put_data(p, f);
	buf_puts(p->out, ">\n<h3><a href=\"#");
	escape_text(p->out, f->id);
	buf_printf(p->out, "\">O%d</a> ", f->number);
	webpage_put_thai(p, "span", f->title);
	buf_puts(p->out, "</h3>\n");
	put_verdict(p, f);
	put_todo(p, f);
	put_facts(p, f);
	put_parts(p, f);
	put_all_evidence(p, f);
	put_all_near(p, f);
	put_sought(p, f);
	if (verdict_is_open(f->verdict))
		put_tick(p);
	buf_puts(p->out, "</article>\n");
}
