#include "rules/pack.h"

#include <string.h>

#include "base/buf.h"
#include "rules/column.h"
#include "rules/sighting.h"

static const char *const year_keys[] = { "year", "version", "status",
	"agency_types", "valid", "window", "sources", "indicators", "issues",
	"items", "score", "notes", NULL };
static const char *const item_keys[] = { "id", "number", "title",
	"title_status", "indicator", "issue", "asks", "depends_on", "points",
	"levels", "source", "leads", NULL };
static const char *const ask_keys[] = { "concept", "period", "period_status",
	"source", "parts", NULL };
static const char *const ask_part_keys[] = { "id", "level", "status", "source",
	"columns", NULL };
static const char *const issue_keys[] = { "n", "key", "title", "iit", "eit",
	NULL };

/* "S8, S10" of a list of keys. */
static const char *join(struct ruleset *rs, const struct json_node *list)
{
	struct buf out;
	const char *s;

	buf_init(&out, 1024);
	for (const struct json_node *n = json_first(list); n;
		n = json_next(n)) {
		if (out.len)
			buf_puts(&out, ", ");
		buf_puts(&out, json_string(n, ""));
	}
	s = arena_strdup(&rs->arena, buf_str(&out));
	buf_done(&out);
	return s;
}

/* What of a part an item asks for, as bits; of columns, those it names. */
static int read_groups(const struct rule_file *f, const struct json_node *node,
	const struct concept_part *part, uint32_t *out)
{
	const struct json_node *columns = json_get(node, "columns");

	if ((part->test == PART_COLUMNS) != (columns != NULL))
		return json_error(f->doc, columns ? columns : node, f->err,
			columns ? "part \"%s\" is not of columns"
				: "part \"%s\" needs a list \"columns\"",
			part->id);
	*out = SIGHTING_ALL_GROUPS;
	if (part->test == PART_ALL)
		*out = (1U << part->all.n) - 1;
	else if (part->test == PART_MONTHS)
		*out = (1U << part->months) - 1;
	return columns ? columns_of(f, columns, out) : 0;
}

static int read_ask_parts(const struct rule_file *f,
	const struct json_node *list, struct ask *ask)
{
	const struct concept *c = &f->rs->concepts[ask->concept];
	int rc;

	ask->parts = arena_alloc(
		&f->rs->arena, json_count(list) * sizeof(*ask->parts));
	for (const struct json_node *p = json_first(list); p;
		p = json_next(p)) {
		struct ask_part *ap = &ask->parts[ask->n_parts++];
		const char *id, *level;
		int part;

		if ((rc = json_check_keys(f->doc, p, ask_part_keys, f->err)) !=
				0 ||
			(rc = concept_text(f, p, "id", true, &id)) != 0 ||
			(rc = concept_text(f, p, "level", true, &level)) != 0 ||
			(rc = concept_text(
				 f, p, "status", true, &ap->status)) != 0)
			return rc;
		part = concept_part(c, id);
		if (part < 0)
			return json_error(f->doc, json_get(p, "id"), f->err,
				"concept \"%s\" has no part \"%s\"", c->key,
				id);
		if (strcmp(level, "must") != 0 && strcmp(level, "should") != 0)
			return json_error(f->doc, json_get(p, "level"), f->err,
				"level \"%s\" is neither must nor should",
				level);
		ap->part = (size_t)part;
		ap->must = strcmp(level, "must") == 0;
		ap->source = join(f->rs, json_get(p, "source"));
		if ((rc = read_groups(f, p, &c->parts[part], &ap->groups)) != 0)
			return rc;
	}
	return 0;
}

static int read_ask(const struct rule_file *f, const struct json_node *node,
	struct ask *ask)
{
	const char *key, *period, *status;
	int rc, concept, kind;

	if ((rc = json_check_keys(f->doc, node, ask_keys, f->err)) != 0 ||
		(rc = concept_text(f, node, "concept", true, &key)) != 0 ||
		(rc = concept_text(f, node, "period", true, &period)) != 0 ||
		(rc = concept_text(f, node, "period_status", true, &status)) !=
			0)
		return rc;
	concept = ruleset_concept(f->rs, key);
	if (concept < 0)
		return json_error(f->doc, json_get(node, "concept"), f->err,
			"unknown concept \"%s\"", key);
	for (kind = 0; kind < PERIOD_COUNT; kind++)
		if (strcmp(ruleset_period_name((enum period_kind)kind),
			    period) == 0)
			break;
	if (kind == PERIOD_COUNT)
		return json_error(f->doc, json_get(node, "period"), f->err,
			"unknown period \"%s\"", period);
	ask->concept = (size_t) concept;
	ask->period = (enum period_kind)kind;
	ask->period_sure = ruleset_is_sure(status);
	f->rs->wanted |= ruleset_bit((size_t) concept);
	return read_ask_parts(f, json_get(node, "parts"), ask);
}

static int read_asks(const struct rule_file *f, const struct json_node *list,
	struct item *item)
{
	int rc = 0;

	item->asks = arena_alloc(
		&f->rs->arena, json_count(list) * sizeof(*item->asks));
	for (const struct json_node *a = json_first(list); a && rc == 0;
		a = json_next(a))
		rc = read_ask(f, a, &item->asks[item->n_asks++]);
	if (rc == 0 && item->n_asks == 0)
		rc = json_error(f->doc, list, f->err, "asks for nothing");
	return rc;
}

static int read_leads(const struct rule_file *f, const struct json_node *list,
	struct item *item)
{
	for (const struct json_node *l = json_first(list); l;
		l = json_next(l)) {
		int concept = ruleset_concept(f->rs, json_string(l, ""));

		if (concept < 0)
			return json_error(f->doc, l, f->err,
				"unknown concept \"%s\"", json_string(l, "?"));
		item->leads |= ruleset_bit((size_t) concept);
	}
	return 0;
}

static int read_item(const struct rule_file *f, const struct json_node *node,
	struct item *item)
{
	const struct json_node *asks, *depends = json_get(node, "depends_on");
	int rc;

	if ((rc = json_check_keys(f->doc, node, item_keys, f->err)) != 0 ||
		(rc = concept_text(f, node, "id", true, &item->id)) != 0 ||
		(rc = concept_text(f, node, "title", true, &item->title)) !=
			0 ||
		(rc = concept_text(
			 f, node, "indicator", true, &item->indicator)) != 0 ||
		(rc = json_need(
			 &asks, f->doc, node, "asks", JSON_ARRAY, f->err)) != 0)
		return rc;
	item->number = (int)json_number(json_get(node, "number"), 0);
	item->issue = (int)json_number(json_get(node, "issue"), 0);
	if (item->number < 1 || item->number > 99)
		return json_error(f->doc, node, f->err, "needs a number");
	if (item->issue < 1 || item->issue > (int)f->rs->n_issues)
		return json_error(f->doc, node, f->err,
			"issue %d is not in the pack", item->issue);
	item->depends_on = arena_alloc(
		&f->rs->arena, json_count(depends) * sizeof(*item->depends_on));
	for (const struct json_node *d = json_first(depends); d;
		d = json_next(d))
		item->depends_on[item->n_depends_on++] =
			arena_strdup(&f->rs->arena, json_string(d, ""));
	if ((rc = read_leads(f, json_get(node, "leads"), item)) != 0)
		return rc;
	return read_asks(f, asks, item);
}

static int read_items(const struct rule_file *f, const struct json_node *root)
{
	const struct json_node *list;
	struct ruleset *rs = f->rs;
	int rc = json_need(&list, f->doc, root, "items", JSON_ARRAY, f->err);

	if (rc != 0)
		return rc;
	rs->items =
		arena_alloc(&rs->arena, json_count(list) * sizeof(*rs->items));
	for (const struct json_node *i = json_first(list); i && rc == 0;
		i = json_next(i))
		rc = read_item(f, i, &rs->items[rs->n_items++]);
	if (rc == 0 && rs->n_items == 0)
		rc = json_error(f->doc, list, f->err, "the pack has no item");
	return rc;
}

static int read_issues(const struct rule_file *f, const struct json_node *root)
{
	const struct json_node *list;
	struct ruleset *rs = f->rs;
	int rc = json_need(&list, f->doc, root, "issues", JSON_ARRAY, f->err);

	if (rc != 0)
		return rc;
	rs->issues =
		arena_alloc(&rs->arena, json_count(list) * sizeof(*rs->issues));
	for (const struct json_node *i = json_first(list); i && rc == 0;
		i = json_next(i)) {
		struct issue *issue = &rs->issues[rs->n_issues++];

		issue->n = (int)rs->n_issues;
		if ((rc = json_check_keys(f->doc, i, issue_keys, f->err)) ==
				0 &&
			(rc = concept_text(f, i, "key", true, &issue->key)) ==
				0)
			rc = concept_text(f, i, "title", true, &issue->title);
		if (rc == 0 && json_number(json_get(i, "n"), 0) != issue->n)
			rc = json_error(f->doc, i, f->err,
				"issues are not numbered from 1");
	}
	return rc;
}

int pack_read(const struct rule_file *f, int year)
{
	const struct json_node *root = json_root(f->doc);
	const struct json_node *valid = json_get(root, "valid");
	struct ruleset *rs = f->rs;
	int rc;

	rs->year = (int)json_number(json_get(root, "year"), 0);
	if ((rc = json_check_keys(f->doc, root, year_keys, f->err)) != 0 ||
		(rc = concept_text(f, root, "version", true, &rs->version)) !=
			0 ||
		(rc = concept_text(f, root, "status", false, &rs->status)) !=
			0 ||
		(rc = concept_text(f, valid, "from", true, &rs->valid_from)) !=
			0 ||
		(rc = concept_text(f, valid, "to", true, &rs->valid_to)) != 0 ||
		(rc = read_issues(f, root)) != 0 ||
		(rc = read_items(f, root)) != 0)
		return rc;
	rs->agency_type = arena_strdup(&rs->arena,
		json_string(json_first(json_get(root, "agency_types")), ""));
	if (rs->year != year)
		return json_error(f->doc, json_get(root, "year"), f->err,
			"is not the year of its file");
	return 0;
}
