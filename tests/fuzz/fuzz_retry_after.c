/*
 * The value of Retry-After in an answer.
 */
#include <stdlib.h>

#include "crawler/limits.h"
#include "crawler/response.h"
#include "tests/fuzz/fuzz.h"

/* Between nothing and the ceiling, and never more when asked later. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const int64_t moments[] = { 0, 784111777, 4102444800 };
	struct response *r = response_new("http://town.example/");
	long before = LIMIT_RETRY_AFTER_S;

	response_put_line(r, slice_str("HTTP/1.1 503 Busy\r\n"));
	response_put_line(r, slice_str("Retry-After: "));
	response_put_line(r, slice_of((const char *)data, size));
	response_put_line(r, slice_str("\r\n\r\n"));
	for (size_t i = 0; i < sizeof(moments) / sizeof(*moments); i++) {
		long wait = response_retry_after(r, moments[i]);

		if (wait < 0 || wait > before)
			abort();
		before = wait;
	}
	response_free(r);
	return 0;
}
