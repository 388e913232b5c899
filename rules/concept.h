/*
 * Reading a concept file of the catalogue into a ruleset.
 */
#ifndef OIT_RULES_CONCEPT_H
#define OIT_RULES_CONCEPT_H

#include "base/error.h"
#include "base/json.h"
#include "rules/ruleset.h"

/* A catalogue file on its way into a ruleset. */
struct rule_file {
	struct ruleset *rs;
	const struct json *doc;
	struct error *err;
};

/*
 * The wordings of a list of strings, given their numbers.  A missing list is
 * an empty one; ERR_SYNTAX when it is no list of strings, or a wording has no
 * letter.
 */
int concept_words(const struct rule_file *f, const struct json_node *node,
	struct words *out);

/* The same for lists that are only compared as they stand: "©" and "»" have
 * no letter, and the number UINT32_MAX.  Their texts are in normal form. */
int concept_signs(const struct rule_file *f, const struct json_node *node,
	struct words *out);

/* Text of a member, copied; "" when it is not there.  ERR_SYNTAX when it is
 * no string, or when it is needed and missing or empty. */
int concept_text(const struct rule_file *f, const struct json_node *node,
	const char *key, bool needed, const char **out);

/* Fills *c from the root of f; ERR_SYNTAX with file, line and key. */
int concept_read(const struct rule_file *f, struct concept *c);

/* Frees the patterns; all else lives in the ruleset's arena. */
void concept_done(struct concept *c);

/* The part of that id, or -1. */
int concept_part(const struct concept *c, const char *id);

#endif
