#include "rules/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/mem.h"
#include "base/text.h"
#include "rules/agency.h"
#include "rules/proof.h"
#include "rules/sighting.h"

/* Where a page says whose it is: in its last blocks, if they are short. */
#define FOOT_BLOCKS 6
#define AGENCY_BYTES 65536

/* A heading has no more. */
#define LINE_LETTERS 80

/* Priorities of links, best first. */
enum {
	PRIORITY_INDEX,     /* pages that list the items */
	PRIORITY_NAMED,     /* a label of an item */
	PRIORITY_EMBEDDED,  /* what the page shows in a frame */
	PRIORITY_NAV,       /* menus are short, in words of their own */
	PRIORITY_INHERITED, /* under a page about an item */
	PRIORITY_HINTED = PRIORITY_INHERITED, /* near words, other years */
	PRIORITY_CONTENT = 7,
};

struct match {
	const struct ruleset *rs;
	const struct page *page;
	struct captions *captions;
	struct proof proof;
	uint64_t topics; /* promised or named, wanted by the year */
	uint64_t about;  /* those that links under it inherit */
	bool single;     /* about one item */
	int list_year;   /* of the page's headings, 0 */
	bool is_home;
};

/* What a title or heading names in clear words. */
static uint64_t named_by(const struct match *m, const char *text)
{
	const struct caption *c = captions_read(m->captions, text);
	uint64_t topics = 0;

	for (size_t i = 0; i < c->n_named; i++)
		if (c->named[i].strength >= LABEL_STRONG)
			topics |= ruleset_bit(c->named[i].concept);
	return topics;
}

static bool is_heading(const struct page_block *b)
{
	return b->kind == PAGE_BLOCK_HEADING && !b->nav;
}

static uint64_t named_by_headings(const struct match *m)
{
	uint64_t topics = named_by(m, m->page->title);

	for (size_t i = 0; i < m->page->n_blocks; i++)
		if (is_heading(&m->page->blocks[i]))
			topics |= named_by(m, m->page->blocks[i].text);
	return topics;
}

/* What the first lines of a document name. */
static uint64_t named_by_lead(const struct match *m)
{
	uint64_t topics = 0;

	for (size_t i = 0; i < m->proof.names.n; i++)
		if (m->proof.names.items[i].class != WORDING_NEAR)
			topics |= ruleset_bit(m->proof.names.items[i].concept);
	return topics;
}

static int year_in(const struct match *m, const char *text)
{
	return captions_read(m->captions, text)->year;
}

/* The year that the page's title and headings give its list. */
static int heading_year(const struct match *m)
{
	const struct page *page = m->page;
	int year = year_in(m, page->title);

	for (size_t i = 0; i < page->n_blocks && !year; i++)
		if (is_heading(&page->blocks[i]))
			year = year_in(m, page->blocks[i].text);
	return year;
}

struct match *match_new(
	const struct ruleset *rs, const struct match_input *input)
{
	struct match *m = mem_zalloc(sizeof(*m));
	uint64_t named;

	m->rs = rs;
	m->page = input->page;
	m->captions = input->captions;
	m->is_home = input->is_home;
	proof_init(&m->proof, rs, input->page, input->site);
	named = page_kind_is_document(input->page->kind) ? named_by_lead(m)
							 : named_by_headings(m);
	for (size_t c = 0; c < rs->n_concepts; c++)
		if (named & ruleset_bit(c))
			named |= rs->leads_to[c];
	m->topics = input->topics | (input->is_home ? rs->at_home : 0);
	if (!input->is_home && !bits_exceed(named, RULESET_MAX_ABOUT))
		m->topics |= named;
	m->about = input->is_home ? 0 : m->topics & ~rs->indexes;
	if (bits_exceed(m->about, RULESET_MAX_ABOUT))
		m->about = 0;
	for (size_t i = 0; i < rs->n_items; i++) {
		const struct item *item = &rs->items[i];
		uint64_t asked = 0;

		for (size_t a = 0; a < item->n_asks; a++)
			asked |= ruleset_bit(item->asks[a].concept);
		if ((m->about & rs->wanted) &&
			!(m->about & rs->wanted & ~asked))
			m->single = true;
	}
	m->list_year = heading_year(m);
	return m;
}

void match_free(struct match *m)
{
	if (!m)
		return;
	proof_done(&m->proof);
	free(m);
}

uint64_t match_topics(const struct match *m)
{
	return m->topics;
}

/* Takes the names of text over when they are strong enough to be a label. */
static bool take_names(const struct match *m, struct match_link *out,
	const char *text, int least)
{
	const struct caption *c = captions_read(m->captions, text);
	size_t n = c->n_named;

	while (n && c->named[n - 1].strength < least)
		n--;
	for (size_t i = 0; i < n; i++)
		out->named.items[i] = c->named[i];
	out->named.n = n;
	if (n == 0)
		return false;
	out->text = text;
	return true;
}

/* The item whose number the text begins with, on a list of the pack's year. */
static void take_number(const struct match *m, const struct page_link *link,
	struct match_link *out)
{
	const char *text = link->text;
	const struct item *item;

	if (m->list_year != m->rs->year &&
		year_in(m, link->heading) != m->rs->year)
		return;
	item = label_item(m->rs, captions_read(m->captions, text)->number);
	if (!item) {
		text = link->row;
		item = label_item(
			m->rs, captions_read(m->captions, text)->number);
	}
	if (!item)
		return;
	out->text = text;
	out->numbered = true;
	for (size_t i = 0; i < item->n_asks; i++)
		out->named.items[out->named.n++] = (struct label_match){
			.concept = item->asks[i].concept,
			.class = WORDING_OTHER,
			.strength = LABEL_STRONG,
		};
}

/*
 * The words that tell what a link is: its own; else, where those say nothing
 * ("คลิกที่นี่"), the rest of its row, its title, the name of its file, the head
 * of its column, and outside menus the heading above it.
 */
static void name_link(const struct match *m, const struct page_link *link,
	struct match_link *out)
{
	bool generic = captions_read(m->captions, link->text)->generic;

	if (!generic && take_names(m, out, link->text, LABEL_WEAK))
		return;
	if (take_names(m, out, link->title, LABEL_WEAK))
		return;
	if (generic && take_names(m, out, link->row, LABEL_WEAK))
		return;
	if (generic && take_names(m, out, link->file, LABEL_STRONG))
		return;
	if (generic && !link->nav) {
		if (take_names(m, out, link->column, LABEL_STRONG) ||
			take_names(m, out, link->heading, LABEL_STRONG))
			return;
	}
	if (!link->nav)
		take_number(m, link, out);
}

static bool is_paging(const struct match *m, const struct page_link *link)
{
	struct slice href = slice_str(link->href);

	if (slice_find_nocase(href, "page=", 0) >= 0 ||
		slice_find_nocase(href, "/page/", 0) >= 0 ||
		slice_find_nocase(href, "start=", 0) >= 0)
		return true;
	return captions_read(m->captions, link->text)->paging;
}

/* Papers of earlier years stand under this year's labels. */
static bool is_of_other_year(const struct match *m, int year)
{
	return year && year != m->rs->year && year != m->rs->year - 1;
}

/* By the ending of its address; a page that leads to one may have any. */
static bool is_file(const struct page_link *link)
{
	static const char *const endings[] = { ".pdf", ".doc", ".docx", ".xls",
		".xlsx", ".ods", ".odt", ".csv", ".zip" };
	const struct slice href = slice_str(link->href);

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (slice_ends_nocase(href, endings[i]))
			return true;
	return false;
}

static int priority_of(const struct match *m, const struct page_link *link,
	const struct match_link *seen)
{
	int best = seen->named.n ? seen->named.items[0].strength : 0;
	bool other =
		is_of_other_year(m, seen->year ? seen->year : m->list_year);

	if (seen->topics & m->rs->indexes)
		return PRIORITY_INDEX;
	if (best >= LABEL_STRONG && (seen->topics & m->rs->wanted))
		return other ? PRIORITY_HINTED : PRIORITY_NAMED;
	if (!link->nav && (link->kind == PAGE_LINK_OBJECT ||
				  link->kind == PAGE_LINK_FRAME))
		return PRIORITY_EMBEDDED;
	if (seen->inherits && !other && is_file(link))
		return PRIORITY_NAMED;
	if (seen->topics & m->rs->wanted)
		return seen->named.n || other ? PRIORITY_HINTED
					      : PRIORITY_INHERITED;
	return link->nav ? PRIORITY_NAV : PRIORITY_CONTENT;
}

void match_link(const struct match *m, const struct page_link *link,
	struct match_link *out)
{
	*out = (struct match_link){ .text = "" };
	name_link(m, link, out);
	for (size_t i = 0; i < out->named.n; i++)
		if (out->named.items[i].strength >= LABEL_FAIR)
			out->topics |=
				m->rs->leads_to[out->named.items[i].concept];
	out->year = year_in(m, link->text);
	if (!out->year)
		out->year = year_in(m, link->row);
	if (!link->nav && (out->named.n == 0 ||
				  out->named.items[0].strength < LABEL_STRONG ||
				  is_paging(m, link))) {
		out->topics |= m->about;
		out->inherits = m->single && !is_paging(m, link);
	}
	out->priority = priority_of(m, link, out);
}

/* A link of a page about one thing may lead to the thing, whatever it is
 * called. */
static void put_inherited(const struct match *m, const struct page_link *link,
	struct sighting_link *s, struct buf *out)
{
	struct sighting_link inherited = *s;

	inherited.text = *link->text ? link->text : link->row;
	inherited.class = WORDING_OTHER;
	inherited.strength = LABEL_STRONG - 1;
	inherited.inherited = true;
	for (size_t c = 0; c < m->rs->n_concepts; c++) {
		inherited.concept = (uint8_t)c;
		if (m->about & m->rs->wanted & ruleset_bit(c))
			sighting_put_link(out, &inherited);
	}
}

void match_put_link(const struct match *m, const struct page_link *link,
	const struct match_link *seen, const char *target, struct buf *out)
{
	int list_year = year_in(m, link->heading);
	struct sighting_link s = {
		.target = target,
		.text = seen->text,
		.nav = link->nav,
		.numbered = seen->numbered,
		.year = seen->year,
		.list_year = list_year ? list_year : m->list_year,
	};

	if (seen->inherits)
		put_inherited(m, link, &s, out);
	for (size_t i = 0; i < seen->named.n; i++) {
		const struct label_match *n = &seen->named.items[i];
		uint64_t topics = m->rs->leads_to[n->concept] & m->rs->wanted;

		s.strength = (uint8_t)n->strength;
		for (size_t c = 0; c < m->rs->n_concepts; c++) {
			if (!(topics >> c & 1))
				continue;
			s.concept = (uint8_t)c;
			s.sibling = c != n->concept;
			/* Another year's item leads here, no more. */
			s.class = m->rs->wanted & ruleset_bit(n->concept)
					  ? (uint8_t)n->class
					  : (uint8_t)WORDING_NEAR;
			sighting_put_link(out, &s);
		}
	}
}

/* For the survey of what the site prints on every page. */
static void put_blocks(const struct match *m, struct buf *out)
{
	uint64_t digests[SIGHTING_MAX_BLOCKS];
	bool cut;
	size_t n;

	n = proof_blocks(&m->proof, digests, SIGHTING_MAX_BLOCKS, &cut);
	sighting_put_blocks(out, digests, n, cut);
	if (m->proof.site)
		sighting_put_frame(
			out, sightings_count_common(m->proof.site, digests, n));
}

/* Whether a line may be the page's heading: it begins with the name of
 * something, and is no link. */
static uint64_t line_names(const struct match *m, const struct page_block *b)
{
	const struct caption *c;
	uint64_t topics = 0;

	if (b->nav || b->link || b->kind != PAGE_BLOCK_TEXT ||
		b->letters > LINE_LETTERS)
		return 0;
	c = captions_read(m->captions, b->text);
	for (size_t i = 0; i < c->n_named; i++)
		if (c->named[i].strength >= LABEL_STRONG &&
			c->named[i].from == 0)
			topics |= m->rs->leads_to[c->named[i].concept];
	return topics & m->rs->wanted;
}

/* For the survey too: an office's designer may know no headings. */
static void put_lines(const struct match *m, struct buf *out)
{
	size_t n = 0;

	for (size_t i = 0; i < m->page->n_blocks && n < SIGHTING_MAX_LINES;
		i++) {
		uint64_t topics = line_names(m, &m->page->blocks[i]);

		if (topics) {
			sighting_put_line(out, m->page->blocks[i].text, topics);
			n++;
		}
	}
}

/* Appends the local government that the text names. */
static bool put_agency_of(
	const struct match *m, const char *text, struct buf *out)
{
	struct slice name;
	struct buf canon;
	bool found;

	buf_init(&canon, AGENCY_BYTES);
	text_canon(&canon, slice_str(text));
	found = agency_find(m->rs, buf_slice(&canon), &name);
	if (found)
		sighting_put_agency(out, name);
	buf_done(&canon);
	return found;
}

/* Whose site it is: the name in the title, or else in the page's last lines. */
static void put_agency(const struct match *m, struct buf *out)
{
	const struct page *p = m->page;
	bool found = put_agency_of(m, p->title, out);

	for (size_t i = 0; i < FOOT_BLOCKS && i < p->n_blocks && !found; i++)
		found = put_agency_of(
			m, p->blocks[p->n_blocks - 1 - i].text, out);
}

/* Words that many pages share are no frame here: lost files are all alike. */
bool match_says_none(const struct match *m)
{
	struct proof alone;
	bool none;

	proof_init(&alone, m->rs, m->page, NULL);
	none = proof_says_none(&alone);
	proof_done(&alone);
	return none;
}

void match_put_contents(struct match *m, struct buf *out)
{
	uint64_t topics = m->topics & (m->rs->wanted | m->rs->indexes);

	for (size_t c = 0; c < m->rs->n_concepts; c++) {
		struct sighting_content s;

		if (!(topics & ruleset_bit(c)) ||
			m->rs->concepts[c].role != CONCEPT_ITEM)
			continue;
		proof_content(&m->proof, c, &s);
		sighting_put_content(out, &s);
	}
	if (!page_kind_is_document(m->page->kind)) {
		put_blocks(m, out);
		if (!m->is_home)
			put_lines(m, out);
		put_agency(m, out);
	}
}
