#include "crawler/read/quality.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "crawler/read/prose.h"

/* Measured on 30 good and 13 broken documents: tone marks are 6.0 to 6.5 % of
 * the Thai letters of good ones and below 2 % of broken ones; frequent words
 * hold 23 to 39 % of the letters of good ones, at most 8 % of unmapped ones.
 * Sara aa, with sara am, is 4.7 to 11 % of the letters of 120 good ones, and
 * 2.4 % where Ghostscript rewrote a file of LibreOffice and lost most. */
#define LEAST_LETTERS 30
#define LEAST_LETTERS_A_SHEET 10
#define LEAST_TONES_PERCENT 2
#define LEAST_WORDS_PERCENT 12
#define LEAST_AA_PERCENT 3
/* Of clusters that no Thai word has: none in those good ones, 6 to 14 where
 * fonts tell sara uu as a tone mark. */
#define MOST_IMPOSSIBLE_PERMILLE 5
/* Of tone marks set twice, as sara uu below a tone mark is told there: 2.5 to
 * 5.5 in four such papers, none in 44 others.  One is a slip of the typist. */
#define LEAST_DOUBLED 2
#define MOST_DOUBLED_PERMILLE 2
#define MOST_BROKEN_PERCENT 1
#define LEAST_BROKEN 10 /* on a sheet: fewer are an accident */
#define ENOUGH 200      /* Thai letters from which shares say anything */

/* Letters of a key: Thai ones, of these sara aa, tone marks and the killer. */
#define KEY_THAI 0x80
#define KEY_HAN_AKAT 0xb1
#define KEY_AA 0xb2
#define KEY_SARA_I 0xb4
#define KEY_SARA_UU 0xb9
#define KEY_SARA_AE 0xc1
#define KEY_SARA_AI 0xc4
#define KEY_TONES 0xc8
#define KEY_KILLER 0xcc

struct tally {
	size_t letters; /* of any script, digits too */
	size_t digits;
	size_t thai, tones, aa, broken;
	size_t doubled;    /* tone marks set twice */
	size_t impossible; /* clusters that no word has */
	size_t in_words;   /* Thai letters inside frequent words */
};

/* Counts the letters of a document, by its sheets. */
struct census {
	struct prose prose;
	struct buf key;
	struct tally all, sheet;
	uint32_t number; /* of the sheet */
	uint32_t read;   /* sheets with text that can be trusted */
	bool *known;     /* by number: whether it is one; or NULL */
	size_t room;     /* for so many numbers */
};

/* Glyphs of old fonts are not broken, nor are the bullets of lists, in U+F000
 * to U+F0FF: both are no letters lost. */
static bool is_broken(uint32_t cp)
{
	if ((cp >= 0xf000 && cp < 0xf100) || (cp >= 0xf700 && cp < 0xf71b))
		return false;
	return cp == UTF8_REPLACEMENT || cp == UTF8_INVALID || cp < 0x20 ||
	       (cp >= 0x7f && cp < 0xa0) || (cp >= 0xe000 && cp < 0xf900) ||
	       cp >= 0xf0000;
}

/* One of U+0E00 to U+0E3F, the most of a text: no tone mark is among them. */
static bool is_plain(struct slice s, size_t i)
{
	const unsigned char *p = (const unsigned char *)s.data + i;

	return s.len - i > 2 && p[0] == 0xe0 && p[1] == 0xb8;
}

/* What the form that is searched does not show any more. */
static void count_faults(struct tally *t, struct slice s)
{
	uint32_t before = 0, cp;

	for (size_t i = 0; i < s.len; before = cp) {
		if (is_plain(s, i)) {
			cp = 0;
			i += 3;
			continue;
		}
		i += utf8_decode(&cp, slice_of(s.data + i, s.len - i));
		t->broken += is_broken(cp);
		t->doubled += cp == before && cp >= 0xe48 && cp <= 0xe4b;
	}
}

/* Whether the text of a sheet is what stands there.  The stamp of a scanner's
 * program is no text of it, so Latin letters do not count. */
static bool is_read(const struct tally *t)
{
	if (t->thai + t->digits < LEAST_LETTERS_A_SHEET)
		return false;
	if (t->broken >= LEAST_BROKEN &&
		t->broken * 100 > (t->thai + t->broken) * MOST_BROKEN_PERCENT)
		return false;
	return t->thai < ENOUGH ||
	       t->tones * 100 >= t->thai * LEAST_TONES_PERCENT;
}

static void add(struct tally *sum, const struct tally *t)
{
	sum->letters += t->letters;
	sum->digits += t->digits;
	sum->thai += t->thai;
	sum->tones += t->tones;
	sum->aa += t->aa;
	sum->impossible += t->impossible;
	sum->doubled += t->doubled;
	sum->broken += t->broken;
	sum->in_words += t->in_words;
}

static void end_sheet(struct census *c)
{
	const bool read = is_read(&c->sheet);

	c->read += read;
	if (c->number < c->room)
		c->known[c->number] = read;
	add(&c->all, &c->sheet);
	c->sheet = (struct tally){ 0 };
}

static bool is_tone(unsigned char k)
{
	return k >= KEY_TONES && k < KEY_KILLER;
}

static bool is_vowel_mark(unsigned char k)
{
	return k == KEY_HAN_AKAT || (k >= KEY_SARA_I && k <= KEY_SARA_UU);
}

/* Whether a letter of a key cannot follow those before it: sara aa after a
 * vowel mark, such a mark after a letter with sara ae, o or ai before it. */
static bool is_impossible(const unsigned char *key, size_t i)
{
	size_t last = i >= 2 && is_tone(key[i - 1]) ? i - 2 : i - 1;

	if (i == 0 || last == 0)
		return false;
	if (key[i] == KEY_AA)
		return is_vowel_mark(key[last]);
	return is_vowel_mark(key[i]) && key[last - 1] >= KEY_SARA_AE &&
	       key[last - 1] <= KEY_SARA_AI;
}

/* Counts the letters of a block, mended as text that is searched. */
static void count_block(struct census *c, const struct page_block *b)
{
	struct tally *t = &c->sheet;

	if (b->sheet != c->number)
		end_sheet(c);
	c->number = b->sheet;
	buf_clear(&c->key);
	text_key(&c->key, slice_str(b->text));
	for (size_t i = 0; i < c->key.len; i++) {
		unsigned char k = (unsigned char)c->key.data[i];

		t->digits += ascii_is_digit(k);
		t->thai += k >= KEY_THAI;
		t->tones += k >= KEY_TONES && k <= KEY_KILLER;
		t->aa += k == KEY_AA;
		t->impossible +=
			is_impossible((const unsigned char *)c->key.data, i);
	}
	t->letters += b->letters;
	count_faults(t, slice_str(b->text));
	t->in_words += prose_letters(&c->prose, buf_slice(&c->key));
}

static bool is_doubled(const struct tally *t)
{
	return t->doubled >= LEAST_DOUBLED &&
	       t->doubled * 1000 > t->thai * MOST_DOUBLED_PERMILLE;
}

static enum page_quality judge(const struct page *p, const struct census *c)
{
	const struct tally *t = &c->all;

	if (t->letters + t->broken < LEAST_LETTERS ||
		t->letters + t->broken <
			(size_t)p->sheets_read * LEAST_LETTERS_A_SHEET)
		return PAGE_QUALITY_SCAN;
	if (t->thai < LEAST_LETTERS ||
		t->broken * 100 > (t->thai + t->broken) * MOST_BROKEN_PERCENT)
		return PAGE_QUALITY_POOR;
	if (t->thai >= ENOUGH &&
		(t->tones * 100 < t->thai * LEAST_TONES_PERCENT ||
			t->aa * 100 < t->thai * LEAST_AA_PERCENT ||
			t->impossible * 1000 >
				t->thai * MOST_IMPOSSIBLE_PERMILLE ||
			is_doubled(t) ||
			t->in_words * 100 < t->thai * LEAST_WORDS_PERCENT))
		return PAGE_QUALITY_POOR;
	return c->read * 2 < p->sheets_read ? PAGE_QUALITY_POOR
					    : PAGE_QUALITY_GOOD;
}

static void take_census(struct census *c, const struct page *p)
{
	prose_init(&c->prose);
	buf_init(&c->key, SIZE_MAX / 2);
	for (size_t i = 0; i < p->n_blocks; i++)
		count_block(c, &p->blocks[i]);
	end_sheet(c);
	buf_done(&c->key);
	prose_done(&c->prose);
}

enum page_quality quality_of(const struct page *p, uint32_t *lost)
{
	struct census c = { 0 };

	take_census(&c, p);
	*lost = p->sheets_read > c.read ? p->sheets_read - c.read : 0;
	return judge(p, &c);
}

size_t quality_lost(const struct page *p, uint32_t *lost, size_t max)
{
	struct census c = { .room = p->sheets_read + (size_t)1 };
	size_t n = 0;

	c.known = mem_calloc(c.room, sizeof(*c.known));
	take_census(&c, p);
	for (uint32_t i = 1; i <= p->sheets_read && n < max; i++)
		if (!c.known[i])
			lost[n++] = i;
	free(c.known);
	return n;
}
