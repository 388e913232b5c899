/*
 * oit-match: what matching costs a page.
 *
 * Reads the web pages of a folder once and matches each of them several times
 * against the rules of a year: all links and, where a page names an item, its
 * content.  Reading is not counted.  Run by hand; it has no answer that is
 * right.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "crawler/limits.h"
#include "crawler/read/read.h"
#include "rules/caption.h"
#include "rules/match.h"
#include "rules/ruleset.h"

enum {
	MAX_PATH = 4096,
	MAX_PAGES = 500,
	MAX_PAYLOAD = 16 * 1024 * 1024,
	MAX_YEAR = 9999,
	ROUNDS = 5,
	EXIT_USAGE = 64,
};

/* The pages, and what one round over them came to. */
struct bench {
	const struct ruleset *rs;
	struct captions *captions;
	struct page *pages[MAX_PAGES];
	size_t n, links;
	size_t bytes; /* of sightings */
};

static int64_t now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int is_page(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 5 && strcmp(entry->d_name + n - 5, ".html") == 0;
}

static int read_one(struct bench *b, const char *path, struct error *err)
{
	struct read_input in = { .url = "http://town.example/",
		.content_type = "text/html" };
	struct buf body;
	int result;

	buf_init(&body, LIMIT_HTML_BYTES);
	result = file_read(&body, path, err);
	if (result == 0) {
		in.body = buf_slice(&body);
		b->pages[b->n] = read_page(&in);
		b->links += b->pages[b->n++]->n_links;
	}
	buf_done(&body);
	return result;
}

static int read_pages(struct bench *b, const char *folder, struct error *err)
{
	struct dirent **names = NULL;
	char path[MAX_PATH];
	int n = scandir(folder, &names, is_page, alphasort), result = 0;

	for (int i = 0; i < n; i++) {
		(void)snprintf(
			path, sizeof(path), "%s/%s", folder, names[i]->d_name);
		if (result == 0 && b->n < MAX_PAGES)
			result = read_one(b, path, err);
		free(names[i]);
	}
	free(names);
	if (b->n == 0 && result == 0)
		return error_set(err, ERR_READ, "%s: no page there", folder);
	return result;
}

static void match_page(struct bench *b, const struct page *page)
{
	struct match_input in = { .page = page, .captions = b->captions };
	struct match *m = match_new(b->rs, &in);
	struct buf out;

	buf_init(&out, MAX_PAYLOAD);
	for (size_t i = 0; i < page->n_links; i++) {
		struct match_link seen;

		match_link(m, &page->links[i], &seen);
		if (seen.named.n || seen.inherits)
			match_put_link(m, &page->links[i], &seen, "", &out);
	}
	match_put_contents(m, &out);
	b->bytes += out.len;
	buf_done(&out);
	match_free(m);
}

/* Microseconds a page, of one round over all pages.  A cold round knows no
 * text of the pages before. */
static double match_all(struct bench *b, bool cold)
{
	int64_t begin = now_ns();

	b->bytes = 0;
	for (size_t i = 0; i < b->n; i++) {
		if (cold) {
			captions_free(b->captions);
			b->captions = captions_new(b->rs, LIMIT_CAPTION_BYTES);
		}
		match_page(b, b->pages[i]);
	}
	return (double)(now_ns() - begin) / 1000 / (double)b->n;
}

/* The least of some rounds; a warm one comes after one that is not counted. */
static double least_of_rounds(struct bench *b, bool cold)
{
	double least = match_all(b, cold);

	for (int i = 0; i < ROUNDS; i++) {
		double us = match_all(b, cold);

		least = us < least ? us : least;
	}
	return least;
}

int main(int argc, char **argv)
{
	struct bench b = { 0 };
	struct ruleset *rs = NULL;
	struct error err = { 0 };
	long year = argc == 4 ? slice_number(slice_str(argv[2]), MAX_YEAR) : -1;
	int result;

	if (year < 0) {
		(void)fputs("usage: oit-match RULES YEAR FOLDER\n", stderr);
		return EXIT_USAGE;
	}
	result = ruleset_load(&rs, argv[1], (int)year, &err);
	if (result == 0)
		result = read_pages(&b, argv[3], &err);
	b.rs = rs;
	if (result == 0) {
		double cold = least_of_rounds(&b, true);
		double warm = least_of_rounds(&b, false);

		(void)printf("%zu pages, %zu links, %zu bytes of sightings: "
			     "%.0f us a page, %.0f by itself\n",
			b.n, b.links, b.bytes, warm, cold);
	} else {
		(void)fprintf(stderr, "oit-match: %s\n", err.text);
	}
	for (size_t i = 0; i < b.n; i++)
		page_free(b.pages[i]);
	captions_free(b.captions);
	ruleset_free(rs);
	return result == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
