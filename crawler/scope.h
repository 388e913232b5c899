/*
 * Which addresses are ours to fetch: those of the site, without links that
 * act, without endless ones, without what the user left out.
 */
#ifndef OIT_CRAWLER_SCOPE_H
#define OIT_CRAWLER_SCOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crawler/outcome.h"

struct scope;

struct scope_options {
	const char *const *host_aliases; /* borrowed for the call alone */
	size_t n_host_aliases;
	bool no_documents;
	/* The option that leaves an address out, in words, or NULL. */
	const char *(*excluded)(void *ctx, const char *url);
	void *excluded_ctx;
};

struct scope *scope_new(const struct scope_options *options);
void scope_free(struct scope *s);

/* Takes the site of a canonical address into the scope. */
void scope_add_site(struct scope *s, const char *url);

/* Whether the address belongs to one of the sites taken in. */
bool scope_has(const struct scope *s, const char *url);

/* An address that was just found. */
struct scope_link {
	const char *url;    /* canonical */
	const char *parent; /* page it was found on; "" for SITE itself */
	uint32_t depth;     /* clicks from the home page */
};

/*
 * Whether an address is to be fetched: OUTCOME_PENDING when it is, else what
 * it comes to, and *rule is the rule's name, mostly with what it struck at, as
 * in "acting_link: logout"; borrowed until the next call.  To be asked once a
 * page that leads to it: it counts what pages of one pattern lead to.
 */
enum outcome scope_judge(
	struct scope *s, const struct scope_link *link, const char **rule);

/* Tells what a page that was read says, see imprint.h. */
void scope_note(struct scope *s, const char *url, uint64_t imprint);

/*
 * Whether the pages under the beginning of an address that is to be fetched
 * mostly say what others of them say, so that one more is not worth a request;
 * *rule as above.  Of promising addresses, which may hold what is looked for,
 * LIMIT_PATTERN_PAGES are believed to differ, of others LIMIT_COPIES, and of
 * documents all.
 */
bool scope_is_copy(
	struct scope *s, const char *url, bool promising, const char **rule);

/* Whether the page that leads to the address is of its own pattern, so that an
 * address that is to be fetched has been counted. */
bool scope_is_own(struct scope *s, const struct scope_link *link);

/* Takes an address out of the count again: a page of another pattern leads to
 * it as well, so what is counted does not hang on which of them came first. */
void scope_release(struct scope *s, const char *url);

/* Whether a detail is that rule's. */
bool scope_is_rule(const char *detail, const char *rule);

#endif
