/*
 * An official paper being written: sentences of the wording, filled with the
 * facts of the document, as blocks.
 */
#ifndef OIT_REPORTS_PAPER_H
#define OIT_REPORTS_PAPER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "reports/block.h"
#include "reports/document.h"
#include "reports/wording.h"

#define PAPER_MAX_FACTS 64

/* Stands in a sentence for what is not known; it becomes a gap.  Papers come
 * from parsed reports, which hold no such character. */
#define PAPER_GAP "\1"

struct paper {
	const struct document *doc;
	struct wording *wording;
	struct arena *arena;
	struct block *section; /* to which blocks are added */
	struct wording_value facts[PAPER_MAX_FACTS + 1];
	size_t n_facts;
};

/* The string, or "" for NULL. */
const char *paper_text(const char *s);

/* What {name} stands for from now on; what is empty, 0 or -1 is a gap.  A
 * count may be 0. */
void paper_set(struct paper *p, const char *name, const char *text);
void paper_set_number(struct paper *p, const char *name, long number);
void paper_set_count(struct paper *p, const char *name, size_t count);
void paper_set_score(struct paper *p, const char *name, int hundredths);
void paper_set_name(struct paper *p, const char *name, const char *person);
void paper_set_date(struct paper *p, const char *name, const char *iso);

/* {code} from an id "o9", or from some of them, "i10 i11". */
void paper_set_code(struct paper *p, const char *id);
void paper_set_codes(struct paper *p, const char *ids);

/* The sentence of that key with its facts, in the arena. */
const char *paper_say(struct paper *p, const char *key);

/* Text as runs with Thai digits, gaps apart. */
void paper_add_runs(
	struct paper *p, struct block *holder, const char *text, bool bold);

struct block *paper_add_paragraph(struct paper *p, struct block *parent,
	enum block_style style, const char *text);

/* The sentence of that key as a paragraph or heading of the section. */
struct block *paper_add(
	struct paper *p, enum block_style style, const char *key);
struct block *paper_add_heading(struct paper *p, int level, const char *key);

/* A new section of the root, to which blocks are added from now on. */
struct block *paper_add_section(
	struct paper *p, struct block *paper, bool landscape);

/* The warning on papers that must not be used, where it is due. */
void paper_add_stamp(struct paper *p);

/* Tables.  Rows are taken to be short; columns must outlive the blocks. */
struct block *paper_add_table(
	struct paper *p, const int *columns, size_t n_columns);
struct block *paper_add_row(struct paper *p, struct block *table, bool header);
struct block *paper_add_cell(struct paper *p, struct block *row,
	enum block_style style, const char *text);

/* A cell of a head row. */
struct block *paper_add_head(
	struct paper *p, struct block *row, int span, const char *key);

/* A score, or the empty cell to write it in. */
void paper_add_score_cell(struct paper *p, struct block *row, int hundredths);

/* "๑ text" as a line of a list; the second takes the texts of the wording
 * prefix.1, prefix.2 ... */
void paper_add_numbered(struct paper *p, size_t n, const char *text);
void paper_add_numbered_texts(struct paper *p, const char *prefix);

/* A copy with Thai digits, in the arena: for what holds no runs. */
const char *paper_thai(struct paper *p, const char *text);

/* The printed name of an instrument or part, "eit_public". */
const char *paper_instrument_name(struct paper *p, const char *id);

/* {office}, {unit}, {district} and {province}; an office file that names no
 * agency leaves it to the site. */
void paper_set_office(struct paper *p);

/* A row of measures with its first two cells: the issue, filled in the first
 * row of it, to which the ones below belong, and the measure, numbered from 1
 * in its issue. */
struct block *paper_add_measure(struct paper *p, struct block *table,
	const struct document_issue *issue, const struct measure *m,
	size_t number);

/* The cells of who does the measure of that row, and when. */
void paper_add_owner(
	struct paper *p, struct block *row, const struct measure *m);

/* Rank, room, name in brackets and post of who signs. */
void paper_add_signature(struct paper *p, const struct office_signer *signer);

/* What was added after that block stands on one page: a post alone on a page
 * is no signature. */
void paper_keep_together(struct block *before);

#endif
