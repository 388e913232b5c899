#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "crawler/read/charset.h"
#include "crawler/read/mojibake.h"

#define TITLE "รายงานผลการดำเนินงาน ประจำปี พ.ศ. ๒๕๖๗ ของ “เทศบาล” – ที่นี่"

/* UTF-8, or bytes of windows-874, taken for an encoding of a byte a letter, as
 * a program does that does not know better. */
static void garble(struct buf *out, struct slice s, const char *taken_for)
{
	struct charset_guess guess = { .name = taken_for };

	charset_decode(out, s, &guess);
}

static void put_874(struct buf *out, const char *s)
{
	struct slice left = slice_str(s);

	while (left.len) {
		uint32_t cp;
		size_t n = utf8_decode(&cp, left);

		left = slice_of(left.data + n, left.len - n);
		buf_putc(out,
			cp < 0x80 ? (char)cp
				  : (char)charset_byte(cp, CHARSET_BYTES_874));
	}
}

static void check_mended(struct slice garbled, const char *wanted)
{
	struct buf out;

	buf_init(&out, MOJIBAKE_GROWTH * garbled.len);
	assert_true(mojibake_mend(&out, garbled));
	assert_string_equal(buf_str(&out), wanted);
	assert_false(out.full);
	buf_done(&out);
}

static void what_was_taken_for_another_encoding_is_mended(void **state)
{
	struct buf bytes, garbled;

	(void)state;
	buf_init(&bytes, 1024);
	buf_init(&garbled, 4096);
	garble(&garbled, slice_str(TITLE), "windows-1252");
	check_mended(buf_slice(&garbled), TITLE);
	buf_clear(&garbled);
	garble(&garbled, slice_str(TITLE), "windows-874");
	check_mended(buf_slice(&garbled), TITLE);
	buf_clear(&garbled);
	put_874(&bytes, TITLE);
	garble(&garbled, buf_slice(&bytes), "windows-1252");
	check_mended(buf_slice(&garbled), TITLE);
	buf_done(&bytes);
	buf_done(&garbled);
}

/* Good Thai about it stays, and so do markup and figures. */
static void only_the_spoilt_part_is_mended(void **state)
{
	static const char before[] = "<h1>เทศบาล</h1><p>",
			  after[] = "</p> เธอกับเขา, 1,250.00 café";
	static const char *const names[] = { "windows-1252", "windows-874" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct buf text;

		buf_init(&text, 4096);
		buf_puts(&text, before);
		garble(&text, slice_str("การ <b>จัดซื้อ</b> จ้าง"), names[i]);
		buf_puts(&text, after);
		check_mended(buf_slice(&text),
			"<h1>เทศบาล</h1><p>การ <b>จัดซื้อ</b> จ้าง</p> เธอกับเขา, "
			"1,250.00 café");
		buf_done(&text);
	}
}

static void good_text_is_left_alone(void **state)
{
	static const char *const texts[] = {
		"",
		"plain",
		TITLE,
		"เธอ เธียร เธค เธข เนื่อง เน้น เธน",
		"Élève à l'école, où été brûlé; ça déjà vu là-bas, naïf, cœur",
		"über größer Öl Äpfel schön für Straße mögen können",
		"à la carte à ¸ ¹ ¸¸",
		"ÀÈÌÒÙ ÁÉÍÓÚ ÂÊÎÔÛ ÄËÏÖÜ àèìòù áéíóú âêîôû äëïöü",
		"\xc3\xa0\xc2\xb8",
		"\xe0\xb9\x80\xe0\xb8\x98",
		"ห้องอาหาร Café Élysée, Crème brûlée à la carte, thé glacé, "
		"gâteau à l'orange, pâté, entrée, déjeuner เปิดทุกวัน",
		"© 2567 เทศบาล © ® ° ± × ÷ é è ê",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct buf out;

		buf_init(&out, 1024);
		if (mojibake_mend(&out, slice_str(texts[i])))
			fail_msg("%s: %s", texts[i], buf_str(&out));
		assert_int_equal(out.len, 0);
		buf_done(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_taken_for_another_encoding_is_mended),
		cmocka_unit_test(only_the_spoilt_part_is_mended),
		cmocka_unit_test(good_text_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
