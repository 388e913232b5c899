/*
 * Options of a command as a table, which reads the command line and prints
 * the help.
 */
#ifndef OIT_CLI_OPTIONS_H
#define OIT_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

#define OPTIONS_MAX_LIST 16

enum option_kind {
	OPTION_FLAG,   /* bool */
	OPTION_NUMBER, /* long, from min to max */
	OPTION_TEXT,   /* const char * */
	OPTION_LIST,   /* struct option_list; may be given again */
	OPTION_CHOICE, /* int, the place in choices */
};

struct option_list {
	const char *items[OPTIONS_MAX_LIST];
	size_t n;
};

struct option_row {
	const char *name; /* "delay"; NULL for a short one alone */
	char letter;      /* 'q', or 0 */
	const char *arg;  /* "MS", or NULL for a flag */
	const char *text; /* of the help */
	enum option_kind kind;
	size_t offset; /* in the struct that options_read() fills */
	long min, max;
	const char *const *choices; /* ends with NULL */
};

struct command {
	const char *name;     /* "check" */
	const char *operands; /* "SITE" */
	size_t optional;      /* so many of the last may be left out */
	const char *text;     /* one line of the help */
	const char *more;     /* a paragraph below it, or NULL */
	const struct option_row *options;
	size_t n_options;
	/* argv as main() has it, from the command's name on; the status. */
	int (*run)(const struct command *self, int argc, char **argv);
};

/*
 * Fills values from the command line and hands out the operands, of which
 * there must be n_operands; the optional ones that are left out are NULL.
 * ERR_SYNTAX with what is wrong; 1 when --help was asked for and printed; 0
 * otherwise.
 */
int options_read(const struct command *command, int argc, char **argv,
	void *values, const char **operands, size_t n_operands,
	struct error *err);

#endif
