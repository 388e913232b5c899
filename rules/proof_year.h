/*
 * Of which years a page is: by its first lines, its text, the name of its
 * file.
 */
#ifndef OIT_RULES_PROOF_YEAR_H
#define OIT_RULES_PROOF_YEAR_H

#include "rules/label.h"
#include "rules/proof.h"
#include "rules/sighting.h"

/* Fills the years of p with those of its own text that may be the text's. */
void proof_year_collect(struct proof *p);

/*
 * Fills years, n_years and part_year of *out.  name is what calls the page by
 * the concept, or NULL; title the same or what else its lead is called, or
 * NULL.
 */
void proof_year_find(struct proof *p, const struct label_match *name,
	const struct label_match *title, struct sighting_content *out);

#endif
