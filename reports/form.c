#include "reports/form.h"

#include <stdio.h>

#include "reports/escape.h"

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

/* A row whose last cells are empty where they are NULL. */
static void put_row(struct buf *out, const char *const cells[FORM_COLUMNS])
{
	for (size_t i = 0; i < FORM_COLUMNS; i++) {
		if (i)
			buf_putc(out, ',');
		escape_csv(out, cells[i]);
	}
	buf_puts(out, "\r\n");
}

static void put_above(
	struct buf *out, const struct form *form, struct wording *wording)
{
	char year[16];
	struct buf title;

	(void)snprintf(year, sizeof(year), "%d", form->year);
	buf_init(&title, MAX_TITLE);
	wording_put(wording, &title, "form.title",
		WORDING_VALUES({ "year", year }));
	put_row(out, (const char *[FORM_COLUMNS]){ buf_str(&title) });
	put_row(out, (const char *[FORM_COLUMNS]){ form_year(wording), year });
	put_row(out, (const char *[FORM_COLUMNS]){ form_agency(wording) });
	put_row(out,
		(const char *[FORM_COLUMNS]){ wording_text(wording, "form.how"),
			wording_text(wording, "form.how_text") });
	buf_done(&title);
}

void form_put_csv(
	struct buf *out, const struct form *form, struct wording *wording)
{
	const char *cells[FORM_COLUMNS];

	buf_puts(out, BYTE_ORDER_MARK);
	put_above(out, form, wording);
	for (int i = 0; i < FORM_COLUMNS; i++)
		cells[i] = form_head(wording, (enum form_column)i);
	put_row(out, cells);
	for (size_t i = 0; i < form->n_rows; i++) {
		const struct form_row *row = &form->rows[i];

		put_row(out, (const char *[FORM_COLUMNS]){
				     form_part(wording, row->part), row->code,
				     row->text });
	}
}
