/*
 * The Thai normal form: what rules, labels, pages and documents are compared
 * in.
 *
 * Real sites write the same word in many ways: decomposed sara am, two sara e
 * for sara ae, marks in another order or doubled, glyphs of old fonts, Thai
 * or full-width digits, zero-width and no-break blanks, blanks inside words.
 * Unicode normalisation mends at most two of these twelve faults (measured),
 * so the form is ours.  It has two layers:
 *
 *   canon  readable UTF-8: one spelling of each cluster, ASCII digits, lower
 *          case Latin, single blanks; a break between blocks is a newline.
 *          Patterns, years and addresses are sought here.
 *   key    one byte a letter, without blanks and punctuation, and with the
 *          folds that damaged PDF text needs (sara am as sara aa, to patak as
 *          do chada, a lone nikhahit dropped).  Wordings are sought here.
 *
 * A place in the key maps to one in canon, and that to the author's own text,
 * which is what a quote shows.
 */
#ifndef OIT_BASE_TEXT_H
#define OIT_BASE_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* Text as it was added. */
struct text_piece {
	struct slice source;
	size_t at; /* where it begins in canon */
};

struct text {
	char *canon; /* UTF-8, NUL-terminated */
	size_t canon_len;
	unsigned char *key;
	size_t key_len;
	uint32_t *at;      /* key byte -> offset in canon */
	uint32_t *letters; /* of the piece being added */
	struct text_piece *pieces;
	size_t n_pieces;
	size_t canon_cap, key_cap, letters_cap, pieces_cap;
};

/* Key bytes that are no letters: between blocks, and for other scripts. */
#define TEXT_KEY_BREAK 0x01
#define TEXT_KEY_OTHER 0x7f

void text_init(struct text *t);
void text_done(struct text *t);

/* Appends a piece of text, with a blank before it; bytes that are not UTF-8
 * count as U+FFFD.  The piece stays the caller's, and must stay where it is as
 * long as text_quote() is asked. */
void text_add(struct text *t, struct slice piece);

/* Ends a block: no wording is found across it.  A line end of a PDF is none:
 * titles run over lines there. */
void text_break(struct text *t);

/* The canon around key bytes from .. to, at most about room bytes, within the
 * block and not cut between a letter and its marks; borrowed. */
struct slice text_around(
	const struct text *t, size_t from, size_t to, size_t room);

/*
 * Appends what a part of canon was made of, as its author wrote it: digits,
 * case, spelling.  White space is folded, what nobody sees left out, and glyphs
 * of old fonts are the letters they draw; pieces are parted by a blank.
 */
void text_quote(struct buf *out, const struct text *t, struct slice part);

/* The key of a wording alone, appended to out. */
void text_key(struct buf *out, struct slice wording);

/* The canon of a short text alone, appended to out. */
void text_canon(struct buf *out, struct slice s);

#endif
