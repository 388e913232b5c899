#include "crawler/read/scan.h"

#include <stdbool.h>
#include <stdint.h>

#include "crawler/limits.h"

#define NAME_MAX_BYTES 16

/* How an element behaves where tags are missing (HTML standard, 13.1.2.4 and
 * 13.2.6.4). */
enum role {
	ROLE_PLAIN,
	ROLE_VOID,
	ROLE_RAW,      /* its content is text up to its end tag */
	ROLE_BLOCK,    /* ends an open p */
	ROLE_P,        /* the same, and is one */
	ROLE_SELF,     /* ends one of its own before it */
	ROLE_ITEM,     /* ends an item before it */
	ROLE_LIST,     /* holds items */
	ROLE_CELL,     /* ends a cell before it */
	ROLE_ROW,      /* ends a row before it */
	ROLE_SECTION,  /* ends a table section before it */
	ROLE_TABLE,    /* what is missing inside does not end what is outside */
	ROLE_BOUNDARY, /* the same */
	ROLE_FOREIGN,  /* svg and math: a slash closes a tag */
};

/* In order of names, for the search. */
static const struct element {
	const char *name;
	enum role role;
} elements[] = {
	{ "a", ROLE_SELF },
	{ "address", ROLE_BLOCK },
	{ "applet", ROLE_BOUNDARY },
	{ "area", ROLE_VOID },
	{ "article", ROLE_BLOCK },
	{ "aside", ROLE_BLOCK },
	{ "base", ROLE_VOID },
	{ "basefont", ROLE_VOID },
	{ "bgsound", ROLE_VOID },
	{ "blockquote", ROLE_BLOCK },
	{ "br", ROLE_VOID },
	{ "button", ROLE_SELF },
	{ "caption", ROLE_SECTION },
	{ "center", ROLE_BLOCK },
	{ "col", ROLE_VOID },
	{ "colgroup", ROLE_SECTION },
	{ "dd", ROLE_ITEM },
	{ "details", ROLE_BLOCK },
	{ "div", ROLE_BLOCK },
	{ "dl", ROLE_LIST },
	{ "dt", ROLE_ITEM },
	{ "embed", ROLE_VOID },
	{ "fieldset", ROLE_BLOCK },
	{ "figure", ROLE_BLOCK },
	{ "footer", ROLE_BLOCK },
	{ "form", ROLE_BLOCK },
	{ "frame", ROLE_VOID },
	{ "h1", ROLE_BLOCK },
	{ "h2", ROLE_BLOCK },
	{ "h3", ROLE_BLOCK },
	{ "h4", ROLE_BLOCK },
	{ "h5", ROLE_BLOCK },
	{ "h6", ROLE_BLOCK },
	{ "header", ROLE_BLOCK },
	{ "hr", ROLE_VOID },
	{ "iframe", ROLE_RAW },
	{ "img", ROLE_VOID },
	{ "input", ROLE_VOID },
	{ "keygen", ROLE_VOID },
	{ "li", ROLE_ITEM },
	{ "link", ROLE_VOID },
	{ "main", ROLE_BLOCK },
	{ "marquee", ROLE_BOUNDARY },
	{ "math", ROLE_FOREIGN },
	{ "menu", ROLE_LIST },
	{ "meta", ROLE_VOID },
	{ "nav", ROLE_BLOCK },
	{ "nobr", ROLE_SELF },
	{ "noembed", ROLE_RAW },
	{ "noframes", ROLE_RAW },
	{ "object", ROLE_BOUNDARY },
	{ "ol", ROLE_LIST },
	{ "option", ROLE_ITEM },
	{ "p", ROLE_P },
	{ "param", ROLE_VOID },
	{ "pre", ROLE_BLOCK },
	{ "script", ROLE_RAW },
	{ "section", ROLE_BLOCK },
	{ "select", ROLE_LIST },
	{ "source", ROLE_VOID },
	{ "style", ROLE_RAW },
	{ "svg", ROLE_FOREIGN },
	{ "table", ROLE_TABLE },
	{ "tbody", ROLE_SECTION },
	{ "td", ROLE_CELL },
	{ "template", ROLE_BOUNDARY },
	{ "textarea", ROLE_RAW },
	{ "tfoot", ROLE_SECTION },
	{ "th", ROLE_CELL },
	{ "thead", ROLE_SECTION },
	{ "title", ROLE_RAW },
	{ "tr", ROLE_ROW },
	{ "track", ROLE_VOID },
	{ "ul", ROLE_LIST },
	{ "wbr", ROLE_VOID },
	{ "xmp", ROLE_RAW },
};

struct open_element {
	uint32_t id; /* a number of the name */
	enum role role;
};

struct scan {
	const char *at, *end;
	struct open_element stack[LIMIT_ELEMENT_DEPTH];
	size_t depth;
	size_t foreign; /* svg and math elements that are open */
	size_t paragraphs;
	bool too_deep, too_many;
};

struct tag {
	char name[NAME_MAX_BYTES + 1]; /* lower case, cut */
	size_t attributes;
	bool closed; /* it ends with a slash */
	struct open_element element;
};

static enum role role_of(const char *name)
{
	size_t low = 0, high = sizeof(elements) / sizeof(*elements);

	while (low < high) {
		size_t mid = (low + high) / 2;
		int order = strcmp(name, elements[mid].name);

		if (order == 0)
			return elements[mid].role;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return ROLE_PLAIN;
}

/* FNV-1a; two names of one number only make the estimate a bit worse. */
static uint32_t number_of(const char *name)
{
	uint32_t h = 2166136261U;

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * 16777619U;
	return h;
}

static bool is_name_end(char c)
{
	return ascii_is_space(c) || c == '/' || c == '>';
}

static void skip_value(struct scan *s)
{
	const char *quote;

	while (s->at < s->end && ascii_is_space(*s->at))
		s->at++;
	if (s->at >= s->end)
		return;
	if (*s->at == '"' || *s->at == '\'') {
		quote = memchr(s->at + 1, *s->at, (size_t)(s->end - s->at - 1));
		s->at = quote ? quote + 1 : s->end;
		return;
	}
	while (s->at < s->end && !ascii_is_space(*s->at) && *s->at != '>')
		s->at++;
}

/* The attributes up to and with the closing bracket. */
static void skip_attributes(struct scan *s, struct tag *t)
{
	while (s->at < s->end && *s->at != '>') {
		if (ascii_is_space(*s->at) || *s->at == '/') {
			t->closed = *s->at++ == '/';
			continue;
		}
		t->closed = false;
		t->attributes++;
		do
			s->at++;
		while (s->at < s->end && !is_name_end(*s->at) && *s->at != '=');
		while (s->at < s->end && ascii_is_space(*s->at))
			s->at++;
		if (s->at < s->end && *s->at == '=') {
			s->at++;
			skip_value(s);
		}
	}
	s->at += s->at < s->end;
}

/* A tag whose name begins at the cursor. */
static struct tag take_tag(struct scan *s)
{
	struct tag t = { 0 };
	size_t n = 0;

	while (s->at < s->end && !is_name_end(*s->at)) {
		if (n < NAME_MAX_BYTES)
			t.name[n++] = (char)ascii_lower(*s->at);
		s->at++;
	}
	skip_attributes(s, &t);
	t.element.role = role_of(t.name);
	t.element.id = number_of(t.name);
	return t;
}

static void pop_to(struct scan *s, size_t depth)
{
	while (s->depth > depth) {
		enum role role = s->stack[--s->depth].role;

		s->foreign -= role == ROLE_FOREIGN;
		s->paragraphs -= role == ROLE_P;
	}
}

static void push(struct scan *s, struct open_element e)
{
	if (s->depth == LIMIT_ELEMENT_DEPTH) {
		s->too_deep = true;
		return;
	}
	s->stack[s->depth++] = e;
	s->foreign += e.role == ROLE_FOREIGN;
	s->paragraphs += e.role == ROLE_P;
}

static bool is_wall(enum role role)
{
	return role == ROLE_TABLE || role == ROLE_BOUNDARY;
}

/* Ends the innermost open element of role, unless one of keeper or a wall
 * stands before it. */
static void end_role(struct scan *s, enum role role, enum role keeper)
{
	for (size_t i = s->depth; i-- > 0;) {
		enum role here = s->stack[i].role;

		if (here == role) {
			pop_to(s, i);
			return;
		}
		if (here == keeper || is_wall(here))
			return;
	}
}

static void end_self(struct scan *s, uint32_t id)
{
	for (size_t i = s->depth; i-- > 0;) {
		if (s->stack[i].id == id) {
			pop_to(s, i);
			return;
		}
		if (is_wall(s->stack[i].role))
			return;
	}
}

static void end_implied(struct scan *s, struct open_element e)
{
	switch (e.role) {
	case ROLE_SELF:
		end_self(s, e.id);
		break;
	case ROLE_CELL:
		end_role(s, ROLE_CELL, ROLE_ROW);
		break;
	case ROLE_ROW:
		end_role(s, ROLE_ROW, ROLE_SECTION);
		break;
	case ROLE_SECTION:
		end_role(s, ROLE_SECTION, ROLE_TABLE);
		break;
	case ROLE_ITEM:
		end_role(s, ROLE_ITEM, ROLE_LIST);
		break;
	case ROLE_P:
	case ROLE_BLOCK:
	case ROLE_LIST:
		if (s->paragraphs)
			end_role(s, ROLE_P, ROLE_P);
		break;
	case ROLE_PLAIN:
	case ROLE_VOID:
	case ROLE_RAW:
	case ROLE_TABLE:
	case ROLE_BOUNDARY:
	case ROLE_FOREIGN:
		break;
	}
}

/* Skips the text of a script and its like, up to its end tag. */
static void skip_raw(struct scan *s, const char *name)
{
	size_t n = strlen(name);

	while (s->at < s->end) {
		const char *lt = memchr(s->at, '<', (size_t)(s->end - s->at));
		struct slice rest;

		if (!lt) {
			s->at = s->end;
			return;
		}
		rest = slice_of(lt + 1, (size_t)(s->end - lt - 1));
		s->at = lt + 1;
		if (rest.len > n + 1 && rest.data[0] == '/' &&
			slice_starts_nocase(slice_of(rest.data + 1, n), name) &&
			is_name_end(rest.data[n + 1])) {
			s->at = lt;
			return;
		}
	}
}

static void start_tag(struct scan *s)
{
	struct tag t = take_tag(s);

	if (t.attributes > LIMIT_ATTRIBUTES)
		s->too_many = true;
	if (t.element.role == ROLE_VOID || (s->foreign && t.closed))
		return;
	if (t.element.role == ROLE_RAW) {
		skip_raw(s, t.name);
		return;
	}
	end_implied(s, t.element);
	push(s, t.element);
}

static void end_tag(struct scan *s)
{
	struct tag t = take_tag(s);

	for (size_t i = s->depth; i-- > 0;) {
		if (s->stack[i].id == t.element.id) {
			pop_to(s, i);
			return;
		}
		/* What is inside an object does not end what is around it,
		 * but the end of a table does. */
		if (s->stack[i].role == ROLE_TABLE ||
			(s->stack[i].role == ROLE_BOUNDARY &&
				t.element.role != ROLE_TABLE))
			return;
	}
}

static void skip_past(struct scan *s, const char *text)
{
	size_t n = strlen(text);

	while (s->at < s->end) {
		const char *p =
			memchr(s->at, text[0], (size_t)(s->end - s->at));

		if (!p || (size_t)(s->end - p) < n) {
			s->at = s->end;
			return;
		}
		if (memcmp(p, text, n) == 0) {
			s->at = p + n;
			return;
		}
		s->at = p + 1;
	}
}

/* What follows a "<". */
static void markup(struct scan *s)
{
	struct slice rest = slice_of(s->at, (size_t)(s->end - s->at));

	if (rest.len == 0)
		return;
	if (ascii_is_alpha(rest.data[0])) {
		start_tag(s);
	} else if (slice_starts(rest, "!--")) {
		s->at += 1; /* "<!-->" is a whole comment */
		skip_past(s, "-->");
	} else if (rest.len > 1 && rest.data[0] == '/' &&
		   ascii_is_alpha(rest.data[1])) {
		s->at++;
		end_tag(s);
	} else if (rest.data[0] == '!' || rest.data[0] == '?' ||
		   rest.data[0] == '/') {
		skip_past(s, ">");
	}
}

int scan_check(struct slice html, struct error *err)
{
	struct scan s = { 0 };

	if (html.len == 0)
		return 0;
	s.at = html.data;
	s.end = html.data + html.len;
	while (s.at < s.end && !s.too_deep && !s.too_many) {
		const char *lt = memchr(s.at, '<', (size_t)(s.end - s.at));

		if (!lt)
			break;
		s.at = lt + 1;
		markup(&s);
	}
	if (s.too_deep)
		return error_set(err, ERR_LIMIT,
			"elements nested deeper than %d", LIMIT_ELEMENT_DEPTH);
	if (s.too_many)
		return error_set(err, ERR_LIMIT,
			"more than %d attributes on one element",
			LIMIT_ATTRIBUTES);
	return 0;
}
