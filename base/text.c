#include "base/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

/* Thai letters that the steps below name. */
enum {
	TO_PATAK = 0x0e0f,
	DO_CHADA = 0x0e0e,
	RU = 0x0e24,
	LU = 0x0e26,
	PAIYANNOI = 0x0e2f,
	SARA_A = 0x0e30,
	HAN_AKAT = 0x0e31,
	SARA_AA = 0x0e32,
	SARA_AM = 0x0e33,
	SARA_I = 0x0e34,
	SARA_UEE = 0x0e37,
	SARA_U = 0x0e38,
	PHINTHU = 0x0e3a,
	SARA_E = 0x0e40,
	SARA_AE = 0x0e41,
	SARA_AI = 0x0e44,
	LAKKHANGYAO = 0x0e45,
	MAIYAMOK = 0x0e46,
	MAITAIKHU = 0x0e47,
	MAI_EK = 0x0e48,
	MAI_CHATTAWA = 0x0e4b,
	THANTHAKHAT = 0x0e4c,
	NIKHAHIT = 0x0e4d,
	YAMAKKAN = 0x0e4e,
};

/*
 * Glyphs that old Windows fonts put at U+F700..F71A, in TLWG's order: forms
 * of yo ying and tho than without tail, and marks shifted left or down.
 */
static const uint16_t old_font[] = {
	0x0e10,
	0x0e34,
	0x0e35,
	0x0e36,
	0x0e37,
	0x0e48,
	0x0e49,
	0x0e4a,
	0x0e4b,
	0x0e4c,
	0x0e48,
	0x0e49,
	0x0e4a,
	0x0e4b,
	0x0e4c,
	0x0e0d,
	0x0e31,
	0x0e4d,
	0x0e47,
	0x0e48,
	0x0e49,
	0x0e4a,
	0x0e4b,
	0x0e4c,
	0x0e38,
	0x0e39,
	0x0e3a,
};

/* Letters on their way, all of one piece. */
struct row {
	uint32_t *c;
	uint32_t *at; /* place in the piece of each; NULL: nobody asks */
	size_t n;
};

/* An accent behind its letter and the two as one letter. */
struct accent {
	uint16_t mark, letter, both;
};

/* The letters with accents of Latin-1, as NFC has them (UAX #15): the accents
 * of Thai text are of English and French names. */
static const struct accent accents[] = {
	{ 0x300, 'a', 0xe0 },
	{ 0x300, 'e', 0xe8 },
	{ 0x300, 'i', 0xec },
	{ 0x300, 'o', 0xf2 },
	{ 0x300, 'u', 0xf9 },
	{ 0x301, 'a', 0xe1 },
	{ 0x301, 'e', 0xe9 },
	{ 0x301, 'i', 0xed },
	{ 0x301, 'o', 0xf3 },
	{ 0x301, 'u', 0xfa },
	{ 0x301, 'y', 0xfd },
	{ 0x302, 'a', 0xe2 },
	{ 0x302, 'e', 0xea },
	{ 0x302, 'i', 0xee },
	{ 0x302, 'o', 0xf4 },
	{ 0x302, 'u', 0xfb },
	{ 0x303, 'a', 0xe3 },
	{ 0x303, 'n', 0xf1 },
	{ 0x303, 'o', 0xf5 },
	{ 0x308, 'a', 0xe4 },
	{ 0x308, 'e', 0xeb },
	{ 0x308, 'i', 0xef },
	{ 0x308, 'o', 0xf6 },
	{ 0x308, 'u', 0xfc },
	{ 0x308, 'y', 0xff },
	{ 0x30a, 'a', 0xe5 },
	{ 0x327, 'c', 0xe7 },
};

static bool is_thai(uint32_t c)
{
	return c >= 0x0e01 && c <= 0x0e5b;
}

/* Stands above or below the letter before it. */
static bool is_mark(uint32_t c)
{
	return c == HAN_AKAT || (c >= SARA_I && c <= PHINTHU) ||
	       (c >= MAITAIKHU && c <= YAMAKKAN);
}

/* Sara aa, or the longer letter that is typed for it. */
static bool is_aa(uint32_t c)
{
	return c == SARA_AA || c == LAKKHANGYAO;
}

/* A sign that never begins a word: a blank before it is a fault. */
static bool is_dependent(uint32_t c)
{
	return is_mark(c) || c == SARA_A || is_aa(c) || c == SARA_AM;
}

static bool is_leading(uint32_t c)
{
	return c >= SARA_E && c <= SARA_AI;
}

static bool is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 ||
	       c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
	       c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/* Controls, format characters, variation selectors and tags: nobody sees
 * them. */
static bool is_dropped(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x0, 0x1f },
		{ 0x7f, 0x9f },
		{ 0xad, 0xad },
		{ 0x34f, 0x34f },
		{ 0x61c, 0x61c },
		{ 0x180b, 0x180f },
		{ 0x200b, 0x200f },
		{ 0x202a, 0x202e },
		{ 0x2060, 0x206f },
		{ 0xfe00, 0xfe0f },
		{ 0xfeff, 0xfeff },
		{ 0xfff9, 0xfffb },
		{ 0xe0000, 0xe0fff },
	};

	if (is_blank(c))
		return false;
	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

static uint32_t fold_symbol(uint32_t c)
{
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xfe58 ||
		c == 0xfe63)
		return '-';
	if ((c >= 0x2018 && c <= 0x201b) || c == 0x2032 || c == 0x02bc)
		return '\'';
	if ((c >= 0x201c && c <= 0x201f) || c == 0x2033)
		return '"';
	/* Greek and Cyrillic: their letter O is taken for the Latin one. */
	if ((c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
		return c + 0x20;
	return c;
}

/* The letter that a glyph of an old font draws. */
static uint32_t fold_glyph(uint32_t c)
{
	if (c >= 0xf700 && c < 0xf700 + sizeof(old_font) / sizeof(*old_font))
		return old_font[c - 0xf700];
	return c;
}

/* One letter for another: digits, case, widths, dashes, old fonts. */
static uint32_t fold_letter(uint32_t c)
{
	if (is_blank(c))
		return ' ';
	c = fold_glyph(c);
	if (c >= 0xff01 && c <= 0xff5e)
		c -= 0xfee0;
	if (utf8_is_thai_digit(c))
		return c - 0x0e50 + '0';
	if (c < 0x80)
		return (uint32_t)ascii_lower((int)c);
	if (c >= 0xc0 && c <= 0xde && c != 0xd7)
		return c + 0x20;
	return fold_symbol(c);
}

/* The letter of three bytes, or 0 if it is no Thai one: U+0E00 to U+0E7F is
 * e0 b8 80 to e0 b9 bf. */
static uint32_t thai_letter(const unsigned char *p)
{
	if (p[0] != 0xe0 || (p[1] & 0xfe) != 0xb8 || (p[2] & 0xc0) != 0x80)
		return 0;
	return 0x0e00 | (uint32_t)(p[1] & 1) << 6 | (uint32_t)(p[2] & 0x3f);
}

/* The Thai letter that begins there, or 0. */
static uint32_t thai_at(struct slice s, size_t i)
{
	const unsigned char *p = (const unsigned char *)s.data + i;

	return i + 2 < s.len ? thai_letter(p) : 0;
}

/* The next letter of s, folded, and the place behind it; 0 for none. */
static uint32_t next_letter(struct slice s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.data + *at;
	unsigned char first = p[0];
	uint32_t c = thai_at(s, *at);

	if (first > ' ' && first < 0x7f) {
		*at += 1;
		return (uint32_t)ascii_lower(first);
	}
	if (c) {
		*at += 3;
		return utf8_is_thai_digit(c) ? c - 0x0e50 + '0' : c;
	}
	*at += utf8_decode(&c, slice_of(s.data + *at, s.len - *at));
	if (c == UTF8_INVALID)
		return UTF8_REPLACEMENT;
	return is_dropped(c) ? 0 : fold_letter(c);
}

/* Whether a blank between the two stands inside a Thai cluster. */
static bool are_joined(uint32_t before, uint32_t after)
{
	return (is_thai(before) && is_dependent(after)) ||
	       (is_leading(before) && is_thai(after));
}

/* The Thai letters from i on, which fold to themselves; returns the place
 * behind them. */
static size_t decode_thai(struct row *r, struct slice s, size_t i)
{
	const unsigned char *p = (const unsigned char *)s.data + i;
	uint32_t *to = r->c + r->n, c;

	for (; s.len - i >= 3; i += 3, p += 3) {
		c = thai_letter(p);
		if (c == 0 || utf8_is_thai_digit(c))
			break;
		if (r->at)
			r->at[to - r->c] = (uint32_t)i;
		*to++ = c;
	}
	r->n = (size_t)(to - r->c);
	return i;
}

/* The letter and the accent behind it as one letter, or 0. */
static uint32_t accented(uint32_t letter, uint32_t mark)
{
	for (size_t i = 0; i < sizeof(accents) / sizeof(*accents); i++)
		if (accents[i].mark == mark && accents[i].letter == letter)
			return accents[i].both;
	return 0;
}

/* Adds a letter that stands at that place of the piece, and takes what it
 * needs from before it: a blank out of a cluster, a letter under an accent. */
static void row_add(struct row *r, uint32_t c, size_t at)
{
	uint32_t last = r->n ? r->c[r->n - 1] : ' ';

	if (c == ' ' && last == ' ')
		return;
	if (last == ' ' && r->n > 1 && is_thai(c) &&
		are_joined(r->c[r->n - 2], c))
		r->n--;
	if (c < 0x328 && c >= 0x300 && accented(last, c)) {
		r->c[r->n - 1] = accented(last, c);
		return;
	}
	if (r->at)
		r->at[r->n] = (uint32_t)at;
	r->c[r->n++] = c;
}

/* Letters of the piece, folded one by one; blanks collapsed, and out of
 * clusters.  The row has room for a letter a byte. */
static void decode(struct row *r, struct slice s)
{
	for (size_t i = 0; i < s.len;) {
		size_t at = i;
		uint32_t c = next_letter(s, &i);

		if (c == 0)
			continue;
		row_add(r, c, at);
		/* No blank stands before what follows a letter. */
		if (c != ' ')
			i = decode_thai(r, s, i);
	}
}

/* The place of a mark in its cluster: below, above, tone, killer, nikhahit. */
static int mark_rank(uint32_t c)
{
	if (c >= SARA_U && c <= PHINTHU)
		return 0;
	if (c == HAN_AKAT || (c >= SARA_I && c <= SARA_UEE) || c == MAITAIKHU)
		return 1;
	if (c >= MAI_EK && c <= MAI_CHATTAWA)
		return 2;
	if (c == THANTHAKHAT)
		return 3;
	return c == NIKHAHIT ? 4 : 5;
}

static void row_move(struct row *r, size_t to, size_t from)
{
	r->c[to] = r->c[from];
	if (r->at)
		r->at[to] = r->at[from];
}

/* Writes to place *n, which is not behind i, a letter made of those from place
 * i on. */
static void row_put(struct row *r, size_t *n, uint32_t c, size_t i)
{
	if (r->at)
		r->at[*n] = r->at[i];
	r->c[(*n)++] = c;
}

/* Whether a letter belongs to the marks, or the sara am, before it. */
static bool may_follow(uint32_t mark, uint32_t c)
{
	return is_mark(c) || c == SARA_AM ||
	       (is_aa(c) && (mark >= NIKHAHIT || mark == SARA_AM));
}

/*
 * Writes the marks from place i on in their order, one of each rank, with
 * nikhahit and sara aa as sara am at the end, to place *n, which is not behind
 * them; returns the place behind them.
 */
static size_t put_marks(struct row *r, size_t *n, size_t i)
{
	uint32_t rank[6] = { 0 };
	size_t first = i;
	bool am = false;

	/* Nearly always there is one. */
	if (i + 1 == r->n || !may_follow(r->c[i], r->c[i + 1])) {
		row_put(r, n, r->c[i], i);
		return i + 1;
	}
	for (; i < r->n; i++) {
		uint32_t c = r->c[i];

		if (is_mark(c)) {
			uint32_t *mark = &rank[mark_rank(c)];

			if (!*mark)
				*mark = c;
		} else if (c == SARA_AM || (is_aa(c) && (rank[4] || am))) {
			am = true;
		} else {
			break;
		}
	}
	if (am)
		rank[4] = 0;
	for (size_t k = 0; k < 6; k++)
		if (rank[k])
			row_put(r, n, rank[k], first);
	if (am)
		row_put(r, n, SARA_AM, first);
	return i;
}

/* One spelling of the letters from place i on, which stand between han akat
 * and yamakkan; writes to place *n and returns the place behind them. */
static size_t compose_sign(struct row *r, size_t *n, size_t i)
{
	uint32_t c = r->c[i];
	uint32_t before = *n ? r->c[*n - 1] : 0;

	if (is_mark(c) || c == SARA_AM)
		return put_marks(r, n, i);
	if (c == SARA_E && before == SARA_E)
		r->c[*n - 1] = SARA_AE;
	else if (c == LAKKHANGYAO && before != RU && before != LU)
		row_put(r, n, SARA_AA, i);
	else
		row_put(r, n, c, i);
	return i + 1;
}

/* One spelling of each cluster. */
static void compose(struct row *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n;) {
		if (r->c[i] >= HAN_AKAT && r->c[i] <= YAMAKKAN) {
			i = compose_sign(r, &n, i);
		} else {
			if (n < i)
				row_move(r, n, i);
			n++;
			i++;
		}
	}
	r->n = n;
}

/* Room for n things more beside the len that are there. */
static void *reserve(
	void *array, size_t len, size_t n, size_t *cap, size_t size)
{
	if (len + n <= *cap)
		return array;
	*cap = len + n > *cap * 2 ? len + n : *cap * 2;
	return mem_realloc(array, *cap * size);
}

/* Room for that many bytes more of canon, with the NUL, and of key. */
static void text_reserve(struct text *t, size_t canon, size_t key)
{
	size_t at_cap = t->key_cap;

	t->canon = reserve(t->canon, t->canon_len, canon, &t->canon_cap, 1);
	t->key = reserve(t->key, t->key_len, key, &t->key_cap, 1);
	t->at = reserve(t->at, t->key_len, key, &at_cap, sizeof(*t->at));
}

/* Writes a letter and returns the place behind it. */
static char *put_letter(char *to, uint32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return to + 1;
	}
	if (is_thai(c)) {
		to[0] = (char)0xe0;
		to[1] = (char)(0xb8 | (c >> 6 & 1));
		to[2] = (char)(0x80 | (c & 0x3f));
		return to + 3;
	}
	return to + utf8_encode(to, c);
}

static void canon_put(struct text *t, char c)
{
	t->canon[t->canon_len++] = c;
}

static void key_put(struct text *t, unsigned char c)
{
	t->key[t->key_len] = c;
	t->at[t->key_len++] = (uint32_t)t->canon_len;
}

/* Thai letters that the key has otherwise or not at all. */
static const bool folded_in_key[0x5c] = {
	[TO_PATAK - 0x0e00] = true,
	[PAIYANNOI - 0x0e00] = true,
	[SARA_AM - 0x0e00] = true,
	[MAIYAMOK - 0x0e00] = true,
	[NIKHAHIT - 0x0e00] = true,
	[YAMAKKAN - 0x0e00] = true,
};

/* The key byte of a letter, or 0 when the key leaves it out. */
static unsigned char key_byte(uint32_t c)
{
	if (c < 0x80)
		return ascii_is_alnum((int)c) ? (unsigned char)c : 0;
	if (is_thai(c) && !folded_in_key[c - 0x0e00])
		return (unsigned char)(0x80 | (c - 0x0e00));
	switch (c) {
	case SARA_AM:
		return 0x80 | (SARA_AA - 0x0e00);
	case TO_PATAK:
		return 0x80 | (DO_CHADA - 0x0e00);
	case PAIYANNOI:
	case MAIYAMOK:
	case NIKHAHIT:
	case YAMAKKAN:
		return 0;
	default:
		break;
	}
	return c >= 0xc0 && c != 0xfffd && !(c >= 0x2000 && c <= 0x2bff)
		       ? TEXT_KEY_OTHER
		       : 0;
}

/* Where the next letter of a text goes, for which there is room. */
struct pen {
	char *canon;
	unsigned char *key, last; /* key byte before it, or 0 */
	uint32_t *at;
};

static struct pen pen_set(const struct text *t)
{
	return (struct pen){ .canon = t->canon + t->canon_len,
		.key = t->key + t->key_len,
		.last = t->key_len ? t->key[t->key_len - 1] : 0,
		.at = t->at + t->key_len };
}

/* Writes a letter.  The key has the aa of a doubled sara am once, as re-written
 * PDFs have it. */
static void pen_put(struct pen *pen, const struct text *t, uint32_t c)
{
	const unsigned char aa = 0x80 | (SARA_AA - 0x0e00), k = key_byte(c);

	if (k && !(k == aa && k == pen->last)) {
		*pen->key++ = pen->last = k;
		*pen->at++ = (uint32_t)(pen->canon - t->canon);
	}
	pen->canon = put_letter(pen->canon, c);
}

/* What was written belongs to the text. */
static void pen_lift(const struct pen *pen, struct text *t)
{
	t->key_len = (size_t)(pen->key - t->key);
	t->canon_len = (size_t)(pen->canon - t->canon);
}

static void emit(struct text *t, const struct row *r)
{
	struct pen pen = pen_set(t);

	for (size_t i = 0; i < r->n; i++)
		pen_put(&pen, t, r->c[i]);
	pen_lift(&pen, t);
}

/*
 * What a Thai letter is to those beside it, from U+0E00 on: L stands for
 * itself, V is a vowel written before its letter, A one behind it, 0 to 5 are
 * marks by their rank, M is sara am, D a digit, and "-" is not plain.
 */
static const char plain_thai[] = "-LLLLLLLLLLLLLLL"
				 "LLLLLLLLLLLLLLLL"
				 "LLLLLLLLLLLLLLLL"
				 "A1AM1111000----L"
				 "VVVVV-L12222345L"
				 "DDDDDDDDDDLL----"
				 "----------------"
				 "----------------";

/* The letter at p, folded, and what it is: of the above, "a" for others and a
 * blank for blanks. */
static char plain_kind(
	const unsigned char *p, const unsigned char *end, uint32_t *c)
{
	char kind = 'a';

	if (*p >= 0x80) {
		*c = end - p > 2 ? thai_letter(p) : 0;
		kind = plain_thai[*c & 0x7f];
		if (kind == 'D')
			*c = *c - 0x0e50 + '0';
	} else if (is_blank(*p)) {
		kind = ' ';
		*c = ' ';
	} else {
		*c = (uint32_t)ascii_lower(*p);
		if (*p < ' ' || *p == 0x7f)
			kind = '-';
	}
	return kind;
}

static bool is_rank(char kind)
{
	return kind >= '0' && kind <= '5';
}

/* Whether a letter behind two others stays as it is: no blank parts it from
 * its cluster, its marks are in order and one of a rank. */
static bool is_plain(char second, char last, char kind)
{
	const bool sign = is_rank(kind) || kind == 'M' || kind == 'A';

	if (kind == '-')
		return false;
	if (last == ' ')
		return !sign && second != 'V';
	if (is_rank(last) && is_rank(kind))
		return last < kind;
	if (is_rank(last) && sign)
		return last < '4';
	return !(last == 'M' && sign) && !(last == 'V' && kind == 'V');
}

/*
 * Appends a piece, for which there is room, in one walk; false, and nothing
 * appended, when it asks for decode() and compose(), which would make the same
 * of it.  Nearly all text is plain.
 */
static bool add_plain(struct text *t, struct slice s)
{
	const unsigned char *p = (const unsigned char *)s.data;
	const unsigned char *const end = p + s.len;
	struct pen pen = pen_set(t);
	char second = ' ', last = ' ', kind;
	uint32_t c;

	for (; p < end; p += *p < 0x80 ? 1 : 3) {
		kind = plain_kind(p, end, &c);
		if (kind == ' ' && last == ' ')
			continue;
		if (!is_plain(second, last, kind))
			return false;
		pen_put(&pen, t, c);
		second = last;
		last = kind;
	}
	pen_lift(&pen, t);
	return true;
}

/* Appends a piece letter by letter, mended where it must be. */
static void add_mended(struct text *t, struct slice piece)
{
	struct row r = { 0 };

	t->letters = reserve(
		t->letters, 0, piece.len, &t->letters_cap, sizeof(*t->letters));
	r.c = t->letters;
	decode(&r, piece);
	compose(&r);
	text_reserve(t, r.n * 4 + 1, r.n);
	emit(t, &r);
}

void text_init(struct text *t)
{
	*t = (struct text){ 0 };
}

void text_done(struct text *t)
{
	free(t->canon);
	free(t->key);
	free(t->at);
	free(t->letters);
	free(t->pieces);
	text_init(t);
}

void text_add(struct text *t, struct slice piece)
{
	text_reserve(t, piece.len + 2, piece.len + 1);
	if (t->canon_len && t->canon[t->canon_len - 1] != '\n')
		canon_put(t, ' ');
	t->pieces = mem_grow(
		t->pieces, t->n_pieces, &t->pieces_cap, sizeof(*t->pieces));
	t->pieces[t->n_pieces++] = (struct text_piece){ piece, t->canon_len };
	if (!add_plain(t, piece))
		add_mended(t, piece);
	while (t->canon_len && t->canon[t->canon_len - 1] == ' ')
		t->canon_len--;
	t->canon[t->canon_len] = '\0';
}

void text_break(struct text *t)
{
	if (t->canon_len && t->canon[t->canon_len - 1] != '\n') {
		text_reserve(t, 2, 1);
		key_put(t, TEXT_KEY_BREAK);
		canon_put(t, '\n');
		t->canon[t->canon_len] = '\0';
	}
}

/* Whether a quote may begin or end there: between letters, and not between a
 * letter and its marks. */
static bool is_cut(const struct text *t, size_t at)
{
	uint32_t c = thai_at(slice_of(t->canon, t->canon_len), at);

	if (at == 0 || at == t->canon_len || t->canon[at - 1] == '\n')
		return true;
	return ((unsigned char)t->canon[at] & 0xc0) != 0x80 && !is_mark(c) &&
	       c != SARA_AM && c != LAKKHANGYAO;
}

struct slice text_around(
	const struct text *t, size_t from, size_t to, size_t room)
{
	struct slice canon = slice_of(t->canon, t->canon_len);
	size_t a, b, end, spare;

	if (from >= t->key_len || to > t->key_len || from >= to)
		return slice_of("", 0);
	a = t->at[from];
	b = end = to < t->key_len ? t->at[to] : t->canon_len;
	spare = room > b - a ? (room - (b - a)) / 2 : 0;
	for (size_t i = 0; i < spare && a > 0 && t->canon[a - 1] != '\n'; i++)
		a--;
	for (size_t i = 0; i < spare && b < t->canon_len && t->canon[b] != '\n';
		i++)
		b++;
	while (!is_cut(t, a))
		a--;
	while (!is_cut(t, b))
		b++;
	if (a >= 3 && is_leading(thai_at(canon, a - 3)))
		a -= 3;
	if (b >= end + 3 && is_leading(thai_at(canon, b - 3)))
		b -= 3;
	return slice_trim(slice_of(t->canon + a, b - a));
}

/* The piece that a place of canon comes from: the last that begins there or
 * before it. */
static size_t piece_at(const struct text *t, size_t at)
{
	size_t low = 0, high = t->n_pieces;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (t->pieces[mid].at <= at)
			low = mid;
		else
			high = mid;
	}
	return low;
}

/* The bytes of a piece that the bytes from .. to of its canon are made of. */
static struct slice piece_cut(struct slice piece, size_t from, size_t to)
{
	struct row r = { 0 };
	size_t canon = 0, i = 0, a, b;
	char letter[4];

	r.c = mem_calloc(piece.len + 1, sizeof(*r.c));
	r.at = mem_calloc(piece.len + 1, sizeof(*r.at));
	decode(&r, piece);
	compose(&r);
	for (; i < r.n && canon < from; i++)
		canon += utf8_encode(letter, r.c[i]);
	a = i < r.n ? r.at[i] : piece.len;
	for (; i < r.n && canon < to; i++)
		canon += utf8_encode(letter, r.c[i]);
	b = i < r.n ? r.at[i] : piece.len;
	free(r.c);
	free(r.at);
	return slice_of(piece.data + a, b - a);
}

/* Adds what is seen of the author's own letters. */
static void put_seen(struct buf *out, struct slice s)
{
	uint32_t c;

	for (size_t i = 0; i < s.len;) {
		i += utf8_decode(&c, slice_of(s.data + i, s.len - i));
		if (is_dropped(c))
			continue;
		if (!is_blank(c))
			utf8_put(out, fold_glyph(c));
		else if (out->len && out->data[out->len - 1] != ' ')
			buf_putc(out, ' ');
	}
}

static void trim_end(struct buf *out)
{
	if (out->len && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
}

void text_quote(struct buf *out, const struct text *t, struct slice part)
{
	size_t from, to;

	if (!part.len)
		return;
	from = (size_t)(part.data - t->canon);
	to = from + part.len;
	for (size_t i = piece_at(t, from);
		i < t->n_pieces && t->pieces[i].at < to; i++) {
		size_t at = t->pieces[i].at;
		size_t skip = from > at ? from - at : 0;

		put_seen(out, piece_cut(t->pieces[i].source, skip, to - at));
		put_seen(out, slice_str(" "));
	}
	trim_end(out);
}

void text_key(struct buf *out, struct slice wording)
{
	struct text t;

	text_init(&t);
	text_add(&t, wording);
	buf_put(out, t.key, t.key_len);
	text_done(&t);
}

void text_canon(struct buf *out, struct slice s)
{
	struct text t;

	text_init(&t);
	text_add(&t, s);
	buf_put(out, t.canon, t.canon_len);
	text_done(&t);
}
