#include "reports/paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/slice.h"
#include "reports/thai.h"

#define MAX_TEXT ((size_t)64 * 1024)

const char *paper_text(const char *s)
{
	return s ? s : "";
}

void paper_set(struct paper *p, const char *name, const char *text)
{
	const char *copy =
		arena_strdup(p->arena, *paper_text(text) ? text : PAPER_GAP);

	for (size_t i = 0; i < p->n_facts; i++)
		if (strcmp(p->facts[i].name, name) == 0) {
			p->facts[i].text = copy;
			return;
		}
	if (p->n_facts < PAPER_MAX_FACTS)
		p->facts[p->n_facts++] = (struct wording_value){ name, copy };
}

void paper_set_number(struct paper *p, const char *name, long number)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%ld", number);
	paper_set(p, name, number ? text : "");
}

void paper_set_count(struct paper *p, const char *name, size_t count)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%zu", count);
	paper_set(p, name, text);
}

void paper_set_score(struct paper *p, const char *name, int hundredths)
{
	struct buf text;

	buf_init(&text, MAX_TEXT);
	thai_put_score(&text, hundredths);
	paper_set(p, name, buf_str(&text));
	buf_done(&text);
}

void paper_set_name(struct paper *p, const char *name, const char *person)
{
	struct buf text;

	buf_init(&text, MAX_TEXT);
	thai_put_name(&text, paper_text(person));
	paper_set(p, name, buf_str(&text));
	buf_done(&text);
}

void paper_set_code(struct paper *p, const char *id)
{
	struct buf text;

	buf_init(&text, MAX_TEXT);
	thai_put_code(&text, id);
	paper_set(p, "code", buf_str(&text));
	buf_done(&text);
}

void paper_set_codes(struct paper *p, const char *ids)
{
	struct slice rest = slice_str(ids);
	struct buf out;

	buf_init(&out, MAX_TEXT);
	while (rest.len) {
		long space = slice_find(rest, " ", 0);
		size_t n = space < 0 ? rest.len : (size_t)space;
		char *id = slice_dup(slice_of(rest.data, n));

		if (out.len)
			buf_puts(&out, ", ");
		thai_put_code(&out, id);
		free(id);
		n += space >= 0;
		rest = slice_of(rest.data + n, rest.len - n);
	}
	paper_set(p, "code", buf_str(&out));
	buf_done(&out);
}

void paper_set_date(struct paper *p, const char *name, const char *iso)
{
	struct buf text;

	buf_init(&text, MAX_TEXT);
	thai_put_date(&text, paper_text(iso), true);
	paper_set(p, name, buf_str(&text));
	buf_done(&text);
}

const char *paper_say(struct paper *p, const char *key)
{
	const char *copy;
	struct buf text;

	buf_init(&text, MAX_TEXT);
	wording_put(p->wording, &text, key, p->facts);
	copy = arena_strdup(p->arena, buf_str(&text));
	buf_done(&text);
	return copy;
}

const char *paper_thai(struct paper *p, const char *text)
{
	const char *copy;
	struct buf out;

	buf_init(&out, MAX_TEXT);
	thai_put(&out, text);
	copy = arena_strdup(p->arena, buf_str(&out));
	buf_done(&out);
	return copy;
}

void paper_add_runs(
	struct paper *p, struct block *holder, const char *text, bool bold)
{
	struct slice rest = slice_str(text);

	for (;;) {
		long gap = slice_find(rest, PAPER_GAP, 0);
		char *piece = slice_dup(
			slice_of(rest.data, gap < 0 ? rest.len : (size_t)gap));
		struct buf out;

		buf_init(&out, MAX_TEXT);
		thai_put(&out, piece);
		if (out.len)
			block_add_text(p->arena, holder, buf_str(&out))->bold =
				bold;
		buf_done(&out);
		free(piece);
		if (gap < 0)
			return;
		(void)block_add_text(p->arena, holder, "");
		rest = slice_of(
			rest.data + gap + 1, rest.len - (size_t)gap - 1);
	}
}

struct block *paper_add_paragraph(struct paper *p, struct block *parent,
	enum block_style style, const char *text)
{
	struct block *b = block_add(p->arena, parent, BLOCK_PARAGRAPH);

	b->style = style;
	paper_add_runs(p, b, text, false);
	return b;
}

struct block *paper_add(
	struct paper *p, enum block_style style, const char *key)
{
	return paper_add_paragraph(p, p->section, style, paper_say(p, key));
}

struct block *paper_add_heading(struct paper *p, int level, const char *key)
{
	struct block *b = block_add(p->arena, p->section, BLOCK_HEADING);

	b->level = level;
	paper_add_runs(p, b, paper_say(p, key), true);
	return b;
}

struct block *paper_add_section(
	struct paper *p, struct block *paper, bool landscape)
{
	p->section = block_add(p->arena, paper, BLOCK_SECTION);
	p->section->landscape = landscape;
	return p->section;
}

void paper_add_stamp(struct paper *p)
{
	if (!document_is_final(p->doc))
		(void)paper_add(p, BLOCK_STAMP, "stamp");
	if (document_is_by_draft(p->doc))
		(void)paper_add(p, BLOCK_STAMP, "stamp.draft");
}

struct block *paper_add_table(
	struct paper *p, const int *columns, size_t n_columns)
{
	struct block *table = block_add(p->arena, p->section, BLOCK_TABLE);

	table->columns = columns;
	table->n_columns = n_columns;
	return table;
}

struct block *paper_add_row(struct paper *p, struct block *table, bool header)
{
	struct block *row = block_add(p->arena, table, BLOCK_ROW);

	row->header = header;
	row->whole = true;
	return row;
}

struct block *paper_add_cell(struct paper *p, struct block *row,
	enum block_style style, const char *text)
{
	struct block *cell = block_add(p->arena, row, BLOCK_CELL);

	(void)paper_add_paragraph(p, cell, style, text);
	return cell;
}

struct block *paper_add_head(
	struct paper *p, struct block *row, int span, const char *key)
{
	struct block *cell = block_add(p->arena, row, BLOCK_CELL);
	struct block *text = block_add(p->arena, cell, BLOCK_PARAGRAPH);

	text->style = span > 1 ? BLOCK_PLAIN : BLOCK_CENTER;
	cell->shaded = true;
	cell->span = span;
	paper_add_runs(p, text, paper_say(p, key), true);
	return cell;
}

void paper_add_score_cell(struct paper *p, struct block *row, int hundredths)
{
	struct buf text;

	buf_init(&text, MAX_TEXT);
	thai_put_score(&text, hundredths);
	(void)paper_add_cell(p, row, BLOCK_CENTER,
		hundredths < 0 ? PAPER_GAP : buf_str(&text));
	buf_done(&text);
}

void paper_add_numbered(struct paper *p, size_t n, const char *text)
{
	paper_set_count(p, "n", n);
	paper_set(p, "text", text);
	(void)paper_add(p, BLOCK_LIST, "plan.step");
}

void paper_add_numbered_texts(struct paper *p, const char *prefix)
{
	char key[64];

	for (size_t n = 1;; n++) {
		(void)snprintf(key, sizeof(key), "%s.%zu", prefix, n);
		if (!wording_has(p->wording, key))
			return;
		paper_add_numbered(p, n, paper_say(p, key));
	}
}

const char *paper_instrument_name(struct paper *p, const char *id)
{
	char key[64];

	(void)snprintf(key, sizeof(key), "instrument.%s", id);
	return paper_say(p, key);
}

/* The item's number, with its year and the plan's own when that is another. */
static void set_item(struct paper *p, const struct measure *m)
{
	paper_set_codes(p, paper_text(m->plan_item));
	paper_set(p, "now", paper_say(p, "plan.code"));
	paper_set_codes(p, paper_text(m->item));
	if (m->item_year == 0 || m->item_year == p->doc->plan.year)
		return;
	paper_set_number(p, "item_year", m->item_year);
	paper_set(p, "code",
		paper_say(p, *paper_text(m->plan_item) ? "plan.code_now"
						       : "plan.code_of"));
}

static void set_measure(struct paper *p, const struct measure *m, size_t number)
{
	paper_set_count(p, "n", number);
	paper_set(p, "text", m->text);
	paper_set(p, "title", m->item_title);
	set_item(p, m);
	paper_set_date(p, "from", m->from);
	paper_set_date(p, "to", m->to);
}

static const char *measure_key(const struct measure *m)
{
	if (m->kind == MEASURE_CHECKING)
		return "plan.checking";
	if (*paper_text(m->item_title))
		return "plan.item";
	return *paper_text(m->item) ? "plan.questions" : "plan.standing";
}

static void add_issue_cell(struct paper *p, struct block *row,
	const struct document_issue *issue, bool first)
{
	struct block *cell = block_add(p->arena, row, BLOCK_CELL);
	struct block *text = block_add(p->arena, cell, BLOCK_PARAGRAPH);

	text->style = BLOCK_PLAIN;
	cell->merge_below = first;
	cell->merged = !first;
	if (!first)
		return;
	paper_set_number(p, "n", issue->n);
	paper_set(p, "title", issue->title);
	paper_add_runs(p, text, paper_say(p, "plan.issue_text"), true);
}

struct block *paper_add_measure(struct paper *p, struct block *table,
	const struct document_issue *issue, const struct measure *m,
	size_t number)
{
	struct block *row = paper_add_row(p, table, false);

	add_issue_cell(p, row, issue, number == 1);
	set_measure(p, m, number);
	(void)paper_add_cell(p, row, BLOCK_PLAIN, paper_say(p, measure_key(m)));
	return row;
}

void paper_add_owner(
	struct paper *p, struct block *row, const struct measure *m)
{
	(void)paper_add_cell(p, row, BLOCK_PLAIN,
		*paper_text(m->owner) ? m->owner : PAPER_GAP);
	(void)paper_add_cell(
		p, row, BLOCK_PLAIN, paper_say(p, "plan.period_text"));
}

void paper_set_office(struct paper *p)
{
	const struct office *office = &p->doc->office;

	paper_set(p, "office",
		*paper_text(office->name) ? office->name : p->doc->site.name);
	paper_set(p, "unit", office->unit);
	paper_set(p, "district", office->district);
	paper_set(p, "province", office->province);
}

/* A line to sign on, below the rank if there is one: the four of the memo are
 * to fit on the page of its proposals. */
void paper_add_signature(struct paper *p, const struct office_signer *signer)
{
	if (*paper_text(signer->rank))
		(void)paper_add_paragraph(
			p, p->section, BLOCK_NAME, signer->rank);
	(void)paper_add_paragraph(p, p->section, BLOCK_NAME, "");
	paper_set_name(p, "name", signer->name);
	(void)paper_add(p, BLOCK_NAME, "sign.name");
	(void)paper_add_paragraph(p, p->section, BLOCK_NAME,
		*paper_text(signer->post) ? signer->post : PAPER_GAP);
}

void paper_keep_together(struct block *before)
{
	for (struct block *b = before->next; b->next; b = b->next)
		b->with_next = true;
}
