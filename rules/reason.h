/*
 * The Thai sentences in which the judge gives its reasons: data, read from
 * rules/catalog/reasons.json.
 */
#ifndef OIT_RULES_REASON_H
#define OIT_RULES_REASON_H

#include "base/arena.h"
#include "base/error.h"

struct reasons;

/* What a sentence may name; empty fields stand for "not known". */
struct reason_words {
	const char *title;
	int year;  /* wanted, B.E., 0 for none */
	int found; /* B.E., 0 for none */
	const char *parts;
	const char *place; /* address or anchor */
	/* Of the office file: who says it, until when, in which words; and what
	 * the site shows, as a sentence. */
	const char *by, *until, *note, *seen;
	size_t pages, documents;
};

/* ERR_READ, ERR_SYNTAX with file, line and key.  Freed by reasons_free(). */
int reasons_load(struct reasons **out, const char *folder, struct error *err);
void reasons_free(struct reasons *r);

/*
 * The sentence of a group ("verdict", "near", "part", "advice") and code,
 * filled; in the arena.  A code that the file lacks gives its own name: the
 * catalogue's test sees to it that none does.
 */
const char *reason_text(const struct reasons *r, struct arena *arena,
	const char *group, const char *code, const struct reason_words *words);

/* text with {title} and {year} filled in; in the arena. */
const char *reason_fill(struct arena *arena, const char *text,
	const struct reason_words *words);

#endif
