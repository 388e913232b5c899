/*
 * The office file: who the agency is, who signs, which unit owns what.
 *
 * What the file does not say is "", and stays an empty place in the papers.
 * What it says of items (waivers and attestations) is the judge's to read, and
 * comes back with the findings.
 */
#ifndef OIT_REPORTS_OFFICE_H
#define OIT_REPORTS_OFFICE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/field.h"

#define OFFICE_SCHEMA "oit-office/1"

/* The memo goes from its author over two superiors to the head. */
#define OFFICE_SIGNERS 4

struct office_signer {
	const char *post;
	const char *name;
	const char *rank;
};

/* The unit that owns a concept ("service_manual") or a whole issue
 * ("assets"). */
struct office_owner {
	const char *key;
	const char *unit;
};

struct office {
	const char *schema;
	const char *name;       /* full name of the agency */
	const char *short_name; /* for tables; "" is the full name */
	const char *district;   /* without อำเภอ */
	const char *province;   /* without จังหวัด */
	const char *site;
	const char *head_post;       /* to whom the memo is addressed */
	const char *unit;            /* that writes the memo */
	const char *document_prefix; /* before the running number */
	const char *contact;
	const char *date; /* of the memo, ISO */
	struct office_signer signers[OFFICE_SIGNERS];
	const char **proposals; /* of the memo, instead of the usual ones */
	size_t n_proposals;
	struct office_owner *owners;
	size_t n_owners;
};

/* How an office stands in JSON: its own file, and within report.json. */
const struct field_table *office_table(void);

/*
 * Fills a zeroed office from its file; the arena owns the strings.  ERR_READ
 * when it cannot be read; ERR_SYNTAX with file, line and key when it is no
 * office file, has an unknown key, a wrong type or a date that is none.
 */
int office_load(struct office *office, struct arena *arena, const char *path,
	struct error *err);

/* The unit that owns key; "" when the file names none. */
const char *office_owner(const struct office *office, const char *key);

#endif
