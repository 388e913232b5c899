#include "crawler/lookalike.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/slice.h"
#include "base/utf8.h"
#include "crawler/limits.h"
#include "crawler/url.h"

#define MAX_LETTERS 800 /* as of firewalls, see standin.c */
#define MAX_LINKS 2     /* into the site: back, and home */
#define FEWEST 5        /* addresses for different things */
#define MOST_LATER 80   /* per cent of what came after the first */

/* An address, and the page that it shows. */
struct showing {
	uint64_t imprint;
	uint64_t offset; /* in the archive: pages stand there as they came */
	uint32_t id, page;
};

struct showings {
	struct showing *items;
	size_t n, cap;
	size_t pages;    /* of all the site, whatever they say */
	uint64_t *times; /* when each of them came: their offsets, sorted */
	size_t times_cap;
};

bool lookalike_may_be(const struct reading *reading, const char *url)
{
	size_t ways = 0;

	if (reading->outcome != OUTCOME_OK || reading->kind != PAGE_HTML ||
		!reading->imprint || reading->letters >= MAX_LETTERS)
		return false;
	for (size_t i = 0; i < reading->n_links && ways <= MAX_LINKS; i++)
		ways += url_same_origin(reading->links[i].url, url);
	return ways <= MAX_LINKS;
}

static bool is_page(const struct visit *v)
{
	return v->outcome == OUTCOME_OK && v->kind == PAGE_HTML;
}

static int by_time(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* By what they say, then as they came. */
static int by_words(const void *a, const void *b)
{
	const struct showing *x = a, *y = b;

	if (x->imprint != y->imprint)
		return x->imprint < y->imprint ? -1 : 1;
	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static void collect(struct showings *s, struct frontier *f)
{
	for (uint32_t id = 0; id < frontier_count(f); id++) {
		const uint32_t page = frontier_end(f, id);
		const struct visit *v = frontier_visit(f, page);
		const struct frontier_item *item = frontier_item(f, page);

		if (!is_page(v))
			continue;
		if (id == page) {
			s->times = mem_grow(s->times, s->pages, &s->times_cap,
				sizeof(*s->times));
			s->times[s->pages++] = item->offset;
		}
		if (!(v->marks & VISIT_MARK_BRIEF))
			continue;
		s->items = mem_grow(s->items, s->n, &s->cap, sizeof(*s->items));
		s->items[s->n++] = (struct showing){ item->imprint,
			item->offset, id, page };
	}
	if (s->n == 0) /* C defines no qsort() of NULL */
		return;
	qsort(s->items, s->n, sizeof(*s->items), by_words);
	qsort(s->times, s->pages, sizeof(*s->times), by_time);
}

static const char *words_to(struct frontier *f, uint32_t id)
{
	const struct frontier_item *item = frontier_item(f, id);

	return item->n_anchors ? item->anchors[0] : "";
}

static const char *behind_digits(const char *s)
{
	uint32_t c;
	size_t n;

	while ((n = utf8_decode(&c, slice_str(s))) > 0 && utf8_digit(c) >= 0)
		s += n;
	return s;
}

/* Digits do not count here as they do not in an imprint: pages that differ by a
 * number alone may well be links of one list. */
static bool are_same_words(const char *a, const char *b)
{
	for (;;) {
		a = behind_digits(a);
		b = behind_digits(b);
		if (*a != *b)
			return false;
		if (*a == '\0')
			return true;
		a++;
		b++;
	}
}

/* For different things: by the words of the links, or where there are none by
 * the kind of address. */
static bool are_different(struct frontier *f, uint32_t a, uint32_t b)
{
	const char *words = words_to(f, a);

	return !are_same_words(words, words_to(f, b)) ||
	       (!*words &&
		       frontier_item(f, a)->kind != frontier_item(f, b)->kind);
}

static bool has_different(
	struct frontier *f, const struct showing *group, size_t n)
{
	uint32_t known[FEWEST];
	size_t found = 0;

	for (size_t i = 0; i < n && found < FEWEST; i++) {
		size_t k = 0;

		while (k < found && are_different(f, group[i].id, known[k]))
			k++;
		if (k == found)
			known[found++] = group[i].id;
	}
	return found == FEWEST;
}

static size_t count_pages(const struct showing *group, size_t n)
{
	size_t pages = 0;

	for (size_t i = 0; i < n; i++)
		pages += group[i].id == group[i].page;
	return pages;
}

/* Whether hardly anything else came once it was shown first. */
static bool is_the_end(
	const struct showings *s, const struct showing *group, size_t n)
{
	size_t later = 0;

	while (later < s->pages &&
		s->times[s->pages - 1 - later] >= group[0].offset)
		later++;
	return count_pages(group, n) * 100 >= later * MOST_LATER;
}

static bool is_wall(const struct showings *s, struct frontier *f,
	const struct probes *probes, const struct showing *group, size_t n)
{
	return has_different(f, group, n) &&
	       (!probes_show(probes, f, group[0].page) ||
		       is_the_end(s, group, n));
}

/* Whether the site leads nowhere but to the group, and to other sites for no
 * item. */
static bool is_whole_site(struct frontier *f, size_t n)
{
	size_t others = 0;

	for (uint32_t id = 0; id < frontier_count(f); id++) {
		const struct visit *v = frontier_visit(f, id);

		others += v->outcome == OUTCOME_OUT_OF_SCOPE && v->topics == 0;
	}
	return others + n == frontier_count(f);
}

static void mark(struct frontier *f, const struct showing *group, size_t n,
	const char *detail)
{
	for (size_t i = 0; i < n; i++)
		frontier_settle(f, group[i].id, OUTCOME_BLOCKED, detail);
}

static void mark_wall(struct frontier *f, const struct showing *group, size_t n)
{
	struct buf detail;

	buf_init(&detail, LIMIT_TEXT_BYTES);
	buf_printf(&detail, "the same few words at %zu addresses", n);
	mark(f, group, n, buf_str(&detail));
	buf_done(&detail);
}

void lookalikes_mark(struct frontier *f, const struct probes *probes)
{
	struct showings s = { 0 };
	size_t n;

	collect(&s, f);
	for (size_t i = 0; i < s.n; i += n) {
		const struct showing *group = &s.items[i];

		for (n = 1; i + n < s.n; n++)
			if (group[n].imprint != group->imprint)
				break;
		if (is_whole_site(f, n))
			mark(f, group, n, "the site says no more than this");
		else if (is_wall(&s, f, probes, group, n))
			mark_wall(f, group, n);
	}
	free(s.items);
	free(s.times);
}
