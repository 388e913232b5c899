#include "crawler/read/script.h"

#include <string.h>

/* What stands before the string, blanks left out.  Old editors' helpers are
 * among them. */
static const char *const leads[] = {
	"location=",
	"location.href=",
	"location.assign(",
	"location.replace(",
	"load(",
	"window.open(",
	"MM_openBrWindow(",
};

/* What else a page's own function is named by that opens something. */
static const char *const openers[] = { "open", "popup", "embed" };

static const char *const documents[] = { ".pdf", ".doc", ".docx", ".xls",
	".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".csv", ".zip", ".rar" };

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static bool is_quote(char c)
{
	return c == '\'' || c == '"';
}

static void skip_space(struct slice s, size_t *i)
{
	while (*i < s.len && ascii_is_space(s.data[*i]))
		(*i)++;
}

/* True when lead stands at i, with or without blanks; i moves behind it. */
static bool take_lead(struct slice s, size_t *i, const char *lead)
{
	size_t at = *i;

	for (; *lead; lead++) {
		if (*lead == '=' || *lead == '(' || *lead == '.')
			skip_space(s, &at);
		if (at >= s.len || s.data[at] != *lead)
			return false;
		at++;
	}
	skip_space(s, &at);
	*i = at;
	return true;
}

/* Whether what stands at i is of the string: a backslash before a slash is how
 * PHP writes it. */
static bool is_in_string(struct slice s, size_t i, char quote)
{
	if (s.data[i] == '\\')
		return i + 1 < s.len && s.data[i + 1] == '/';
	return s.data[i] != quote && s.data[i] != '\n';
}

static bool is_joined(struct slice s, size_t i)
{
	skip_space(s, &i);
	return i < s.len && s.data[i] == '+';
}

/* A string in quotes at i that is a whole argument; i moves behind it. */
static bool take_string(struct slice s, size_t *i, struct slice *out)
{
	size_t from = *i + 1, to = from;

	if (*i >= s.len || !is_quote(s.data[*i]))
		return false;
	while (to < s.len && is_in_string(s, to, s.data[*i]))
		to++;
	if (to >= s.len || s.data[to] != s.data[*i] || to == from)
		return false;
	*out = slice_of(s.data + from, to - from);
	*i = to + 1;
	return !is_joined(s, *i);
}

static bool is_in_name(struct slice s, size_t i)
{
	return i && (ascii_is_alnum(s.data[i - 1]) || s.data[i - 1] == '_');
}

/* A whole address given to one of the leads at i; i moves behind it. */
static bool take_led(struct slice s, size_t *i, struct slice *address)
{
	if (is_in_name(s, *i))
		return false;
	for (size_t k = 0; k < COUNT(leads); k++) {
		size_t at = *i;

		if (take_lead(s, &at, leads[k]) &&
			take_string(s, &at, address)) {
			*i = at;
			return true;
		}
	}
	return false;
}

/* Neither a method of HTTP nor the id of an element. */
static bool is_address(struct slice s)
{
	return s.data[0] != '#' &&
	       (memchr(s.data, '.', s.len) || memchr(s.data, '/', s.len) ||
		       memchr(s.data, '?', s.len));
}

static bool is_opener(struct slice name)
{
	for (size_t i = 0; i < COUNT(openers); i++)
		if (slice_find_nocase(name, openers[i], 0) >= 0)
			return true;
	return false;
}

/* The same for an opener, whose bracket stands at i; what is plainly no address
 * is for something else. */
static bool take_opened(struct slice s, size_t *i, struct slice *address)
{
	size_t from = *i, at = *i + 1;

	while (is_in_name(s, from))
		from--;
	if (!is_opener(slice_of(s.data + from, *i - from)))
		return false;
	skip_space(s, &at);
	if (!take_string(s, &at, address) || !is_address(*address))
		return false;
	*i = at;
	return true;
}

/* The length of a document's ending at the start of s; 0 for none. */
static size_t ending(struct slice s)
{
	for (size_t i = 0; i < COUNT(documents); i++) {
		size_t n = strlen(documents[i]);

		if (slice_starts_nocase(s, documents[i]) &&
			(n == s.len || !ascii_is_alnum(s.data[n])))
			return n;
	}
	return 0;
}

/* The string that ends with a document's ending, of which the dot stands at i;
 * i moves behind it.  A name alone may only be told to a counter. */
static bool take_document(struct slice s, size_t *i, struct slice *address)
{
	size_t to = *i + ending(slice_behind(s, *i)), from = *i, before;

	if (to == *i || to == s.len || !is_quote(s.data[to]))
		return false;
	while (from && s.data[from - 1] != s.data[to] &&
		s.data[from - 1] != '\n')
		from--;
	if (from == 0 || s.data[from - 1] != s.data[to])
		return false;
	for (before = from - 1; before && ascii_is_space(s.data[before - 1]);)
		before--;
	*address = slice_of(s.data + from, to - from);
	if ((before && s.data[before - 1] == '+') || is_joined(s, to + 1) ||
		!script_names_document(*address) ||
		!memchr(address->data, '/', address->len))
		return false;
	*i = to + 1;
	return true;
}

bool script_next(struct slice script, size_t *at, struct slice *address)
{
	for (size_t i = *at; i < script.len; i++) {
		char c = script.data[i];

		*at = i;
		if (((c == 'l' || c == 'w' || c == 'M') &&
			    take_led(script, at, address)) ||
			(c == '(' && take_opened(script, at, address)) ||
			(c == '.' && take_document(script, at, address)))
			return true;
	}
	*at = script.len;
	return false;
}

void script_unescape(char *address)
{
	char *to = address;

	for (const char *c = address; *c; c++)
		if (c[0] != '\\' || c[1] != '/')
			*to++ = *c;
	*to = '\0';
}

bool script_names_document(struct slice s)
{
	size_t end = 0, dot;

	while (end < s.len && s.data[end] != '?' && s.data[end] != '#')
		end++;
	for (dot = end; dot && s.data[dot - 1] != '.';)
		dot--;
	return dot > 1 && s.data[dot - 2] != '/' &&
	       ending(slice_of(s.data + dot - 1, end - dot + 1)) ==
		       end - dot + 1;
}
