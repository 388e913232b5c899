/*
 * The rules of one fiscal year: the concepts of the catalogue, how each is
 * recognised, and what the year's items ask of them.
 *
 * Everything is data: rules/catalog/concepts/ says what a thing is called and
 * what proves it, rules/catalog/years/ what is asked, numbered and weighed in
 * a year, rules/catalog/columns.json what columns of tables are called,
 * rules/catalog/common.json what no concept owns.
 */
#ifndef OIT_RULES_RULESET_H
#define OIT_RULES_RULESET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/pattern.h"
#include "base/pieces.h"
#include "base/wordset.h"
#include "rules/window.h"

/* A topic is a bit in 64; see page links and visits. */
#define RULESET_MAX_CONCEPTS 64

/* Concepts that a page may be about.  One that names more lists them and is
 * about none; what pages about more lead to is the frame of the site. */
#define RULESET_MAX_ABOUT 6
#define RULESET_MAX_PARTS 32 /* of one concept */

#define RULESET_MAX_COLUMNS 31 /* a bit each in a sighting */

/* Numbers of wordings, any of which will do. */
struct words {
	const uint32_t *ids;
	const char **texts; /* as the catalogue spells them, or in
			       normal form when only compared */
	size_t n;
};

/* One of each list is needed. */
struct word_groups {
	const struct words *lists;
	size_t n;
};

enum wording_class {
	WORDING_TITLE, /* the official title */
	WORDING_LABEL, /* common on real sites */
	WORDING_OTHER, /* known, but unusual: passes with advice */
	WORDING_NEAR,  /* worth a look, proves nothing */
	WORDING_CLASSES,
};

enum concept_role {
	CONCEPT_ITEM,
	CONCEPT_COMPETITOR, /* has wordings that would be mistaken for items */
	CONCEPT_INDEX,      /* a page that lists items */
};

/* What may be evidence, as bits. */
enum concept_kind {
	CONCEPT_DOCUMENT = 1,
	CONCEPT_PAGE = 2,
	CONCEPT_FORM = 4,
	CONCEPT_OFF_SITE = 8,
};

enum part_test {
	PART_ALL,
	PART_NONE,
	PART_PATTERN,
	PART_FEW,
	PART_COLUMNS,
	PART_MONTHS,
	PART_HAS,
};

enum part_has {
	PART_HAS_IMAGE,
	PART_HAS_EMAIL,
	PART_HAS_PHONE,
	PART_HAS_STRUCTURED, /* rows: a sheet or a table */
	PART_HAS_FORM,
	PART_HAS_SOCIAL_LINK,
	PART_HAS_MAP,
};

struct concept_part {
	const char *id;
	const char *text;
	enum part_test test;
	struct word_groups all;
	struct words none;
	struct pattern *pattern; /* of PART_PATTERN and PART_FEW */
	long most;               /* places of PART_FEW */
	size_t least;   /* columns of PART_COLUMNS that a table must have */
	uint32_t *with; /* one of each set must be among them */
	size_t n_with;
	int months; /* of PART_MONTHS, from October on */
	enum part_has has;
};

/* A column that a table may have. */
struct column {
	const char *id;
	const char *name; /* as the papers print it */
};

/* The columns of the catalogue, and by wording the sets that it names. */
struct columns {
	struct column items[RULESET_MAX_COLUMNS];
	size_t n;
	struct wordset *words;
	uint32_t *inside; /* wherever it stands */
	uint32_t *alone;  /* only as words by themselves */
};

struct known_false {
	struct words any;
	const char *why;
};

struct concept {
	const char *key;
	const char *title;
	enum concept_role role;
	struct words find[WORDING_CLASSES];
	struct words exclude;
	struct word_groups gist; /* words of a label that is none of these */
	struct words gist_none;  /* and those it does not have */
	unsigned kinds;
	bool pages_first; /* the kind named first is no document */
	bool home; /* may be proven by any page's foot or the home page */
	bool foot; /* its foot may say all that such a text must */
	struct word_groups says;
	struct word_groups is_not;
	size_t min_letters;
	struct concept_part *parts;
	size_t n_parts;
	struct words stated_none;
	struct known_false *known_false;
	size_t n_known_false;
	const char *where, *fix, *done_when, *purpose, *keep, *owner, *effort;
};

enum period_kind {
	PERIOD_CURRENT_STATE,
	PERIOD_CURRENT_FY,
	PERIOD_PREVIOUS_FY,
	PERIOD_FIRST_6_MONTHS,
	PERIOD_COVERS_CURRENT,
	PERIOD_CURRENT_CALENDAR_YEAR,
	PERIOD_CURRENT_YEAR, /* fiscal or calendar */
	PERIOD_UNKNOWN,
	PERIOD_COUNT,
};

struct ask_part {
	size_t part; /* of the concept */
	bool must;
	uint32_t groups; /* of the part that are asked for, as bits */
	const char *status;
	const char *source;
	const char *only_for; /* agency types: "sao, pao"; "" for all */
};

/* Who says that something is asked for. */
struct pack_source {
	const char *key; /* "S8" */
	const char *text;
};

/* What an item asks of one concept. */
struct ask {
	size_t concept;
	enum period_kind period;
	bool period_sure; /* a source says so; else either year passes */
	const char *period_status;
	const char *source;   /* keys: "S8, S10" */
	const char *only_for; /* agency types; "" for all */
	struct ask_part *parts;
	size_t n_parts;
};

struct item {
	const char *id; /* "o9" */
	int number;
	const char *title;
	const char *title_status;
	const char *source;    /* keys */
	const char *indicator; /* "9.2" */
	int issue;
	struct ask *asks;
	size_t n_asks;
	const char **depends_on;
	size_t n_depends_on;
	uint64_t leads; /* concepts that are no item of this year, but whose
			   labels lead to this one; they prove nothing */
};

struct issue {
	int n;
	const char *key;
	const char *title;
};

enum common_list {
	COMMON_GENERIC_ANCHORS,
	COMMON_DRAFTS,
	COMMON_SAMPLES,
	COMMON_EMPTY,
	COMMON_PLACEHOLDERS,
	COMMON_SOFT_404,
	COMMON_LOGIN,
	COMMON_DEFINITION,
	COMMON_OTHER_AGENCIES,
	COMMON_PAGING,
	COMMON_INTRO,
	COMMON_AGENCY_KINDS,
	COMMON_AGENCY_NOT,
	COMMON_FRAME,
	COMMON_TELLING,
	COMMON_EVENTS,
	COMMON_SUBJECT,
	COMMON_LISTS,
};

/* A place off the site that is recognised by its host. */
struct off_site {
	const char *kind; /* "google_drive" ... */
	const char **hosts;
	size_t n_hosts;
	bool papers; /* papers are kept there */
	bool mute;   /* what it answers a program tells nothing */
};

/* Which concept a wording leads to, and how. */
struct word_owner {
	uint8_t concept;
	uint8_t class; /* enum wording_class */
};

/* A concept in a set of them. */
static inline uint64_t ruleset_bit(size_t concept)
{
	return (uint64_t)1 << concept;
}

/* Of the letters of a wording: a hand slips once where a machine does twice. */
#define RULESET_TYPED_WRONG_PERCENT 10

/* How many letters of a wording of so many may be wrong. */
static inline size_t ruleset_typed_wrong(size_t letters)
{
	return letters * RULESET_TYPED_WRONG_PERCENT / 100;
}

/* What is asked of a wording before it is sought letter by letter. */
struct named_word {
	uint64_t letters; /* see wordset_letters() */
	uint32_t word, length;
};

struct ruleset {
	struct arena arena; /* owns every string and array */
	struct wordset *words;
	struct word_owner **owners; /* by wording, n_owners[wording] of them */
	uint8_t *n_owners;
	uint64_t *excludes;       /* by wording: concepts that it takes out */
	struct named_word *named; /* wordings with owners, longest first */
	size_t n_named;
	struct pieces pieces; /* of these, by their places in named */
	struct concept concepts[RULESET_MAX_CONCEPTS];
	size_t n_concepts; /* ordered by key */
	struct columns columns;
	struct words common[COMMON_LISTS];
	struct off_site *off_site;
	size_t n_off_site;
	int year;
	const char *version;
	const char *status;
	const char **agency_types; /* that the pack is for */
	size_t n_agency_types;
	const char *agency_type;           /* for which it was loaded */
	const char *valid_from, *valid_to; /* ISO */
	int replaces; /* year of the pack before it; 0 for the first */
	struct pack_source *sources;
	size_t n_sources;
	struct window window;
	struct issue *issues;
	size_t n_issues;
	struct item *items;
	size_t n_items;
	uint64_t wanted; /* topics that the year's items ask for */
	/* By concept: the topics that its label may lead to.  An item that asks
	 * for two things is often found under the name of one. */
	uint64_t leads_to[RULESET_MAX_CONCEPTS];
	uint64_t at_home; /* topics the home page may prove */
	uint64_t indexes; /* topics that list items */
	char sha256[65];  /* of the files read, in a fixed order */
};

/*
 * Reads the catalogue in folder for a year (Buddhist era).  ERR_READ when a
 * file cannot be read, ERR_SYNTAX when there is no pack of the year, and with
 * file, line and key when a file is not as the schemas say: unknown key,
 * unknown concept or part, bad pattern, no item at all, a source that is not
 * described, a pack that replaces one which is not there.  The caller frees
 * with ruleset_free(), which takes NULL.
 */
int ruleset_load(
	struct ruleset **out, const char *folder, int year, struct error *err);

struct ruleset_options {
	/* What is asked of such agencies; NULL for the first of the pack. */
	const char *agency_type;
	/* A concept or the pack of the year, read in place of the catalogue's
	 * own to see what would come of a change; or NULL. */
	const char *changed_file;
};

/* The same; ERR_SYNTAX also when the pack is not for the agency type, or the
 * changed file is a concept that the catalogue does not have, or the pack of
 * another year. */
int ruleset_load_with(struct ruleset **out, const char *folder, int year,
	const struct ruleset_options *options, struct error *err);
void ruleset_free(struct ruleset *rs);

/* The years of all packs in folder, rising, at most max of them; how many, or
 * ERR_READ. */
int ruleset_years(int *out, int max, const char *folder, struct error *err);

/*
 * The year of the pack whose validity contains the ISO date, or the newest
 * pack before it; 0 when the folder has none.
 */
int ruleset_year_for(const char *folder, const char *date, struct error *err);

/* Whether the pack is for agencies of that type. */
bool ruleset_is_for(const struct ruleset *rs, const char *agency_type);

/* The concept of that key, or -1. */
int ruleset_concept(const struct ruleset *rs, const char *key);

/* Whether an item of it asks for the concept of that key, first or beside
 * others. */
bool ruleset_asks(
	const struct ruleset *rs, const struct item *item, const char *key);

/* Whether the item of that id, or an item of the concept of that key, asks for
 * a report on the first six months. */
bool ruleset_is_on_half(const struct ruleset *rs, const char *name);

/* The place off the site that an address (canonical) is of: the one with the
 * longest of the hosts that are its host or above it, path included; NULL. */
const struct off_site *ruleset_off_site(
	const struct ruleset *rs, const char *url);

/* Whether papers are kept there. */
bool ruleset_keeps_papers(const struct ruleset *rs, const char *url);

/* Whether a status word of the sources is one by which a rule may fail an
 * item. */
bool ruleset_is_sure(const char *status);

/* "previous_fy" ... as in the packs and in report.json. */
const char *ruleset_period_name(enum period_kind kind);

/* Whether a text of the list stands in the canon, wherever. */
bool ruleset_stands_in(const struct words *list, struct slice canon);

#endif
