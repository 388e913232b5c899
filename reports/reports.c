#include "reports/reports.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
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

/* What every writer is given. */
struct source {
	const struct document *doc;
	struct wording *wording; /* in the language that was asked for */
	struct wording *thai;    /* of the plan, an official paper */
	struct arena *arena;
	const struct block *plan;
	const char *title;           /* of the plan */
	const char *checklist_style; /* style sheets and script */
	const char *checklist_script;
	const char *plan_style;
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
	checklist_write(out, src->doc, src->wording, src->checklist_style,
		src->checklist_script);
	return 0;
}

static int write_csv(
	struct buf *out, const struct source *src, struct error *err)
{
	(void)err;
	csv_write(out, src->doc, src->wording);
	return 0;
}

static int write_tasklist(
	struct buf *out, const struct source *src, struct error *err)
{
	return tasklist_write(out, src->doc, src->wording, err);
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
	html_write(out, src->plan, src->title, src->plan_style);
	return 0;
}

static int write_junit(
	struct buf *out, const struct source *src, struct error *err)
{
	(void)err;
	junit_write(out, src->doc, src->wording);
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

static int write_report(const struct report *report, const struct source *src,
	const char *folder, struct error *err)
{
	char path[MAX_PATH];
	struct buf out;
	int result;

	buf_init(&out, MAX_REPORT);
	(void)snprintf(path, sizeof(path), "%s/%s", folder, report->name);
	result = report->write(&out, src, err);
	if (result == 0)
		result = wording_check(
			report->is_plan ? src->thai : src->wording, err);
	if (result == 0 && out.full)
		result = error_set(err, ERR_LIMIT, "%s: longer than %zu bytes",
			path, out.max);
	if (result == 0)
		result = file_write(path, buf_slice(&out), err);
	buf_done(&out);
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

static int load_source(struct source *src, const char *catalog,
	const char *lang, struct error *err)
{
	int result = load_wording(&src->thai, catalog, "th", err);

	if (result == 0)
		result = load_wording(&src->wording, catalog, lang, err);
	if (result == 0)
		result = load_text(src->arena, catalog, "checklist.css",
			&src->checklist_style, err);
	if (result == 0)
		result = load_text(src->arena, catalog, "checklist.js",
			&src->checklist_script, err);
	if (result == 0)
		result = load_text(
			src->arena, catalog, "plan.css", &src->plan_style, err);
	return result;
}

/* What report.json does not hold is not printed: the papers are made from
 * its text read back. */
static int read_back(
	struct document *copy, const struct document *doc, struct error *err)
{
	struct buf text;
	int result;

	buf_init(&text, MAX_REPORT);
	document_write(doc, &text);
	result = document_parse(copy, "report.json", buf_slice(&text), err);
	buf_done(&text);
	return result;
}

/* lang is NULL when the plan alone is to be written. */
static int write_reports(const struct document *doc, const char *folder,
	const char *catalog, const char *lang, struct error *err)
{
	struct document copy;
	struct arena arena;
	struct source src = { .doc = &copy, .arena = &arena };
	int result;

	document_init(&copy);
	arena_init(&arena);
	result = read_back(&copy, doc, err);
	if (result == 0)
		result = load_source(&src, catalog, lang ? lang : "th", err);
	if (result != 0)
		goto out;
	src.plan = plan_build(&copy, src.thai, &arena);
	src.title = plan_title(&copy, src.thai, &arena);
	for (size_t i = 0; i < sizeof(reports) / sizeof(reports[0]); i++) {
		if (!lang && !reports[i].is_plan)
			continue;
		result = write_report(&reports[i], &src, folder, err);
		if (result != 0)
			goto out;
	}
	log_info("%s: %zu places in the plan to be filled in by hand", folder,
		block_count_gaps(src.plan));
out:
	wording_free(src.wording);
	wording_free(src.thai);
	arena_done(&arena);
	document_done(&copy);
	return result;
}

int reports_write(const struct document *doc, const char *folder,
	const char *catalog, const char *lang, struct error *err)
{
	return write_reports(doc, folder, catalog, lang, err);
}

int reports_write_plan(const struct document *doc, const char *folder,
	const char *catalog, struct error *err)
{
	return write_reports(doc, folder, catalog, NULL, err);
}

int reports_write_followup(const struct document *plan,
	const struct document *now, const char *folder, const char *catalog,
	struct error *err)
{
	static const struct report report = { "report-measures.docx", true,
		write_plan_docx };
	struct arena arena;
	struct source src = { .doc = plan, .arena = &arena };
	int result;

	arena_init(&arena);
	result = load_source(&src, catalog, "th", err);
	if (result != 0)
		goto out;
	src.plan = followup_build(plan, now, src.thai, &arena);
	src.title = followup_title(plan, src.thai, &arena);
	result = write_report(&report, &src, folder, err);
out:
	wording_free(src.wording);
	wording_free(src.thai);
	arena_done(&arena);
	return result;
}
