#include "tests/support/mockreader.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

#define MOUTHFUL ((size_t)1 << 20)

static bool is_asked(const struct read_input *in, const char *word)
{
	return slice_find(in->body, word, 0) >= 0;
}

/* All of it is touched, and none is given back. */
static void eat(void)
{
	void **last = NULL;

	for (;;) {
		void **more = mem_zalloc(MOUTHFUL);

		memset(more, 1, MOUTHFUL);
		*more = last;
		last = more;
	}
}

struct page *mockreader_page(const struct read_input *in)
{
	volatile unsigned turns = 0;

	if (is_asked(in, "!mock-abort"))
		abort();
	if (is_asked(in, "!mock-exit"))
		_exit(3);
	if (is_asked(in, "!mock-eat"))
		eat();
	while (is_asked(in, "!mock-spin"))
		turns++;
	while (is_asked(in, "!mock-hang"))
		(void)pause();
	return read_page(in);
}
