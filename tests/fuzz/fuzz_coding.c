/*
 * A coded body from outside: the first byte picks the codings.
 */
#include <stdlib.h>

#include "crawler/coding.h"
#include "tests/fuzz/fuzz.h"

#define MAX_BODY ((size_t)256 * 1024)

static const char *const codings[] = { "gzip", "deflate", "br", "zstd",
	"br, gzip", "zstd, deflate", "gzip, br", "identity" };

static void must(bool condition)
{
	if (!condition)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool truncated = true;
	struct buf out;
	struct error err;
	int rc;

	if (size == 0)
		return 0;
	buf_init(&out, MAX_BODY);
	rc = coding_decode(&out, slice_of((const char *)data + 1, size - 1),
		slice_str(codings[data[0] % 8]), &truncated, &err);
	must(out.len <= MAX_BODY);
	must(rc == 0 || rc == ERR_SYNTAX || rc == ERR_LIMIT);
	must(rc == ERR_LIMIT || !out.full);
	must(rc < 0 || !truncated || data[0] % 8 != 7);
	buf_done(&out);
	return 0;
}
