#include "crawler/scope.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/strmap.h"
#include "crawler/doctype.h"
#include "crawler/host.h"
#include "crawler/limits.h"
#include "crawler/url.h"

struct scope {
	char **sites; /* canonical addresses */
	size_t n_sites, sites_cap;
	struct strmap patterns; /* how many addresses of each were found */
	struct arena arena;     /* their names */
	struct scope_options options;
	struct buf text;
};

/* Links that do something when they are followed: parts of a path ... */
static const char *const acting_parts[] = {
	"logout",
	"logout.php",
	"logoff",
	"signout",
	"sign-out",
	"wp-admin",
	"wp-login.php",
	"admin",
	"administrator",
	"delete",
	"delete.php",
	"remove",
	"unsubscribe",
	"add-to-cart",
};

/* ... and names of parameters. */
static const char *const acting_names[] = {
	"action",
	"delete",
	"del",
	"remove",
	"logout",
	"add-to-cart",
	"replytocom",
	"vote",
};

/* What a parameter called action may say and do no harm. */
static const char *const harmless_actions[] = {
	"view",
	"show",
	"read",
	"list",
	"detail",
	"details",
	"download",
	"open",
	"index",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct scope *scope_new(const struct scope_options *options)
{
	struct scope *s = mem_zalloc(sizeof(*s));

	s->options = *options;
	arena_init(&s->arena);
	buf_init(&s->text, LIMIT_TEXT_BYTES);
	for (size_t i = 0; i < options->n_host_aliases; i++) {
		buf_clear(&s->text);
		buf_puts(&s->text, "http://");
		if (!host_put(&s->text, slice_str(options->host_aliases[i])))
			continue;
		buf_putc(&s->text, '/');
		scope_add_site(s, buf_str(&s->text));
	}
	return s;
}

void scope_free(struct scope *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n_sites; i++)
		free(s->sites[i]);
	free(s->sites);
	strmap_done(&s->patterns);
	arena_done(&s->arena);
	buf_done(&s->text);
	free(s);
}

void scope_add_site(struct scope *s, const char *url)
{
	s->sites = mem_grow(
		s->sites, s->n_sites, &s->sites_cap, sizeof(*s->sites));
	s->sites[s->n_sites++] = mem_strdup(url);
}

bool scope_has(const struct scope *s, const char *url)
{
	for (size_t i = 0; i < s->n_sites; i++)
		if (url_in_site(s->sites[i], url))
			return true;
	return false;
}

static bool is_one_of(struct slice s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_eq_nocase(s, words[i]))
			return true;
	return false;
}

/* Cuts the text up to the separator, or all of it, off the head of *in. */
static bool next_part(struct slice *part, struct slice *in, char separator)
{
	const char *end = in->len ? memchr(in->data, separator, in->len) : NULL;
	size_t n = end ? (size_t)(end - in->data) : in->len;

	if (!in->data)
		return false;
	*part = slice_of(in->data, n);
	*in = end ? slice_of(end + 1, in->len - n - 1) : slice_of(NULL, 0);
	return true;
}

static void split_pair(
	struct slice pair, struct slice *name, struct slice *value)
{
	*value = pair;
	(void)next_part(name, value, '=');
}

/* A Joomla or WordPress site does these to whoever asks. */
static bool acts(const struct url *u)
{
	struct slice rest = u->path, part, name, value;

	while (next_part(&part, &rest, '/'))
		if (is_one_of(part, acting_parts, COUNT(acting_parts)))
			return true;
	rest = u->query;
	while (next_part(&part, &rest, '&')) {
		split_pair(part, &name, &value);
		if (slice_eq_nocase(name, "action") &&
			is_one_of(value, harmless_actions,
				COUNT(harmless_actions)))
			continue;
		if (is_one_of(name, acting_names, COUNT(acting_names)))
			return true;
	}
	return false;
}

/* Whether a part of the path follows itself too often, as in /a/a/a. */
static bool repeats(struct slice path)
{
	struct slice last = { 0 }, part;
	size_t run = 0;

	while (next_part(&part, &path, '/')) {
		const bool same = part.len > 0 && part.len == last.len &&
				  memcmp(part.data, last.data, part.len) == 0;

		run = same ? run + 1 : 1;
		last = part;
		if (part.len > 0 && run > LIMIT_PART_REPEATS)
			return true;
	}
	return false;
}

static bool has_digit(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ascii_is_digit(s.data[i]))
			return true;
	return false;
}

/*
 * What is equal for all the pages of an endless list: the path, the names of
 * the parameters and their values, unless they hold a number.  All the pages
 * of some systems are one index.php, so the path alone would be too little.
 */
static void put_pattern(struct buf *out, const char *url, const struct url *u)
{
	struct slice rest = u->query, part, name, value;

	url_put_origin(out, url);
	buf_put_slice(out, u->path);
	while (next_part(&part, &rest, '&')) {
		split_pair(part, &name, &value);
		buf_putc(out, '&');
		buf_put_slice(out, has_digit(name) ? slice_str("#") : name);
		buf_putc(out, '=');
		buf_put_slice(out, has_digit(value) ? slice_str("#") : value);
	}
}

/*
 * Counts the address; true when there are too many of its pattern.  Only what
 * is found on a page of the same pattern counts: a calendar or a chain of
 * options leads on to itself, where the pages of a long archive are named by
 * its lists.
 */
static bool is_endless(struct scope *s, const struct scope_link *link)
{
	const struct url u = url_split(link->url);
	struct url from;
	uint64_t *count;
	size_t len;

	if (u.query.len == 0 || !*link->parent)
		return false;
	from = url_split(link->parent);
	buf_clear(&s->text);
	put_pattern(&s->text, link->parent, &from);
	buf_putc(&s->text, '\0');
	len = s->text.len;
	put_pattern(&s->text, link->url, &u);
	if (strcmp(buf_str(&s->text), buf_str(&s->text) + len) != 0)
		return false;
	count = strmap_get(&s->patterns, buf_str(&s->text));
	if (count)
		return ++*count > LIMIT_PATTERN_PAGES;
	strmap_put(&s->patterns, arena_strdup(&s->arena, buf_str(&s->text)), 1);
	return false;
}

/* The name of the rule by which an address looks endless, or NULL. */
static const char *trap_rule(struct scope *s, const struct scope_link *link)
{
	if (strlen(link->url) > LIMIT_URL_BYTES)
		return "long_address";
	if (link->depth > LIMIT_DEPTH)
		return "depth";
	if (url_path_depth(link->url) > LIMIT_PATH_PARTS)
		return "long_path";
	if (repeats(url_split(link->url).path))
		return "repeated_part";
	return is_endless(s, link) ? "pattern" : NULL;
}

/* The name of the rule by which an address is left out, or NULL. */
static const char *exclusion_rule(
	const struct scope *s, const char *url, const struct url *u)
{
	const enum doctype type = doctype_of_url(url);

	if (acts(u))
		return "acting_link";
	if (type == DOCTYPE_MEDIA)
		return "media_file";
	if (type == DOCTYPE_DOCUMENT && s->options.no_documents)
		return "no_documents";
	if (s->options.allowed &&
		!s->options.allowed(s->options.allowed_ctx, url))
		return "pattern_option";
	return NULL;
}

enum outcome scope_judge(
	struct scope *s, const struct scope_link *link, const char **rule)
{
	const struct url u = url_split(link->url);

	*rule = "";
	if (!scope_has(s, link->url))
		return OUTCOME_OUT_OF_SCOPE;
	*rule = exclusion_rule(s, link->url, &u);
	if (*rule)
		return OUTCOME_EXCLUDED;
	*rule = trap_rule(s, link);
	if (*rule)
		return OUTCOME_TRAP_LIMIT;
	*rule = "";
	return OUTCOME_PENDING;
}
