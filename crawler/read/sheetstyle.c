#include "crawler/read/sheetstyle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"

#define FORMATS_MAX 100000
#define SERIAL_MAX 2958465 /* 9999-12-31 */
#define DAYS_1904 1462
#define DAYS_1970 25569          /* from day 0 */
#define EXACT 9007199254740992.0 /* whole numbers below are */
#define NUMBER_BYTES 64

void sheetstyle_init(struct sheetstyle *s)
{
	*s = (struct sheetstyle){ 0 };
}

void sheetstyle_done(struct sheetstyle *s)
{
	free(s->formats);
	free(s->cells);
	sheetstyle_init(s);
}

/* Formats every program has (ECMA-376, part 1, 18.8.30), those of Thai among
 * them; those of times alone are no dates. */
static bool is_built_in_date(long id)
{
	return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) ||
	       id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58 ||
	       (id >= 71 && id <= 74) || id == 77;
}

/* Passes what is quoted, escaped or in brackets. */
static const char *skip_literal(const char *code)
{
	const char *end = NULL;

	if (*code == '"')
		end = strchr(code + 1, '"');
	else if (*code == '[')
		end = strchr(code, ']');
	else if (*code == '\\' && code[1])
		end = code + 1;
	return end ? end + 1 : code + 1;
}

/* With a day or a year in it; Thai formats have their own letters. */
static bool is_of_date(const char *code)
{
	return strchr("dyDYbB", *code) || strncmp(code, "ว", 3) == 0 ||
	       strncmp(code, "ป", 3) == 0;
}

static bool is_of_percent(const char *code)
{
	return *code == '%';
}

/* Whether such a sign stands in the format, that of positive numbers. */
static bool has_sign(const char *code, bool (*is_sign)(const char *code))
{
	while (*code && *code != ';') {
		if (strchr("\"[\\", *code)) {
			code = skip_literal(code);
			continue;
		}
		if (is_sign(code))
			return true;
		code++;
	}
	return false;
}

/* The width of a format that is nothing but zeros. */
static unsigned char digits_of(const char *code)
{
	size_t n = strspn(code, "0");

	return code[n] == '\0' && n < NUMBER_BYTES / 2 ? (unsigned char)n : 0;
}

void sheetstyle_add_format(struct sheetstyle *s, long number, const char *code)
{
	size_t n = s->n_formats;

	if (number < 0 || number >= FORMATS_MAX)
		return;
	if ((size_t)number >= n) {
		s->n_formats = (size_t)number + 1;
		s->formats = mem_realloc(
			s->formats, s->n_formats * sizeof(*s->formats));
		memset(s->formats + n, 0,
			(s->n_formats - n) * sizeof(*s->formats));
	}
	s->formats[number] = (struct sheetstyle_format){
		.known = true,
		.date = has_sign(code, is_of_date),
		.percent = has_sign(code, is_of_percent),
		.digits = digits_of(code),
	};
}

void sheetstyle_add_cell(struct sheetstyle *s, long number)
{
	struct sheetstyle_format format = {
		.date = is_built_in_date(number),
		.percent = number == 9 || number == 10,
	};

	if (s->n >= FORMATS_MAX)
		return;
	if (number >= 0 && (size_t)number < s->n_formats &&
		s->formats[number].known)
		format = s->formats[number];
	s->cells = mem_grow(s->cells, s->n, &s->cap, sizeof(*s->cells));
	s->cells[s->n++] = format;
}

static long number_of(const char *const *attrs, const char *name)
{
	return slice_number(slice_str(xml_attr(attrs, name)), FORMATS_MAX);
}

static void on_open(void *ctx, const char *name, const char *const *attrs)
{
	struct sheetstyle *s = ctx;
	const char *code = xml_attr(attrs, "formatCode");
	long number = number_of(attrs, "numFmtId");

	if (strcmp(name, "numFmt") == 0 && code)
		sheetstyle_add_format(s, number, code);
	if (strcmp(name, "cellXfs") == 0)
		s->in_cells = true;
	if (strcmp(name, "xf") == 0 && s->in_cells)
		sheetstyle_add_cell(s, number);
}

static void on_close(void *ctx, const char *name)
{
	struct sheetstyle *s = ctx;

	if (strcmp(name, "cellXfs") == 0)
		s->in_cells = false;
}

int sheetstyle_load(
	struct sheetstyle *s, struct package *pkg, struct error *err)
{
	const struct xml_handler handler = {
		.open = on_open,
		.close = on_close,
		.ctx = s,
	};

	return package_parse(pkg, "xl/styles.xml", &handler, err);
}

/* 1900 was no leap year, but serial numbers have its 29 February. */
static void put_day(const struct sheetstyle *s, struct buf *out, long day)
{
	if (s->from_1904)
		day += DAYS_1904;
	time_put_day(out, time_from_days(day - DAYS_1970 + (day < 60)));
}

/* False when it is none, or too long to be one. */
static bool parse_number(double *out, struct slice s)
{
	char text[NUMBER_BYTES], *end;

	if (s.len == 0 || s.len >= sizeof(text) ||
		!(ascii_is_digit(s.data[0]) || s.data[0] == '-'))
		return false;
	memcpy(text, s.data, s.len);
	text[s.len] = '\0';
	*out = strtod(text, &end);
	return *end == '\0' && isfinite(*out);
}

/* Fifteen digits are what a program of tables shows, and all that a number
 * holds for sure. */
static void put_number(struct buf *out, double value, int digits)
{
	if (fabs(value) < EXACT && value == floor(value))
		buf_printf(out, "%0*.0f", digits, value);
	else
		buf_printf(out, "%.15g", value);
}

static bool is_digits(struct slice s)
{
	size_t n = 0;

	while (n < s.len && ascii_is_digit(s.data[n]))
		n++;
	return n == s.len;
}

void sheetstyle_put(const struct sheetstyle *s, struct buf *out, long cell,
	struct slice number)
{
	struct sheetstyle_format format = { .date = false };
	double value;

	number = slice_trim(number);
	if (cell >= 0 && (size_t)cell < s->n)
		format = s->cells[cell];
	if (!parse_number(&value, number))
		buf_put_slice(out, number);
	else if (format.date && value >= 1 && value < SERIAL_MAX + 1)
		put_day(s, out, (long)value);
	else if (format.percent)
		buf_printf(out, "%.15g%%", value * 100);
	else if (is_digits(number) && number.len >= format.digits)
		buf_put_slice(out, number);
	else
		put_number(out, value, format.digits);
}
