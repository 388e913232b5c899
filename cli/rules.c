#include "cli/rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/time.h"
#include "cli/catalog.h"
#include "cli/examples.h"
#include "cli/packs.h"
#include "cli/status.h"
#include "cli/whatif.h"
#include "rules/label.h"
#include "rules/lint.h"
#include "rules/ruleset.h"

#define MAX_LINE ((size_t)64 * 1024)

/* The verb and what may stand behind it: an item, or runs. */
#define MAX_OPERANDS (1 + OPTIONS_MAX_LIST)

struct rules_options {
	long year;
	const char *concept;
	const char *rules;
	const char *now;
	const char *rule;
	struct option_list over;
};

/* What a verb is called with. */
struct rules_call {
	struct rules_options o;
	char *folder;                /* the catalogue */
	struct ruleset *rs;          /* of --year; NULL without it */
	const char *operand;         /* behind the verb; NULL for none */
	const char *const *operands; /* all of those */
	size_t n_operands;
};

static const struct option_row rows[] = {
	{ "year", 0, "Y", "fiscal year of the pack, Buddhist era",
		OPTION_NUMBER, offsetof(struct rules_options, year), 2500, 2699,
		NULL },
	{ "concept", 0, "KEY", "a concept, for all years", OPTION_TEXT,
		offsetof(struct rules_options, concept), 0, 0, NULL },
	{ "rule", 0, "FILE",
		"a changed concept or pack, or a changed catalogue",
		OPTION_TEXT, offsetof(struct rules_options, rule), 0, 0, NULL },
	{ "over", 0, "RUN", "a run to judge by it; more may follow",
		OPTION_LIST, offsetof(struct rules_options, over), 0, 0, NULL },
	{ "rules", 0, "DIR", "the rule catalogue", OPTION_TEXT,
		offsetof(struct rules_options, rules), 0, 0, NULL },
	{ "now", 0, "DATE", "take this for today", OPTION_TEXT,
		offsetof(struct rules_options, now), 0, 0, NULL },
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
static void match_lines(const struct ruleset *rs)
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
}

/* The verb was called with what it does not take. */
static enum status refuse(const char *text)
{
	log_error("rules %s", text);
	return STATUS_USAGE;
}

static enum status match(const struct rules_call *call)
{
	if (!call->rs)
		return refuse("match: needs --year");
	match_lines(call->rs);
	return STATUS_OK;
}

static enum status list(const struct rules_call *call)
{
	struct error err;

	if (call->rs)
		packs_list_items(call->rs);
	else if (packs_list(call->folder, &err) != 0)
		return status_of(&err);
	return STATUS_OK;
}

static enum status show(const struct rules_call *call)
{
	struct error err;
	int rc;

	if (!call->o.concept == !(call->rs && call->operand))
		return refuse("show: needs --year and ITEM, or --concept");
	rc = call->o.concept
		     ? packs_show_concept(call->folder, call->o.concept, &err)
		     : packs_show_item(
			       call->folder, call->rs, call->operand, &err);
	if (rc == PACKS_UNKNOWN)
		return refuse(call->o.concept ? "show: no such concept"
					      : "show: no such item");
	return rc == 0 ? STATUS_OK : status_of(&err);
}

/* Today, as ISO 8601 has it, or the day that was given instead. */
static int put_today(
	struct buf *out, const struct rules_options *o, struct error *err)
{
	long now = time_now();

	if (o->now && time_parse(&now, o->now, err) != 0)
		return error_prefix(err, "--now");
	time_put_day(out, time_date(now));
	return 0;
}

static enum status print_findings(const struct lint_catalog *found)
{
	size_t n[LINT_SEVERITIES] = { 0 };

	for (size_t i = 0; i < found->n; i++) {
		const struct lint_finding *f = &found->items[i];

		n[f->severity]++;
		(void)printf("%s:%zu:%zu: %s %s: %s\n", f->path, f->line,
			f->column, lint_severity_name(f->severity), f->code,
			f->text);
	}
	(void)printf("errors %zu, warnings %zu, notes %zu\n", n[LINT_ERROR],
		n[LINT_WARNING], n[LINT_NOTE]);
	return n[LINT_ERROR] ? STATUS_FINDINGS : STATUS_OK;
}

static enum status lint(const struct rules_call *call)
{
	struct lint_catalog found = { 0 };
	enum status status;
	struct error err;
	struct buf day;

	buf_init(&day, 64);
	if (put_today(&day, &call->o, &err) != 0) {
		log_error("%s", err.text);
		status = STATUS_USAGE;
	} else if (lint_run(&found, call->folder, buf_str(&day), &err) != 0) {
		status = status_of(&err);
	} else {
		status = print_findings(&found);
	}
	lint_catalog_done(&found);
	buf_done(&day);
	return status;
}

/* The rules before those who trust them: does each example come out right? */
static enum status test(const struct rules_call *call)
{
	const struct examples_choice choice = { (int)call->o.year,
		call->o.concept };
	struct examples_sum sum;
	struct error err;

	if (examples_run(&sum, call->folder, &choice, &err) != 0)
		return status_of(&err);
	if (sum.judged == 0)
		return refuse("test: no such example");
	return sum.failed ? STATUS_FINDINGS : STATUS_OK;
}

/* The runs behind --over, and those behind them. */
static enum status what_if(const struct rules_call *call)
{
	const char *runs[OPTIONS_MAX_LIST + MAX_OPERANDS];
	struct whatif what = { call->folder, call->o.rule, runs, 0,
		(int)call->o.year };
	struct whatif_sum sum;
	struct error err;

	for (size_t i = 0; i < call->o.over.n; i++)
		runs[what.n_runs++] = call->o.over.items[i];
	for (size_t i = 0; i < call->n_operands; i++)
		runs[what.n_runs++] = call->operands[i];
	if (!call->o.rule || what.n_runs == 0)
		return refuse("what-if: needs --rule FILE and --over RUN");
	if (whatif_run(&sum, &what, &err) != 0)
		return status_of(&err);
	return sum.changed ? STATUS_FINDINGS : STATUS_OK;
}

static const struct {
	const char *name;
	size_t operands; /* that it takes at most */
	enum status (*run)(const struct rules_call *call);
} verbs[] = { { "lint", 0, lint }, { "list", 0, list }, { "match", 0, match },
	{ "show", 1, show }, { "test", 0, test },
	{ "what-if", MAX_OPERANDS, what_if } };

static enum status run_verb(const struct rules_call *call, const char *name)
{
	struct error err;

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		enum status status;

		if (strcmp(verbs[i].name, name) != 0)
			continue;
		if (call->n_operands > verbs[i].operands) {
			log_error("rules %s: does not take \"%s\"", name,
				call->operands[verbs[i].operands]);
			return STATUS_USAGE;
		}
		status = verbs[i].run(call);
		if (fflush(stdout) == 0)
			return status;
		error_set(&err, ERR_WRITE, "stdout: cannot be written");
		return status_of(&err);
	}
	log_error("rules: unknown verb \"%s\"", name);
	return STATUS_USAGE;
}

static int run(const struct command *self, int argc, char **argv)
{
	struct rules_call call = { .o = { 0 } };
	const char *operands[MAX_OPERANDS];
	struct error err;
	enum status status;
	int rc = options_read(
		self, argc, argv, &call.o, operands, MAX_OPERANDS, &err);

	if (rc == 1)
		return STATUS_OK;
	if (rc != 0) {
		log_error("%s", err.text);
		return STATUS_USAGE;
	}
	call.operand = operands[1];
	call.operands = operands + 1;
	while (call.n_operands + 1 < MAX_OPERANDS &&
		call.operands[call.n_operands])
		call.n_operands++;
	rc = catalog_find(&call.folder, call.o.rules, &err);
	if (rc == 0 && call.o.year)
		rc = ruleset_load(
			&call.rs, call.folder, (int)call.o.year, &err);
	status = rc == 0 ? run_verb(&call, operands[0]) : status_of(&err);
	ruleset_free(call.rs);
	free(call.folder);
	return (int)status;
}

const struct command rules_command = {
	.name = "rules",
	.operands = "VERB [ITEM|RUN...]",
	.optional = MAX_OPERANDS - 1,
	.text = "What is asked in which year, and by which words it is known",
	.more = "list: the packs; with --year the items of one.\n"
		"show: what ITEM of --year asks for, or the numbers of "
		"--concept in all years.\n"
		"match: answers lines of LABEL<TAB>TEXT<TAB>HEADING on stdin "
		"with ITEM<TAB>CONCEPT<TAB>CONFIDENCE, or \"-\".\n"
		"lint: what is wrong in the files of the rules, with line and "
		"column.\n"
		"test: judges the examples of the rules, of --year and "
		"--concept or all.\n"
		"what-if: which verdicts on the archives of runs the changed "
		"--rule would change.",
	.options = rows,
	.n_options = sizeof(rows) / sizeof(*rows),
	.run = run,
};
