/*
 * The content of a meta refresh.
 */
#include <stdlib.h>

#include "crawler/refresh.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct refresh refresh;

	if (!refresh_parse(&refresh, slice_of(text, size)))
		return 0;
	if (refresh.seconds < 0 || refresh.url.len > size)
		abort();
	if (refresh.url.len &&
		(refresh.url.data < text ||
			refresh.url.data + refresh.url.len > text + size))
		abort();
	return 0;
}
