#include "crawler/read/quality.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

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
#define MOST_BROKEN_PERCENT 1
#define ENOUGH 200 /* Thai letters from which shares say anything */

/* Frequent words of official prose, sara am as sara aa. */
static const char *const words[] = {
	"งบประมาณ",
	"ประชาชน",
	"โครงการ",
	"เทศบาล",
	"ดาเนิน",
	"ราชการ",
	"บริหาร",
	"จัดซื้อ",
	"จัดจ้าง",
	"ประจา",
	"ประกาศ",
	"รายงาน",
	"ตาบล",
	"บริการ",
	"พนักงาน",
	"ทุจริต",
	"หรือ",
	"ส่วน",
	"แผน",
	"ตาม",
	"เป็น",
	"ของ",
	"และ",
	"ที่",
	"ใน",
	"การ",
	"งาน",
	"จาก",
	"โดย",
	"ให้",
	"ได้",
	"ต่อ",
	"ผล",
	"ปี",
	"มี",
};

struct tally {
	size_t letters; /* of any script, digits too */
	size_t thai, tones, aa, broken;
	size_t impossible; /* clusters that no word has */
	size_t in_words;   /* Thai letters inside frequent words */
};

/* Glyphs of old fonts, U+F700 to U+F71A, as the letters they draw. */
static const uint16_t old_glyphs[] = { 0xe10, 0xe34, 0xe35, 0xe36, 0xe37, 0xe48,
	0xe49, 0xe4a, 0xe4b, 0xe4c, 0xe48, 0xe49, 0xe4a, 0xe4b, 0xe4c, 0xe0d,
	0xe31, 0xe4d, 0xe47, 0xe48, 0xe49, 0xe4a, 0xe4b, 0xe4c, 0xe38, 0xe39,
	0xe3a };

static uint32_t mend(uint32_t cp)
{
	if (cp >= 0xf700 && cp <= 0xf71a)
		return old_glyphs[cp - 0xf700];
	return cp == 0xe33 ? 0xe32 : cp;
}

static bool is_broken(uint32_t cp)
{
	/* The bullets of lists, in U+F000 to U+F0FF, are no letters lost. */
	if (cp >= 0xf000 && cp < 0xf100)
		return false;
	return cp == UTF8_REPLACEMENT || cp == UTF8_INVALID || cp < 0x20 ||
	       (cp >= 0x7f && cp < 0xa0) || (cp >= 0xe000 && cp < 0xf900) ||
	       cp >= 0xf0000;
}

static bool is_tone(uint32_t cp)
{
	return cp >= 0xe48 && cp <= 0xe4b;
}

static bool is_vowel_mark(uint32_t cp)
{
	return cp == 0xe31 || (cp >= 0xe34 && cp <= 0xe39);
}

/* Whether cp cannot follow the letters before it, the last one first: two
 * tones, sara aa after a vowel mark, such a mark after sara ae, o or ai. */
static bool is_impossible(const uint32_t before[3], uint32_t cp)
{
	size_t i = is_tone(before[0]);

	if (is_tone(cp))
		return i && before[0] != cp;
	if (cp == 0xe32)
		return is_vowel_mark(before[i]);
	return is_vowel_mark(cp) && before[1 + i] >= 0xe41 &&
	       before[1 + i] <= 0xe44;
}

/* Counts the letters of a block and leaves its Thai in out, mended and
 * without blanks: words are sought there. */
static void count_letters(struct tally *t, const char *text, struct buf *out)
{
	struct slice s = slice_str(text);
	uint32_t before[3] = { 0 };

	t->letters += page_letters(text);
	while (s.len) {
		uint32_t cp;
		size_t n = utf8_decode(&cp, s);

		s = slice_of(s.data + n, s.len - n);
		cp = mend(cp);
		t->broken += is_broken(cp);
		if (cp < 0xe01 || cp > 0xe4e)
			continue;
		t->thai++;
		t->tones += cp >= 0xe48 && cp <= 0xe4c;
		t->aa += cp == 0xe32;
		t->impossible += is_impossible(before, cp);
		memmove(before + 1, before, 2 * sizeof(*before));
		before[0] = cp;
		if (cp != 0xe4d)
			utf8_put(out, cp);
	}
}

static size_t word_at(struct slice s)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (slice_starts(s, words[i]))
			return strlen(words[i]);
	return 0;
}

static size_t count_words(struct slice s)
{
	size_t bytes = 0, i = 0;

	while (i < s.len) {
		size_t n = word_at(slice_of(s.data + i, s.len - i));

		bytes += n;
		i += n ? n : 3;
	}
	return bytes / 3;
}

static struct tally count(const struct page *p)
{
	struct tally t = { 0 };
	struct buf thai;

	buf_init(&thai, SIZE_MAX / 2);
	for (size_t i = 0; i < p->n_blocks; i++) {
		buf_clear(&thai);
		count_letters(&t, p->blocks[i].text, &thai);
		t.in_words += count_words(buf_slice(&thai));
	}
	buf_done(&thai);
	return t;
}

enum page_quality quality_of(const struct page *p)
{
	struct tally t = count(p);

	if (t.letters + t.broken < LEAST_LETTERS ||
		t.letters + t.broken <
			(size_t)p->sheets_read * LEAST_LETTERS_A_SHEET)
		return PAGE_QUALITY_SCAN;
	if (t.thai < LEAST_LETTERS ||
		t.broken * 100 > (t.thai + t.broken) * MOST_BROKEN_PERCENT)
		return PAGE_QUALITY_POOR;
	if (t.thai >= ENOUGH &&
		(t.tones * 100 < t.thai * LEAST_TONES_PERCENT ||
			t.aa * 100 < t.thai * LEAST_AA_PERCENT ||
			t.impossible * 1000 >
				t.thai * MOST_IMPOSSIBLE_PERMILLE ||
			t.in_words * 100 < t.thai * LEAST_WORDS_PERCENT))
		return PAGE_QUALITY_POOR;
	return PAGE_QUALITY_GOOD;
}
