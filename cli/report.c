#include "cli/report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "cli/catalog.h"
#include "cli/status.h"
#include "reports/document.h"
#include "reports/reports.h"

#define MAX_PATH 4096

/* Processes: while one waits for the disk, others write. */
#define AT_ONCE 4

struct report_options {
	const char *rules;
	int lang;
};

static const struct option_row rows[] = {
	{ "rules", 0, "DIR", "the rule catalogue", OPTION_TEXT,
		offsetof(struct report_options, rules), 0, 0, NULL },
	{ "lang", 0, "th|en", "of the lists; the plan is always Thai",
		OPTION_CHOICE, offsetof(struct report_options, lang), 0, 0,
		reports_langs },
};

/* Of one run; what is wrong with it is no concern of the others. */
static enum status write_papers(struct reports *papers, const char *folder)
{
	char path[MAX_PATH];
	struct document doc;
	struct error err;
	int rc;

	document_init(&doc);
	(void)snprintf(path, sizeof(path), "%s/report.json", folder);
	rc = document_load(&doc, path, &err);
	if (rc == 0)
		rc = reports_write(papers, &doc, folder, &err);
	document_done(&doc);
	return rc == 0 ? STATUS_OK : status_of(&err);
}

/* The status of the first that went wrong. */
static enum status write_some(
	struct reports *papers, const char *const *folders, size_t n)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < n; i++) {
		enum status one = write_papers(papers, folders[i]);

		status = status ? status : one;
	}
	return status;
}

static enum status wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return STATUS_BUG;
	return WIFEXITED(status) ? (enum status)WEXITSTATUS(status)
				 : STATUS_BUG;
}

/* In a few processes, each with the runs that follow those of the one before.
 * The last part is our own, and any for which there is no process. */
static enum status write_all(
	struct reports *papers, const char *const *folders, size_t n)
{
	enum status statuses[AT_ONCE] = { STATUS_OK };
	pid_t pids[AT_ONCE];
	const size_t parts = n < AT_ONCE ? n : AT_ONCE;

	for (size_t i = 0; i < parts; i++) {
		const char *const *first = folders + n * i / parts;
		size_t count = n * (i + 1) / parts - n * i / parts;

		pids[i] = i + 1 < parts ? fork() : -1;
		if (pids[i] == 0)
			_exit((int)write_some(papers, first, count));
		if (pids[i] < 0)
			statuses[i] = write_some(papers, first, count);
	}
	for (size_t i = 0; i < parts; i++)
		if (pids[i] > 0)
			statuses[i] = wait_for(pids[i]);
	for (size_t i = 0; i + 1 < parts; i++)
		if (statuses[i] != STATUS_OK)
			return statuses[i];
	return statuses[parts - 1];
}

static enum status report(
	const struct report_options *o, const char *const *folders)
{
	struct reports *papers = NULL;
	char *catalog = NULL;
	enum status status;
	struct error err;
	size_t n = 0;

	while (folders[n])
		n++;
	if (catalog_find(&catalog, o->rules, &err) == 0 &&
		reports_new(&papers, catalog, reports_langs[o->lang], &err) ==
			0)
		status = write_all(papers, folders, n);
	else
		status = status_of(&err);
	reports_free(papers);
	free(catalog);
	return status;
}

static int run(const struct command *self, int argc, char **argv)
{
	struct command any = *self;
	struct report_options o = { 0 };
	const char **folders = mem_calloc((size_t)argc, sizeof(*folders));
	enum status status = STATUS_OK;
	struct error err;
	int rc;

	any.optional = (size_t)argc - 1; /* as many as were given */
	rc = options_read(&any, argc, argv, &o, folders, (size_t)argc, &err);
	if (rc == 0) {
		status = report(&o, folders);
	} else if (rc < 0) {
		log_error("%s", err.text);
		status = STATUS_USAGE;
	}
	free(folders);
	return (int)status;
}

const struct command report_command = {
	.name = "report",
	.operands = "RUN...",
	.text = "Writes the papers of run folders again from their report.json",
	.options = rows,
	.n_options = sizeof(rows) / sizeof(*rows),
	.run = run,
};
