/*
 * The whole truth of a run: what report.json holds and every paper is printed
 * from.
 *
 * Strings and arrays belong to the document's arena.  A string that is not
 * known is "" (NULL counts as ""), a score that is not known is -1.  Counts
 * that follow from the rows (totals, due dates) are computed, never stored.
 */
#ifndef OIT_REPORTS_DOCUMENT_H
#define OIT_REPORTS_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"
#include "reports/office.h"
#include "rules/finding.h"

#define DOCUMENT_SCHEMA "oit-report/1"
#define DOCUMENT_ISSUES 7
#define DOCUMENT_FINGERPRINT_SIZE 17

struct document_rules {
	int year; /* Buddhist era */
	const char *version;
	const char *status; /* "stable", "draft"; "" in older reports */
	const char *sha256;
	const char *agency_type; /* "municipality" */
	const char *score_model; /* "mean-of-groups-2567" */
};

struct document_site {
	const char *url;
	const char *name;
	const char **hosts;
	size_t n_hosts;
};

/* How often something was met. */
struct document_count {
	const char *name;
	long count;
};

/* Addresses of which the same is to be said. */
struct document_case {
	const char *name;   /* the outcome, or what was noticed */
	const char *rule;   /* by which it came so: "pattern"; or "" */
	const char *detail; /* at what the rule struck; or "" */
	long count;
	const char *example; /* an address, or "" */
};

struct document_coverage {
	bool complete; /* every address found was looked at or refused by rule
			*/
	bool gate_met; /* enough was seen to call something missing */
	long found, fetched, documents, failed, skipped;
	/* Of all but the fetched: found = fetched + their sum. */
	struct document_count *by_reason;
	size_t n_by_reason;
	const char *stopped_by;      /* "budget", "site_down" ...; "" */
	struct document_case *cases; /* by_reason again, parted by rules */
	size_t n_cases;
	struct document_case *notes; /* charset conflicts, copies ... */
	size_t n_notes;
	const char *user_agent; /* as told to the site; "" for an archive */
	long reused;      /* pages of an earlier run that had not changed, */
	long bytes_saved; /* and what need not be sent for them again */
};

/* A question or item of the assessed year. */
struct document_score {
	const char *id;         /* "i1", "e9", "o23" */
	const char *part;       /* "iit", "eit_public", "eit_survey", "oit" */
	const char *text;       /* the question, or the item's title */
	int issue;              /* 1 .. DOCUMENT_ISSUES */
	int hundredths;         /* 0 .. 10000, -1 unknown */
	const char *class_key;  /* "defect", "develop", "keep"; "" unknown */
	const char *advice;     /* Thai: what to do about it in its class */
	const char *concept;    /* of an item; "" for a question */
	const char *check_item; /* that asks for the same in the year that was
				   checked; "" for none */
};

/* A computed figure: sub-indicator, indicator or instrument. */
struct document_figure {
	const char *id;         /* "9.1", "9", "eit_public" */
	const char *title;      /* "" for an instrument */
	const char *instrument; /* "iit", "eit", "oit" */
	int hundredths;         /* -1 unknown */
};

/* What the scores would be if some items had full points. */
struct document_what_if {
	const char **items; /* ids of the assessed year */
	size_t n_items;
	int oit;   /* hundredths */
	int total; /* hundredths */
};

/*
 * Scores of the assessed year.  Without a scores file the rows stand there
 * all the same, with -1: the papers print empty cells to be filled in.
 */
struct document_scores {
	bool present;
	struct document_score *rows; /* iit, eit_public, eit_survey, oit */
	size_t n_rows;
	struct document_figure *sub_indicators;
	size_t n_sub_indicators;
	struct document_figure *indicators;
	size_t n_indicators;
	struct document_figure *instruments; /* iit, eit and its parts, oit */
	size_t n_instruments;
	int target;                  /* hundredths: below it is a defect */
	int total;                   /* hundredths, -1 unknown */
	const char *band;            /* "ผ่าน"; "" unknown */
	const char **contradictions; /* of the scores file, one line each */
	size_t n_contradictions;
	/* One: with all that the check found failing; none without scores, or
	 * where that wins nothing. */
	struct document_what_if *what_if;
	size_t n_what_if;
};

struct document_issue {
	int n; /* 1 .. DOCUMENT_ISSUES */
	const char *key;
	const char *title;
};

/* The measures plan. */
struct document_plan {
	int assessed_year; /* Buddhist era; whose scores are analysed */
	int year;          /* Buddhist era; in which the measures are done */
	int item;          /* number of the item that asks for the plan; 0 */
	int report_item;   /* number of the item that reports on it; 0 */
	struct document_issue *issues;
	size_t n_issues;
	struct measure *measures; /* in order of issues */
	size_t n_measures;
};

/* What the run is compared with. */
struct document_since {
	const char *started;   /* of the run before; "" when there is none */
	bool rules_changed;    /* it was judged by others */
	bool coverage_changed; /* it saw much more or much less */
	bool suspect; /* so much is lost at once that nothing is compared */
};

/* An earlier run of the site. */
struct document_run {
	const char *started;
	const char *rules; /* their version */
	long pass, incomplete, stale, missing, cannot_tell, fetched;
	int year; /* of the rules, Buddhist era */
	bool suspect;
};

struct document {
	struct arena arena;
	const char *tool_name, *tool_version, *tool_libraries;
	struct document_rules rules;
	struct document_site site;
	const char *started, *ended; /* RFC 3339 with +07:00 */
	struct document_coverage coverage;
	struct finding *items; /* in order of number */
	size_t n_items;
	struct office office;
	struct document_scores scores;
	struct document_plan plan;
	struct document_since since;
	struct document_run *runs; /* before this one, oldest first */
	size_t n_runs;
};

void document_init(struct document *doc);
void document_done(struct document *doc);

/* How many items have that verdict. */
size_t document_total(const struct document *doc, enum verdict verdict);

/* How many items have a verdict that rests on the office file. */
size_t document_of_office(const struct document *doc);

/* Whether the office file says anything of the items of the year. */
bool document_has_waivers(const struct document *doc);

/* How many addresses led on to another one, which is neither read nor failed;
 * with those that were read, failed and were skipped, all that were found. */
long document_led_on(const struct document *doc);

/* ISO date by which the plan wants the item done; "" when it has no row. */
const char *document_due(const struct document *doc, const char *item);

/* The host of the site, with its port; the caller frees. */
char *document_host(const struct document *doc);

/* Names an item over runs and years, the same duty on the same site, by 16
 * hexadecimal digits and the NUL. */
void document_fingerprint(const struct document *doc,
	const struct finding *item, char out[DOCUMENT_FINGERPRINT_SIZE]);

/* Whether it was ticked off, but the crawl found that it fails. */
bool document_is_contradicted(const struct finding *item);

/* Whether the papers may be used: all was looked at and the gate was met. */
bool document_is_final(const struct document *doc);

/* Whether the items of the year are not known for sure. */
bool document_is_by_draft(const struct document *doc);

/* Appends report.json: the same document gives the same bytes. */
void document_write(const struct document *doc, struct buf *out);

/*
 * Fills an initialised document from a report.json.  ERR_READ when it cannot
 * be read; ERR_SYNTAX when it is no report, when a value has the wrong type,
 * or when its schema is newer than ours.  Keys it does not know are passed
 * over.  The caller calls document_done() in any case.
 */
int document_load(struct document *doc, const char *path, struct error *err);

/* The same from the text of a report.json, under a name for messages. */
int document_parse(struct document *doc, const char *name, struct slice text,
	struct error *err);

#endif
