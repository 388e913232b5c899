/*
 * The sample report, and answers that lie beside it: compared byte by byte,
 * or rewritten when the environment has OIT_UPDATE=1.
 */
#ifndef OIT_TESTS_SUPPORT_GOLDEN_H
#define OIT_TESTS_SUPPORT_GOLDEN_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"
#include "reports/document.h"
#include "reports/wording.h"

/* Fails the test, naming the first line that differs, unless the file at
 * path holds just these bytes. */
void golden_check(const char *path, struct slice bytes);

/* The sample report with the words of the papers, as a test's state. */
struct golden {
	struct document doc;
	struct wording *wording;
	struct arena arena;
	struct buf out;
};

int golden_setup(void **state);
int golden_teardown(void **state);

/* Fails the test when a text of the wording was asked for and not there. */
void golden_check_words(const struct golden *g);

/* Takes away what nobody gave: scores, office, coverage of the site. */
void golden_strip(struct document *doc);

#endif
