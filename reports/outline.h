/*
 * What a plan says, as data without its prose: which question stands and is
 * analysed where, what each measure answers, who does it and when.
 *
 * It is taken from a report, or read from a file in which somebody has noted
 * down a paper plan (rules/catalog/schema/plan.schema.json); lint.h looks for
 * contradictions in it.
 */
#ifndef OIT_REPORTS_OUTLINE_H
#define OIT_REPORTS_OUTLINE_H

#include <stddef.h>

#include "base/error.h"
#include "reports/document.h"

#define OUTLINE_SCHEMA "oit-plan/1"

/* A row of an issue's score table. */
struct outline_row {
	const char *id;      /* "i1", "e9", "o23" */
	const char *part;    /* "iit", "eit_public", "eit_survey", "oit" */
	const char *concept; /* of an item, when it is known; "" */
	int hundredths;      /* -1 when not printed */
};

/* A question or item named in the analysis of an issue. */
struct outline_analysis {
	const char *id;
	const char *part;
	const char *called;    /* the part by the name that is printed; "" */
	const char *class_key; /* "defect", "develop", "keep" */
	int hundredths;        /* the score it quotes, -1 for none */
};

struct outline_measure {
	int number; /* as printed; 0 when none is */
	const char **items;
	size_t n_items;
	const char **named; /* items whose titles its words have */
	size_t n_named;
	const char *concept; /* what the check found wanting; "" */
	const char **also;   /* what else the same item asks for: concepts,
				among the names of its other parts */
	size_t n_also;
	const char *owner;    /* "" for none */
	const char *from;     /* "2024-10-01", or "10-01" without a year */
	const char *to;       /* the same; "" */
	const char *quarters; /* as printed, "1" or "2-4"; "" */
};

struct outline_issue {
	int n;
	const char *title;
	struct outline_row *rows;
	size_t n_rows;
	struct outline_analysis *analysis;
	size_t n_analysis;
	struct outline_measure *measures;
	size_t n_measures;
};

/* Something that is said in several places. */
struct outline_said {
	const char *what;  /* "plan_year", "assessed_year", "issue 3", or any
			      name: "agency" */
	const char *where; /* for messages */
	const char *text;
};

/* The scores that a class takes, as they are printed. */
struct outline_limit {
	const char *class_key;
	int from, to; /* hundredths */
};

struct outline_figure {
	const char *id; /* of an indicator */
	int hundredths;
};

/* What the check of the website found failing. */
struct outline_failing {
	const char *id;
	const char *concept;
};

struct outline {
	struct arena arena;
	int assessed_year, year; /* B.E. */
	const char *made;        /* the day, ISO; "" of a paper */
	struct outline_limit *limits;
	size_t n_limits;
	struct outline_said *said;
	size_t n_said;
	struct outline_figure *indicators; /* as printed */
	size_t n_indicators;
	int total;         /* hundredths, -1 when not printed */
	const char *level; /* as printed; "" */
	struct outline_issue *issues;
	size_t n_issues;
	struct outline_failing *failing;
	size_t n_failing;
};

/*
 * Fills an outline from a file of OUTLINE_SCHEMA, or from a report.json by way
 * of an initialised document, which must outlive it.  ERR_READ, or ERR_SYNTAX
 * with file, line and key.  The caller ends with outline_done() in any case.
 */
int outline_load(struct outline *o, struct document *doc, const char *path,
	struct error *err);
void outline_done(struct outline *o);

/* The same from a document that is there. */
void outline_of(struct outline *o, const struct document *doc);

#endif
