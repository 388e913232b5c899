/*
 * The columns that tables of the catalogue have, and where a text names them.
 */
#ifndef OIT_RULES_COLUMN_H
#define OIT_RULES_COLUMN_H

#include <stddef.h>
#include <stdint.h>

#include "base/json.h"
#include "base/text.h"
#include "rules/concept.h"
#include "rules/ruleset.h"

/* A place that names columns: the key bytes from .. to. */
struct column_hit {
	uint32_t columns; /* as bits */
	uint32_t from, to;
};

/* Fills the ruleset's columns from the root of f; ERR_SYNTAX with file, line
 * and key. */
int column_read(const struct rule_file *f);

/* Frees what does not live in the ruleset's arena; zeroed ones are fine. */
void columns_done(struct columns *c);

/* A list of ids as bits; ERR_SYNTAX with file, line and key when it is none,
 * is empty or has one that columns.json lacks. */
int columns_of(
	const struct rule_file *f, const struct json_node *list, uint32_t *out);

/* All places of text that name columns, by their ends; the caller frees
 * *out, which is NULL for none.  Returns how many there are. */
size_t column_find(const struct columns *c, const struct text *text,
	struct column_hit **out);

#endif
