#include "cli/rejudge.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/time.h"
#include "cli/stop.h"
#include "crawler/frontier.h"

#define MAX_PATH 4096

static uint32_t find_visit(void *ctx, const char *url)
{
	const struct crawl_result *crawl = ctx;

	return frontier_find(crawl->frontier, url);
}

/* A crawl writes down what it reads, but nobody will ask for it. */
static int make_folder(char **out, struct error *err)
{
	const char *parent = getenv("TMPDIR");
	struct buf path;

	buf_init(&path, MAX_PATH);
	buf_printf(&path, "%s/oit-rejudge-XXXXXX", parent ? parent : "/tmp");
	*out = buf_take(&path);
	if (mkdtemp(*out))
		return 0;
	free(*out);
	*out = NULL;
	return error_set(err, ERR_WRITE, "%s: cannot make a folder",
		parent ? parent : "/tmp");
}

/* All hosts that the run asked are its site's. */
static int crawl(struct rejudge *r, const char *folder, const char *archive,
	const struct document *doc, struct error *err)
{
	const struct crawl_reader reader = examine_reader(&r->examine);
	struct crawl_options options = {
		.folder = folder,
		.from = archive,
		.host_aliases = doc->site.hosts,
		.n_host_aliases = doc->site.n_hosts,
		.ask_outside = true,
		.stop = stop_flag(),
	};
	long now;

	if (time_parse(&now, doc->started, err) != 0)
		return error_prefix(err, "%s: started", archive);
	options.now = now;
	if (crawl_run(&r->crawl, &options, &reader, err) != 0)
		return err->code;
	return *stop_flag() ? error_set(err, ERR_READ, "%s: was interrupted",
				      archive)
			    : 0;
}

int rejudge_run(struct rejudge *out, const char *run,
	const struct document *doc, const struct ruleset *rs,
	const struct reasons *reasons, struct error *err)
{
	struct evidence evidence = { .rs = rs,
		.sightings = &out->examine.sightings,
		.find = find_visit };
	struct error ignored;
	char archive[MAX_PATH], *folder = NULL;
	int rc;

	*out = (struct rejudge){ .crawl = NULL };
	examine_init(&out->examine, rs);
	(void)snprintf(archive, sizeof(archive), "%s/site.warc.gz", run);
	rc = make_folder(&folder, err);
	if (rc == 0)
		rc = crawl(out, folder, archive, doc, err);
	if (rc == 0) {
		evidence.visits = &out->crawl->visits;
		evidence.find_ctx = out->crawl;
		judge_run(&out->judgement, &evidence, reasons);
	}
	if (folder)
		(void)file_remove_tree(folder, &ignored);
	free(folder);
	return rc;
}

void rejudge_done(struct rejudge *r)
{
	judge_done(&r->judgement);
	crawl_result_free(r->crawl);
	examine_done(&r->examine);
}
