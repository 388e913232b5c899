/*
 * The checklist as a web page being written: sentences of the wording, facts,
 * days, folds, and what is Thai in a page that is not.
 */
#ifndef OIT_REPORTS_WEBPAGE_H
#define OIT_REPORTS_WEBPAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "reports/document.h"
#include "reports/wording.h"

struct webpage {
	struct buf *out;
	const struct document *doc;
	struct wording *wording;
	struct arena arena; /* of texts put together */
	size_t item;        /* where the item begins in out */
	bool is_thai;       /* not so, what rules and site say still is */
};

/* Whether there is anything to say: not NULL, not "". */
bool webpage_is_set(const char *s);

/* The sentence of a key. */
const char *webpage_text(struct webpage *p, const char *key);

/* The word for a code of a closed list; the code when there is none. */
const char *webpage_word(struct webpage *p, const char *list, const char *code);

/* A sentence of the wording as an element. */
void webpage_put_sentence(struct webpage *p, const char *tag, const char *key,
	const struct wording_value *values);

/* The attribute that names the language of what is Thai within a page that is
 * not (WCAG 2.2, 3.1.2); "" in a Thai one. */
const char *webpage_thai(const struct webpage *p);

/* Thai text as an element. */
void webpage_put_thai(struct webpage *p, const char *tag, const char *s);

/* Name (a key) and value of a list of facts; nothing when there is no value.
 * The second is for what rules or site say, in Thai. */
void webpage_put_fact(struct webpage *p, const char *key, const char *value);
void webpage_put_thai_fact(
	struct webpage *p, const char *key, const char *value);
void webpage_put_number(struct webpage *p, const char *key, long number);

/* Appends to out "20 กุมภาพันธ์ 2567", or "2024-02-20", and " 02:00" behind it
 * where the time (ISO, or NULL) has it. */
void webpage_put_moment(struct webpage *p, struct buf *out, const char *time);

/* The sign of a verdict, which is not read aloud: its word stands beside it. */
void webpage_put_sign(struct webpage *p, enum verdict verdict);

/* A folded part of n things, closed with </details>; places are of use on
 * paper too. */
void webpage_open_fold(
	struct webpage *p, const char *key, size_t n, bool of_places);

/* Says how many of n are not shown: what is left out for the size of the file
 * stands in report.json. */
void webpage_put_more(struct webpage *p, size_t n, size_t shown);

#endif
