/*
 * How a year's points are reckoned, as its rule pack says.
 *
 * Answers to questions and items form groups, groups form indicators,
 * indicators the three instruments; each step is a plain mean, and the total
 * is weighed.  So an item of a small group counts for more than one of a
 * large group.
 */
#ifndef OIT_RULES_SCORE_MODEL_H
#define OIT_RULES_SCORE_MODEL_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

/* More is no assessment of ours. */
#define SCORE_MODEL_MAX_INDICATORS 32

enum score_instrument { SCORE_IIT, SCORE_EIT, SCORE_OIT, SCORE_INSTRUMENTS };

/* Who answers: EIT is asked twice, of the public and by assessors. */
enum score_part {
	SCORE_PART_IIT,
	SCORE_PART_EIT_PUBLIC,
	SCORE_PART_EIT_SURVEY,
	SCORE_PART_OIT,
	SCORE_PARTS,
};

/* A question in one part, or an item. */
struct score_item {
	const char *id; /* "i1", "e1", "o1" */
	enum score_part part;
	size_t group;
	const char **needs; /* items without which it gets nothing */
	size_t n_needs;
};

/* What single items are worth by another model that a source speaks of: told
 * beside ours, never reckoned with. */
struct score_other {
	const char *name; /* "item-points-2568" */
	struct score_other_item {
		const char *id;
		long points; /* thousandths, on that model's own scale */
	} * items;
	size_t n_items;
};

/* A sub-indicator; in IIT the indicator itself, in EIT one part of it. */
struct score_group {
	const char *id; /* "9.1"; the indicator's in IIT and EIT */
	enum score_part part;
	size_t indicator;
	long n_items;
};

struct score_indicator {
	const char *id, *title;
	enum score_instrument instrument;
	long n_groups;
};

/* A level of the result; the first that is reached holds. */
struct score_band {
	const char *key, *title;
	int total; /* least total, in hundredths */
	int each;  /* least score of every part; 0 when none is asked */
};

struct score_model {
	struct arena arena;       /* owns all that is below */
	int year;                 /* assessed, B.E. */
	const char *name;         /* "mean-of-groups-2567" */
	struct score_item *items; /* by part, in the pack's order */
	size_t n_items;
	struct score_group *groups;
	size_t n_groups;
	struct score_indicator *indicators;
	size_t n_indicators;
	long n_in_instrument[SCORE_INSTRUMENTS]; /* indicators */
	long weight[SCORE_INSTRUMENTS];          /* of 100 */
	struct score_band *bands;                /* from the highest on */
	size_t n_bands;
	int defect_below;  /* hundredths: below is a defect */
	int develop_below; /* below is to be developed, the rest to be kept */
	int target;        /* hundredths */
	long long scale;   /* every mean is whole in 1/scale of a hundredth */
	struct score_other *others;
	size_t n_others;
};

/*
 * Reads the model out of a year pack, rules/catalog/years/2567.json.
 * ERR_READ, or ERR_SYNTAX with file, line and key.  The caller frees with
 * score_model_free(), which takes NULL.
 */
int score_model_load(
	struct score_model **out, const char *path, struct error *err);
void score_model_free(struct score_model *model);

/* "iit", "eit_public", "eit_survey", "oit"; "iit", "eit", "oit". */
const char *score_model_part_name(enum score_part part);
const char *score_model_instrument_name(enum score_instrument instrument);

/* The item of that id in a part, or -1. */
long score_model_item(
	const struct score_model *model, enum score_part part, const char *id);

/* The indicator of that id, or -1. */
long score_model_indicator(const struct score_model *model, const char *id);

/*
 * What the full 100 points of an OIT item add to the total, in thousandths
 * of a point: 1000 for o14 of 2567.  -1 when the year has no such item.
 */
long score_model_stake(const struct score_model *model, const char *item);

/* What an item is worth by another model, in thousandths; -1 unknown. */
long score_model_other(const struct score_other *other, const char *item);

#endif
