/*
 * A place that may prove what an item asks of a concept, and how far it does.
 */
#ifndef OIT_RULES_CANDIDATE_H
#define OIT_RULES_CANDIDATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crawler/visit.h"
#include "rules/ruleset.h"
#include "rules/sighting.h"

/* What stands there, nearest to the thing first. */
enum candidate_state {
	CANDIDATE_THING,   /* it is what the concept means */
	CANDIDATE_CLOSED,  /* could not look, or not read */
	CANDIDATE_NOT_IT,  /* readable, and something else */
	CANDIDATE_GONE,    /* a label over nothing */
	CANDIDATE_LISTING, /* a page that leads on; its links decide */
};

/* Whether the thing is of the period that is asked for. */
enum candidate_fit {
	CANDIDATE_FITS,
	CANDIDATE_NO_YEAR,
	CANDIDATE_OLDER,
	CANDIDATE_NEWER,
};

struct candidate {
	uint32_t visit; /* VISIT_NONE for a label that leads nowhere */
	const struct sighting_link *link;       /* best label, or NULL */
	const struct sighting_content *content; /* NULL when unread */
	enum candidate_state state;
	const char *code; /* contract's word for what is wrong, "" for none */
	enum candidate_fit fit;
	int year;               /* found, B.E.; 0 for none */
	const char *year_quote; /* in shorthand; "" */
	int gap;                /* years between found and wanted */
	bool only_link_year;    /* the year stands in the link alone */
	int hint;               /* year its link or list promises; 0 */
	bool off_site;          /* it stands on another site */
	bool anyones;           /* only the site's frame leads there */
};

struct candidate_list {
	struct candidate *items; /* best first */
	size_t n, cap;
};

struct waivers;

/* What the judge looks at; all of it is borrowed. */
struct evidence {
	const struct ruleset *rs;
	const struct sightings *sightings;
	const struct visit_list *visits;
	/* The visit of a canonical address, or VISIT_NONE. */
	uint32_t (*find)(void *ctx, const char *url);
	void *find_ctx;
	const struct waivers *waivers; /* settled; NULL for none */
};

/* Collects and judges the candidates of an ask.  Freed by the caller with
 * candidates_done(). */
void candidates_find(struct candidate_list *out, const struct evidence *e,
	const struct ask *ask);
void candidates_done(struct candidate_list *list);

/* Says on stderr what became of the candidates of an item's ask, for who asks
 * for much talk. */
void candidates_log(const struct candidate_list *list, const struct evidence *e,
	const struct item *item, const struct ask *ask);

/* Whether it is the thing that is asked for, of the period that is. */
bool candidate_is_fitting(const struct candidate *c);

/* Whether a place to which a label leads is worth to be asked, if it is of
 * another site: it may be evidence, and its answer tells something. */
bool candidate_may_be_outside(
	const struct ruleset *rs, const struct sighting_link *link);

/*
 * Whether what was read on a visit is of itself what the ask wants, of the
 * year it wants, whatever may lead there: told during the crawl, when links
 * and the site's other pages are not known yet.
 */
bool candidate_stands_alone(const struct ruleset *rs,
	const struct sightings *sightings, const struct ask *ask,
	const struct sighting_content *content, const struct visit *visit);

/* The year an ask wants (B.E.), 0 when it wants none. */
int candidate_wanted(const struct ruleset *rs, const struct ask *ask);

/* The contract's word for why a visit could not be looked at or read; NULL
 * when it was, or when nothing stands there. */
const char *candidate_closed_code(const struct visit *v);

/* Whether what the place shows was read off a picture, or some of it. */
bool candidate_is_read_off(const struct candidate *c, const struct evidence *e);

#endif
