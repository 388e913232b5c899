#include "rules/pack.h"

#include <string.h>

#include "base/buf.h"
#include "base/time.h"
#include "rules/column.h"
#include "rules/sighting.h"

static const char *const year_keys[] = { "year", "version", "status",
	"replaces", "agency_types", "valid", "window", "sources", "indicators",
	"issues", "items", "score", "notes", NULL };
static const char *const item_keys[] = { "id", "number", "title",
	"title_status", "indicator", "issue", "asks", "depends_on", "points",
	"levels", "source", "leads", NULL };
static const char *const ask_keys[] = { "concept", "period", "period_status",
	"source", "parts", "only_for", NULL };
static const char *const ask_part_keys[] = { "id", "level", "status", "source",
	"columns", "only_for", NULL };
/* How sure a thing is, the first two by a source that may fail an item. */
static const char *const statuses[] = { "confirmed", "lao-page", "adapted",
	"practice", "seed", "inference", "recalled-unverified", NULL };
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

/*
 * Whether what the node asks for is asked of the agencies that the rules are
 * loaded for: without "only_for" it is asked of all.  1, 0 or ERR_SYNTAX;
 * *only_for is the list in words.
 */
static int is_asked(const struct rule_file *f, const struct json_node *node,
	const char **only_for)
{
	const struct json_node *list = json_get(node, "only_for");
	bool found = !list;

	if (list && json_count(list) == 0)
		return json_error(f->doc, list, f->err, "names no agency type");
	for (const struct json_node *t = json_first(list); t;
		t = json_next(t)) {
		const char *type = json_string(t, "");

		if (!ruleset_is_for(f->rs, type))
			return json_error(f->doc, t, f->err,
				"\"%s\" is no agency type of the pack", type);
		found |= strcmp(type, f->rs->agency_type) == 0;
	}
	*only_for = join(f->rs, list);
	return found;
}

static int read_status(const struct rule_file *f, const struct json_node *node,
	const char *key, const char **out)
{
	int rc = concept_text(f, node, key, true, out);

	for (size_t i = 0; rc == 0 && statuses[i]; i++)
		if (strcmp(statuses[i], *out) == 0)
			return 0;
	return rc ? rc
		  : json_error(f->doc, json_get(node, key), f->err,
			    "unknown status \"%s\"", *out);
}

static bool has_source(const struct ruleset *rs, const char *key)
{
	for (size_t i = 0; i < rs->n_sources; i++)
		if (strcmp(rs->sources[i].key, key) == 0)
			return true;
	return false;
}

/* Who says so: nothing is asked for that nobody has asked for. */
static int read_source(const struct rule_file *f, const struct json_node *node,
	const char **out)
{
	const struct json_node *list = json_get(node, "source");

	if (json_count(list) == 0)
		return json_error(
			f->doc, list ? list : node, f->err, "needs a source");
	for (const struct json_node *s = json_first(list); s; s = json_next(s))
		if (!has_source(f->rs, json_string(s, "")))
			return json_error(f->doc, s, f->err,
				"source \"%s\" is not described",
				json_string(s, "?"));
	*out = join(f->rs, list);
	return 0;
}

static int read_sources(const struct rule_file *f, const struct json_node *root)
{
	const struct json_node *node;
	struct ruleset *rs = f->rs;
	int rc = json_need(&node, f->doc, root, "sources", JSON_OBJECT, f->err);

	if (rc != 0)
		return rc;
	rs->sources = arena_alloc(
		&rs->arena, json_count(node) * sizeof(*rs->sources));
	for (const struct json_node *s = json_first(node); s && rc == 0;
		s = json_next(s)) {
		struct pack_source *source = &rs->sources[rs->n_sources++];

		source->key = arena_strdup(&rs->arena, json_key(s));
		rc = concept_text(f, node, source->key, true, &source->text);
	}
	return rc;
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

/* Only what a source confirms may fail an item. */
static int read_level(const struct rule_file *f, const struct json_node *node,
	struct ask_part *ap)
{
	const char *level;
	int rc = concept_text(f, node, "level", true, &level);

	if (rc != 0)
		return rc;
	ap->must = strcmp(level, "must") == 0;
	if (!ap->must && strcmp(level, "should") != 0)
		return json_error(f->doc, json_get(node, "level"), f->err,
			"level \"%s\" is neither must nor should", level);
	if (ap->must && !ruleset_is_sure(ap->status))
		return json_error(f->doc, json_get(node, "level"), f->err,
			"a part that is \"%s\" cannot be a must", ap->status);
	return 0;
}

static int read_ask_part(const struct rule_file *f,
	const struct json_node *node, const struct concept *c,
	struct ask_part *ap)
{
	const char *id;
	int rc, part;

	if ((rc = json_check_keys(f->doc, node, ask_part_keys, f->err)) != 0 ||
		(rc = concept_text(f, node, "id", true, &id)) != 0)
		return rc;
	part = concept_part(c, id);
	if (part < 0)
		return json_error(f->doc, json_get(node, "id"), f->err,
			"concept \"%s\" has no part \"%s\"", c->key, id);
	ap->part = (size_t)part;
	if ((rc = read_status(f, node, "status", &ap->status)) != 0 ||
		(rc = read_level(f, node, ap)) != 0 ||
		(rc = read_source(f, node, &ap->source)) != 0)
		return rc;
	return read_groups(f, node, &c->parts[part], &ap->groups);
}

static int read_ask_parts(const struct rule_file *f,
	const struct json_node *list, struct ask *ask)
{
	const struct concept *c = &f->rs->concepts[ask->concept];
	int rc = 0;

	ask->parts = arena_alloc(
		&f->rs->arena, json_count(list) * sizeof(*ask->parts));
	for (const struct json_node *p = json_first(list); p && rc == 0;
		p = json_next(p)) {
		struct ask_part *part = &ask->parts[ask->n_parts];
		int asked = is_asked(f, p, &part->only_for);

		rc = asked < 0 ? asked : read_ask_part(f, p, c, part);
		ask->n_parts += rc == 0 && asked;
	}
	return rc;
}

static int read_ask(const struct rule_file *f, const struct json_node *node,
	struct ask *ask)
{
	const char *key, *period;
	int rc, concept, kind;

	if ((rc = json_check_keys(f->doc, node, ask_keys, f->err)) != 0 ||
		(rc = concept_text(f, node, "concept", true, &key)) != 0 ||
		(rc = concept_text(f, node, "period", true, &period)) != 0 ||
		(rc = read_status(
			 f, node, "period_status", &ask->period_status)) != 0 ||
		(rc = read_source(f, node, &ask->source)) != 0)
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
	ask->period_sure = ruleset_is_sure(ask->period_status);
	ask->n_parts = 0;
	return read_ask_parts(f, json_get(node, "parts"), ask);
}

static int read_asks(const struct rule_file *f, const struct json_node *list,
	struct item *item)
{
	int rc = 0;

	item->asks = arena_alloc(
		&f->rs->arena, json_count(list) * sizeof(*item->asks));
	for (const struct json_node *a = json_first(list); a && rc == 0;
		a = json_next(a)) {
		struct ask *ask = &item->asks[item->n_asks];
		int asked = is_asked(f, a, &ask->only_for);

		rc = asked < 0 ? asked : read_ask(f, a, ask);
		if (rc != 0 || !asked)
			continue;
		f->rs->wanted |= ruleset_bit(ask->concept);
		item->n_asks++;
	}
	if (rc == 0 && item->n_asks == 0)
		rc = json_error(f->doc, list, f->err,
			"asks for nothing of agencies of type \"%s\"",
			f->rs->agency_type);
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
		(rc = read_status(
			 f, node, "title_status", &item->title_status)) != 0 ||
		(rc = read_source(f, node, &item->source)) != 0 ||
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

static int read_day(const struct rule_file *f, const struct json_node *node,
	const char *key, const char **out)
{
	int rc = concept_text(f, node, key, true, out);
	struct error why;
	long seconds;

	if (rc == 0 && (strlen(*out) != strlen("2024-10-01") ||
			       time_parse(&seconds, *out, &why) != 0))
		rc = json_error(f->doc, json_get(node, key), f->err,
			"\"%s\" is no day such as 2024-10-01", *out);
	return rc;
}

static int read_validity(
	const struct rule_file *f, const struct json_node *root)
{
	const struct json_node *valid = json_get(root, "valid");
	struct ruleset *rs = f->rs;
	int rc = read_day(f, valid, "from", &rs->valid_from);

	if (rc == 0)
		rc = read_day(f, valid, "to", &rs->valid_to);
	if (rc == 0 && strcmp(rs->valid_from, rs->valid_to) > 0)
		rc = json_error(f->doc, valid, f->err, "ends before it begins");
	return rc;
}

/* null is said of the first pack, so that none is forgotten.  What replaces
 * only what is older comes to an end and never round in a ring. */
static int read_lineage(const struct rule_file *f, const struct json_node *root)
{
	const struct json_node *node = json_get(root, "replaces");
	struct ruleset *rs = f->rs;

	if (!node)
		return json_error(f->doc, root, f->err,
			"needs \"replaces\": the year of the pack before, or "
			"null");
	if (json_type(node) == JSON_NULL)
		return 0;
	rs->replaces = (int)json_number(node, 0);
	if (rs->replaces < 1 || rs->replaces >= rs->year)
		return json_error(f->doc, node, f->err,
			"must be null or a year before %d", rs->year);
	return 0;
}

static int read_agency_types(const struct rule_file *f,
	const struct json_node *root, const char *wanted)
{
	const struct json_node *list;
	struct ruleset *rs = f->rs;
	int rc = json_need(
		&list, f->doc, root, "agency_types", JSON_ARRAY, f->err);

	if (rc != 0)
		return rc;
	rs->agency_types = arena_alloc(
		&rs->arena, json_count(list) * sizeof(*rs->agency_types));
	for (const struct json_node *t = json_first(list); t; t = json_next(t))
		rs->agency_types[rs->n_agency_types++] =
			arena_strdup(&rs->arena, json_string(t, ""));
	if (rs->n_agency_types == 0)
		return json_error(f->doc, list, f->err, "names no agency type");
	if (wanted && !ruleset_is_for(rs, wanted))
		return json_error(f->doc, list, f->err,
			"has no agency type \"%s\"", wanted);
	rs->agency_type =
		wanted ? arena_strdup(&rs->arena, wanted) : rs->agency_types[0];
	return 0;
}

static int read_standing(
	const struct rule_file *f, const struct json_node *root)
{
	struct ruleset *rs = f->rs;
	int rc = concept_text(f, root, "status", true, &rs->status);

	if (rc == 0 && strcmp(rs->status, "stable") != 0 &&
		strcmp(rs->status, "draft") != 0)
		rc = json_error(f->doc, json_get(root, "status"), f->err,
			"status \"%s\" is neither stable nor draft",
			rs->status);
	return rc;
}

int pack_read(const struct rule_file *f, int year, const char *agency_type)
{
	const struct json_node *root = json_root(f->doc);
	struct ruleset *rs = f->rs;
	int rc;

	rs->year = (int)json_number(json_get(root, "year"), 0);
	if ((rc = json_check_keys(f->doc, root, year_keys, f->err)) != 0 ||
		(rc = concept_text(f, root, "version", true, &rs->version)) !=
			0 ||
		(rc = read_standing(f, root)) != 0 ||
		(rc = read_lineage(f, root)) != 0 ||
		(rc = read_validity(f, root)) != 0 ||
		(rc = read_agency_types(f, root, agency_type)) != 0 ||
		(rc = window_read(&rs->window, f->doc, f->err)) != 0 ||
		(rc = read_sources(f, root)) != 0 ||
		(rc = read_issues(f, root)) != 0 ||
		(rc = read_items(f, root)) != 0)
		return rc;
	if (rs->year != year)
		return json_error(f->doc, json_get(root, "year"), f->err,
			"is not the year of its file");
	return 0;
}
