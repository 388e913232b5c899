/*
 * A reader that is another program: run on bytes, under limits.
 *
 * Such programs read hostile files with code that is not ours, so one gets a
 * process group of its own, ceilings on CPU, memory, files and time, an empty
 * environment, and no open file but its three streams.
 */
#ifndef OIT_CRAWLER_READ_TOOL_H
#define OIT_CRAWLER_READ_TOOL_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"
#include "crawler/outcome.h"

enum tool_end {
	TOOL_DONE,    /* it ended by itself, see status */
	TOOL_CRASHED, /* a signal that was not ours, see status */
	TOOL_CPU,     /* its processor time was spent */
	TOOL_WALL,    /* its time was over */
	TOOL_OUTPUT,  /* out is full */
};

/* What a program may cost; 0 is what limits.h gives a document. */
struct tool_limits {
	int cpu_s, wall_s;
	size_t bytes; /* of address space */
};

struct tool_result {
	enum tool_end end;
	int status; /* exit status or number of the signal */
};

/* The path of a program, sought in PATH; NULL when it is not installed.  The
 * caller frees. */
char *tool_find(const char *name);

/*
 * Runs argv (its first is the path, its last NULL) with in on its standard
 * input, a file without a name that can be read from any place; appends what
 * it writes to out, and to messages (as far as they go) what it complains.
 * However it ended is in *result and no error; ERR_READ when it could not be
 * started.
 */
int tool_run(struct tool_result *result, const char *const *argv,
	struct slice in, struct buf *out, struct buf *messages,
	struct error *err);

/* The same, with other limits and without a word of its complaints. */
int tool_run_within(struct tool_result *result, const char *const *argv,
	const struct tool_limits *limits, struct slice in, struct buf *out,
	struct error *err);

/* What a document is called from which a program of that name got no text,
 * OUTCOME_DOC_LIMIT or OUTCOME_DOC_DAMAGED; appends the cause in words. */
enum outcome tool_failure(
	const struct tool_result *result, const char *name, struct buf *cause);

#endif
