/*
 * FINDING: the answer for one item, and what it rests on.
 *
 * Findings are all that the reports know of rules and crawl: they are printed
 * into report.json, and every paper is printed from that file.
 */
#ifndef OIT_RULES_FINDING_H
#define OIT_RULES_FINDING_H

#include <stdbool.h>
#include <stddef.h>

enum verdict {
	VERDICT_PASS,
	VERDICT_INCOMPLETE,
	VERDICT_STALE,
	VERDICT_MISSING,
	VERDICT_CANNOT_TELL,
	VERDICT_NOT_APPLICABLE,
	VERDICT_WAIVED,
	VERDICT_ATTESTED,
	VERDICT_COUNT,
};

/* How the answer stands to that of the run before. */
enum finding_change {
	CHANGE_FIRST, /* there was none */
	CHANGE_NEW,   /* passed then, fails now */
	CHANGE_SAME,
	CHANGE_FIXED, /* failed then, passes now */
	CHANGE_BACK,  /* failed, was fixed, fails again */
	CHANGE_COUNT,
};

/* One component of an item. */
struct finding_part {
	const char *id;   /* "fee", with its concept: "service_manual.fee" */
	const char *text; /* Thai, for the papers */
	bool must;        /* only a must part can fail the item */
	enum verdict verdict; /* PASS, MISSING or CANNOT_TELL; by the office
				 file NOT_APPLICABLE, WAIVED or ATTESTED */
	const char *quote;    /* where it was seen; "" */
	const char *url;      /* where it was seen; "" */
	const char *status;   /* of the rule: "confirmed" ... */
	const char *source;   /* keys of its sources, "S8, S10" */
};

/* A place on the site that proves an item. */
struct finding_evidence {
	const char *url;
	const char *kind;   /* "html", "pdf" ... */
	const char *anchor; /* text of the link that leads there */
	const char *title;  /* its own title */
	const char *quote;  /* the words that name the item */
	const char *concept;
	const char **path; /* addresses from the home page, n_path of them */
	size_t n_path;
	int http_status;
	const char *fetched_at;
	const char *sha256;
	const char *reading; /* "good", "poor", "ocr" */
	const char *outcome;
	int year; /* Buddhist era, 0 when none was found */
	const char *year_quote;
};

/* A place that looked like it and was refused. */
struct finding_near {
	const char *url;
	const char *anchor;
	const char *why;    /* wrong_year, label_only, broken_link, soft_404,
			       empty, unreadable, off_site, draft,
			       part_year ... */
	const char *detail; /* Thai */
	int year;           /* 0 when none was found */
};

/* What became of a statement of the office file. */
enum waiver_state {
	WAIVER_HOLDS,
	WAIVER_UNNEEDED, /* the site shows it of itself */
	WAIVER_EXPIRED,  /* past its date */
	WAIVER_CHANGED,  /* the document is not the one any more */
	WAIVER_UNSEEN,   /* the document was not seen */
	WAIVER_STATES,
};

/* What the office file says of an item or a part. */
struct finding_waiver {
	enum verdict verdict;  /* NOT_APPLICABLE, WAIVED or ATTESTED */
	const char *part;      /* as finding_part.id; "" for all of it */
	const char *part_text; /* Thai, "" */
	const char *reason;    /* the office's own words */
	const char *by;        /* a post */
	const char *until;     /* ISO, the last day on which it holds */
	const char *url;       /* of the document attested; "" */
	const char *sha256;    /* of that document; "" */
	enum waiver_state state;
};

/* What an item is worth by another model than ours. */
struct finding_points {
	const char *model; /* "item-points-2568" */
	long points;       /* thousandths, on that model's own scale */
};

struct finding {
	const char *id;      /* "o9" */
	int number;          /* 9 */
	const char *concept; /* first concept of the item */
	const char *title;
	int issue;             /* 1 .. 7 */
	const char *indicator; /* "9.2" */
	enum verdict verdict;
	const char *reason;      /* one Thai sentence */
	const char *reason_code; /* contract: not_found, label_only ... */
	const char *period_kind; /* "previous_fy" ... */
	int period_wanted;       /* Buddhist era, 0 for current_state */
	int period_found;        /* 0 when none was found */
	struct finding_part *parts;
	size_t n_parts;
	struct finding_evidence *evidence; /* best first */
	size_t n_evidence;
	struct finding_near *near_misses; /* nearest first */
	size_t n_near;
	const char **advice; /* Thai sentences that fail nothing */
	size_t n_advice;
	const char **sought; /* the wordings that were looked for */
	size_t n_sought;
	const char *fix;       /* Thai, one sentence */
	const char *done_when; /* Thai */
	const char *where;     /* Thai: page it should stand on */
	const char *purpose;   /* Thai clause, "เพื่อ..." */
	const char *keep;      /* Thai sentence for items that are all right */
	const char *owner;     /* unit */
	const char *effort;    /* "S", "M", "L" */
	long points; /* ITA points at stake, thousandths; -1 unknown */
	struct finding_points *other_points; /* at stake by other models */
	size_t n_other_points;
	struct finding_waiver *waivers; /* whether they hold or not */
	size_t n_waivers;
	const char **blocked_by; /* items that fail, and this one with them */
	size_t n_blocked_by;
	enum finding_change change;
	bool done;        /* somebody ticked it off since the last run */
	const char *note; /* of the same; "" for none */
};

/* A row of the plan. */
enum measure_kind {
	MEASURE_FINDING,  /* from an item that is missing, incomplete, stale */
	MEASURE_CHECKING, /* from cannot_tell: to be looked at by hand */
	MEASURE_SCORE,    /* from last year's scores */
	MEASURE_STANDING, /* kept up every year */
};

struct measure {
	enum measure_kind kind;
	int issue;              /* 1 .. 7 */
	const char *item;       /* "o9", or ids of questions "i10 i11"; "" */
	const char *item_title; /* "" */
	const char *concept;    /* of the item, whose number changes; "" */
	int item_year;          /* in which it has that number; 0 for none */
	const char *plan_item;  /* that asks for the same in the year of the
				   plan; "" for none, or when not known */
	const char *text;       /* the measure, verb first, Thai */
	const char **steps;
	size_t n_steps;
	const char *owner; /* unit; "" when not known */
	const char *from;  /* ISO date inside the fiscal year of the plan */
	const char *to;
};

/* "holds", "expired" ... */
const char *finding_waiver_word(enum waiver_state state);

/* The word of the contract: "pass", "cannot_tell" ... */
const char *verdict_name(enum verdict v);

/* The word of the contract: "first", "fixed" ... */
const char *finding_change_name(enum finding_change change);

/* Whether it belongs into the plan as a measure. */
bool verdict_is_failing(enum verdict v);

/* Whether it rests on the office file and not on the site. */
bool verdict_is_of_office(enum verdict v);

/* Whether somebody has to do something about it: to mend it, or to look. */
bool verdict_is_open(enum verdict v);

/* Whether points may be lost by it: it is open, or falls with another one. */
bool finding_is_at_stake(const struct finding *f);

#endif
