/*
 * What is wrong in the files of a catalogue: all of it, each with its place
 * and a code.
 *
 *   R000  a file is no JSON, or the program cannot load it
 *   R001  unknown key
 *   R002  wording of two concepts
 *   R003  wording that takes the title of another concept's item
 *   R004  pattern that may run away
 *   R005  date or advice without its year
 *   R006  concept without examples, or without those of a kind
 *   R007  pack that has ended
 *   R008  missing Thai text
 *   R009  gist that the title of another concept's item has
 *   R010  pack out of the line of those before and after it
 */
#ifndef OIT_RULES_LINT_H
#define OIT_RULES_LINT_H

#include "rules/lint_catalog.h"

/*
 * Looks through the catalogue in folder on an ISO day; findings are ordered by
 * file and place.  ERR_READ.  Freed with lint_catalog_done() in any case.
 */
int lint_run(struct lint_catalog *out, const char *folder, const char *day,
	struct error *err);

/* "error", "warning", "note". */
const char *lint_severity_name(enum lint_severity severity);

#endif
