#include "crawler/probe.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/slice.h"
#include "base/tally.h"
#include "crawler/limits.h"
#include "crawler/url.h"

#define EXTENSION_BYTES 6 /* ".shtml" */

/* A folder with candidates. */
struct folder {
	const char *url;
	const char *first; /* the first candidate in it, by its address */
	size_t candidates;
};

struct probes {
	struct arena arena;
	struct folder *folders;
	size_t n_folders, folders_cap;
	struct probe *items;
	size_t n, cap;
	size_t next;
};

struct probes *probes_new(void)
{
	struct probes *p = mem_zalloc(sizeof(*p));

	arena_init(&p->arena);
	return p;
}

void probes_free(struct probes *p)
{
	if (!p)
		return;
	arena_done(&p->arena);
	free(p->folders);
	free(p->items);
	free(p);
}

/* Bytes of the address up to the last "/" of its path. */
static size_t folder_len(const char *url)
{
	const struct url u = url_split(url);
	size_t n = u.path.len;

	while (n > 0 && u.path.data[n - 1] != '/')
		n--;
	return (size_t)(u.path.data - url) + n;
}

static bool is_in(const char *url, const char *folder)
{
	const size_t n = strlen(folder);

	return folder_len(url) == n && memcmp(url, folder, n) == 0;
}

/* A page that the words of a link promised to hold something. */
static bool is_candidate(const struct visit *v)
{
	return v->topics != 0 &&
	       (v->outcome == OUTCOME_REDIRECT ||
		       (v->outcome == OUTCOME_OK && v->kind == PAGE_HTML));
}

static void add_candidate(struct probes *p, const struct visit *v)
{
	struct folder *found = NULL;

	for (size_t i = 0; i < p->n_folders && !found; i++)
		if (is_in(v->url, p->folders[i].url))
			found = &p->folders[i];
	if (!found) {
		p->folders = mem_grow(p->folders, p->n_folders, &p->folders_cap,
			sizeof(*p->folders));
		found = &p->folders[p->n_folders++];
		*found = (struct folder){ .url = arena_strndup(&p->arena,
						  v->url, folder_len(v->url)),
			.first = v->url };
	}
	if (strcmp(v->url, found->first) < 0)
		found->first = v->url;
	found->candidates++;
}

static int by_weight(const void *a, const void *b)
{
	const struct folder *x = a, *y = b;

	if (x->candidates != y->candidates)
		return x->candidates > y->candidates ? -1 : 1;
	return strcmp(x->url, y->url);
}

/* ".html" or nothing: what is made up must look like its neighbours, for some
 * servers hand on certain names alone to the program that answers. */
static struct slice extension_of(const char *url)
{
	const struct slice path = url_split(url).path;
	size_t n = 0;

	while (n < path.len && n < EXTENSION_BYTES &&
		ascii_is_alnum(path.data[path.len - 1 - n]))
		n++;
	if (n == 0 || n == path.len || path.data[path.len - 1 - n] != '.')
		return slice_of("", 0);
	return slice_of(path.data + path.len - 1 - n, n + 1);
}

static size_t count_on_server(const struct probes *p, const char *url)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += url_same_origin(p->items[i].url, url);
	return n;
}

static void add_probe(struct probes *p, const struct folder *folder)
{
	const uint64_t name =
		tally_digest(TALLY_SEED, url_split(folder->url).path);
	struct buf url;

	buf_init(&url, LIMIT_TEXT_BYTES);
	buf_printf(&url, "%sno-such-page-%08lx", folder->url,
		(unsigned long)(name & 0xffffffff));
	buf_put_slice(&url, extension_of(folder->first));
	p->items = mem_grow(p->items, p->n, &p->cap, sizeof(*p->items));
	p->items[p->n++] = (struct probe){ .folder = folder->url,
		.url = arena_strdup(&p->arena, buf_str(&url)),
		.target = VISIT_NONE };
	buf_done(&url);
}

bool probes_plan(struct probes *p, struct frontier *f)
{
	for (uint32_t id = 0; id < frontier_count(f); id++)
		if (is_candidate(frontier_visit(f, id)))
			add_candidate(p, frontier_visit(f, id));
	if (p->n_folders == 0)
		return false;
	qsort(p->folders, p->n_folders, sizeof(*p->folders), by_weight);
	for (size_t i = 0; i < p->n_folders; i++)
		if (count_on_server(p, p->folders[i].url) < LIMIT_PROBES)
			add_probe(p, &p->folders[i]);
	return true;
}

struct probe *probes_next(struct probes *p)
{
	return p->next < p->n ? &p->items[p->next++] : NULL;
}

/* The index of a folder may well be what the folder shows for all else. */
static bool is_index_of(const char *url, const char *folder)
{
	struct buf key;
	bool is;

	buf_init(&key, LIMIT_TEXT_BYTES);
	(void)url_seen_key(&key, url);
	is = strcmp(buf_str(&key), folder) == 0;
	buf_done(&key);
	return is;
}

/* Shows what the made-up address shows, and is not the real home of it. */
static bool shows_same(struct frontier *f, uint32_t id,
	const struct probe *probe, uint32_t home)
{
	const uint64_t imprint = frontier_item(f, id)->imprint;

	if (!probe->imprint || imprint != probe->imprint)
		return false;
	return imprint == frontier_item(f, home)->imprint ||
	       !is_index_of(frontier_visit(f, id)->url, probe->folder);
}

/* Leads to the page to which the made-up address leads. */
static bool leads_same(
	struct frontier *f, uint32_t id, const struct probe *probe)
{
	uint32_t end;

	if (probe->target == VISIT_NONE || id == 0)
		return false;
	end = frontier_end(f, probe->target);
	/* A login page or a firewall says nothing about what is behind. */
	return frontier_visit(f, end)->outcome == OUTCOME_OK &&
	       frontier_end(f, id) == end &&
	       !is_index_of(frontier_visit(f, id)->url, probe->folder);
}

static void mark(struct frontier *f, uint32_t id, const struct probe *probe)
{
	struct buf detail;

	buf_init(&detail, LIMIT_TEXT_BYTES);
	buf_printf(&detail, "as the made-up address %s", probe->url);
	frontier_settle(f, id, OUTCOME_SOFT_404, buf_str(&detail));
	buf_done(&detail);
}

static void mark_visit(
	const struct probes *p, struct frontier *f, uint32_t id, uint32_t home)
{
	const struct visit *v = frontier_visit(f, id);
	const bool is_page = v->outcome == OUTCOME_OK && v->kind == PAGE_HTML;

	if (id == home || !(is_page || v->outcome == OUTCOME_REDIRECT))
		return;
	for (size_t i = 0; i < p->n; i++) {
		const struct probe *probe = &p->items[i];

		if (!is_in(v->url, probe->folder))
			continue;
		if (is_page ? shows_same(f, id, probe, home)
			    : leads_same(f, id, probe))
			mark(f, id, probe);
	}
}

bool probes_show(const struct probes *p, struct frontier *f, uint32_t page)
{
	const uint64_t imprint = frontier_item(f, page)->imprint;

	for (size_t i = 0; i < p->n; i++) {
		const struct probe *probe = &p->items[i];

		if (probe->target == VISIT_NONE
				? probe->imprint && probe->imprint == imprint
				: frontier_end(f, probe->target) == page)
			return true;
	}
	return false;
}

void probes_mark(const struct probes *p, struct frontier *f, uint32_t home)
{
	/* From the last, so that a chain is seen as it was found. */
	for (uint32_t id = (uint32_t)frontier_count(f); id-- > 0;)
		mark_visit(p, f, id, home);
}

size_t probes_asked(const struct probes *p, const char **example)
{
	size_t n = 0;

	*example = "";
	for (size_t i = 0; i < p->n; i++) {
		if (!p->items[i].asked)
			continue;
		if (n++ == 0)
			*example = p->items[i].url;
	}
	return n;
}
