#include "tests/support/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"

#define MAX_BYTES ((size_t)16 * 1024 * 1024)

void fixture_load(struct buf *out, const char *path)
{
	struct error err;

	buf_init(out, MAX_BYTES);
	if (file_read(out, path, &err) < 0)
		fail_msg("%s", err.text);
}
