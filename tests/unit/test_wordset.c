#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/wordset.h"

static const char *const words[] = { "แผนปฏิบัติการป้องกันการทุจริต",
	"รายงานผลการดำเนินการตามแผนปฏิบัติการป้องกันการทุจริต", "การทุจริต", "ITA",
	"e-service", "Q&A" };

/* A text and which of the words are in it, as bits. */
static const struct {
	const char *text;
	unsigned found;
} rows[] = {
	{ "แผนปฏิบัติการป้องกันการทุจริต พ.ศ. 2566", 0x05 },
	{ "แผน ปฏิบัติ การ ป้องกันการทุจริต", 0x05 },
	{ "รายงานผลการดำเนินการตามแผนปฏิบัติการป้องกันการทุจริต", 0x07 },
	{ "การประเมิน ITA 2567", 0x08 },
	{ "ita2567", 0x08 },
	{ "digital capital", 0 },
	{ "hospital ITA", 0x08 },
	{ "E–SERVICE", 0x10 },
	{ "บริการe-serviceออนไลน์", 0x10 },
	{ "ถาม-ตอบ (Q & A)", 0x20 },
	{ "seqable", 0 },
	{ "", 0 },
};

static struct wordset *make(void)
{
	struct wordset *ws = wordset_new();

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		assert_int_equal(wordset_add(ws, slice_str(words[i])), i);
	wordset_build(ws);
	return ws;
}

static void finds_each_wording_wherever_it_stands(void **state)
{
	struct wordset *ws = make();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct word_hit hits[32];
		struct text t;
		uint32_t first[sizeof(words) / sizeof(*words)] = { 0 };
		unsigned found = 0;
		size_t n;

		text_init(&t);
		text_add(&t, slice_str(rows[i].text));
		n = wordset_scan(ws, &t, hits, 32);
		wordset_first(ws, &t, first);
		for (size_t k = 0; k < n; k++) {
			if (!(found >> hits[k].word & 1))
				assert_int_equal(
					first[hits[k].word], hits[k].from + 1);
			found |= 1U << hits[k].word;
		}
		assert_int_equal(found, rows[i].found);
		for (size_t k = 0; k < sizeof(first) / sizeof(*first); k++)
			assert_int_equal(first[k] != 0, found >> k & 1);
		text_done(&t);
	}
	wordset_free(ws);
}

static void an_equal_wording_has_the_same_number(void **state)
{
	struct wordset *ws = make();

	(void)state;
	assert_int_equal(wordset_add(ws, slice_str("E-Service")), 4);
	assert_int_equal(wordset_count(ws), 6);
	assert_int_equal(wordset_add(ws, slice_str(" - ")), UINT32_MAX);
	wordset_free(ws);
}

static void a_break_ends_every_wording(void **state)
{
	struct wordset *ws = make();
	struct word_hit hit;
	struct text t;

	(void)state;
	text_init(&t);
	text_add(&t, slice_str("การทุ"));
	text_break(&t);
	text_add(&t, slice_str("จริต"));
	assert_int_equal(wordset_scan(ws, &t, &hit, 1), 0);
	text_done(&t);
	wordset_free(ws);
}

static void says_how_many_there_are_beyond_the_room(void **state)
{
	struct wordset *ws = make();
	struct word_hit hit = { 9, 9, 9 };
	struct text t;

	(void)state;
	text_init(&t);
	text_add(&t, slice_str("ITA ITA ITA"));
	assert_int_equal(wordset_scan(ws, &t, &hit, 1), 3);
	assert_int_equal(hit.from, 0);
	text_done(&t);
	wordset_free(ws);
}

static void the_first_place_is_found_behind_any_number_of_others(void **state)
{
	struct wordset *ws = make();
	uint32_t first[sizeof(words) / sizeof(*words)] = { 0 };
	struct text t;

	(void)state;
	text_init(&t);
	for (size_t i = 0; i < 10000; i++)
		text_add(&t, slice_str("ITA"));
	text_add(&t, slice_str("E-Service"));
	wordset_first(ws, &t, first);
	assert_int_equal(first[3], 1);
	assert_int_equal(first[4], 1 + 30000);
	text_done(&t);
	wordset_free(ws);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_each_wording_wherever_it_stands),
		cmocka_unit_test(an_equal_wording_has_the_same_number),
		cmocka_unit_test(a_break_ends_every_wording),
		cmocka_unit_test(says_how_many_there_are_beyond_the_room),
		cmocka_unit_test(
			the_first_place_is_found_behind_any_number_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
