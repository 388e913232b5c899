#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/fuzzy.h"
#include "base/utf8.h"
#include "rules/label.h"
#include "rules/misread.h"

#define MAX_LETTERS 200

static struct ruleset *load(int year)
{
	struct ruleset *rs = NULL;
	struct error err;

	if (ruleset_load(&rs, "rules/catalog", year, &err) != 0)
		fail_msg("%s", err.text);
	return rs;
}

/* The concept that the words name most strongly, or "-". */
static const char *named(
	const struct ruleset *rs, const char *words, bool misread)
{
	struct label_matches names;
	struct text t;
	size_t i = 0;

	text_init(&t);
	text_add(&t, slice_str(words));
	(misread ? label_match_misread : label_match)(&names, rs, &t);
	text_done(&t);
	while (i < names.n && names.items[i].class == WORDING_NEAR)
		i++;
	return i < names.n ? rs->concepts[names.items[i].concept].key : "-";
}

static const struct {
	const char *words;
	const char *concept;
} rows[] = {
	{ "รายงานผลการดำเนินงานประจำปี", "annual_report" },
	/* as tesseract has read them */
	{ "รายงานผลการดําเนินการปองกันการทุจริต ประจําปีงบประมาณ", "ac_report" },
	{ "แผนปฏิบัตีการปองกันการทุจรีต", "ac_plan" },
	{ "แผนการบริหารและพัฒนาทรัพยากรบุคคล", "hr_plan" },
	{ "แผนการบรีหารและพัฒนาทรัพยากรบุคคล", "hr_plan" },
	/* The telling word is wrong. */
	{ "แนนการบริหารและพัฒนาทรัพยากรบุคคล", "-" },
	/* A plan in the title of a report on it, which was read badly. */
	{ "รายงาบผสการดำเนินกาวตามแผนปฏิบัติการป้องกันการทุจริต", "-" },
	{ "ประกาศรายชื่อผู้มีสิทธิสอบคัดเลือก", "-" },
	{ "", "-" },
};

static void a_title_is_known_by_most_of_its_letters(void **state)
{
	struct ruleset *rs = load(2567);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *concept = named(rs, rows[i].words, true);

		if (strcmp(concept, rows[i].concept) != 0)
			fail_msg("%s: %s, not %s", rows[i].words, concept,
				rows[i].concept);
	}
	ruleset_free(rs);
}

static const struct {
	const char *words;
	const char *concept;
} typed[] = {
	{ "คู่มือการปฏิบัติงน", "staff_manual" },
	{ "การประเมินความเสี่ยงการทุจิต ประจำปี 2567", "risk_assess" },
	{ "ประมวลจริยธรรมสำหรับเจ้าหน้ที่ของรัฐ", "ethics_code" },
	{ "คู่มือการให้บริกาประชาชน", "service_manual" },
	{ "แผนดำเนิการประจำปี", "action_plan" },
	/* The plan's name is as near, but does not go as far. */
	{ "รายงานผลตามแผนปฏิบัติการป้องกันการทุจิต", "ac_report" },
	/* The telling word is wrong. */
	{ "แผปฏิบัติการป้องกันการทุจริต", "-" },
	/* A sentence that has the words in it. */
	{ "ขอเชิญพี่น้องประชาชนทุกหมู่บ้านที่สนใจมารับคู่มือการปฏิบัติงน", "-" },
	{ "กองทุนหลักประกันสุขภาพ", "-" },
};

static void a_slip_of_the_hand_does_not_hide_a_label(void **state)
{
	struct ruleset *rs = load(2567);

	(void)state;
	for (size_t i = 0; i < sizeof(typed) / sizeof(*typed); i++) {
		const char *concept = named(rs, typed[i].words, false);

		if (strcmp(concept, typed[i].concept) != 0)
			fail_msg("%s: %s, not %s", typed[i].words, concept,
				typed[i].concept);
	}
	ruleset_free(rs);
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 16;
}

/* Makes so many letters of the words others, as long as they are Thai. */
static void damage(char *words, size_t wrong, uint32_t *seed)
{
	const size_t letters = strlen(words) / 3;

	for (size_t i = 0; i < wrong; i++) {
		char *at = words + 3 * (next_random(seed) % letters);
		uint32_t other = 0x0e01 + next_random(seed) % 46;

		if ((unsigned char)at[0] == 0xe0)
			(void)utf8_encode(at, other);
	}
}

static bool is_thai(const char *words)
{
	for (; *words; words++)
		if (!((unsigned char)*words & 0x80))
			return false;
	return true;
}

struct counts {
	size_t read, known, mistaken;
};

/* Reads a title with some of the letters wrong. */
static void try_title(const struct ruleset *rs, const char *title,
	uint32_t *seed, struct counts *counts)
{
	const char *concept = named(rs, title, false), *read;
	const size_t most = fuzzy_limit(strlen(title) / 3);
	char words[4 * MAX_LETTERS];

	if (!is_thai(title) || strlen(title) >= sizeof(words) || most == 0)
		return;
	memcpy(words, title, strlen(title) + 1);
	damage(words, 1 + next_random(seed) % most, seed);
	read = named(rs, words, true);
	counts->read++;
	counts->known += strcmp(read, concept) == 0;
	if (strcmp(read, "-") == 0 || strcmp(read, concept) == 0)
		return;
	counts->mistaken++;
	print_message("%s, read %s: %s, not %s\n", title, words, read, concept);
}

/* All the wrong letters may fall on the word that tells two titles apart, and
 * nothing is left to doubt the rest. */
static void a_damaged_title_is_hardly_ever_taken_for_another(void **state)
{
	const char *asked = getenv("OIT_SEED");
	uint32_t seed = asked ? (uint32_t)strtoul(asked, NULL, 10) : 1;
	struct counts counts = { 0 };
	struct ruleset *rs = load(2568);

	(void)state;
	for (size_t c = 0; c < rs->n_concepts; c++) {
		const struct words *titles = rs->concepts[c].find;

		for (size_t i = 0; i < titles[WORDING_TITLE].n; i++)
			try_title(rs, titles[WORDING_TITLE].texts[i], &seed,
				&counts);
		for (size_t i = 0; i < titles[WORDING_LABEL].n; i += 4)
			try_title(rs, titles[WORDING_LABEL].texts[i], &seed,
				&counts);
	}
	print_message("%zu of %zu known, %zu mistaken\n", counts.known,
		counts.read, counts.mistaken);
	assert_true(counts.known * 4 >= counts.read * 3);
	assert_true(counts.mistaken * 200 <= counts.read);
	ruleset_free(rs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_title_is_known_by_most_of_its_letters),
		cmocka_unit_test(a_slip_of_the_hand_does_not_hide_a_label),
		cmocka_unit_test(
			a_damaged_title_is_hardly_ever_taken_for_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
