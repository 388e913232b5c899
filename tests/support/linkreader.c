#include "tests/support/linkreader.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"

/* The number behind the letter as a word of its own, or fallback. */
static long number_after(struct slice words, char letter, long fallback)
{
	for (size_t i = 0; i + 1 < words.len; i++)
		if (words.data[i] == letter &&
			(i == 0 || words.data[i - 1] == ' ') &&
			ascii_is_digit(words.data[i + 1]))
			return words.data[i + 1] - '0';
	return fallback;
}

static void add_link(struct reading *out, const struct page *page,
	struct slice href, struct slice words)
{
	const long topic = number_after(words, 't', -1);
	char *url = slice_dup(href), *text = slice_dup(words);
	const struct page_link link = {
		.href = url, .text = text, .title = "", .row = ""
	};

	reading_add_link(out, page, &link, topic < 0 ? 0 : (uint64_t)1 << topic,
		(int)number_after(words, 'p', 5));
	free(url);
	free(text);
}

static void read_links(
	struct reading *out, const struct page *page, struct slice body)
{
	long at = 0;

	while ((at = slice_find(body, "href=\"", (size_t)at)) >= 0) {
		const size_t start = (size_t)at + 6;
		long quote = slice_find(body, "\">", start);
		long end =
			quote < 0 ? -1 : slice_find(body, "<", (size_t)quote);

		if (end < 0)
			return;
		add_link(out, page,
			slice_of(body.data + start, (size_t)quote - start),
			slice_of(body.data + quote + 2,
				(size_t)(end - quote) - 2));
		at = end;
	}
}

static void misbehave(const struct crawl_job *job)
{
	const struct slice body = job->body;
	volatile unsigned n = 0;

	if (job->closely && slice_find(body, "!doze", 0) >= 0)
		(void)sleep(60);
	if (slice_find(body, "!abort", 0) >= 0)
		abort();
	if (slice_find(body, "!sleep", 0) >= 0)
		(void)sleep(60);
	while (slice_find(body, "!spin", 0) >= 0)
		n++;
}

void linkreader_read(
	void *ctx, const struct crawl_job *job, struct reading *out)
{
	struct page *page = page_new(job->url);
	struct buf payload;

	(void)ctx;
	misbehave(job);
	page->kind = PAGE_HTML;
	page->quality = PAGE_QUALITY_GOOD;
	page->title = job->n_anchors ? job->anchors[0] : "";
	reading_set_page(out, page);
	read_links(out, page, job->body);
	buf_init(&payload, 64);
	buf_printf(&payload, "%llu%s", (unsigned long long)job->topics,
		job->closely ? " closely" : "");
	reading_set_payload(out, buf_slice(&payload));
	buf_done(&payload);
	page_free(page);
}
