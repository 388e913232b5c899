/*
 * How much of the sample documents our reader finds:
 * oit-recall FOLDER texts|scans
 *
 * samples.json tells what each document says.  A phrase is sought as it was
 * written and in the normal form; what has no letters that mean anything must
 * be called so instead.  Of scans, which are read by OCR, a phrase is sought in
 * the normal form, and nearly so.  Prints a table by producer and every fault,
 * and fails when less is found than has to be.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/fuzzy.h"
#include "base/json.h"
#include "base/text.h"
#include "base/year.h"
#include "crawler/read/read.h"

enum {
	LEAST_PERCENT = 99,   /* of the phrases, in the normal form */
	LEAST_SCANNED = 90,   /* of the running text of scans, nearly so */
	LEAST_DOCUMENTS = 48, /* in which phrases were sought */
	MAX_GROUPS = 96,
	MAX_NAME = 160,
	MAX_FILE = 1024 * 1024,
	MAX_TEXT = 4 * 1024 * 1024,
	MAX_PATH = 4096,
	MAX_YEARS = 64,
	LEAD_BLOCKS = 4, /* in which a title has to stand */
	EXIT_USAGE = 64,
	EXIT_SKIPPED = 77,
};

/* Samples of one producer, kind and fault. */
struct group {
	char name[MAX_NAME];
	size_t documents, phrases, raw, key;
};

struct recall {
	const char *folder;
	bool scans; /* they alone, by OCR; else all, without */
	struct read_tools tools;
	struct group groups[MAX_GROUPS];
	size_t n_groups;
	size_t documents; /* that were read as they have to be */
	size_t hopeless;  /* of them those without text to seek in */
	size_t unread;    /* there is no reader, or its program is missing */
	size_t faults;
};

/* A document that was read. */
struct sample {
	const struct json_node *about;
	const char *file;
	struct page *page;
	struct buf raw;   /* its blocks, a blank between them */
	struct text text; /* the same in the normal form */
};

static const char *about(const struct sample *s, const char *key)
{
	return json_string(json_get(s->about, key), "");
}

static void fault(struct recall *r, const struct sample *s, const char *what,
	const char *is)
{
	(void)printf("%s: %s: \"%s\"\n", s->file, what, is);
	r->faults++;
}

static struct group *group_of(struct recall *r, const char *name)
{
	struct group *g = &r->groups[r->n_groups];
	size_t i = 0;

	(void)snprintf(g->name, MAX_NAME, "%s", name);
	while (i < r->n_groups && strcmp(r->groups[i].name, g->name) != 0)
		i++;
	if (i == r->n_groups && i + 1 < MAX_GROUPS)
		r->n_groups++;
	return &r->groups[i];
}

/* Lines of a PDF run on, other blocks are apart: as the rules take them. */
static void collect_text(struct sample *s)
{
	for (size_t i = 0; i < s->page->n_blocks; i++) {
		struct slice words = slice_str(s->page->blocks[i].text);

		buf_put(&s->raw, words.data, words.len);
		buf_putc(&s->raw, ' ');
		text_add(&s->text, words);
		if (s->page->kind != PAGE_PDF)
			text_break(&s->text);
	}
}

static bool has_key(const struct text *t, struct slice phrase)
{
	const struct slice key = slice_of((const char *)t->key, t->key_len);
	struct buf wanted;
	bool found;

	buf_init(&wanted, MAX_TEXT);
	text_key(&wanted, phrase);
	found = wanted.len && slice_find(key, buf_str(&wanted), 0) >= 0;
	buf_done(&wanted);
	return found;
}

/* Adds to g what was found of the phrases under a key of samples.json. */
static void seek_phrases(
	const struct sample *s, const char *key, struct group *g)
{
	const struct json_node *one = json_first(json_get(s->about, key));

	for (; one; one = json_next(one)) {
		struct slice phrase = slice_str(json_string(one, ""));

		g->phrases++;
		if (slice_find(buf_slice(&s->raw), phrase.data, 0) >= 0)
			g->raw++;
		if (has_key(&s->text, phrase))
			g->key++;
		else
			(void)printf("%s: not found: \"%s\"\n", s->file,
				phrase.data);
	}
}

static bool has_nearly(const struct text *t, struct slice phrase)
{
	struct buf wanted;
	size_t at, len;
	bool found;

	buf_init(&wanted, MAX_TEXT);
	text_key(&wanted, phrase);
	found = fuzzy_find(slice_of((const char *)t->key, t->key_len),
			buf_slice(&wanted), fuzzy_limit(wanted.len), &at,
			&len) != SIZE_MAX;
	buf_done(&wanted);
	return found;
}

/* Half of the Thai digits are unknown to OCR, so that none is believed. */
static bool has_thai_digit(struct slice s)
{
	for (size_t i = 0; i + 2 < s.len; i++)
		if ((unsigned char)s.data[i] == 0xe0 &&
			(unsigned char)s.data[i + 1] == 0xb9 &&
			(unsigned char)s.data[i + 2] >= 0x90 &&
			(unsigned char)s.data[i + 2] <= 0x99)
			return true;
	return false;
}

/* The same of a scan: in the normal form is as written, nearly so is found. */
static void seek_scanned(struct recall *r, const struct sample *s,
	const char *key, const char *name)
{
	struct group *g = group_of(r, name);
	const struct json_node *one = json_first(json_get(s->about, key));

	g->documents++;
	for (; one; one = json_next(one)) {
		struct slice phrase = slice_str(json_string(one, ""));
		bool exact = has_key(&s->text, phrase);

		if (has_thai_digit(phrase))
			continue;
		g->phrases++;
		g->raw += exact;
		if (exact || has_nearly(&s->text, phrase))
			g->key++;
		else
			(void)printf("%s: not found: \"%s\"\n", s->file,
				phrase.data);
	}
}

/* The first year that names itself the text's. */
static int year_of(const struct text *t)
{
	struct year_mark marks[MAX_YEARS];
	size_t n =
		year_find(slice_of(t->canon, t->canon_len), marks, MAX_YEARS);

	for (size_t i = 0; i < n; i++)
		if (marks[i].kind == YEAR_FISCAL ||
			marks[i].kind == YEAR_ANNUAL)
			return marks[i].first;
	return 0;
}

static void check_year(struct recall *r, const struct sample *s)
{
	char year[16];

	(void)snprintf(year, sizeof(year), "%d", year_of(&s->text));
	if (year_of(&s->text) !=
		(int)json_number(json_get(s->about, "year"), 0))
		fault(r, s, "is of another year", year);
}

/* The title stands where the rules look for one: in the properties or in the
 * first lines, where it may run over several. */
static void check_title(struct recall *r, const struct sample *s)
{
	struct text lead;

	text_init(&lead);
	text_add(&lead, slice_str(s->page->title));
	text_break(&lead);
	for (size_t i = 0; i < s->page->n_blocks && i < LEAD_BLOCKS; i++)
		text_add(&lead, slice_str(s->page->blocks[i].text));
	if (!has_key(&lead, slice_str(about(s, "title"))))
		fault(r, s, "has another title", s->page->title);
	text_done(&lead);
}

static void check_scan(struct recall *r, struct sample *s)
{
	r->documents++;
	if (s->page->quality != PAGE_QUALITY_OCR) {
		fault(r, s, "was not read by OCR", s->page->detail);
		return;
	}
	collect_text(s);
	seek_scanned(r, s, "phrases", "running text");
	seek_scanned(r, s, "cells", "cells of tables");
}

static void check_sample(struct recall *r, struct sample *s)
{
	const char *quality = page_quality_name(s->page->quality);
	char name[MAX_NAME];
	struct group *g;

	if (s->page->outcome == OUTCOME_TYPE_UNKNOWN) {
		(void)printf("%s: not read: %s\n", s->file, s->page->detail);
		r->unread++;
		return;
	}
	r->documents++;
	if (strcmp(quality, about(s, "quality")) != 0)
		fault(r, s, "has another quality", quality);
	if (strcmp(about(s, "quality"), "good") != 0) {
		r->hopeless++;
		return;
	}
	collect_text(s);
	(void)snprintf(name, sizeof(name), "%s %s %s", about(s, "producer"),
		page_kind_name(s->page->kind), about(s, "fault"));
	g = group_of(r, name);
	g->documents++;
	seek_phrases(s, "phrases", g);
	seek_phrases(s, "cells", g);
	check_year(r, s);
	check_title(r, s);
}

static int read_sample(
	struct recall *r, const struct json_node *node, struct error *err)
{
	struct sample s = { .about = node };
	char path[MAX_PATH], url[MAX_PATH];
	struct read_input in = {
		.url = url, .tools = &r->tools, .closely = r->scans
	};
	struct buf body;
	int result;

	s.file = about(&s, "file");
	if (r->scans && strcmp(about(&s, "quality"), "scan") != 0)
		return 0;
	(void)snprintf(path, sizeof(path), "%s/files/%s", r->folder, s.file);
	(void)snprintf(url, sizeof(url), "https://town.example/%s", s.file);
	buf_init(&body, MAX_FILE);
	buf_init(&s.raw, MAX_TEXT);
	text_init(&s.text);
	result = file_read(&body, path, err);
	if (result == 0) {
		in.body = buf_slice(&body);
		s.page = read_page(&in);
		if (r->scans)
			check_scan(r, &s);
		else
			check_sample(r, &s);
	}
	page_free(s.page);
	text_done(&s.text);
	buf_done(&s.raw);
	buf_done(&body);
	return result;
}

static double percent(size_t part, size_t all)
{
	return all ? 100.0 * (double)part / (double)all : 0;
}

static void print_group(const struct group *g)
{
	(void)printf("| %s | %zu | %zu | %.1f | %.1f |\n", g->name,
		g->documents, g->phrases, percent(g->raw, g->phrases),
		percent(g->key, g->phrases));
}

/* The groups, and what they come to. */
static struct group print_groups(const struct recall *r)
{
	struct group all = { "all", r->documents - r->hopeless, 0, 0, 0 };

	(void)printf("\n| read from | documents | phrases | %s "
		     "|\n|---|---:|---:|---:|---:|\n",
		r->scans ? "normal form % | nearly %"
			 : "as written % | normal form %");
	for (size_t i = 0; i < r->n_groups; i++) {
		print_group(&r->groups[i]);
		all.phrases += r->groups[i].phrases;
		all.raw += r->groups[i].raw;
		all.key += r->groups[i].key;
	}
	print_group(&all);
	return all;
}

static size_t least_percent(const struct recall *r, const char *name)
{
	/* A table is read across its columns: how much of it is luck. */
	if (r->scans)
		return strcmp(name, "running text") == 0 ? LEAST_SCANNED : 0;
	return LEAST_PERCENT;
}

static bool is_enough(const struct recall *r, const struct group *all)
{
	bool enough = r->faults == 0 && all->phrases > 0;

	if (!r->scans)
		enough &= all->documents >= LEAST_DOCUMENTS &&
			  all->key * 100 >= all->phrases * LEAST_PERCENT;
	for (size_t i = 0; i < r->n_groups; i++) {
		const struct group *g = &r->groups[i];
		size_t least = least_percent(r, g->name);

		if (g->key * 100 >= g->phrases * least)
			continue;
		(void)printf("%s: less than %zu %%\n", g->name, least);
		enough = false;
	}
	(void)printf("\n%zu documents, %zu of them without text to seek in; "
		     "%zu not read; %zu faults\n",
		r->documents, r->hopeless, r->unread, r->faults);
	return enough;
}

/* Every sample; -1 with err when one is not there. */
static int read_samples(struct recall *r, struct error *err)
{
	struct json *samples = NULL;
	char path[MAX_PATH];
	const struct json_node *one;
	int result;

	(void)snprintf(path, sizeof(path), "%s/samples.json", r->folder);
	result = json_load(&samples, path, err);
	if (result < 0)
		return result;
	one = json_first(json_get(json_root(samples), "documents"));
	for (; one && result == 0; one = json_next(one))
		result = read_sample(r, one, err);
	json_free(samples);
	return result;
}

static bool is_ocr_there(const struct recall *r)
{
	struct buf versions;
	const char *lacks;

	buf_init(&versions, MAX_NAME);
	lacks = ocr_lacks(&r->tools.ocr, &versions);
	buf_done(&versions);
	if (lacks)
		(void)printf("skipped: %s is not installed\n", lacks);
	return !lacks;
}

static int run(struct recall *r)
{
	struct error err = { 0 };
	struct group all;

	if (r->scans && !is_ocr_there(r))
		return EXIT_SKIPPED;
	if (read_samples(r, &err) < 0) {
		(void)fprintf(stderr, "oit-recall: %s\n", err.text);
		return EXIT_FAILURE;
	}
	all = print_groups(r);
	return is_enough(r, &all) ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	static struct recall r;
	int status;

	if (argc != 3) {
		(void)fputs("usage: oit-recall FOLDER texts|scans\n", stderr);
		return EXIT_USAGE;
	}
	r.folder = argv[1];
	r.scans = strcmp(argv[2], "scans") == 0;
	read_tools_find(&r.tools);
	status = run(&r);
	read_tools_done(&r.tools);
	return status;
}
