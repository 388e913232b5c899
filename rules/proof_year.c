#include "rules/proof_year.h"

#include <string.h>

#include "base/phrase.h"

#define NAME_WINDOW 240 /* bytes of canon about a name in which its year is */
#define HALF_WINDOW 120 /* bytes behind it in which its half year is */

/* Years that a name of a file can mean; other numbers count something. */
#define FILE_YEAR_FIRST 2540
#define FILE_YEAR_LAST 2599

/* The line of the text in which a place is. */
static struct slice line_at(const struct text *t, size_t at)
{
	const char *end = memchr(t->canon + at, '\n', t->canon_len - at);
	size_t from = at;

	while (from > 0 && t->canon[from - 1] != '\n')
		from--;
	return slice_of(t->canon + from,
		end ? (size_t)(end - t->canon) - from : t->canon_len - from);
}

/* Whether a year of the body may be the text's.  In a document only those that
 * bind a fiscal year or a range: it may speak of any other year in passing. */
static bool is_own_year(const struct proof *p, const struct year_mark *mark)
{
	if (mark->first == 0 || mark->weak || mark->kind == YEAR_LAW)
		return false;
	return !page_kind_is_document(p->page->kind) ||
	       mark->kind == YEAR_FISCAL || mark->kind == YEAR_RANGE ||
	       mark->kind == YEAR_ANNUAL;
}

void proof_year_collect(struct proof *p)
{
	const struct text *t = &p->own.text;
	struct year_mark marks[PROOF_MAX_YEARS];
	size_t n = year_find(
		slice_of(t->canon, t->canon_len), marks, PROOF_MAX_YEARS);
	size_t line_end = 0;
	bool frame = false;

	for (size_t i = 0; i < n; i++) {
		if (!is_own_year(p, &marks[i]))
			continue;
		/* Marks stand in the order of the text. */
		if (marks[i].start >= line_end) {
			struct slice line = line_at(t, marks[i].start);

			line_end = (size_t)(line.data - t->canon) + line.len;
			/* It prints today's year: copyright, visitors. */
			frame = ruleset_stands_in(
				&p->rs->common[COMMON_FRAME], line);
		}
		if (!frame)
			p->years[p->n_years++] = marks[i];
	}
}

/* Adds a year and returns it, or NULL where it is known or one too many. */
static struct sighting_year *put_year(
	struct sighting_content *out, struct sighting_year y)
{
	for (size_t i = 0; i < out->n_years; i++) {
		struct sighting_year *known = &out->years[i];

		if (known->from == y.from && known->to == y.to &&
			known->calendar == y.calendar &&
			(known->place == SIGHTING_YEAR_FILE) ==
				(y.place == SIGHTING_YEAR_FILE)) {
			known->date &= y.date;
			return NULL;
		}
	}
	if (out->n_years == SIGHTING_MAX_YEARS)
		return NULL;
	out->years[out->n_years] = y;
	return &out->years[out->n_years++];
}

static void put_mark(struct proof *p, const struct text *t,
	const struct year_mark *mark, enum sighting_year_place place,
	struct sighting_content *out)
{
	struct sighting_year y = {
		.from = mark->first,
		.to = mark->last,
		.place = place,
		.date = mark->kind == YEAR_DATE,
		.quote = "",
	};
	struct sighting_year *of_date = NULL, *put = put_year(out, y);

	if (mark->kind == YEAR_DATE && mark->calendar) {
		y.from = y.to = mark->calendar;
		y.calendar = true;
		of_date = put_year(out, y);
	}
	/* Most years of a text are known by then: a quote costs more. */
	if (!put && !of_date)
		return;
	y.quote = proof_quote(p, t, mark->start, mark->start + mark->len);
	if (put)
		put->quote = y.quote;
	if (of_date)
		of_date->quote = y.quote;
}

/* Whether the mark stands about the words that name the concept. */
static bool is_near(const struct year_mark *mark, size_t from, size_t to)
{
	return mark->start + mark->len + NAME_WINDOW / 4 >= from &&
	       mark->start <= to + NAME_WINDOW;
}

/*
 * Whether the title is of a part of a year: "รอบ 6 เดือนแรก" or a quarter about
 * its name, the concept's or that of the text.  The quarters of a table make a
 * whole year together, and so does "รอบ 6 เดือน และรอบ 12 เดือน".
 */
static bool is_part_year(const struct proof *p, const struct year_mark *marks,
	size_t n, const struct label_match *name)
{
	size_t from = name ? p->lead.text.at[name->from] : 0;
	size_t to = name ? p->lead.text.at[name->to - 1] : 0;
	struct slice lead =
		slice_of(p->lead.text.canon, p->lead.text.canon_len);
	unsigned quarters = 0;
	bool about = false;

	for (size_t i = 0; i < n; i++) {
		if (marks[i].kind != YEAR_HALF)
			continue;
		quarters |= marks[i].quarters;
		about |= marks[i].start <= to + HALF_WINDOW &&
			 marks[i].start + marks[i].len + HALF_WINDOW >= from;
	}
	return about && quarters != 0xf && slice_find(lead, "12 เดือน", 0) < 0 &&
	       slice_find(lead, "12เดือน", 0) < 0;
}

/* Years of a document's lead: those about the name first, then the others. */
static void lead_years(struct proof *p, const struct label_match *m,
	const struct label_match *title, struct sighting_content *out)
{
	const struct text *t = &p->lead.text;
	struct year_mark marks[PROOF_MAX_YEARS];
	size_t n = year_find(
		slice_of(t->canon, t->canon_len), marks, PROOF_MAX_YEARS);
	size_t from = m ? t->at[m->from] : 0;
	size_t to = m ? t->at[m->to - 1] : 0;

	out->part_year = is_part_year(p, marks, n, title);
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < n; i++) {
			bool about = m && is_near(&marks[i], from, to) &&
				     marks[i].kind != YEAR_DATE;

			if (marks[i].first == 0 || marks[i].weak ||
				marks[i].kind == YEAR_LAW ||
				about != (round == 0))
				continue;
			put_mark(p, t, &marks[i],
				about ? SIGHTING_YEAR_TITLE
				      : SIGHTING_YEAR_LEAD,
				out);
		}
	}
}

/* Years beyond the lead. */
static void body_years(struct proof *p, struct sighting_content *out)
{
	for (size_t i = 0; i < p->n_years; i++)
		put_mark(
			p, &p->own.text, &p->years[i], SIGHTING_YEAR_BODY, out);
}

static void put_file_year(struct proof *p, int from, int to, struct slice quote,
	struct sighting_content *out)
{
	put_year(out, (struct sighting_year){
			      .from = from,
			      .to = to,
			      .place = SIGHTING_YEAR_FILE,
			      .quote = arena_strndup(
				      &p->arena, quote.data, quote.len),
		      });
}

/* Bare years in a name where blanks are written as dashes: "o12-2567.pdf". */
static void bare_years(
	struct proof *p, struct slice name, struct sighting_content *out)
{
	for (size_t i = 0, end; i<name.len; i = end> i ? end : i + 1) {
		long year;

		end = phrase_skip_digits(name, i);
		if (end - i != 4)
			continue;
		year = slice_number(slice_of(name.data + i, 4), 9999);
		if (year >= FILE_YEAR_FIRST && year <= FILE_YEAR_LAST)
			put_file_year(p, (int)year, (int)year,
				slice_of(name.data + i, 4), out);
	}
}

/* Years in the name of the file; folders and days are those of uploads. */
static void file_years(struct proof *p, struct sighting_content *out)
{
	struct year_mark marks[SIGHTING_MAX_YEARS];
	struct slice name;
	struct buf canon;
	size_t n;

	buf_init(&canon, 4 * strlen(p->page->file) + 1);
	text_canon(&canon, slice_str(p->page->file));
	name = buf_slice(&canon);
	n = year_find(name, marks, SIGHTING_MAX_YEARS);
	for (size_t i = 0; i < n; i++)
		if (marks[i].first && marks[i].kind != YEAR_DATE &&
			marks[i].kind != YEAR_LAW)
			put_file_year(p, marks[i].first, marks[i].last,
				slice_of(name.data + marks[i].start,
					marks[i].len),
				out);
	if (n == 0)
		bare_years(p, name, out);
	buf_done(&canon);
}

void proof_year_find(struct proof *p, const struct label_match *name,
	const struct label_match *title, struct sighting_content *out)
{
	out->years = arena_alloc(
		&p->arena, SIGHTING_MAX_YEARS * sizeof(*out->years));
	/* Of a picture the name of its file is all that is sure. */
	if (proof_is_picture(p->page))
		file_years(p, out);
	if (page_kind_is_document(p->page->kind))
		lead_years(p, name, title, out);
	if (page_kind_is_document(p->page->kind) && !proof_is_picture(p->page))
		file_years(p, out);
	body_years(p, out);
}
