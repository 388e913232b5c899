#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/sha256.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* The examples NIST publishes for FIPS 180-4. */
static const struct {
	const char *text, *digest;
} examples[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb924"
	      "27ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223"
		 "b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		"248d6a61d20638b8e5c026930c3e6039"
		"a33ce45964ff2167f6ecedd419db06c1" },
};

static void published_examples_come_out(void **state)
{
	char out[SHA256_HEX_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(examples); i++) {
		sha256_hex(slice_str(examples[i].text), out);
		assert_string_equal(out, examples[i].digest);
	}
}

static void pieces_give_the_digest_of_the_whole(void **state)
{
	struct sha256 *sha = sha256_new();
	char out[SHA256_HEX_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(examples); i++) {
		struct slice s = slice_str(examples[i].text);

		for (size_t n = 0; n < s.len; n++)
			sha256_add(sha, slice_of(s.data + n, 1));
		sha256_end(sha, out);
		assert_string_equal(out, examples[i].digest);
	}
	sha256_free(sha);
}

static void a_digest_cut_short_is_freed(void **state)
{
	struct sha256 *sha = sha256_new();

	(void)state;
	sha256_add(sha, slice_str("abc"));
	sha256_free(sha);
	sha256_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_examples_come_out),
		cmocka_unit_test(pieces_give_the_digest_of_the_whole),
		cmocka_unit_test(a_digest_cut_short_is_freed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
