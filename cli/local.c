#include "cli/local.h"

#include <poll.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "crawler/limits.h"
#include "crawler/percent.h"
#include "crawler/workers.h"

/* Waits for the one job of the pool. */
static void wait_for(struct workers *w, struct reading *reading)
{
	uint32_t ticket;

	while (!workers_next(w, &ticket, reading)) {
		struct pollfd fd;
		const size_t n = workers_poll(w, &fd, 1);

		(void)poll(&fd, (nfds_t)n, workers_wait_ms(w));
		workers_turn(w);
	}
}

static int read_body(const char *path, struct slice body, bool closely,
	const struct crawl_reader *reader, struct error *err)
{
	const struct workers_options options = { .n = 1, .reader = reader };
	const char *slash = strrchr(path, '/');
	struct workers *w = NULL;
	struct reading reading;
	struct buf url;
	int rc;

	buf_init(&url, SIZE_MAX / 2);
	buf_puts(&url, LOCAL_NOWHERE);
	percent_put(&url, slice_str(slash ? slash + 1 : path), PERCENT_PATH);
	rc = workers_new(&w, &options, err);
	if (rc == 0) {
		const struct crawl_job job = { .url = buf_str(&url),
			.content_type = "",
			.body = body,
			.closely = closely };

		workers_start(w, 0, &job);
		wait_for(w, &reading);
		reader->keep(reader->ctx, NULL, &reading);
		reading_done(&reading);
	}
	workers_free(w);
	buf_done(&url);
	return rc;
}

int local_read(const char *path, bool closely,
	const struct crawl_reader *reader, struct error *err)
{
	struct buf body;
	int rc;

	buf_init(&body, LIMIT_DOCUMENT_BYTES);
	rc = file_read(&body, path, err);
	if (rc == 0)
		rc = read_body(path, buf_slice(&body), closely, reader, err);
	buf_done(&body);
	return rc;
}
