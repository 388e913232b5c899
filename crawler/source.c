#include "crawler/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/time.h"
#include "crawler/archive.h"
#include "crawler/backlog.h"
#include "crawler/limits.h"

/* A response asked of an archive. */
struct wish {
	char *url;
	uint32_t ticket;
	bool found;
	uint64_t offset;
};

struct source {
	struct archive *archive;
	struct archive *past; /* of the run before, or NULL */
	struct fetch *fetch;  /* NULL: the archive is all there is */
	struct wish *wishes;
	size_t n_wishes, wishes_cap;
	struct backlog backlog; /* answers of a half run */
	int64_t now;            /* when this part of the run began */
	uint64_t bytes;         /* out of the archive */
	size_t requests;        /* of the half run */
	size_t reused;
	uint64_t bytes_saved;
};

static void add_backlog(void *ctx, const char *url, uint64_t offset, int64_t at)
{
	struct source *s = ctx;

	backlog_add(&s->backlog, url, offset, at);
}

/* The archive in the folder of a run. */
static void path_init(struct buf *path, const char *folder)
{
	buf_init(path, SIZE_MAX / 2);
	buf_printf(path, "%s/site.warc.gz", folder);
}

static int open_archive(struct source *s, const struct crawl_options *options,
	const char *site, struct error *err)
{
	const struct archive_resume resume = { .site = site,
		.software = "oit/" OIT_VERSION,
		.now = s->now,
		.take = add_backlog,
		.ctx = s };
	struct buf path;
	int rc;

	path_init(&path, options->folder);
	if (options->resume)
		rc = archive_resume(&s->archive, buf_str(&path), &resume, err);
	else
		rc = archive_create(&s->archive, buf_str(&path), site,
			resume.software, resume.now, err);
	buf_done(&path);
	return rc;
}

static int open_past(struct source *s, const char *folder, struct error *err)
{
	struct buf path;
	int rc;

	if (!folder)
		return 0;
	path_init(&path, folder);
	rc = archive_open(&s->past, buf_str(&path), err);
	buf_done(&path);
	return rc;
}

static int open_live(struct source *s, const struct crawl_options *options,
	const char *site, const char *user_agent, struct error *err)
{
	const struct fetch_options fetch = { .user_agent = user_agent,
		.mailbox = options->mailbox,
		.own = site,
		.allow_private = options->allow_private,
		.now = options->now };
	int rc = open_archive(s, options, site, err);

	if (rc == 0)
		rc = open_past(s, options->since, err);
	return rc < 0 ? rc : fetch_new(&s->fetch, &fetch, err);
}

int source_new(struct source **out, const struct crawl_options *options,
	const char *site, const char *user_agent, struct error *err)
{
	struct source *s = mem_zalloc(sizeof(*s));
	int rc;

	backlog_init(&s->backlog);
	s->now = options->now ? options->now : time_now();
	if (options->from)
		rc = archive_open(&s->archive, options->from, err);
	else
		rc = open_live(s, options, site, user_agent, err);
	if (rc == 0)
		*out = s;
	else
		source_free(s);
	return rc;
}

void source_free(struct source *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n_wishes; i++)
		free(s->wishes[i].url);
	free(s->wishes);
	backlog_done(&s->backlog);
	fetch_free(s->fetch);
	archive_free(s->archive);
	archive_free(s->past);
	free(s);
}

bool source_is_live(const struct source *s)
{
	return s->fetch != NULL;
}

const char *source_first(const struct source *s)
{
	return archive_first(s->archive);
}

bool source_is_stored(const struct source *s, const char *url)
{
	return !s->fetch || backlog_has(&s->backlog, url);
}

void source_forget_old(struct source *s, const char *url)
{
	backlog_drop(&s->backlog, url, s->now - LIMIT_ROBOTS_S);
}

/* What the run before got from that very address, if it was a page; NULL
 * otherwise.  What cannot be read is fetched anew. */
static struct response *find_past(const struct source *s, const char *url)
{
	struct response *r = NULL;
	struct error ignored;
	uint64_t offset;

	if (!s->past || !archive_find(s->past, url, &offset) ||
		archive_get(&r, s->past, offset, &ignored) < 0)
		return NULL;
	if (r->outcome == OUTCOME_OK && strcmp(r->url, url) == 0)
		return r;
	response_free(r);
	return NULL;
}

/* Starts a transfer that asks only for what has changed. */
static void start_live(struct source *s, const struct fetch_request *request)
{
	struct fetch_request asked = *request;
	struct response *past =
		request->anew ? NULL : find_past(s, request->url);
	char *etag, *modified;

	if (!past) {
		fetch_start(s->fetch, request);
		return;
	}
	etag = slice_dup(response_field(past, "ETag"));
	modified = slice_dup(response_field(past, "Last-Modified"));
	asked.etag = etag;
	asked.modified = modified;
	fetch_start(s->fetch, &asked);
	free(etag);
	free(modified);
	response_free(past);
}

void source_start(struct source *s, const struct fetch_request *request)
{
	struct wish wish = { .ticket = request->ticket };

	if (!source_is_stored(s, request->url)) {
		start_live(s, request);
		return;
	}
	wish.found =
		s->fetch ? backlog_take(&s->backlog, request->url, &wish.offset)
			 : archive_find(s->archive, request->url, &wish.offset);
	wish.url = mem_strdup(request->url);
	s->wishes = mem_grow(
		s->wishes, s->n_wishes, &s->wishes_cap, sizeof(*s->wishes));
	s->wishes[s->n_wishes++] = wish;
}

void source_turn(
	struct source *s, const struct pollfd *fds, size_t n, int wait_ms)
{
	struct pollfd copy[64];

	if (s->fetch) {
		fetch_turn(s->fetch, fds, n, s->n_wishes ? 0 : wait_ms);
		return;
	}
	if (n > 64)
		n = 64;
	for (size_t i = 0; i < n; i++)
		copy[i] = fds[i];
	if (s->n_wishes == 0)
		(void)poll(copy, (nfds_t)n, wait_ms);
}

static void count_reused(struct source *s, const struct response *r)
{
	if (!r->reused || !s->fetch)
		return;
	s->reused++;
	s->bytes_saved += r->raw.len;
}

/* The oldest wish: 1, or 0 when there is none. */
static int next_wish(struct source *s, struct response **out, uint32_t *ticket,
	uint64_t *offset, struct error *err)
{
	struct wish wish;
	int rc = 0;

	if (s->n_wishes == 0)
		return 0;
	wish = s->wishes[0];
	s->n_wishes--;
	for (size_t i = 0; i < s->n_wishes; i++)
		s->wishes[i] = s->wishes[i + 1];
	*ticket = wish.ticket;
	*offset = wish.offset;
	if (wish.found) {
		rc = archive_get(out, s->archive, wish.offset, err);
	} else {
		*out = response_new(wish.url);
		response_set_outcome(
			*out, OUTCOME_NOT_ARCHIVED, "not in the archive");
	}
	free(wish.url);
	if (rc < 0)
		return rc;
	s->bytes += (*out)->head.len + (*out)->raw.len;
	s->requests += s->fetch != NULL;
	count_reused(s, *out);
	return 1;
}

/* The past response that a 304 speaks of; NULL when it was not asked for, or
 * means another one (RFC 9111 section 4.3.4). */
static struct response *find_meant(
	const struct source *s, const struct response *r)
{
	const struct slice etag = response_field(r, "ETag");
	struct response *past;
	char *tag;
	bool same;

	if (r->status != 304 ||
		slice_find(buf_slice(&r->request), "\r\nIf-", 0) < 0)
		return NULL;
	past = find_past(s, r->url);
	if (!past || etag.len == 0)
		return past;
	tag = slice_dup(response_field(past, "ETag"));
	same = *tag == '\0' || slice_eq(etag, tag);
	free(tag);
	if (same)
		return past;
	response_free(past);
	return NULL;
}

/* Writes the answer down, and takes the body of the run before for a 304. */
static int keep(struct source *s, struct response **r, uint64_t *offset,
	struct error *err)
{
	struct response *past = find_meant(s, *r);
	uint64_t place = 0;
	int rc;

	if (!past) {
		if ((*r)->outcome == OUTCOME_OK)
			response_digest(*r);
		return archive_put(s->archive, *r, offset, err);
	}
	response_set_outcome(*r, OUTCOME_OK, "unchanged");
	(void)archive_find(s->past, (*r)->url, &place);
	rc = archive_put_same(s->archive, *r, s->past, place, offset, err);
	response_free(past);
	response_free(*r);
	*r = NULL;
	if (rc == 0)
		rc = archive_get(r, s->archive, *offset, err);
	if (rc == 0)
		count_reused(s, *r);
	return rc;
}

int source_next(struct source *s, struct response **out, uint32_t *ticket,
	uint64_t *offset, struct error *err)
{
	struct response *r;
	int rc = next_wish(s, out, ticket, offset, err);

	if (rc != 0 || !s->fetch)
		return rc;
	r = fetch_next(s->fetch, ticket);
	if (!r)
		return 0;
	rc = keep(s, &r, offset, err);
	if (rc < 0) {
		response_free(r);
		return rc;
	}
	*out = r;
	return 1;
}

int source_again(struct source *s, struct response **out, uint64_t offset,
	struct error *err)
{
	return archive_get(out, s->archive, offset, err);
}

int source_finish(struct source *s, struct error *err)
{
	return archive_finish(s->archive, err);
}

size_t source_reused(const struct source *s)
{
	return s->reused;
}

uint64_t source_bytes_saved(const struct source *s)
{
	return s->bytes_saved;
}

uint64_t source_bytes(const struct source *s)
{
	return s->bytes + (s->fetch ? fetch_bytes(s->fetch) : 0);
}

size_t source_requests(const struct source *s)
{
	return s->requests + (s->fetch ? fetch_requests(s->fetch) : 0);
}
