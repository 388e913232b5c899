#include "crawler/read/sheetstyle.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define FORMATS_MAX 100000
#define SERIAL_MAX 2958465 /* 9999-12-31 */
#define DAYS_1904 1462

void sheetstyle_init(struct sheetstyle *s)
{
	*s = (struct sheetstyle){ 0 };
}

void sheetstyle_done(struct sheetstyle *s)
{
	free(s->dates);
	free(s->formats);
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

/* A format with a day or a year in it; Thai ones have their own letters. */
static bool is_date_code(const char *code)
{
	while (*code && *code != ';') {
		if (strchr("\"[\\", *code)) {
			code = skip_literal(code);
			continue;
		}
		if (strchr("dyDYbB", *code) || strncmp(code, "ว", 3) == 0 ||
			strncmp(code, "ป", 3) == 0)
			return true;
		code++;
	}
	return false;
}

static long number(const char *value)
{
	return slice_number(slice_str(value), FORMATS_MAX);
}

static void take_format(struct sheetstyle *s, const char *const *attrs)
{
	const char *code = xml_attr(attrs, "formatCode");
	long id = number(xml_attr(attrs, "numFmtId"));

	if (!code || id < 0 || !is_date_code(code))
		return;
	s->formats = mem_grow(
		s->formats, s->n_formats, &s->cap_formats, sizeof(*s->formats));
	s->formats[s->n_formats++] = id;
}

static bool is_date_format(const struct sheetstyle *s, long id)
{
	for (size_t i = 0; i < s->n_formats; i++)
		if (s->formats[i] == id)
			return true;
	return is_built_in_date(id);
}

static void on_open(void *ctx, const char *name, const char *const *attrs)
{
	struct sheetstyle *s = ctx;

	if (strcmp(name, "numFmt") == 0)
		take_format(s, attrs);
	if (strcmp(name, "cellXfs") == 0)
		s->in_cells = true;
	if (strcmp(name, "xf") != 0 || !s->in_cells || s->n >= FORMATS_MAX)
		return;
	s->dates = mem_grow(s->dates, s->n, &s->cap, sizeof(*s->dates));
	s->dates[s->n++] =
		is_date_format(s, number(xml_attr(attrs, "numFmtId")));
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

bool sheetstyle_is_date(const struct sheetstyle *s, const char *index)
{
	long i = number(index);

	return i >= 0 && (size_t)i < s->n && s->dates[i];
}

/* Day 0 of the civil calendar of days_to_civil is 1970-01-01. */
static void put_civil(struct buf *out, long days)
{
	long era, day_of_era, year_of_era, day_of_year, month, day, year;

	/* Years from March on, in eras of 400: the leap day comes last. */
	days += 719468;
	era = days / 146097;
	day_of_era = days - era * 146097;
	year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
			      day_of_era / 146096) /
		      365;
	day_of_year = day_of_era -
		      (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	month = (5 * day_of_year + 2) / 153;
	day = day_of_year - (153 * month + 2) / 5 + 1;
	month += month < 10 ? 3 : -9;
	year = year_of_era + era * 400 + (month <= 2);
	buf_printf(out, "%04ld-%02ld-%02ld", year, month, day);
}

void sheetstyle_put_date(
	const struct sheetstyle *s, struct buf *out, struct slice serial)
{
	const char *dot =
		serial.len ? memchr(serial.data, '.', serial.len) : NULL;
	size_t n = dot ? (size_t)(dot - serial.data) : serial.len;
	long day = slice_number(slice_of(serial.data, n), SERIAL_MAX);

	if (day < 1) {
		buf_put_slice(out, serial);
		return;
	}
	if (s->from_1904)
		day += DAYS_1904;
	/* 1900 was no leap year, but serial numbers have its 29 February. */
	put_civil(out, day - 25569 + (day < 60));
}
