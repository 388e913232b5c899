#include "crawler/read/script.h"

/* What stands before the string, blanks left out.  Old editors' helpers are
 * among them. */
static const char *const leads[] = {
	"location=",
	"location.href=",
	"location.assign(",
	"location.replace(",
	"window.open(",
	"MM_openBrWindow(",
};

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

/* A string in quotes at i that is a whole argument; i moves behind it. */
static bool take_string(struct slice s, size_t *i, struct slice *out)
{
	size_t from = *i + 1, to = from;
	char quote;

	if (*i >= s.len || (s.data[*i] != '\'' && s.data[*i] != '"'))
		return false;
	quote = s.data[*i];
	while (to < s.len && s.data[to] != quote && s.data[to] != '\\' &&
		s.data[to] != '\n')
		to++;
	if (to >= s.len || s.data[to] != quote || to == from)
		return false;
	*out = slice_of(s.data + from, to - from);
	*i = to + 1;
	skip_space(s, i);
	return *i >= s.len || s.data[*i] != '+';
}

/* A whole address given to one of the leads at i; i moves behind it. */
static bool take_address(struct slice s, size_t *i, struct slice *address)
{
	for (size_t k = 0; k < sizeof(leads) / sizeof(*leads); k++) {
		size_t at = *i;

		if (take_lead(s, &at, leads[k]) &&
			take_string(s, &at, address)) {
			*i = at;
			return true;
		}
	}
	return false;
}

static bool is_in_name(struct slice s, size_t i)
{
	return i && (ascii_is_alnum(s.data[i - 1]) || s.data[i - 1] == '_');
}

bool script_next(struct slice script, size_t *at, struct slice *address)
{
	for (size_t i = *at; i < script.len; i++) {
		char c = script.data[i];

		if ((c != 'l' && c != 'w' && c != 'M') || is_in_name(script, i))
			continue;
		*at = i;
		if (take_address(script, at, address))
			return true;
	}
	*at = script.len;
	return false;
}
