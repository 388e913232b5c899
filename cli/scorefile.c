#include "cli/scorefile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "cli/local.h"
#include "crawler/limits.h"
#include "crawler/read/read.h"
#include "reports/form.h"
#include "rules/score.h"

#define MAX_PATH 4096

/* Rows of a form; the longest so far has 76. */
#define MAX_ENTRIES 1000

/* The reader of a form. */
struct scorefile {
	struct wording *wording;
	struct read_tools tools;
	/* What came of it; no payload: it is no form. */
	enum outcome outcome;
	struct buf detail, payload;
};

/* A row that wants a score, and what was written there: in normal form, or
 * "". */
struct entry {
	const char *part, *code, *score;
};

/* A form on its way through a page; lives in the worker. */
struct form_reader {
	struct wording *wording;
	struct arena arena;
	uint32_t columns[FORM_COLUMNS]; /* of the sheet; 0 before its heads */
	const char *year, *agency, *part;
	struct entry *entries;
	size_t n, cap;
	bool is_form;
};

/* The cells of a row. */
struct cells {
	const struct page_block *first;
	size_t n;
};

static const char *canon(struct form_reader *r, const char *text)
{
	struct buf out;
	const char *copy;

	buf_init(&out, LIMIT_TEXT_BYTES);
	text_canon(&out, slice_str(text));
	copy = arena_strdup(&r->arena, buf_str(&out));
	buf_done(&out);
	return copy;
}

static bool same(const char *text, const char *word)
{
	struct buf a, b;
	bool equal;

	buf_init(&a, LIMIT_TEXT_BYTES);
	buf_init(&b, LIMIT_TEXT_BYTES);
	text_canon(&a, slice_str(text));
	text_canon(&b, slice_str(word));
	equal = strcmp(buf_str(&a), buf_str(&b)) == 0;
	buf_done(&b);
	buf_done(&a);
	return equal;
}

/* The cell in a column; "" when it is empty. */
static const char *cell_in(struct cells row, uint32_t column)
{
	for (size_t i = 0; i < row.n; i++)
		if (row.first[i].column == column)
			return row.first[i].text;
	return "";
}

/* The place in the row of the cell that says word; row.n for none. */
static size_t find_cell(struct cells row, const char *word)
{
	size_t i = 0;

	while (i < row.n && !same(row.first[i].text, word))
		i++;
	return i;
}

static bool take_heads(struct form_reader *r, struct cells row)
{
	uint32_t columns[FORM_COLUMNS];

	for (int i = 0; i < FORM_COLUMNS; i++) {
		const char *head = form_head(r->wording, (enum form_column)i);
		size_t at = find_cell(row, head);

		/* The questions are there for people alone. */
		if (at == row.n && i != FORM_TEXT)
			return false;
		columns[i] = at < row.n ? row.first[at].column : 0;
	}
	memcpy(r->columns, columns, sizeof(columns));
	r->part = form_head(r->wording, FORM_PART);
	r->is_form = true;
	return true;
}

/* What stands right of a label above the heads. */
static void take_label(struct cells row, const char *label, const char **value)
{
	size_t at = find_cell(row, label);

	if (at + 1 < row.n && !*value)
		*value = row.first[at + 1].text;
}

/* "iit" of the name it has in the form; what is none as it is written. */
static const char *part_named(struct form_reader *r, const char *name)
{
	for (int i = 0; i < SCORE_PARTS; i++) {
		const char *part = score_model_part_name((enum score_part)i);

		if (same(name, form_part(r->wording, part)))
			return part;
	}
	return name;
}

/* A part holds for the rows below it, as where cells are joined. */
static void take_row(struct form_reader *r, struct cells row)
{
	const char *part = cell_in(row, r->columns[FORM_PART]);
	const char *code = cell_in(row, r->columns[FORM_CODE]);
	const char *score = cell_in(row, r->columns[FORM_SCORE]);

	if (*part)
		r->part = part_named(r, part);
	if (!*code || r->n > MAX_ENTRIES)
		return;
	r->entries = mem_grow(r->entries, r->n, &r->cap, sizeof(*r->entries));
	r->entries[r->n++] =
		(struct entry){ r->part, canon(r, code), canon(r, score) };
}

static void take_cells(struct form_reader *r, struct cells row)
{
	if (take_heads(r, row))
		return;
	if (r->columns[FORM_SCORE]) {
		take_row(r, row);
		return;
	}
	take_label(row, form_year(r->wording), &r->year);
	take_label(row, form_agency(r->wording), &r->agency);
}

static void take_page(struct form_reader *r, const struct page *page)
{
	struct cells row = { NULL, 0 };
	uint32_t sheet = 0;

	for (size_t i = 0; i < page->n_blocks; i++) {
		const struct page_block *block = &page->blocks[i];

		if (block->kind != PAGE_BLOCK_CELL)
			continue;
		if (block->sheet != sheet)
			memset(r->columns, 0, sizeof(r->columns));
		sheet = block->sheet;
		if (row.n++ == 0)
			row.first = block;
		if (!block->row_end)
			continue;
		take_cells(r, row);
		row.n = 0;
	}
}

/* A number as JSON has it, minus included, so that what is out of range can
 * be told as such. */
static bool is_number(struct slice s)
{
	size_t whole, i;

	if (s.len && s.data[0] == '-')
		s = slice_behind(s, 1);
	for (i = 0; i < s.len && ascii_is_digit(s.data[i]); i++)
		;
	whole = i;
	if (whole == 0 || whole > 4 || (whole > 1 && s.data[0] == '0'))
		return false;
	if (i == s.len)
		return true;
	while (++i < s.len && ascii_is_digit(s.data[i]))
		;
	return s.data[whole] == '.' && i == s.len && i > whole + 1 && i < 20;
}

/*
 * The number that a score is meant as: 90% is 90, and a comma before one or
 * two last digits is a point, for no score has thousands.
 */
static void put_score(
	struct json_writer *w, const char *code, struct slice score)
{
	struct buf digits;
	long comma;

	buf_init(&digits, LIMIT_TEXT_BYTES);
	buf_put_slice(&digits, score);
	if (score.len && score.data[score.len - 1] == '%')
		score.len--;
	score = slice_trim(score);
	comma = slice_find(score, ",", 0);
	if (comma >= 0 && score.len - (size_t)comma <= 3) {
		buf_clear(&digits);
		buf_put_slice(&digits, slice_of(score.data, (size_t)comma));
		buf_putc(&digits, '.');
		buf_put_slice(&digits, slice_behind(score, (size_t)comma + 1));
		score = buf_slice(&digits);
	}
	if (is_number(score))
		json_put_digits(w, code, score);
	else
		json_put_slice(w, code, score);
	buf_done(&digits);
}

/* The scores of the part that entry i is the first of. */
static void put_part(
	struct json_writer *w, const struct form_reader *r, size_t first)
{
	const char *part = r->entries[first].part;

	for (size_t i = 0; i < first; i++)
		if (strcmp(r->entries[i].part, part) == 0)
			return;
	json_open(w, part, '{');
	for (size_t i = first; i < r->n; i++)
		if (strcmp(r->entries[i].part, part) == 0 &&
			*r->entries[i].score)
			put_score(w, r->entries[i].code,
				slice_str(r->entries[i].score));
	json_close(w, '}');
}

static void put_scores(struct buf *out, struct form_reader *r)
{
	struct json_writer w;

	json_writer_init(&w, out, false);
	json_open(&w, NULL, '{');
	json_put_string(&w, "schema", SCORE_SCHEMA);
	if (r->year)
		put_score(&w, "year", slice_str(canon(r, r->year)));
	if (r->agency)
		json_put_string(&w, "agency", r->agency);
	for (size_t i = 0; i < r->n; i++)
		put_part(&w, r, i);
	json_close(&w, '}');
}

static void read_body(
	void *ctx, const struct crawl_job *job, struct reading *out)
{
	const struct scorefile *s = ctx;
	const struct read_input input = { .url = job->url,
		.content_type = job->content_type,
		.body = job->body,
		.tools = &s->tools };
	struct page *page = read_page(&input);
	struct form_reader r = { .wording = s->wording };
	struct buf payload;

	arena_init(&r.arena);
	buf_init(&payload, LIMIT_DOC_TEXT);
	take_page(&r, page);
	reading_set_page(out, page);
	if (r.n > MAX_ENTRIES) {
		reading_set_outcome(
			out, OUTCOME_DOC_LIMIT, "more rows than any form has");
	} else if (r.is_form) {
		put_scores(&payload, &r);
		reading_set_payload(out, buf_slice(&payload));
	}
	buf_done(&payload);
	free(r.entries);
	arena_done(&r.arena);
	page_free(page);
}

static void keep(
	void *ctx, const struct visit *visit, const struct reading *reading)
{
	struct scorefile *s = ctx;

	(void)visit;
	s->outcome = reading->outcome;
	buf_puts(&s->detail, reading->detail);
	buf_put_slice(&s->payload, reading->payload);
}

static int parse(struct json **out, const char *path, struct scorefile *s,
	struct error *err)
{
	if (s->payload.len)
		return json_parse_made(out, path, buf_slice(&s->payload), err);
	if (s->outcome != OUTCOME_OK)
		return error_set(err, ERR_SYNTAX, "%s: %s%s%s", path,
			outcome_name(s->outcome), s->detail.len ? ", " : "",
			buf_str(&s->detail));
	return error_set(err, ERR_SYNTAX,
		"%s: has no row of heads \"%s\", \"%s\", \"%s\"; see oit "
		"score template",
		path, form_head(s->wording, FORM_PART),
		form_head(s->wording, FORM_CODE),
		form_head(s->wording, FORM_SCORE));
}

static int load_form(struct json **out, const char *path, const char *catalog,
	struct error *err)
{
	struct scorefile s = { .outcome = OUTCOME_OK };
	const struct crawl_reader reader = {
		.read = read_body, .keep = keep, .ctx = &s
	};
	char words[MAX_PATH];
	int rc;

	(void)snprintf(words, sizeof(words), "%s/papers/th.json", catalog);
	buf_init(&s.detail, SIZE_MAX / 2);
	buf_init(&s.payload, LIMIT_DOC_TEXT);
	read_tools_find(&s.tools);
	rc = wording_load(&s.wording, words, err);
	if (rc == 0)
		rc = local_read(path, false, &reader, err);
	if (rc == 0)
		rc = parse(out, path, &s, err);
	wording_free(s.wording);
	read_tools_done(&s.tools);
	buf_done(&s.payload);
	buf_done(&s.detail);
	return rc;
}

static bool is_form(const char *path)
{
	static const char *const ends[] = { ".csv", ".ods", ".xls", ".xlsx" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (slice_ends_nocase(slice_str(path), ends[i]))
			return true;
	return false;
}

int scorefile_load(struct json **out, const char *path, const char *catalog,
	struct error *err)
{
	return is_form(path) ? load_form(out, path, catalog, err)
			     : json_load(out, path, err);
}
