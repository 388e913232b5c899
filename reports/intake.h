/*
 * The questions out of whose answers an office file is made.
 */
#ifndef OIT_REPORTS_INTAKE_H
#define OIT_REPORTS_INTAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"
#include "reports/office.h"
#include "reports/wording.h"

/* An issue whose unit is asked for. */
struct intake_issue {
	const char *key; /* "assets" */
	const char *title;
};

struct intake {
	struct arena arena; /* owns the answers */
	struct office office;
	struct wording *wording; /* these three outlive it */
	const struct intake_issue *issues;
	size_t n_issues;
	size_t at; /* questions that were answered */
};

void intake_init(struct intake *in, struct wording *wording,
	const struct intake_issue *issues, size_t n_issues);
void intake_done(struct intake *in);

/* Appends the next question, with what an empty answer stands for between
 * brackets; false when all are answered. */
bool intake_ask(struct intake *in, struct buf *out);

/*
 * Takes the answer to it, of which blanks at the ends do not count.
 * ERR_SYNTAX, and the question stays the next one, when the answer is empty
 * but needed, too long, or not text in UTF-8.
 */
int intake_answer(struct intake *in, struct slice answer, struct error *err);

/* Appends the office file. */
void intake_write(const struct intake *in, struct buf *out);

#endif
