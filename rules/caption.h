/*
 * What the short texts of pages say to the rules: a link's words, the row it
 * stands in, a heading.
 *
 * That depends on the text and the rules alone, and a site prints the same
 * menu on every page, so what was made of a text is kept for the next page.
 */
#ifndef OIT_RULES_CAPTION_H
#define OIT_RULES_CAPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "rules/label.h"
#include "rules/ruleset.h"

struct captions;

struct caption {
	const struct label_match *named; /* as label_match() has them */
	size_t n_named;
	bool generic; /* says nothing itself, see label_is_generic() */
	bool paging;  /* leads to the next page of a list */
	int number;   /* with which it begins, see label_number() */
	int year;     /* the one it speaks of, B.E.; 0 for none or several */
};

/*
 * Keeps about so many bytes of texts and what they say, then begins anew.
 * The ruleset outlives it.  The caller frees with captions_free(), which
 * takes NULL.
 */
struct captions *captions_new(const struct ruleset *rs, size_t max_bytes);
void captions_free(struct captions *c);

/* What the text says; borrowed until the next call. */
const struct caption *captions_read(struct captions *c, const char *text);

#endif
