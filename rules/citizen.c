#include "rules/citizen.h"

#include <stdint.h>

#include "base/utf8.h"

#define DIGITS 13

/* The digit at the head of s, in *value, and the bytes it takes; 0 for none. */
static size_t digit(struct slice s, int *value)
{
	uint32_t c;
	size_t n = utf8_decode(&c, s);

	*value = n ? utf8_digit(c) : -1;
	return *value < 0 ? 0 : n;
}

static bool is_person(const int *digits)
{
	int sum = 0;

	for (int i = 0; i < DIGITS - 1; i++)
		sum += digits[i] * (DIGITS - i);
	return digits[0] >= 1 && digits[0] <= 8 &&
	       digits[DIGITS - 1] == (11 - sum % 11) % 10;
}

static bool is_gap(char c)
{
	return c == '-' || c == ' ';
}

/* The bytes of the number at the head of s; 0 when there is none. */
static size_t number(struct slice s)
{
	int digits[DIGITS], more;
	size_t at = 0, n;

	for (int i = 0; i < DIGITS; i++) {
		if (i > 0 && at < s.len && is_gap(s.data[at]))
			at++;
		n = digit(slice_behind(s, at), &digits[i]);
		if (n == 0)
			return 0;
		at += n;
	}
	if (digit(slice_behind(s, at), &more))
		return 0;
	return is_person(digits) ? at : 0;
}

static void put_masked(struct buf *out, struct slice s)
{
	int value;

	while (s.len) {
		const size_t n = digit(s, &value);

		buf_putc(out, n ? 'x' : s.data[0]);
		s = slice_behind(s, n ? n : 1);
	}
}

void citizen_mask(struct buf *out, struct slice text)
{
	bool in_digits = false;
	int value;

	while (text.len) {
		const size_t n = digit(text, &value);
		const size_t all = n && !in_digits ? number(text) : 0;

		in_digits = n > 0;
		if (all)
			put_masked(out, slice_of(text.data, all));
		else
			buf_put(out, text.data, n ? n : 1);
		text = slice_behind(text, all ? all : n ? n : 1);
	}
}
