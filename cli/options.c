#include "cli/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/slice.h"

#define MAX_OPTIONS 64

/* getopt_long() answers 256 + row for options without a letter. */
#define LONG_BASE 256

static void print_help(const struct command *command)
{
	(void)printf("usage: oit %s%s%s\n\n%s.\n", command->name,
		command->n_options ? " [options] " : " ", command->operands,
		command->text);
	if (command->more)
		(void)printf("\n%s\n", command->more);
	if (command->n_options)
		(void)printf("\noptions:\n");
	for (size_t i = 0; i < command->n_options; i++) {
		const struct option_row *o = &command->options[i];
		char left[64];

		if (o->name)
			(void)snprintf(left, sizeof(left), "--%s%s%s", o->name,
				o->arg ? " " : "", o->arg ? o->arg : "");
		else
			(void)snprintf(left, sizeof(left), "-%c", o->letter);
		(void)printf("  %-32s  %s\n", left, o->text);
	}
	(void)printf("  %-32s  %s\n", "--help", "show this and end");
}

static int set_number(const struct option_row *o, long *value, const char *text,
	struct error *err)
{
	long n = slice_number(slice_str(text), o->max);

	if (n < o->min)
		return error_set(err, ERR_SYNTAX,
			"--%s: \"%s\" is no number from %ld to %ld", o->name,
			text, o->min, o->max);
	*value = n;
	return 0;
}

static int set_choice(const struct option_row *o, int *value, const char *text,
	struct error *err)
{
	for (int i = 0; o->choices[i]; i++) {
		if (strcmp(o->choices[i], text) != 0)
			continue;
		*value = i;
		return 0;
	}
	return error_set(err, ERR_SYNTAX, "--%s: \"%s\" is none of %s", o->name,
		text, o->arg);
}

static int set_list(const struct option_row *o, struct option_list *list,
	const char *text, struct error *err)
{
	if (list->n == OPTIONS_MAX_LIST)
		return error_set(err, ERR_SYNTAX,
			"--%s: given more than %d times", o->name,
			OPTIONS_MAX_LIST);
	list->items[list->n++] = text;
	return 0;
}

static int set(const struct option_row *o, void *values, const char *text,
	struct error *err)
{
	void *at = (char *)values + o->offset;

	switch (o->kind) {
	case OPTION_FLAG:
		*(bool *)at = true;
		return 0;
	case OPTION_NUMBER:
		return set_number(o, at, text, err);
	case OPTION_TEXT:
		*(const char **)at = text;
		return 0;
	case OPTION_LIST:
		return set_list(o, at, text, err);
	case OPTION_CHOICE:
		return set_choice(o, at, text, err);
	}
	return 0;
}

/* The table in getopt's own form. */
static void prepare(
	const struct command *command, struct option *longs, char *letters)
{
	size_t n = 0;

	*letters++ = ':';
	for (size_t i = 0; i < command->n_options; i++) {
		const struct option_row *o = &command->options[i];

		if (o->letter) {
			*letters++ = o->letter;
			if (o->arg)
				*letters++ = ':';
		}
		if (o->name)
			longs[n++] = (struct option){ o->name,
				o->arg ? required_argument : no_argument, NULL,
				LONG_BASE + (int)i };
	}
	*letters = '\0';
	longs[n++] = (struct option){ "help", no_argument, NULL, 'h' };
	longs[n] = (struct option){ 0 };
}

static const struct option_row *row_of(const struct command *command, int c)
{
	if (c >= LONG_BASE)
		return &command->options[c - LONG_BASE];
	for (size_t i = 0; i < command->n_options; i++)
		if (command->options[i].letter == c)
			return &command->options[i];
	return NULL;
}

static int read_options(const struct command *command, int argc, char **argv,
	void *values, struct error *err)
{
	struct option longs[MAX_OPTIONS];
	char letters[2 * MAX_OPTIONS];
	int c, rc;

	prepare(command, longs, letters);
	opterr = 0;
	optind = 1;
	while ((c = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		if (c == 'h') {
			print_help(command);
			return 1;
		}
		if (c == ':')
			return error_set(err, ERR_SYNTAX, "%s: needs a value",
				argv[optind - 1]);
		if (c == '?')
			return error_set(err, ERR_SYNTAX,
				"%s: unknown option; see oit %s --help",
				argv[optind - 1], command->name);
		rc = set(row_of(command, c), values, optarg, err);
		if (rc != 0)
			return rc;
	}
	return 0;
}

int options_read(const struct command *command, int argc, char **argv,
	void *values, const char **operands, size_t n_operands,
	struct error *err)
{
	int rc = read_options(command, argc, argv, values, err);
	size_t left;

	if (rc != 0)
		return rc;
	left = (size_t)(argc - optind);
	if (left > n_operands || left + command->optional < n_operands)
		return error_set(err, ERR_SYNTAX,
			"%s: %s %s; see oit %s --help", command->name,
			left < n_operands ? "needs" : "takes only",
			command->operands, command->name);
	for (size_t i = 0; i < n_operands; i++)
		operands[i] = i < left ? argv[optind + (int)i] : NULL;
	return 0;
}
