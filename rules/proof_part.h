/*
 * Which parts of a concept a page has.
 */
#ifndef OIT_RULES_PROOF_PART_H
#define OIT_RULES_PROOF_PART_H

#include "rules/proof.h"
#include "rules/proof_text.h"
#include "rules/ruleset.h"
#include "rules/sighting.h"

/*
 * Appends to the parts of *out, which have room for all of c, those that the
 * text t of p shows, and as unknown those that it cannot show; *out says
 * already whether the page was read in part.  Sets blank of *out when it is
 * a form that nobody filled in.
 */
void proof_part_find(struct proof *p, const struct concept *c,
	const struct proof_text *t, struct sighting_content *out);

/* Adds what the other shows of the parts of a concept, and that some was read
 * off.  What must not be there is judged by the one alone. */
void proof_part_add(const struct concept *c, struct sighting_content *out,
	const struct sighting_content *other);

#endif
