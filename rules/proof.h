/*
 * Whether a page or document is the thing a concept means, of which years,
 * and with which parts.
 */
#ifndef OIT_RULES_PROOF_H
#define OIT_RULES_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/year.h"
#include "crawler/page.h"
#include "rules/label.h"
#include "rules/proof_text.h"
#include "rules/ruleset.h"
#include "rules/sighting.h"

/* Years of a text that are looked at; what comes later is passing mention. */
#define PROOF_MAX_YEARS 64

/* A page prepared for proofs. */
struct proof {
	const struct ruleset *rs;
	const struct page *page;
	const struct sightings *site; /* knows the site's frame; or NULL */
	struct arena arena;
	struct proof_text lead;     /* title, headings, first lines */
	struct proof_text own;      /* what no other page says */
	struct proof_text foot;     /* own and its foot's, made on demand */
	struct proof_text whole;    /* with menus and foot, made on demand */
	struct proof *annex;        /* of the page's annex; or NULL */
	struct label_matches names; /* what the lead names */
	const struct label_match *title; /* of these: what its title is called,
					    where the lead says less; or NULL */
	uint32_t letters;                /* of its own text */
	uint32_t files; /* links in its content that may be the thing */
	uint32_t links; /* in its content, of any kind */
	struct year_mark years[PROOF_MAX_YEARS]; /* of its own text */
	size_t n_years;
	bool has_social, has_map, has_rows;
	bool prepared; /* all but the lead of documents is made on demand */
};

/* site may be NULL: then every text outside menus is the page's own. */
void proof_init(struct proof *p, const struct ruleset *rs,
	const struct page *page, const struct sightings *site);

/* Digests of the page's first max blocks outside menus, each once, for the
 * survey; *cut when it has more. */
size_t proof_blocks(
	const struct proof *p, uint64_t *out, size_t max, bool *cut);
void proof_done(struct proof *p);

/* Whether all that is known of the page is what a machine has read in pictures
 * of it. */
bool proof_is_picture(const struct page *page);

/* The bytes from .. to of the canon of one of its texts, as their author wrote
 * them; in the proof's arena. */
const char *proof_quote(
	struct proof *p, const struct text *t, size_t from, size_t to);

/* The same of what stands about the first place of a wording that the text
 * has. */
const char *proof_quote_word(
	struct proof *p, const struct proof_text *t, uint32_t word);

/* Fills *out for a concept; its strings live in the proof's arena. */
void proof_content(
	struct proof *p, size_t concept, struct sighting_content *out);

/* Whether a short page says itself that what was asked for is not there. */
bool proof_says_none(struct proof *p);

/* Fills only the years of *out, as for a concept that the page does not
 * name. */
void proof_years(struct proof *p, struct sighting_content *out);

#endif
