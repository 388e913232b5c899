/*
 * The rows of the measures plan: out of what the check found, what last
 * year's scores say, and what is kept up every year.
 */
#ifndef OIT_RULES_MEASURE_H
#define OIT_RULES_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "rules/finding.h"
#include "rules/ruleset.h"

struct measure_catalog; /* rules/catalog/measures and questions.json */

/* A question of the two surveys. */
struct measure_question {
	const char *id;         /* "i1", "e9" */
	const char *instrument; /* "iit", "eit" */
	const char *text;
	const char *issue; /* key */
	bool negative;     /* asks for something bad */
	/* What to do about it below 85, below 100 and at 100 points. */
	const char *defect, *develop, *keep;
};

/*
 * Reads the measures of every concept that an item may ask for, the standing
 * ones and the questions.  ERR_READ when a file is missing, ERR_SYNTAX with
 * file, line and key when one is not as its schema says.  The caller frees
 * with measure_catalog_free(), which takes NULL.
 */
int measure_catalog_load(struct measure_catalog **out, const char *folder,
	const struct ruleset *rules, struct error *err);
void measure_catalog_free(struct measure_catalog *catalog);

/* The question of that id, or NULL; both parts of EIT ask the same. */
const struct measure_question *measure_question(
	const struct measure_catalog *catalog, const char *id);

/* A score of the assessed year, as far as the plan needs it. */
struct measure_score {
	const char *id;      /* "i10", "o13" */
	const char *concept; /* of an item; "" for a question */
	const char *title;   /* of an item; "" for a question */
	int issue;           /* 1 .. 7 */
	int hundredths;      /* -1 unknown */
};

struct measure_input {
	const struct ruleset *rules; /* its issues */
	int year;                    /* of the plan, Buddhist era */
	const struct window *window; /* of that year; NULL: not known */
	struct date today;           /* of the run; year 0: not known */
	const struct finding *findings;
	size_t n_findings;
	const struct measure_score *scores; /* none without a scores file */
	size_t n_scores;
	/* The unit the office gives a concept or the key of an issue; "" for
	 * none.  May be NULL. */
	const char *(*owner)(const void *office, const char *key);
	const void *office;
};

/*
 * The rows in order of issues; within an issue what the check found failing,
 * what a person must look at, what scored under 100 and has no row yet, what
 * is standing.  No issue is left without a row as long as the catalogue has
 * one for it.  A checking row has no text of its own: its one step is the
 * reason.  The arena owns the rows and their texts.  Returns their number.
 *
 * All rows lie in the fiscal year.  What is standing goes on all year.  The
 * others begin today when the day in the catalogue has passed, and end before
 * the answers of the assessment are given, or on the day that the catalogue
 * names; if that is too soon, with the answers, then with their corrections,
 * then with the year (window.h).  Too soon is what leaves less than the days
 * that a measure takes, or what ends before the six months of which it asks a
 * report (the item's period) are over.  When the year is over, its plan is
 * written as it was due.
 */
size_t measure_build(const struct measure_catalog *catalog,
	const struct measure_input *input, struct arena *arena,
	struct measure **out);

#endif
