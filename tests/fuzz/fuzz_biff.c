#include <stdlib.h>

#include "base/utf8.h"
#include "crawler/read/biff.h"
#include "tests/fuzz/fuzz.h"

/* A workbook of whatever bytes has valid text and an outcome. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct page *p = page_new("https://www.town.go.th/x.xls");

	biff_read(p, slice_of((const char *)data, size));
	for (size_t i = 0; i < p->n_blocks; i++)
		if (!utf8_is_valid(slice_str(p->blocks[i].text)))
			abort();
	for (size_t i = 0; i < p->n_links; i++)
		if (!utf8_is_valid(slice_str(p->links[i].href)))
			abort();
	if (p->outcome == OUTCOME_PENDING)
		abort();
	page_free(p);
	return 0;
}
