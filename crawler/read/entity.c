#include "crawler/read/entity.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* entity_letters: the names that begin with a letter, A to z, without that
 * letter and in order, one behind the other.  entity_firsts: the number of the
 * first of them.  entity_names: where in that text a name begins and its
 * length.  entity_values: its code point, the number of a second one in
 * entity_seconds, and whether it does without a semicolon. */
#include "crawler/read/entities.inc"

#define LENGTH_BITS 5
#define POINT_BITS 21
#define POINT_MASK ((UINT32_C(1) << POINT_BITS) - 1)
#define BARE (UINT32_C(1) << 31)

#define NAME_BYTES 31 /* of the longest name */
#define BARE_BYTES 6  /* of the longest without a semicolon */

/* What windows-1252 has at 0x80 to 0x9f, where Unicode has controls. */
static const uint16_t windows_1252[] = { 0x20ac, 0x81, 0x201a, 0x0192, 0x201e,
	0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,
	0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
	0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178 };

static int compare(struct slice a, struct slice b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int order = n ? memcmp(a.data, b.data, n) : 0;

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* The value of a name without its semicolon; 0 when there is none. */
static uint32_t find_name(struct slice name)
{
	size_t letter, low, high;
	struct slice rest;

	if (name.len == 0 || !ascii_is_alpha(name.data[0]))
		return 0;
	rest = slice_of(name.data + 1, name.len - 1);
	letter = (size_t)(name.data[0] - 'A');
	low = entity_firsts[letter];
	high = entity_firsts[letter + 1];
	while (low < high) {
		size_t mid = (low + high) / 2;
		uint16_t place = entity_names[mid];
		int order = compare(rest,
			slice_of(
				entity_letters[letter] + (place >> LENGTH_BITS),
				place & ((1U << LENGTH_BITS) - 1)));

		if (order == 0)
			return entity_values[mid];
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return 0;
}

static size_t put_value(char out[ENTITY_BYTES], uint32_t value)
{
	uint32_t second = (value & ~BARE) >> POINT_BITS;
	size_t n = utf8_encode(out, value & POINT_MASK);

	if (second)
		n += utf8_encode(out + n, entity_seconds[second]);
	return n;
}

static size_t decode_name(
	char out[ENTITY_BYTES], size_t *n, struct slice s, bool in_attribute)
{
	size_t run = 0;
	uint32_t value;

	while (run < s.len && run <= NAME_BYTES && ascii_is_alnum(s.data[run]))
		run++;
	if (run < s.len && s.data[run] == ';') {
		value = find_name(slice_of(s.data, run));
		if (value) {
			*n = put_value(out, value);
			return run + 1;
		}
	}
	for (size_t len = run < BARE_BYTES ? run : BARE_BYTES; len > 1; len--) {
		int next = len < s.len ? s.data[len] : '\0';

		value = find_name(slice_of(s.data, len));
		if (!(value & BARE))
			continue;
		if (in_attribute && (next == '=' || ascii_is_alnum(next)))
			return 0;
		*n = put_value(out, value);
		return len;
	}
	return 0;
}

/* The character a number stands for: zero, surrogates and what is no code
 * point are replaced when they are written. */
static uint32_t point_of(uint32_t number)
{
	if (number >= 0x80 && number < 0xa0)
		return windows_1252[number - 0x80];
	return number ? number : UTF8_REPLACEMENT;
}

/* s begins behind "&#". */
static size_t decode_number(char out[ENTITY_BYTES], size_t *n, struct slice s)
{
	bool hex = s.len && ascii_lower(s.data[0]) == 'x';
	size_t from = hex, i = from;
	uint32_t number = 0;

	for (; i < s.len; i++) {
		int digit = ascii_hex(s.data[i]);

		if (digit < 0 || (!hex && digit > 9))
			break;
		number = number * (hex ? 16 : 10) + (uint32_t)digit;
		if (number > 0x110000)
			number = 0x110000;
	}
	if (i == from)
		return 0;
	*n = utf8_encode(out, point_of(number));
	return i < s.len && s.data[i] == ';' ? i + 1 : i;
}

size_t entity_decode(
	char out[ENTITY_BYTES], size_t *n, struct slice s, bool in_attribute)
{
	size_t taken;

	if (s.len == 0)
		return 0;
	if (s.data[0] == '#') {
		taken = decode_number(out, n, slice_of(s.data + 1, s.len - 1));
		return taken ? taken + 1 : 0;
	}
	return decode_name(out, n, s, in_attribute);
}
