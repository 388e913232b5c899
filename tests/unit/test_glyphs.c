#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "base/utf8.h"
#include "crawler/read/glyphs.h"

#define PROSE                                                                                                                                                                          \
	"รายงานรายละเอียดประมาณการรายจ่ายงบประมาณรายจ่ายทั่วไป\n"            \
	"ประจำปีงบประมาณ พ.ศ. 2567 องค์การบริหารส่วนตำบล\n"                                                \
	"แผนงานบริหารงานทั่วไป งานบริหารทั่วไป รวม 12,345,670 บาท\n"                               \
	"เงินเดือนพนักงาน เพื่อจ่ายเป็นเงินเดือนของพนักงานส่วนตำบล\n"  \
	"ค่าใช้สอย โครงการจัดซื้อวัสดุสำนักงาน ที่ใช้ในการดำเนินงาน\n" \
	"เงินสมทบกองทุนประกันสังคม ให้ได้รับตามกฎหมายและหนังสือสั่งการ\n"

/* The number of a letter's glyph in a font whose letters begin there. */
static uint32_t glyph_of(uint32_t cp, uint32_t letters)
{
	return letters + (cp < 0x0e3f ? cp - 0x0e01 : cp - 0x0e3f + 0x3a);
}

/* Whether the reports that were seen have the letter as a glyph. */
static bool is_lost(uint32_t cp)
{
	return cp == 0x0e01 || cp == 0x0e2a || cp == 0x0e2b || cp == 0x0e40 ||
	       cp == 0x0e41;
}

/* PROSE with some or all letters as glyphs, and low tone marks at the forms. */
static void spoil(struct buf *out, uint32_t letters, uint32_t forms, bool all)
{
	struct slice left = slice_str(PROSE);

	while (left.len) {
		uint32_t cp;
		size_t n = utf8_decode(&cp, left);

		left = slice_of(left.data + n, left.len - n);
		if (cp >= 0x0e48 && cp <= 0x0e4c)
			cp = 0x100000 + forms + 0x0a + cp - 0x0e48;
		else if (is_lost(cp) || (all && cp >= 0x0e01))
			cp = 0x100000 + glyph_of(cp, letters);
		utf8_put(out, cp);
	}
}

static void glyphs_become_the_letters_they_draw(void **state)
{
	/* The first is TH Sarabun New, as it was seen. */
	static const struct {
		uint32_t letters, forms;
		bool all;
	} rows[] = {
		{ 0xd6, 0x156, false },
		{ 0xd6, 0x156, true },
		{ 3, 0x2000, false },
		{ 0x1234, 0x40, true },
		{ 0xff00, 0xf000, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf spoilt, out, canon, wanted;

		buf_init(&spoilt, 65536);
		buf_init(&out, 65536);
		buf_init(&canon, 65536);
		buf_init(&wanted, 65536);
		spoil(&spoilt, rows[i].letters, rows[i].forms, rows[i].all);
		assert_true(glyphs_mend(&out, buf_slice(&spoilt)));
		text_canon(&canon, buf_slice(&out));
		text_canon(&wanted, slice_str(PROSE));
		assert_string_equal(buf_str(&canon), buf_str(&wanted));
		buf_done(&spoilt);
		buf_done(&out);
		buf_done(&canon);
		buf_done(&wanted);
	}
}

static void what_makes_no_words_is_left_alone(void **state)
{
	static const char *const texts[] = { "", PROSE, "\xf4\x80\x83\x96",
		"\xf4\x80\x83\x96\xf4\x80\x83\xbf\xf4\x80\x84\x80 plain",
		"\xf3\xb0\x80\x80\xf4", "\xf4\x8f\xbf\xbf" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct buf out;

		buf_init(&out, 65536);
		assert_false(glyphs_mend(&out, slice_str(texts[i])));
		assert_int_equal(out.len, 0);
		buf_done(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(glyphs_become_the_letters_they_draw),
		cmocka_unit_test(what_makes_no_words_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
