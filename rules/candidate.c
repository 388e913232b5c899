#include "rules/candidate.h"

#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/shorthand.h"
#include "base/text.h"
#include "base/year.h"
#include "rules/agency.h"
#include "rules/label.h"

#define MAX_HOPS 12

/* A page with fewer letters than this a link is a list of links. */
#define LINK_LETTERS 30

/* Links that a page without content may still have: home, back. */
#define FEW_LINKS 2

/* A page with fewer letters than this for each link and for each file among
 * them is what the papers are to which it leads. */
#define LEADING_LETTERS 100
#define LEADING_LETTERS_FILE 300
#define MAX_LEADING 3 /* lists of lists of papers */

int candidate_wanted(const struct ruleset *rs, const struct ask *ask)
{
	switch (ask->period) {
	case PERIOD_CURRENT_STATE:
	case PERIOD_UNKNOWN:
		return 0;
	case PERIOD_PREVIOUS_FY:
		return rs->year - 1;
	case PERIOD_CURRENT_FY:
	case PERIOD_FIRST_6_MONTHS:
	case PERIOD_COVERS_CURRENT:
	case PERIOD_CURRENT_CALENDAR_YEAR:
	case PERIOD_CURRENT_YEAR:
	case PERIOD_COUNT:
		break;
	}
	return rs->year;
}

/* Where redirects from v end. */
static uint32_t final_visit(const struct visit_list *visits, uint32_t v)
{
	for (int i = 0; i < MAX_HOPS && v != VISIT_NONE; i++) {
		const struct visit *it = &visits->items[v];

		if (it->outcome != OUTCOME_REDIRECT || it->target == VISIT_NONE)
			break;
		v = it->target;
	}
	return v;
}

static struct candidate *candidate_for(
	struct candidate_list *list, uint32_t visit)
{
	for (size_t i = 0; i < list->n && visit != VISIT_NONE; i++)
		if (list->items[i].visit == visit)
			return &list->items[i];
	list->items = mem_grow(
		list->items, list->n, &list->cap, sizeof(*list->items));
	list->items[list->n] = (struct candidate){
		.visit = visit,
		.code = "",
		.year_quote = "",
	};
	return &list->items[list->n++];
}

/* The better of two labels of one place: stronger, of the wanted year, out of
 * menus, seen first. */
static bool is_better_link(const struct sighting_link *a,
	const struct sighting_link *b, int wanted)
{
	if (!b)
		return true;
	if (a->sibling != b->sibling)
		return !a->sibling;
	if (a->inherited != b->inherited)
		return !a->inherited;
	if (a->strength != b->strength)
		return a->strength > b->strength;
	if ((a->year == wanted) != (b->year == wanted))
		return a->year == wanted;
	if (a->nav != b->nav)
		return !a->nav;
	return a->from < b->from;
}

static void add_links(struct candidate_list *list, const struct evidence *e,
	const struct ask *ask)
{
	int wanted = candidate_wanted(e->rs, ask);

	for (size_t i = 0; i < e->sightings->n_links; i++) {
		const struct sighting_link *l = &e->sightings->links[i];
		uint32_t v = VISIT_NONE;
		struct candidate *c;

		if (l->concept != ask->concept)
			continue;
		if (*l->target) {
			v = e->find(e->find_ctx, l->target);
			if (v == VISIT_NONE)
				continue;
			v = final_visit(e->visits, v);
		} else if (l->class == WORDING_NEAR) {
			continue;
		}
		c = candidate_for(list, v);
		if (is_better_link(l, c->link, wanted))
			c->link = l;
	}
}

static void add_contents(struct candidate_list *list, const struct evidence *e,
	const struct ask *ask)
{
	for (size_t i = 0; i < e->sightings->n_contents; i++) {
		const struct sighting_content *s = e->sightings->contents[i];

		if (s->concept == ask->concept)
			candidate_for(list, s->visit)->content = s;
	}
}

/* Places that a page about the concept leads to and that stayed closed; off
 * the site, and what the user left out, only where a label says so. */
static void add_closed(struct candidate_list *list, const struct evidence *e,
	const struct ask *ask)
{
	for (size_t i = 0; i < e->visits->n; i++) {
		const struct visit *v = &e->visits->items[i];

		if (v->outcome == OUTCOME_OUT_OF_SCOPE ||
			v->outcome == OUTCOME_EXCLUDED)
			continue;
		if ((v->topics >> ask->concept & 1) && candidate_closed_code(v))
			(void)candidate_for(list, v->id);
	}
}

const char *candidate_closed_code(const struct visit *v)
{
	if (outcome_class(v->outcome, v->status) == OUTCOME_CLASS_GONE)
		return NULL;
	switch (v->outcome) {
	case OUTCOME_OK:
	case OUTCOME_REDIRECT:
	case OUTCOME_BLOCKED_SCHEME:
		return NULL;
	case OUTCOME_OUT_OF_SCOPE:
		return v->marks & VISIT_MARK_LOGIN ? "login" : "off_site";
	case OUTCOME_ROBOTS_DENIED:
	case OUTCOME_ROBOTS_UNREACHABLE:
		return "robots";
	case OUTCOME_LOGIN:
		return "login";
	case OUTCOME_NEEDS_SCRIPT:
		return "needs_script";
	case OUTCOME_DOC_NO_TEXT:
		return "scan_unread";
	case OUTCOME_BLOCKED:
	case OUTCOME_BLOCKED_ADDRESS:
		return "blocked";
	case OUTCOME_PENDING:
	case OUTCOME_BUDGET:
	case OUTCOME_EXCLUDED:
	case OUTCOME_TRAP_LIMIT:
	case OUTCOME_NOT_ARCHIVED:
		return "low_coverage";
	case OUTCOME_PARSE_LIMIT:
	case OUTCOME_READER_FAILED:
	case OUTCOME_TYPE_UNKNOWN:
	case OUTCOME_DOC_ENCRYPTED:
	case OUTCOME_DOC_DAMAGED:
	case OUTCOME_DOC_LIMIT:
	case OUTCOME_TOO_LARGE:
	case OUTCOME_BAD_ENCODING:
		return "unreadable";
	default:
		break;
	}
	return v->status == 401 || v->status == 403 ? "blocked" : "error";
}

static void set(
	struct candidate *c, enum candidate_state state, const char *code)
{
	c->state = state;
	c->code = code;
}

/* Whether pages about all sorts of things lead there and none says to what: a
 * banner, an entry of a menu. */
static bool is_of_frame(const struct candidate *c, const struct evidence *e)
{
	return (!c->link || c->link->inherited) && c->visit != VISIT_NONE &&
	       bits_exceed(e->visits->items[c->visit].topics & e->rs->wanted,
		       RULESET_MAX_ABOUT);
}

/* Whether the link says in clear words that it leads to the thing. */
static bool is_labelled(const struct candidate *c)
{
	return c->link && c->link->class != WORDING_NEAR &&
	       c->link->strength >= LABEL_STRONG;
}

static bool is_inherited(const struct candidate *c)
{
	return c->link && c->link->inherited;
}

/* Whether the paper is that of another local government. */
static bool is_foreign_paper(
	const struct sighting_content *s, const struct evidence *e)
{
	const char *own = sightings_agency(e->sightings);

	return *own && *s->agency &&
	       !agency_is_same(slice_str(own), slice_str(s->agency));
}

/* Whether the paper is of a part of the year that is asked for whole. */
static bool is_part_year(
	const struct sighting_content *s, const struct ask *ask)
{
	return s->part_year && ask->period == PERIOD_PREVIOUS_FY &&
	       ask->period_sure;
}

/* The contract's word for what a document is that it must not be, or NULL. */
static const char *refusal(const struct sighting_content *s,
	const struct evidence *e, const struct ask *ask)
{
	if (s->draft || s->sample)
		return "draft";
	if (*s->known_false || is_foreign_paper(s, e))
		return "other_content";
	return is_part_year(s, ask) ? "part_year" : NULL;
}

/* Whether a document is the thing, by its own words and by those of the link
 * that leads to it. */
static bool document_is_thing(
	const struct candidate *c, const struct concept *k)
{
	const struct sighting_content *s = c->content;

	if (k->pages_first && !is_labelled(c) && !is_inherited(c))
		return false;
	if (s->thing == SIGHTING_THING_LEAD)
		return true;
	if (s->thing == SIGHTING_THING_BODY)
		return !s->other || is_labelled(c);
	return s->thing == SIGHTING_THING_SAYS && !s->other &&
	       (is_labelled(c) || is_inherited(c));
}

/* Whether the words that would show what it is may not have been read: those
 * of poor text are not even trusted to name something else. */
static bool is_unseen(const struct sighting_content *s, const struct visit *v)
{
	return v->quality == PAGE_QUALITY_POOR || (s->partial && !s->owned);
}

static bool is_pictured(const struct candidate *c, const struct evidence *e)
{
	return c->visit != VISIT_NONE &&
	       (e->visits->items[c->visit].quality == PAGE_QUALITY_OCR ||
		       (c->content && c->content->pictured));
}

/* What was read off a picture may prove by its title what it is, and nothing
 * in it proves that it is something else. */
static void judge_document(struct candidate *c, const struct evidence *e,
	const struct ask *ask, const struct visit *v)
{
	const struct sighting_content *s = c->content;
	const char *refused = refusal(s, e, ask);
	bool thing = document_is_thing(c, &e->rs->concepts[ask->concept]);

	if (is_pictured(c, e) &&
		(refused || !thing || s->thing != SIGHTING_THING_LEAD))
		set(c, CANDIDATE_CLOSED, "scan_unread");
	else if (refused)
		set(c, CANDIDATE_NOT_IT, refused);
	else if (thing && s->blank && !s->stated_none)
		set(c, CANDIDATE_GONE, "empty");
	else if (thing)
		set(c, CANDIDATE_THING, "");
	else if (is_unseen(s, v) && (is_labelled(c) || is_inherited(c)))
		set(c, CANDIDATE_CLOSED, "unreadable");
	else
		set(c, CANDIDATE_NOT_IT, "other_content");
}

/* Whether a page's text is its own and no list of links that lead on. */
static bool is_text(const struct sighting_content *s, uint32_t min)
{
	return s->letters >= min && s->letters >= LINK_LETTERS * s->links;
}

/* Whether a page says what it is, though no link does: by its title, or, where
 * a page about the thing leads to it, by any words of its text.  Else a text
 * that only mentions a thing is not it, as news are not. */
static bool says_so(const struct candidate *c, const struct concept *k)
{
	switch (c->content->thing) {
	case SIGHTING_THING_LEAD:
		return true;
	case SIGHTING_THING_NO:
		return false;
	default:
		return is_inherited(c) || k->home || k->foot;
	}
}

/* Whether the page itself, not a file behind it, can be the thing. */
static bool page_is_thing(const struct candidate *c, const struct concept *k)
{
	const struct sighting_content *s = c->content;
	uint32_t min = (uint32_t)k->min_letters;

	if (!is_labelled(c) && !says_so(c, k))
		return false;
	if ((k->kinds & CONCEPT_FORM) && s->form)
		return true;
	if (!(k->kinds & CONCEPT_PAGE) || *s->known_false)
		return false;
	if (k->pages_first)
		return s->letters >= min;
	return s->files == 0 && is_text(s, min);
}

/* Whether scripts may show on it what was not read. */
static bool is_hollow(const struct candidate *c)
{
	return c->content->hollow && c->content->files == 0 &&
	       (is_labelled(c) || is_inherited(c));
}

static void judge_page(struct candidate *c, const struct concept *k)
{
	const struct sighting_content *s = c->content;
	bool bare = s->letters < k->min_letters && s->files == 0;
	bool empty = s->empty && s->files == 0;

	if (s->soft_404 && s->files == 0)
		set(c, CANDIDATE_GONE, "soft_404");
	else if (s->login)
		set(c, CANDIDATE_CLOSED, "login");
	else if (s->definition && s->files == 0)
		set(c, CANDIDATE_GONE, "label_only");
	else if (!empty && page_is_thing(c, k))
		set(c, CANDIDATE_THING, "");
	else if (is_hollow(c))
		set(c, CANDIDATE_CLOSED, "needs_script");
	else if (empty)
		set(c, CANDIDATE_GONE, "empty");
	else if (bare && s->links <= FEW_LINKS && s->images > 0 &&
		 is_labelled(c))
		set(c, CANDIDATE_CLOSED, "scan_unread");
	else if (bare && s->links <= FEW_LINKS && c->link)
		set(c, CANDIDATE_GONE, "label_only");
	else
		set(c, CANDIDATE_LISTING, "");
}

/* A place of another site, of which only that much is known: whether it
 * answers.  What a paper kept there is, nobody has seen. */
static void judge_off_site(struct candidate *c, const struct evidence *e,
	const struct concept *k, const struct visit *v)
{
	const bool paper = (k->kinds & CONCEPT_DOCUMENT) &&
			   ruleset_keeps_papers(e->rs, v->url);
	const bool gone = (v->marks & VISIT_MARK_ASKED) &&
			  (v->status == 404 || v->status == 410);

	c->off_site = true;
	if (gone)
		set(c, CANDIDATE_GONE, "broken_link");
	else if ((k->kinds & CONCEPT_OFF_SITE) && is_labelled(c) && !paper)
		set(c, CANDIDATE_THING, "");
	else
		set(c, CANDIDATE_CLOSED, candidate_closed_code(v));
}

static void judge_state(
	struct candidate *c, const struct evidence *e, const struct ask *ask)
{
	const struct concept *k = &e->rs->concepts[ask->concept];
	const struct visit *v;
	const char *closed;

	if (c->visit == VISIT_NONE) {
		set(c, CANDIDATE_GONE, "label_only");
		return;
	}
	v = &e->visits->items[c->visit];
	closed = candidate_closed_code(v);
	if (v->outcome == OUTCOME_OUT_OF_SCOPE)
		judge_off_site(c, e, k, v);
	else if (closed)
		set(c, CANDIDATE_CLOSED, closed);
	else if (v->outcome == OUTCOME_SOFT_404)
		set(c, CANDIDATE_GONE, "soft_404");
	else if (v->outcome == OUTCOME_EMPTY)
		set(c, CANDIDATE_GONE, "empty");
	else if (v->outcome != OUTCOME_OK)
		set(c, CANDIDATE_GONE, "broken_link");
	else if (!c->content)
		set(c, CANDIDATE_LISTING, "");
	else if (page_kind_is_document(v->kind))
		judge_document(c, e, ask, v);
	else
		judge_page(c, k);
}

/* The one year that the words of the link promise; a span of years promises
 * none of them alone. */
static int promised_year(const struct candidate *c, const struct evidence *e)
{
	struct year_mark mark;
	struct buf canon;
	int year = 0;

	if (c->link && c->link->year)
		return c->link->year;
	if (c->visit != VISIT_NONE) {
		buf_init(&canon, 4096);
		text_canon(
			&canon, slice_str(e->visits->items[c->visit].anchor));
		if (year_find(buf_slice(&canon), &mark, 1) == 1 &&
			mark.kind != YEAR_LAW && mark.kind != YEAR_RANGE)
			year = mark.last;
		buf_done(&canon);
	}
	return year;
}

static bool covers(const struct sighting_year *y, int wanted)
{
	return y->from <= wanted && wanted <= y->to;
}

/* How a year range lies to the wanted one. */
static enum candidate_fit compare(int from, int to, int wanted)
{
	if (from <= wanted && wanted <= to)
		return CANDIDATE_FITS;
	return to < wanted ? CANDIDATE_OLDER : CANDIDATE_NEWER;
}

/* The year that a thing must be of. */
struct wish {
	int year;      /* B.E. */
	bool calendar; /* the year of the calendar will do */
	bool past;     /* it has ended when the thing is written */
};

/* Whether the year says of what year the thing is.  The day on which the
 * report of a year is signed lies in the year after it. */
static bool is_telling(const struct sighting_year *y, const struct wish *wish)
{
	if (y->calendar)
		return wish->calendar;
	return !wish->past || !y->date || y->from != wish->year + 1;
}

/*
 * The years of the most trusted place that has any: fits when one covers the
 * wanted year, else the nearest older one counts.
 */
static bool fit_place(struct candidate *c, enum sighting_year_place place,
	const struct wish *wish)
{
	const struct sighting_content *s = c->content;
	const struct sighting_year *best = NULL;
	int wanted = wish->year;

	for (size_t i = 0; i < s->n_years; i++) {
		const struct sighting_year *y = &s->years[i];

		if (y->place != place || !is_telling(y, wish))
			continue;
		if (covers(y, wanted)) {
			best = y;
			break;
		}
		if (!best || (y->to < wanted &&
				     (best->to > wanted || y->to > best->to)))
			best = y;
	}
	if (!best)
		return false;
	c->fit = compare(best->from, best->to, wanted);
	c->year = covers(best, wanted) ? wanted : best->to;
	c->year_quote = best->quote;
	return true;
}

/* Whether the title, read off a picture, names years and the candidate's is
 * none of them: too weak to prove another year, enough to doubt this one. */
static bool is_doubtful(const struct candidate *c)
{
	bool other = false;

	for (size_t i = 0; i < c->content->n_years; i++) {
		const struct sighting_year *y = &c->content->years[i];

		if (y->place != SIGHTING_YEAR_TITLE || y->calendar)
			continue;
		if (covers(y, c->year))
			return false;
		other = true;
	}
	return other;
}

/* The year the thing is of, by the trust of places, against the one wanted. */
static void find_year(
	struct candidate *c, const struct evidence *e, const struct wish *wish)
{
	bool document = c->visit != VISIT_NONE &&
			page_kind_is_document(e->visits->items[c->visit].kind);
	bool read_off = is_pictured(c, e);

	for (int p = 0; c->content && p < SIGHTING_YEAR_PLACES; p++) {
		/* What a document says in passing stands behind the words of
		 * the link that leads to it. */
		if (p == SIGHTING_YEAR_BODY && !wish->calendar && document)
			continue;
		if (read_off && p != SIGHTING_YEAR_FILE)
			continue;
		if (fit_place(c, (enum sighting_year_place)p, wish))
			return;
	}
	if (c->hint) {
		c->year = c->hint;
		c->fit = compare(c->hint, c->hint, wish->year);
		c->year_quote = c->link ? c->link->text : "";
		c->only_link_year = true;
	} else if (c->content && !read_off) {
		(void)fit_place(c, SIGHTING_YEAR_BODY, wish);
	}
}

static void judge_fit(
	struct candidate *c, const struct evidence *e, const struct ask *ask)
{
	int wanted = candidate_wanted(e->rs, ask);
	const struct wish wish = {
		.year = wanted ? wanted : e->rs->year,
		.calendar = ask->period == PERIOD_CURRENT_CALENDAR_YEAR ||
			    ask->period == PERIOD_CURRENT_YEAR,
		.past = ask->period == PERIOD_PREVIOUS_FY,
	};

	c->hint = promised_year(c, e);
	c->fit = wanted ? CANDIDATE_NO_YEAR : CANDIDATE_FITS;
	if (c->state != CANDIDATE_THING || ask->period == PERIOD_CURRENT_STATE)
		return;
	find_year(c, e, &wish);
	if (is_pictured(c, e) && wanted && ask->period_sure &&
		(c->fit == CANDIDATE_NO_YEAR || is_doubtful(c)))
		set(c, CANDIDATE_CLOSED, "scan_unread");
	if (!wanted)
		c->fit = CANDIDATE_FITS;
	if (c->year)
		c->gap = abs(c->year - wish.year);
}

/* A place that only inherits the concept, and of another year by its words;
 * where no source settles the year, a neighbouring one may be meant. */
static bool is_beside_the_point(const struct candidate *c,
	const struct evidence *e, const struct ask *ask)
{
	int wanted = candidate_wanted(e->rs, ask);
	int list_year = c->link ? c->link->list_year : 0;

	if (c->state != CANDIDATE_CLOSED && c->state != CANDIDATE_GONE)
		return false;
	if (is_inherited(c) && c->off_site &&
		!ruleset_keeps_papers(e->rs, e->visits->items[c->visit].url))
		return true;
	if (c->link && c->link->class == WORDING_NEAR &&
		(c->off_site || strcmp(c->code, "low_coverage") == 0))
		return true;
	if (!wanted)
		return false;
	if (c->hint)
		return abs(c->hint - wanted) > !ask->period_sure;
	/* The list of a year holds papers of that year and the one before. */
	return list_year && list_year != wanted && list_year != wanted + 1;
}

static int rank(const struct candidate *c)
{
	int r = (int)c->state * 8 + (int)c->fit * 2;

	return r + !is_labelled(c);
}

static int by_rank(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	int tx = x->content ? (int)x->content->thing : 0;
	int ty = y->content ? (int)y->content->thing : 0;
	int sx = x->link ? x->link->strength : 0;
	int sy = y->link ? y->link->strength : 0;

	if (rank(x) != rank(y))
		return rank(x) < rank(y) ? -1 : 1;
	if (x->gap != y->gap)
		return x->gap < y->gap ? -1 : 1;
	if (tx != ty)
		return tx > ty ? -1 : 1;
	if (sx != sy)
		return sx > sy ? -1 : 1;
	return x->visit < y->visit ? -1 : x->visit > y->visit;
}

/* Whether the label promises this concept and no other that is asked with
 * it; a list may hold the papers of two asks, a sibling's label is no
 * promise. */
static bool is_promised(const struct candidate *c, const struct evidence *e,
	const struct ask *ask)
{
	uint64_t asked = e->rs->leads_to[ask->concept] & e->rs->wanted;

	if (c->link && c->link->sibling)
		return false;
	if (is_inherited(c))
		return asked == ruleset_bit(ask->concept);
	return is_labelled(c);
}

/*
 * A paper under a clear label that names no item at all: with some of the
 * words that such a paper uses it is the thing under another title, with none
 * of them a person has to look.  Of another year it is neither.
 */
static void judge_unnamed(struct candidate *c, const struct evidence *e,
	const struct concept *k, const struct ask *ask)
{
	const struct sighting_content *s = c->content;
	struct candidate as_thing = *c;

	if (c->state != CANDIDATE_NOT_IT || !s || s->owned ||
		refusal(s, e, ask) || k->pages_first || !is_promised(c, e, ask))
		return;
	set(&as_thing, CANDIDATE_THING, "");
	judge_fit(&as_thing, e, ask);
	if (s->hinted && as_thing.fit != CANDIDATE_NEWER)
		*c = as_thing;
	else if (as_thing.fit == CANDIDATE_FITS)
		set(c, CANDIDATE_CLOSED, "unreadable");
}

static bool is_page(const struct candidate *c, const struct evidence *e)
{
	return !page_kind_is_document(e->visits->items[c->visit].kind);
}

/* Whether a page that passes for the thing has little but links. */
static bool is_leading(const struct candidate *c, const struct evidence *e)
{
	const struct sighting_content *s = c->content;

	if (c->state != CANDIDATE_THING || !s || s->form || s->stated_none ||
		!is_page(c, e))
		return false;
	return (s->images <= 0 || s->images < (long)s->links) &&
	       s->letters < LEADING_LETTERS * s->links +
				    LEADING_LETTERS_FILE * s->files;
}

/* The best of what the page leads to; NULL when that is nothing known. */
static const struct candidate *best_behind(
	const struct candidate_list *list, const struct candidate *page)
{
	const struct candidate *best = NULL;

	for (size_t i = 0; i < list->n; i++) {
		const struct candidate *c = &list->items[i];

		if (c != page && c->link && c->link->from == page->visit &&
			(is_labelled(c) || (is_inherited(c) && !c->off_site)) &&
			(!best || c->state < best->state))
			best = c;
	}
	return best;
}

/* Whether nothing of it counts.  A paper that is readable and not refused may
 * still be one of those of the list; a page is "not it" as a list alone. */
static bool is_out(const struct candidate *c, const struct evidence *e,
	const struct ask *ask)
{
	if (c->state == CANDIDATE_NOT_IT)
		return is_page(c, e) || refusal(c->content, e, ask);
	return c->state != CANDIDATE_THING && c->state != CANDIDATE_LISTING;
}

/* Papers are what is asked for, if announced elsewhere too; what an office
 * says of itself stands on the page. */
static bool is_of_papers(const struct concept *k)
{
	return !k->pages_first ||
	       ((k->kinds & CONCEPT_DOCUMENT) && (k->kinds & CONCEPT_OFF_SITE));
}

/* A list of papers is no more than they are: all dead, of another office,
 * or where nobody can look. */
static bool judge_leading(struct candidate_list *list, const struct evidence *e,
	const struct ask *ask)
{
	bool any = false;

	for (size_t i = 0; i < list->n; i++) {
		struct candidate *c = &list->items[i];
		const struct candidate *best;

		if (!is_leading(c, e))
			continue;
		best = best_behind(list, c);
		if (!best || !is_out(best, e, ask))
			continue;
		set(c, best->state, best->code);
		any = true;
	}
	return any;
}

void candidates_find(struct candidate_list *out, const struct evidence *e,
	const struct ask *ask)
{
	const struct concept *k = &e->rs->concepts[ask->concept];
	size_t n = 0;

	*out = (struct candidate_list){ 0 };
	add_links(out, e, ask);
	add_contents(out, e, ask);
	add_closed(out, e, ask);
	for (size_t i = 0; i < out->n; i++) {
		struct candidate c = out->items[i];

		c.anyones = is_of_frame(&c, e);
		if (c.anyones)
			c.link = NULL;
		judge_state(&c, e, ask);
		judge_fit(&c, e, ask);
		judge_unnamed(&c, e, k, ask);
		if (!is_beside_the_point(&c, e, ask))
			out->items[n++] = c;
	}
	out->n = n;
	for (int i = 0; i < MAX_LEADING && is_of_papers(k); i++)
		if (!judge_leading(out, e, ask))
			break;
	if (n)
		qsort(out->items, n, sizeof(*out->items), by_rank);
}

bool candidate_is_read_off(const struct candidate *c, const struct evidence *e)
{
	return is_pictured(c, e) || (c->content && c->content->read_off);
}

bool candidate_may_be_outside(
	const struct ruleset *rs, const struct sighting_link *link)
{
	const struct off_site *place;

	if (!*link->target || link->class == WORDING_NEAR ||
		(link->year && abs(link->year - rs->year) > 1))
		return false;
	place = ruleset_off_site(rs, link->target);
	if (place && place->mute)
		return false;
	return link->inherited ? place && place->papers
			       : link->strength >= LABEL_STRONG;
}

bool candidate_is_fitting(const struct candidate *c)
{
	return c->state == CANDIDATE_THING && c->fit == CANDIDATE_FITS;
}

bool candidate_stands_alone(const struct ruleset *rs,
	const struct sightings *sightings, const struct ask *ask,
	const struct sighting_content *content, const struct visit *visit)
{
	struct visit only = *visit;
	const struct visit_list visits = { .items = &only, .n = 1 };
	const struct evidence e = {
		.rs = rs, .sightings = sightings, .visits = &visits
	};
	struct candidate c = { .content = content, .code = "" };

	judge_state(&c, &e, ask);
	judge_fit(&c, &e, ask);
	return candidate_is_fitting(&c);
}

static void log_one(const struct candidate *c, const struct evidence *e,
	const struct item *item, const struct ask *ask)
{
	static const char *const states[] = { "thing", "closed", "not it",
		"gone", "listing" };
	static const char *const fits[] = { "fits", "no year", "older",
		"newer" };
	const struct sighting_content *s = c->content;
	struct buf label;

	buf_init(&label, SIZE_MAX / 2);
	shorthand_read(&label, c->link ? c->link->text : "");
	log_debug("%s %s: %s, %s, year %d, label \"%s\" %d, content %d, "
		  "%u letters, %u files: %s %s",
		item->id, e->rs->concepts[ask->concept].key, states[c->state],
		fits[c->fit], c->year, buf_str(&label),
		c->link ? c->link->strength : 0, s ? (int)s->thing : -1,
		s ? s->letters : 0, s ? s->files : 0,
		c->visit == VISIT_NONE ? "nowhere"
				       : e->visits->items[c->visit].url,
		c->code);
	buf_done(&label);
}

void candidates_log(const struct candidate_list *list, const struct evidence *e,
	const struct item *item, const struct ask *ask)
{
	for (size_t i = 0; i < list->n; i++)
		log_one(&list->items[i], e, item, ask);
}

void candidates_done(struct candidate_list *list)
{
	free(list->items);
	*list = (struct candidate_list){ 0 };
}
