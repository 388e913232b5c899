#include "crawler/read/office.h"

#include <string.h>

#include "crawler/limits.h"
#include "crawler/read/charset.h"
#include "crawler/read/flow.h"
#include "crawler/read/package.h"
#include "crawler/read/wordfile.h"
#include "crawler/read/workbook.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define NAME_BYTES 512
#define LEAST_LETTERS 30 /* beside pictures, to be more than their caption */

/* A format: the folder its parts are in, the main one as it is mostly called,
 * and who reads it. */
static const struct format {
	const char *folder, *part;
	enum page_kind kind;
	int (*read)(struct page *p, struct package *pkg, const char *part,
		struct error *err);
} formats[] = {
	{ "word/", "word/document.xml", PAGE_DOCX, wordfile_read_docx },
	{ "xl/", "xl/workbook.xml", PAGE_XLSX, workbook_read },
	{ "ppt/", "ppt/presentation.xml", PAGE_PPTX, wordfile_read_pptx },
	{ "content.xml", "content.xml", PAGE_ODF, wordfile_read_odf },
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

/* An archive of files: what they are called is all that is read of them, and
 * names prove nothing that they stand for. */
static void list_members(struct page *p, struct package *pkg)
{
	size_t n = zip_reader_count(pkg->zip);
	struct flow flow;
	struct buf text;

	flow_init(&flow, p);
	buf_init(&text, LIMIT_TEXT_BYTES);
	for (size_t i = 0; i < n; i++) {
		buf_clear(&text);
		charset_decode_words(
			&text, slice_str(zip_reader_name(pkg->zip, i)));
		flow_text(&flow, buf_slice(&text));
		flow_end_paragraph(&flow);
	}
	flow_done(&flow);
	buf_clear(&text);
	buf_printf(&text, "an archive of %zu files that are not opened", n);
	page_fail(p, OUTCOME_TYPE_UNKNOWN, buf_str(&text));
	buf_done(&text);
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

/* Pictures in a document with hardly a word are scans, pasted. */
static bool has_pictures(struct package *pkg)
{
	for (size_t i = 0; i < zip_reader_count(pkg->zip); i++) {
		struct slice name = slice_str(zip_reader_name(pkg->zip, i));

		if (slice_find(name, "/media/", 0) > 0 ||
			slice_starts(name, "Pictures/"))
			return true;
	}
	return false;
}

static void read_format(struct page *p, struct package *pkg,
	const struct format *format, const char *part)
{
	long i = zip_reader_find(pkg->zip, part);
	struct error err;

	p->kind = format->kind;
	if (zip_reader_is_locked(pkg->zip, (size_t)i) ||
		(p->kind == PAGE_ODF && is_odf_locked(pkg))) {
		lock(p);
		return;
	}
	if (format->read(p, pkg, part, &err) < 0) {
		fail(p, &err);
		return;
	}
	set_title(p, pkg);
	p->quality = PAGE_QUALITY_GOOD;
	if (p->letters == 0)
		page_fail(p, OUTCOME_DOC_NO_TEXT, "a document without text");
	else if (p->letters < LEAST_LETTERS && has_pictures(pkg))
		page_fail(p, OUTCOME_DOC_NO_TEXT, "pictures without text");
}

/* The main part, "" when the package names none: Word on the web calls it
 * "word/document2.xml". */
static void put_main_part(struct buf *out, struct package *pkg)
{
	const char *target;

	package_load_relations(pkg, "");
	target = package_target_of_type(pkg, "/officeDocument");
	if (*target)
		package_put_member(out, "", target);
}

/* Fills p from the package if it is of that format. */
static bool try_format(struct page *p, struct package *pkg,
	const struct format *format, struct slice main_part)
{
	const char *part = format->part;

	if (slice_starts(main_part, format->folder) &&
		slice_ends_nocase(main_part, ".xml"))
		part = main_part.data;
	if (!package_has(pkg, part))
		return false;
	read_format(p, pkg, format, part);
	return true;
}

void office_read(struct page *p, struct slice body)
{
	struct buf main_part;
	struct package pkg;
	struct error err;
	size_t i = 0;

	p->kind = PAGE_ZIP;
	buf_init(&main_part, NAME_BYTES);
	if (package_open(&pkg, body, &err) < 0) {
		fail(p, &err);
	} else {
		put_main_part(&main_part, &pkg);
		while (i < COUNT(formats) && !try_format(p, &pkg, &formats[i],
						     buf_slice(&main_part)))
			i++;
		if (i == COUNT(formats))
			list_members(p, &pkg);
	}
	buf_done(&main_part);
	package_done(&pkg);
}
