/*
 * The site of an example: its pages made in memory, then matched and judged
 * as those of a crawl.
 */
#ifndef OIT_RULES_SCENE_H
#define OIT_RULES_SCENE_H

#include <stddef.h>

#include "base/error.h"
#include "rules/example.h"
#include "rules/finding.h"
#include "rules/reason.h"
#include "rules/ruleset.h"

/* What is judged: of an item, one ask alone, for what it asks for beside that
 * is another concept's example. */
struct scene_input {
	const struct ruleset *rs;
	const struct reasons *reasons;
	size_t item; /* of rs */
	size_t ask;  /* of the item */
	const struct example_file *file;
	const struct example *example; /* of file */
};

struct scene;

/*
 * Builds and judges the site; "{year}" in its texts is the year that the ask
 * wants, "{year-1}" the one before it.  ERR_SYNTAX with file, line and key
 * when a page is not as the schema says.  Freed with scene_free(), which takes
 * NULL; all that went in outlives it.
 */
int scene_judge(
	struct scene **out, const struct scene_input *in, struct error *err);
void scene_free(struct scene *s);

/* What was found of the ask. */
const struct finding *scene_finding(const struct scene *s);

#endif
