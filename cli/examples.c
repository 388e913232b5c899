#include "cli/examples.h"

#include <stdio.h>
#include <string.h>

#include "rules/example.h"
#include "rules/reason.h"
#include "rules/ruleset.h"
#include "rules/scene.h"

#define MAX_YEARS 32

/* A pack whose examples are judged. */
struct round {
	const char *folder;
	const struct examples_choice *choice;
	const struct reasons *reasons;
	const struct ruleset *rs;
	struct examples_sum *sum;
	struct error *err;
};

static void print_parts(const struct finding *f)
{
	const char *between = " (lacks ";

	for (size_t i = 0; i < f->n_parts; i++) {
		if (!f->parts[i].must || f->parts[i].verdict != VERDICT_MISSING)
			continue;
		(void)printf("%s%s", between, f->parts[i].id);
		between = ", ";
	}
	if (*between == ',')
		(void)printf(")");
}

/* "plan/draft: o6 of 2568: wanted missing, got pass found: ..." */
static void print_miss(const struct scene_input *in, const struct finding *f)
{
	const struct example *e = in->example;

	(void)printf("%s/%s: %s of %d: ", in->file->concept, e->id, f->id,
		in->rs->year);
	if (*e->known_miss)
		(void)printf("known miss: %s: ", e->known_miss);
	(void)printf("wanted %s%s%s", verdict_name(e->verdict),
		*e->code ? " " : "", e->code);
	if (e->lacks) {
		(void)printf(" (lacks");
		for (const struct json_node *p = json_first(e->lacks); p;
			p = json_next(p))
			(void)printf(" %s", json_string(p, ""));
		(void)printf(")");
	}
	(void)printf(", got %s %s", verdict_name(f->verdict), f->reason_code);
	if (f->verdict == VERDICT_INCOMPLETE)
		print_parts(f);
	(void)printf(": %s\n", f->reason);
}

static void count(const struct round *r, const struct scene_input *in,
	const struct finding *f)
{
	const struct example *e = in->example;
	bool met = example_is_met(e, f);

	r->sum->judged++;
	r->sum->met += met && !*e->known_miss;
	if (met && *e->known_miss) {
		r->sum->failed++;
		(void)printf("%s/%s: %s of %d: is met, and no known miss any "
			     "more\n",
			in->file->concept, e->id, f->id, in->rs->year);
	} else if (!met) {
		*(*e->known_miss ? &r->sum->known : &r->sum->failed) += 1;
		print_miss(in, f);
	}
}

static int judge(const struct round *r, struct scene_input *in)
{
	for (size_t i = 0; i < in->file->n; i++) {
		struct scene *scene = NULL;
		int rc;

		in->example = &in->file->items[i];
		if (!example_is_for(in->example, r->rs->year))
			continue;
		rc = scene_judge(&scene, in, r->err);
		if (rc != 0)
			return rc;
		count(r, in, scene_finding(scene));
		scene_free(scene);
	}
	return 0;
}

/* Those of the concept that an item asks for. */
static int judge_ask(const struct round *r, size_t item, size_t ask)
{
	const char *concept =
		r->rs->concepts[r->rs->items[item].asks[ask].concept].key;
	struct scene_input in = {
		.rs = r->rs, .reasons = r->reasons, .item = item, .ask = ask
	};
	struct example_file *file = NULL;
	int rc;

	if ((r->choice->concept && strcmp(r->choice->concept, concept) != 0) ||
		!example_file_exists(r->folder, concept))
		return 0;
	rc = example_file_load(&file, r->folder, concept, r->err);
	in.file = file;
	if (rc == 0)
		rc = judge(r, &in);
	example_file_free(file);
	return rc;
}

static int judge_pack(struct round *r, int year)
{
	struct ruleset *rs = NULL;
	int rc = ruleset_load(&rs, r->folder, year, r->err);

	r->rs = rs;
	for (size_t i = 0; rc == 0 && i < rs->n_items; i++)
		for (size_t a = 0; rc == 0 && a < rs->items[i].n_asks; a++)
			rc = judge_ask(r, i, a);
	ruleset_free(rs);
	return rc;
}

static void print_sum(const struct examples_sum *sum)
{
	(void)printf("answers %zu: as wanted %zu, known misses %zu, failures "
		     "%zu\n",
		sum->judged, sum->met, sum->known, sum->failed);
}

int examples_run(struct examples_sum *out, const char *folder,
	const struct examples_choice *choice, struct error *err)
{
	struct reasons *reasons = NULL;
	struct round r = {
		.folder = folder, .choice = choice, .sum = out, .err = err
	};
	int years[MAX_YEARS] = { choice->year };
	int n = choice->year ? 1 : ruleset_years(years, MAX_YEARS, folder, err);
	int rc = n < 0 ? n : reasons_load(&reasons, folder, err);

	*out = (struct examples_sum){ 0 };
	r.reasons = reasons;
	for (int i = 0; i < n && rc == 0; i++)
		rc = judge_pack(&r, years[i]);
	if (rc == 0 && out->judged)
		print_sum(out);
	reasons_free(reasons);
	return rc;
}
