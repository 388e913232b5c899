#include "cli/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/pattern.h"
#include "base/time.h"
#include "cli/agencies.h"
#include "cli/agent.h"
#include "cli/assess.h"
#include "cli/catalog.h"
#include "cli/compose.h"
#include "cli/examine.h"
#include "cli/folder.h"
#include "cli/owners.h"
#include "cli/progress.h"
#include "cli/status.h"
#include "cli/stop.h"
#include "crawler/crawl.h"
#include "crawler/frontier.h"
#include "crawler/limits.h"
#include "crawler/url.h"
#include "reports/document.h"
#include "reports/history.h"
#include "reports/reports.h"
#include "rules/judge.h"
#include "rules/waiver.h"

#define MAX_REPORT ((size_t)64 * 1024 * 1024)
#define DEFAULT_DELAY_MS 1000

enum fail_on {
	FAIL_ON_MISSING,
	FAIL_ON_INCOMPLETE,
	FAIL_ON_NEVER,
	FAIL_ON_ANY
};

struct check_options {
	long year;
	const char *out, *scores, *office, *rules, *from, *since;
	long max_pages, max_time, max_bytes, delay, concurrency;
	struct option_list include, exclude, host_aliases;
	bool ignore_robots, allow_private, no_documents, resume;
	bool ask_off_site, history, no_history;
	bool json, quiet, verbose;
	const char *user_agent, *contact, *now;
	int progress, fail_on, lang, ocr;
};

static const char *const progress_words[] = { "auto", "never", NULL };
static const char *const fail_words[] = { "missing", "incomplete", "never",
	NULL };

static const char *const ocr_words[] = { "auto", "never", "always", NULL };

#define AT(member) offsetof(struct check_options, member)

static const struct option_row rows[] = {
	{ "year", 0, "Y", "fiscal year of the rules, Buddhist era",
		OPTION_NUMBER, AT(year), 2500, 2699, NULL },
	{ "out", 0, "DIR", "the run folder; it must not be there yet",
		OPTION_TEXT, AT(out), 0, 0, NULL },
	{ "from", 0, "FILE", "judge an archive instead of the network",
		OPTION_TEXT, AT(from), 0, 0, NULL },
	{ "resume", 0, NULL, "take up a run that was killed or ended early",
		OPTION_FLAG, AT(resume), 0, 0, NULL },
	{ "since", 0, "RUN", "fetch only what has changed since that run",
		OPTION_TEXT, AT(since), 0, 0, NULL },
	{ "scores", 0, "FILE", "scores of the last assessment", OPTION_TEXT,
		AT(scores), 0, 0, NULL },
	{ "office", 0, "FILE", "the office, its units and posts", OPTION_TEXT,
		AT(office), 0, 0, NULL },
	{ "rules", 0, "DIR", "the rule catalogue", OPTION_TEXT, AT(rules), 0, 0,
		NULL },
	{ "max-pages", 0, "N", "stop after N addresses", OPTION_NUMBER,
		AT(max_pages), 1, 10000000, NULL },
	{ "max-time", 0, "SECONDS", "stop after that time", OPTION_NUMBER,
		AT(max_time), 1, 604800, NULL },
	{ "max-bytes", 0, "N", "stop after N bytes received", OPTION_NUMBER,
		AT(max_bytes), 1, 1000000000000, NULL },
	{ "delay", 0, "MS", "pause between two requests to one host (1000)",
		OPTION_NUMBER, AT(delay), 0, 3600000, NULL },
	{ "concurrency", 0, "N", "connections to one host at a time (1)",
		OPTION_NUMBER, AT(concurrency), 1, 256, NULL },
	{ "include", 0, "RE", "follow only addresses that match", OPTION_LIST,
		AT(include), 0, 0, NULL },
	{ "exclude", 0, "RE", "never follow addresses that match", OPTION_LIST,
		AT(exclude), 0, 0, NULL },
	{ "host-alias", 0, "HOST", "another host of the same site", OPTION_LIST,
		AT(host_aliases), 0, 0, NULL },
	{ "ignore-robots", 0, NULL, "do not ask robots.txt; own site only",
		OPTION_FLAG, AT(ignore_robots), 0, 0, NULL },
	{ "allow-private", 0, NULL, "allow addresses of private networks",
		OPTION_FLAG, AT(allow_private), 0, 0, NULL },
	{ "user-agent", 0, "TEXT", "what the crawler calls itself", OPTION_TEXT,
		AT(user_agent), 0, 0, NULL },
	{ "contact", 0, "TEXT", "mail or web address for the site's owner",
		OPTION_TEXT, AT(contact), 0, 0, NULL },
	{ "ask-off-site", 0, NULL,
		"ask other sites whether what may be evidence is there",
		OPTION_FLAG, AT(ask_off_site), 0, 0, NULL },
	{ "no-documents", 0, NULL, "do not fetch PDF and office files",
		OPTION_FLAG, AT(no_documents), 0, 0, NULL },
	{ "ocr", 0, "auto|never|always",
		"which scans to read: those that matter (auto)", OPTION_CHOICE,
		AT(ocr), 0, 0, ocr_words },
	{ "now", 0, "DATE", "take this for today, to repeat a run", OPTION_TEXT,
		AT(now), 0, 0, NULL },
	{ "history", 0, NULL, "compare a run of --from with earlier ones too",
		OPTION_FLAG, AT(history), 0, 0, NULL },
	{ "no-history", 0, NULL, "neither read nor write the history",
		OPTION_FLAG, AT(no_history), 0, 0, NULL },
	{ "json", 0, NULL, "write report.json to standard output", OPTION_FLAG,
		AT(json), 0, 0, NULL },
	{ "progress", 0, "auto|never", "the progress line on a terminal",
		OPTION_CHOICE, AT(progress), 0, 0, progress_words },
	{ "fail-on", 0, "missing|incomplete|never",
		"which findings make the exit status 1", OPTION_CHOICE,
		AT(fail_on), 0, 0, fail_words },
	{ "lang", 0, "th|en", "of the lists; the plan is always Thai",
		OPTION_CHOICE, AT(lang), 0, 0, reports_langs },
	{ NULL, 'q', NULL, "only errors and findings", OPTION_FLAG, AT(quiet),
		0, 0, NULL },
	{ NULL, 'v', NULL, "more talk", OPTION_FLAG, AT(verbose), 0, 0, NULL },
};

/* Everything one check holds. */
struct check {
	struct check_options o;
	const char *site;
	bool bad_site;
	struct buf agent; /* User-Agent */
	long now;         /* seconds; of --now, or of the clock at the start */
	char *catalog;
	struct ruleset *rules;
	struct reasons *reasons;
	struct waivers *waivers; /* NULL without an office file */
	struct assess assess;
	struct pattern *include[OPTIONS_MAX_LIST];
	struct pattern *exclude[OPTIONS_MAX_LIST];
	char *exclude_words[OPTIONS_MAX_LIST]; /* "--exclude RE" */
	struct history *history;               /* or NULL */
	struct folder folder;
	struct examine examine;
	struct crawl_result *crawl;
	struct judgement judgement;
	struct document doc;
};

static int compile(struct pattern **out, const struct option_list *list,
	const char *name, struct error *err)
{
	for (size_t i = 0; i < list->n; i++)
		if (pattern_new(&out[i], list->items[i], err) != 0)
			return error_prefix(
				err, "--%s \"%s\"", name, list->items[i]);
	return 0;
}

static void name_excludes(struct check *c)
{
	for (size_t i = 0; i < c->o.exclude.n; i++) {
		struct buf words;

		buf_init(&words, SIZE_MAX / 2);
		buf_printf(&words, "--exclude %s", c->o.exclude.items[i]);
		c->exclude_words[i] = buf_take(&words);
	}
}

/* The place of the first that matches, or n. */
static size_t first_match(
	struct pattern *const *patterns, size_t n, const char *url)
{
	size_t i = 0, from, to;

	while (i < n &&
		pattern_find(patterns[i], slice_str(url), &from, &to) == 0)
		i++;
	return i;
}

/* A pattern that runs away counts as a match, so an address that might be
 * excluded is not asked. */
static const char *excluded(void *ctx, const char *url)
{
	const struct check *c = ctx;
	const size_t i = first_match(c->exclude, c->o.exclude.n, url);

	if (i < c->o.exclude.n)
		return c->exclude_words[i];
	if (c->o.include.n == 0 ||
		first_match(c->include, c->o.include.n, url) < c->o.include.n)
		return NULL;
	return "--include";
}

/* The command line; 0, or the status to end with. */
static int read_options(
	struct check *c, const struct command *self, int argc, char **argv)
{
	struct error err;
	int rc;

	c->o.delay = -1;
	c->o.fail_on = FAIL_ON_ANY;
	rc = options_read(self, argc, argv, &c->o, &c->site, 1, &err);
	if (rc == 1)
		return -1;
	if (rc == 0 && !c->site && !c->o.from)
		rc = error_set(&err, ERR_SYNTAX,
			"check: needs SITE or --from; see oit check "
			"--help");
	if (rc == 0 && c->o.resume && (!c->site || c->o.from))
		rc = error_set(&err, ERR_SYNTAX,
			"check: --resume needs SITE and no --from");
	if (rc == 0 && c->o.history && c->o.no_history)
		rc = error_set(
			&err, ERR_SYNTAX, "--history: --no-history forbids it");
	if (rc == 0 && c->o.since && c->o.from)
		rc = error_set(&err, ERR_SYNTAX,
			"--since: an archive is read without asking anybody");
	if (rc == 0)
		rc = compile(c->include, &c->o.include, "include", &err);
	if (rc == 0)
		rc = compile(c->exclude, &c->o.exclude, "exclude", &err);
	name_excludes(c);
	if (rc == 0)
		rc = agent_put(&c->agent, c->o.user_agent, c->o.contact, &err);
	c->now = time_now();
	if (rc == 0 && c->o.now && time_parse(&c->now, c->o.now, &err) != 0)
		rc = error_prefix(&err, "--now");
	if (rc != 0) {
		log_error("%s", err.text);
		return STATUS_USAGE;
	}
	if (c->o.delay < 0)
		c->o.delay = c->o.from ? 0 : DEFAULT_DELAY_MS;
	log_set_level(c->o.quiet              ? LOG_LEVEL_ERROR
		      : c->o.verbose          ? LOG_LEVEL_DEBUG
		      : isatty(STDERR_FILENO) ? LOG_LEVEL_INFO
					      : LOG_LEVEL_WARN);
	return 0;
}

/* Rules, scores and office, before anything is fetched. */
static int load_inputs(struct check *c, struct error *err)
{
	int rc = catalog_find(&c->catalog, c->o.rules, err);

	if (rc == 0 && c->o.year == 0)
		rc = catalog_year(&c->o.year, c->catalog, c->now, err);
	if (rc == 0)
		rc = agencies_load(&c->rules, c->o.office, c->catalog,
			(int)c->o.year, err);
	if (rc == 0)
		rc = reasons_load(&c->reasons, c->catalog, err);
	if (rc == 0)
		rc = assess_load(
			&c->assess, c->catalog, c->rules, c->o.scores, err);
	if (rc == 0 && c->o.office)
		rc = office_load(
			&c->doc.office, &c->doc.arena, c->o.office, err);
	if (rc == 0 && c->o.office)
		rc = owners_check(c->o.office, c->rules, err);
	if (rc == 0 && c->o.office)
		rc = waivers_load(&c->waivers, c->o.office, c->rules, err);
	return rc;
}

/* An archive gives the same papers whatever else was checked, unless it is
 * told to be one run of many. */
static int open_history(struct check *c, struct error *err)
{
	char *path = NULL;
	int rc;

	if (c->o.no_history || (c->o.from && !c->o.history))
		return 0;
	rc = folder_state_file(&path, HISTORY_FILE, err);
	if (rc == 0)
		rc = history_open(&c->history, path, err);
	free(path);
	return rc;
}

/* What the run is about: the site, or the file name of an archive. */
static const char *subject(const struct check *c)
{
	const char *slash;

	if (c->site)
		return c->site;
	slash = strrchr(c->o.from, '/');
	return slash ? slash + 1 : c->o.from;
}

static int make_folder(struct check *c, struct error *err)
{
	const char *asked = c->o.from ? NULL : c->site;
	struct buf day;
	char *name;
	int rc;

	if (c->o.out)
		return folder_make(&c->folder, c->o.out, asked, err);
	buf_init(&day, 64);
	time_put_day(&day, time_date(c->now));
	name = folder_default_name(subject(c), buf_str(&day));
	rc = folder_make(&c->folder, name, asked, err);
	free(name);
	buf_done(&day);
	return rc;
}

/* What a run cannot be taken up without: it decides what is asked of the site
 * and how that is understood.  Limits and pauses may change. */
enum { N_SETTINGS = 11 };

static void put_list(struct buf *out, const struct option_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		buf_printf(out, "%s%s", i ? " " : "", list->items[i]);
}

static const char *list_text(struct check *c, const struct option_list *list)
{
	struct buf text;
	const char *copy;

	buf_init(&text, MAX_REPORT);
	put_list(&text, list);
	copy = arena_strdup(&c->doc.arena, buf_str(&text));
	buf_done(&text);
	return copy;
}

static const char *year_text(struct check *c)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%ld", c->o.year);
	return arena_strdup(&c->doc.arena, text);
}

static const char *yes_no(bool b)
{
	return b ? "yes" : "no";
}

static void fill_settings(struct check *c, struct crawl_setting *settings)
{
	const struct crawl_setting all[N_SETTINGS] = {
		{ "--year", year_text(c) },
		{ "rules", c->rules->sha256 },
		{ "--include", list_text(c, &c->o.include) },
		{ "--exclude", list_text(c, &c->o.exclude) },
		{ "--host-alias", list_text(c, &c->o.host_aliases) },
		{ "--ignore-robots", yes_no(c->o.ignore_robots) },
		{ "--allow-private", yes_no(c->o.allow_private) },
		{ "--ask-off-site", yes_no(c->o.ask_off_site) },
		{ "--no-documents", yes_no(c->o.no_documents) },
		{ "--ocr", ocr_words[c->o.ocr] },
		{ "--user-agent", c->o.user_agent ? c->o.user_agent : "" },
	};

	memcpy(settings, all, sizeof(all));
}

static struct crawl_options crawl_options_of(
	struct check *c, struct crawl_setting *settings)
{
	fill_settings(c, settings);
	return (struct crawl_options){
		.site = c->site,
		.folder = c->folder.part,
		.from = c->o.from,
		.resume = c->o.resume,
		.settings = settings,
		.n_settings = N_SETTINGS,
		.since = c->o.since,
		.delay_ms = c->o.delay,
		.concurrency =
			c->o.concurrency ? (unsigned)c->o.concurrency : 1,
		.max_pages = (size_t)c->o.max_pages,
		.max_bytes = (uint64_t)c->o.max_bytes,
		.max_seconds = c->o.max_time,
		.excluded = excluded,
		.excluded_ctx = c,
		.host_aliases = c->o.host_aliases.items,
		.n_host_aliases = c->o.host_aliases.n,
		.ignore_robots = c->o.ignore_robots,
		.allow_private = c->o.allow_private,
		.no_documents = c->o.no_documents,
		/* What an archive holds of it costs nobody anything. */
		.ask_outside = c->o.ask_off_site || c->o.from,
		.user_agent = buf_str(&c->agent),
		.mailbox = c->o.contact && agent_is_mailbox(c->o.contact)
				   ? c->o.contact
				   : NULL,
		.now = c->o.now ? c->now : 0,
		.stop = stop_flag(),
	};
}

static int what_is_left(struct check *c, struct error *err)
{
	struct crawl_setting settings[N_SETTINGS];
	const struct crawl_options options = crawl_options_of(c, settings);

	return crawl_left(&options, err);
}

/* The folder of the run that is to be taken up again. */
static int find_folder(struct check *c, struct error *err)
{
	int rc = folder_find(&c->folder, c->o.out, subject(c), err);
	bool is_half;

	if (rc != 0 || (rc = what_is_left(c, err)) < 0)
		return rc;
	is_half = strcmp(c->folder.part, c->folder.final) != 0;
	if (rc == CRAWL_LEFT_WHOLE && !is_half)
		return error_set(err, ERR_SYNTAX,
			"%s: the run has come to its end: nothing to resume",
			c->folder.final);
	if (rc == CRAWL_LEFT_NOTHING && !is_half)
		return error_set(err, ERR_SYNTAX, "%s: holds no run to resume",
			c->folder.final);
	if (rc != CRAWL_LEFT_NOTHING)
		return folder_take_up(&c->folder, err);
	c->o.resume = false;
	return folder_begin_anew(&c->folder, err);
}

/* Of a crawl that could not go on, by a full disk for one, nothing is lost
 * that can be taken up again. */
static void keep_folder(struct check *c)
{
	struct error ignored;

	c->folder.keep = !c->o.from && !c->bad_site &&
			 what_is_left(c, &ignored) != CRAWL_LEFT_NOTHING;
	if (c->folder.keep)
		log_warn("%s: is kept; oit check --resume takes it up again",
			c->folder.part);
}

static int crawl(struct check *c, struct error *err)
{
	struct crawl_setting settings[N_SETTINGS];
	struct crawl_options options = crawl_options_of(c, settings);
	struct crawl_reader reader = examine_reader(&c->examine);
	struct progress progress = { &c->examine, c->o.delay };
	int rc;

	if (c->o.progress == 0 && !c->o.quiet && progress_possible()) {
		options.progress = progress_show;
		options.progress_ctx = &progress;
	}
	rc = crawl_run(&c->crawl, &options, &reader, err);
	progress_end();
	return rc;
}

static uint32_t find_visit(void *ctx, const char *url)
{
	const struct crawl_result *crawl = ctx;

	return frontier_find(crawl->frontier, url);
}

/* The same for an address as a person has written it down. */
static uint32_t find_written(void *ctx, const char *url)
{
	uint32_t found = VISIT_NONE;
	struct buf full, bare;

	buf_init(&full, LIMIT_TEXT_BYTES);
	buf_init(&bare, LIMIT_TEXT_BYTES);
	if (url_resolve(&full, slice_str(url), NULL, URL_UTF_8) == URL_OK) {
		url_put_bare(&bare, buf_str(&full));
		found = find_visit(ctx, buf_str(&bare));
	}
	buf_done(&full);
	buf_done(&bare);
	return found;
}

/* What the office says of items, as far as it holds today. */
static void settle_waivers(struct check *c)
{
	struct buf today;

	buf_init(&today, 64);
	time_put_day(&today, time_date(c->now));
	if (c->waivers)
		waivers_settle(c->waivers, &c->crawl->visits, find_written,
			c->crawl, buf_str(&today));
	buf_done(&today);
}

static char *time_text(long seconds)
{
	struct buf out;

	buf_init(&out, 64);
	time_put(&out, seconds);
	return buf_take(&out);
}

static int judge(struct check *c, struct error *err)
{
	struct evidence evidence = {
		.rs = c->rules,
		.sightings = &c->examine.sightings,
		.visits = &c->crawl->visits,
		.find = find_visit,
		.find_ctx = c->crawl,
		.waivers = c->waivers,
	};
	char *ended = time_text(c->o.now ? c->now : time_now());
	struct compose parts = { c->rules, c->crawl, &c->judgement,
		c->crawl->started, arena_strdup(&c->doc.arena, ended),
		c->o.from ? "" : buf_str(&c->agent), &c->examine };
	int rc;

	settle_waivers(c);
	judge_run(&c->judgement, &evidence, c->reasons);
	for (size_t i = 0; i < c->judgement.n; i++) {
		struct finding *f = &c->judgement.items[i];
		const char *unit = office_owner(&c->doc.office, f->concept);

		if (*unit)
			f->owner = unit;
	}
	compose_document(&parts, &c->doc);
	rc = assess_stakes(&c->doc, c->catalog, err);
	assess_fill(&c->assess, &c->doc);
	if (rc == 0 && c->history)
		rc = history_compare(c->history, &c->doc, err);
	free(ended);
	return rc;
}

/* report.json first; every paper is printed from what stands in it. */
static int write_all(struct check *c, struct error *err)
{
	struct document doc;
	struct reports *papers = NULL;
	struct buf text;
	char *path = folder_path(&c->folder, "report.json");
	int rc;

	document_init(&doc);
	buf_init(&text, MAX_REPORT);
	document_write(&c->doc, &text);
	rc = text.full ? error_set(err, ERR_LIMIT, "%s: too large", path)
		       : file_write(path, buf_slice(&text), err);
	if (rc == 0)
		rc = document_load(&doc, path, err);
	if (rc == 0)
		rc = reports_new(
			&papers, c->catalog, reports_langs[c->o.lang], err);
	if (rc == 0)
		rc = reports_write(papers, &doc, c->folder.part, err);
	/* A run that is taken up after this replaces itself. */
	if (rc == 0 && c->history)
		rc = history_record(c->history, &c->doc, err);
	if (rc == 0)
		rc = folder_finish(&c->folder, err);
	if (rc == 0 && c->o.json)
		(void)fwrite(text.data, 1, text.len, stdout);
	reports_free(papers);
	document_done(&doc);
	buf_done(&text);
	free(path);
	return rc;
}

static enum status verdict_status(const struct check *c)
{
	const struct document *doc = &c->doc;
	size_t missing = document_total(doc, VERDICT_MISSING);
	size_t failing = missing + document_total(doc, VERDICT_INCOMPLETE) +
			 document_total(doc, VERDICT_STALE);

	if (!document_is_final(doc))
		return STATUS_INCOMPLETE;
	switch ((enum fail_on)c->o.fail_on) {
	case FAIL_ON_MISSING:
		return missing ? STATUS_FINDINGS : STATUS_OK;
	case FAIL_ON_INCOMPLETE:
		return failing ? STATUS_FINDINGS : STATUS_OK;
	case FAIL_ON_NEVER:
		return STATUS_OK;
	case FAIL_ON_ANY:
		break;
	}
	return failing + document_total(doc, VERDICT_CANNOT_TELL)
		       ? STATUS_FINDINGS
		       : STATUS_OK;
}

/* Why the crawl ended early: the address of the site and its outcome. */
static void tell_stop(const struct check *c)
{
	const struct visit *site = &c->crawl->visits.items[0];

	if (!c->crawl->visits.stopped_by)
		return;
	if (site->outcome == OUTCOME_OK || site->outcome == OUTCOME_REDIRECT)
		log_error("%s: the crawl was ended: %s", site->url,
			c->crawl->visits.stopped_by);
	else
		log_error("%s: %s: %s%s%s", site->url,
			c->crawl->visits.stopped_by,
			outcome_name(site->outcome), *site->detail ? ", " : "",
			site->detail);
}

/* What --since was good for. */
static void print_saving(const struct check *c)
{
	const struct crawl_totals *t = &c->crawl->totals;

	if (c->o.since)
		(void)printf("%zu of %zu requests found nothing changed since "
			     "%s: %.1f MB not sent again\n",
			t->reused, t->requests, c->o.since,
			(double)t->bytes_saved / 1e6);
}

/* What rests on the office file is told only where there is any. */
static void print_of_office(const struct document *doc)
{
	for (enum verdict v = 0; v < VERDICT_COUNT; v++) {
		size_t n = document_total(doc, v);

		if (n && verdict_is_of_office(v))
			(void)printf(", %zu %s", n, verdict_name(v));
	}
}

/* What a person at a terminal, or the reader of cron's mail, wants to know.
 * Of a site that was not seen there is nothing to list. */
static void print_findings(const struct check *c, enum status status)
{
	const struct document *doc = &c->doc;
	bool seen = c->crawl->visits.html_pages > 0;

	tell_stop(c);
	if (c->o.json || (c->o.quiet && status == STATUS_OK))
		return;
	for (size_t i = 0; i < doc->n_items && seen; i++) {
		const struct finding *f = &doc->items[i];

		if (verdict_is_failing(f->verdict) ||
			f->verdict == VERDICT_CANNOT_TELL)
			(void)printf("%-4s %-11s %-12s %s\n", f->id,
				verdict_name(f->verdict), f->reason_code,
				f->title);
	}
	(void)printf("%zu pass, %zu incomplete, %zu stale, %zu missing, "
		     "%zu cannot tell",
		document_total(doc, VERDICT_PASS),
		document_total(doc, VERDICT_INCOMPLETE),
		document_total(doc, VERDICT_STALE),
		document_total(doc, VERDICT_MISSING),
		document_total(doc, VERDICT_CANNOT_TELL));
	print_of_office(doc);
	if (!document_is_final(doc))
		(void)printf("; the check is incomplete (%s)",
			*doc->coverage.stopped_by ? doc->coverage.stopped_by
						  : "coverage");
	(void)printf("\n");
	print_saving(c);
	(void)printf("reports: %s\n", c->folder.final);
}

static void check_done(struct check *c)
{
	for (size_t i = 0; i < OPTIONS_MAX_LIST; i++) {
		pattern_free(c->include[i]);
		pattern_free(c->exclude[i]);
		free(c->exclude_words[i]);
	}
	document_done(&c->doc);
	judge_done(&c->judgement);
	crawl_result_free(c->crawl);
	examine_done(&c->examine);
	history_free(c->history);
	folder_done(&c->folder);
	assess_done(&c->assess);
	waivers_free(c->waivers);
	reasons_free(c->reasons);
	ruleset_free(c->rules);
	free(c->catalog);
	buf_done(&c->agent);
}

static int crawl_and_write(struct check *c, struct error *err)
{
	int rc = crawl(c, err);

	/* Of the crawl's inputs only SITE can be badly written. */
	c->bad_site = rc == ERR_SYNTAX && !c->o.from && !c->o.resume;
	if (rc == 0)
		rc = judge(c, err);
	return rc == 0 ? write_all(c, err) : rc;
}

static int run_check(struct check *c, struct error *err)
{
	int rc = load_inputs(c, err);

	if (rc == 0)
		rc = open_history(c, err);
	if (rc == 0)
		rc = c->o.resume ? find_folder(c, err) : make_folder(c, err);
	if (rc != 0)
		return rc;
	examine_init(&c->examine, c->rules);
	c->examine.ocr = (enum examine_ocr)c->o.ocr;
	stop_catch();
	if (strcmp(c->rules->status, "draft") == 0)
		log_warn("rules of %d: a draft, no official list of its items "
			 "was found",
			c->rules->year);
	if (!c->o.contact && !c->o.from)
		log_info("no --contact: the site's owner cannot tell whom to "
			 "ask about these requests");
	rc = crawl_and_write(c, err);
	if (rc != 0)
		keep_folder(c);
	return rc;
}

static int run(const struct command *self, int argc, char **argv)
{
	struct check c = { .folder = FOLDER_NONE };
	struct error err;
	int status;

	document_init(&c.doc);
	buf_init(&c.agent, SIZE_MAX / 2);
	status = read_options(&c, self, argc, argv);
	if (status == 0) {
		if (run_check(&c, &err) != 0) {
			status = (int)status_of(&err);
			if (c.bad_site)
				status = STATUS_USAGE;
		} else {
			status = (int)verdict_status(&c);
			print_findings(&c, (enum status)status);
		}
	}
	check_done(&c);
	return status < 0 ? STATUS_OK : status;
}

const struct command check_command = {
	.name = "check",
	.operands = "SITE",
	.optional = 1,
	.text = "Crawls SITE, judges every item and writes all reports into "
		"one folder",
	.options = rows,
	.n_options = sizeof(rows) / sizeof(*rows),
	.run = run,
};
