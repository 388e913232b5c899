#include "cli/office.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/time.h"
#include "cli/catalog.h"
#include "cli/status.h"
#include "reports/intake.h"
#include "rules/ruleset.h"

#define MAX_PATH 4096
#define MAX_LINE ((size_t)64 * 1024)
#define MAX_OFFICE ((size_t)1024 * 1024)
#define DEFAULT_FILE "office.json"
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct office_options {
	long year;
	const char *from, *rules;
};

static const struct option_row rows[] = {
	{ "from", 0, "FILE", "answers, a line each, instead of the terminal",
		OPTION_TEXT, offsetof(struct office_options, from), 0, 0,
		NULL },
	{ "year", 0, "Y", "fiscal year whose issues are asked for, B.E.",
		OPTION_NUMBER, offsetof(struct office_options, year), 2500,
		2699, NULL },
	{ "rules", 0, "DIR", "the rule catalogue", OPTION_TEXT,
		offsetof(struct office_options, rules), 0, 0, NULL },
};

/* Where the answers come from. */
struct answers {
	FILE *file;
	const char *name;
	bool asked; /* a person sits there */
	size_t number;
	struct buf line;
};

/* The next line without its end; false when there is none. */
static bool next_line(struct answers *a, struct slice *out)
{
	int c;

	buf_clear(&a->line);
	while ((c = getc(a->file)) != EOF && c != '\n')
		buf_putc(&a->line, (char)c);
	*out = buf_slice(&a->line);
	if (a->number++ == 0 && slice_starts(*out, BYTE_ORDER_MARK))
		*out = slice_behind(*out, strlen(BYTE_ORDER_MARK));
	return c != EOF || a->line.len;
}

static void show(const struct answers *a, const struct buf *question)
{
	if (!a->asked)
		return;
	(void)fprintf(stderr, "%s", buf_str(question));
	(void)fflush(stderr);
}

/* One question; a person is asked again when an answer will not do. */
static int ask(struct answers *a, struct intake *in, const struct buf *question,
	struct error *err)
{
	struct slice line;
	int rc;

	do {
		show(a, question);
		if (!next_line(a, &line))
			return error_set(err, ERR_SYNTAX,
				"%s: ends before the answer to \"%s\"", a->name,
				buf_str(question));
		rc = intake_answer(in, line, err);
		if (rc != 0 && a->asked)
			log_error("%s", err->text);
	} while (rc != 0 && a->asked);
	return rc == 0 ? 0 : error_prefix(err, "%s:%zu", a->name, a->number);
}

/* Lines that nobody asked for say that the others may answer what they were
 * not meant for. */
static int check_end(struct answers *a, struct error *err)
{
	struct slice line;

	while (!a->asked && next_line(a, &line))
		if (slice_trim(line).len)
			return error_set(err, ERR_SYNTAX,
				"%s:%zu: there is no question for this line",
				a->name, a->number);
	return 0;
}

static int ask_all(struct answers *a, struct intake *in, struct error *err)
{
	struct buf question;
	int rc = 0;

	buf_init(&question, MAX_LINE);
	while (rc == 0 && intake_ask(in, &question)) {
		rc = ask(a, in, &question, err);
		buf_clear(&question);
	}
	if (rc == 0)
		rc = check_end(a, err);
	buf_done(&question);
	return rc;
}

static int check_free(const char *path, struct error *err)
{
	if (!file_exists(path))
		return 0;
	return error_set(err, ERR_WRITE, "%s: is there already", path);
}

static int write_office(
	const struct intake *in, const char *path, struct error *err)
{
	struct buf out;
	int rc = check_free(path, err);

	buf_init(&out, MAX_OFFICE);
	intake_write(in, &out);
	if (rc == 0)
		rc = file_write(path, buf_slice(&out), err);
	buf_done(&out);
	return rc;
}

/* The rules name the issues whose units are asked for. */
static int load_rules(struct ruleset **out, const struct office_options *o,
	const char *catalog, struct error *err)
{
	long year = o->year;
	int rc = year ? 0 : catalog_year(&year, catalog, time_now(), err);

	return rc == 0 ? ruleset_load(out, catalog, (int)year, err) : rc;
}

static int fill(
	struct intake *in, const struct office_options *o, struct error *err)
{
	struct answers a = { stdin, "stdin", isatty(STDIN_FILENO) == 1, 0,
		{ 0 } };
	int rc;

	if (o->from) {
		a.name = o->from;
		a.asked = false;
		a.file = fopen(o->from, "r");
		if (!a.file)
			return error_set(err, ERR_READ, "%s: %s", o->from,
				strerror(errno));
	}
	buf_init(&a.line, MAX_LINE);
	rc = ask_all(&a, in, err);
	if (rc == 0)
		rc = wording_check(in->wording, err);
	buf_done(&a.line);
	if (o->from)
		(void)fclose(a.file);
	return rc;
}

/* Asks for all that is needed, then writes. */
static int make(const struct office_options *o, const char *path,
	const struct ruleset *rules, struct wording *wording, struct error *err)
{
	struct intake_issue *issues =
		mem_calloc(rules->n_issues, sizeof(*issues));
	struct intake in;
	int rc;

	for (size_t i = 0; i < rules->n_issues; i++)
		issues[i] = (struct intake_issue){ rules->issues[i].key,
			rules->issues[i].title };
	intake_init(&in, wording, issues, rules->n_issues);
	rc = fill(&in, o, err);
	if (rc == 0)
		rc = write_office(&in, path, err);
	intake_done(&in);
	free(issues);
	return rc;
}

static int init(
	const struct office_options *o, const char *path, struct error *err)
{
	struct ruleset *rules = NULL;
	struct wording *wording = NULL;
	char *catalog = NULL;
	char words[MAX_PATH];
	int rc = check_free(path, err);

	if (rc == 0)
		rc = catalog_find(&catalog, o->rules, err);
	if (rc == 0)
		rc = load_rules(&rules, o, catalog, err);
	(void)snprintf(words, sizeof(words), "%s/papers/th.json",
		catalog ? catalog : "");
	if (rc == 0)
		rc = wording_load(&wording, words, err);
	if (rc == 0)
		rc = make(o, path, rules, wording, err);
	wording_free(wording);
	ruleset_free(rules);
	free(catalog);
	return rc;
}

static int run(const struct command *self, int argc, char **argv)
{
	struct office_options o = { 0 };
	const char *operands[2];
	struct error err;
	int rc = options_read(self, argc, argv, &o, operands, 2, &err);

	if (rc == 1)
		return STATUS_OK;
	if (rc == 0 && strcmp(operands[0], "init") != 0)
		rc = error_set(&err, ERR_SYNTAX, "office: unknown verb \"%s\"",
			operands[0]);
	if (rc != 0) {
		log_error("%s", err.text);
		return STATUS_USAGE;
	}
	rc = init(&o, operands[1] ? operands[1] : DEFAULT_FILE, &err);
	return rc == 0 ? (int)STATUS_OK : (int)status_of(&err);
}

const struct command office_command = {
	.name = "office",
	.operands = "init [FILE]",
	.optional = true,
	.text = "Makes the office file of the papers' head out of answers to "
		"questions",
	.more = "init: asks on the terminal, in Thai, and writes FILE "
		"(office.json) at the end;\nit must not exist yet. An empty "
		"answer takes what stands between brackets.",
	.options = rows,
	.n_options = sizeof(rows) / sizeof(*rows),
	.run = run,
};
