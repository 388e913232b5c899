#include "crawler/source.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/time.h"
#include "crawler/archive.h"
#include "crawler/backlog.h"

/* A response asked of an archive. */
struct wish {
	char *url;
	uint32_t ticket;
	bool found;
	uint64_t offset;
};

struct source {
	struct archive *archive;
	struct fetch *fetch; /* NULL: the archive is all there is */
	struct wish *wishes;
	size_t n_wishes, wishes_cap;
	struct backlog backlog; /* answers of a half run */
	uint64_t bytes;         /* out of the archive */
	size_t requests;        /* of the half run */
};

static void add_backlog(void *ctx, const char *url, uint64_t offset)
{
	struct source *s = ctx;

	backlog_add(&s->backlog, url, offset);
}

static int open_archive(struct source *s, const struct crawl_options *options,
	const char *site, struct error *err)
{
	const struct archive_resume resume = { .site = site,
		.software = "oit/" OIT_VERSION,
		.now = options->now ? options->now : time_now(),
		.take = add_backlog,
		.ctx = s };
	struct buf path;
	int rc;

	buf_init(&path, SIZE_MAX / 2);
	buf_printf(&path, "%s/site.warc.gz", options->folder);
	if (options->resume)
		rc = archive_resume(&s->archive, buf_str(&path), &resume, err);
	else
		rc = archive_create(&s->archive, buf_str(&path), site,
			resume.software, resume.now, err);
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

	return rc < 0 ? rc : fetch_new(&s->fetch, &fetch, err);
}

int source_new(struct source **out, const struct crawl_options *options,
	const char *site, const char *user_agent, struct error *err)
{
	struct source *s = mem_zalloc(sizeof(*s));
	int rc;

	backlog_init(&s->backlog);
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

void source_start(struct source *s, const struct fetch_request *request)
{
	struct wish wish = { .ticket = request->ticket };

	if (!source_is_stored(s, request->url)) {
		fetch_start(s->fetch, request);
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
	return 1;
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
	rc = archive_put(s->archive, r, offset, err);
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

uint64_t source_bytes(const struct source *s)
{
	return s->bytes + (s->fetch ? fetch_bytes(s->fetch) : 0);
}

size_t source_requests(const struct source *s)
{
	return s->requests + (s->fetch ? fetch_requests(s->fetch) : 0);
}
