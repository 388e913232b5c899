#include "crawler/task.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/time.h"
#include "crawler/clock.h"
#include "crawler/ledger.h"
#include "crawler/limits.h"
#include "crawler/robots.h"
#include "crawler/sitemap.h"
#include "crawler/url.h"

#define RETRY_GROWTH 4     /* each pause to the one before: 2 s, 8 s */
#define ROBOTS_REDIRECTS 5 /* RFC 9309 section 2.3.1.2 */

void task_drop(struct task *task)
{
	free(task->url);
	free(task->target);
	free(task->transcript);
	response_free(task->response);
	*task = (struct task){ 0 };
}

/* Not a sitemap, robots.txt or a made-up address, which have no outcome, nor a
 * place of another site, which has its own whatever it answers. */
static bool is_visit(const struct task *task)
{
	return !task->robots && !task->sitemap && !task->probe &&
	       !task->outside;
}

static int settle(struct state *s, struct task *task, enum outcome o,
	const char *detail, struct error *err)
{
	const bool counts = is_visit(task);
	const uint32_t id = task->id;

	task_drop(task);
	if (!counts)
		return 0;
	return ledger_settle(s, id, o, detail, err);
}

static void set_url(struct task *task, const char *url)
{
	free(task->url);
	task->url = mem_strdup(url);
	task->tries = 0;
	task->identity = false;
}

/* Takes the next turn that politeness leaves free, not before a moment. */
static void take_turn(struct state *s, struct task *task, int64_t earliest)
{
	long delay = origin_delay_ms(task->origin);

	if (delay < s->options->delay_ms)
		delay = s->options->delay_ms;
	task->state = TASK_DUE;
	task->due = clock_ms();
	if (source_is_stored(s->source, task->url))
		return;
	task->due = earliest > s->next_start ? earliest : s->next_start;
	s->next_start = task->due + delay;
}

/* Asks for robots.txt at that address: its own, or where it has moved. */
static void ask_for_rules(struct state *s, struct task *task, const char *url)
{
	source_forget_old(s->source, url);
	set_url(task, url);
	take_turn(s, task, clock_ms());
}

static void ask_robots(struct state *s, struct task *task)
{
	task->origin->state = ORIGIN_ASKING;
	task->robots = true;
	task->hops = 0;
	ask_for_rules(s, task, task->origin->robots_url);
}

static void add_sitemap(struct state *s, struct origin *lister,
	struct slice written, const char *base)
{
	struct buf resolved, url;

	buf_init(&resolved, LIMIT_URL_BYTES);
	buf_init(&url, LIMIT_URL_BYTES);
	if (url_resolve(&resolved, written, base, URL_UTF_8) == URL_OK) {
		url_put_bare(&url, buf_str(&resolved));
		if (scope_has(s->scope, buf_str(&url)))
			sitemaps_add(s->sitemaps, lister, buf_str(&url));
	}
	buf_done(&resolved);
	buf_done(&url);
}

/* Notes the sitemaps of a server, once.  Only servers with a visit count, or
 * sitemaps could lead from one server to the next without end. */
static void list_sitemaps(struct state *s, const struct task *task)
{
	struct origin *origin = task->origin;
	const char *const *names;

	if (origin->listed || task->sitemap || task->outside ||
		origin->state != ORIGIN_OPEN)
		return;
	origin->listed = true;
	names = origin->robots ? robots_sitemaps(origin->robots) : NULL;
	for (; names && *names; names++)
		add_sitemap(s, origin, slice_str(*names), origin->robots_url);
	add_sitemap(s, origin, slice_str("/sitemap.xml"), origin->robots_url);
}

/* What the task is for, whatever it asks for on the way. */
static const char *address_of(const struct state *s, const struct task *task)
{
	if (task->sitemap)
		return task->sitemap;
	if (task->target)
		return task->target;
	return task->probe ? task->probe->url
			   : frontier_visit(s->frontier, task->id)->url;
}

/* A half run asked for it, when that was allowed: nobody is asked now. */
static bool was_asked(const struct state *s, const char *url)
{
	return source_is_live(s->source) && source_is_stored(s->source, url);
}

/* Whether, and why not, the task may ask for an address of its server. */
static enum outcome judge_request(const struct state *s,
	const struct task *task, const char *url, const char **rule)
{
	const enum outcome o = origin_judge(task->origin, url, rule);

	return was_asked(s, url) ? OUTCOME_PENDING : o;
}

/* What is to be done for the task's address as things stand. */
static int advance(struct state *s, struct task *task, struct error *err)
{
	const char *url = address_of(s, task);
	const char *rule;
	enum outcome o;

	task->origin = origins_of(s->origins, url);
	if (s->options->ignore_robots)
		task->origin->state = ORIGIN_OPEN;
	if (task->origin->state == ORIGIN_ASKING) {
		task->state = TASK_HELD;
		return 0;
	}
	if (task->origin->state == ORIGIN_NEW) {
		ask_robots(s, task);
		return 0;
	}
	list_sitemaps(s, task);
	o = judge_request(s, task, url, &rule);
	if (o != OUTCOME_PENDING)
		return settle(s, task, o, rule, err);
	task->hops = 0;
	set_url(task, url);
	take_turn(s, task, clock_ms());
	return 0;
}

static void put_fetched(struct state *s, struct task *task, struct response *r)
{
	task->response = r;
	task->order = s->fetched++;
	task->state = TASK_FETCHED;
}

/* What a run that was killed has read of the body is not read again. */
static int take_transcript(
	struct state *s, struct task *task, struct error *err)
{
	const struct visit *visit = frontier_visit(s->frontier, task->id);
	struct buf transcript;
	int rc;

	buf_init(&transcript, SIZE_MAX / 2);
	rc = journal_get_transcript(
		&transcript, s->journal, visit->sha256, err);
	task->transcript_len = transcript.len;
	task->transcript = buf_take(&transcript);
	return rc < 0 ? rc : 0;
}

/* The archive has the body; only the topics are new. */
static int look_again(struct state *s, struct task *task, struct error *err)
{
	struct response *r = NULL;
	int rc = source_again(s->source, &r,
		frontier_item(s->frontier, task->id)->offset, err);

	if (rc < 0)
		return rc;
	put_fetched(s, task, r);
	if (frontier_visit(s->frontier, task->id)->marks & VISIT_MARK_UNREAD) {
		s->totals.close_looks++;
		return take_transcript(s, task, err);
	}
	s->totals.second_looks++;
	return 0;
}

int task_start(
	struct state *s, struct task *task, uint32_t id, struct error *err)
{
	const struct visit *visit = frontier_visit(s->frontier, id);
	const char *rule;

	task->id = id;
	if (frontier_item(s->frontier, id)->read)
		return look_again(s, task, err);
	/* Much may have been read since it was put into the queue. */
	if (id != s->home &&
		scope_is_copy(s->scope, visit->url, visit->topics != 0, &rule))
		return settle(s, task, OUTCOME_TRAP_LIMIT, rule, err);
	s->pages++;
	return advance(s, task, err);
}

int task_start_sitemap(struct state *s, struct task *task, struct error *err)
{
	int rc;

	if (!sitemaps_next(s->sitemaps, &task->lister, &task->sitemap))
		return 0;
	rc = advance(s, task, err);
	return rc < 0 ? rc : 1;
}

int task_start_probe(struct state *s, struct task *task, struct error *err)
{
	int rc;

	task->probe = probes_next(s->probes);
	if (!task->probe)
		return 0;
	rc = advance(s, task, err);
	return rc < 0 ? rc : 1;
}

int task_start_outside(struct state *s, struct task *task, struct error *err)
{
	int rc;

	if (!outside_next(&s->outside, &task->id))
		return 0;
	task->outside = true;
	rc = advance(s, task, err);
	return rc < 0 ? rc : 1;
}

int task_resume(struct state *s, struct task *task, struct error *err)
{
	return task->origin->state == ORIGIN_ASKING ? 0 : advance(s, task, err);
}

/* The ceiling of what is no page and no document; 0 for those. */
static size_t max_bytes(const struct task *task)
{
	if (task->robots)
		return LIMIT_ROBOTS_BYTES;
	if (task->outside)
		return LIMIT_OUTSIDE_BYTES;
	return task->sitemap ? LIMIT_SITEMAP_BYTES : 0;
}

/* The address of the page or redirect that led to the task's visit first. */
static const char *via(const struct state *s, const struct task *task)
{
	uint32_t parent;

	if (!is_visit(task))
		return NULL;
	parent = frontier_visit(s->frontier, task->id)->parent;
	return parent == VISIT_NONE ? NULL
				    : frontier_visit(s->frontier, parent)->url;
}

void task_send(struct state *s, struct task *task)
{
	const struct fetch_request request = { .url = task->url,
		.via = via(s, task),
		.ticket = (uint32_t)(task - s->tasks),
		.page_bytes = max_bytes(task),
		.document_bytes = max_bytes(task),
		.anew = task->robots || task->sitemap,
		.identity = task->identity };

	task->tries++;
	if (is_visit(task))
		frontier_item(s->frontier, task->id)->tries++;
	source_start(s->source, &request);
	task->state = TASK_FETCHING;
}

/* Milliseconds to wait for another try, or -1 when there is none. */
static long retry_pause(const struct state *s, const struct task *task,
	const struct response *r)
{
	long pause = s->options->retry_pause_ms ? s->options->retry_pause_ms
						: LIMIT_RETRY_PAUSE_MS;
	const char *rule;
	long asked;

	if (!source_is_live(s->source) || task->tries >= LIMIT_TRIES ||
		(task->probe && !task->robots) || task->outside ||
		task->origin->failures >= LIMIT_HOST_FAILURES)
		return -1;
	/* A half run was answered under an older robots.txt. */
	if (!task->robots &&
		judge_request(s, task, task->url, &rule) != OUTCOME_PENDING)
		return -1;
	if (r->outcome == OUTCOME_BAD_ENCODING)
		return task->identity ? -1 : 0;
	if (!outcome_is_retryable(r->outcome, r->status))
		return -1;
	for (unsigned i = 1; i < task->tries; i++)
		pause *= RETRY_GROWTH;
	asked = response_retry_after(r, time_now()) * 1000;
	/* One address that always says 300 s must not cost the whole run, and
	 * to come before the time that was asked for would be no better than
	 * not to wait. */
	if (asked && asked >= LIMIT_RETRY_AFTER_S * 1000L - s->asked_ms)
		return -1;
	return asked > pause ? asked : pause;
}

static bool try_again(
	struct state *s, struct task *task, const struct response *r)
{
	const long pause = retry_pause(s, task, r);
	const int64_t then = clock_ms() + pause;

	if (pause < 0)
		return false;
	s->asked_ms += response_retry_after(r, time_now()) * 1000;
	/* A server that is too busy for one request is so for all. */
	if (r->outcome == OUTCOME_RETRY_LATER && s->next_start < then &&
		!source_is_stored(s->source, task->url))
		s->next_start = then;
	task->identity = r->outcome == OUTCOME_BAD_ENCODING;
	take_turn(s, task, then);
	return true;
}

/* Writes where a redirect leads over what out holds. */
static enum url_result find_target(
	struct buf *out, const struct task *task, const struct response *r)
{
	struct buf resolved;
	enum url_result result;

	buf_init(&resolved, LIMIT_HEADER_BYTES);
	result = url_resolve(
		&resolved, response_field(r, "Location"), task->url, URL_UTF_8);
	buf_clear(out);
	if (result == URL_OK)
		url_put_bare(out, buf_str(&resolved));
	else
		buf_put_slice(out, buf_slice(&resolved));
	buf_done(&resolved);
	return result;
}

static int take_robots(struct state *s, struct task *task, struct response *r,
	struct error *err)
{
	struct buf target;

	buf_init(&target, LIMIT_HEADER_BYTES);
	if (r->outcome == OUTCOME_REDIRECT && task->hops < ROBOTS_REDIRECTS &&
		find_target(&target, task, r) == URL_OK) {
		task->hops++;
		ask_for_rules(s, task, buf_str(&target));
		buf_done(&target);
		return 0;
	}
	buf_done(&target);
	origin_set_robots(task->origin, r, s->user_agent);
	if (origin_delay_is_cut(task->origin) && s->totals.delays_cut++ == 0)
		s->totals.delay_cut =
			frontier_text(s->frontier, task->origin->robots_url);
	task->robots = false;
	return advance(s, task, err);
}

/* Whether the chain of redirects that begins at one visit leads to another. */
static bool leads_to(const struct state *s, uint32_t from, uint32_t to)
{
	for (int i = 0; from != VISIT_NONE && i <= LIMIT_REDIRECTS; i++) {
		if (from == to)
			return true;
		from = frontier_visit(s->frontier, from)->target;
	}
	return false;
}

/* "/" may lead to "/index.php", which is the same page to us: the spelling
 * that the site wants is asked for in its place. */
static int follow_spelling(
	struct state *s, struct task *task, const char *url, struct error *err)
{
	const char *rule;
	enum outcome o;

	if (strcmp(url, task->url) == 0 || task->hops >= LIMIT_REDIRECTS)
		return settle(s, task, OUTCOME_REDIRECT_LOOP, url, err);
	o = judge_request(s, task, url, &rule);
	if (o != OUTCOME_PENDING)
		return settle(s, task, o, rule, err);
	task->hops++;
	frontier_visit(s->frontier, task->id)->url =
		frontier_text(s->frontier, url);
	set_url(task, url);
	take_turn(s, task, clock_ms());
	return 0;
}

static int follow(
	struct state *s, struct task *task, const char *url, struct error *err)
{
	const uint32_t id = task->id;
	uint32_t target = frontier_find(s->frontier, url);

	if (target == id)
		return follow_spelling(s, task, url, err);
	if (target != VISIT_NONE && leads_to(s, target, id))
		return settle(s, task, OUTCOME_REDIRECT_LOOP, url, err);
	if (frontier_item(s->frontier, id)->hops >= LIMIT_REDIRECTS)
		return settle(s, task, OUTCOME_REDIRECT_LIMIT, url, err);
	target = ledger_add_target(s, id, url);
	frontier_visit(s->frontier, id)->target = target;
	if (id == s->home && target != VISIT_NONE)
		s->home = target;
	return settle(s, task, OUTCOME_REDIRECT, "", err);
}

static int take_redirect(struct state *s, struct task *task,
	const struct response *r, struct error *err)
{
	struct buf target;
	int rc;

	buf_init(&target, LIMIT_HEADER_BYTES);
	switch (find_target(&target, task, r)) {
	case URL_OK:
		rc = follow(s, task, buf_str(&target), err);
		break;
	case URL_FOREIGN:
		rc = settle(
			s, task, OUTCOME_BLOCKED_SCHEME, buf_str(&target), err);
		break;
	case URL_BROKEN:
	case URL_TOO_LONG:
	default:
		rc = settle(s, task, OUTCOME_BAD_HTTP, "Location is no address",
			err);
		break;
	}
	buf_done(&target);
	return rc;
}

static bool is_in_scope(void *ctx, const char *url)
{
	const struct state *s = ctx;

	return scope_has(s->scope, url);
}

static int read_sitemap(struct state *s, const struct task *task,
	const struct response *r, struct error *err)
{
	const struct sitemap_scope scope = { is_in_scope, s };
	struct sitemap sitemap;
	struct arena arena;
	int rc;

	arena_init(&arena);
	sitemap_parse(&sitemap, &arena, r->body, task->sitemap, &scope);
	for (enum sitemap_problem i = 0; i < SITEMAP_PROBLEM_COUNT; i++)
		if (sitemap.problems[i])
			log_debug("%s: %s (%zu)", task->sitemap,
				sitemap_problem_name(i), sitemap.problems[i]);
	for (size_t i = 0; i < sitemap.n_sitemaps; i++)
		sitemaps_add(s->sitemaps, task->lister, sitemap.sitemaps[i]);
	rc = ledger_add_sitemap(s, &sitemap, err);
	arena_done(&arena);
	return rc;
}

static int take_sitemap(struct state *s, struct task *task, struct response *r,
	struct error *err)
{
	int rc = 0;

	/* An archive that is read has other ceilings. */
	if (r->outcome == OUTCOME_TOO_LARGE && r->status == 200)
		(void)response_decode(r, LIMIT_SITEMAP_BYTES);
	if (r->outcome == OUTCOME_REDIRECT)
		add_sitemap(s, task->lister, response_field(r, "Location"),
			task->sitemap);
	else if (r->outcome == OUTCOME_OK || r->outcome == OUTCOME_TOO_LARGE)
		rc = read_sitemap(s, task, r, err);
	task_drop(task);
	return rc;
}

/* A redirect of a made-up address: on the same server, where robots.txt is
 * known and lets it. */
static bool may_follow(
	const struct state *s, const struct task *task, const char *url)
{
	const char *rule;

	return *url && url_same_origin(url, task->url) &&
	       judge_request(s, task, url, &rule) == OUTCOME_PENDING;
}

/* One that leads to a known address tells by that; one that leads to another
 * is followed a little. */
static void follow_probe(
	struct state *s, struct task *task, const struct response *r)
{
	struct buf target;

	buf_init(&target, LIMIT_HEADER_BYTES);
	if (find_target(&target, task, r) == URL_OK)
		task->probe->target =
			frontier_find(s->frontier, buf_str(&target));
	else
		buf_clear(&target);
	if (task->probe->target == VISIT_NONE &&
		task->hops < LIMIT_PROBE_HOPS &&
		may_follow(s, task, buf_str(&target))) {
		task->hops++;
		set_url(task, buf_str(&target));
		take_turn(s, task, clock_ms());
	} else {
		task_drop(task);
	}
	buf_done(&target);
}

/* A made-up address that is answered by a page goes to a worker; an error is
 * the honest answer. */
static void take_probe(struct state *s, struct task *task, struct response *r)
{
	task->probe->asked = r->outcome != OUTCOME_NOT_ARCHIVED;
	if (r->outcome == OUTCOME_OK) {
		put_fetched(s, task, r);
		return;
	}
	if (r->outcome == OUTCOME_REDIRECT)
		follow_probe(s, task, r);
	else
		task_drop(task);
	response_free(r);
}

/* A short link may lead back to the site: what is there is found by it. */
static int lead_back(
	struct state *s, struct task *task, const char *url, struct error *err)
{
	const uint32_t id = task->id;
	uint32_t target = frontier_find(s->frontier, url);

	task_drop(task);
	if (target != VISIT_NONE && leads_to(s, target, id))
		return 0;
	target = ledger_add_target(s, id, url);
	frontier_visit(s->frontier, id)->target = target;
	return ledger_settle(s, id, OUTCOME_REDIRECT, "", err);
}

static int follow_outside(struct state *s, struct task *task,
	const struct response *r, struct error *err)
{
	struct buf target;
	const char *url;
	int rc = 0;

	buf_init(&target, LIMIT_HEADER_BYTES);
	if (find_target(&target, task, r) != URL_OK)
		buf_clear(&target);
	url = buf_str(&target);
	if (*url && outside_is_login(url)) {
		frontier_visit(s->frontier, task->id)->marks |=
			VISIT_MARK_LOGIN;
		task_drop(task);
	} else if (*url && scope_has(s->scope, url)) {
		rc = lead_back(s, task, url, err);
	} else if (*url && task->steps < LIMIT_OUTSIDE_HOPS) {
		task->steps++;
		free(task->target);
		task->target = mem_strdup(url);
		rc = advance(s, task, err);
	} else {
		task_drop(task);
	}
	buf_done(&target);
	return rc;
}

/* An answer of another site says that the place is there, or is not; none says
 * nothing. */
static int take_outside(struct state *s, struct task *task, struct response *r,
	uint64_t offset, struct error *err)
{
	struct visit *visit = frontier_visit(s->frontier, task->id);

	if (r->status == 0) {
		task_drop(task);
		return 0;
	}
	visit->marks |= VISIT_MARK_ASKED;
	if (r->status == 401)
		visit->marks |= VISIT_MARK_LOGIN;
	frontier_item(s->frontier, task->id)->tries++;
	ledger_put_response(s, task->id, r, offset);
	frontier_touch(s->frontier, task->id);
	if (r->outcome == OUTCOME_REDIRECT)
		return follow_outside(s, task, r, err);
	task_drop(task);
	return 0;
}

int task_take_response(struct state *s, struct task *task, struct response *r,
	uint64_t offset, struct error *err)
{
	int rc = 0;

	if (try_again(s, task, r)) {
		response_free(r);
		return 0;
	}
	if (task->robots) {
		rc = take_robots(s, task, r, err);
		response_free(r);
		return rc;
	}
	origin_count(task->origin, r);
	if (task->sitemap) {
		rc = take_sitemap(s, task, r, err);
		response_free(r);
		return rc;
	}
	if (task->probe) {
		take_probe(s, task, r);
		return 0;
	}
	if (task->outside) {
		rc = take_outside(s, task, r, offset, err);
		response_free(r);
		return rc;
	}
	ledger_put_response(s, task->id, r, offset);
	if (r->outcome == OUTCOME_OK) {
		put_fetched(s, task, r);
		return 0;
	}
	if (r->outcome == OUTCOME_REDIRECT)
		rc = take_redirect(s, task, r, err);
	else
		rc = settle(s, task, r->outcome, r->detail, err);
	response_free(r);
	return rc;
}

void task_read(struct state *s, struct task *task)
{
	char *type = slice_dup(response_field(task->response, "Content-Type"));
	struct crawl_job job = { .url = address_of(s, task),
		.status = task->response->status,
		.content_type = type,
		.body = task->response->body,
		.transcript = slice_of(task->transcript, task->transcript_len),
		.topics = UINT64_MAX }; /* a probe is read as candidates are */

	if (is_visit(task)) {
		const struct visit *visit =
			frontier_visit(s->frontier, task->id);
		const struct frontier_item *item =
			frontier_item(s->frontier, task->id);

		job.topics = visit->topics;
		job.closely = visit->marks & VISIT_MARK_UNREAD;
		job.anchors = item->anchors;
		job.n_anchors = item->n_anchors;
		job.is_home = task->id == s->home;
		job.is_kept = true;
		job.tree_agrees = item->tree_agrees;
		job.unproven = visit->marks & VISIT_MARK_UNPROVEN;
	}
	workers_start(s->workers, (uint32_t)(task - s->tasks), &job);
	task->asked = job.topics;
	task->state = TASK_READING;
	response_free(task->response);
	task->response = NULL;
	free(type);
}

int task_take_reading(struct state *s, struct task *task,
	const struct reading *reading, struct error *err)
{
	const uint32_t id = task->id;
	const uint64_t asked = task->asked;
	struct probe *probe = task->probe;

	task_drop(task);
	if (probe) {
		probe->imprint = reading->imprint;
		return 0;
	}
	return ledger_settle_reading(s, id, reading, asked, err);
}
