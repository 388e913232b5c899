#include "cli/packs.h"

#include <stdio.h>
#include <string.h>

#define MAX_YEARS 32

static void print_asked(const struct ruleset *rs, const struct item *item)
{
	for (size_t i = 0; i < item->n_asks; i++)
		(void)printf("%s%s", i ? "," : "",
			rs->concepts[item->asks[i].concept].key);
}

static void print_pack(const struct ruleset *rs)
{
	(void)printf("%d\t%s\t%s\t%zu items\t%s to %s\n", rs->year, rs->version,
		rs->status, rs->n_items, rs->valid_from, rs->valid_to);
}

/* Calls visit for each pack, oldest first, until it fails. */
static int each_pack(const char *folder,
	void (*visit)(const struct ruleset *rs, const void *ctx),
	const void *ctx, struct error *err)
{
	int years[MAX_YEARS];
	int n = ruleset_years(years, MAX_YEARS, folder, err);

	for (int i = 0; i < n; i++) {
		struct ruleset *rs = NULL;
		int rc = ruleset_load(&rs, folder, years[i], err);

		if (rc != 0)
			return rc;
		visit(rs, ctx);
		ruleset_free(rs);
	}
	return n < 0 ? n : 0;
}

static void list_pack(const struct ruleset *rs, const void *ctx)
{
	(void)ctx;
	print_pack(rs);
}

int packs_list(const char *folder, struct error *err)
{
	return each_pack(folder, list_pack, NULL, err);
}

void packs_list_items(const struct ruleset *rs)
{
	for (size_t i = 0; i < rs->n_items; i++) {
		const struct item *item = &rs->items[i];

		(void)printf("%s\t%s\t", item->id, item->indicator);
		print_asked(rs, item);
		(void)printf("\t%s\n", item->title);
	}
}

static void print_words(const char *name, const struct words *words)
{
	for (size_t i = 0; i < words->n; i++)
		(void)printf(
			"    %-8s  %s\n", i == 0 ? name : "", words->texts[i]);
}

/* What a concept is called on websites. */
static void print_wordings(const struct concept *c)
{
	static const char *const names[WORDING_CLASSES] = {
		[WORDING_TITLE] = "title",
		[WORDING_LABEL] = "label",
		[WORDING_OTHER] = "other",
		[WORDING_NEAR] = "near",
	};

	for (int class = 0; class < WORDING_CLASSES; class ++)
		print_words(names[class], &c->find[class]);
	print_words("not", &c->exclude);
	print_words("none", &c->stated_none);
}

static void print_ask(const struct ruleset *rs, const struct ask *ask)
{
	const struct concept *c = &rs->concepts[ask->concept];

	(void)printf("  %s: %s%s\n", c->key, ruleset_period_name(ask->period),
		ask->period_sure ? "" : ", by no source");
	print_wordings(c);
	for (size_t i = 0; i < ask->n_parts; i++) {
		const struct ask_part *p = &ask->parts[i];

		(void)printf("    %-8s  %s (%s; %s %s)\n",
			p->must ? "must" : "should", c->parts[p->part].text,
			c->parts[p->part].id, p->status, p->source);
	}
	(void)printf("    %-8s  %s\n    %-8s  %s\n    %-8s  %s\n", "where",
		c->where, "fix", c->fix, "done", c->done_when);
}

int packs_show_item(const struct ruleset *rs, const char *id)
{
	for (size_t i = 0; i < rs->n_items; i++) {
		const struct item *item = &rs->items[i];

		if (strcmp(item->id, id) != 0)
			continue;
		(void)printf("%s of %d: %s\n", item->id, rs->year, item->title);
		for (size_t a = 0; a < item->n_asks; a++)
			print_ask(rs, &item->asks[a]);
		return 0;
	}
	return PACKS_UNKNOWN;
}

struct concept_query {
	const char *key;
	bool *known; /* becomes true when the catalogue has it */
};

static void show_concept_in(const struct ruleset *rs, const void *ctx)
{
	const struct concept_query *q = ctx;
	const int concept = ruleset_concept(rs, q->key);
	bool asked = false;

	if (concept < 0)
		return;
	if (!*q->known) {
		(void)printf("%s: %s\n", q->key, rs->concepts[concept].title);
		print_wordings(&rs->concepts[concept]);
	}
	*q->known = true;
	for (size_t i = 0; i < rs->n_items; i++)
		for (size_t a = 0; a < rs->items[i].n_asks; a++) {
			const struct ask *ask = &rs->items[i].asks[a];

			if (ask->concept != (size_t) concept)
				continue;
			asked = true;
			(void)printf("  %d  %-4s  %s  (%s)\n", rs->year,
				rs->items[i].id, rs->items[i].title,
				ruleset_period_name(ask->period));
		}
	if (!asked)
		(void)printf("  %d  -\n", rs->year);
}

int packs_show_concept(const char *folder, const char *key, struct error *err)
{
	bool known = false;
	const struct concept_query q = { key, &known };
	int rc = each_pack(folder, show_concept_in, &q, err);

	return rc == 0 && !known ? PACKS_UNKNOWN : rc;
}
