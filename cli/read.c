#include "cli/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/time.h"
#include "cli/agent.h"
#include "cli/catalog.h"
#include "cli/local.h"
#include "cli/show.h"
#include "cli/status.h"
#include "cli/stop.h"
#include "cli/view.h"
#include "crawler/limits.h"

struct read_options {
	long year;
	const char *rules, *from, *user_agent, *contact;
	bool json, text, ocr, ignore_robots, allow_private;
};

#define VERSIONS_BYTES 4096 /* of the programs for OCR */

#define AT(member) offsetof(struct read_options, member)

static const struct option_row rows[] = {
	{ "year", 0, "Y", "fiscal year of the rules, Buddhist era",
		OPTION_NUMBER, AT(year), 2500, 2699, NULL },
	{ "rules", 0, "DIR", "the rule catalogue", OPTION_TEXT, AT(rules), 0, 0,
		NULL },
	{ "text", 0, NULL, "text as it is written, not in normal form",
		OPTION_FLAG, AT(text), 0, 0, NULL },
	{ "ocr", 0, NULL, "read a picture of text by tesseract", OPTION_FLAG,
		AT(ocr), 0, 0, NULL },
	{ "json", 0, NULL, "for programs", OPTION_FLAG, AT(json), 0, 0, NULL },
	{ "from", 0, "FILE", "take URL out of an archive, not the network",
		OPTION_TEXT, AT(from), 0, 0, NULL },
	{ "ignore-robots", 0, NULL, "do not ask robots.txt; own site only",
		OPTION_FLAG, AT(ignore_robots), 0, 0, NULL },
	{ "allow-private", 0, NULL, "allow addresses of private networks",
		OPTION_FLAG, AT(allow_private), 0, 0, NULL },
	{ "user-agent", 0, "TEXT", "what the program calls itself", OPTION_TEXT,
		AT(user_agent), 0, 0, NULL },
	{ "contact", 0, "TEXT", "mail or web address for the site's owner",
		OPTION_TEXT, AT(contact), 0, 0, NULL },
};

/* One thing to be read. */
struct subject {
	struct read_options o;
	const char *name; /* path or address, as typed */
	struct buf agent; /* User-Agent */
	struct ruleset *rules;
	struct view view;
	bool bad_address;
};

/* "www.town.go.th" may be the name of a file. */
static bool is_address(const char *name)
{
	return strstr(name, "://") != NULL;
}

static int read_file(struct subject *s, struct error *err)
{
	const struct crawl_reader reader = view_reader(&s->view);

	return local_read(s->name, s->o.ocr, &reader, err);
}

/* A crawl writes down what it is answered, but nobody will ask for it. */
static int make_folder(char **out, struct error *err)
{
	const char *parent = getenv("TMPDIR");
	struct buf path;

	buf_init(&path, SIZE_MAX / 2);
	buf_printf(&path, "%s/oit-read-XXXXXX", parent ? parent : "/tmp");
	*out = buf_take(&path);
	if (mkdtemp(*out))
		return 0;
	free(*out);
	*out = NULL;
	return error_set(err, ERR_WRITE, "%s: cannot make a folder",
		parent ? parent : "/tmp");
}

/* Where SITE's redirects end. */
static const struct visit *last_visit(const struct crawl_result *result)
{
	const struct visit *v = result->visits.items;

	while (v->target != VISIT_NONE)
		v = &result->visits.items[v->target];
	return v;
}

/* What was not fetched has no reading; its outcome says why. */
static void take_outcome(struct subject *s, const struct crawl_result *result)
{
	const struct visit *visit = last_visit(result);
	struct view *v = &s->view;

	if (v->payload.len)
		return;
	v->outcome = visit->outcome;
	buf_clear(&v->detail);
	buf_puts(&v->detail, visit->detail);
}

static int crawl(struct subject *s, const char *folder, struct error *err)
{
	const struct crawl_reader reader = view_reader(&s->view);
	struct crawl_result *result = NULL;
	const struct crawl_options options = {
		.site = s->name,
		.folder = folder,
		.from = s->o.from,
		.workers = 1,
		.max_pages = LIMIT_REDIRECTS + 1,
		.links_only = true,
		.ignore_robots = s->o.ignore_robots,
		.allow_private = s->o.allow_private,
		.user_agent = buf_str(&s->agent),
		.mailbox = s->o.contact && agent_is_mailbox(s->o.contact)
				   ? s->o.contact
				   : NULL,
		.stop = stop_flag(),
	};
	int rc;

	rc = crawl_run(&result, &options, &reader, err);
	s->bad_address = rc == ERR_SYNTAX && !s->o.from;
	if (rc == 0)
		take_outcome(s, result);
	crawl_result_free(result);
	return rc;
}

static int read_address(struct subject *s, struct error *err)
{
	char *folder = NULL;
	struct error ignored;
	int rc = make_folder(&folder, err);

	if (rc < 0)
		return rc;
	stop_catch();
	rc = crawl(s, folder, err);
	(void)file_remove_tree(folder, &ignored);
	free(folder);
	return rc;
}

static int load_rules(struct subject *s, struct error *err)
{
	char *catalog = NULL;
	int rc = catalog_find(&catalog, s->o.rules, err);

	if (rc == 0 && s->o.year == 0)
		rc = catalog_year(&s->o.year, catalog, time_now(), err);
	if (rc == 0)
		rc = ruleset_load(&s->rules, catalog, (int)s->o.year, err);
	free(catalog);
	return rc;
}

/* The view is foreign until it has been parsed. */
static int print(const struct subject *s, struct error *err)
{
	struct json *doc = NULL;
	struct buf safe;
	int rc = json_parse(&doc, s->name, buf_slice(&s->view.payload), err);

	if (rc == 0 && !s->o.json)
		show_view(json_root(doc));
	if (rc == 0 && s->o.json) {
		buf_init(&safe, SIZE_MAX / 2);
		log_put_safe_json(&safe, buf_str(&s->view.payload));
		(void)printf("%s\n", buf_str(&safe));
		buf_done(&safe);
	}
	json_free(doc);
	if (rc == 0 && fflush(stdout) != 0)
		rc = error_set(err, ERR_WRITE, "stdout: cannot be written");
	return rc;
}

static int prepare(struct subject *s, bool fetched, struct error *err)
{
	const char *package = NULL;
	struct buf versions;
	int rc = load_rules(s, err);

	if (rc < 0)
		return rc;
	view_init(&s->view, s->rules, fetched ? NULL : s->name);
	s->view.original = s->o.text;
	s->view.closely = s->o.ocr;
	buf_init(&versions, VERSIONS_BYTES);
	if (s->o.ocr)
		package = ocr_lacks(&s->view.tools.ocr, &versions);
	buf_done(&versions);
	return package ? error_set(err, ERR_READ,
				 "--ocr: install the Debian package %s",
				 package)
		       : 0;
}

static int read_and_print(struct subject *s, struct error *err)
{
	const bool fetched = is_address(s->name);
	int rc = prepare(s, fetched, err);

	if (rc == 0)
		rc = fetched ? read_address(s, err) : read_file(s, err);
	if (rc == 0 && s->view.payload.len)
		rc = print(s, err);
	if (rc < 0) {
		rc = (int)status_of(err);
		return s->bad_address ? STATUS_USAGE : rc;
	}
	if (s->view.payload.len)
		return s->view.outcome == OUTCOME_OK ? STATUS_OK
						     : STATUS_FINDINGS;
	log_error("%s: %s%s%s", s->name, outcome_name(s->view.outcome),
		s->view.detail.len ? ", " : "", buf_str(&s->view.detail));
	return fetched ? STATUS_INCOMPLETE : STATUS_CANNOT_READ;
}

static int read_options(
	struct subject *s, const struct command *self, int argc, char **argv)
{
	struct error err;
	int rc = options_read(self, argc, argv, &s->o, &s->name, 1, &err);

	if (rc == 0)
		rc = agent_put(&s->agent, s->o.user_agent, s->o.contact, &err);
	if (rc == 0 && s->o.from && !is_address(s->name))
		rc = error_set(&err, ERR_SYNTAX,
			"--from: an archive holds addresses, not \"%s\"",
			s->name);
	if (rc < 0)
		log_error("%s", err.text);
	return rc;
}

static int run(const struct command *self, int argc, char **argv)
{
	struct subject s = { 0 };
	struct error err;
	int rc;

	buf_init(&s.agent, SIZE_MAX / 2);
	rc = read_options(&s, self, argc, argv);
	if (rc == 0)
		rc = read_and_print(&s, &err);
	else
		rc = rc < 0 ? (int)STATUS_USAGE : (int)STATUS_OK;
	view_done(&s.view);
	ruleset_free(s.rules);
	buf_done(&s.agent);
	return rc;
}

const struct command read_command = {
	.name = "read",
	.operands = "FILE|URL",
	.text = "Shows what the program sees of a file or an address: text, "
		"years, links",
	.more = "The exit status is 1 when it could not be read as text, 2 "
		"when the address\ncould not be fetched.",
	.options = rows,
	.n_options = sizeof(rows) / sizeof(*rows),
	.run = run,
};
