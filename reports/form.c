#include "reports/form.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "reports/escape.h"
#include "reports/xlsx.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define MAX_TITLE 1024

const char *form_head(struct wording *wording, enum form_column column)
{
	static const char *const keys[FORM_COLUMNS] = { "form.part",
		"form.code", "form.text", "form.score" };

	return wording_text(wording, keys[column]);
}

const char *form_year(struct wording *wording)
{
	return wording_text(wording, "form.year");
}

const char *form_agency(struct wording *wording)
{
	return wording_text(wording, "form.agency");
}

const char *form_part(struct wording *wording, const char *part)
{
	char key[64];

	(void)snprintf(key, sizeof(key), "instrument.%s", part);
	return wording_text(wording, key);
}

/* Rows above those of the scores. */
enum { TITLE, YEAR, AGENCY, HOW, HEAD, ABOVE };

struct line {
	const char *cells[FORM_COLUMNS]; /* NULL: empty */
};

static const char *title_of(
	struct wording *wording, const char *year, struct arena *arena)
{
	const char *copy;
	struct buf title;

	buf_init(&title, MAX_TITLE);
	wording_put(wording, &title, "form.title",
		WORDING_VALUES({ "year", year }));
	copy = arena_strdup(arena, buf_str(&title));
	buf_done(&title);
	return copy;
}

/* The form as cells: ABOVE lines and one a row. */
static const struct line *lines_of(
	const struct form *form, struct wording *wording, struct arena *arena)
{
	struct line *lines =
		arena_alloc(arena, (ABOVE + form->n_rows) * sizeof(*lines));
	char year[16];

	(void)snprintf(year, sizeof(year), "%d", form->year);
	memset(lines, 0, ABOVE * sizeof(*lines));
	lines[TITLE].cells[0] = title_of(wording, year, arena);
	lines[YEAR].cells[0] = form_year(wording);
	lines[YEAR].cells[FORM_TEXT] = arena_strdup(arena, year);
	lines[AGENCY].cells[0] = form_agency(wording);
	lines[HOW].cells[0] = wording_text(wording, "form.how");
	lines[HOW].cells[FORM_TEXT] = wording_text(wording, "form.how_text");
	for (int i = 0; i < FORM_COLUMNS; i++)
		lines[HEAD].cells[i] = form_head(wording, (enum form_column)i);
	for (size_t i = 0; i < form->n_rows; i++) {
		const struct form_row *row = &form->rows[i];

		lines[ABOVE + i] = (struct line){
			{ form_part(wording, row->part), row->code, row->text }
		};
	}
	return lines;
}

void form_put_csv(
	struct buf *out, const struct form *form, struct wording *wording)
{
	const struct line *lines;
	struct arena arena;

	arena_init(&arena);
	lines = lines_of(form, wording, &arena);
	buf_puts(out, BYTE_ORDER_MARK);
	for (size_t i = 0; i < ABOVE + form->n_rows; i++)
		for (size_t k = 0; k < FORM_COLUMNS; k++) {
			escape_csv(out, lines[i].cells[k]);
			buf_puts(out, k + 1 < FORM_COLUMNS ? "," : "\r\n");
		}
	arena_done(&arena);
}

/* How a cell looks; what is to be filled in stands out. */
static enum xlsx_style style_of(size_t line, size_t column)
{
	if (line == TITLE)
		return XLSX_TITLE;
	if (line == HEAD)
		return XLSX_HEAD;
	if (line < ABOVE)
		return line == AGENCY && column == FORM_TEXT ? XLSX_ENTRY
							     : XLSX_TEXT;
	return column == FORM_SCORE  ? XLSX_ENTRY
	       : column == FORM_CODE ? XLSX_CENTER
				     : XLSX_TEXT;
}

static void put_line(struct xlsx *x, const struct line *line, size_t at)
{
	/* The title runs on over the cells beside it. */
	size_t n = at == TITLE ? 1 : FORM_COLUMNS;

	for (size_t i = 0; i < n; i++)
		xlsx_put(x, style_of(at, i), line->cells[i]);
	if (at == HEAD)
		xlsx_end_head(x);
	else
		xlsx_end_row(x);
}

int form_put_xlsx(struct buf *out, const struct form *form,
	struct wording *wording, struct error *err)
{
	static const int widths[FORM_COLUMNS] = { 18, 8, 80, 12 };
	const struct line *lines;
	struct arena arena;
	struct xlsx *x;
	int result;

	arena_init(&arena);
	lines = lines_of(form, wording, &arena);
	x = xlsx_new(lines[TITLE].cells[0], NULL,
		wording_text(wording, "paper.lang"));
	xlsx_add_sheet(x, form_head(wording, FORM_SCORE), widths, FORM_COLUMNS);
	for (size_t i = 0; i < ABOVE + form->n_rows; i++)
		put_line(x, &lines[i], i);
	result = xlsx_finish(out, x, err);
	xlsx_free(x);
	arena_done(&arena);
	return result;
}
