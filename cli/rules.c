#include "cli/rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "cli/catalog.h"
#include "cli/status.h"
#include "rules/label.h"
#include "rules/ruleset.h"

#define MAX_LINE ((size_t)64 * 1024)

struct rules_options {
	long year;
	const char *rules;
};

static const struct option_row rows[] = {
	{ "year", 0, "Y", "fiscal year of the pack, Buddhist era",
		OPTION_NUMBER, offsetof(struct rules_options, year), 2500, 2699,
		NULL },
	{ "rules", 0, "DIR", "the rule catalogue", OPTION_TEXT,
		offsetof(struct rules_options, rules), 0, 0, NULL },
};

/* Fields of a line, parted by tabs; missing ones are empty. */
static void split(struct slice *fields, size_t n, struct slice line)
{
	for (size_t i = 0; i < n; i++) {
		const char *tab =
			line.len ? memchr(line.data, '\t', line.len) : NULL;
		size_t len = tab ? (size_t)(tab - line.data) : line.len;

		fields[i] = slice_of(line.data, len);
		line = tab ? slice_of(tab + 1, line.len - len - 1)
			   : slice_of(NULL, 0);
	}
}

static void answer_line(const struct ruleset *rs, struct slice line)
{
	struct slice f[3];
	struct label_line l;
	struct label_answer a;

	split(f, 3, line);
	l = (struct label_line){ f[0], f[1], f[2] };
	label_read(&a, rs, &l);
	if (a.item)
		(void)printf("%s\t%s\t%d\n", a.item->id,
			rs->concepts[a.concept].key, a.confidence);
	else
		(void)printf("-\n");
}

/* Answers each line of stdin with one line. */
static int match_lines(const struct ruleset *rs, struct error *err)
{
	struct buf line;
	int c;

	buf_init(&line, MAX_LINE);
	while ((c = getchar()) != EOF) {
		if (c != '\n') {
			buf_putc(&line, (char)c);
			continue;
		}
		answer_line(rs, buf_slice(&line));
		buf_clear(&line);
	}
	if (line.len)
		answer_line(rs, buf_slice(&line));
	buf_done(&line);
	return fflush(stdout) != 0
		       ? error_set(err, ERR_WRITE, "stdout: cannot be written")
		       : 0;
}

static int run(const struct command *self, int argc, char **argv)
{
	struct rules_options o = { 0 };
	struct ruleset *rs = NULL;
	const char *verb;
	char *folder = NULL;
	struct error err;
	int rc = options_read(self, argc, argv, &o, &verb, 1, &err);

	if (rc == 1)
		return STATUS_OK;
	if (rc == 0 && strcmp(verb, "match") != 0)
		rc = error_set(&err, ERR_SYNTAX,
			"oit rules: unknown verb \"%s\"", verb);
	if (rc == 0 && o.year == 0)
		rc = error_set(&err, ERR_SYNTAX, "oit rules: needs --year");
	if (rc != 0) {
		log_error("%s", err.text);
		return STATUS_USAGE;
	}
	if ((rc = catalog_find(&folder, o.rules, &err)) == 0 &&
		(rc = ruleset_load(&rs, folder, (int)o.year, &err)) == 0)
		rc = match_lines(rs, &err);
	ruleset_free(rs);
	free(folder);
	return rc == 0 ? STATUS_OK : (int)status_of(&err);
}

const struct command rules_command = {
	.name = "rules",
	.operands = "match",
	.text = "Answers lines of LABEL<TAB>TEXT<TAB>HEADING on stdin with "
		"ITEM<TAB>CONCEPT<TAB>CONFIDENCE, or \"-\"",
	.options = rows,
	.n_options = sizeof(rows) / sizeof(*rows),
	.run = run,
};
