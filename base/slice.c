#include "base/slice.h"

#include "base/mem.h"

int ascii_hex(int c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool same(const char *a, const char *b, size_t n, bool nocase)
{
	if (!nocase)
		return n == 0 || memcmp(a, b, n) == 0;
	for (size_t i = 0; i < n; i++)
		if (ascii_lower(a[i]) != ascii_lower(b[i]))
			return false;
	return true;
}

bool slice_eq(struct slice a, const char *b)
{
	return a.len == strlen(b) && same(a.data, b, a.len, false);
}

bool slice_eq_nocase(struct slice a, const char *b)
{
	return a.len == strlen(b) && same(a.data, b, a.len, true);
}

bool slice_starts(struct slice a, const char *prefix)
{
	size_t n = strlen(prefix);

	return a.len >= n && same(a.data, prefix, n, false);
}

bool slice_starts_nocase(struct slice a, const char *prefix)
{
	size_t n = strlen(prefix);

	return a.len >= n && same(a.data, prefix, n, true);
}

bool slice_ends_nocase(struct slice a, const char *suffix)
{
	size_t n = strlen(suffix);

	if (a.len < n || n == 0)
		return n == 0;
	/* Most differ in their last letter. */
	return ascii_lower(a.data[a.len - 1]) == ascii_lower(suffix[n - 1]) &&
	       same(a.data + a.len - n, suffix, n, true);
}

struct slice slice_trim(struct slice a)
{
	while (a.len && ascii_is_space(a.data[0])) {
		a.data++;
		a.len--;
	}
	while (a.len && ascii_is_space(a.data[a.len - 1]))
		a.len--;
	return a;
}

/*
 * Goes from one place of the needle's last byte to the next.  The first would
 * hardly skip anything: all Thai letters begin with the same byte.
 */
long slice_find(struct slice a, const char *needle, size_t from)
{
	size_t n = strlen(needle);

	if (from > a.len || n > a.len - from)
		return -1;
	if (n == 0)
		return (long)from;
	for (size_t end = from + n - 1; end < a.len; end++) {
		const char *p =
			memchr(a.data + end, needle[n - 1], a.len - end);

		if (!p)
			return -1;
		end = (size_t)(p - a.data);
		if (memcmp(p + 1 - n, needle, n - 1) == 0)
			return (long)(end + 1 - n);
	}
	return -1;
}

long slice_find_nocase(struct slice a, const char *needle, size_t from)
{
	size_t n = strlen(needle);

	for (size_t i = from; n <= a.len && i <= a.len - n; i++)
		if (same(a.data + i, needle, n, true))
			return (long)i;
	return -1;
}

long slice_number(struct slice a, long max)
{
	long value = 0;

	if (a.len == 0)
		return -1;
	for (size_t i = 0; i < a.len; i++) {
		int digit = a.data[i] - '0';

		if (!ascii_is_digit(a.data[i]))
			return -1;
		if (digit > max || value > (max - digit) / 10)
			return -1;
		value = value * 10 + digit;
	}
	return value;
}

char *slice_dup(struct slice a)
{
	return mem_strndup(a.data ? a.data : "", a.len);
}
