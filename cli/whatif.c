#include "cli/whatif.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/rejudge.h"
#include "cli/stop.h"
#include "reports/document.h"
#include "rules/reason.h"
#include "rules/ruleset.h"

#define MAX_PATH 4096

/* The rules of one side. */
struct side {
	struct ruleset *rs;
	struct reasons *reasons;
	struct rejudge result;
};

static void side_done(struct side *s)
{
	rejudge_done(&s->result);
	reasons_free(s->reasons);
	ruleset_free(s->rs);
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* By the catalogue as it is, or with the change. */
static int judge_side(struct side *s, const struct whatif *what, bool changed,
	const char *run, const struct document *doc, struct error *err)
{
	const bool whole = changed && is_folder(what->changed);
	const char *catalog = whole ? what->changed : what->catalog;
	const struct ruleset_options options = {
		.agency_type = doc->rules.agency_type,
		.changed_file = changed && !whole ? what->changed : NULL,
	};
	int rc = ruleset_load_with(&s->rs, catalog,
		what->year ? what->year : doc->rules.year, &options, err);

	if (rc == 0)
		rc = reasons_load(&s->reasons, catalog, err);
	if (rc == 0)
		rc = rejudge_run(&s->result, run, doc, s->rs, s->reasons, err);
	return rc;
}

static const struct finding *find(const struct judgement *j, const char *id)
{
	for (size_t i = 0; i < j->n; i++)
		if (strcmp(j->items[i].id, id) == 0)
			return &j->items[i];
	return NULL;
}

static bool is_same(const struct finding *a, const struct finding *b)
{
	return a->verdict == b->verdict &&
	       strcmp(a->reason_code, b->reason_code) == 0 &&
	       strcmp(a->reason, b->reason) == 0;
}

/* One of them is NULL where the year has the item in one catalogue alone. */
static void print_change(
	const char *run, const struct finding *was, const struct finding *is)
{
	const struct finding *f = is ? is : was;

	(void)printf("%s\t%s\t%s\t", run, f->id, f->concept);
	if (was)
		(void)printf(
			"%s %s", verdict_name(was->verdict), was->reason_code);
	(void)printf(" -> ");
	if (is)
		(void)printf(
			"%s %s", verdict_name(is->verdict), is->reason_code);
	(void)printf("\t%s\n", is ? is->reason : "");
}

static void count(struct whatif_sum *sum, const struct finding *was,
	const struct finding *is)
{
	sum->changed++;
	if (!was || !is || was->verdict == is->verdict)
		return;
	sum->better += is->verdict == VERDICT_PASS;
	sum->worse += was->verdict == VERDICT_PASS;
}

static void compare(struct whatif_sum *sum, const char *run,
	const struct judgement *before, const struct judgement *after)
{
	for (size_t i = 0; i < before->n; i++) {
		const struct finding *was = &before->items[i];
		const struct finding *is = find(after, was->id);

		sum->items++;
		if (is && is_same(was, is))
			continue;
		print_change(run, was, is);
		count(sum, was, is);
	}
	for (size_t i = 0; i < after->n; i++) {
		if (find(before, after->items[i].id))
			continue;
		sum->items++;
		print_change(run, NULL, &after->items[i]);
		count(sum, NULL, &after->items[i]);
	}
}

static int look_at(struct whatif_sum *sum, const struct whatif *what,
	const char *run, struct error *err)
{
	struct side before = { NULL }, after = { NULL };
	struct document doc;
	char path[MAX_PATH];
	int rc;

	document_init(&doc);
	(void)snprintf(path, sizeof(path), "%s/report.json", run);
	rc = document_load(&doc, path, err);
	if (rc == 0)
		rc = judge_side(&before, what, false, run, &doc, err);
	if (rc == 0)
		rc = judge_side(&after, what, true, run, &doc, err);
	if (rc == 0)
		compare(sum, run, &before.result.judgement,
			&after.result.judgement);
	side_done(&before);
	side_done(&after);
	document_done(&doc);
	return rc;
}

int whatif_run(
	struct whatif_sum *sum, const struct whatif *what, struct error *err)
{
	int rc = 0;

	*sum = (struct whatif_sum){ 0 };
	stop_catch();
	for (size_t i = 0; i < what->n_runs && rc == 0; i++)
		rc = look_at(sum, what, what->runs[i], err);
	if (rc == 0)
		(void)printf("%zu runs, %zu items: %zu would change, %zu to "
			     "pass, %zu from pass\n",
			what->n_runs, sum->items, sum->changed, sum->better,
			sum->worse);
	return rc;
}
