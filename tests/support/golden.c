#include "tests/support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"

#define SAMPLE "tests/cases/reports/sample.json"
#define WORDS "rules/catalog/papers/th.json"
#define MAX_FILE ((size_t)16 * 1024 * 1024)

static bool is_updating(void)
{
	const char *update = getenv("OIT_UPDATE");

	return update && strcmp(update, "1") == 0;
}

static size_t first_difference(struct slice a, struct slice b)
{
	size_t i = 0;

	while (i < a.len && i < b.len && a.data[i] == b.data[i])
		i++;
	return i;
}

static size_t line_at(struct slice s, size_t offset)
{
	size_t line = 1;

	for (size_t i = 0; i < offset && i < s.len; i++)
		line += s.data[i] == '\n';
	return line;
}

void golden_check(const char *path, struct slice bytes)
{
	struct error err = { 0 };
	struct buf file;

	if (is_updating()) {
		assert_int_equal(file_write(path, bytes, &err), 0);
		return;
	}
	buf_init(&file, MAX_FILE);
	if (file_read(&file, path, &err) != 0)
		fail_msg("%s (OIT_UPDATE=1 makes it)", err.text);
	if (file.len != bytes.len ||
		memcmp(file.data, bytes.data, file.len) != 0)
		fail_msg("%s:%zu: differs (OIT_UPDATE=1 rewrites it)", path,
			line_at(bytes,
				first_difference(buf_slice(&file), bytes)));
	buf_done(&file);
}

int golden_setup(void **state)
{
	struct golden *g = mem_zalloc(sizeof(*g));
	struct error err = { 0 };

	document_init(&g->doc);
	arena_init(&g->arena);
	buf_init(&g->out, MAX_FILE);
	if (document_load(&g->doc, SAMPLE, &err) != 0 ||
		wording_load(&g->wording, WORDS, &err) != 0)
		fail_msg("%s", err.text);
	*state = g;
	return 0;
}

int golden_teardown(void **state)
{
	struct golden *g = *state;

	buf_done(&g->out);
	arena_done(&g->arena);
	wording_free(g->wording);
	document_done(&g->doc);
	free(g);
	return 0;
}

void golden_check_words(const struct golden *g)
{
	struct error err = { 0 };

	if (wording_check(g->wording, &err) != 0)
		fail_msg("%s", err.text);
}

static void strip_figures(struct document_figure *figures, size_t n)
{
	for (size_t i = 0; i < n; i++)
		figures[i].hundredths = -1;
}

void golden_strip(struct document *doc)
{
	struct document_scores *scores = &doc->scores;

	doc->coverage.gate_met = false;
	doc->coverage.stopped_by = "budget";
	doc->office = (struct office){ 0 };
	scores->present = false;
	scores->total = -1;
	scores->band = "";
	strip_figures(scores->indicators, scores->n_indicators);
	strip_figures(scores->instruments, scores->n_instruments);
	for (size_t i = 0; i < scores->n_rows; i++) {
		scores->rows[i].hundredths = -1;
		scores->rows[i].class_key = scores->rows[i].advice = "";
	}
}
