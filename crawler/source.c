#include "crawler/source.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/time.h"
#include "crawler/archive.h"

/* A response asked of an archive. */
struct wish {
	char *url;
	uint32_t ticket;
};

struct source {
	struct archive *archive;
	struct fetch *fetch; /* NULL: the archive is all there is */
	struct wish *wishes;
	size_t n_wishes, wishes_cap;
	uint64_t bytes; /* out of the archive */
};

static int open_live(struct source *s, const struct crawl_options *options,
	const char *site, const char *user_agent, struct error *err)
{
	const struct fetch_options fetch = { .user_agent = user_agent,
		.own = site,
		.allow_private = options->allow_private,
		.now = options->now };
	const int64_t now = options->now ? options->now : time_now();
	struct buf path;
	int rc;

	buf_init(&path, SIZE_MAX / 2);
	buf_printf(&path, "%s/site.warc.gz", options->folder);
	rc = archive_create(&s->archive, buf_str(&path), site,
		"oit/" OIT_VERSION, now, err);
	buf_done(&path);
	return rc < 0 ? rc : fetch_new(&s->fetch, &fetch, err);
}

int source_new(struct source **out, const struct crawl_options *options,
	const char *site, const char *user_agent, struct error *err)
{
	struct source *s = mem_zalloc(sizeof(*s));
	int rc;

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

void source_start(struct source *s, const struct fetch_request *request)
{
	if (s->fetch) {
		fetch_start(s->fetch, request);
		return;
	}
	s->wishes = mem_grow(
		s->wishes, s->n_wishes, &s->wishes_cap, sizeof(*s->wishes));
	s->wishes[s->n_wishes++] =
		(struct wish){ .url = mem_strdup(request->url),
			.ticket = request->ticket };
}

void source_turn(
	struct source *s, const struct pollfd *fds, size_t n, int wait_ms)
{
	struct pollfd copy[64];

	if (s->fetch) {
		fetch_turn(s->fetch, fds, n, wait_ms);
		return;
	}
	if (n > 64)
		n = 64;
	for (size_t i = 0; i < n; i++)
		copy[i] = fds[i];
	if (s->n_wishes == 0)
		(void)poll(copy, (nfds_t)n, wait_ms);
}

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
	if (archive_find(s->archive, wish.url, offset)) {
		rc = archive_get(out, s->archive, *offset, err);
	} else {
		*out = response_new(wish.url);
		response_set_outcome(
			*out, OUTCOME_NOT_ARCHIVED, "not in the archive");
	}
	free(wish.url);
	if (rc < 0)
		return rc;
	s->bytes += (*out)->head.len + (*out)->raw.len;
	return 1;
}

int source_next(struct source *s, struct response **out, uint32_t *ticket,
	uint64_t *offset, struct error *err)
{
	struct response *r;
	int rc;

	if (!s->fetch)
		return next_wish(s, out, ticket, offset, err);
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

uint64_t source_bytes(const struct source *s)
{
	return s->fetch ? fetch_bytes(s->fetch) : s->bytes;
}

size_t source_requests(const struct source *s)
{
	return s->fetch ? fetch_requests(s->fetch) : 0;
}
