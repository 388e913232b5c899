#include "rules/concept.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "rules/column.h"

/* A bit each in a sighting, and all bits mean all of them. */
#define MAX_GROUPS 31

static const char *const concept_keys[] = { "concept", "title", "role", "find",
	"proof", "parts", "stated_none", "known_false", "where", "fix",
	"done_when", "purpose", "keep", "owner", "effort", NULL };
static const char *const find_keys[] = { "titles", "labels", "other", "near",
	"exclude", "gist", NULL };
static const char *const gist_keys[] = { "all", "none", NULL };
static const char *const proof_keys[] = { "kinds", "home", "foot", "says",
	"min_letters", "not", NULL };
static const char *const part_keys[] = { "id", "text", "all", "none", "pattern",
	"few", "columns", "months", "has", NULL };
static const char *const few_keys[] = { "pattern", "most", NULL };
static const char *const columns_keys[] = { "least", "with", NULL };
static const char *const false_keys[] = { "any", "why", NULL };

static const char *const role_names[] = { "item", "competitor", "index", NULL };
static const char *const kind_names[] = { "document", "page", "form",
	"off_site", NULL };
static const char *const has_names[] = { "image", "email", "phone",
	"structured", "form", "social_link", "map", NULL };

/* The place of text in a list that ends with NULL, or -1. */
static int name_index(const char *const *names, const char *text)
{
	for (int i = 0; names[i]; i++)
		if (strcmp(names[i], text) == 0)
			return i;
	return -1;
}

static const char *copy_canon(const struct rule_file *f, const char *s)
{
	struct buf canon;
	const char *copy;

	buf_init(&canon, 4 * strlen(s));
	text_canon(&canon, slice_str(s));
	copy = arena_strdup(&f->rs->arena, buf_str(&canon));
	buf_done(&canon);
	return copy;
}

static int read_words(const struct rule_file *f, const struct json_node *node,
	bool signs, struct words *out)
{
	size_t n = json_count(node);
	uint32_t *ids = arena_alloc(&f->rs->arena, n * sizeof(*ids));
	const char **texts = arena_alloc(&f->rs->arena, n * sizeof(*texts));
	size_t i = 0;

	if (node && json_type(node) != JSON_ARRAY)
		return json_error(f->doc, node, f->err, "is no list");
	for (const struct json_node *w = json_first(node); w;
		w = json_next(w)) {
		const char *s = json_string(w, NULL);

		if (!s)
			return json_error(f->doc, w, f->err, "is no text");
		ids[i] = wordset_add(f->rs->words, slice_str(s));
		if (ids[i] == UINT32_MAX && !signs)
			return json_error(f->doc, w, f->err,
				"wording \"%s\" has no letter", s);
		texts[i++] = signs ? copy_canon(f, s)
				   : arena_strdup(&f->rs->arena, s);
	}
	*out = (struct words){ ids, texts, n };
	return 0;
}

int concept_words(const struct rule_file *f, const struct json_node *node,
	struct words *out)
{
	return read_words(f, node, false, out);
}

int concept_signs(const struct rule_file *f, const struct json_node *node,
	struct words *out)
{
	return read_words(f, node, true, out);
}

int concept_text(const struct rule_file *f, const struct json_node *node,
	const char *key, bool needed, const char **out)
{
	const struct json_node *member = json_get(node, key);
	const char *s = json_string(member, NULL);

	if (member && !s)
		return json_error(f->doc, member, f->err, "is no text");
	if (needed && (!s || !*s))
		return json_error(f->doc, member ? member : node, f->err,
			"needs a text \"%s\"", key);
	*out = arena_strdup(&f->rs->arena, s ? s : "");
	return 0;
}

static int read_groups(const struct rule_file *f, const struct json_node *node,
	struct word_groups *out)
{
	size_t n = json_count(node);
	struct words *lists = arena_alloc(&f->rs->arena, n * sizeof(*lists));
	size_t i = 0;
	int rc;

	if (node && (json_type(node) != JSON_ARRAY || n > MAX_GROUPS))
		return json_error(f->doc, node, f->err,
			"is no list of at most %d lists", MAX_GROUPS);
	for (const struct json_node *g = json_first(node); g;
		g = json_next(g)) {
		if ((rc = concept_words(f, g, &lists[i])) != 0)
			return rc;
		if (lists[i++].n == 0)
			return json_error(f->doc, g, f->err, "is empty");
	}
	*out = (struct word_groups){ lists, n };
	return 0;
}

static int read_gist(const struct rule_file *f, const struct json_node *node,
	struct concept *c)
{
	int rc = node ? json_check_keys(f->doc, node, gist_keys, f->err) : 0;

	if (rc == 0)
		rc = read_groups(f, json_get(node, "all"), &c->gist);
	if (rc == 0)
		rc = concept_words(f, json_get(node, "none"), &c->gist_none);
	return rc;
}

static int read_find(const struct rule_file *f, const struct json_node *node,
	struct concept *c)
{
	int rc = json_check_keys(f->doc, node, find_keys, f->err);

	for (int k = 0; k < WORDING_CLASSES && rc == 0; k++)
		rc = concept_words(
			f, json_get(node, find_keys[k]), &c->find[k]);
	if (rc == 0)
		rc = concept_words(f, json_get(node, "exclude"), &c->exclude);
	if (rc == 0)
		rc = read_gist(f, json_get(node, "gist"), c);
	if (rc != 0)
		return rc;
	if (c->find[WORDING_TITLE].n + c->find[WORDING_LABEL].n +
			c->find[WORDING_OTHER].n + c->find[WORDING_NEAR].n ==
		0)
		return json_error(f->doc, node, f->err, "finds nothing");
	return 0;
}

static int read_kinds(const struct rule_file *f, const struct json_node *node,
	struct concept *c)
{
	for (const struct json_node *k = json_first(node); k;
		k = json_next(k)) {
		int i = name_index(kind_names, json_string(k, ""));

		if (i < 0)
			return json_error(f->doc, k, f->err,
				"unknown kind \"%s\"", json_string(k, "?"));
		if (c->kinds == 0)
			c->pages_first = 1U << i != CONCEPT_DOCUMENT;
		c->kinds |= 1U << i;
	}
	return c->kinds ? 0 : json_error(f->doc, node, f->err, "needs a kind");
}

static int read_proof(const struct rule_file *f, const struct json_node *node,
	struct concept *c)
{
	double letters = json_number(json_get(node, "min_letters"), 80);
	int rc;

	if ((rc = json_check_keys(f->doc, node, proof_keys, f->err)) != 0 ||
		(rc = read_kinds(f, json_get(node, "kinds"), c)) != 0 ||
		(rc = read_groups(f, json_get(node, "says"), &c->says)) != 0 ||
		(rc = read_groups(f, json_get(node, "not"), &c->is_not)) != 0)
		return rc;
	if (letters < 0 || letters > 1e6)
		return json_error(f->doc, json_get(node, "min_letters"), f->err,
			"is no number of letters");
	c->min_letters = (size_t)letters;
	c->home = json_bool(json_get(node, "home"), false);
	c->foot = json_bool(json_get(node, "foot"), false);
	return 0;
}

/* The letters beyond ASCII with which s begins. */
static struct slice foreign_run(const char *s)
{
	size_t n = 0;

	while ((unsigned char)s[n] >= 0x80)
		n++;
	return slice_of(s, n);
}

/* Whether a text in normal form may have the letters as they stand. */
static bool is_canon(struct slice s)
{
	struct buf canon;
	bool same;

	buf_init(&canon, 4 * s.len);
	text_canon(&canon, s);
	same = canon.len == s.len && memcmp(canon.data, s.data, s.len) == 0;
	buf_done(&canon);
	return same;
}

/*
 * The first letters of a pattern that no text has when it is looked at: Thai
 * digits, a long dash, two sara e.  Those of a class in brackets are left
 * alone: its ranges end where they like.
 */
static struct slice not_canon(const char *pattern)
{
	bool class = false;

	for (const char *s = pattern; *s; s++) {
		struct slice run = foreign_run(s);

		if (*s == '\\' && s[1])
			s++;
		else if (*s == '[' || *s == ']')
			class = *s == '[';
		else if (run.len && !class && !is_canon(run))
			return run;
		else if (run.len)
			s += run.len - 1;
	}
	return slice_of("", 0);
}

static int read_pattern(const struct rule_file *f, const struct json_node *node,
	struct concept_part *p)
{
	struct slice odd = not_canon(json_string(node, ""));
	struct error why;

	if (odd.len)
		return json_error(f->doc, node, f->err,
			"\"%.*s\" is in no text in normal form", (int)odd.len,
			odd.data);
	if (pattern_new(&p->pattern, json_string(node, ""), &why) != 0)
		return json_error(f->doc, node, f->err, "%s", why.text);
	return 0;
}

/* At most so many places of a pattern: a whole law has more sections. */
static int read_few(const struct rule_file *f, const struct json_node *node,
	struct concept_part *p)
{
	double most = json_number(json_get(node, "most"), -1);
	int rc = json_check_keys(f->doc, node, few_keys, f->err);

	if (rc == 0 && (most < 0 || most > 10000))
		rc = json_error(
			f->doc, node, f->err, "needs a number \"most\"");
	p->most = (long)most;
	return rc ? rc : read_pattern(f, json_get(node, "pattern"), p);
}

/* Which tables are meant; the columns they must have are the year's. */
static int read_columns(const struct rule_file *f, const struct json_node *node,
	struct concept_part *p)
{
	const struct json_node *with;
	double least = json_number(json_get(node, "least"), 0);
	int rc;

	if ((rc = json_check_keys(f->doc, node, columns_keys, f->err)) != 0 ||
		(rc = json_need(
			 &with, f->doc, node, "with", JSON_ARRAY, f->err)) != 0)
		return rc;
	if (least < 1 || least > RULESET_MAX_COLUMNS)
		return json_error(
			f->doc, node, f->err, "needs a number \"least\"");
	if (json_count(with) == 0)
		return json_error(f->doc, with, f->err, "is empty");
	p->least = (size_t)least;
	p->with =
		arena_alloc(&f->rs->arena, json_count(with) * sizeof(*p->with));
	for (const struct json_node *k = json_first(with); k && rc == 0;
		k = json_next(k))
		rc = columns_of(f, k, &p->with[p->n_with++]);
	return rc;
}

static int read_months(const struct rule_file *f, const struct json_node *node,
	struct concept_part *p)
{
	double months = json_number(node, 0);

	if (months < 1 || months > 12)
		return json_error(
			f->doc, node, f->err, "is no number of months");
	p->months = (int)months;
	return 0;
}

static int read_has(const struct rule_file *f, const struct json_node *node,
	struct concept_part *p)
{
	int i = name_index(has_names, json_string(node, ""));

	if (i < 0)
		return json_error(f->doc, node, f->err, "unknown thing \"%s\"",
			json_string(node, "?"));
	p->has = (enum part_has)i;
	return 0;
}

static int read_all(const struct rule_file *f, const struct json_node *node,
	struct concept_part *p)
{
	return read_groups(f, node, &p->all);
}

static int read_none(const struct rule_file *f, const struct json_node *node,
	struct concept_part *p)
{
	return concept_words(f, node, &p->none);
}

/* A part has exactly one test. */
static int read_test(const struct rule_file *f, const struct json_node *node,
	struct concept_part *p)
{
	static const struct {
		const char *key;
		int (*read)(const struct rule_file *f,
			const struct json_node *node, struct concept_part *p);
	} tests[] = {
		[PART_ALL] = { "all", read_all },
		[PART_NONE] = { "none", read_none },
		[PART_PATTERN] = { "pattern", read_pattern },
		[PART_FEW] = { "few", read_few },
		[PART_COLUMNS] = { "columns", read_columns },
		[PART_MONTHS] = { "months", read_months },
		[PART_HAS] = { "has", read_has },
	};
	const struct json_node *found = NULL;
	int n = 0;

	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++) {
		const struct json_node *k = json_get(node, tests[i].key);

		if (!k)
			continue;
		n++;
		found = k;
		p->test = (enum part_test)i;
	}
	if (n != 1)
		return json_error(f->doc, node, f->err,
			"needs one of all, none, pattern, few, columns, "
			"months, has");
	return tests[p->test].read(f, found, p);
}

static int read_parts(const struct rule_file *f, const struct json_node *node,
	struct concept *c)
{
	size_t n = json_count(node);
	int rc;

	if (n > RULESET_MAX_PARTS)
		return json_error(f->doc, node, f->err, "more than %d parts",
			RULESET_MAX_PARTS);
	c->parts = arena_alloc(&f->rs->arena, n * sizeof(*c->parts));
	for (const struct json_node *p = json_first(node); p;
		p = json_next(p)) {
		struct concept_part *part = &c->parts[c->n_parts];

		if ((rc = json_check_keys(f->doc, p, part_keys, f->err)) != 0 ||
			(rc = concept_text(f, p, "id", true, &part->id)) != 0 ||
			(rc = concept_text(f, p, "text", true, &part->text)) !=
				0)
			return rc;
		if (concept_part(c, part->id) >= 0)
			return json_error(f->doc, p, f->err, "two parts \"%s\"",
				part->id);
		c->n_parts++;
		if ((rc = read_test(f, p, part)) != 0)
			return rc;
	}
	return 0;
}

static int read_known_false(const struct rule_file *f,
	const struct json_node *node, struct concept *c)
{
	size_t n = json_count(node);
	int rc;

	c->known_false =
		arena_alloc(&f->rs->arena, n * sizeof(*c->known_false));
	for (const struct json_node *k = json_first(node); k;
		k = json_next(k)) {
		struct known_false *kf = &c->known_false[c->n_known_false++];

		if ((rc = json_check_keys(f->doc, k, false_keys, f->err)) !=
				0 ||
			(rc = concept_words(f, json_get(k, "any"), &kf->any)) !=
				0 ||
			(rc = concept_text(f, k, "why", true, &kf->why)) != 0)
			return rc;
	}
	return 0;
}

/* What the papers print of an item's concept. */
static int read_texts(const struct rule_file *f, const struct json_node *node,
	struct concept *c)
{
	struct {
		const char *key;
		const char **text;
	} texts[] = {
		{ "where", &c->where },
		{ "fix", &c->fix },
		{ "done_when", &c->done_when },
		{ "purpose", &c->purpose },
		{ "keep", &c->keep },
		{ "owner", &c->owner },
		{ "effort", &c->effort },
	};
	bool needed = c->role == CONCEPT_ITEM;
	int rc = 0;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts) && rc == 0; i++)
		rc = concept_text(f, node, texts[i].key, needed, texts[i].text);
	return rc;
}

int concept_read(const struct rule_file *f, struct concept *c)
{
	const struct json_node *root = json_root(f->doc), *find, *proof;
	const char *role;
	int rc, i;

	if ((rc = json_check_keys(f->doc, root, concept_keys, f->err)) != 0 ||
		(rc = concept_text(f, root, "concept", true, &c->key)) != 0 ||
		(rc = concept_text(f, root, "title", true, &c->title)) != 0 ||
		(rc = concept_text(f, root, "role", true, &role)) != 0 ||
		(rc = json_need(&find, f->doc, root, "find", JSON_OBJECT,
			 f->err)) != 0)
		return rc;
	i = name_index(role_names, role);
	if (i < 0)
		return json_error(f->doc, json_get(root, "role"), f->err,
			"unknown role \"%s\"", role);
	c->role = (enum concept_role)i;
	if ((rc = read_find(f, find, c)) != 0 || c->role != CONCEPT_ITEM)
		return rc;
	if ((rc = json_need(&proof, f->doc, root, "proof", JSON_OBJECT,
		     f->err)) != 0 ||
		(rc = read_proof(f, proof, c)) != 0 ||
		(rc = read_parts(f, json_get(root, "parts"), c)) != 0 ||
		(rc = concept_words(f, json_get(root, "stated_none"),
			 &c->stated_none)) != 0 ||
		(rc = read_known_false(f, json_get(root, "known_false"), c)) !=
			0)
		return rc;
	return read_texts(f, root, c);
}

void concept_done(struct concept *c)
{
	for (size_t i = 0; i < c->n_parts; i++)
		pattern_free(c->parts[i].pattern);
}

int concept_part(const struct concept *c, const char *id)
{
	for (size_t i = 0; i < c->n_parts; i++)
		if (strcmp(c->parts[i].id, id) == 0)
			return (int)i;
	return -1;
}
