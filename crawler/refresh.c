#include "crawler/refresh.h"

#include <string.h>

/* A day is for ever; the number only has to fit. */
#define MAX_SECONDS 86400

/* Takes c, a lower-case letter or a mark, off the front of *s. */
static bool take(struct slice *s, char c)
{
	if (s->len == 0 || ascii_lower(s->data[0]) != c)
		return false;
	*s = slice_of(s->data + 1, s->len - 1);
	return true;
}

static struct slice skip_space(struct slice s)
{
	while (s.len && ascii_is_space(s.data[0]))
		s = slice_of(s.data + 1, s.len - 1);
	return s;
}

/* False when there is neither a digit nor a dot. */
static bool take_seconds(long *seconds, struct slice *s)
{
	if (s->len == 0 || !(ascii_is_digit(s->data[0]) || s->data[0] == '.'))
		return false;
	*seconds = 0;
	for (; s->len && ascii_is_digit(s->data[0]); take(s, s->data[0]))
		if (*seconds < MAX_SECONDS)
			*seconds = *seconds * 10 + (s->data[0] - '0');
	if (*seconds > MAX_SECONDS)
		*seconds = MAX_SECONDS;
	while (s->len && (ascii_is_digit(s->data[0]) || s->data[0] == '.'))
		take(s, s->data[0]);
	return true;
}

/* Takes "url =" off the front.  What only looks like it stays, and begins with
 * a "u", so that unquote() finds nothing to do. */
static void take_label(struct slice *s)
{
	struct slice rest = *s;

	if (!take(&rest, 'u') || !take(&rest, 'r') || !take(&rest, 'l'))
		return;
	rest = skip_space(rest);
	if (take(&rest, '='))
		*s = skip_space(rest);
}

static struct slice unquote(struct slice s)
{
	const char *end;
	char quote;

	if (s.len == 0 || (s.data[0] != '"' && s.data[0] != '\''))
		return s;
	quote = s.data[0];
	s = slice_of(s.data + 1, s.len - 1);
	end = s.len ? memchr(s.data, quote, s.len) : NULL;
	return end ? slice_of(s.data, (size_t)(end - s.data)) : s;
}

bool refresh_parse(struct refresh *out, struct slice content)
{
	struct slice s = skip_space(content);
	long seconds;

	if (!take_seconds(&seconds, &s))
		return false;
	if (s.len && s.data[0] != ';' && s.data[0] != ',' &&
		!ascii_is_space(s.data[0]))
		return false;
	s = skip_space(s);
	if (!take(&s, ';'))
		(void)take(&s, ',');
	s = skip_space(s);
	take_label(&s);
	s = unquote(s);
	*out = (struct refresh){ .seconds = seconds, .url = slice_trim(s) };
	return true;
}
