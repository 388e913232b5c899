#include "crawler/read/legacy.h"

#include <string.h>

#include "base/utf8.h"
#include "base/xml.h"
#include "crawler/limits.h"
#include "crawler/read/flow.h"
#include "crawler/read/plain.h"
#include "crawler/read/quality.h"
#include "crawler/read/tool.h"

#define MESSAGE_BYTES 65536
#define CAUSE_BYTES 200
#define LEVEL_MAX 6

/* DocBook, as antiword writes it. */
struct book {
	struct flow flow;
	int level; /* chapters and sections open; 0 among the properties */
};

static bool is_section(const char *name)
{
	return strcmp(name, "chapter") == 0 || strcmp(name, "preface") == 0 ||
	       strncmp(name, "sect", 4) == 0;
}

static void on_open(void *ctx, const char *name, const char *const *attrs)
{
	struct book *b = ctx;

	(void)attrs;
	if (is_section(name))
		b->level++;
	else if (strcmp(name, "informaltable") == 0)
		flow_open_table(&b->flow);
	else if (strcmp(name, "row") == 0)
		flow_open_row(&b->flow);
	else if (strcmp(name, "entry") == 0)
		flow_open_cell(&b->flow, 1);
	else if (strcmp(name, "title") == 0)
		b->flow.level = b->level < LEVEL_MAX ? b->level : LEVEL_MAX;
}

static void on_close(void *ctx, const char *name)
{
	struct book *b = ctx;

	if (is_section(name))
		b->level--;
	else if (strcmp(name, "informaltable") == 0)
		flow_close_table(&b->flow);
	else if (strcmp(name, "row") == 0)
		flow_close_row(&b->flow);
	else if (strcmp(name, "entry") == 0)
		flow_close_cell(&b->flow);
	else if (strcmp(name, "title") == 0 || strcmp(name, "para") == 0)
		flow_end_paragraph(&b->flow);
}

static void on_text(void *ctx, struct slice text)
{
	struct book *b = ctx;

	if (b->level)
		flow_text(&b->flow, text);
}

/* What antiword wrote; the document type before it is none that we need.
 * False, and p as it was, when it is not whole. */
static bool take_book(struct page *p, struct slice text)
{
	long from = slice_find(text, "<book", 0);
	struct page *made = page_new(p->url);
	struct book b = { .level = 0 };
	const struct xml_handler handler = { on_open, on_close, on_text, &b };
	struct error err;
	bool whole;

	flow_init(&b.flow, made);
	text = from < 0 ? slice_of(NULL, 0)
			: slice_of(text.data + from, text.len - (size_t)from);
	whole = xml_parse(text, &handler, LIMIT_XML_DEPTH, &err) == 0;
	flow_done(&b.flow);
	if (whole)
		page_take_content(p, made);
	page_free(made);
	return whole;
}

/* What catdoc wrote: a paragraph a line. */
static bool take_lines(struct page *p, struct slice text)
{
	struct buf valid;

	buf_init(&valid, 3 * text.len);
	utf8_put_valid(&valid, text);
	plain_read(p, buf_slice(&valid));
	buf_done(&valid);
	return true;
}

static void fail_by(
	struct page *p, const struct tool_result *r, const char *name)
{
	enum outcome outcome;
	struct buf cause;

	buf_init(&cause, CAUSE_BYTES);
	outcome = tool_failure(r, name, &cause);
	page_fail(p, outcome, buf_str(&cause));
	buf_done(&cause);
}

/* Runs a program and takes what it wrote.  False when it could not read the
 * document, and then why is in p. */
static bool read_by(struct page *p, struct slice body, const char *const *argv,
	bool (*take)(struct page *p, struct slice text))
{
	struct buf out, messages;
	struct tool_result r;
	struct error err;
	bool taken = false;

	buf_init(&out, LIMIT_DOC_TEXT);
	buf_init(&messages, MESSAGE_BYTES);
	if (tool_run(&r, argv, body, &out, &messages, &err) < 0)
		page_fail(p, OUTCOME_READER_FAILED, err.text);
	else if (r.end == TOOL_DONE && r.status == 0)
		taken = take(p, buf_slice(&out));
	if (!taken && p->outcome == OUTCOME_OK)
		fail_by(p, &r, strrchr(argv[0], '/') + 1);
	buf_done(&out);
	buf_done(&messages);
	return taken;
}

static void judge(struct page *p)
{
	if (p->n_blocks)
		p->title = p->blocks[0].text;
	p->quality = quality_of(p, &p->sheets_lost);
	if (p->quality == PAGE_QUALITY_SCAN)
		page_fail(p, OUTCOME_DOC_NO_TEXT, "a document without text");
}

/* From a name: antiword would copy its standard input to a file. */
static bool read_doc(struct page *p, struct slice body, const char *antiword)
{
	const char *argv[] = { antiword, "-x", "db", "/dev/stdin", NULL };

	return antiword && read_by(p, body, argv, take_book);
}

/* Bytes of old files are Thai, whatever code page they name. */
static bool read_lines(struct page *p, struct slice body, const char *catdoc)
{
	const char *argv[] = { catdoc, "-w", "-s", "cp874", "-d", "utf-8",
		"/dev/stdin", NULL };

	p->outcome = OUTCOME_OK;
	p->detail = "";
	return read_by(p, body, argv, take_lines);
}

void legacy_read(struct page *p, struct slice body, const char *antiword,
	const char *catdoc)
{
	bool is_rtf = slice_starts(body, "{\\rtf"), taken = false;

	p->kind = PAGE_DOC;
	if (!catdoc && (is_rtf || !antiword)) {
		page_fail(p, OUTCOME_TYPE_UNKNOWN,
			is_rtf ? "catdoc is not installed"
			       : "antiword is not installed");
		return;
	}
	if (!is_rtf)
		taken = read_doc(p, body, antiword);
	/* What spent its time in one program gets no more of it in another. */
	if (!taken && catdoc && p->outcome != OUTCOME_DOC_LIMIT)
		taken = read_lines(p, body, catdoc);
	if (taken)
		judge(p);
}
