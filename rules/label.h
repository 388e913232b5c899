/*
 * Which concept a short text names: a link's words, a table row, a heading.
 *
 * All wordings of all concepts compete for the text.  The longest wins over
 * those inside it ("รายงานผล...มาตรการส่งเสริม" over "มาตรการส่งเสริม"), an
 * excluded word takes its concept out, and what is left is ranked by the
 * class of the wording and by how much of the text it covers: a sentence that
 * mentions a plan is not that plan's label.
 */
#ifndef OIT_RULES_LABEL_H
#define OIT_RULES_LABEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/text.h"
#include "rules/ruleset.h"

#define LABEL_MAX_MATCHES 16

/* Strengths, 0 .. 100: from here on a text is taken as a label of it. */
#define LABEL_STRONG 60
/* Below, it is mentioned in passing, in a quarter of the text or less: what is
 * behind the link is asked for it only if it names it itself.  Most headlines
 * of news mention something. */
#define LABEL_FAIR 55
#define LABEL_WEAK 25

struct label_match {
	size_t concept;
	enum wording_class class;
	int strength;      /* 0 .. 100 */
	uint32_t from, to; /* bytes of the key */
};

struct label_matches {
	struct label_match items[LABEL_MAX_MATCHES]; /* strongest first */
	size_t n;
};

/*
 * The concepts that text names, strongest first; ties go to the longer
 * wording, then to the earlier place, then to the concept's order.
 */
void label_match(struct label_matches *out, const struct ruleset *rs,
	const struct text *text);

/* The same for text that was read off a picture, see rules/misread.h. */
void label_match_misread(struct label_matches *out, const struct ruleset *rs,
	const struct text *text);

/* The same for a text as it stands. */
void label_match_slice(
	struct label_matches *out, const struct ruleset *rs, struct slice s);

/* Whether only words like "คลิกที่นี่" or "ดาวน์โหลด" stand there, or nothing,
 * or an address: no label of its own. */
bool label_is_generic(const struct ruleset *rs, const struct text *text);

/*
 * The item number with which a label begins ("o13", "O.13", "OIT13", "013",
 * "๐๑๓", "ข้อ ๑๓", "13."), or 0, also where a range begins with it.  It means
 * nothing without the year of its list.
 */
int label_number(const struct text *text);

/* The one year (B.E.) that a heading speaks of, laws and ranges of years left
 * out; 0 for none or several. */
int label_year(const struct text *text);

/* A label as it stands on a list: its number, its words, what is above it. */
struct label_line {
	struct slice number;
	struct slice words;
	struct slice heading;
};

/* What such a line stands for. */
struct label_answer {
	const struct item *item; /* NULL: for no item of the year */
	size_t concept;
	int confidence; /* 0 .. 100 */
};

/*
 * The item that a line of a list of the pack's year stands for.  Words come
 * first; the number is a hint where they name nothing, unless the heading gives
 * the list another year; where neither says anything, the heading names it.
 */
void label_read(struct label_answer *out, const struct ruleset *rs,
	const struct label_line *line);

/* The item of that number in the pack, or NULL. */
const struct item *label_item(const struct ruleset *rs, int number);

#endif
