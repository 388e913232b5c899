/*
 * oit-match: what matching costs a page, beside reading it.
 *
 * Each web page of a folder is read several times, by itself and into a tree,
 * then all wordings of a year are sought in its text, then it is matched as a
 * crawl does: all links and, where a page names an item, its content.  Each is
 * timed by itself.  Run by hand; it has no answer that is right.
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
#include "crawler/read/html.h"
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
	struct buf bodies[MAX_PAGES];
	struct page *pages[MAX_PAGES];
	struct text texts[MAX_PAGES]; /* of the pages, in normal form */
	uint32_t *first;              /* place of each wording in one of them */
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

static int load_page(struct bench *b, const char *path, struct error *err)
{
	struct buf *body = &b->bodies[b->n++];

	buf_init(body, LIMIT_HTML_BYTES);
	return file_read(body, path, err);
}

static int load_pages(struct bench *b, const char *folder, struct error *err)
{
	struct dirent **names = NULL;
	char path[MAX_PATH];
	int n = scandir(folder, &names, is_page, alphasort), result = 0;

	for (int i = 0; i < n; i++) {
		(void)snprintf(
			path, sizeof(path), "%s/%s", folder, names[i]->d_name);
		if (result == 0 && b->n < MAX_PAGES)
			result = load_page(b, path, err);
		free(names[i]);
	}
	free(names);
	if (b->n == 0 && result == 0)
		return error_set(err, ERR_READ, "%s: no page there", folder);
	return result;
}

/* All that a page says, menus and the text of its links with it. */
static void fill_text(struct text *t, const struct page *page)
{
	text_init(t);
	for (size_t i = 0; i < page->n_blocks; i++) {
		text_add(t, slice_str(page->blocks[i].text));
		text_break(t);
	}
}

static void read_all(struct bench *b)
{
	b->links = 0;
	for (size_t i = 0; i < b->n; i++) {
		struct read_input in = { .url = "http://town.example/",
			.content_type = "text/html",
			.body = buf_slice(&b->bodies[i]) };

		page_free(b->pages[i]);
		b->pages[i] = read_page(&in);
		b->links += b->pages[i]->n_links;
	}
}

/* What a reader with a tree for every page has to do. */
static void parse_all(struct bench *b)
{
	for (size_t i = 0; i < b->n; i++) {
		struct page *page = page_new("http://town.example/");
		struct html_facts facts;

		html_read(page, b->pages[i]->source, &facts);
		page_free(page);
	}
}

static void seek_words(struct bench *b)
{
	const size_t n = wordset_count(b->rs->words);

	for (size_t i = 0; i < b->n; i++) {
		memset(b->first, 0, n * sizeof(*b->first));
		wordset_first(b->rs->words, &b->texts[i], b->first);
	}
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

static void match_all(struct bench *b)
{
	b->bytes = 0;
	for (size_t i = 0; i < b->n; i++)
		match_page(b, b->pages[i]);
}

/* The same of pages each of which knows no text of those before it. */
static void match_apart(struct bench *b)
{
	b->bytes = 0;
	for (size_t i = 0; i < b->n; i++) {
		captions_free(b->captions);
		b->captions = captions_new(b->rs, LIMIT_CAPTION_BYTES);
		match_page(b, b->pages[i]);
	}
}

/* Microseconds a page: the least of some rounds over all pages, after one that
 * is not counted. */
static double time_of(struct bench *b, void (*round)(struct bench *b))
{
	double least = 0;

	for (int i = 0; i <= ROUNDS; i++) {
		int64_t begin = now_ns();
		double us;

		round(b);
		us = (double)(now_ns() - begin) / 1000 / (double)b->n;
		least = i <= 1 || us < least ? us : least;
	}
	return least;
}

static void print_share(const char *what, double us, double of)
{
	(void)printf(
		"%-28s %6.0f us a page, %3.0f %%\n", what, us, us / of * 100);
}

static void print_times(struct bench *b)
{
	double reading = time_of(b, read_all);

	for (size_t i = 0; i < b->n; i++)
		fill_text(&b->texts[i], b->pages[i]);
	print_share("reading", reading, reading);
	print_share(
		"parsing into Gumbo's tree", time_of(b, parse_all), reading);
	print_share("seeking all wordings", time_of(b, seek_words), reading);
	print_share(
		"matching, page by itself", time_of(b, match_apart), reading);
	print_share("matching, in a crawl", time_of(b, match_all), reading);
	(void)printf("%zu pages, %zu links, %zu wordings, %zu bytes of "
		     "sightings\n",
		b->n, b->links, wordset_count(b->rs->words), b->bytes);
}

static void bench_done(struct bench *b)
{
	for (size_t i = 0; i < b->n; i++) {
		text_done(&b->texts[i]);
		page_free(b->pages[i]);
		buf_done(&b->bodies[i]);
	}
	captions_free(b->captions);
	free(b->first);
}

int main(int argc, char **argv)
{
	static struct bench b;
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
		result = load_pages(&b, argv[3], &err);
	if (result == 0) {
		b.rs = rs;
		b.first =
			mem_calloc(wordset_count(rs->words), sizeof(*b.first));
		print_times(&b);
	} else {
		(void)fprintf(stderr, "oit-match: %s\n", err.text);
	}
	bench_done(&b);
	ruleset_free(rs);
	return result == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
