/*
 * What the office itself says of items: that one does not apply to it, is
 * waived, or was looked at by a person in a document that is named.
 *
 * The judge hears it only where the site does not show the thing of itself,
 * and no verdict that rests on it is "pass".
 */
#ifndef OIT_RULES_WAIVER_H
#define OIT_RULES_WAIVER_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "crawler/visit.h"
#include "rules/finding.h"
#include "rules/reason.h"
#include "rules/ruleset.h"

/* A statement; about an item, a concept wherever it is asked for, or a part
 * of one of them. */
struct waiver {
	struct finding_waiver says; /* its part is the judge's to fill in */
	const struct item *item;    /* NULL for any */
	int concept;                /* -1 for any */
	const char *part;           /* of a concept; "" for all of it */
};

struct waivers {
	struct arena arena; /* owns what is said */
	struct waiver *items;
	size_t n;
};

/*
 * Reads the lists "not_applicable", "waivers" and "attestations" of an office
 * file; what is about an item of another year is left out.  The rest of the
 * file is not looked at.  ERR_READ, or ERR_SYNTAX with file, line and key:
 * unknown key, item, concept or part, no reason, nobody who says it, a date
 * that is none, an attestation without a document.  The caller frees with
 * waivers_free(), which takes NULL; the ruleset outlives it.
 */
int waivers_load(struct waivers **out, const char *path,
	const struct ruleset *rs, struct error *err);
void waivers_free(struct waivers *w);

/*
 * Decides which statements hold on a day (ISO): none that is past its date,
 * and an attestation only while its document has the digest it was given for.
 * find gives the visit of an address, however it is spelled, or VISIT_NONE.
 */
void waivers_settle(struct waivers *w, const struct visit_list *visits,
	uint32_t (*find)(void *ctx, const char *url), void *ctx,
	const char *day);

/* Whether it is about what the item asks of a concept, or a part of that. */
bool waiver_is_about(
	const struct waiver *w, const struct item *item, size_t concept);

/* The first that holds and is about all (part is NULL) or that part (its id)
 * of what the item asks of a concept; NULL for none.  w may be NULL. */
const struct waiver *waivers_find(const struct waivers *w,
	const struct item *item, size_t concept, const char *part);

/* The must parts of an ask (k is its concept), as bits, that are not among the
 * proven ones and that a statement which holds is about; *first is that about
 * the first of them, or NULL.  w may be NULL. */
uint32_t waivers_excused(const struct waiver **first, const struct waivers *w,
	const struct item *item, const struct ask *ask, const struct concept *k,
	uint32_t proven);

/* What the site shows of one thing that an item asks for. */
struct waiver_ask {
	size_t concept;
	bool shown;      /* all of it */
	uint32_t proven; /* parts of it, as bits */
};

/* Lists in the finding all that is said of its item, in the order of item's
 * asks that are given, whether it holds, is needed or not.  What it says is
 * borrowed.  w may be NULL. */
void waivers_put(const struct waivers *w, const struct ruleset *rs,
	const struct item *item, const struct waiver_ask *asks,
	struct arena *arena, struct finding *out);

/* The code of the advice on a statement that does not hold; NULL when it
 * does. */
const char *waiver_advice(const struct finding_waiver *w);

/* Who says it, until which day and in which words, for a sentence. */
void waiver_fill(struct reason_words *words, const struct finding_waiver *w,
	struct arena *arena);

#endif
