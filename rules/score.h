/*
 * The points of one assessment: read from a scores file, and reckoned.
 *
 * All figures are hundredths of a point in integers: 8994 is 89.94.  Means
 * are exact until the end and then rounded half up; bands and classes are
 * decided on the rounded figures, as they are published.
 */
#ifndef OIT_RULES_SCORE_H
#define OIT_RULES_SCORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/json.h"
#include "rules/score_model.h"

#define SCORE_SCHEMA "oit-scores/1"
#define SCORE_FULL 10000

/* What a document prints of the result; -1 or NULL where it does not. */
struct score_printed {
	int *items;      /* as model->items */
	int *indicators; /* as model->indicators */
	int parts[SCORE_PARTS];
	int eit; /* both parts together */
	int total;
	const char *level;
};

struct scores {
	struct arena arena;
	int year;
	const char *agency; /* "" when not named */
	int *items;         /* as model->items, all known */
	struct score_printed printed;
};

/* The year that a scores file says it is of.  ERR_SYNTAX. */
int score_year(int *year, const struct json *doc, struct error *err);

/*
 * Reads a scores file of the model's year; the document is no longer needed
 * then.  ERR_SYNTAX with file, line and key: unknown key or item, item
 * missing, no number, below 0, above 100, more than two decimals, another
 * year.  The caller frees with score_free(), which takes NULL.
 */
int score_read(struct scores **out, const struct json *doc,
	const struct score_model *model, struct error *err);
void score_free(struct scores *scores);

enum score_class { SCORE_DEFECT, SCORE_DEVELOP, SCORE_KEEP };

/* "defect", "develop", "keep". */
const char *score_class_name(enum score_class class);

struct score_result {
	struct arena arena;
	enum score_class *classes; /* as model->items */
	int *groups;               /* as model->groups: sub-indicators */
	int *indicators;           /* as model->indicators */
	int parts[SCORE_PARTS];    /* IIT, EIT parts 1 and 2, OIT */
	int eit;
	int total;
	bool below_target[SCORE_PARTS];
	const struct score_band *band; /* of the model */
	long long *exact_groups;       /* in 1/scale of a hundredth */
	long long *exact_indicators;
};

/* Reckons all figures.  The caller ends with score_result_done(). */
void score_compute(const struct scores *scores, const struct score_model *model,
	struct score_result *result);
void score_result_done(struct score_result *result);

/*
 * The item for want of which another gets nothing, though it were one of the n
 * at 100: one that it needs, that has 0 and is none of the n.  NULL when there
 * is none.
 */
const char *score_held_by(const struct scores *scores,
	const struct score_model *model, const char *const *items, size_t n,
	const char *item);

/*
 * The same with the items, n ids of OIT, at 100: what the website can win.
 * Ids the year does not have are passed over, and what another item holds
 * stays as it is.
 */
void score_what_if(const struct scores *scores, const struct score_model *model,
	const char *const *items, size_t n, struct score_result *result);

/* Hundredths of an exact figure, rounded half up. */
int score_round(const struct score_model *model, long long exact);

/* The total that these exact indicators give, in hundredths. */
int score_total(const struct score_model *model, const long long *indicators);

/* The class of one answer. */
enum score_class score_class_of(
	const struct score_model *model, int hundredths);

#endif
