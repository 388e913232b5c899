/*
 * EXAMPLE: a small invented site in the catalogue, and what the judge must
 * say of a concept on it.
 *
 * rules/catalog/examples/ has a file for each concept: the thing under its
 * name and under another, halves of it, older ones, bare labels, and what
 * looks like it and is not.
 */
#ifndef OIT_RULES_EXAMPLE_H
#define OIT_RULES_EXAMPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/json.h"
#include "rules/finding.h"

enum example_kind {
	EXAMPLE_PASS,       /* the thing under a name that is known */
	EXAMPLE_OTHER,      /* ... under another */
	EXAMPLE_INCOMPLETE, /* without a must part */
	EXAMPLE_STALE,      /* of an earlier period */
	EXAMPLE_LABEL_ONLY, /* a name over nothing */
	EXAMPLE_TRAP,       /* what looks like the thing */
	EXAMPLE_KINDS,
};

/* Its strings and nodes are the file's. */
struct example {
	const char *id;
	enum example_kind kind;
	const struct json_node *years; /* of the packs it is for; NULL: all */
	const struct json_node *home;  /* the site's first page */
	const char *known_miss;        /* why the answer is known to be wrong;
					  "" */
	enum verdict verdict;
	const char *code;              /* of the reason; "" for any */
	const struct json_node *lacks; /* must parts, no others; NULL: any */
};

struct example_file {
	struct json *doc;
	const char *concept;
	struct example *items;
	size_t n;
};

/*
 * Reads the examples of a concept out of the catalogue in folder.  ERR_READ,
 * or ERR_SYNTAX with file, line and key; what stands on their sites is looked
 * at by scene_judge().  Freed with example_file_free(), which takes NULL.
 */
int example_file_load(struct example_file **out, const char *folder,
	const char *concept, struct error *err);
void example_file_free(struct example_file *f);

/* Whether the catalogue in folder has a file of examples for the concept. */
bool example_file_exists(const char *folder, const char *concept);

/* Whether it is for the pack of that year. */
bool example_is_for(const struct example *e, int year);

/* Whether the finding is what it wants. */
bool example_is_met(const struct example *e, const struct finding *f);

/* "pass", "label_only" ... as in the files. */
const char *example_kind_name(enum example_kind kind);

#endif
