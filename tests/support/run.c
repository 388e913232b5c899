#include "tests/support/run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "tests/support/linkreader.h"

static void keep(
	void *ctx, const struct visit *visit, const struct reading *reading)
{
	struct run *run = ctx;

	buf_printf(&run->kept, "%s %.*s\n", visit->url,
		(int)reading->payload.len, reading->payload.data);
}

void run_begin(struct run *run, const struct canned *table)
{
	*run = (struct run){ .folder = "/tmp/oit-crawl-XXXXXX" };
	assert_non_null(mkdtemp(run->folder));
	if (table) {
		run->server = canned_start(table);
		run->options.site = canned_origin(run->server);
	}
	run->options.folder = run->folder;
	run->options.retry_pause_ms = 1;
	run->options.workers = 1;
	run->options.now = 1740000000;
	run->reader.read = linkreader_read;
	run->reader.keep = keep;
	run->reader.ctx = run;
	buf_init(&run->kept, 1 << 20);
}

void run_crawl(struct run *run)
{
	struct error err = { 0 };

	if (crawl_run(&run->result, &run->options, &run->reader, &err) != 0)
		fail_msg("%s", err.text);
}

void run_end(struct run *run)
{
	struct error err;

	crawl_result_free(run->result);
	buf_done(&run->kept);
	if (run->server)
		canned_stop(run->server);
	assert_int_equal(file_remove_tree(run->folder, &err), 0);
}

const struct visit *run_visit(const struct run *run, const char *target)
{
	char *url = canned_url(run->server, target);
	const struct visit *found = NULL;

	for (size_t i = 0; i < run->result->visits.n; i++)
		if (strcmp(run->result->visits.items[i].url, url) == 0)
			found = &run->result->visits.items[i];
	if (!found)
		fail_msg("%s was not found", url);
	free(url);
	return found;
}

void run_check_outcome(
	const struct run *run, const char *target, enum outcome o)
{
	const struct visit *visit = run_visit(run, target);

	if (visit->outcome != o)
		fail_msg("%s: %s (%s), not %s", target,
			outcome_name(visit->outcome), visit->detail,
			outcome_name(o));
}

void run_check_log(const struct run *run, const char *expected)
{
	char *log = canned_log(run->server);

	assert_string_equal(log, expected);
	free(log);
}

void run_put_outcomes(struct buf *out, const struct run *run)
{
	for (size_t i = 0; i < run->result->visits.n; i++) {
		const struct visit *visit = &run->result->visits.items[i];

		buf_printf(out, "%s %s %s %d %s %s\n", visit->url,
			outcome_name(visit->outcome), visit->detail,
			visit->status, visit->sha256, visit->fetched_at);
	}
}

void run_check_replay(const struct run *run)
{
	struct buf live, replayed;
	struct run again;
	char path[64];

	buf_init(&live, 1 << 20);
	buf_init(&replayed, 1 << 20);
	run_put_outcomes(&live, run);
	(void)snprintf(path, sizeof(path), "%s/site.warc.gz", run->folder);
	run_begin(&again, NULL);
	again.options.from = path;
	run_crawl(&again);
	run_put_outcomes(&replayed, &again);
	assert_string_equal(buf_str(&live), buf_str(&replayed));
	assert_string_equal(buf_str(&run->kept), buf_str(&again.kept));
	assert_int_equal(again.result->totals.requests, 0);
	run_end(&again);
	buf_done(&live);
	buf_done(&replayed);
}
