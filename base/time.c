#include "base/time.h"

#include <time.h>

#include "base/utf8.h"

#define DAY_SECONDS 86400L
#define THAI_OFFSET (7 * 3600L)

static const struct {
	const char *name, *abbreviation;
} months[] = {
	{ "มกราคม", "ม.ค." },
	{ "กุมภาพันธ์", "ก.พ." },
	{ "มีนาคม", "มี.ค." },
	{ "เมษายน", "เม.ย." },
	{ "พฤษภาคม", "พ.ค." },
	{ "มิถุนายน", "มิ.ย." },
	{ "กรกฎาคม", "ก.ค." },
	{ "สิงหาคม", "ส.ค." },
	{ "กันยายน", "ก.ย." },
	{ "ตุลาคม", "ต.ค." },
	{ "พฤศจิกายน", "พ.ย." },
	{ "ธันวาคม", "ธ.ค." },
};

long time_now(void)
{
	return (long)time(NULL);
}

/* Quotient rounded down, for days before 1970. */
static long floor_div(long a, long b)
{
	return a / b - (a % b < 0);
}

/* Years are counted from March, so that a leap day is the last of its year;
 * an era is the 400 years after which the calendar repeats. */
long time_days(struct date d)
{
	long year = d.month > 2 ? d.year : d.year - 1L;
	long month = d.month > 2 ? d.month - 3 : d.month + 9;
	long era = floor_div(year, 400);
	long in_era = year - era * 400;
	long day = (153 * month + 2) / 5 + d.day - 1;

	return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + day -
	       719468;
}

struct date time_from_days(long days)
{
	long era = floor_div(days + 719468, 146097);
	long day = days + 719468 - era * 146097;
	long year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	long month;

	day -= year * 365 + year / 4 - year / 100;
	month = (5 * day + 2) / 153;
	return (struct date){
		.year = (int)(year + era * 400 + (month >= 10)),
		.month = (int)(month < 10 ? month + 3 : month - 9),
		.day = (int)(day - (153 * month + 2) / 5 + 1),
	};
}

struct date time_date(long seconds)
{
	return time_from_days(floor_div(seconds + THAI_OFFSET, DAY_SECONDS));
}

static int month_days(int year, int month)
{
	struct date first = { year, month, 1 };
	struct date next = { year + month / 12, month % 12 + 1, 1 };

	return (int)(time_days(next) - time_days(first));
}

bool time_is_day(struct date d)
{
	return d.month >= 1 && d.month <= 12 && d.day >= 1 &&
	       d.day <= month_days(d.year, d.month);
}

/* The number at s + at of exactly n digits, or -1. */
static long digits_at(struct slice s, size_t at, size_t n)
{
	if (at > s.len || s.len - at < n)
		return -1;
	return slice_number(slice_of(s.data + at, n), 9999);
}

static bool char_at(struct slice s, size_t at, char c)
{
	return at < s.len && s.data[at] == c;
}

/* "+07:00" or "Z" at the end of s, from at on. */
static bool read_offset(struct slice s, size_t at, long *seconds)
{
	long hours = digits_at(s, at + 1, 2), minutes = digits_at(s, at + 4, 2);

	*seconds = 0;
	if (char_at(s, at, 'Z') || char_at(s, at, 'z'))
		return s.len == at + 1;
	if (!char_at(s, at, '+') && !char_at(s, at, '-'))
		return false;
	if (s.len != at + 6 || !char_at(s, at + 3, ':') || hours < 0 ||
		hours > 23 || minutes < 0 || minutes > 59)
		return false;
	*seconds = (hours * 60 + minutes) * 60;
	if (s.data[at] == '-')
		*seconds = -*seconds;
	return true;
}

/* "T02:00:00+07:00", the rest of s. */
static bool read_clock(struct slice s, size_t at, long *seconds, long *offset)
{
	long h = digits_at(s, at + 1, 2), m = digits_at(s, at + 4, 2),
	     sec = digits_at(s, at + 7, 2);

	if ((!char_at(s, at, 'T') && !char_at(s, at, 't')) ||
		!char_at(s, at + 3, ':') || !char_at(s, at + 6, ':'))
		return false;
	if (h < 0 || h > 23 || m < 0 || m > 59 || sec < 0 || sec > 59)
		return false;
	*seconds = (h * 60 + m) * 60 + sec;
	return read_offset(s, at + 9, offset);
}

int time_parse(long *out, const char *text, struct error *err)
{
	struct slice s = slice_str(text);
	long year = digits_at(s, 0, 4), month = digits_at(s, 5, 2),
	     day = digits_at(s, 8, 2), seconds = 0, offset = THAI_OFFSET;
	struct date d = { (int)year, (int)month, (int)day };

	if (year < 0 || month < 0 || day < 0 || !char_at(s, 4, '-') ||
		!char_at(s, 7, '-') ||
		(s.len > 10 && !read_clock(s, 10, &seconds, &offset)))
		return error_set(err, ERR_SYNTAX,
			"\"%s\" is no date such as 2025-02-20 or "
			"2025-02-20T02:00:00+07:00",
			text);
	if (year >= 2400 && year < 2700)
		return error_set(err, ERR_SYNTAX,
			"\"%s\" has a Buddhist year, write %ld", text,
			year - TIME_BUDDHIST_ERA);
	if (!time_is_day(d))
		return error_set(
			err, ERR_SYNTAX, "\"%s\" is no day there was", text);
	*out = time_days(d) * DAY_SECONDS + seconds - offset;
	return 0;
}

static void put_clock(struct buf *out, long seconds, const char *zone)
{
	long days = floor_div(seconds, DAY_SECONDS);
	long rest = seconds - days * DAY_SECONDS;

	time_put_day(out, time_from_days(days));
	buf_printf(out, "T%02ld:%02ld:%02ld%s", rest / 3600, rest / 60 % 60,
		rest % 60, zone);
}

void time_put(struct buf *out, long seconds)
{
	put_clock(out, seconds + THAI_OFFSET, "+07:00");
}

void time_put_utc(struct buf *out, long seconds)
{
	put_clock(out, seconds, "Z");
}

void time_put_day(struct buf *out, struct date d)
{
	buf_printf(out, "%04d-%02d-%02d", d.year, d.month, d.day);
}

int time_fiscal_year(struct date d)
{
	return d.year + TIME_BUDDHIST_ERA + (d.month >= 10);
}

int time_quarter(struct date d)
{
	return (d.month + 2) % 12 / 3 + 1;
}

bool time_is_first_half(struct date d)
{
	return time_quarter(d) <= 2;
}

struct date time_fiscal_start(int year_be)
{
	return (struct date){ year_be - TIME_BUDDHIST_ERA - 1, 10, 1 };
}

struct date time_fiscal_end(int year_be)
{
	return (struct date){ year_be - TIME_BUDDHIST_ERA, 9, 30 };
}

const char *time_month_name(int month)
{
	return months[month - 1].name;
}

const char *time_month_short(int month)
{
	return months[month - 1].abbreviation;
}

void time_put_thai(struct buf *out, struct date d, unsigned style)
{
	struct buf text;

	buf_init(&text, 128);
	buf_printf(&text, "%d %s %d", d.day,
		style & TIME_SHORT ? time_month_short(d.month)
				   : time_month_name(d.month),
		d.year + TIME_BUDDHIST_ERA);
	if (style & TIME_THAI_DIGITS)
		time_put_thai_digits(out, buf_slice(&text));
	else
		buf_put_slice(out, buf_slice(&text));
	buf_done(&text);
}

/* U+0E50 to U+0E59 are the Thai digits. */
void time_put_thai_digits(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ascii_is_digit(s.data[i]))
			utf8_put(out, 0x0e50 + (uint32_t)(s.data[i] - '0'));
		else
			buf_putc(out, s.data[i]);
}

void time_put_ascii_digits(struct buf *out, struct slice s)
{
	uint32_t cp;

	for (size_t i = 0, n; i < s.len; i += n) {
		n = utf8_decode(&cp, slice_of(s.data + i, s.len - i));
		if (utf8_is_thai_digit(cp))
			buf_putc(out, (char)('0' + (cp - 0x0e50)));
		else
			buf_put(out, s.data + i, n);
	}
}
