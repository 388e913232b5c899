#include "rules/waiver.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/slice.h"
#include "base/time.h"
#include "rules/concept.h"

#define SHA256_DIGITS 64

/* More redirects than a crawl follows. */
#define MAX_STEPS 32

static const struct {
	const char *key;
	enum verdict verdict;
} lists[] = {
	{ "not_applicable", VERDICT_NOT_APPLICABLE },
	{ "waivers", VERDICT_WAIVED },
	{ "attestations", VERDICT_ATTESTED },
};

#define N_LISTS (sizeof(lists) / sizeof(*lists))

struct reader {
	const struct json *doc;
	const struct ruleset *rs;
	struct waivers *out;
	struct error *err;
};

static int read_text(const struct reader *r, const struct json_node *node,
	const char *key, const char **out)
{
	const struct json_node *value;
	int rc = json_need(&value, r->doc, node, key, JSON_STRING, r->err);

	if (rc != 0)
		return rc;
	if (!*json_string(value, ""))
		return json_error(r->doc, value, r->err, "is empty");
	*out = arena_strdup(&r->out->arena, json_string(value, ""));
	return 0;
}

static int read_date(
	const struct reader *r, const struct json_node *node, struct waiver *w)
{
	struct error err;
	long seconds;

	if (read_text(r, node, "until", &w->says.until) != 0)
		return r->err->code;
	if (strlen(w->says.until) == strlen("2025-09-30") &&
		time_parse(&seconds, w->says.until, &err) == 0)
		return 0;
	return json_error(r->doc, json_get(node, "until"), r->err,
		"\"%s\" is no date, \"2025-09-30\" is one", w->says.until);
}

static const struct item *find_item(const struct ruleset *rs, const char *id)
{
	for (size_t i = 0; i < rs->n_items; i++)
		if (strcmp(rs->items[i].id, id) == 0)
			return &rs->items[i];
	return NULL;
}

/* By the number of an item, which needs its year: numbers change every year.
 * 1 when it is of another year than the rules. */
static int read_item(
	const struct reader *r, const struct json_node *node, struct waiver *w)
{
	const struct json_node *id, *year;

	if (json_need(&id, r->doc, node, "item", JSON_STRING, r->err) != 0 ||
		json_need(&year, r->doc, node, "year", JSON_NUMBER, r->err) !=
			0)
		return r->err->code;
	if (json_number(year, 0) != r->rs->year)
		return 1;
	w->item = find_item(r->rs, json_string(id, ""));
	if (!w->item)
		return json_error(r->doc, id, r->err, "\"%s\" is no item of %d",
			json_string(id, ""), r->rs->year);
	return 0;
}

static int read_concept(
	const struct reader *r, const struct json_node *node, struct waiver *w)
{
	const struct json_node *key;

	if (json_need(&key, r->doc, node, "concept", JSON_STRING, r->err) != 0)
		return r->err->code;
	w->concept = ruleset_concept(r->rs, json_string(key, ""));
	if (w->concept < 0)
		return json_error(r->doc, key, r->err, "\"%s\" is no concept",
			json_string(key, ""));
	return 0;
}

static bool has_part(
	const struct ruleset *rs, const struct waiver *w, size_t concept)
{
	return concept_part(&rs->concepts[concept], w->part) >= 0;
}

/* A part of a concept; of an item that asks for several concepts each of them
 * is a part too, as it stands in report.json. */
static bool is_part(const struct ruleset *rs, struct waiver *w)
{
	bool known = w->concept >= 0 && has_part(rs, w, (size_t)w->concept);

	for (size_t i = 0; w->item && i < w->item->n_asks; i++) {
		size_t concept = w->item->asks[i].concept;

		if (strcmp(rs->concepts[concept].key, w->part) == 0) {
			w->concept = (int)concept;
			w->part = "";
			return true;
		}
		known = known || has_part(rs, w, concept);
	}
	return known;
}

static int read_part(
	const struct reader *r, const struct json_node *node, struct waiver *w)
{
	if (!json_get(node, "part"))
		return 0;
	if (read_text(r, node, "part", &w->part) != 0)
		return r->err->code;
	if (!is_part(r->rs, w))
		return json_error(r->doc, json_get(node, "part"), r->err,
			"\"%s\" is no part of it", w->part);
	return 0;
}

/* 1 when it is about an item of another year. */
static int read_subject(
	const struct reader *r, const struct json_node *node, struct waiver *w)
{
	bool by_item = json_get(node, "item") != NULL;
	int rc;

	if (by_item == (json_get(node, "concept") != NULL))
		return json_error(r->doc, node, r->err,
			"needs either \"item\" with \"year\" or \"concept\"");
	rc = by_item ? read_item(r, node, w) : read_concept(r, node, w);
	return rc == 0 ? read_part(r, node, w) : rc;
}

static bool is_sha256(const char *text)
{
	return strlen(text) == SHA256_DIGITS &&
	       strspn(text, "0123456789abcdefABCDEF") == SHA256_DIGITS;
}

static int read_document(
	const struct reader *r, const struct json_node *node, struct waiver *w)
{
	struct slice url;

	if (read_text(r, node, "url", &w->says.url) != 0 ||
		read_text(r, node, "sha256", &w->says.sha256) != 0)
		return r->err->code;
	url = slice_str(w->says.url);
	if (!slice_starts_nocase(url, "http://") &&
		!slice_starts_nocase(url, "https://"))
		return json_error(r->doc, json_get(node, "url"), r->err,
			"\"%s\" is no address", w->says.url);
	if (!is_sha256(w->says.sha256))
		return json_error(r->doc, json_get(node, "sha256"), r->err,
			"must be %d hexadecimal digits", SHA256_DIGITS);
	return 0;
}

static int read_statement(const struct reader *r, const struct json_node *node,
	enum verdict verdict)
{
	/* The last two are an attestation's. */
	static const char *const keys[] = { "item", "year", "concept", "part",
		"reason", "by", "until", "url", "sha256", NULL };
	static const char *const few[] = { "item", "year", "concept", "part",
		"reason", "by", "until", NULL };
	const bool attests = verdict == VERDICT_ATTESTED;
	struct waiver w = {
		.says = { .verdict = verdict, .url = "", .sha256 = "" },
		.concept = -1,
		.part = ""
	};
	int rc;

	if (json_type(node) != JSON_OBJECT)
		return json_error(r->doc, node, r->err, "must be an object");
	rc = json_check_keys(r->doc, node, attests ? keys : few, r->err);
	if (rc == 0)
		rc = read_text(r, node, "reason", &w.says.reason);
	if (rc == 0)
		rc = read_text(r, node, "by", &w.says.by);
	if (rc == 0)
		rc = read_date(r, node, &w);
	if (rc == 0 && attests)
		rc = read_document(r, node, &w);
	if (rc == 0)
		rc = read_subject(r, node, &w);
	if (rc == 0)
		r->out->items[r->out->n++] = w;
	return rc < 0 ? rc : 0;
}

static int read_lists(const struct reader *r)
{
	const struct json_node *root = json_root(r->doc), *all[N_LISTS];
	size_t room = 0;

	for (size_t i = 0; i < N_LISTS; i++) {
		all[i] = json_get(root, lists[i].key);
		if (all[i] && json_type(all[i]) != JSON_ARRAY)
			return json_error(
				r->doc, all[i], r->err, "must be a list");
		room += json_count(all[i]);
	}
	r->out->items =
		arena_alloc(&r->out->arena, room * sizeof(*r->out->items));
	for (size_t i = 0; i < N_LISTS; i++)
		for (const struct json_node *one = json_first(all[i]); one;
			one = json_next(one))
			if (read_statement(r, one, lists[i].verdict) != 0)
				return r->err->code;
	return 0;
}

int waivers_load(struct waivers **out, const char *path,
	const struct ruleset *rs, struct error *err)
{
	struct waivers *w = mem_zalloc(sizeof(*w));
	struct json *doc = NULL;
	int rc;

	arena_init(&w->arena);
	rc = json_load(&doc, path, err);
	if (rc == 0)
		rc = read_lists(&(struct reader){ doc, rs, w, err });
	if (rc == 0) {
		*out = w;
		w = NULL;
	}
	json_free(doc);
	waivers_free(w);
	return rc;
}

void waivers_free(struct waivers *w)
{
	if (!w)
		return;
	arena_done(&w->arena);
	free(w);
}

static enum waiver_state document_state(const struct finding_waiver *says,
	const struct visit_list *visits, uint32_t visit)
{
	const struct visit *v;

	for (int i = 0; i < MAX_STEPS && visit != VISIT_NONE; i++) {
		v = &visits->items[visit];
		if (v->target == VISIT_NONE)
			break;
		visit = v->target;
	}
	if (visit == VISIT_NONE || !*visits->items[visit].sha256)
		return WAIVER_UNSEEN;
	v = &visits->items[visit];
	return slice_eq_nocase(slice_str(says->sha256), v->sha256)
		       ? WAIVER_HOLDS
		       : WAIVER_CHANGED;
}

void waivers_settle(struct waivers *w, const struct visit_list *visits,
	uint32_t (*find)(void *ctx, const char *url), void *ctx,
	const char *day)
{
	for (size_t i = 0; i < w->n; i++) {
		struct finding_waiver *says = &w->items[i].says;

		if (strcmp(says->until, day) < 0)
			says->state = WAIVER_EXPIRED;
		else if (says->verdict != VERDICT_ATTESTED)
			says->state = WAIVER_HOLDS;
		else
			says->state = document_state(
				says, visits, find(ctx, says->url));
	}
}

bool waiver_is_about(
	const struct waiver *w, const struct item *item, size_t concept)
{
	return (!w->item || w->item == item) &&
	       (w->concept < 0 || (size_t)w->concept == concept);
}

const struct waiver *waivers_find(const struct waivers *w,
	const struct item *item, size_t concept, const char *part)
{
	for (size_t i = 0; w && i < w->n; i++) {
		const struct waiver *one = &w->items[i];

		if (one->says.state == WAIVER_HOLDS &&
			waiver_is_about(one, item, concept) &&
			strcmp(one->part, part ? part : "") == 0)
			return one;
	}
	return NULL;
}

uint32_t waivers_excused(const struct waiver **first, const struct waivers *w,
	const struct item *item, const struct ask *ask, const struct concept *k,
	uint32_t proven)
{
	uint32_t excused = 0;

	*first = NULL;
	for (size_t i = 0; i < ask->n_parts; i++) {
		size_t part = ask->parts[i].part;
		const struct waiver *one;

		if (!ask->parts[i].must || proven >> part & 1)
			continue;
		one = waivers_find(w, item, ask->concept, k->parts[part].id);
		if (!one)
			continue;
		excused |= 1U << part;
		*first = *first ? *first : one;
	}
	return excused;
}

/* The part of the item that a statement is about, and whether the site shows
 * all of that; false when it is about another item. */
static bool relate(const struct waiver *w, const struct ruleset *rs,
	const struct item *item, const struct waiver_ask *asks,
	struct finding_waiver *out)
{
	bool about = false, shown = true;

	out->part = out->part_text = "";
	for (size_t i = 0; i < item->n_asks; i++) {
		const struct concept *k = &rs->concepts[asks[i].concept];
		const int part = concept_part(k, w->part);

		if (!waiver_is_about(w, item, asks[i].concept) ||
			(*w->part && part < 0))
			continue;
		about = true;
		shown = shown &&
			(part < 0 ? asks[i].shown : asks[i].proven >> part & 1);
		if (part >= 0) {
			out->part = k->parts[part].id;
			out->part_text = k->parts[part].text;
		} else if (w->concept >= 0 && item->n_asks > 1) {
			out->part = k->key;
			out->part_text = k->title;
		}
	}
	if (out->state == WAIVER_HOLDS && shown)
		out->state = WAIVER_UNNEEDED;
	return about;
}

void waivers_put(const struct waivers *w, const struct ruleset *rs,
	const struct item *item, const struct waiver_ask *asks,
	struct arena *arena, struct finding *out)
{
	if (!w)
		return;
	out->waivers = arena_alloc(arena, w->n * sizeof(*out->waivers));
	for (size_t i = 0; i < w->n; i++) {
		struct finding_waiver *one = &out->waivers[out->n_waivers];

		*one = w->items[i].says;
		out->n_waivers += relate(&w->items[i], rs, item, asks, one);
	}
}

const char *waiver_advice(const struct finding_waiver *w)
{
	static const char *const codes[WAIVER_STATES] = {
		[WAIVER_EXPIRED] = "waiver_expired",
		[WAIVER_CHANGED] = "waiver_changed",
		[WAIVER_UNSEEN] = "waiver_unseen",
	};

	return codes[w->state];
}

void waiver_fill(struct reason_words *words, const struct finding_waiver *w,
	struct arena *arena)
{
	struct error err;
	struct buf until;
	long seconds = 0;

	buf_init(&until, 128);
	if (time_parse(&seconds, w->until, &err) == 0)
		time_put_thai(&until, time_date(seconds), TIME_LONG);
	words->by = w->by;
	words->until = arena_strdup(arena, buf_str(&until));
	words->note = w->reason;
	buf_done(&until);
}
