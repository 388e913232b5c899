/*
 * What a paper shows of the site's own texts: the beginning of a long one,
 * and an address as people read it.
 */
#ifndef OIT_REPORTS_EXCERPT_H
#define OIT_REPORTS_EXCERPT_H

#include <stddef.h>

#include "base/arena.h"

/* The text itself, or its first bytes up to max, cut between two characters
 * and with an ellipsis, in the arena.  NULL is "". */
const char *excerpt_text(struct arena *arena, const char *s, size_t max);

/*
 * An address with letters instead of the escapes of UTF-8 beyond ASCII (RFC
 * 3987 section 3.2), and without scheme and host when they are those of site:
 * "/แผน/2568".  It leads nowhere and is to be shown beside what does.  In the
 * arena; NULL is "".
 */
const char *excerpt_address(
	struct arena *arena, const char *site, const char *url);

#endif
