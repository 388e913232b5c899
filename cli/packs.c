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
	(void)printf("%d\t%s\t%s\t%zu items\t%s to %s\t", rs->year, rs->version,
		rs->status, rs->n_items, rs->valid_from, rs->valid_to);
	if (rs->replaces)
		(void)printf("replaces %d\t", rs->replaces);
	else
		(void)printf("replaces none\t");
	for (size_t i = 0; i < rs->n_agency_types; i++)
		(void)printf("%s%s", i ? ", " : "", rs->agency_types[i]);
	(void)printf("\n");
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

static void print_only_for(const char *only_for)
{
	if (*only_for)
		(void)printf(" only for %s", only_for);
	(void)printf("\n");
}

static void print_ask(const struct ruleset *rs, const struct ask *ask)
{
	const struct concept *c = &rs->concepts[ask->concept];

	(void)printf("  %s: %s (%s %s)", c->key,
		ruleset_period_name(ask->period), ask->period_status,
		ask->source);
	print_only_for(ask->only_for);
	print_wordings(c);
	for (size_t i = 0; i < ask->n_parts; i++) {
		const struct ask_part *p = &ask->parts[i];

		(void)printf("    %-8s  %s (%s; %s %s)",
			p->must ? "must" : "should", c->parts[p->part].text,
			c->parts[p->part].id, p->status, p->source);
		print_only_for(p->only_for);
	}
	(void)printf("    %-8s  %s\n    %-8s  %s\n    %-8s  %s\n", "where",
		c->where, "fix", c->fix, "done", c->done_when);
}

static const struct item *find_item(const struct ruleset *rs, const char *id)
{
	for (size_t i = 0; i < rs->n_items; i++)
		if (strcmp(rs->items[i].id, id) == 0)
			return &rs->items[i];
	return NULL;
}

/* Whether an item asks for a concept that another one asks for. */
static bool is_akin(const struct ruleset *rs, const struct item *item,
	const struct ruleset *other_rs, const struct item *other)
{
	for (size_t a = 0; a < other->n_asks; a++)
		if (ruleset_asks(rs, item,
			    other_rs->concepts[other->asks[a].concept].key))
			return true;
	return false;
}

/* The numbers that what it asks for had in the pack before. */
static void print_lineage(const struct ruleset *rs, const struct item *item,
	const struct ruleset *before)
{
	bool any = false;

	for (size_t i = 0; i < before->n_items; i++) {
		const struct item *old = &before->items[i];

		if (!is_akin(rs, item, before, old))
			continue;
		any = true;
		(void)printf("  replaces  %s of %d: %s\n", old->id,
			before->year, old->title);
	}
	if (!any)
		(void)printf("  replaces  none of %d\n", before->year);
}

/* Concepts that the year has no number for; before may be NULL. */
static void print_leads(const struct ruleset *rs, const struct item *item,
	const struct ruleset *before)
{
	for (size_t c = 0; c < rs->n_concepts; c++) {
		const char *key = rs->concepts[c].key;

		if (!(item->leads >> c & 1))
			continue;
		(void)printf("  leads     %s", key);
		for (size_t i = 0; before && i < before->n_items; i++)
			if (ruleset_asks(before, &before->items[i], key))
				(void)printf(", %s of %d", before->items[i].id,
					before->year);
		(void)printf("\n");
	}
}

/* Whether a list "S8, S10" has the key. */
static bool is_cited(const char *list, const char *key)
{
	const size_t n = strlen(key);

	for (const char *s = strstr(list, key); s; s = strstr(s + n, key))
		if ((s == list || s[-1] == ' ') &&
			(s[n] == '\0' || s[n] == ','))
			return true;
	return false;
}

static bool is_source_of(const struct item *item, const char *key)
{
	if (is_cited(item->source, key))
		return true;
	for (size_t a = 0; a < item->n_asks; a++) {
		const struct ask *ask = &item->asks[a];

		if (is_cited(ask->source, key))
			return true;
		for (size_t p = 0; p < ask->n_parts; p++)
			if (is_cited(ask->parts[p].source, key))
				return true;
	}
	return false;
}

static void print_sources(const struct ruleset *rs, const struct item *item)
{
	for (size_t i = 0; i < rs->n_sources; i++)
		if (is_source_of(item, rs->sources[i].key))
			(void)printf("  %-8s  %s\n", rs->sources[i].key,
				rs->sources[i].text);
}

int packs_show_item(const char *folder, const struct ruleset *rs,
	const char *id, struct error *err)
{
	const struct item *item = find_item(rs, id);
	struct ruleset *before = NULL;
	int rc = 0;

	if (!item)
		return PACKS_UNKNOWN;
	if (rs->replaces)
		rc = ruleset_load(&before, folder, rs->replaces, err);
	if (rc != 0)
		return rc;
	(void)printf("%s of %d: %s (%s %s)\n", item->id, rs->year, item->title,
		item->title_status, item->source);
	if (before)
		print_lineage(rs, item, before);
	print_leads(rs, item, before);
	for (size_t a = 0; a < item->n_asks; a++)
		print_ask(rs, &item->asks[a]);
	print_sources(rs, item);
	ruleset_free(before);
	return 0;
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
