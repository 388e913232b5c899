#include "crawler/outside.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/slice.h"
#include "crawler/limits.h"
#include "crawler/url.h"

void outside_done(struct outside *o)
{
	free(o->ids);
	*o = (struct outside){ 0 };
}

static bool has(const struct outside *o, uint32_t id)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->ids[i] == id)
			return true;
	return false;
}

/* Where the redirects of the site that begin at a visit end. */
static uint32_t end_of(struct frontier *f, uint32_t id)
{
	for (int i = 0; id != VISIT_NONE && i <= LIMIT_REDIRECTS; i++) {
		const uint32_t target = frontier_visit(f, id)->target;

		if (target == VISIT_NONE)
			break;
		id = target;
	}
	return id;
}

bool outside_plan(struct outside *o, struct frontier *f,
	const struct crawl_reader *reader)
{
	const char *url;
	size_t at = 0;

	o->planned = true;
	while (reader->outside && o->n < LIMIT_OUTSIDE &&
		(url = reader->outside(reader->ctx, &at)) != NULL) {
		const uint32_t id = end_of(f, frontier_find(f, url));

		if (id == VISIT_NONE || has(o, id) ||
			frontier_visit(f, id)->outcome != OUTCOME_OUT_OF_SCOPE)
			continue;
		o->ids = mem_grow(o->ids, o->n, &o->cap, sizeof(*o->ids));
		o->ids[o->n++] = id;
	}
	return o->n > 0;
}

bool outside_next(struct outside *o, uint32_t *id)
{
	if (o->next >= o->n)
		return false;
	*id = o->ids[o->next++];
	return true;
}

bool outside_is_login(const char *url)
{
	static const char *const hosts[] = { "accounts.google.com",
		"login.microsoftonline.com", "login.live.com",
		"login.microsoft.com" };
	static const char *const parts[] = { "/login", "/signin", "/sign-in",
		"/sign_in", "/servicelogin", "/_layouts/15/authenticate" };
	const struct url u = url_split(url);

	for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++)
		if (slice_eq(u.host, hosts[i]))
			return true;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (slice_find_nocase(u.path, parts[i], 0) >= 0)
			return true;
	return false;
}
