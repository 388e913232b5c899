#include "crawler/origin.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "crawler/limits.h"
#include "crawler/robots.h"
#include "crawler/url.h"

struct origins {
	struct origin *first;
};

struct origins *origins_new(void)
{
	return mem_zalloc(sizeof(struct origins));
}

void origins_free(struct origins *o)
{
	struct origin *origin = o ? o->first : NULL;

	while (origin) {
		struct origin *next = origin->next;

		robots_free(origin->robots);
		free(origin->robots_url);
		free(origin->detail);
		free(origin);
		origin = next;
	}
	free(o);
}

struct origin *origins_of(struct origins *o, const char *url)
{
	struct origin *origin = o->first;
	struct buf name;

	buf_init(&name, SIZE_MAX / 2);
	url_put_origin(&name, url);
	buf_puts(&name, "/robots.txt");
	while (origin && strcmp(origin->robots_url, buf_str(&name)) != 0)
		origin = origin->next;
	if (!origin) {
		origin = mem_zalloc(sizeof(*origin));
		origin->robots_url = mem_strdup(buf_str(&name));
		origin->next = o->first;
		o->first = origin;
	}
	buf_done(&name);
	return origin;
}

static bool is_refusal_to_say(const struct response *r)
{
	/* 429 is no answer to the question what is allowed. */
	return r->status == 429 || r->status >= 500 || r->status < 200;
}

/* Decodes as much as counts of one that is too large; its framing and its
 * coding end there, for we cut them.  False when that cannot be read. */
static bool read_beginning(struct response *r)
{
	if (r->outcome != OUTCOME_TOO_LARGE || r->status != 200)
		return false;
	(void)response_decode(r, LIMIT_ROBOTS_BYTES);
	return r->body.len > 0 && (r->outcome == OUTCOME_TOO_LARGE ||
					  r->outcome == OUTCOME_TRUNCATED);
}

void origin_set_robots(struct origin *o, struct response *r, const char *agent)
{
	if (r->outcome == OUTCOME_NOT_ARCHIVED) {
		o->state = ORIGIN_OPEN;
	} else if (r->outcome == OUTCOME_OK || read_beginning(r)) {
		o->robots = robots_parse(r->body, agent);
		o->state = ORIGIN_OPEN;
	} else if (r->outcome == OUTCOME_HTTP_ERROR ||
		   r->outcome == OUTCOME_EMPTY) {
		o->state = is_refusal_to_say(r) ? ORIGIN_CLOSED : ORIGIN_OPEN;
	} else {
		o->state = ORIGIN_CLOSED;
	}
	o->closed = r->status ? OUTCOME_ROBOTS_UNREACHABLE : r->outcome;
	if (o->state == ORIGIN_CLOSED)
		o->detail = mem_strdup(r->detail);
}

enum outcome origin_judge(
	const struct origin *o, const char *url, const char **rule)
{
	*rule = "";
	if (o->failures >= LIMIT_HOST_FAILURES) {
		*rule = "it failed too often in a row";
		return OUTCOME_HOST_DOWN;
	}
	if (o->state == ORIGIN_CLOSED) {
		*rule = o->detail ? o->detail : "";
		return o->closed;
	}
	if (!o->robots || robots_allows(o->robots, url, rule))
		return OUTCOME_PENDING;
	if (!*rule)
		*rule = "";
	return OUTCOME_ROBOTS_DENIED;
}

long origin_delay_ms(const struct origin *o)
{
	long ms = o->robots ? robots_crawl_delay_ms(o->robots) : 0;

	if (ms < 0)
		return 0;
	return ms < LIMIT_CRAWL_DELAY_MS ? ms : LIMIT_CRAWL_DELAY_MS;
}

bool origin_delay_is_cut(const struct origin *o)
{
	return o->robots &&
	       robots_crawl_delay_ms(o->robots) > LIMIT_CRAWL_DELAY_MS;
}

void origin_count(struct origin *o, const struct response *r)
{
	if (outcome_is_retryable(r->outcome, r->status))
		o->failures++;
	else if (r->status > 0)
		o->failures = 0;
}
