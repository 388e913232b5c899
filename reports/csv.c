#include "reports/csv.h"

#include <stdio.h>

#include "reports/escape.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static const char *const columns[] = { "csv.item", "csv.title", "csv.verdict",
	"csv.code", "csv.reason", "csv.fix", "csv.owner", "csv.due",
	"csv.where", "csv.done_when", "csv.url", "csv.quote", "csv.year",
	"csv.checked", "csv.near" };

#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))

static void put_row(struct buf *out, const char *const *fields)
{
	for (size_t i = 0; i < N_COLUMNS; i++) {
		if (i)
			buf_putc(out, ',');
		escape_csv(out, fields[i]);
	}
	buf_puts(out, "\r\n");
}

/* The best evidence; an empty one when there is none. */
static struct finding_evidence best_evidence(const struct finding *f)
{
	return f->n_evidence ? f->evidence[0] : (struct finding_evidence){ 0 };
}

static void put_item(struct buf *out, const struct document *doc,
	const struct finding *f, struct wording *wording)
{
	const struct finding_evidence e = best_evidence(f);
	const char *fields[N_COLUMNS];
	char verdict[64], year[16] = "";

	(void)snprintf(verdict, sizeof(verdict), "verdict.%s",
		verdict_name(f->verdict));
	if (e.year)
		(void)snprintf(year, sizeof(year), "%d", e.year);
	fields[0] = f->id;
	fields[1] = f->title;
	fields[2] = wording_text(wording, verdict);
	fields[3] = f->reason_code;
	fields[4] = f->reason;
	fields[5] = verdict_is_open(f->verdict) ? f->fix : "";
	fields[6] = f->owner;
	fields[7] = document_due(doc, f->id);
	fields[8] = f->where;
	fields[9] = f->done_when;
	fields[10] = e.url;
	fields[11] = e.quote;
	fields[12] = year;
	fields[13] = e.fetched_at;
	fields[14] = f->n_near ? f->near_misses[0].url : "";
	put_row(out, fields);
}

void csv_write(
	struct buf *out, const struct document *doc, struct wording *wording)
{
	const char *names[N_COLUMNS];

	buf_puts(out, BYTE_ORDER_MARK);
	for (size_t i = 0; i < N_COLUMNS; i++)
		names[i] = wording_text(wording, columns[i]);
	put_row(out, names);
	for (size_t i = 0; i < doc->n_items; i++)
		put_item(out, doc, &doc->items[i], wording);
}
