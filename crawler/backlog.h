/*
 * What a half run had been answered before it was killed: a run that takes it
 * up again gets these answers, request by request, before it asks the site.
 */
#ifndef OIT_CRAWLER_BACKLOG_H
#define OIT_CRAWLER_BACKLOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/strmap.h"

struct backlog {
	struct arena arena;
	struct strmap first; /* of addresses: their first answer not given */
	struct backlog_answer *answers;
	size_t n, cap;
};

void backlog_init(struct backlog *b);
void backlog_done(struct backlog *b);

/* One answer more, of that moment (seconds since 1970), which stands in the
 * archive at that offset. */
void backlog_add(
	struct backlog *b, const char *url, uint64_t offset, int64_t at);

/* Whether the next request for the address was answered already. */
bool backlog_has(const struct backlog *b, const char *url);

/* Takes the first answer for the address; false when there is none left. */
bool backlog_take(struct backlog *b, const char *url, uint64_t *offset);

/* Drops the next answers for the address that are of before a moment, up to
 * the first that is not. */
void backlog_drop(struct backlog *b, const char *url, int64_t before);

#endif
