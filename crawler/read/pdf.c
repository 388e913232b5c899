#include "crawler/read/pdf.h"

#include <stdio.h>

#include "base/utf8.h"
#include "crawler/limits.h"
#include "crawler/read/gather.h"
#include "crawler/read/glyphs.h"
#include "crawler/read/mojibake.h"
#include "crawler/read/quality.h"
#include "crawler/read/tool.h"

#define MESSAGE_BYTES 65536
#define TITLE_BYTES 1000
#define CAUSE_BYTES 200

static void fail_by(
	struct page *p, const struct tool_result *r, struct slice messages)
{
	enum outcome outcome;
	struct buf cause;

	if (r->end == TOOL_DONE &&
		(slice_find(messages, "ncorrect password", 0) >= 0 ||
			r->status == 3)) {
		page_fail(p, OUTCOME_DOC_ENCRYPTED, "a password is asked");
		return;
	}
	buf_init(&cause, CAUSE_BYTES);
	outcome = tool_failure(r, "pdftotext", &cause);
	page_fail(p, outcome, buf_str(&cause));
	buf_done(&cause);
}

/* Undoes what the tool escapes in the title. */
static void put_unescaped(struct buf *out, struct slice s)
{
	static const struct {
		const char *name, *text;
	} entities[] = { { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" },
		{ "&quot;", "\"" }, { "&#39;", "'" }, { "&apos;", "'" } };
	size_t i = 0;

	while (i < s.len) {
		size_t k = 0, n = sizeof(entities) / sizeof(*entities);
		struct slice rest = slice_of(s.data + i, s.len - i);

		while (k < n && !slice_starts(rest, entities[k].name))
			k++;
		if (k < n) {
			buf_puts(out, entities[k].text);
			i += strlen(entities[k].name);
		} else {
			buf_putc(out, s.data[i++]);
		}
	}
}

/* Text as PAGE keeps it: valid, white space folded. */
static void put_clean(struct buf *out, struct slice s)
{
	struct buf valid;

	if (utf8_is_valid(s) && (!s.len || !memchr(s.data, '\0', s.len))) {
		gather_fold(out, s);
		gather_trim(out);
		return;
	}
	buf_init(&valid, 3 * s.len);
	utf8_put_valid(&valid, s);
	gather_fold(out, buf_slice(&valid));
	gather_trim(out);
	buf_done(&valid);
}

static void take_title(struct page *p, struct slice head)
{
	long from = slice_find(head, "<title>", 0);
	long to = slice_find(head, "</title>", 0);
	struct buf plain, title;

	if (from < 0 || to < from + 7)
		return;
	buf_init(&plain, TITLE_BYTES);
	buf_init(&title, TITLE_BYTES);
	put_unescaped(&plain,
		slice_of(head.data + from + 7, (size_t)(to - from) - 7));
	put_clean(&title, buf_slice(&plain));
	p->title = arena_strdup(&p->arena, buf_str(&title));
	buf_done(&plain);
	buf_done(&title);
}

static void add_line(struct page *p, struct slice line)
{
	struct page_block block = { .kind = PAGE_BLOCK_TEXT,
		.sheet = p->sheets + 1 };
	struct buf text;

	buf_init(&text, LIMIT_TEXT_BYTES);
	put_clean(&text, line);
	block.text = buf_str(&text);
	if (text.len)
		page_add_block(p, &block);
	buf_done(&text);
}

/* Lines end with LF, pages with FF. */
static void take_text(struct page *p, struct slice text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		if (c != '\n' && c != '\f')
			continue;
		if (p->sheets < LIMIT_DOC_PAGES)
			add_line(p, slice_of(text.data + from, i - from));
		from = i + 1;
		p->sheets += c == '\f';
	}
	p->sheets_read =
		p->sheets < LIMIT_DOC_PAGES ? p->sheets : LIMIT_DOC_PAGES;
}

/* The tool writes a page of HTML, but only its head is escaped: what stands
 * between pre and its last end tag is the text as it is. */
static void take_output(struct page *p, struct slice out, bool cut)
{
	static const char start[] = "<body>\n<pre>\n", end[] = "</pre>";
	long from = slice_find(out, start, 0);
	size_t to = out.len;

	if (from < 0)
		return;
	take_title(p, slice_of(out.data, (size_t)from));
	from += (long)strlen(start);
	while (!cut && to > (size_t)from &&
		!slice_starts(slice_of(out.data + to, out.len - to), end))
		to--;
	take_text(p, slice_of(out.data + from, to - (size_t)from));
	p->text_cut |= cut;
	if (!*p->title && p->n_blocks)
		p->title = p->blocks[0].text;
}

/* Fonts may say that a letter is the Latin one with its number in windows-874,
 * or the number of its glyph: a reader sees Thai, and its text is none. */
static void take_mended(struct page *p, struct slice out, bool cut)
{
	struct buf mended;

	buf_init(&mended, MOJIBAKE_GROWTH * out.len);
	if (glyphs_mend(&mended, out) || mojibake_mend(&mended, out))
		out = buf_slice(&mended);
	take_output(p, out, cut);
	buf_done(&mended);
}

static void judge(struct page *p)
{
	p->quality = quality_of(p, &p->sheets_lost);
	if (p->quality == PAGE_QUALITY_SCAN)
		page_fail(p, OUTCOME_DOC_NO_TEXT, "pages without text");
}

void pdf_read(struct page *p, struct slice body, const char *tool)
{
	char last[16];
	const char *argv[] = { tool, "-raw", "-htmlmeta", "-enc", "UTF-8",
		"-eol", "unix", "-l", last, "-", "-", NULL };
	struct buf out, messages;
	struct tool_result r;
	struct error err;

	p->kind = PAGE_PDF;
	if (!tool) {
		page_fail(
			p, OUTCOME_TYPE_UNKNOWN, "pdftotext is not installed");
		return;
	}
	/* One page more tells whether there are more. */
	(void)snprintf(last, sizeof(last), "%d", LIMIT_DOC_PAGES + 1);
	buf_init(&out, LIMIT_DOC_TEXT);
	buf_init(&messages, MESSAGE_BYTES);
	if (tool_run(&r, argv, body, &out, &messages, &err) < 0)
		page_fail(p, OUTCOME_READER_FAILED, err.text);
	else if (r.end != TOOL_OUTPUT && (r.end != TOOL_DONE || r.status != 0))
		fail_by(p, &r, buf_slice(&messages));
	else {
		take_mended(p, buf_slice(&out), r.end == TOOL_OUTPUT);
		judge(p);
	}
	buf_done(&out);
	buf_done(&messages);
}
