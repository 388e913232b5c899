/*
 * Soft 404: does a server say "not found" when it should?  For each folder
 * with pages that may be evidence, one made-up address is asked; what it
 * shows, or where it leads, is what the folder answers to anything.
 *
 * The made-up name follows from the folder alone, so that an archive of a run
 * holds the answers for the next reading of it.
 */
#ifndef OIT_CRAWLER_PROBE_H
#define OIT_CRAWLER_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crawler/frontier.h"

struct probe {
	const char *folder; /* canonical, up to its last "/" */
	const char *url;    /* the made-up address in it */
	uint64_t imprint;   /* of what it shows instead of an error, or 0 */
	uint32_t target;    /* the visit it leads to, or VISIT_NONE */
	bool asked;         /* and answered, if only by an error */
};

struct probes;

struct probes *probes_new(void);
void probes_free(struct probes *p);

/*
 * Plans the probes for what the frontier holds, at most LIMIT_PROBES for a
 * server, the folders with the most candidates first.  False when there is
 * none.  To be called once.
 */
bool probes_plan(struct probes *p, struct frontier *f);

/* The next to be asked, which stays where it is; NULL at the end. */
struct probe *probes_next(struct probes *p);

/*
 * Gives visits their outcome OUTCOME_SOFT_404 whose page says what the folder
 * says to anything, or which lead to where it leads with anything.  home is
 * the visit of the home page, which is always real.
 */
void probes_mark(const struct probes *p, struct frontier *f, uint32_t home);

/* Whether some made-up address shows what the page says, or leads to it. */
bool probes_show(const struct probes *p, struct frontier *f, uint32_t page);

/* How many were asked, and one of them: "" when none was. */
size_t probes_asked(const struct probes *p, const char **example);

#endif
