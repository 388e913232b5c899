#include "cli/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

bool progress_possible(void)
{
	const char *term = getenv("TERM");

	return isatty(STDERR_FILENO) && !(term && strcmp(term, "dumb") == 0);
}

/* The queue takes as long as its pages took so far, or as the pauses. */
static long seconds_left(
	const struct progress *self, const struct crawl_progress *p)
{
	long each = p->pages ? p->elapsed_ms / (long)p->pages : 0;

	if (each < self->delay_ms)
		each = self->delay_ms;
	return (long)p->queued * each / 1000;
}

void progress_show(void *ctx, const struct crawl_progress *p)
{
	const struct progress *self = ctx;
	long left = seconds_left(self, p);
	char line[160];

	(void)snprintf(line, sizeof(line),
		"%zu pages, %zu in the queue, %zu of %zu items settled, "
		"%ld:%02ld left",
		p->pages, p->queued, examine_settled(self->examine),
		self->examine->rs->n_items, left / 60, left % 60);
	log_progress(line);
}

void progress_end(void)
{
	log_progress(NULL);
}
