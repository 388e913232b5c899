#include "base/phrase.h"

#include <string.h>

static bool is_blank(int c)
{
	return c == ' ' || c == '\t';
}

size_t phrase_skip_blanks(struct slice text, size_t at)
{
	while (at < text.len && is_blank(text.data[at]))
		at++;
	return at;
}

size_t phrase_skip_digits(struct slice text, size_t at)
{
	while (at < text.len && ascii_is_digit(text.data[at]))
		at++;
	return at;
}

size_t phrase_back_blanks(struct slice text, size_t low, size_t at)
{
	while (at > low && is_blank(text.data[at - 1]))
		at--;
	return at;
}

/* The Thai block, U+0E00 to U+0E7F, is e0 b8 80 to e0 b9 bf. */
bool phrase_is_thai(struct slice text, size_t at)
{
	return at + 2 < text.len && (unsigned char)text.data[at] == 0xe0 &&
	       ((unsigned char)text.data[at + 1] & 0xfe) == 0xb8;
}

bool phrase_take(struct slice text, size_t *at, const char *word, bool dots)
{
	size_t i = phrase_skip_blanks(text, *at);

	for (const char *w = word; *w; i++) {
		char c;

		if (i >= text.len)
			return false;
		c = text.data[i];
		if (c == *w)
			w++;
		else if (w == word || !(is_blank(c) || (dots && c == '.')))
			return false;
	}
	*at = i;
	return true;
}

bool phrase_back(
	struct slice text, size_t low, size_t *at, const char *word, bool dots)
{
	size_t i = phrase_back_blanks(text, low, *at), left = strlen(word);

	while (left > 0) {
		char c;

		if (i == low)
			return false;
		c = text.data[--i];
		if (c == word[left - 1])
			left--;
		else if (!is_blank(c) && !(dots && c == '.'))
			return false;
	}
	*at = i;
	return true;
}
