#include "reports/reports.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "reports/checklist.h"
#include "reports/csv.h"
#include "reports/docx.h"
#include "reports/followup.h"
#include "reports/html.h"
#include "reports/junit.h"
#include "reports/plan.h"
#include "reports/tasklist.h"
#include "reports/wording.h"

#define MAX_PATH 4096
#define MAX_REPORT ((size_t)256 * 1024 * 1024)

struct reports {
	struct wording *wording; /* in the language that was asked for */
	struct wording *thai;    /* of the plan, an official paper */
	struct arena arena;
	const char *checklist_style; /* style sheets and script */
	const char *checklist_script;
	const char *plan_style;
};

/* What every writer is given. */
struct source {
	const struct reports *with;
	const struct document *doc;
	const struct block *plan;
	const char *title; /* of the plan */
};

struct report {
	const char *name;
	bool is_plan;
	int (*write)(
		struct buf *out, const struct source *src, struct error *err);
};

static int write_checklist(
	struct buf *out, const struct source *src, struct error *err)
{
	(void)err;
	checklist_write(out, src->doc, src->with->wording,
		src->with->checklist_style, src->with->checklist_script);
	return 0;
}

static int write_csv(
	struct buf *out, const struct source *src, struct error *err)
{
	(void)err;
	csv_write(out, src->doc, src->with->wording);
	return 0;
}

static int write_tasklist(
	struct buf *out, const struct source *src, struct error *err)
{
	return tasklist_write(out, src->doc, src->with->wording, err);
}

static int write_plan_docx(
	struct buf *out, const struct source *src, struct error *err)
{
	return docx_write(out, src->plan, src->title, err);
}

static int write_plan_html(
	struct buf *out, const struct source *src, struct error *err)
{
	(void)err;
	html_write(out, src->plan, src->title, src->with->plan_style);
	return 0;
}

static int write_junit(
	struct buf *out, const struct source *src, struct error *err)
{
	(void)err;
	junit_write(out, src->doc, src->with->wording);
	return 0;
}

static const struct report reports[] = {
	{ "checklist.html", false, write_checklist },
	{ "checklist.csv", false, write_csv },
	{ "checklist.xlsx", false, write_tasklist },
	{ "plan.docx", true, write_plan_docx },
	{ "plan.html", true, write_plan_html },
	{ "junit.xml", false, write_junit },
};

const char *const reports_langs[] = { "th", "en", NULL };

#define N_REPORTS (sizeof(reports) / sizeof(reports[0]))

static int make_report(struct buf *out, const struct report *report,
	const struct source *src, struct error *err)
{
	const struct reports *with = src->with;
	int result = report->write(out, src, err);

	if (result == 0)
		result = wording_check(
			report->is_plan ? with->thai : with->wording, err);
	if (result == 0 && out->full)
		result = error_set(err, ERR_LIMIT, "%s: longer than %zu bytes",
			report->name, out->max);
	return result;
}

/* Nothing is written before all of it is made. */
static int write_made(const struct report *const *list, size_t n,
	const struct source *src, const char *folder, struct error *err)
{
	struct file_content files[N_REPORTS] = { 0 };
	struct buf papers[N_REPORTS];
	int result = 0;

	for (size_t i = 0; i < n; i++)
		buf_init(&papers[i], MAX_REPORT);
	for (size_t i = 0; i < n && result == 0; i++) {
		result = make_report(&papers[i], list[i], src, err);
		files[i] = (struct file_content){ list[i]->name,
			buf_slice(&papers[i]) };
	}
	if (result == 0)
		result = file_write_all(folder, files, n, err);
	for (size_t i = 0; i < n; i++)
		buf_done(&papers[i]);
	return result;
}

static int load_text(struct arena *arena, const char *catalog, const char *name,
	const char **out, struct error *err)
{
	char path[MAX_PATH];
	struct buf text;
	int result;

	buf_init(&text, MAX_REPORT);
	(void)snprintf(path, sizeof(path), "%s/papers/%s", catalog, name);
	result = file_read(&text, path, err);
	*out = arena_strdup(arena, buf_str(&text));
	buf_done(&text);
	return result;
}

static int load_wording(struct wording **out, const char *catalog,
	const char *lang, struct error *err)
{
	char path[MAX_PATH];

	(void)snprintf(path, sizeof(path), "%s/papers/%s.json", catalog, lang);
	return wording_load(out, path, err);
}

static int load_all(struct reports *r, const char *catalog, const char *lang,
	struct error *err)
{
	int result = load_wording(&r->thai, catalog, "th", err);

	if (result == 0)
		result = load_wording(&r->wording, catalog, lang, err);
	if (result == 0)
		result = load_text(&r->arena, catalog, "checklist.css",
			&r->checklist_style, err);
	if (result == 0)
		result = load_text(&r->arena, catalog, "checklist.js",
			&r->checklist_script, err);
	if (result == 0)
		result = load_text(
			&r->arena, catalog, "plan.css", &r->plan_style, err);
	return result;
}

int reports_new(struct reports **out, const char *catalog, const char *lang,
	struct error *err)
{
	struct reports *r = mem_zalloc(sizeof(*r));
	int result;

	arena_init(&r->arena);
	result = load_all(r, catalog, lang, err);
	if (result == 0) {
		*out = r;
		r = NULL;
	}
	reports_free(r);
	return result;
}

void reports_free(struct reports *r)
{
	if (!r)
		return;
	wording_free(r->wording);
	wording_free(r->thai);
	arena_done(&r->arena);
	free(r);
}

static int write_reports(const struct reports *with, const struct document *doc,
	const char *folder, bool plan_alone, struct error *err)
{
	const struct report *list[N_REPORTS];
	struct arena arena;
	struct source src = { .with = with, .doc = doc };
	size_t n = 0;
	int result;

	arena_init(&arena);
	src.plan = plan_build(doc, with->thai, &arena);
	src.title = plan_title(doc, with->thai, &arena);
	for (size_t i = 0; i < N_REPORTS; i++)
		if (reports[i].is_plan || !plan_alone)
			list[n++] = &reports[i];
	result = write_made(list, n, &src, folder, err);
	if (result == 0)
		log_info("%s: %zu places in the plan to be filled in by hand",
			folder, block_count_gaps(src.plan));
	arena_done(&arena);
	return result;
}

int reports_write(struct reports *r, const struct document *doc,
	const char *folder, struct error *err)
{
	return write_reports(r, doc, folder, false, err);
}

int reports_write_plan(struct reports *r, const struct document *doc,
	const char *folder, struct error *err)
{
	return write_reports(r, doc, folder, true, err);
}

int reports_write_followup(struct reports *r, const struct document *plan,
	const struct document *now, const char *folder, struct error *err)
{
	static const struct report report = { "report-measures.docx", true,
		write_plan_docx };
	const struct report *list[] = { &report };
	struct arena arena;
	struct source src = { .with = r, .doc = plan };
	int result;

	arena_init(&arena);
	src.plan = followup_build(plan, now, r->thai, &arena);
	src.title = followup_title(plan, r->thai, &arena);
	result = write_made(list, 1, &src, folder, err);
	arena_done(&arena);
	return result;
}
