/*
 * oit-readers: what reading a document costs, and what its library alone does.
 *
 * "ours" reads each file into PAGE, as a worker does.  "bare" is what nobody
 * can do without: pdftotext for PDF, and for Office files unpacking the members
 * that hold content and walking over their XML.  Prints documents, bytes, and
 * milliseconds of processor time with those of the programs that were run.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/xml.h"
#include "base/zip.h"
#include "crawler/limits.h"
#include "crawler/read/read.h"

enum {
	MAX_ROUNDS = 10000,
	EXIT_USAGE = 64,
};

/* One file and how it is read. */
struct reading {
	const char *path;
	struct slice body;
	const struct read_tools *tools;
};

static int read_ours(const struct reading *r, struct error *err)
{
	struct read_input in = { .url = "https://town.example/paper",
		.body = r->body,
		.tools = r->tools };
	struct page *page = read_page(&in);
	int result = 0;

	if (page->outcome != OUTCOME_OK)
		result = error_set(err, ERR_READ, "%s: %s", r->path,
			outcome_name(page->outcome));
	page_free(page);
	return result;
}

/* Its text goes where no one reads it, as from a shell. */
static int run_pdftotext(const struct reading *r, struct error *err)
{
	const char *words[] = { r->tools->pdftotext, "-raw", "-enc", "UTF-8",
		r->path, "-", NULL };
	char *argv[sizeof(words) / sizeof(*words)], *env[] = { NULL };
	posix_spawn_file_actions_t actions;
	int status = -1;
	pid_t pid;

	/* The type of posix_spawn() is older than const. */
	memcpy(argv, words, sizeof(words));
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawn_file_actions_addopen(
		&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	if (posix_spawn(&pid, argv[0], &actions, NULL, argv, env) == 0)
		(void)waitpid(pid, &status, 0);
	(void)posix_spawn_file_actions_destroy(&actions);
	return status == 0 ? 0
			   : error_set(err, ERR_READ, "%s: not read", r->path);
}

static void count_text(void *ctx, struct slice text)
{
	size_t *bytes = ctx;

	*bytes += text.len;
}

/* What holds text, and the formats of cells that are dates. */
static bool holds_content(const char *name)
{
	static const char *const names[] = { "word/document.xml",
		"xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (slice_starts(slice_str(name), names[i]))
			return true;
	return false;
}

static int walk_members(const struct reading *r, struct error *err)
{
	const struct zip_limits limits = { LIMIT_ZIP_MEMBERS,
		LIMIT_ZIP_MEMBER_BYTES, LIMIT_ZIP_RATIO,
		LIMIT_ZIP_RATIO_AFTER };
	size_t bytes = 0;
	const struct xml_handler handler = { NULL, NULL, count_text, &bytes };
	struct zip_reader *zip = NULL;
	int result = zip_reader_open(&zip, r->body, &limits, err);
	size_t n = result == 0 ? zip_reader_count(zip) : 0;

	for (size_t i = 0; i < n && result == 0; i++) {
		struct buf member;

		if (!holds_content(zip_reader_name(zip, i)))
			continue;
		buf_init(&member, LIMIT_ZIP_MEMBER_BYTES);
		result = zip_reader_get(zip, i, &member, err);
		if (result == 0)
			result = xml_parse(buf_slice(&member), &handler,
				LIMIT_XML_DEPTH, err);
		buf_done(&member);
	}
	zip_reader_free(zip);
	if (result == 0 && bytes == 0)
		return error_set(err, ERR_READ, "%s: no text", r->path);
	return result;
}

static int read_bare(const struct reading *r, struct error *err)
{
	if (slice_starts(r->body, "%PDF"))
		return run_pdftotext(r, err);
	return walk_members(r, err);
}

static double used_ms(int who)
{
	struct rusage used;

	(void)getrusage(who, &used);
	return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 +
	       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3;
}

/* Reads a file so many times and adds what that came to. */
static int read_times(const struct reading *r, bool ours, long rounds,
	double *ms, struct error *err)
{
	double begin = used_ms(RUSAGE_SELF) + used_ms(RUSAGE_CHILDREN);
	int result = 0;

	for (long i = 0; i < rounds && result == 0; i++)
		result = ours ? read_ours(r, err) : read_bare(r, err);
	*ms += used_ms(RUSAGE_SELF) + used_ms(RUSAGE_CHILDREN) - begin;
	return result;
}

int main(int argc, char **argv)
{
	struct read_tools tools = { 0 };
	struct error err = { 0 };
	bool ours = argc > 3 && strcmp(argv[1], "ours") == 0;
	long rounds =
		argc > 3 ? slice_number(slice_str(argv[2]), MAX_ROUNDS) : -1;
	double ms = 0;
	size_t bytes = 0;
	int result = 0;

	if (rounds < 0 || (!ours && strcmp(argv[1], "bare") != 0)) {
		(void)fputs("usage: oit-readers ours|bare ROUNDS FILE...\n",
			stderr);
		return EXIT_USAGE;
	}
	read_tools_find(&tools);
	for (int i = 3; i < argc && result == 0; i++) {
		struct reading r = { .path = argv[i], .tools = &tools };
		struct buf body;

		buf_init(&body, LIMIT_DOCUMENT_BYTES);
		result = file_read(&body, argv[i], &err);
		r.body = buf_slice(&body);
		if (result == 0)
			result = read_times(&r, ours, rounds, &ms, &err);
		bytes += body.len;
		buf_done(&body);
	}
	if (result == 0)
		(void)printf("%ld %zu %.3f\n", rounds * (argc - 3),
			(size_t)rounds * bytes, ms);
	else
		(void)fprintf(stderr, "oit-readers: %s\n", err.text);
	read_tools_done(&tools);
	return result == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
