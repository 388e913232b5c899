#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/fuzzy.h"
#include "base/text.h"

#define NONE SIZE_MAX
#define MAX_TEXT 400

/* A phrase, a text and the letters wrong in it. */
static const struct {
	const char *phrase, *text;
	size_t wrong;
} rows[] = {
	{ "แผนปฏิบัติการป้องกันการทุจริต", "1. แผนปฏิบัติการป้องกันการทุจริต 4 ปี", 0 },
	/* one letter for another, one lost, one too many; marks are letters */
	{ "แผนปฏิบัติการป้องกันการทุจริต", "แผนปฎิบัตืการป้องกันการทุจริต", 1 },
	{ "แผนปฏิบัติการป้องกันการทุจริต", "แผนปฏิบัติการปองกันการทุจริต", 1 },
	{ "แผนปฏิบัติการป้องกันการทุจริต", "แผนปฏิบัติการป้องกันนการทุจริต", 1 },
	{ "แผนปฏิบัติการป้องกันการทุจริต", "เผนปฏิบัตืการปองกนการทุจริต", 4 },
	/* the first and the last letter */
	{ "แผนปฏิบัติการป้องกันการทุจริต", "ผนปฏิบัติการป้องกันการทุจริ", 2 },
	/* what a machine reads for sara am is no fault in the key */
	{ "แผนการดำเนินงานประจำปี", "แผนการดํา เนินงาน ประจาปี", 0 },
	/* over 15 % */
	{ "แผนปฏิบัติการป้องกันการทุจริต", "เผนปฎบัตการปองกนการทจรต", NONE },
	/* too short to be sought with faults, or at all */
	{ "งบประมาณ", "งบประมาณ", NONE },
	{ "การประเมิน", "การประเมิน", 0 },
	{ "การประเมิน", "กาวประเมิน", 1 },
	{ "การประเมิน", "กาวประเมีน", NONE },
	/* digits are never wrong */
	{ "แผนดำเนินงาน 2568", "แผนตำเนินงาน ๒๕๖๘", 1 },
	{ "แผนดำเนินงาน 2568", "แผนดำเนินงาน 2566", NONE },
	{ "แผนดำเนินงาน 2568", "แผนดำเนินงาน 256", NONE },
	{ "แผนดำเนินงาน 2568", "แผนดำเนินงาน 25680", NONE },
	{ "แผนดำเนินงาน 2568", "แผนดำเนินงาน 25568", NONE },
	{ "2568 แผนดำเนินงาน", "12568 แผนดำเนินงาน", NONE },
	{ "แผนดำเนินงาน 2568",
		"แผนดำเนินงาน 2566 แผนตำเนินงาน 2567 แผนดำเนีนงาบ 2568", 2 },
	/* a stray digit is a fault where the phrase has none */
	{ "แผนการดำเนินงานประจำปี", "แผนการ1ดำเนินงานประจำปี", 1 },
	/* the best one counts, not the first */
	{ "แผนการดำเนินงานประจำปี",
		"แผนการตำเนินงานปรจำปี และ แผนการดำเนินงานประจำปิ", 1 },
	{ "แผนการดำเนินงานประจำปี", "", NONE },
};

static void finds_phrases_with_the_faults_of_machine_reading(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf phrase, text;
		size_t at = 0, len = 0, wrong;

		buf_init(&phrase, 1024);
		buf_init(&text, 1024);
		text_key(&phrase, slice_str(rows[i].phrase));
		text_key(&text, slice_str(rows[i].text));
		wrong = fuzzy_find(
			buf_slice(&text), buf_slice(&phrase), NONE, &at, &len);
		assert_int_equal(wrong, rows[i].wrong);
		assert_true(at + len <= text.len);
		buf_done(&phrase);
		buf_done(&text);
	}
}

static void the_limit_is_the_callers_or_15_percent(void **state)
{
	struct slice text = slice_str("abxdefgxijklmxopqrst");
	struct slice phrase = slice_str("abcdefghijklmnopqrst");
	size_t at = 77, len = 77;

	(void)state;
	assert_int_equal(fuzzy_limit(9), 0);
	assert_int_equal(fuzzy_limit(10), 1);
	assert_int_equal(fuzzy_limit(20), 3);
	assert_int_equal(fuzzy_find(text, phrase, 2, &at, &len), NONE);
	assert_int_equal(at, 77);
	assert_int_equal(len, 77);
	assert_int_equal(fuzzy_find(text, phrase, 3, &at, &len), 3);
	assert_int_equal(at, 0);
	assert_int_equal(len, 20);
}

static void a_phrase_is_not_found_across_a_break(void **state)
{
	struct slice phrase = slice_str("abcdefghijkl");
	size_t at, len;

	(void)state;
	assert_int_equal(fuzzy_find(slice_str("abcdef\x01ghijkl"), phrase, NONE,
				 &at, &len),
		NONE);
	assert_int_equal(fuzzy_find(slice_str("abcdef\x01"
					      "abcdefgijkl"),
				 phrase, NONE, &at, &len),
		1);
	assert_int_equal(at, 7);
	assert_int_equal(len, 11);
}

/* The same by the table of all distances and all pieces, as simple as can be:
 * what the quick way must give. */
struct piece {
	size_t wrong, at, len;
};

static bool is_digit(char c)
{
	return ascii_is_digit(c);
}

static size_t digits_of(char *out, struct slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		if (is_digit(s.data[i]))
			out[n++] = s.data[i];
	return n;
}

static bool digits_fit(
	struct slice text, struct slice phrase, size_t at, size_t len)
{
	char a[MAX_TEXT], b[MAX_TEXT];
	size_t n = digits_of(a, phrase), end = at + len;

	if (!n)
		return true;
	if (n != digits_of(b, slice_of(text.data + at, len)) ||
		memcmp(a, b, n) != 0)
		return false;
	if (at && is_digit(text.data[at - 1]) && is_digit(text.data[at]))
		return false;
	return !(end < text.len && is_digit(text.data[end]) &&
		 is_digit(text.data[end - 1]));
}

static size_t gap(size_t a, size_t b)
{
	return a > b ? a - b : b - a;
}

/* Least wrong, then first to end, then nearest in length, then shortest. */
static bool is_better(struct piece a, struct piece b, size_t letters)
{
	if (a.wrong != b.wrong)
		return a.wrong < b.wrong;
	if (a.at + a.len != b.at + b.len)
		return a.at + a.len < b.at + b.len;
	if (gap(a.len, letters) != gap(b.len, letters))
		return gap(a.len, letters) < gap(b.len, letters);
	return a.len < b.len;
}

static size_t least(size_t a, size_t b, size_t c)
{
	size_t d = a < b ? a : b;

	return c < d ? c : d;
}

/* Tries all pieces that begin at a place. */
static void try_from(
	struct piece *best, struct slice text, struct slice phrase, size_t at)
{
	size_t d[MAX_TEXT + 1];

	for (size_t k = 0; k <= phrase.len; k++)
		d[k] = k;
	for (size_t i = at; i < text.len && text.data[i] != TEXT_KEY_BREAK;
		i++) {
		struct piece p = { 0, at, i - at + 1 };
		size_t corner = d[0];

		d[0]++;
		for (size_t k = 1; k <= phrase.len; k++) {
			bool same = text.data[i] == phrase.data[k - 1];
			size_t all = least(d[k] + 1, d[k - 1] + 1,
				corner + (same ? 0 : 1));

			corner = d[k];
			d[k] = all;
		}
		p.wrong = d[phrase.len];
		if (digits_fit(text, phrase, at, p.len) &&
			is_better(p, *best, phrase.len))
			*best = p;
	}
}

static uint32_t draw(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % below;
}

/* Some letters of few kinds, with the phrase among them, wrong in places. */
static struct slice make_text(
	char *text, struct slice phrase, const char *letters, uint32_t *seed)
{
	uint32_t kinds = (uint32_t)strlen(letters);
	size_t n = 0;

	for (size_t i = draw(seed, 30); i > 0; i--)
		text[n++] = letters[draw(seed, kinds)];
	for (size_t i = 0; i < phrase.len; i++) {
		uint32_t fault = draw(seed, 36);

		if (fault == 0)
			continue;
		if (fault == 1)
			text[n++] = letters[draw(seed, kinds)];
		text[n++] = fault == 2 ? letters[draw(seed, kinds)]
				       : phrase.data[i];
	}
	for (size_t i = draw(seed, 30); i > 0; i--)
		text[n++] = letters[draw(seed, kinds)];
	return slice_of(text, n);
}

static void compare(uint32_t *seed, uint32_t longest)
{
	static const char *const letters[] = { "ab", "abcdefghijklmnop",
		"abcdefg1", "ab12\x01" };
	const char *kinds = letters[draw(seed, 4)];
	char text[MAX_TEXT], phrase[MAX_TEXT];
	size_t n = 10 + draw(seed, longest - 10), at = 0, len = 0, got;
	size_t kinds_len = strlen(kinds) - (kinds[strlen(kinds) - 1] == 1);
	struct piece best = { fuzzy_limit(n) + 1, 0, 0 };
	struct slice t, p = slice_of(phrase, n);

	for (size_t i = 0; i < n; i++)
		phrase[i] = kinds[draw(seed, (uint32_t)kinds_len)];
	t = make_text(text, p, kinds, seed);
	for (size_t i = 0; i < t.len; i++)
		try_from(&best, t, p, i);
	got = fuzzy_find(t, p, NONE, &at, &len);
	assert_int_equal(got, best.len ? best.wrong : NONE);
	assert_int_equal(at, best.at);
	assert_int_equal(len, best.len);
}

static void agrees_with_the_table_of_all_distances(void **state)
{
	uint32_t seed = 20260101;

	(void)state;
	for (int i = 0; i < 400; i++)
		compare(&seed, 30);
	for (int i = 0; i < 15; i++)
		compare(&seed, 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			finds_phrases_with_the_faults_of_machine_reading),
		cmocka_unit_test(the_limit_is_the_callers_or_15_percent),
		cmocka_unit_test(a_phrase_is_not_found_across_a_break),
		cmocka_unit_test(agrees_with_the_table_of_all_distances),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
