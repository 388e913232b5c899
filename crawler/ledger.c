#include "crawler/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/time.h"
#include "crawler/limits.h"
#include "crawler/lookalike.h"
#include "crawler/url.h"

#define COPY_LETTERS 40 /* fewer are a page's frame */

/*
 * The address as it is remembered: without user and password.  A worker is
 * not trusted to have made a canonical one.
 */
static bool put_canonical(struct buf *out, const char *url)
{
	struct buf resolved;
	bool ok;

	buf_init(&resolved, LIMIT_TEXT_BYTES);
	ok = url_resolve(&resolved, slice_str(url), NULL, URL_UTF_8) == URL_OK;
	if (ok)
		url_put_bare(out, buf_str(&resolved));
	buf_done(&resolved);
	return ok;
}

static struct scope_link link_to(
	const struct state *s, uint32_t id, uint32_t parent)
{
	const struct visit *visit = frontier_visit(s->frontier, id);

	return (struct scope_link){ .url = visit->url,
		.parent = parent == VISIT_NONE
				  ? ""
				  : frontier_visit(s->frontier, parent)->url,
		.depth = visit->depth };
}

/* Decides what a visit found on a page comes to. */
static void judge(struct state *s, uint32_t id, uint32_t parent)
{
	struct visit *visit = frontier_visit(s->frontier, id);
	const struct scope_link link = link_to(s, id, parent);
	const char *rule;
	enum outcome o = scope_judge(s->scope, &link, &rule);

	visit->outcome = o;
	visit->detail = frontier_text(s->frontier, rule);
	if (o != OUTCOME_PENDING)
		return;
	frontier_item(s->frontier, id)->counted = scope_is_own(s->scope, &link);
	frontier_queue(s->frontier, id);
}

static bool is_trapped(const struct visit *visit, const char *rule)
{
	return visit->outcome == OUTCOME_TRAP_LIMIT &&
	       scope_is_rule(visit->detail, rule);
}

/* Another way to it may be shorter, or come from outside an endless list. */
static void judge_again(struct state *s, uint32_t id, uint32_t parent)
{
	const struct visit *visit = frontier_visit(s->frontier, id);
	struct frontier_item *item = frontier_item(s->frontier, id);
	const struct scope_link link = link_to(s, id, parent);

	if (is_trapped(visit, "depth") || is_trapped(visit, "pattern"))
		judge(s, id, parent);
	else if (item->counted && !scope_is_own(s->scope, &link)) {
		item->counted = false;
		scope_release(s->scope, visit->url);
	}
}

bool ledger_let_in(struct state *s)
{
	bool any = false;

	for (uint32_t id = 0; id < frontier_count(s->frontier); id++) {
		const struct visit *visit = frontier_visit(s->frontier, id);

		if (!is_trapped(visit, "pattern"))
			continue;
		judge(s, id, visit->parent);
		any = any || visit->outcome == OUTCOME_PENDING;
	}
	return any;
}

/* What a link asks of a redirect is meant for the place it leads to. */
static void pass_topics(struct state *s, uint32_t id)
{
	const uint64_t topics = frontier_visit(s->frontier, id)->topics;

	for (int i = 0; i < LIMIT_REDIRECTS; i++) {
		struct visit *visit = frontier_visit(s->frontier, id);

		if ((visit->topics | topics) != visit->topics) {
			visit->topics |= topics;
			frontier_touch(s->frontier, id);
		}
		if (visit->target == VISIT_NONE)
			return;
		id = visit->target;
	}
}

/* What a link means for a visit that was known before it. */
static void meet_again(
	struct state *s, uint32_t id, const struct frontier_link *link)
{
	judge_again(s, id, link->parent);
	pass_topics(s, id);
}

static uint32_t add(struct state *s, const struct frontier_link *link)
{
	bool fresh;
	uint32_t id = frontier_add(s->frontier, link, &fresh);

	if (id == VISIT_NONE) {
		s->totals.dropped++;
		return id;
	}
	if (fresh) {
		judge(s, id, link->parent);
		pass_topics(s, id);
	} else {
		meet_again(s, id, link);
	}
	return id;
}

/* A link of the visit parent: finds or makes the visit it leads to, and puts
 * that into the queue when it is ours to fetch. */
static void add_link(struct state *s, uint32_t parent,
	const struct reading_link *link, bool again)
{
	struct frontier_link found = { .url = link->url,
		.parent = parent,
		.anchor = link->text,
		.depth = frontier_visit(s->frontier, parent)->depth + 1,
		.priority = link->priority,
		.topics = link->topics,
		.again = again };
	const uint32_t id = frontier_add_known(s->frontier, &found);
	struct buf url;

	/* Of the links of a page nine in ten are those of every page. */
	if (id != VISIT_NONE) {
		meet_again(s, id, &found);
		return;
	}
	buf_init(&url, LIMIT_TEXT_BYTES);
	if (put_canonical(&url, link->url)) {
		found.url = buf_str(&url);
		(void)add(s, &found);
	} else {
		s->totals.others[READING_SCHEME_BROKEN]++;
	}
	buf_done(&url);
}

uint32_t ledger_add_target(struct state *s, uint32_t from, const char *url)
{
	const struct visit *visit = frontier_visit(s->frontier, from);
	const struct frontier_item *item = frontier_item(s->frontier, from);
	const uint8_t hops = (uint8_t)(item->hops + 1); /* of LIMIT_REDIRECTS */
	const struct frontier_link link = { .url = url,
		.parent = from,
		.anchor = visit->anchor,
		.depth = visit->depth,
		.priority = item->priority,
		.topics = visit->topics };
	uint32_t id;

	if (from == s->home)
		scope_add_site(s->scope, url);
	id = add(s, &link);
	if (id != VISIT_NONE)
		frontier_item(s->frontier, id)->hops = hops;
	return id;
}

void ledger_put_response(
	struct state *s, uint32_t id, struct response *r, uint64_t offset)
{
	struct visit *visit = frontier_visit(s->frontier, id);
	struct frontier_item *item = frontier_item(s->frontier, id);
	struct buf at;

	visit->status = r->status;
	visit->bytes = r->body.len;
	visit->sha256[0] = '\0';
	visit->marks &= ~(unsigned)VISIT_MARK_UNPROVEN;
	if (r->unproven)
		visit->marks |= VISIT_MARK_UNPROVEN;
	if (r->status > 0 && r->outcome == OUTCOME_OK) {
		response_digest(r);
		memcpy(visit->sha256, r->sha256, sizeof(visit->sha256));
	}
	buf_init(&at, 64);
	if (r->at > 0)
		time_put(&at, r->at);
	visit->fetched_at = frontier_text(s->frontier, buf_str(&at));
	buf_done(&at);
	item->archived = r->outcome != OUTCOME_NOT_ARCHIVED;
	item->offset = offset;
}

static int put_changed(struct state *s, struct error *err)
{
	uint32_t id;
	int rc = 0;

	while (rc == 0 && frontier_next_changed(s->frontier, &id))
		rc = journal_put_visit(s->journal,
			frontier_visit(s->frontier, id),
			frontier_item(s->frontier, id), err);
	return rc;
}

int ledger_add_sitemap(
	struct state *s, const struct sitemap *sitemap, struct error *err)
{
	const uint32_t before = (uint32_t)frontier_count(s->frontier);
	int rc = journal_begin(s->journal, err);

	for (size_t i = 0; i < sitemap->n_pages; i++) {
		const struct frontier_link link = { .url = sitemap->pages[i],
			.parent = VISIT_NONE,
			.anchor = "",
			.depth = 1,
			.priority = READING_PRIORITY_LAST };

		(void)add(s, &link);
	}
	for (uint32_t id = before; id < frontier_count(s->frontier); id++)
		frontier_visit(s->frontier, id)->marks |= VISIT_MARK_SITEMAP;
	s->totals.found_by_sitemap += frontier_count(s->frontier) - before;
	if (rc == 0)
		rc = put_changed(s, err);
	return rc < 0 ? rc : journal_commit(s->journal, err);
}

int ledger_settle(struct state *s, uint32_t id, enum outcome o,
	const char *detail, struct error *err)
{
	int rc = journal_begin(s->journal, err);

	frontier_settle(s->frontier, id, o, detail);
	if (rc == 0)
		rc = put_changed(s, err);
	return rc < 0 ? rc : journal_commit(s->journal, err);
}

/* Pages of pictures say nothing, and are not alike for that. */
static bool says_something(const struct reading *reading)
{
	return reading->outcome == OUTCOME_OK && reading->kind == PAGE_HTML &&
	       reading->letters >= COPY_LETTERS && reading->imprint;
}

static void put_reading(struct state *s, uint32_t id,
	const struct reading *reading, uint64_t asked)
{
	struct visit *visit = frontier_visit(s->frontier, id);
	struct frontier_item *item = frontier_item(s->frontier, id);

	visit->kind = reading->kind;
	visit->quality = reading->quality;
	visit->title = frontier_text(s->frontier, reading->title);
	if (reading->charset_conflict)
		visit->marks |= VISIT_MARK_CHARSET_CONFLICT;
	if (reading->links_cut)
		visit->marks |= VISIT_MARK_LINKS_CUT;
	visit->marks &= ~(unsigned)(VISIT_MARK_UNREAD | VISIT_MARK_SHEETS_CUT |
				    VISIT_MARK_PICTURES | VISIT_MARK_ANNEX |
				    VISIT_MARK_BRIEF);
	if (lookalike_may_be(reading, visit->url) &&
		(id == s->home || !reading->says_none))
		visit->marks |= VISIT_MARK_BRIEF;
	if (reading->sheets_cut)
		visit->marks |= VISIT_MARK_SHEETS_CUT;
	if (reading->has_pictures)
		visit->marks |= VISIT_MARK_PICTURES;
	if (reading->has_annex)
		visit->marks |= VISIT_MARK_ANNEX;
	if (!item->read && says_something(reading))
		scope_note(s->scope, visit->url, reading->imprint);
	if (!item->read) {
		s->totals.charset_conflicts += reading->charset_conflict;
		for (size_t i = 0; i < READING_SCHEME_COUNT; i++)
			s->totals.others[i] += reading->others[i];
	}
	item->read = true;
	item->asked = asked;
	item->tree_agrees |= reading->tree_agrees;
	item->imprint = reading->imprint;
	frontier_settle(s->frontier, id, reading->outcome, reading->detail);
}

int ledger_settle_reading(struct state *s, uint32_t id,
	const struct reading *reading, uint64_t asked, struct error *err)
{
	const bool again = frontier_item(s->frontier, id)->read;
	int rc = journal_begin(s->journal, err);

	s->read += !again;
	if (rc < 0)
		return rc;
	put_reading(s, id, reading, asked);
	for (size_t i = 0; i < reading->n_links; i++)
		add_link(s, id, &reading->links[i], again);
	rc = put_changed(s, err);
	if (rc == 0)
		rc = journal_put_reading(s->journal, id, reading->payload, err);
	if (rc == 0 && reading->transcript.len)
		rc = journal_put_transcript(s->journal,
			frontier_visit(s->frontier, id)->sha256,
			reading->transcript, err);
	if (rc == 0)
		rc = journal_commit(s->journal, err);
	if (rc == 0 && s->reader->keep)
		s->reader->keep(s->reader->ctx, frontier_visit(s->frontier, id),
			reading);
	if (rc == 0 && s->reader->sought)
		frontier_seek(s->frontier, s->reader->sought(s->reader->ctx));
	return rc;
}

int ledger_survey(struct state *s, uint32_t id, struct error *err)
{
	struct visit *visit = frontier_visit(s->frontier, id);
	uint64_t found = 0;
	struct buf payload;
	bool changed;
	int rc;

	buf_init(&payload, SIZE_MAX / 2);
	rc = journal_get_reading(&payload, s->journal, id, err);
	changed = rc == 0 || (rc > 0 && s->reader->is_changed(s->reader->ctx,
						buf_slice(&payload), &found));
	visit->topics |= found;
	if (changed)
		frontier_queue(s->frontier, id);
	buf_done(&payload);
	return rc < 0 ? rc : 0;
}

bool ledger_second_look(struct state *s)
{
	bool any = false;

	for (uint32_t id = 0; id < frontier_count(s->frontier); id++) {
		const struct visit *visit = frontier_visit(s->frontier, id);
		const struct frontier_item *item =
			frontier_item(s->frontier, id);

		if (!item->read || (visit->topics & ~item->asked) == 0)
			continue;
		frontier_queue(s->frontier, id);
		any = true;
	}
	return any;
}

bool ledger_close_look(struct state *s)
{
	const size_t found = frontier_count(s->frontier);
	uint32_t *ids = mem_calloc(found, sizeof(*ids));
	size_t n = s->reader->unread(s->reader->ctx, s->frontier, ids);

	for (size_t i = 0; i < n; i++) {
		frontier_visit(s->frontier, ids[i])->marks |= VISIT_MARK_UNREAD;
		frontier_queue(s->frontier, ids[i]);
	}
	free(ids);
	return n > 0;
}

static void count(struct state *s, const struct visit *visit)
{
	struct crawl_totals *t = &s->totals;

	t->found++;
	t->by_reason[visit->outcome]++;
	switch (outcome_class(visit->outcome, visit->status)) {
	case OUTCOME_CLASS_OPEN:
		break;
	case OUTCOME_CLASS_CHECKED:
		t->checked++;
		break;
	case OUTCOME_CLASS_GONE:
		t->gone++;
		break;
	case OUTCOME_CLASS_FAILED:
		t->failed++;
		break;
	case OUTCOME_CLASS_SKIPPED:
		t->skipped++;
		break;
	}
	if (visit->outcome == OUTCOME_OK && page_kind_is_document(visit->kind))
		t->documents++;
}

void ledger_close(struct state *s)
{
	for (uint32_t id = 0; id < frontier_count(s->frontier); id++) {
		const struct visit *visit = frontier_visit(s->frontier, id);

		if (visit->outcome == OUTCOME_PENDING)
			frontier_settle(s->frontier, id, OUTCOME_BUDGET,
				s->stopped_by ? s->stopped_by : "");
		count(s, frontier_visit(s->frontier, id));
		frontier_touch(s->frontier, id);
	}
	for (enum url_fold i = 0; i < URL_FOLD_COUNT; i++)
		s->totals.folded[i] = frontier_folded(s->frontier, i);
	s->totals.requests = source_requests(s->source);
	s->totals.bytes = source_bytes(s->source);
	s->totals.reused = source_reused(s->source);
	s->totals.bytes_saved = source_bytes_saved(s->source);
}

static int put_totals(struct state *s, struct error *err)
{
	const struct crawl_totals *t = &s->totals;
	const struct {
		const char *key;
		uint64_t value;
	} rows[] = {
		{ "found", t->found },
		{ "checked", t->checked },
		{ "gone", t->gone },
		{ "failed", t->failed },
		{ "skipped", t->skipped },
		{ "documents", t->documents },
		{ "requests", t->requests },
		{ "bytes", t->bytes },
		{ "reused", t->reused },
		{ "bytes_saved", t->bytes_saved },
		{ "charset_conflicts", t->charset_conflicts },
		{ "second_looks", t->second_looks },
		{ "close_looks", t->close_looks },
		{ "dropped", t->dropped },
		{ "found_by_sitemap", t->found_by_sitemap },
	};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof(rows) / sizeof(rows[0]); i++)
		rc = journal_put_total(
			s->journal, rows[i].key, rows[i].value, err);
	for (enum reading_scheme i = 0; rc == 0 && i < READING_SCHEME_COUNT;
		i++)
		rc = journal_put_total(
			s->journal, reading_scheme_name(i), t->others[i], err);
	for (enum url_fold i = 0; rc == 0 && i < URL_FOLD_COUNT; i++)
		rc = journal_put_total(
			s->journal, url_fold_name(i), t->folded[i], err);
	return rc;
}

int ledger_finish(struct state *s, struct error *err)
{
	int rc = journal_begin(s->journal, err);

	if (rc == 0)
		rc = put_changed(s, err);
	if (rc == 0)
		rc = put_totals(s, err);
	if (rc == 0)
		rc = journal_put_setting(s->journal, "stopped_by",
			s->stopped_by ? s->stopped_by : "", err);
	if (rc == 0)
		rc = journal_commit(s->journal, err);
	return rc < 0 ? rc : journal_finish(s->journal, err);
}
