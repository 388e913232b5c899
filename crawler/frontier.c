#include "crawler/frontier.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/pool.h"
#include "base/strmap.h"
#include "crawler/limits.h"
#include "crawler/reading.h"

#define FRONTIER_TOPICS 64
#define RANK_LAST 1000 /* behind whatever was taken */

struct entry {
	uint32_t rank;
	uint32_t depth;
	uint32_t id;
};

struct id_list {
	uint32_t *ids;
	size_t n, cap;
};

struct frontier {
	struct arena arena; /* addresses */
	struct pool texts;  /* all else */
	struct visit *visits;
	struct frontier_item *items;
	size_t n, visits_cap, items_cap;
	struct strmap spellings; /* of addresses: the visits they stand for */
	struct entry *heap;      /* stale entries are passed over */
	size_t n_heap, heap_cap;
	size_t n_queued;
	uint64_t sought;                  /* topics */
	struct strmap kinds;              /* and one more for all the rest */
	uint32_t *taken;                  /* visits given out, by kind ... */
	uint32_t looked[FRONTIER_TOPICS]; /* ... and by topic */
	size_t taken_cap;
	struct id_list changed;
	size_t folded[URL_FOLD_COUNT];
	const char *examples[URL_FOLD_COUNT]; /* of the folded, or NULL */
	struct buf key;
};

struct frontier *frontier_new(void)
{
	struct frontier *f = mem_zalloc(sizeof(*f));

	arena_init(&f->arena);
	buf_init(&f->key, LIMIT_TEXT_BYTES);
	f->sought = UINT64_MAX;
	return f;
}

void frontier_free(struct frontier *f)
{
	if (!f)
		return;
	arena_done(&f->arena);
	pool_done(&f->texts);
	buf_done(&f->key);
	free(f->visits);
	free(f->items);
	strmap_done(&f->spellings);
	free(f->heap);
	strmap_done(&f->kinds);
	free(f->taken);
	free(f->changed.ids);
	free(f);
}

static uint32_t id_of(const struct frontier *f, const char *url)
{
	const uint64_t *id = strmap_get(&f->spellings, url);

	return id ? (uint32_t)*id : VISIT_NONE;
}

uint32_t frontier_find(const struct frontier *f, const char *url)
{
	struct buf key;
	uint32_t id = id_of(f, url);

	if (id != VISIT_NONE)
		return id;
	buf_init(&key, LIMIT_TEXT_BYTES);
	(void)url_seen_key(&key, url);
	id = id_of(f, buf_str(&key));
	buf_done(&key);
	return id;
}

static bool before(const struct entry *a, const struct entry *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank;
	if (a->depth != b->depth)
		return a->depth < b->depth;
	return a->id < b->id;
}

static void heap_push(struct frontier *f, struct entry e)
{
	size_t i = f->n_heap;

	f->heap = mem_grow(f->heap, i, &f->heap_cap, sizeof(*f->heap));
	f->n_heap++;
	while (i > 0 && before(&e, &f->heap[(i - 1) / 2])) {
		f->heap[i] = f->heap[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	f->heap[i] = e;
}

static struct entry heap_pop(struct frontier *f)
{
	const struct entry first = f->heap[0];
	const struct entry last = f->heap[--f->n_heap];
	size_t i = 0, child;

	while ((child = 2 * i + 1) < f->n_heap) {
		if (child + 1 < f->n_heap &&
			before(&f->heap[child + 1], &f->heap[child]))
			child++;
		if (!before(&f->heap[child], &last))
			break;
		f->heap[i] = f->heap[child];
		i = child;
	}
	f->heap[i] = last;
	return first;
}

static uint32_t power_of(uint32_t n)
{
	uint32_t power = 0;

	while (n >>= 1)
		power++;
	return power;
}

/* How often one of the topics was looked for, the most of them. */
static uint32_t looked_for(const struct frontier *f, uint64_t topics)
{
	uint32_t most = 0;

	for (int i = 0; i < FRONTIER_TOPICS; i++)
		if ((topics >> i & 1) && f->looked[i] > most)
			most = f->looked[i];
	return most;
}

static struct entry entry_of(const struct frontier *f, uint32_t id)
{
	const struct frontier_item *item = &f->items[id];
	const struct visit *visit = &f->visits[id];
	const uint64_t sought = visit->topics & f->sought;
	uint32_t priority = (uint32_t)item->priority;
	uint32_t taken = sought ? looked_for(f, sought) : f->taken[item->kind];

	if (visit->topics && !sought && priority < FRONTIER_PLAIN)
		priority = FRONTIER_PLAIN;
	if (priority >= READING_PRIORITY_LAST)
		priority = RANK_LAST;
	return (struct entry){ .rank = priority + power_of(taken),
		.depth = visit->depth,
		.id = id };
}

void frontier_queue(struct frontier *f, uint32_t id)
{
	if (f->items[id].queued)
		return;
	f->items[id].queued = true;
	f->n_queued++;
	heap_push(f, entry_of(f, id));
}

void frontier_seek(struct frontier *f, uint64_t topics)
{
	if (f->sought == topics)
		return;
	f->sought = topics;
	f->n_heap = 0;
	for (uint32_t id = 0; id < f->n; id++)
		if (f->items[id].queued)
			heap_push(f, entry_of(f, id));
}

static void count_taken(struct frontier *f, uint32_t id)
{
	f->taken[f->items[id].kind]++;
	for (int i = 0; i < FRONTIER_TOPICS; i++)
		if (f->visits[id].topics >> i & 1)
			f->looked[i]++;
}

bool frontier_next(struct frontier *f, uint32_t *id)
{
	while (f->n_heap > 0) {
		const struct entry e = heap_pop(f);
		const struct entry now = entry_of(f, e.id);

		if (!f->items[e.id].queued)
			continue;
		/* Others of its kind went first meanwhile. */
		if (before(&e, &now)) {
			heap_push(f, now);
			continue;
		}
		f->items[e.id].queued = false;
		f->n_queued--;
		count_taken(f, e.id);
		*id = e.id;
		return true;
	}
	return false;
}

size_t frontier_queued(const struct frontier *f)
{
	return f->n_queued;
}

size_t frontier_count(const struct frontier *f)
{
	return f->n;
}

struct visit *frontier_visit(struct frontier *f, uint32_t id)
{
	return &f->visits[id];
}

struct frontier_item *frontier_item(struct frontier *f, uint32_t id)
{
	return &f->items[id];
}

uint32_t frontier_end(struct frontier *f, uint32_t id)
{
	for (int i = 0; i < LIMIT_REDIRECTS; i++) {
		if (f->visits[id].target == VISIT_NONE)
			break;
		id = f->visits[id].target;
	}
	return id;
}

void frontier_settle(
	struct frontier *f, uint32_t id, enum outcome o, const char *detail)
{
	f->visits[id].outcome = o;
	f->visits[id].detail = frontier_text(f, detail);
	frontier_touch(f, id);
}

struct visit *frontier_visits(struct frontier *f)
{
	return f->visits;
}

const char *frontier_text(struct frontier *f, const char *s)
{
	return pool_text(&f->texts, slice_str(s));
}

void frontier_touch(struct frontier *f, uint32_t id)
{
	struct id_list *list = &f->changed;

	if (f->items[id].changed)
		return;
	f->items[id].changed = true;
	list->ids =
		mem_grow(list->ids, list->n, &list->cap, sizeof(*list->ids));
	list->ids[list->n++] = id;
}

bool frontier_next_changed(struct frontier *f, uint32_t *id)
{
	if (f->changed.n == 0)
		return false;
	*id = f->changed.ids[--f->changed.n];
	f->items[*id].changed = false;
	return true;
}

size_t frontier_folded(const struct frontier *f, enum url_fold fold)
{
	return f->folded[fold];
}

const char *frontier_folded_example(
	const struct frontier *f, enum url_fold fold)
{
	return f->examples[fold] ? f->examples[fold] : "";
}

static void add_anchor(
	struct frontier *f, struct frontier_item *item, const char *anchor)
{
	if (anchor[0] == '\0' || item->n_anchors == FRONTIER_ANCHORS)
		return;
	for (size_t i = 0; i < item->n_anchors; i++)
		if (strcmp(item->anchors[i], anchor) == 0)
			return;
	item->anchors[item->n_anchors++] = frontier_text(f, anchor);
}

static uint32_t kind_of(struct frontier *f, const char *url)
{
	const uint64_t *known;
	uint32_t kind;

	buf_clear(&f->key);
	url_put_kind(&f->key, url);
	known = strmap_get(&f->kinds, buf_str(&f->key));
	if (known)
		return (uint32_t)*known;
	kind = (uint32_t)f->kinds.n;
	if (kind >= LIMIT_KINDS)
		return LIMIT_KINDS;
	f->taken =
		mem_grow(f->taken, kind + 1, &f->taken_cap, sizeof(*f->taken));
	f->taken[kind] = f->taken[kind + 1] = 0;
	strmap_put(&f->kinds, arena_strdup(&f->arena, buf_str(&f->key)), kind);
	return kind;
}

/* A page more that links to it. */
static void add_parent(
	struct visit *visit, struct frontier_item *item, uint32_t parent)
{
	visit->inbound++;
	item->last_parent = parent;
	if (item->n_parents < FRONTIER_PARENTS)
		item->parents[item->n_parents++] = parent;
}

static uint32_t make_visit(
	struct frontier *f, const struct frontier_link *link, const char *url)
{
	const uint32_t id = (uint32_t)f->n;
	struct frontier_item *item;

	f->visits =
		mem_grow(f->visits, f->n, &f->visits_cap, sizeof(*f->visits));
	f->items = mem_grow(f->items, f->n, &f->items_cap, sizeof(*f->items));
	f->n++;
	item = &f->items[id];
	*item = (struct frontier_item){ .priority = link->priority,
		.kind = kind_of(f, url),
		.last_parent = VISIT_NONE };
	add_anchor(f, item, link->anchor);
	f->visits[id] = (struct visit){ .id = id,
		.url = url,
		.parent = link->parent,
		.target = VISIT_NONE,
		.anchor = item->n_anchors ? item->anchors[0] : "",
		.detail = "",
		.title = "",
		.fetched_at = "",
		.topics = link->topics,
		.depth = link->depth };
	if (link->parent != VISIT_NONE)
		add_parent(&f->visits[id], item, link->parent);
	frontier_touch(f, id);
	return id;
}

/* Adds what one link more says of a known address. */
static void merge(
	struct frontier *f, uint32_t id, const struct frontier_link *link)
{
	struct visit *visit = &f->visits[id];
	struct frontier_item *item = &f->items[id];
	const uint64_t topics = visit->topics | link->topics;
	const bool sooner =
		link->priority < item->priority || link->depth < visit->depth;

	if (link->parent != VISIT_NONE && !link->again &&
		link->parent != item->last_parent)
		add_parent(visit, item, link->parent);
	if (!sooner && topics == visit->topics)
		return;
	add_anchor(f, item, link->anchor);
	visit->topics = topics;
	if (link->priority < item->priority)
		item->priority = link->priority;
	if (link->depth < visit->depth)
		visit->depth = link->depth;
	if (item->queued)
		heap_push(f, entry_of(f, id));
	frontier_touch(f, id);
}

/* Counts another spelling, which lives as long as the frontier. */
static void count_folds(struct frontier *f, unsigned folds, const char *url)
{
	for (unsigned i = 0; i < URL_FOLD_COUNT; i++) {
		if (!(folds >> i & 1))
			continue;
		f->folded[i]++;
		if (!f->examples[i])
			f->examples[i] = url;
	}
}

/* The visit of a spelling not met before; VISIT_NONE when there is no room. */
static uint32_t add_unknown(
	struct frontier *f, const struct frontier_link *link, bool *fresh)
{
	const unsigned folds = url_seen_key(&f->key, link->url);
	uint32_t id = id_of(f, buf_str(&f->key));
	const char *url, *key;

	*fresh = id == VISIT_NONE;
	if (f->spellings.n >= LIMIT_RUN_ADDRESSES)
		return id;
	url = arena_strdup(&f->arena, link->url);
	if (*fresh) {
		key = folds ? arena_strdup(&f->arena, buf_str(&f->key)) : NULL;
		id = make_visit(f, link, url);
		if (key)
			strmap_put(&f->spellings, key, id);
	} else {
		count_folds(f, folds, url);
	}
	strmap_put(&f->spellings, url, id);
	return id;
}

uint32_t frontier_add_known(
	struct frontier *f, const struct frontier_link *link)
{
	uint32_t id = id_of(f, link->url);

	if (id != VISIT_NONE)
		merge(f, id, link);
	return id;
}

uint32_t frontier_add(
	struct frontier *f, const struct frontier_link *link, bool *fresh)
{
	uint32_t id = id_of(f, link->url);

	*fresh = false;
	if (id == VISIT_NONE)
		id = add_unknown(f, link, fresh);
	if (id != VISIT_NONE && !*fresh)
		merge(f, id, link);
	return id;
}
