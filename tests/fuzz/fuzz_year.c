#include <stdlib.h>

#include "base/year.h"
#include "tests/fuzz/fuzz.h"

#define MAX_MARKS 64

static void check(int holds)
{
	if (!holds)
		abort();
}

/* Marks lie in the text one after another, and say what their kind asks. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_of((const char *)data, size);
	struct year_mark marks[MAX_MARKS];
	size_t n = year_find(text, marks, MAX_MARKS), past = 0;

	check(n <= MAX_MARKS);
	for (size_t i = 0; i < n; i++) {
		const struct year_mark *m = &marks[i];

		check(m->start >= past && m->len > 0 && m->len <= size);
		past = m->start + m->len;
		check(past <= size);
		check(m->first <= m->last);
		check(m->first >= 2400 || (m->kind == YEAR_HALF && !m->first));
		check(m->kind != YEAR_HALF || (m->quarters & 0xf) != 0);
	}
	return 0;
}
