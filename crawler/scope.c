#include "crawler/scope.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/strmap.h"
#include "base/tally.h"
#include "crawler/doctype.h"
#include "crawler/host.h"
#include "crawler/limits.h"
#include "crawler/url.h"

/* What was read under one beginning of addresses. */
struct beginning {
	size_t read, copies;
};

struct scope {
	char **sites; /* canonical addresses */
	size_t n_sites, sites_cap;
	struct strmap patterns; /* how many addresses of each were found */
	struct strmap names;    /* of beginnings: their places in the list */
	struct beginning *beginnings;
	size_t n_beginnings, beginnings_cap;
	struct tally said;  /* what was said under which beginning */
	struct arena arena; /* names of patterns and beginnings */
	struct scope_options options;
	struct buf text;
	struct buf rule; /* the last one that struck */
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
	buf_init(&s->rule, LIMIT_TEXT_BYTES);
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
	strmap_done(&s->names);
	free(s->beginnings);
	tally_done(&s->said);
	arena_done(&s->arena);
	buf_done(&s->text);
	buf_done(&s->rule);
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

/*
 * The part of an address that acts, or an empty slice.  A Joomla or WordPress
 * site does these to whoever asks.
 */
static struct slice acting_part(const struct url *u)
{
	struct slice rest = u->path, part, name, value;

	while (next_part(&part, &rest, '/'))
		if (is_one_of(part, acting_parts, COUNT(acting_parts)))
			return part;
	rest = u->query;
	while (next_part(&part, &rest, '&')) {
		split_pair(part, &name, &value);
		if (slice_eq_nocase(name, "action") &&
			is_one_of(value, harmless_actions,
				COUNT(harmless_actions)))
			continue;
		if (is_one_of(name, acting_names, COUNT(acting_names)))
			return part;
	}
	return slice_of("", 0);
}

/*
 * What stands more than LIMIT_PART_REPEATS times in a row at the end of the
 * path, as /a in /a/a/a or /a/b in /a/b/a/b/a/b, or an empty slice: a relative
 * link that is wrong leads from each page one round deeper.
 */
static struct slice repeated_end(struct slice path)
{
	const size_t times = LIMIT_PART_REPEATS + 1;

	for (size_t n = 2; n * times <= path.len; n++) {
		const char *end = path.data + path.len - n;
		size_t i = 1;

		if (*end != '/')
			continue;
		while (i < times && memcmp(end - i * n, end, n) == 0)
			i++;
		if (i == times)
			return slice_of(end, n);
	}
	return slice_of("", 0);
}

/* The same anywhere in the path. */
static struct slice repeated_parts(struct slice path)
{
	for (size_t len = path.len; len > 0; len--) {
		struct slice found = { 0 };

		if (len == path.len || path.data[len] == '/')
			found = repeated_end(slice_of(path.data, len));
		if (found.len)
			return found;
	}
	return slice_of("", 0);
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
 * the parameters and their values, with a star for what holds a number.  All
 * the pages of some systems are one index.php, so the path alone would be too
 * little.
 */
static void put_pattern(struct buf *out, const char *url, const struct url *u)
{
	struct slice rest = u->query, part, name, value;
	char mark = '?';

	url_put_origin(out, url);
	buf_put_slice(out, u->path);
	while (next_part(&part, &rest, '&')) {
		split_pair(part, &name, &value);
		buf_putc(out, mark);
		buf_put_slice(out, has_digit(name) ? slice_str("*") : name);
		buf_putc(out, '=');
		buf_put_slice(out, has_digit(value) ? slice_str("*") : value);
		mark = '&';
	}
}

/* Adds parts up to the first that holds a number, and a star for that; false
 * when none does. */
static bool put_up_to_number(
	struct buf *out, struct slice rest, char separator, char mark)
{
	struct slice part, name, value;

	while (next_part(&part, &rest, separator)) {
		buf_putc(out, mark);
		mark = separator;
		split_pair(part, &name, &value);
		if (!has_digit(part)) {
			buf_put_slice(out, part);
			continue;
		}
		if (separator == '&' && !has_digit(name)) {
			buf_put_slice(out, name);
			buf_putc(out, '=');
		}
		buf_putc(out, '*');
		return true;
	}
	return false;
}

/*
 * The address up to the first part that holds a number, with a star for that:
 * "/s/" and a star for /s/4f2a/news.  False when none does.
 */
static bool put_beginning(struct buf *out, const char *url)
{
	const struct url u = url_split(url);

	url_put_origin(out, url);
	return put_up_to_number(out, slice_of(u.path.data + 1, u.path.len - 1),
		       '/', '/') ||
	       put_up_to_number(out, u.query, '&', '?');
}

/* Notes which rule struck, and at what; true. */
static bool strike(struct scope *s, const char *rule, struct slice at)
{
	buf_clear(&s->rule);
	buf_puts(&s->rule, rule);
	if (at.len) {
		buf_puts(&s->rule, ": ");
		buf_put_slice(&s->rule, at);
	}
	return true;
}

/* Whether a page of the address's own pattern leads to it; that is in s->text
 * then. */
static bool is_own(struct scope *s, const char *address, const char *parent)
{
	const struct url u = url_split(address);
	struct url from;
	size_t len;

	if (u.query.len == 0 || !*parent)
		return false;
	from = url_split(parent);
	buf_clear(&s->text);
	put_pattern(&s->text, parent, &from);
	buf_putc(&s->text, '\0');
	len = s->text.len;
	put_pattern(&s->text, address, &u);
	return strcmp(buf_str(&s->text), buf_str(&s->text) + len) == 0;
}

/*
 * Counts the address; true when there are too many of its pattern.  Only what
 * nothing but pages of the same pattern lead to counts: a calendar or a chain
 * of options leads on to itself, where the pages of a long archive are named
 * by its lists.
 */
static bool is_endless(struct scope *s, const struct scope_link *link)
{
	uint64_t *count;

	if (!is_own(s, link->url, link->parent))
		return false;
	count = strmap_get(&s->patterns, buf_str(&s->text));
	if (!count) {
		strmap_put(&s->patterns,
			arena_strdup(&s->arena, buf_str(&s->text)), 1);
		return false;
	}
	if (*count < LIMIT_PATTERN_PAGES) {
		++*count;
		return false;
	}
	return strike(s, "pattern", slice_str(buf_str(&s->text)));
}

void scope_note(struct scope *s, const char *url, uint64_t imprint)
{
	struct beginning *b;
	const uint64_t *at;
	uint64_t digest;

	buf_clear(&s->text);
	if (!put_beginning(&s->text, url))
		return;
	at = strmap_get(&s->names, buf_str(&s->text));
	if (!at) {
		s->beginnings = mem_grow(s->beginnings, s->n_beginnings,
			&s->beginnings_cap, sizeof(*s->beginnings));
		s->beginnings[s->n_beginnings] = (struct beginning){ 0 };
		strmap_put(&s->names,
			arena_strdup(&s->arena, buf_str(&s->text)),
			s->n_beginnings++);
		at = strmap_get(&s->names, buf_str(&s->text));
	}
	b = &s->beginnings[*at];
	digest = tally_digest(imprint, buf_slice(&s->text));
	b->read++;
	b->copies += tally_add(&s->said, digest) > 1;
}

/* Whether an address looks endless. */
static bool is_trap(struct scope *s, const struct scope_link *link)
{
	const struct slice none = slice_str("");
	struct slice repeated;

	if (strlen(link->url) > LIMIT_URL_BYTES)
		return strike(s, "long_address", none);
	if (link->depth > LIMIT_DEPTH)
		return strike(s, "depth", none);
	if (url_path_depth(link->url) > LIMIT_PATH_PARTS)
		return strike(s, "long_path", none);
	repeated = repeated_parts(url_split(link->url).path);
	if (repeated.len)
		return strike(s, "repeated_part", repeated);
	return is_endless(s, link);
}

/* Whether an address is left out. */
static bool is_excluded(struct scope *s, const char *url)
{
	const struct slice none = slice_str("");
	const struct url u = url_split(url);
	const struct slice acting = acting_part(&u);
	const enum doctype type = doctype_of_url(url);
	const char *option = NULL;

	if (acting.len)
		return strike(s, "acting_link", acting);
	if (type == DOCTYPE_MEDIA)
		return strike(s, "media_file", none);
	if (type == DOCTYPE_DOCUMENT && s->options.no_documents)
		return strike(s, "no_documents", none);
	if (s->options.excluded)
		option = s->options.excluded(s->options.excluded_ctx, url);
	return option && strike(s, "option", slice_str(option));
}

bool scope_is_own(struct scope *s, const struct scope_link *link)
{
	return is_own(s, link->url, link->parent);
}

void scope_release(struct scope *s, const char *url)
{
	uint64_t *count = is_own(s, url, url)
				  ? strmap_get(&s->patterns, buf_str(&s->text))
				  : NULL;

	if (count && *count > 0)
		--*count;
}

enum outcome scope_judge(
	struct scope *s, const struct scope_link *link, const char **rule)
{
	*rule = "";
	if (!scope_has(s, link->url))
		return OUTCOME_OUT_OF_SCOPE;
	buf_clear(&s->rule);
	if (is_excluded(s, link->url)) {
		*rule = buf_str(&s->rule);
		return OUTCOME_EXCLUDED;
	}
	if (is_trap(s, link)) {
		*rule = buf_str(&s->rule);
		return OUTCOME_TRAP_LIMIT;
	}
	return OUTCOME_PENDING;
}

bool scope_is_copy(
	struct scope *s, const char *url, bool promising, const char **rule)
{
	const uint64_t most = promising ? LIMIT_PATTERN_PAGES : LIMIT_COPIES;
	const struct beginning *b;
	const uint64_t *at;

	buf_clear(&s->text);
	if (s->n_beginnings == 0 || doctype_of_url(url) == DOCTYPE_DOCUMENT ||
		!put_beginning(&s->text, url))
		return false;
	at = strmap_get(&s->names, buf_str(&s->text));
	if (!at)
		return false;
	b = &s->beginnings[*at];
	if (b->copies <= most || b->copies * 2 <= b->read)
		return false;
	(void)strike(s, "copies", slice_str(buf_str(&s->text)));
	*rule = buf_str(&s->rule);
	return true;
}

bool scope_is_rule(const char *detail, const char *rule)
{
	const size_t n = strlen(rule);

	return strncmp(detail, rule, n) == 0 &&
	       (detail[n] == '\0' || detail[n] == ':');
}
