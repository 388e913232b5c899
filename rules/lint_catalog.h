/*
 * All files of a catalogue as they are written, and what is found wrong in
 * them: each with its place, so that an editor can go there.
 */
#ifndef OIT_RULES_LINT_CATALOG_H
#define OIT_RULES_LINT_CATALOG_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/json.h"

enum lint_severity {
	LINT_ERROR,   /* the rules say what they cannot mean */
	LINT_WARNING, /* they may say more or less than is meant */
	LINT_NOTE,    /* worth to be known */
	LINT_SEVERITIES,
};

struct lint_finding {
	enum lint_severity severity;
	const char *code; /* "R001"; the meaning of a code never changes */
	const char *path; /* with the folder of the catalogue */
	size_t line, column;
	const char *text;
};

enum lint_kind {
	LINT_CONCEPT,
	LINT_YEAR,
	LINT_MEASURE,
	LINT_EXAMPLES,
	LINT_STANDING,
	LINT_QUESTIONS,
	LINT_COMMON,
	LINT_COLUMNS,
	LINT_KINDS,
};

struct lint_file {
	enum lint_kind kind;
	const char *name; /* without folder and ".json" */
	const char *path;
	struct json *doc;
};

struct lint_catalog {
	struct arena arena; /* owns all texts */
	struct lint_file *files;
	size_t n_files, cap_files;
	struct json *schemas[LINT_KINDS];
	struct lint_finding *items;
	size_t n, cap;
};

/*
 * Reads the files and their schemas.  A file that is no JSON is a finding
 * (R000) and left out; ERR_READ when a folder or schema cannot be read.
 * Freed with lint_catalog_done() in any case.
 */
int lint_catalog_load(
	struct lint_catalog *out, const char *folder, struct error *err);
void lint_catalog_done(struct lint_catalog *c);

/* The file of a kind and name, or NULL. */
const struct lint_file *lint_catalog_find(
	const struct lint_catalog *c, enum lint_kind kind, const char *name);

/* Tells what is wrong at a node of a file. */
void lint_catalog_tell(struct lint_catalog *c, enum lint_severity severity,
	const char *code, const struct lint_file *file,
	const struct json_node *node, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

/* Tells what a reader of ours says of a file: "path:line[:column]: what"; where
 * it names a key in place of the column, that of the key. */
void lint_catalog_tell_error(struct lint_catalog *c, const struct error *err);

#endif
