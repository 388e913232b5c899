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

/* One letter on its way, with its place in the original. */
struct glyph {
	uint32_t c;
	uint32_t at;
};

/* Growing row of glyphs; lives for one text_add(). */
struct row {
	struct glyph *g;
	size_t n, cap;
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

/* A sign that never begins a word: a blank before it is a fault. */
static bool is_dependent(uint32_t c)
{
	return is_mark(c) || c == SARA_A || c == SARA_AA || c == SARA_AM;
}

static bool is_leading(uint32_t c)
{
	return c >= SARA_E && c <= SARA_AI;
}

static bool is_dropped(uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') ||
	       (c >= 0x7f && c < 0xa0) || c == 0xad ||
	       (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
	       (c >= 0xfe00 && c <= 0xfe0f);
}

static bool is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 ||
	       c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
	       c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

static uint32_t fold_symbol(uint32_t c)
{
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xfe63)
		return '-';
	if (c == 0x2018 || c == 0x2019 || c == 0x02bc)
		return '\'';
	if (c == 0x201c || c == 0x201d)
		return '"';
	return c;
}

/* One letter for another: digits, case, widths, dashes, old fonts. */
static uint32_t fold_letter(uint32_t c)
{
	if (is_blank(c))
		return ' ';
	if (c >= 0xf700 && c < 0xf700 + sizeof(old_font) / sizeof(*old_font))
		return old_font[c - 0xf700];
	if (c >= 0xff01 && c <= 0xff5e)
		c -= 0xfee0;
	if (c >= 0x0e50 && c <= 0x0e59)
		return c - 0x0e50 + '0';
	if (c < 0x80)
		return (uint32_t)ascii_lower((int)c);
	if (c >= 0xc0 && c <= 0xde && c != 0xd7)
		return c + 0x20;
	return fold_symbol(c);
}

static void row_put(struct row *r, uint32_t c, uint32_t at)
{
	r->g = mem_grow(r->g, r->n, &r->cap, sizeof(*r->g));
	r->g[r->n++] = (struct glyph){ c, at };
}

/* Letters of the piece, folded one by one, blanks collapsed. */
static void decode(struct row *r, struct slice s, size_t at)
{
	for (size_t i = 0; i < s.len;) {
		uint32_t c;
		size_t n = utf8_decode(&c, slice_of(s.data + i, s.len - i));
		uint32_t place = (uint32_t)(at + i);

		i += n;
		if (is_dropped(c))
			continue;
		c = c == UTF8_INVALID ? UTF8_REPLACEMENT : fold_letter(c);
		if (c == ' ' && (r->n == 0 || r->g[r->n - 1].c == ' '))
			continue;
		row_put(r, c, place);
	}
}

/* Whether the blank at i stands inside a Thai cluster. */
static bool blank_in_cluster(const struct row *r, size_t i)
{
	uint32_t before = i > 0 ? r->g[i - 1].c : 0;
	uint32_t after = i + 1 < r->n ? r->g[i + 1].c : 0;

	return (is_thai(before) && is_dependent(after)) ||
	       (is_leading(before) && is_thai(after));
}

/* The place of a mark in its cluster: below, above, tone, killer. */
static int mark_rank(uint32_t c)
{
	if (c >= SARA_U && c <= PHINTHU)
		return 0;
	if (c == HAN_AKAT || (c >= SARA_I && c <= SARA_UEE) || c == MAITAIKHU)
		return 1;
	if (c >= MAI_EK && c <= MAI_CHATTAWA)
		return 2;
	return c == THANTHAKHAT ? 3 : 4;
}

/*
 * Writes the marks from in[i] on in their order, one of each rank, with
 * nikhahit and sara aa as sara am at the end; returns the place behind them.
 */
static size_t put_marks(struct row *out, const struct row *in, size_t i)
{
	struct glyph rank[5] = { { 0, 0 } };
	struct glyph am = { 0, 0 };

	for (; i < in->n; i++) {
		uint32_t c = in->g[i].c;

		if (is_mark(c)) {
			struct glyph *g = &rank[mark_rank(c)];

			if (!g->c)
				*g = in->g[i];
		} else if (c == SARA_AM && !am.c) {
			am = in->g[i];
		} else if (c == SARA_AA && (rank[4].c || am.c)) {
			am = (struct glyph){ SARA_AM, in->g[i].at };
			rank[4].c = 0;
		} else {
			break;
		}
	}
	for (size_t k = 0; k < 5; k++)
		if (rank[k].c)
			row_put(out, rank[k].c, rank[k].at);
	if (am.c)
		row_put(out, SARA_AM, am.at);
	return i;
}

/* Blanks out of clusters, then one spelling of each cluster. */
static void compose(struct row *out, struct row *in)
{
	size_t n = 0;

	for (size_t i = 0; i < in->n; i++)
		if (in->g[i].c != ' ' || !blank_in_cluster(in, i))
			in->g[n++] = in->g[i];
	in->n = n;
	for (size_t i = 0; i < n;) {
		uint32_t c = in->g[i].c;
		uint32_t before = out->n ? out->g[out->n - 1].c : 0;

		if (c == SARA_E && before == SARA_E) {
			out->g[out->n - 1].c = SARA_AE;
			i++;
		} else if (c == LAKKHANGYAO && before != RU && before != LU) {
			row_put(out, SARA_AA, in->g[i++].at);
		} else if (is_mark(c) || c == SARA_AM) {
			i = put_marks(out, in, i);
		} else {
			row_put(out, c, in->g[i++].at);
		}
	}
}

static void canon_put(struct text *t, uint32_t c, uint32_t at)
{
	char bytes[4];
	size_t n = utf8_encode(bytes, c);

	if (t->canon_len + n + 1 > t->canon_cap) {
		t->canon_cap = t->canon_cap ? t->canon_cap * 2 : 256;
		t->canon = mem_realloc(t->canon, t->canon_cap);
		t->origin = mem_realloc(
			t->origin, t->canon_cap * sizeof(*t->origin));
	}
	for (size_t i = 0; i < n; i++) {
		t->canon[t->canon_len] = bytes[i];
		t->origin[t->canon_len++] = at;
	}
	t->canon[t->canon_len] = '\0';
}

static void key_put(struct text *t, unsigned char c, size_t at)
{
	if (t->key_len == t->key_cap) {
		t->key_cap = t->key_cap ? t->key_cap * 2 : 256;
		t->key = mem_realloc(t->key, t->key_cap);
		t->at = mem_realloc(t->at, t->key_cap * sizeof(*t->at));
	}
	t->key[t->key_len] = c;
	t->at[t->key_len++] = (uint32_t)at;
}

/* The key byte of a letter, or 0 when the key leaves it out. */
static unsigned char key_byte(uint32_t c)
{
	if (c < 0x80)
		return ascii_is_alnum((int)c) ? (unsigned char)c : 0;
	if (c == SARA_AM)
		c = SARA_AA;
	if (c == TO_PATAK)
		c = DO_CHADA;
	if (c == NIKHAHIT || c == YAMAKKAN || c == 0x0e2f || c == 0x0e46)
		return 0;
	if (is_thai(c))
		return (unsigned char)(0x80 | (c - 0x0e00));
	return c >= 0xc0 && c != 0xfffd && !(c >= 0x2000 && c <= 0x2bff)
		       ? TEXT_KEY_OTHER
		       : 0;
}

static void emit(struct text *t, const struct row *r)
{
	for (size_t i = 0; i < r->n; i++) {
		unsigned char k = key_byte(r->g[i].c);
		unsigned char last = t->key_len ? t->key[t->key_len - 1] : 0;

		/* The aa of a doubled sara am, as re-written PDFs have it. */
		if (k && !(k == (0x80 | (SARA_AA - 0x0e00)) && k == last))
			key_put(t, k, t->canon_len);
		canon_put(t, r->g[i].c, r->g[i].at);
	}
}

void text_init(struct text *t)
{
	*t = (struct text){ 0 };
}

void text_done(struct text *t)
{
	free(t->canon);
	free(t->origin);
	free(t->key);
	free(t->at);
	text_init(t);
}

void text_clear(struct text *t)
{
	t->canon_len = 0;
	t->key_len = 0;
	t->origin_len = 0;
	if (t->canon)
		t->canon[0] = '\0';
}

void text_add(struct text *t, struct slice piece)
{
	struct row letters = { 0 }, composed = { 0 };

	if (t->canon_len && t->canon[t->canon_len - 1] != '\n')
		canon_put(t, ' ', (uint32_t)t->origin_len);
	decode(&letters, piece, t->origin_len);
	compose(&composed, &letters);
	emit(t, &composed);
	while (t->canon_len && t->canon[t->canon_len - 1] == ' ')
		t->canon[--t->canon_len] = '\0';
	t->origin_len += piece.len + 1;
	free(letters.g);
	free(composed.g);
}

void text_break(struct text *t)
{
	if (t->canon_len && t->canon[t->canon_len - 1] != '\n') {
		key_put(t, TEXT_KEY_BREAK, t->canon_len);
		canon_put(t, '\n', (uint32_t)t->origin_len);
	}
}

size_t text_origin_of_key(const struct text *t, size_t i)
{
	return i < t->key_len ? t->origin[t->at[i]] : t->origin_len;
}

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

struct slice text_around(
	const struct text *t, size_t from, size_t to, size_t room)
{
	size_t a, b, spare;

	if (from >= t->key_len || to > t->key_len || from >= to)
		return slice_of("", 0);
	a = t->at[from];
	b = to < t->key_len ? t->at[to] : t->canon_len;
	spare = room > b - a ? (room - (b - a)) / 2 : 0;
	for (size_t i = 0; i < spare && a > 0 && t->canon[a - 1] != '\n'; i++)
		a--;
	for (size_t i = 0; i < spare && b < t->canon_len && t->canon[b] != '\n';
		i++)
		b++;
	while (a < b && (is_continuation(t->canon[a]) || t->canon[a] == '\n'))
		a++;
	while (b > a && b < t->canon_len && is_continuation(t->canon[b]))
		b--;
	return slice_trim(slice_of(t->canon + a, b - a));
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
