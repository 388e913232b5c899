#include "crawler/crawl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/time.h"
#include "crawler/clock.h"
#include "crawler/files.h"
#include "crawler/ledger.h"
#include "crawler/limits.h"
#include "crawler/lookalike.h"
#include "crawler/state.h"
#include "crawler/task.h"

#define PROGRESS_MS 200
#define TURN_MS 250 /* the longest wait: the stop flag must be seen soon */
#define POLL_FDS 64

/* Bodies read until workers are begun anew, and again at twice as many: a text
 * that stands on twenty pages is the frame of any site. */
#define RENEW_READ 40

void crawl_result_free(struct crawl_result *result)
{
	if (!result)
		return;
	frontier_free(result->frontier);
	free(result);
}

/* "www.town.go.th" as people type it means http://www.town.go.th/. */
static int resolve_site(struct buf *out, const char *site, struct error *err)
{
	const bool has_scheme = strstr(site, "://") != NULL;
	struct buf typed, resolved;
	enum url_result result;

	buf_init(&typed, LIMIT_TEXT_BYTES);
	buf_init(&resolved, LIMIT_TEXT_BYTES);
	buf_puts(&typed, has_scheme ? "" : "http://");
	buf_puts(&typed, site);
	result = url_resolve(&resolved, buf_slice(&typed), NULL, URL_UTF_8);
	/* "mailto:a@b" is no host with a user before it. */
	if (!has_scheme && strchr(site, '@'))
		result = URL_FOREIGN;
	if (result == URL_OK)
		url_put_bare(out, buf_str(&resolved));
	buf_done(&typed);
	buf_done(&resolved);
	if (result == URL_OK)
		return 0;
	return error_set(err, ERR_SYNTAX,
		"\"%s\": no http or https address of a site", site);
}

static char *journal_path(const struct crawl_options *options)
{
	struct buf path;

	buf_init(&path, SIZE_MAX / 2);
	buf_printf(&path, "%s/crawl.sqlite", options->folder);
	return buf_take(&path);
}

static char *now_text(const struct crawl_options *options)
{
	struct buf now;

	buf_init(&now, 64);
	time_put(&now, options->now ? options->now : time_now());
	return buf_take(&now);
}

static int create_journal(
	struct state *s, const char *path, const char *site, struct error *err)
{
	const struct crawl_options *o = s->options;
	const size_t n = o->n_settings + 3;
	struct journal_setting *all = mem_calloc(n, sizeof(*all));
	int rc;

	s->began = now_text(o);
	all[0] = (struct journal_setting){ "site", site };
	all[1] = (struct journal_setting){ "started", s->began };
	all[2] = (struct journal_setting){ "from", o->from ? o->from : "" };
	for (size_t i = 0; i < o->n_settings; i++)
		all[i + 3] = (struct journal_setting){ o->settings[i].key,
			o->settings[i].value };
	rc = journal_create(&s->journal, path, all, n, err);
	free(all);
	return rc;
}

static int resume_journal(struct state *s, const char *path, struct error *err)
{
	struct buf began;
	int rc = journal_resume(&s->journal, path, err);

	buf_init(&began, SIZE_MAX / 2);
	if (rc == 0)
		rc = journal_get_setting(&began, s->journal, "started", err);
	s->began = buf_take(&began);
	return rc < 0 ? rc : 0;
}

static int open_journal(struct state *s, const char *site, struct error *err)
{
	char *path = journal_path(s->options);
	int rc = s->options->resume ? resume_journal(s, path, err)
				    : create_journal(s, path, site, err);

	free(path);
	return rc;
}

/* What grows with the site is none of a worker's affairs. */
static void forget(void *ctx)
{
	struct state *s = ctx;

	frontier_free(s->frontier);
	scope_free(s->scope);
	if (s->reader->forget)
		s->reader->forget(s->reader->ctx);
}

static int open_workers(struct state *s, struct error *err)
{
	const struct workers_options options = { .n = s->options->workers,
		.wall_s = s->options->page_wall_s,
		.reader = s->reader,
		.forget = forget,
		.forget_ctx = s };

	return workers_new(&s->workers, &options, err);
}

static void open_scope(struct state *s, const char *site)
{
	const struct scope_options options = {
		.host_aliases = s->options->host_aliases,
		.n_host_aliases = s->options->n_host_aliases,
		.no_documents = s->options->no_documents,
		.excluded = s->options->excluded,
		.excluded_ctx = s->options->excluded_ctx,
	};

	s->scope = scope_new(&options);
	scope_add_site(s->scope, site);
}

/* SITE is the visit 0, whatever the user's patterns say of it. */
static void add_site(struct state *s, const char *site)
{
	const struct frontier_link link = {
		.url = site, .parent = VISIT_NONE, .anchor = ""
	};
	bool fresh;

	s->home = frontier_add(s->frontier, &link, &fresh);
	frontier_queue(s->frontier, s->home);
}

static int set_concurrency(struct state *s, struct error *err)
{
	s->concurrency = s->options->concurrency ? s->options->concurrency : 1;
	return files_room(&s->concurrency, workers_count(s->workers), err);
}

static void open_tasks(struct state *s)
{
	/* One at a time is strictly so: fetch, read, then choose the next.
	 * Else bodies may wait for the workers beside the transfers. */
	s->n_tasks = s->concurrency + workers_count(s->workers) + 1;
	s->n_slots = s->concurrency > 1 ? s->n_tasks : 1;
	s->tasks = mem_calloc(s->n_tasks, sizeof(*s->tasks));
}

static int open_source(struct state *s, struct buf *site, struct error *err)
{
	const char *first;
	int rc = 0;

	if (s->options->site)
		rc = resolve_site(site, s->options->site, err);
	if (rc == 0)
		rc = source_new(&s->source, s->options, buf_str(site),
			s->user_agent, err);
	if (rc < 0 || site->len)
		return rc;
	first = source_first(s->source);
	if (!first)
		return error_set(
			err, ERR_SYNTAX, "%s: holds no page", s->options->from);
	buf_puts(site, first);
	return 0;
}

/* The workers first: they must not inherit what libcurl opens. */
static int open_all(struct state *s, struct buf *site, struct error *err)
{
	int rc = open_workers(s, err);

	if (rc == 0)
		rc = set_concurrency(s, err);
	if (rc == 0)
		rc = open_source(s, site, err);
	if (rc == 0)
		rc = open_journal(s, buf_str(site), err);
	if (rc < 0)
		return rc;
	s->frontier = frontier_new();
	s->origins = origins_new();
	s->sitemaps = sitemaps_new();
	s->probes = probes_new();
	open_scope(s, buf_str(site));
	add_site(s, buf_str(site));
	open_tasks(s);
	s->started = clock_ms();
	return 0;
}

static void close_all(struct state *s)
{
	for (size_t i = 0; i < s->n_tasks; i++)
		task_drop(&s->tasks[i]);
	free(s->tasks);
	workers_free(s->workers);
	source_free(s->source);
	journal_free(s->journal);
	scope_free(s->scope);
	sitemaps_free(s->sitemaps);
	probes_free(s->probes);
	outside_done(&s->outside);
	origins_free(s->origins);
	frontier_free(s->frontier);
	free(s->began);
}

/* The limit that is reached, by its name, or NULL. */
static const char *spent(const struct state *s)
{
	const struct crawl_options *o = s->options;
	const size_t pages = o->max_pages ? o->max_pages : LIMIT_RUN_PAGES;
	const uint64_t bytes = o->max_bytes ? o->max_bytes : LIMIT_RUN_BYTES;

	if (s->pages >= pages)
		return "max_pages";
	return source_bytes(s->source) >= bytes ? "max_bytes" : NULL;
}

/* What ends the run at once, by its name, or NULL. */
static const char *interrupted(const struct state *s)
{
	const struct crawl_options *o = s->options;
	const long seconds = o->max_seconds ? o->max_seconds : LIMIT_RUN_S;

	if (o->stop && *o->stop)
		return "signal";
	return clock_ms() - s->started >= (int64_t)seconds * 1000 ? "max_time"
								  : NULL;
}

static size_t count_tasks(
	const struct state *s, enum task_state first, enum task_state last)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_tasks; i++)
		n += s->tasks[i].state >= first && s->tasks[i].state <= last;
	return n;
}

static struct task *free_task(struct state *s)
{
	if (count_tasks(s, TASK_HELD, TASK_FETCHING) >= s->concurrency)
		return NULL;
	for (size_t i = 0; i < s->n_slots; i++)
		if (s->tasks[i].state == TASK_FREE)
			return &s->tasks[i];
	return NULL;
}

/*
 * Begins with what comes next: 1 when there was something, else 0.  What is
 * beyond the budget leaves the queue without an outcome, unless it costs no
 * request.  Sitemaps come last: what they name is good for gaps alone, for
 * nothing is known of it but the address.  Behind them only the made-up
 * addresses of probe.h are asked, and at the very end those of outside.h.
 */
static int start_next(struct state *s, struct task *task, struct error *err)
{
	const char *limit = spent(s);
	uint32_t id;
	int rc = 0;

	if (!frontier_next(s->frontier, &id)) {
		if (s->options->links_only)
			return 0;
		if (!limit)
			rc = task_start_sitemap(s, task, err);
		else if (sitemaps_waiting(s->sitemaps))
			s->stopped_by = limit;
		if (rc == 0 && !limit)
			rc = task_start_probe(s, task, err);
		if (rc == 0 && !limit)
			rc = task_start_outside(s, task, err);
		return rc;
	}
	if (limit && !frontier_item(s->frontier, id)->read)
		s->stopped_by = limit;
	else if (!s->closely || clock_ms() < s->late)
		rc = task_start(s, task, id, err);
	return rc < 0 ? rc : 1;
}

static int move_tasks(struct state *s, struct error *err)
{
	const int64_t now = clock_ms();
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < s->n_tasks; i++) {
		struct task *task = &s->tasks[i];

		if (task->state == TASK_HELD)
			rc = task_resume(s, task, err);
		else if (task->state == TASK_DUE && task->due <= now)
			task_send(s, task);
	}
	return rc;
}

/* The body that has waited longest. */
static struct task *next_fetched(struct state *s)
{
	struct task *first = NULL;

	for (size_t i = 0; i < s->n_tasks; i++) {
		struct task *task = &s->tasks[i];

		if (task->state == TASK_FETCHED &&
			(!first || task->order < first->order))
			first = task;
	}
	return first;
}

static int restart_workers(struct state *s, struct error *err)
{
	workers_free(s->workers);
	s->workers = NULL;
	return open_workers(s, err);
}

/* New workers know what the reader has kept so far: what they read with that is
 * less often to be read again after the survey. */
static bool are_workers_old(const struct state *s)
{
	return s->reader->survey && !s->surveyed && s->read >= RENEW_READ &&
	       s->read >= 2 * s->renewed;
}

static int feed_workers(struct state *s, struct error *err)
{
	struct task *task;
	int rc;

	if (are_workers_old(s)) {
		if (count_tasks(s, TASK_READING, TASK_READING) > 0)
			return 0;
		s->renewed = s->read;
		rc = restart_workers(s, err);
		if (rc < 0)
			return rc;
	}
	while (workers_idle(s->workers) > 0 && (task = next_fetched(s)) != NULL)
		task_read(s, task);
	return 0;
}

/* Begins with as many addresses as may be under way.  What the archive has is
 * there at once. */
static int start_tasks(struct state *s, struct error *err)
{
	struct task *task;
	int rc = 1, fed = 0;

	while (rc > 0 && fed == 0 && (task = free_task(s)) != NULL) {
		rc = start_next(s, task, err);
		if (rc > 0)
			fed = feed_workers(s, err);
	}
	return rc < 0 ? rc : fed;
}

static int least(int a, int b)
{
	return b >= 0 && b < a ? b : a;
}

/* How long nothing will happen unless a descriptor says so. */
static int wait_ms(const struct state *s)
{
	int wait = least(TURN_MS, workers_wait_ms(s->workers));

	for (size_t i = 0; i < s->n_tasks; i++)
		if (s->tasks[i].state == TASK_DUE)
			wait = least(wait, clock_left_ms(s->tasks[i].due));
	return wait;
}

static void wait_for_news(struct state *s)
{
	struct pollfd fds[POLL_FDS];
	const size_t n = workers_poll(s->workers, fds, POLL_FDS);

	source_turn(s->source, fds, n, wait_ms(s));
}

/* A worker gets its next body before the work that its answer makes. */
static int take_readings(struct state *s, struct error *err)
{
	struct reading reading;
	uint32_t ticket;
	int rc = 0;

	workers_turn(s->workers);
	while (rc == 0 && workers_next(s->workers, &ticket, &reading)) {
		struct task *task = &s->tasks[ticket];

		rc = feed_workers(s, err);
		if (rc == 0)
			rc = task_take_reading(s, task, &reading, err);
		reading_done(&reading);
	}
	return rc < 0 ? rc : feed_workers(s, err);
}

/* Many come at once, and each is archived: workers are not to wait for all. */
static int take_responses(struct state *s, struct error *err)
{
	struct response *r = NULL;
	uint32_t ticket;
	uint64_t offset;
	int rc;

	while ((rc = source_next(s->source, &r, &ticket, &offset, err)) > 0) {
		rc = task_take_response(s, &s->tasks[ticket], r, offset, err);
		if (rc == 0)
			rc = take_readings(s, err);
		if (rc < 0)
			break;
	}
	return rc;
}

static void tell_progress(struct state *s)
{
	const int64_t now = clock_ms();
	const struct crawl_progress progress = { .pages = s->pages,
		.queued = frontier_queued(s->frontier),
		.bytes = source_bytes(s->source),
		.elapsed_ms = (long)(now - s->started) };

	if (!s->options->progress || now - s->last_progress < PROGRESS_MS)
		return;
	s->last_progress = now;
	s->options->progress(s->options->progress_ctx, &progress);
}

static bool is_html_page(const struct visit *v)
{
	return v->outcome == OUTCOME_OK && v->kind == PAGE_HTML;
}

/* The walk is over: what the reader makes of it goes to new workers, and web
 * pages that it bears on are looked at again with it. */
static int survey(struct state *s, struct error *err)
{
	const uint32_t n = (uint32_t)frontier_count(s->frontier);
	size_t html_pages = 0;
	int rc = 0;

	for (uint32_t id = 0; id < n; id++)
		html_pages += is_html_page(frontier_visit(s->frontier, id));
	s->surveyed = true;
	s->reader->survey(s->reader->ctx, html_pages);
	for (uint32_t id = 0; rc == 0 && id < n; id++)
		if (is_html_page(frontier_visit(s->frontier, id)))
			rc = ledger_survey(s, id, err);
	if (rc < 0)
		return rc;
	return restart_workers(s, err);
}

/* Pictures of text come last, when it is known which of them matter; nothing is
 * asked of the site for them, so all workers may read some. */
static int look_closely(struct state *s)
{
	if (s->closely || !s->reader->unread)
		return 0;
	s->closely = true;
	s->late = clock_ms() + LIMIT_OCR_RUN_S * 1000L;
	s->n_slots = s->n_tasks;
	return ledger_close_look(s);
}

/* 1 while there is something to do, 0 at the end. */
static int turn(struct state *s, struct error *err)
{
	int rc = start_tasks(s, err);

	if (rc == 0)
		rc = move_tasks(s, err);
	if (rc == 0)
		rc = feed_workers(s, err);
	if (rc < 0)
		return rc;
	if (count_tasks(s, TASK_HELD, TASK_READING) == 0) {
		if (frontier_queued(s->frontier) > 0 || ledger_let_in(s))
			return 1;
		if (!s->probed) {
			s->probed = true;
			if (probes_plan(s->probes, s->frontier))
				return 1;
		}
		if (s->reader->survey && !s->surveyed) {
			rc = survey(s, err);
			return rc < 0 ? rc : 1;
		}
		if (ledger_second_look(s))
			return 1;
		if (s->options->ask_outside && !s->outside.planned &&
			outside_plan(&s->outside, s->frontier, s->reader))
			return 1;
		return look_closely(s);
	}
	wait_for_news(s);
	rc = take_responses(s, err);
	if (rc == 0)
		rc = take_readings(s, err);
	tell_progress(s);
	return rc < 0 ? rc : 1;
}

static int loop(struct state *s, struct error *err)
{
	int rc = 1;

	while (rc > 0) {
		const char *end = interrupted(s);

		/* The site has been seen by then. */
		if (end && !(s->closely && strcmp(end, "max_time") == 0))
			s->stopped_by = end;
		if (end)
			return 0;
		rc = turn(s, err);
	}
	return rc;
}

/* SITE itself tells why there is nothing. */
static void judge_site(struct state *s)
{
	const enum outcome o = frontier_visit(s->frontier, s->home)->outcome;

	if (s->stopped_by || o == OUTCOME_OK || o >= OUTCOME_LOGIN)
		return;
	if (o == OUTCOME_ROBOTS_UNREACHABLE)
		s->stopped_by = "robots_unreachable";
	else if (o == OUTCOME_ROBOTS_DENIED)
		s->stopped_by = "robots_denied";
	else if (o == OUTCOME_NOT_ARCHIVED)
		s->stopped_by = "not_archived";
	else
		s->stopped_by = "site_down";
}

static struct crawl_result *make_result(struct state *s)
{
	struct crawl_result *result = mem_zalloc(sizeof(*result));
	struct visit_list *list = &result->visits;

	list->items = frontier_visits(s->frontier);
	list->n = frontier_count(s->frontier);
	list->stopped_by = s->stopped_by;
	for (size_t i = 0; i < list->n; i++)
		list->html_pages += list->items[i].outcome == OUTCOME_OK &&
				    list->items[i].kind == PAGE_HTML;
	result->totals = s->totals;
	result->site = list->items[0].url;
	result->home = list->items[s->home].url;
	result->started = frontier_text(s->frontier, s->began);
	result->frontier = s->frontier;
	s->frontier = NULL;
	return result;
}

/* Counts and writes what came of it.  The workers go first: a copy of nearly
 * all that the main process changes now would be theirs. */
static int finish(struct state *s, struct error *err)
{
	int rc;

	workers_free(s->workers);
	s->workers = NULL;
	judge_site(s);
	lookalikes_mark(s->frontier, s->probes);
	probes_mark(s->probes, s->frontier, s->home);
	s->totals.probes = probes_asked(s->probes, &s->totals.probe);
	s->totals.probe = frontier_text(s->frontier, s->totals.probe);
	ledger_close(s);
	rc = ledger_finish(s, err);
	return rc < 0 ? rc : source_finish(s->source, err);
}

int crawl_run(struct crawl_result **out, const struct crawl_options *options,
	const struct crawl_reader *reader, struct error *err)
{
	struct state s = {
		.options = options, .reader = reader, .totals.delay_cut = ""
	};
	struct buf site;
	int rc;

	s.user_agent =
		options->user_agent ? options->user_agent : "oit/" OIT_VERSION;
	buf_init(&site, LIMIT_TEXT_BYTES);
	rc = open_all(&s, &site, err);
	if (rc == 0)
		rc = loop(&s, err);
	if (rc == 0)
		rc = finish(&s, err);
	if (rc == 0)
		*out = make_result(&s);
	close_all(&s);
	buf_done(&site);
	return rc;
}

/* 0 when the run was begun with this value, or without the setting. */
static int check_setting(struct journal *j, const char *path,
	const struct crawl_setting *wanted, struct error *err)
{
	struct buf value;
	int rc;

	buf_init(&value, SIZE_MAX / 2);
	rc = journal_get_setting(&value, j, wanted->key, err);
	if (rc > 0 && strcmp(buf_str(&value), wanted->value) != 0)
		rc = error_set(err, ERR_SYNTAX,
			"%s: the run was begun with %s \"%.150s\", "
			"not \"%.150s\"",
			path, wanted->key, buf_str(&value), wanted->value);
	buf_done(&value);
	return rc < 0 ? rc : 0;
}

static int check_settings(struct journal *j, const char *path,
	const struct crawl_options *options, struct error *err)
{
	const struct crawl_setting from = { "from", "" };
	struct buf site;
	int rc;

	buf_init(&site, LIMIT_TEXT_BYTES);
	rc = resolve_site(&site, options->site, err);
	if (rc == 0) {
		const struct crawl_setting own = { "site", buf_str(&site) };

		rc = check_setting(j, path, &own, err);
	}
	if (rc == 0)
		rc = check_setting(j, path, &from, err);
	for (size_t i = 0; rc == 0 && i < options->n_settings; i++)
		rc = check_setting(j, path, &options->settings[i], err);
	buf_done(&site);
	return rc;
}

/* A limit or a signal leaves something to be asked; all else that ends a run
 * is what the site has answered. */
static int ask_what_is_left(struct journal *j, struct error *err)
{
	static const char *const ours[] = { "signal", "max_pages", "max_bytes",
		"max_time" };
	enum crawl_left left = CRAWL_LEFT_WHOLE;
	struct buf stop;
	int rc;

	buf_init(&stop, SIZE_MAX / 2);
	rc = journal_get_setting(&stop, j, "stopped_by", err);
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (rc == 0 || strcmp(buf_str(&stop), ours[i]) == 0)
			left = CRAWL_LEFT_HALF;
	buf_done(&stop);
	return rc < 0 ? rc : (int)left;
}

int crawl_left(const struct crawl_options *options, struct error *err)
{
	struct journal *j = NULL;
	char *path = journal_path(options);
	int rc = journal_check(path, err);

	if (rc == 0) {
		free(path);
		return CRAWL_LEFT_NOTHING;
	}
	if (rc > 0)
		rc = journal_open(&j, path, err);
	if (rc == 0)
		rc = check_settings(j, path, options, err);
	if (rc == 0)
		rc = ask_what_is_left(j, err);
	journal_free(j);
	free(path);
	return rc;
}
