/*
 * The content of <meta http-equiv=refresh> and of the Refresh header.
 */
#ifndef OIT_CRAWLER_REFRESH_H
#define OIT_CRAWLER_REFRESH_H

#include <stdbool.h>

#include "base/slice.h"

struct refresh {
	long seconds;     /* until the page changes; fractions are dropped */
	struct slice url; /* borrowed, unresolved; empty: the page itself */
};

/*
 * The HTML standard's "shared declarative refresh steps" as far as the text
 * goes.  False, and *out as it was, when content asks for no refresh.
 */
bool refresh_parse(struct refresh *out, struct slice content);

#endif
