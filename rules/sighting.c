#include "rules/sighting.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/shorthand.h"
#include "base/wire.h"
#include "rules/agency.h"
#include "rules/ruleset.h"

#define MAX_TEXT ((size_t)4096)
/* A text that stands on a tenth of the pages is the site's frame, no page's
 * own; on small and on large sites within these bounds. */
#define COMMON_LEAST 5
#define COMMON_MOST 20
/* A line is a page's own on that page and another way to it. */
#define LINE_PAGES 2

#define KIND_LINK 1
#define KIND_CONTENT 2
#define KIND_BLOCKS 3
#define KIND_AGENCY 4
#define KIND_FRAME 5
#define KIND_LINE 6

/* One flag a bit, in this order on the wire. */
static uint32_t link_flags(const struct sighting_link *s)
{
	return (uint32_t)s->nav | (uint32_t)s->numbered << 1 |
	       (uint32_t)s->sibling << 2 | (uint32_t)s->inherited << 3;
}

static uint32_t content_flags(const struct sighting_content *s)
{
	const bool flags[] = { s->other, s->draft, s->sample, s->empty,
		s->soft_404, s->login, s->stated_none, s->definition,
		s->part_year, s->form, s->hinted, s->owned, s->blank,
		s->partial, s->pictured, s->read_off, s->hollow };
	uint32_t bits = 0;

	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		bits |= (uint32_t)flags[i] << i;
	return bits;
}

void sighting_put_link(struct buf *out, const struct sighting_link *s)
{
	wire_put_u32(out, KIND_LINK);
	wire_put_text(out, s->target);
	wire_put_text(out, s->text);
	wire_put_u32(out, s->concept);
	wire_put_u32(out, s->class);
	wire_put_u32(out, s->strength);
	wire_put_u32(out, link_flags(s));
	wire_put_u32(out, (uint32_t)s->year);
	wire_put_u32(out, (uint32_t)s->list_year);
}

static void put_years(struct buf *out, const struct sighting_content *s)
{
	wire_put_u32(out, (uint32_t)s->n_years);
	for (size_t i = 0; i < s->n_years; i++) {
		const struct sighting_year *y = &s->years[i];

		wire_put_u32(out, (uint32_t)y->from);
		wire_put_u32(out, (uint32_t)y->to);
		wire_put_u32(out, (uint32_t)y->place);
		wire_put_u32(out, y->calendar);
		wire_put_u32(out, y->date);
		wire_put_text(out, y->quote);
	}
}

void sighting_put_content(struct buf *out, const struct sighting_content *s)
{
	wire_put_u32(out, KIND_CONTENT);
	wire_put_u32(out, s->concept);
	wire_put_u32(out, (uint32_t)s->thing);
	wire_put_u32(out, s->class);
	wire_put_u32(out, content_flags(s));
	wire_put_u32(out, s->letters);
	wire_put_u32(out, s->files);
	wire_put_u32(out, s->links);
	wire_put_u32(out, (uint32_t)(s->images + 1));
	wire_put_text(out, s->quote);
	wire_put_text(out, s->agency ? s->agency : "");
	wire_put_text(out, s->known_false);
	put_years(out, s);
	wire_put_u32(out, (uint32_t)s->n_parts);
	for (size_t i = 0; i < s->n_parts; i++) {
		wire_put_u32(out, s->parts[i].part);
		wire_put_u32(out, s->parts[i].unknown);
		wire_put_u32(out, s->parts[i].groups);
		wire_put_text(out, s->parts[i].quote);
	}
}

void sightings_init(struct sightings *s)
{
	*s = (struct sightings){ .common_from = COMMON_MOST };
	arena_init(&s->arena);
	buf_init(&s->note, 2 * MAX_TEXT);
}

static void drop(struct sightings *s)
{
	arena_done(&s->arena);
	pool_done(&s->texts);
	buf_done(&s->note);
	free(s->links);
	free(s->contents);
	free(s->newest);
	tally_done(&s->seen);
	s->links = NULL;
	s->contents = NULL;
	s->newest = NULL;
	s->n_links = s->cap_links = 0;
	s->n_contents = s->cap_contents = s->n_newest = 0;
}

void sightings_forget(struct sightings *s)
{
	drop(s);
	tally_keep(&s->blocks, s->common_from);
}

void sightings_done(struct sightings *s)
{
	drop(s);
	tally_done(&s->blocks);
	for (size_t i = 0; i < s->n_agencies; i++)
		free(s->agencies[i].name);
	sightings_init(s);
}

static uint64_t link_digest(
	const struct sighting_link *l, struct slice target, struct slice text)
{
	const uint32_t numbers[] = { l->concept, (uint32_t)l->year,
		(uint32_t)l->list_year };
	uint64_t d = tally_digest(TALLY_SEED, target);

	d = tally_digest(d, text);
	return tally_digest(
		d, slice_of((const char *)numbers, sizeof(numbers)));
}

/* A text without NUL; empty when it is bad. */
static struct slice get_words(struct wire_reader *in)
{
	struct slice text = wire_get_bytes(in, MAX_TEXT);

	if (text.len && memchr(text.data, '\0', text.len))
		in->bad = true;
	return in->bad ? slice_str("") : text;
}

static const char *get_text(struct wire_reader *in, struct sightings *s)
{
	return pool_text(&s->texts, get_words(in));
}

static const char *keep_short(struct sightings *s, struct slice text)
{
	buf_clear(&s->note);
	shorthand_put(&s->note, text);
	return pool_text(&s->texts, buf_slice(&s->note));
}

static const char *get_short(struct wire_reader *in, struct sightings *s)
{
	return keep_short(s, get_words(in));
}

static void get_link(
	struct sightings *s, struct wire_reader *in, uint32_t visit)
{
	struct sighting_link l = { .from = visit };
	struct slice target = wire_get_bytes(in, MAX_TEXT);
	struct slice text = wire_get_bytes(in, MAX_TEXT);
	uint32_t flags;

	l.concept = (uint8_t)wire_get_below(in, RULESET_MAX_CONCEPTS);
	l.class = (uint8_t)wire_get_below(in, WORDING_CLASSES);
	l.strength = (uint8_t)wire_get_below(in, 101);
	flags = wire_get_u32(in);
	l.nav = flags & 1;
	l.numbered = flags >> 1 & 1;
	l.sibling = flags >> 2 & 1;
	l.inherited = flags >> 3 & 1;
	l.year = (int)wire_get_below(in, 3000);
	l.list_year = (int)wire_get_below(in, 3000);
	if (in->bad || tally_add(&s->seen, link_digest(&l, target, text)) > 1)
		return;
	l.target = pool_text(&s->texts, target);
	l.text = keep_short(s, text);
	s->links = mem_grow(
		s->links, s->n_links, &s->cap_links, sizeof(*s->links));
	s->links[s->n_links++] = l;
}

static void get_years(
	struct sightings *s, struct wire_reader *in, struct sighting_content *c)
{
	c->n_years = (uint8_t)wire_get_below(in, SIGHTING_MAX_YEARS + 1);
	c->years = arena_alloc(&s->arena, c->n_years * sizeof(*c->years));
	for (size_t i = 0; i < c->n_years; i++) {
		struct sighting_year *y = &c->years[i];

		y->from = (int)wire_get_below(in, 3000);
		y->to = (int)wire_get_below(in, 3000);
		y->place = (enum sighting_year_place)wire_get_below(
			in, SIGHTING_YEAR_PLACES);
		y->calendar = wire_get_below(in, 2);
		y->date = wire_get_below(in, 2);
		y->quote = get_short(in, s);
	}
}

static void get_parts(
	struct sightings *s, struct wire_reader *in, struct sighting_content *c)
{
	c->n_parts = (uint8_t)wire_get_below(in, SIGHTING_MAX_PARTS + 1);
	c->parts = arena_alloc(&s->arena, c->n_parts * sizeof(*c->parts));
	for (size_t i = 0; i < c->n_parts; i++) {
		c->parts[i].part =
			(uint8_t)wire_get_below(in, RULESET_MAX_PARTS);
		c->parts[i].unknown = wire_get_below(in, 2);
		c->parts[i].groups = wire_get_u32(in);
		c->parts[i].quote = get_short(in, s);
	}
}

static void get_flags(struct sighting_content *c, uint32_t bits)
{
	bool *const flags[] = { &c->other, &c->draft, &c->sample, &c->empty,
		&c->soft_404, &c->login, &c->stated_none, &c->definition,
		&c->part_year, &c->form, &c->hinted, &c->owned, &c->blank,
		&c->partial, &c->pictured, &c->read_off, &c->hollow };

	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		*flags[i] = bits >> i & 1;
}

/* Where the newest content of a visit is noted. */
static uint32_t *newest_of(struct sightings *s, uint32_t visit)
{
	const size_t n = visit + (size_t)1;

	if (n > s->n_newest) {
		size_t room = s->n_newest * 2 > n ? s->n_newest * 2 : n;

		s->newest = mem_realloc(s->newest, room * sizeof(*s->newest));
		memset(s->newest + s->n_newest, 0,
			(room - s->n_newest) * sizeof(*s->newest));
		s->n_newest = room;
	}
	return &s->newest[visit];
}

static void keep_content(struct sightings *s, struct sighting_content *c)
{
	uint32_t *newest = newest_of(s, c->visit);
	struct sighting_content *kept = NULL;

	for (uint32_t at = *newest; at; at = kept->older) {
		kept = s->contents[at - 1];
		if (kept->concept == c->concept) {
			c->older = kept->older;
			*kept = *c;
			return;
		}
	}
	c->older = *newest;
	kept = arena_alloc(&s->arena, sizeof(*kept));
	*kept = *c;
	s->contents = mem_grow(s->contents, s->n_contents, &s->cap_contents,
		sizeof(struct sighting_content *));
	s->contents[s->n_contents++] = kept;
	*newest = (uint32_t)s->n_contents;
}

static void get_content(
	struct sightings *s, struct wire_reader *in, uint32_t visit)
{
	struct sighting_content c = { .visit = visit };

	c.concept = (uint8_t)wire_get_below(in, RULESET_MAX_CONCEPTS);
	c.thing = (enum sighting_thing)wire_get_below(
		in, SIGHTING_THING_LEAD + 1);
	c.class = (uint8_t)wire_get_below(in, WORDING_CLASSES);
	get_flags(&c, wire_get_u32(in));
	c.letters = wire_get_u32(in);
	c.files = wire_get_u32(in);
	c.links = wire_get_u32(in);
	c.images = (long)wire_get_u32(in) - 1;
	c.quote = get_short(in, s);
	c.agency = get_text(in, s);
	c.known_false = get_text(in, s);
	get_years(s, in, &c);
	get_parts(s, in, &c);
	if (!in->bad)
		keep_content(s, &c);
}

void sighting_put_blocks(
	struct buf *out, const uint64_t *digests, size_t n, bool cut)
{
	wire_put_u32(out, KIND_BLOCKS);
	wire_put_u32(out, cut);
	wire_put_u32(out, (uint32_t)n);
	for (size_t i = 0; i < n; i++)
		wire_put_u64(out, digests[i]);
}

void sighting_put_frame(struct buf *out, size_t n)
{
	wire_put_u32(out, KIND_FRAME);
	wire_put_u32(out, (uint32_t)n);
}

/* Blocks are counted until the survey: a page read again is no new page. */
static void get_blocks(struct sightings *s, struct wire_reader *in)
{
	bool cut = wire_get_below(in, 2) == 1;
	uint32_t n = wire_get_below(in, SIGHTING_MAX_BLOCKS + 1);

	s->blocks_cut |= cut;
	if (!s->surveyed && s->blocks.n + n >= SIGHTING_MAX_TEXTS)
		tally_thin(&s->blocks, SIGHTING_MAX_TEXTS / 2);
	for (uint32_t i = 0; i < n && !in->bad; i++) {
		uint64_t digest = wire_get_u64(in);

		if (!in->bad && !s->surveyed)
			(void)tally_add(&s->blocks, digest);
	}
}

void sighting_put_agency(struct buf *out, struct slice name)
{
	wire_put_u32(out, KIND_AGENCY);
	wire_put_bytes(out, name);
}

static void get_agency(struct sightings *s, struct wire_reader *in)
{
	struct slice name = wire_get_bytes(in, MAX_TEXT);

	if (in->bad || name.len == 0 || s->surveyed)
		return;
	for (size_t i = 0; i < s->n_agencies; i++)
		if (agency_is_same(slice_str(s->agencies[i].name), name)) {
			s->agencies[i].pages++;
			return;
		}
	if (s->n_agencies < SIGHTING_MAX_AGENCIES)
		s->agencies[s->n_agencies++] =
			(struct sighting_agency){ slice_dup(name), 1 };
}

void sighting_put_line(struct buf *out, const char *text, uint64_t topics)
{
	wire_put_u32(out, KIND_LINE);
	wire_put_u64(out, sighting_block(text));
	wire_put_u64(out, topics);
}

/* Lines wait with their page for the survey. */
static void get_line(struct sightings *s, struct wire_reader *in)
{
	struct sighting_line line = { wire_get_u64(in), 0 };

	line.topics = wire_get_u64(in);
	if (s->is_page && s->n_lines < SIGHTING_MAX_LINES)
		s->lines[s->n_lines++] = line;
}

const char *sightings_agency(const struct sightings *s)
{
	const struct sighting_agency *best = NULL;

	for (size_t i = 0; i < s->n_agencies; i++)
		if (!best || s->agencies[i].pages > best->pages)
			best = &s->agencies[i];
	return best ? best->name : "";
}

void sightings_survey(struct sightings *s, size_t html_pages)
{
	size_t from = html_pages / 10;

	if (from < COMMON_LEAST)
		from = COMMON_LEAST;
	s->common_from = (uint32_t)(from > COMMON_MOST ? COMMON_MOST : from);
	s->surveyed = true;
}

uint64_t sighting_block(const char *text)
{
	return tally_digest(TALLY_SEED, slice_str(text));
}

bool sightings_is_common(const struct sightings *s, const char *text)
{
	return tally_get(&s->blocks, sighting_block(text)) >= s->common_from;
}

size_t sightings_count_common(
	const struct sightings *s, const uint64_t *digests, size_t n)
{
	size_t common = 0;

	for (size_t i = 0; i < n; i++)
		common += tally_get(&s->blocks, digests[i]) >= s->common_from;
	return common;
}

bool sightings_add(struct sightings *s, uint32_t visit, struct slice payload)
{
	struct wire_reader in = { payload, false };

	while (in.left.len && !in.bad) {
		switch (wire_get_u32(&in)) {
		case KIND_LINK:
			get_link(s, &in, visit);
			break;
		case KIND_CONTENT:
			get_content(s, &in, visit);
			break;
		case KIND_AGENCY:
			get_agency(s, &in);
			break;
		case KIND_BLOCKS:
			get_blocks(s, &in);
			break;
		case KIND_FRAME:
			s->frame = wire_get_below(&in, SIGHTING_MAX_BLOCKS + 1);
			break;
		case KIND_LINE:
			get_line(s, &in);
			break;
		default:
			return false;
		}
	}
	return !in.bad;
}

/* What the page says of itself first. */
static uint64_t topics_of(
	const struct sightings *s, const struct sightings *page)
{
	for (size_t i = 0; i < page->n_lines && s->surveyed; i++)
		if (tally_get(&s->blocks, page->lines[i].block) <= LINE_PAGES)
			return page->lines[i].topics;
	return 0;
}

bool sightings_is_changed(
	const struct sightings *s, struct slice payload, uint64_t *topics)
{
	struct sightings page;
	bool known, changed;
	uint64_t found;

	sightings_init(&page);
	page.is_page = true;
	known = sightings_add(&page, 0, payload);
	changed = !known ||
		  (page.n_contents > 0 &&
			  (page.blocks_cut ||
				  tally_shared(&s->blocks, &page.blocks,
					  s->common_from) != page.frame));
	found = known ? topics_of(s, &page) : 0;
	if (found)
		*topics = found;
	sightings_done(&page);
	return changed || found;
}
