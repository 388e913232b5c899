#include "crawler/read/twin.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/strmap.h"
#include "crawler/limits.h"
#include "crawler/read/gather.h"

/* The address of a file without the ending that tells its shape; empty for
 * what is no such file. */
static struct slice stem_of(const char *href)
{
	static const char *const endings[] = { ".pdf", ".doc", ".docx", ".odt",
		".rtf", ".xls", ".xlsx", ".ods", ".csv" };
	struct slice s = slice_of(href, strcspn(href, "#"));

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (slice_ends_nocase(s, endings[i]))
			return slice_of(s.data, s.len - strlen(endings[i]));
	return slice_of(NULL, 0);
}

/* What a link says for its twins. */
static const char *words_of(const struct page_link *link)
{
	return *link->text ? link->text : link->row;
}

/* Of the links with one stem the one with the longest words speaks. */
static void choose(
	struct page *p, struct strmap *speakers, struct slice stem, size_t i)
{
	const char *name = arena_strndup(&p->arena, stem.data, stem.len);
	uint64_t *best = strmap_get(speakers, name);

	if (!best)
		strmap_put(speakers, name, i);
	else if (strlen(words_of(&p->links[i])) >
		 strlen(words_of(&p->links[*best])))
		*best = i;
}

static void give(
	struct page *p, struct page_link *to, const struct page_link *from)
{
	const char *words = words_of(from);
	struct buf row;

	if (strcmp(to->href, from->href) == 0 || strstr(to->row, words))
		return;
	buf_init(&row, LIMIT_LINK_TEXT);
	gather_fold(&row, slice_str(to->row));
	gather_fold(&row, slice_str(" "));
	gather_fold(&row, slice_str(words));
	gather_trim(&row);
	to->row = arena_strdup(&p->arena, buf_str(&row));
	buf_done(&row);
}

static const struct page_link *speaker(
	struct page *p, const struct strmap *speakers, struct slice stem)
{
	const char *name = arena_strndup(&p->arena, stem.data, stem.len);

	return &p->links[*strmap_get(speakers, name)];
}

void twin_words(struct page *p)
{
	struct strmap speakers = { 0 };

	for (size_t i = 0; i < p->n_links; i++) {
		const struct slice stem = stem_of(p->links[i].href);

		if (stem.len)
			choose(p, &speakers, stem, i);
	}
	for (size_t i = 0; i < p->n_links && speakers.n; i++) {
		const struct slice stem = stem_of(p->links[i].href);

		if (stem.len)
			give(p, &p->links[i], speaker(p, &speakers, stem));
	}
	strmap_done(&speakers);
}
