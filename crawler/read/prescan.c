#include "crawler/read/prescan.h"

#include <stdbool.h>

#include "crawler/read/charset.h"

/*
 * The standard looks at 1024 bytes and lets its parser change over when a meta
 * comes later; looking further at once gives the same answer.
 */
#define PRESCAN_BYTES 16384

struct cursor {
	const char *at, *end;
};

struct attribute {
	struct slice name, value;
};

static bool is_end(const struct cursor *c)
{
	return c->at >= c->end;
}

static void skip_space(struct cursor *c, bool slash)
{
	while (!is_end(c) &&
		(ascii_is_space(*c->at) || (slash && *c->at == '/')))
		c->at++;
}

static struct slice rest(const struct cursor *c)
{
	return slice_of(c->at, (size_t)(c->end - c->at));
}

/* Takes bytes up to one of stop, or space where that is asked for. */
static struct slice take(struct cursor *c, const char *stop, bool space)
{
	const char *from = c->at;

	while (!is_end(c) && !(space && ascii_is_space(*c->at)) &&
		!(*c->at && strchr(stop, *c->at)))
		c->at++;
	return slice_of(from, (size_t)(c->at - from));
}

/* Puts the cursor behind text, or at the end when it does not come. */
static void skip_past(struct cursor *c, const char *text)
{
	long at = slice_find(rest(c), text, 0);

	c->at = at < 0 ? c->end : c->at + (size_t)at + strlen(text);
}

static struct slice take_value(struct cursor *c)
{
	struct slice value;
	char quote[2] = { 0 };

	if (is_end(c) || (*c->at != '"' && *c->at != '\''))
		return take(c, ">", true);
	quote[0] = *c->at++;
	value = take(c, quote, false);
	if (is_end(c))
		return slice_of(NULL, 0);
	c->at++;
	return value;
}

/* The standard's "get an attribute"; false when the tag has no more. */
static bool next_attribute(struct cursor *c, struct attribute *a)
{
	*a = (struct attribute){ 0 };
	skip_space(c, true);
	if (is_end(c) || *c->at == '>')
		return false;
	a->name = take(c, "=/>", true);
	if (!is_end(c) && *c->at == '=' && a->name.len == 0) {
		/* A name may begin with the sign. */
		c->at++;
		a->name = take(c, "=/>", true);
	}
	skip_space(c, false);
	if (is_end(c) || *c->at != '=')
		return true;
	c->at++;
	skip_space(c, false);
	a->value = take_value(c);
	return true;
}

/* In bytes that could be read as ASCII, UTF-16 cannot be true. */
static const char *as_meta(const char *name)
{
	if (name && strncmp(name, "utf-16", 6) == 0)
		return "utf-8";
	if (name && strcmp(name, "x-user-defined") == 0)
		return "windows-1252";
	return name;
}

const char *prescan_label(struct slice content)
{
	struct cursor c;
	struct slice value;

	if (content.len == 0)
		return NULL;
	c = (struct cursor){ content.data, content.data + content.len };
	for (;;) {
		long at = slice_find_nocase(rest(&c), "charset", 0);

		if (at < 0)
			return NULL;
		c.at += (size_t)at + strlen("charset");
		skip_space(&c, false);
		if (!is_end(&c) && *c.at == '=')
			break;
	}
	c.at++;
	skip_space(&c, false);
	if (!is_end(&c) && (*c.at == '"' || *c.at == '\''))
		value = take_value(&c);
	else
		value = take(&c, ";", true);
	return charset_from_label(value);
}

/* What one meta element, whose name the cursor has passed, says. */
static const char *read_meta(struct cursor *c)
{
	bool pragma = false, need_pragma = false, seen = false;
	const char *name = NULL;
	struct attribute a;

	while (next_attribute(c, &a)) {
		if (slice_eq_nocase(a.name, "http-equiv") &&
			slice_eq_nocase(a.value, "content-type")) {
			pragma = true;
		} else if (slice_eq_nocase(a.name, "content") && !seen) {
			name = prescan_label(a.value);
			seen = need_pragma = name != NULL;
		} else if (slice_eq_nocase(a.name, "charset")) {
			name = charset_from_label(a.value);
			seen = true;
			need_pragma = false;
		}
	}
	/* A tag that is cut says nothing. */
	if (is_end(c) || !seen || (need_pragma && !pragma))
		return NULL;
	return as_meta(name);
}

static void skip_tag(struct cursor *c)
{
	struct attribute a;

	take(c, ">", true);
	while (next_attribute(c, &a))
		;
}

static bool is_tag_start(struct slice s)
{
	size_t i = s.len > 1 && s.data[1] == '/' ? 2 : 1;

	return s.len > i && ascii_is_alpha(s.data[i]);
}

static bool is_meta(struct slice s)
{
	return s.len > 5 && slice_starts_nocase(s, "<meta") &&
	       (ascii_is_space(s.data[5]) || s.data[5] == '/');
}

const char *prescan_meta(struct slice body)
{
	size_t n = body.len < PRESCAN_BYTES ? body.len : PRESCAN_BYTES;
	const char *name = NULL;
	struct cursor c;

	if (n == 0)
		return NULL;
	c = (struct cursor){ body.data, body.data + n };
	while (!name && !is_end(&c)) {
		struct slice s = rest(&c);

		if (slice_starts(s, "<!--")) {
			c.at += 2; /* "<!-->" is a whole comment */
			skip_past(&c, "-->");
		} else if (is_meta(s)) {
			c.at += 5;
			name = read_meta(&c);
		} else if (s.data[0] == '<' && is_tag_start(s)) {
			skip_tag(&c);
		} else if (s.len > 1 && s.data[0] == '<' && s.data[1] &&
			   strchr("!/?", s.data[1])) {
			skip_past(&c, ">");
		} else {
			c.at++;
			(void)take(&c, "<", false);
		}
	}
	return name;
}
