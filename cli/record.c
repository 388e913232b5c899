#include "cli/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "crawler/journal.h"
#include "crawler/limits.h"
#include "crawler/url.h"

static const char *kept(struct record *r, const char *s)
{
	return *s ? arena_strdup(&r->arena, s) : "";
}

static void take(
	void *ctx, const struct visit *visit, const struct frontier_item *item)
{
	struct record *r = ctx;
	struct visit *v;

	r->gap = r->gap || visit->id != r->n;
	r->visits =
		mem_grow(r->visits, r->n, &r->visits_cap, sizeof(*r->visits));
	r->items = mem_grow(r->items, r->n, &r->items_cap, sizeof(*r->items));
	v = &r->visits[r->n];
	*v = *visit;
	v->url = kept(r, visit->url);
	v->anchor = kept(r, visit->anchor);
	v->detail = kept(r, visit->detail);
	v->title = kept(r, visit->title);
	v->fetched_at = kept(r, visit->fetched_at);
	r->items[r->n] = *item;
	for (size_t i = 0; i < item->n_anchors; i++)
		r->items[r->n].anchors[i] = kept(r, item->anchors[i]);
	r->n++;
}

static int get_setting(const char **out, struct record *r, struct journal *j,
	const char *key, struct error *err)
{
	struct buf value;
	int rc;

	buf_init(&value, LIMIT_TEXT_BYTES);
	rc = journal_get_setting(&value, j, key, err);
	*out = kept(r, buf_str(&value));
	buf_done(&value);
	return rc < 0 ? rc : 0;
}

static int read_journal(struct record *r, const char *path, struct error *err)
{
	struct journal *j = NULL;
	int rc = journal_open(&j, path, err);

	if (rc == 0)
		rc = journal_each_visit(j, take, r, err);
	if (rc == 0 && (r->gap || r->n == 0))
		rc = error_set(
			err, ERR_SYNTAX, "%s: addresses are missing", path);
	if (rc == 0)
		rc = get_setting(&r->site, r, j, "site", err);
	if (rc == 0)
		rc = get_setting(&r->started, r, j, "started", err);
	if (rc == 0)
		rc = get_setting(&r->from, r, j, "from", err);
	if (rc == 0)
		rc = get_setting(&r->stopped_by, r, j, "stopped_by", err);
	journal_free(j);
	return rc;
}

int record_load(struct record *r, const char *run, struct error *err)
{
	struct buf path;
	int rc;

	*r = (struct record){ 0 };
	arena_init(&r->arena);
	buf_init(&path, SIZE_MAX / 2);
	buf_printf(&path, "%s/crawl.sqlite", run);
	r->folder = mem_strdup(run);
	if (!file_exists(buf_str(&path))) {
		buf_clear(&path);
		buf_printf(&path, "%s.part/crawl.sqlite", run);
		if (file_exists(buf_str(&path))) {
			free(r->folder);
			r->folder = mem_strndup(buf_str(&path),
				path.len - strlen("/crawl.sqlite"));
		}
	}
	if (file_exists(buf_str(&path)))
		rc = read_journal(r, buf_str(&path), err);
	else
		rc = error_set(err, ERR_READ, "%s: holds no crawl.sqlite", run);
	buf_done(&path);
	return rc;
}

void record_done(struct record *r)
{
	free(r->visits);
	free(r->items);
	free(r->folder);
	arena_done(&r->arena);
	*r = (struct record){ 0 };
}

uint32_t record_find(const struct record *r, const char *url)
{
	uint32_t found = VISIT_NONE;
	struct buf key, other;

	buf_init(&key, LIMIT_TEXT_BYTES);
	buf_init(&other, LIMIT_TEXT_BYTES);
	(void)url_seen_key(&key, url);
	for (uint32_t id = 0; id < r->n && found == VISIT_NONE; id++)
		if (strcmp(r->visits[id].url, url) == 0)
			found = id;
	for (uint32_t id = 0; id < r->n && found == VISIT_NONE; id++) {
		(void)url_seen_key(&other, r->visits[id].url);
		if (strcmp(buf_str(&other), buf_str(&key)) == 0)
			found = id;
	}
	buf_done(&key);
	buf_done(&other);
	return found;
}

const struct visit *record_visit(const struct record *r, uint32_t id)
{
	return id < r->n ? &r->visits[id] : NULL;
}
