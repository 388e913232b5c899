#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/deflate.h"
#include "crawler/coding.h"

#define BYTES(text)                    \
	{                              \
		text, sizeof(text) - 1 \
	}
#define ZLIB "\x78\x9c\xcb\x48\xcd\xc9\xc9\x07\x00\x06\x2c\x02\x15"
#define RAW "\xcb\x48\xcd\xc9\xc9\x07\x00"
#define BROTLI "\x0f\x02\x80hello\x03"
#define ZSTD                                                    \
	"\x28\xb5\x2f\xfd\x04\x58\x29\x00\x00hello\xa3\x6d\x9f" \
	"\x88"

static int decode(
	struct buf *out, struct slice in, const char *codings, bool *truncated)
{
	struct error err;

	buf_init(out, 100);
	return coding_decode(out, in, slice_str(codings), truncated, &err);
}

static void each_coding_is_taken_off(void **state)
{
	static const struct {
		const char *codings;
		struct slice in;
	} rows[] = {
		{ "", BYTES("hello") },
		{ "identity", BYTES("hello") },
		{ "Deflate", BYTES(ZLIB) },
		{ "deflate", BYTES(RAW) },
		{ "br", BYTES(BROTLI) },
		{ "zstd", BYTES(ZSTD) },
		{ "identity, BR,", BYTES(BROTLI) },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool truncated = true;
		struct buf out;

		assert_int_equal(
			decode(&out, rows[i].in, rows[i].codings, &truncated),
			0);
		assert_false(truncated);
		assert_string_equal(buf_str(&out), "hello");
		buf_done(&out);
	}
}

static void the_last_coding_comes_off_first(void **state)
{
	bool truncated = true;
	struct buf packed, out;

	(void)state;
	buf_init(&packed, 1000);
	deflate_put_member(NULL, &packed, slice_of(BROTLI, sizeof(BROTLI) - 1));
	assert_int_equal(
		decode(&out, buf_slice(&packed), "br, gzip", &truncated), 0);
	assert_false(truncated);
	assert_string_equal(buf_str(&out), "hello");
	buf_done(&out);
	assert_int_equal(
		decode(&out, buf_slice(&packed), "gzip, br", &truncated),
		ERR_SYNTAX);
	buf_done(&out);
	buf_done(&packed);
}

static void what_cannot_be_trusted_is_refused(void **state)
{
	static const struct {
		const char *codings;
		struct slice in;
	} rows[] = {
		{ "x-nonsense", BYTES("hello") },
		{ "br, compress", BYTES(BROTLI) },
		{ "br, br, br", BYTES(BROTLI) },
		{ "gzip", BYTES("<html>") },
		{ "br", BYTES(BROTLI "x") },
		{ "zstd", BYTES(ZSTD ZSTD) },
		{ "deflate", BYTES(ZLIB "\0") },
	};
	struct buf twice;

	(void)state;
	buf_init(&twice, 1000);
	for (size_t i = 0; i < 2; i++)
		deflate_put_member(NULL, &twice, slice_str("hel"));
	for (size_t i = 0; i <= sizeof(rows) / sizeof(rows[0]); i++) {
		const bool last = i == sizeof(rows) / sizeof(rows[0]);
		bool truncated;
		struct buf out;

		assert_int_equal(
			decode(&out, last ? buf_slice(&twice) : rows[i].in,
				last ? "gzip" : rows[i].codings, &truncated),
			ERR_SYNTAX);
		buf_done(&out);
	}
	buf_done(&twice);
}

static void a_cut_at_any_layer_is_told(void **state)
{
	static const char *const codings[] = { "br, gzip", "gzip" };
	struct buf packed;

	(void)state;
	buf_init(&packed, 1000);
	deflate_put_member(NULL, &packed, slice_of(BROTLI, sizeof(BROTLI) - 2));
	for (size_t i = 0; i < 2; i++) {
		bool truncated = false;
		struct buf out;

		assert_int_equal(
			decode(&out, slice_of(packed.data, packed.len - i),
				codings[i], &truncated),
			0);
		assert_true(truncated);
		buf_done(&out);
	}
	buf_done(&packed);
}

static void a_bomb_in_a_bomb_ends_at_the_ceiling(void **state)
{
	static const char zeros[1 << 20];
	struct buf inner, outer;

	(void)state;
	buf_init(&inner, 1 << 20);
	buf_init(&outer, 1 << 20);
	deflate_put_member(NULL, &inner, slice_of(zeros, sizeof(zeros)));
	deflate_put_member(NULL, &outer, buf_slice(&inner));
	for (size_t i = 0; i < 2; i++) {
		bool truncated;
		struct buf out;

		assert_int_equal(decode(&out, buf_slice(i ? &outer : &inner),
					 i ? "gzip, gzip" : "gzip", &truncated),
			ERR_LIMIT);
		assert_int_equal(out.len, 100);
		buf_done(&out);
	}
	buf_done(&inner);
	buf_done(&outer);
}

/* Of a robots.txt that is too large the beginning counts. */
static void the_beginning_of_what_is_too_large_is_there(void **state)
{
	struct buf text, inner, outer, out;
	bool truncated;

	(void)state;
	buf_init(&text, 1000);
	buf_init(&inner, 1000);
	buf_init(&outer, 1000);
	for (unsigned i = 1; text.len < 300; i++)
		buf_putc(&text, (char)(i * i * 2654435761u >> 24));
	deflate_put_member(NULL, &inner, buf_slice(&text));
	deflate_put_member(NULL, &outer, buf_slice(&inner));
	assert_true(inner.len > 100);
	assert_int_equal(
		decode(&out, buf_slice(&outer), "gzip, gzip", &truncated),
		ERR_LIMIT);
	assert_true(out.len > 50);
	assert_memory_equal(out.data, text.data, out.len);
	buf_done(&out);
	buf_done(&text);
	buf_done(&inner);
	buf_done(&outer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_coding_is_taken_off),
		cmocka_unit_test(the_last_coding_comes_off_first),
		cmocka_unit_test(what_cannot_be_trusted_is_refused),
		cmocka_unit_test(a_cut_at_any_layer_is_told),
		cmocka_unit_test(a_bomb_in_a_bomb_ends_at_the_ceiling),
		cmocka_unit_test(the_beginning_of_what_is_too_large_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
