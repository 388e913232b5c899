#include "cli/report.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "cli/catalog.h"
#include "cli/status.h"
#include "reports/document.h"
#include "reports/reports.h"

#define MAX_PATH 4096

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

static int run(const struct command *self, int argc, char **argv)
{
	struct report_options o = { 0 };
	struct document doc;
	const char *folder;
	char *catalog = NULL;
	char path[MAX_PATH];
	struct error err;
	int rc = options_read(self, argc, argv, &o, &folder, 1, &err);

	if (rc == 1)
		return STATUS_OK;
	if (rc != 0) {
		log_error("%s", err.text);
		return STATUS_USAGE;
	}
	document_init(&doc);
	(void)snprintf(path, sizeof(path), "%s/report.json", folder);
	if ((rc = catalog_find(&catalog, o.rules, &err)) == 0 &&
		(rc = document_load(&doc, path, &err)) == 0)
		rc = reports_write(
			&doc, folder, catalog, reports_langs[o.lang], &err);
	document_done(&doc);
	free(catalog);
	return rc == 0 ? STATUS_OK : (int)status_of(&err);
}

const struct command report_command = {
	.name = "report",
	.operands = "RUN",
	.text = "Writes the papers of a run folder again from its report.json",
	.options = rows,
	.n_options = sizeof(rows) / sizeof(*rows),
	.run = run,
};
