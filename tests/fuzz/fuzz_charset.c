#include <stdlib.h>

#include "base/utf8.h"
#include "crawler/read/charset.h"
#include "crawler/read/mojibake.h"
#include "crawler/read/prescan.h"
#include "tests/fuzz/fuzz.h"

/* So is what is mended in it. */
static void check_mended(struct slice text)
{
	struct buf out;

	buf_init(&out, MOJIBAKE_GROWTH * text.len);
	if (mojibake_mend(&out, text) != (out.len > 0) || out.full ||
		!utf8_is_valid(buf_slice(&out)))
		abort();
	buf_done(&out);
}

/* Whatever the bytes are said to be, what comes out is UTF-8 without NUL. */
static void decode_as(struct slice body, const char *declared)
{
	struct charset_guess guess = charset_sniff(body, declared);
	struct buf out;

	buf_init(&out, 3 * body.len + 3);
	charset_decode(&out, body, &guess);
	if (!utf8_is_valid(buf_slice(&out)) || out.full)
		abort();
	if (out.len && memchr(out.data, '\0', out.len))
		abort();
	check_mended(buf_slice(&out));
	buf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const declared[] = { NULL, "utf-8", "windows-874",
		"windows-1252", "utf-16le", "utf-16be", "shift_jis", "gb18030",
		"iso-2022-jp", "big5", "euc-kr" };
	struct slice body = slice_of((const char *)data, size);

	(void)prescan_label(body);
	decode_as(body, prescan_meta(body));
	for (size_t i = 0; i < sizeof(declared) / sizeof(*declared); i++)
		decode_as(body, declared[i]);
	return 0;
}
