#include "crawler/read/office.h"

#include <string.h>

#include "crawler/limits.h"
#include "crawler/read/charset.h"
#include "crawler/read/flow.h"
#include "crawler/read/package.h"
#include "crawler/read/wordfile.h"
#include "crawler/read/workbook.h"

/* A format: the part by which it is known, and who reads it. */
static const struct format {
	const char *part;
	enum page_kind kind;
	int (*read)(struct page *p, struct package *pkg, struct error *err);
} formats[] = {
	{ "word/document.xml", PAGE_DOCX, wordfile_read_docx },
	{ "xl/workbook.xml", PAGE_XLSX, workbook_read },
	{ "ppt/presentation.xml", PAGE_PPTX, wordfile_read_pptx },
	{ "content.xml", PAGE_ODF, wordfile_read_odf },
};

struct title {
	struct buf text;
	bool open;
};

static void open_title(void *ctx, const char *name, const char *const *attrs)
{
	struct title *t = ctx;

	(void)attrs;
	t->open = strcmp(name, "title") == 0;
}

static void close_title(void *ctx, const char *name)
{
	struct title *t = ctx;

	(void)name;
	t->open = false;
}

static void take_title(void *ctx, struct slice text)
{
	struct title *t = ctx;

	if (t->open)
		buf_put_slice(&t->text, text);
}

/* The title among the properties, or else the first words. */
static void set_title(struct page *p, struct package *pkg)
{
	struct title t = { .open = false };
	const struct xml_handler handler = { open_title, close_title,
		take_title, &t };
	struct slice title;
	struct error err;

	buf_init(&t.text, LIMIT_LINK_TEXT);
	/* Properties that cannot be read are as good as none. */
	if (package_parse(pkg, "docProps/core.xml", &handler, &err) != 0)
		(void)package_parse(pkg, "meta.xml", &handler, &err);
	title = slice_trim(buf_slice(&t.text));
	if (title.len)
		p->title = arena_strndup(&p->arena, title.data, title.len);
	else if (p->n_blocks)
		p->title = p->blocks[0].text;
	buf_done(&t.text);
}

static void fail(struct page *p, const struct error *err)
{
	page_fail(p,
		err->code == ERR_LIMIT ? OUTCOME_DOC_LIMIT
				       : OUTCOME_DOC_DAMAGED,
		err->text);
}

static void lock(struct page *p)
{
	page_fail(p, OUTCOME_DOC_ENCRYPTED, "a password is asked");
}

/* An archive of files: what they are called is all that is read of them. */
static void list_members(struct page *p, struct package *pkg)
{
	struct flow flow;
	struct buf name;

	flow_init(&flow, p);
	buf_init(&name, LIMIT_TEXT_BYTES);
	for (size_t i = 0; i < zip_reader_count(pkg->zip); i++) {
		struct slice raw = slice_str(zip_reader_name(pkg->zip, i));
		struct charset_guess guess = charset_sniff(raw, NULL);

		buf_clear(&name);
		charset_decode(&name, raw, &guess);
		flow_text(&flow, buf_slice(&name));
		flow_end_paragraph(&flow);
	}
	buf_done(&name);
	flow_done(&flow);
	p->quality = PAGE_QUALITY_GOOD;
}

static void read_format(
	struct page *p, struct package *pkg, const struct format *format)
{
	long part = zip_reader_find(pkg->zip, format->part);
	struct error err;

	p->kind = format->kind;
	if (zip_reader_is_locked(pkg->zip, (size_t)part)) {
		lock(p);
		return;
	}
	if (format->read(p, pkg, &err) < 0) {
		fail(p, &err);
		return;
	}
	set_title(p, pkg);
	p->quality = PAGE_QUALITY_GOOD;
	if (p->letters == 0)
		page_fail(p, OUTCOME_DOC_NO_TEXT, "a document without text");
}

static bool is_odf_locked(struct package *pkg)
{
	long i = zip_reader_find(pkg->zip, "META-INF/manifest.xml");
	struct error err;
	struct buf text;
	bool locked;

	if (i < 0)
		return false;
	buf_init(&text, LIMIT_ZIP_MEMBER_BYTES);
	locked = zip_reader_get(pkg->zip, (size_t)i, &text, &err) == 0 &&
		 slice_find(buf_slice(&text), "encryption-data", 0) >= 0;
	buf_done(&text);
	return locked;
}

void office_read(struct page *p, struct slice body)
{
	struct package pkg;
	struct error err;

	p->kind = PAGE_ZIP;
	if (package_open(&pkg, body, &err) < 0) {
		fail(p, &err);
		package_done(&pkg);
		return;
	}
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		if (!package_has(&pkg, formats[i].part))
			continue;
		if (formats[i].kind == PAGE_ODF && is_odf_locked(&pkg)) {
			p->kind = PAGE_ODF;
			lock(p);
		} else {
			read_format(p, &pkg, &formats[i]);
		}
		package_done(&pkg);
		return;
	}
	list_members(p, &pkg);
	package_done(&pkg);
}
