#include "rules/window.h"

#define LEAST_DAYS_MAX 365

static bool is_known(struct date d)
{
	return d.year != 0;
}

struct date window_later(struct date day, long days)
{
	return is_known(day) ? time_from_days(time_days(day) + days) : day;
}

static int read_day(struct date *out, const struct json *doc,
	const struct json_node *node, struct error *err)
{
	struct error why;
	long seconds;

	if (time_parse(&seconds, json_string(node, ""), &why) != 0)
		return json_error(doc, node, err, "%s", why.text);
	*out = time_date(seconds);
	return 0;
}

/* "name": [first, last]; first may be NULL. */
static int read_span(struct date *first, struct date *last,
	const struct json *doc, const char *name, struct error *err)
{
	const struct json_node *window, *span;
	struct date from, to;

	if (json_need(&window, doc, json_root(doc), "window", JSON_OBJECT,
		    err) != 0 ||
		json_need(&span, doc, window, name, JSON_ARRAY, err) != 0)
		return err->code;
	if (json_count(span) != 2)
		return json_error(doc, span, err, "must be two days");
	if (read_day(&from, doc, json_first(span), err) != 0 ||
		read_day(&to, doc, json_next(json_first(span)), err) != 0)
		return err->code;
	if (time_days(to) < time_days(from))
		return json_error(doc, span, err, "ends before it begins");
	if (first)
		*first = from;
	*last = to;
	return 0;
}

int window_read(struct window *out, const struct json *doc, struct error *err)
{
	const struct json_node *node = json_get(json_root(doc), "window");
	struct window w = { 0 };
	int result;

	*out = w;
	if (!node)
		return 0;
	result = read_span(&w.answer_from, &w.answer_to, doc, "answer", err);
	if (result == 0)
		result = read_span(
			NULL, &w.correction_to, doc, "correction", err);
	if (result == 0 && time_days(w.correction_to) < time_days(w.answer_to))
		result = json_error(
			doc, node, err, "is corrected before it is answered");
	w.least_days = (long)json_number(json_get(node, "least_days"), 0);
	if (result == 0 && (w.least_days < 0 || w.least_days > LEAST_DAYS_MAX))
		result = json_error(doc, json_get(node, "least_days"), err,
			"must be from 0 to %d", LEAST_DAYS_MAX);
	if (result == 0)
		*out = w;
	return result;
}

/* 29 February is the day after the 28th of a year without one. */
static struct date in_year(struct date d, int years)
{
	if (is_known(d))
		d.year += years;
	return d.month == 2 && d.day == 29 && !time_is_day(d)
		       ? (struct date){ d.year, 3, 1 }
		       : d;
}

struct window window_after(const struct window *w, int years)
{
	return (struct window){ in_year(w->answer_from, years),
		in_year(w->answer_to, years), in_year(w->correction_to, years),
		w->least_days };
}

struct date window_eve(const struct window *w)
{
	return window_later(w->answer_from, -1);
}

struct date window_end(
	const struct window *w, int year, struct date own, struct date earliest)
{
	const struct date days[] = { own, window_eve(w), w->answer_to,
		w->correction_to };

	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		if (is_known(days[i]) &&
			time_days(days[i]) >= time_days(earliest))
			return days[i];
	return time_fiscal_end(year);
}
