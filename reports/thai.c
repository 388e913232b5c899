#include "reports/thai.h"

#include <stdio.h>
#include <string.h>

#include "base/slice.h"
#include "base/time.h"

#define NO_BREAK_SPACE "\xc2\xa0"

/* A blank that stays in its line: after these, before a digit or code. */
static const char *const binding[] = { "พ.ศ.", "ข้อ", "ส่วนที่", "ประเด็นที่", NULL };

static bool is_word_byte(char c)
{
	return (unsigned char)c > ' ' && (unsigned char)c < 0x7f;
}

static bool starts_address(struct slice s)
{
	if (!s.len || !strchr("hHwW", s.data[0]))
		return false;
	return slice_starts_nocase(s, "http://") ||
	       slice_starts_nocase(s, "https://") ||
	       slice_starts_nocase(s, "www.");
}

/* Bytes up to the next blank. */
static size_t address_length(struct slice s)
{
	long space = slice_find(s, NO_BREAK_SPACE, 0);
	size_t max = space < 0 ? s.len : (size_t)space, n = 0;

	while (n < max && !ascii_is_space(s.data[n]))
		n++;
	return n;
}

/* Bytes of the ASCII word that s begins with. */
static size_t word_length(struct slice s)
{
	size_t n = 0;

	while (n < s.len && is_word_byte(s.data[n]) &&
		!starts_address(slice_of(s.data + n, s.len - n)))
		n++;
	return n;
}

/* Bytes up to the next blank or ASCII word. */
static size_t other_length(struct slice s)
{
	size_t n = 0;

	while (n < s.len && s.data[n] != ' ' && !is_word_byte(s.data[n]))
		n++;
	return n;
}

/* "i5" and "e12": codes of questions, whose digits are Thai. */
static bool is_code(struct slice word)
{
	size_t n = 1;

	if (word.len < 2 || (word.data[0] != 'i' && word.data[0] != 'e'))
		return false;
	while (n < word.len && ascii_is_digit(word.data[n]))
		n++;
	return n > 1 && (n == word.len || !ascii_is_alpha(word.data[n]));
}

static bool has_letter(struct slice word)
{
	for (size_t i = 0; i < word.len; i++)
		if (ascii_is_alpha(word.data[i]))
			return true;
	return false;
}

static void put_word(struct buf *out, struct slice word)
{
	if (!has_letter(word) || is_code(word))
		time_put_thai_digits(out, word);
	else
		buf_put_slice(out, word);
}

/* Whether what is written so far ends with that text. */
static bool ends_with(const struct buf *out, const char *text)
{
	size_t n = strlen(text);

	return out->len >= n && memcmp(out->data + out->len - n, text, n) == 0;
}

static bool starts_thai_digit(struct slice s)
{
	/* U+0E50 to U+0E59 */
	return s.len >= 3 && slice_starts(s, "\xe0\xb9") &&
	       (unsigned char)s.data[2] >= 0x90 &&
	       (unsigned char)s.data[2] <= 0x99;
}

static bool starts_code(struct slice s)
{
	return starts_thai_digit(s) ||
	       (s.len && (ascii_is_digit(s.data[0]) || is_code(s)));
}

static bool ends_with_digit(const struct buf *out)
{
	return out->len >= 3 &&
	       starts_thai_digit(slice_of(out->data + out->len - 3, 3));
}

static bool starts_month(struct slice s)
{
	for (int month = 1; month <= 12; month++)
		if (slice_starts(s, time_month_name(month)) ||
			slice_starts(s, time_month_short(month)))
			return true;
	return false;
}

/* Whether the line must not end at the blank before rest. */
static bool binds(const struct buf *out, struct slice rest)
{
	if (ends_with_digit(out) && starts_month(rest))
		return true;
	if (slice_starts(rest, "คะแนน"))
		return out->len != 0;
	for (size_t i = 0; binding[i]; i++)
		if (ends_with(out, binding[i]) && starts_code(rest))
			return true;
	return false;
}

static void put_blank(struct buf *out, struct slice rest)
{
	buf_puts(out, binds(out, rest) ? NO_BREAK_SPACE : " ");
}

void thai_put(struct buf *out, const char *s)
{
	struct slice rest = slice_str(s);

	while (rest.len) {
		size_t n = 1;

		if (starts_address(rest)) {
			n = address_length(rest);
			buf_put(out, rest.data, n);
		} else if (is_word_byte(rest.data[0])) {
			n = word_length(rest);
			put_word(out, slice_of(rest.data, n));
		} else if (rest.data[0] == ' ') {
			put_blank(out, slice_of(rest.data + 1, rest.len - 1));
		} else {
			n = other_length(rest);
			buf_put(out, rest.data, n);
		}
		rest = slice_of(rest.data + n, rest.len - n);
	}
}

void thai_put_name(struct buf *out, const char *name)
{
	for (; *name; name++) {
		if (*name == ' ')
			buf_puts(out, NO_BREAK_SPACE);
		else
			buf_putc(out, *name);
	}
}

void thai_put_score(struct buf *out, int hundredths)
{
	char text[32];

	if (hundredths < 0)
		return;
	if (hundredths % 100 == 0)
		(void)snprintf(text, sizeof(text), "%d", hundredths / 100);
	else
		(void)snprintf(text, sizeof(text), "%d.%02d", hundredths / 100,
			hundredths % 100);
	time_put_thai_digits(out, slice_str(text));
}

void thai_put_code(struct buf *out, const char *id)
{
	struct slice code = slice_str(id);

	if (slice_starts(code, "o")) {
		buf_puts(out, "๐");
		code = slice_of(code.data + 1, code.len - 1);
	}
	time_put_thai_digits(out, code);
}

void thai_put_date(struct buf *out, const char *iso, bool thai_digits)
{
	struct slice s = slice_str(iso);
	struct date d;

	if (s.len < 10)
		return;
	d.year = (int)slice_number(slice_of(s.data, 4), 9999);
	d.month = (int)slice_number(slice_of(s.data + 5, 2), 12);
	d.day = (int)slice_number(slice_of(s.data + 8, 2), 31);
	if (d.year > 0 && d.month > 0 && d.day > 0)
		time_put_thai(out, d,
			TIME_LONG | (thai_digits ? TIME_THAI_DIGITS : 0U));
}
