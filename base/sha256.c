#include "base/sha256.h"

#include <stdlib.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/mem.h"

struct sha256 {
	EVP_MD_CTX *ctx;
};

/* OpenSSL fails here only when it is itself broken or out of memory. */
static void must(int ok)
{
	if (ok != 1)
		mem_exhausted();
}

static void put_hex(const unsigned char *digest, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[digest[i] >> 4];
		out[2 * i + 1] = digits[digest[i] & 15];
	}
	out[2 * n] = '\0';
}

struct sha256 *sha256_new(void)
{
	struct sha256 *sha = mem_zalloc(sizeof(*sha));

	/* Without it OpenSSL 3 reads a lock that it could not make. */
	must(OSSL_LIB_CTX_get0_global_default() != NULL);
	sha->ctx = EVP_MD_CTX_new();
	must(sha->ctx != NULL);
	must(EVP_DigestInit_ex(sha->ctx, EVP_sha256(), NULL));
	return sha;
}

void sha256_free(struct sha256 *sha)
{
	if (!sha)
		return;
	EVP_MD_CTX_free(sha->ctx);
	free(sha);
}

void sha256_add(struct sha256 *sha, struct slice data)
{
	must(EVP_DigestUpdate(sha->ctx, data.data, data.len));
}

void sha256_end(struct sha256 *sha, char out[SHA256_HEX_SIZE])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned int n = 0;

	must(EVP_DigestFinal_ex(sha->ctx, digest, &n));
	must(n == (SHA256_HEX_SIZE - 1) / 2);
	put_hex(digest, n, out);
	/* To name the digest again would be to have it looked up again. */
	must(EVP_DigestInit_ex(sha->ctx, NULL, NULL));
}

void sha256_hex(struct slice data, char out[SHA256_HEX_SIZE])
{
	struct sha256 *sha = sha256_new();

	sha256_add(sha, data);
	sha256_end(sha, out);
	sha256_free(sha);
}
