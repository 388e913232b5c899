#include "rules/ruleset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/fuzzy.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "rules/column.h"
#include "rules/concept.h"
#include "rules/pack.h"

#define MAX_PATH 4096

static const char *const period_names[PERIOD_COUNT] = {
	[PERIOD_CURRENT_STATE] = "current_state",
	[PERIOD_CURRENT_FY] = "current_fy",
	[PERIOD_PREVIOUS_FY] = "previous_fy",
	[PERIOD_FIRST_6_MONTHS] = "first_6_months",
	[PERIOD_COVERS_CURRENT] = "covers_current",
	[PERIOD_CURRENT_CALENDAR_YEAR] = "current_calendar_year",
	[PERIOD_CURRENT_YEAR] = "current_year",
	[PERIOD_UNKNOWN] = "unknown",
};

/* In the order of enum common_list. */
static const char *const common_keys[] = { "generic_anchors", "drafts",
	"samples", "empty", "placeholders", "soft_404", "login", "definition",
	"other_agencies", "paging", "intro", "agency_kinds", "agency_not",
	"frame", "telling", "events", "subject", "off_site", "paper_places",
	"mute_places", NULL };

/* A file of the catalogue being read: its text goes into the digest. */
struct source {
	struct ruleset *rs;
	const char *folder;
	struct sha256 *sha;
	struct error *err;
	const char *changed;       /* a file that is read in place of ... */
	char changed_of[MAX_PATH]; /* ... this one of the folder; or "" */
};

static int open_file(
	const struct source *src, const char *name, struct json **doc)
{
	char path[MAX_PATH];
	struct buf text;
	int rc;

	if (strcmp(name, src->changed_of) == 0)
		(void)snprintf(path, sizeof(path), "%s", src->changed);
	else
		(void)snprintf(path, sizeof(path), "%s/%s", src->folder, name);
	buf_init(&text, JSON_MAX_BYTES);
	rc = file_read(&text, path, src->err);
	if (rc == 0)
		rc = json_parse(doc, path, buf_slice(&text), src->err);
	if (rc == 0) {
		sha256_add(src->sha, slice_of(name, strlen(name) + 1));
		sha256_add(src->sha, buf_slice(&text));
	}
	buf_done(&text);
	return rc;
}

static int load_columns(const struct source *src)
{
	struct json *doc = NULL;
	int rc = open_file(src, "columns.json", &doc);
	struct rule_file f = { src->rs, doc, src->err };

	if (rc == 0)
		rc = column_read(&f);
	json_free(doc);
	return rc;
}

static int load_concept(const struct source *src, const char *name)
{
	struct ruleset *rs = src->rs;
	struct concept *c = &rs->concepts[rs->n_concepts];
	struct json *doc = NULL;
	char path[MAX_PATH];
	int rc;

	(void)snprintf(path, sizeof(path), "concepts/%s", name);
	if (rs->n_concepts == RULESET_MAX_CONCEPTS)
		return error_set(src->err, ERR_LIMIT,
			"%s/%s: more than %d concepts", src->folder, path,
			RULESET_MAX_CONCEPTS);
	rc = open_file(src, path, &doc);
	if (rc == 0) {
		struct rule_file f = { rs, doc, src->err };

		rs->n_concepts++;
		rc = concept_read(&f, c);
	}
	if (rc == 0 && (strncmp(c->key, name, strlen(name) - 5) != 0 ||
			       strlen(c->key) != strlen(name) - 5)) {
		rc = json_error(doc, json_get(json_root(doc), "concept"),
			src->err, "\"%s\" is not the name of its file", c->key);
	}
	json_free(doc);
	return rc;
}

static int load_concepts(const struct source *src)
{
	char **list = NULL;
	char path[MAX_PATH];
	int n, rc = 0;

	(void)snprintf(path, sizeof(path), "%s/concepts", src->folder);
	n = file_list(&list, path, ".json", src->err);
	if (n < 0)
		return n;
	for (int i = 0; i < n && rc == 0; i++)
		rc = load_concept(src, list[i]);
	file_list_free(list, n);
	return rc;
}

static int read_off_site(
	const struct rule_file *f, const struct json_node *node)
{
	struct ruleset *rs = f->rs;
	size_t i = 0;

	rs->n_off_site = json_count(node);
	rs->off_site =
		arena_alloc(&rs->arena, rs->n_off_site * sizeof(*rs->off_site));
	for (const struct json_node *k = json_first(node); k;
		k = json_next(k)) {
		struct off_site *o = &rs->off_site[i++];
		size_t n = json_count(k);

		o->kind = arena_strdup(&rs->arena, json_key(k));
		o->hosts = arena_alloc(&rs->arena, n * sizeof(*o->hosts));
		for (const struct json_node *h = json_first(k); h;
			h = json_next(h)) {
			if (!json_string(h, NULL))
				return json_error(
					f->doc, h, f->err, "is no text");
			o->hosts[o->n_hosts++] =
				arena_strdup(&rs->arena, json_string(h, ""));
		}
	}
	return 0;
}

static struct off_site *off_site_of(const struct ruleset *rs, const char *kind)
{
	for (size_t i = 0; i < rs->n_off_site; i++)
		if (strcmp(rs->off_site[i].kind, kind) == 0)
			return &rs->off_site[i];
	return NULL;
}

/* Says of the kinds in a list what the list stands for. */
static int mark_off_site(const struct rule_file *f, const char *key)
{
	const struct json_node *list = json_get(json_root(f->doc), key);

	for (const struct json_node *p = json_first(list); p;
		p = json_next(p)) {
		struct off_site *o = off_site_of(f->rs, json_string(p, ""));

		if (!o)
			return json_error(f->doc, p, f->err,
				"unknown kind \"%s\"", json_string(p, "?"));
		if (strcmp(key, "paper_places") == 0)
			o->papers = true;
		else
			o->mute = true;
	}
	return 0;
}

/* Lists that are not sought as wordings but compared with canon, or with a
 * piece of the key. */
static bool is_compared(int list)
{
	return list == COMMON_FRAME || list == COMMON_PAGING ||
	       list == COMMON_AGENCY_KINDS || list == COMMON_AGENCY_NOT ||
	       list == COMMON_TELLING || list == COMMON_EVENTS ||
	       list == COMMON_SUBJECT;
}

static int load_common(const struct source *src)
{
	struct json *doc = NULL;
	int rc = open_file(src, "common.json", &doc);
	struct rule_file f = { src->rs, doc, src->err };
	const struct json_node *root;

	if (rc != 0)
		return rc;
	root = json_root(doc);
	rc = json_check_keys(doc, root, common_keys, src->err);
	for (int i = 0; i < COMMON_LISTS && rc == 0; i++)
		rc = (is_compared(i) ? concept_signs : concept_words)(&f,
			json_get(root, common_keys[i]), &src->rs->common[i]);
	if (rc == 0)
		rc = read_off_site(&f, json_get(root, "off_site"));
	if (rc == 0)
		rc = mark_off_site(&f, "paper_places");
	if (rc == 0)
		rc = mark_off_site(&f, "mute_places");
	json_free(doc);
	return rc;
}

static bool has_pack(const struct source *src, int year)
{
	char path[MAX_PATH];

	(void)snprintf(
		path, sizeof(path), "%s/years/%d.json", src->folder, year);
	return file_exists(path);
}

static int load_year(
	const struct source *src, int year, const char *agency_type)
{
	struct json *doc = NULL;
	char name[64];
	int rc;

	(void)snprintf(name, sizeof(name), "years/%d.json", year);
	if (!has_pack(src, year))
		return error_set(src->err, ERR_SYNTAX,
			"%s/%s: no rule pack of %d", src->folder, name, year);
	rc = open_file(src, name, &doc);
	if (rc == 0) {
		struct rule_file f = { src->rs, doc, src->err };

		rc = pack_read(&f, year, agency_type);
	}
	if (rc == 0 && src->rs->replaces && !has_pack(src, src->rs->replaces))
		rc = json_error(doc, json_get(json_root(doc), "replaces"),
			src->err, "there is no rule pack of %d",
			src->rs->replaces);
	if (rc == 0)
		sha256_add(src->sha, slice_str(src->rs->agency_type));
	json_free(doc);
	return rc;
}

static void add_owner(
	struct ruleset *rs, uint32_t word, size_t concept, int class)
{
	size_t n = rs->n_owners[word];
	struct word_owner *list =
		arena_alloc(&rs->arena, (n + 1) * sizeof(*list));

	if (n == UINT8_MAX)
		return;
	for (size_t i = 0; i < n; i++)
		list[i] = rs->owners[word][i];
	list[n] = (struct word_owner){ (uint8_t) concept, (uint8_t) class };
	rs->owners[word] = list;
	rs->n_owners[word]++;
}

static int by_length(const void *a, const void *b)
{
	const struct named_word *x = a, *y = b;

	if (x->length != y->length)
		return x->length > y->length ? -1 : 1;
	return x->word < y->word ? -1 : x->word > y->word;
}

static void index_named(struct ruleset *rs)
{
	const size_t n = wordset_count(rs->words);

	rs->named = arena_alloc(&rs->arena, n * sizeof(*rs->named));
	for (uint32_t w = 0; w < n; w++)
		if (rs->n_owners[w])
			rs->named[rs->n_named++] = (struct named_word){
				wordset_letters_of(rs->words, w), w,
				(uint32_t)wordset_length(rs->words, w)
			};
	if (rs->n_named)
		qsort(rs->named, rs->n_named, sizeof(*rs->named), by_length);
	for (uint32_t i = 0; i < rs->n_named; i++)
		if (rs->named[i].length >= FUZZY_LEAST_LETTERS)
			pieces_add(&rs->pieces, i,
				wordset_key(rs->words, rs->named[i].word),
				ruleset_typed_wrong(rs->named[i].length));
}

/* What the labels of each concept may lead to in this year. */
static void index_leads(struct ruleset *rs)
{
	for (size_t c = 0; c < rs->n_concepts; c++)
		rs->leads_to[c] = ruleset_bit(c);
	for (size_t i = 0; i < rs->n_items; i++) {
		const struct item *item = &rs->items[i];
		uint64_t asked = 0;

		for (size_t a = 0; a < item->n_asks; a++)
			asked |= ruleset_bit(item->asks[a].concept);
		for (size_t c = 0; c < rs->n_concepts; c++)
			if ((asked | item->leads) >> c & 1)
				rs->leads_to[c] |= asked;
	}
}

/* Turns the concepts' wordings into one automaton with owners. */
static void index_words(struct ruleset *rs)
{
	size_t n;

	wordset_build(rs->words);
	n = wordset_count(rs->words);
	rs->owners = arena_alloc(&rs->arena, n * sizeof(*rs->owners));
	rs->n_owners = arena_alloc(&rs->arena, n);
	rs->excludes = arena_alloc(&rs->arena, n * sizeof(*rs->excludes));
	for (size_t c = 0; c < rs->n_concepts; c++) {
		const struct concept *k = &rs->concepts[c];

		for (int class = 0; class < WORDING_CLASSES; class ++)
			for (size_t i = 0; i < k->find[class].n; i++)
				add_owner(rs, k->find[class].ids[i], c, class);
		for (size_t i = 0; i < k->exclude.n; i++)
			rs->excludes[k->exclude.ids[i]] |= ruleset_bit(c);
		if (k->home)
			rs->at_home |= ruleset_bit(c);
		if (k->role == CONCEPT_INDEX)
			rs->indexes |= ruleset_bit(c);
	}
	index_named(rs);
}

/* The file that a changed concept takes the place of. */
static int find_concept(struct source *src, const struct json *doc)
{
	const struct json_node *key;
	char path[MAX_PATH];
	int rc = json_need(
		&key, doc, json_root(doc), "concept", JSON_STRING, src->err);

	if (rc != 0)
		return rc;
	(void)snprintf(src->changed_of, sizeof(src->changed_of),
		"concepts/%.255s.json", json_string(key, ""));
	(void)snprintf(
		path, sizeof(path), "%s/%.300s", src->folder, src->changed_of);
	if (file_exists(path))
		return 0;
	return json_error(doc, key, src->err, "\"%s\" is no concept of %s",
		json_string(key, ""), src->folder);
}

/* The same of a pack: that of another year would change nothing. */
static int find_pack(struct source *src, const struct json *doc, int year)
{
	const struct json_node *node = json_get(json_root(doc), "year");

	if (json_number(node, 0) != year)
		return json_error(doc, node, src->err,
			"is not %d, by whose rules is judged", year);
	(void)snprintf(src->changed_of, sizeof(src->changed_of),
		"years/%d.json", year);
	return 0;
}

/* Which file of the catalogue another one is to take the place of. */
static int find_changed(struct source *src, int year)
{
	struct json *doc = NULL;
	int rc;

	if (!src->changed)
		return 0;
	rc = json_load(&doc, src->changed, src->err);
	if (rc == 0)
		rc = json_get(json_root(doc), "year")
			     ? find_pack(src, doc, year)
			     : find_concept(src, doc);
	json_free(doc);
	return rc;
}

int ruleset_load(
	struct ruleset **out, const char *folder, int year, struct error *err)
{
	const struct ruleset_options options = { NULL };

	return ruleset_load_with(out, folder, year, &options, err);
}

int ruleset_load_with(struct ruleset **out, const char *folder, int year,
	const struct ruleset_options *options, struct error *err)
{
	struct ruleset *rs = mem_zalloc(sizeof(*rs));
	struct source src = { rs, folder, sha256_new(), err,
		options->changed_file, "" };
	int rc;

	arena_init(&rs->arena);
	rs->words = wordset_new();
	if ((rc = find_changed(&src, year)) != 0 ||
		(rc = load_columns(&src)) != 0 ||
		(rc = load_concepts(&src)) != 0 ||
		(rc = load_common(&src)) != 0 ||
		(rc = load_year(&src, year, options->agency_type)) != 0)
		goto out;
	index_words(rs);
	index_leads(rs);
	sha256_end(src.sha, rs->sha256);
	*out = rs;
	rs = NULL;
out:
	sha256_free(src.sha);
	ruleset_free(rs);
	return rc;
}

void ruleset_free(struct ruleset *rs)
{
	if (!rs)
		return;
	for (size_t i = 0; i < rs->n_concepts; i++)
		concept_done(&rs->concepts[i]);
	wordset_free(rs->words);
	columns_done(&rs->columns);
	pieces_done(&rs->pieces);
	arena_done(&rs->arena);
	free(rs);
}

int ruleset_years(int *out, int max, const char *folder, struct error *err)
{
	char **list = NULL;
	char path[MAX_PATH];
	int n, found = 0;

	(void)snprintf(path, sizeof(path), "%s/years", folder);
	n = file_list(&list, path, ".json", err);
	for (int i = 0; i < n && found < max; i++)
		out[found++] = (int)strtol(list[i], NULL, 10);
	if (n >= 0)
		file_list_free(list, n);
	return n < 0 ? n : found;
}

int ruleset_year_for(const char *folder, const char *date, struct error *err)
{
	char **list = NULL;
	char path[MAX_PATH];
	int n, best = 0;

	(void)snprintf(path, sizeof(path), "%s/years", folder);
	n = file_list(&list, path, ".json", err);
	if (n < 0)
		return n;
	for (int i = 0; i < n; i++) {
		struct json *doc = NULL;
		const struct json_node *root;

		(void)snprintf(
			path, sizeof(path), "%s/years/%s", folder, list[i]);
		best = json_load(&doc, path, err) != 0 ? err->code : best;
		root = doc ? json_root(doc) : NULL;
		if (best >= 0 && root &&
			strcmp(json_string(json_get(json_get(root, "valid"),
						   "from"),
				       "9"),
				date) <= 0)
			best = (int)json_number(json_get(root, "year"), 0);
		json_free(doc);
		if (best < 0)
			break;
	}
	file_list_free(list, n);
	return best;
}

bool ruleset_is_for(const struct ruleset *rs, const char *agency_type)
{
	for (size_t i = 0; i < rs->n_agency_types; i++)
		if (strcmp(rs->agency_types[i], agency_type) == 0)
			return true;
	return false;
}

int ruleset_concept(const struct ruleset *rs, const char *key)
{
	for (size_t i = 0; i < rs->n_concepts; i++)
		if (strcmp(rs->concepts[i].key, key) == 0)
			return (int)i;
	return -1;
}

bool ruleset_asks(
	const struct ruleset *rs, const struct item *item, const char *key)
{
	for (size_t i = 0; i < item->n_asks; i++)
		if (strcmp(rs->concepts[item->asks[i].concept].key, key) == 0)
			return true;
	return false;
}

bool ruleset_is_on_half(const struct ruleset *rs, const char *name)
{
	for (size_t i = 0; i < rs->n_items; i++)
		for (size_t k = 0; k < rs->items[i].n_asks; k++) {
			const struct ask *ask = &rs->items[i].asks[k];

			if (ask->period == PERIOD_FIRST_6_MONTHS &&
				(strcmp(rs->items[i].id, name) == 0 ||
					strcmp(rs->concepts[ask->concept].key,
						name) == 0))
				return true;
		}
	return false;
}

/* Whether the address is on that host, or one below it, at or below its path
 * where it has one. */
static bool is_at(const char *url, const char *host)
{
	const char *name = strstr(url, "://");
	const size_t len = strlen(host);
	size_t end, at;

	if (!name)
		return false;
	name += 3;
	end = strcspn(name, "/:?");
	at = strcspn(host, "/");
	if (end < at || (end > at && name[end - at - 1] != '.') ||
		strncmp(name + end - at, host, at) != 0)
		return false;
	name += end;
	name += strcspn(name, "/?");
	return strncmp(name, host + at, len - at) == 0 &&
	       (at == len || !ascii_is_alnum(name[len - at]));
}

const struct off_site *ruleset_off_site(
	const struct ruleset *rs, const char *url)
{
	const struct off_site *best = NULL;
	size_t longest = 0;

	for (size_t i = 0; i < rs->n_off_site; i++) {
		const struct off_site *o = &rs->off_site[i];

		for (size_t k = 0; k < o->n_hosts; k++) {
			if (strlen(o->hosts[k]) <= longest ||
				!is_at(url, o->hosts[k]))
				continue;
			longest = strlen(o->hosts[k]);
			best = o;
		}
	}
	return best;
}

bool ruleset_keeps_papers(const struct ruleset *rs, const char *url)
{
	const struct off_site *place = ruleset_off_site(rs, url);

	return place && place->papers;
}

bool ruleset_is_sure(const char *status)
{
	return strcmp(status, "confirmed") == 0 ||
	       strcmp(status, "lao-page") == 0;
}

const char *ruleset_period_name(enum period_kind kind)
{
	return period_names[kind];
}

bool ruleset_stands_in(const struct words *list, struct slice canon)
{
	for (size_t i = 0; i < list->n; i++)
		if (slice_find(canon, list->texts[i], 0) >= 0)
			return true;
	return false;
}
