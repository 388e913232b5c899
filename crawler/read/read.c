#include "crawler/read/read.h"

#include <stdlib.h>

#include "base/buf.h"
#include "crawler/limits.h"
#include "crawler/read/biff.h"
#include "crawler/read/charset.h"
#include "crawler/read/hollow.h"
#include "crawler/read/html.h"
#include "crawler/read/legacy.h"
#include "crawler/read/mojibake.h"
#include "crawler/read/office.h"
#include "crawler/read/pdf.h"
#include "crawler/read/plain.h"
#include "crawler/read/prescan.h"
#include "crawler/read/skim.h"
#include "crawler/read/sniff.h"
#include "crawler/read/standin.h"
#include "crawler/read/tool.h"
#include "crawler/read/twin.h"

#define DETAIL_BYTES 256
#define GROWTH 3           /* bytes of UTF-8 a byte can become */
#define HOLLOW_LETTERS 400 /* a page with more says something itself */

void read_tools_find(struct read_tools *tools)
{
	tools->pdftotext = tool_find("pdftotext");
	tools->antiword = tool_find("antiword");
	tools->catdoc = tool_find("catdoc");
	ocr_find(&tools->ocr);
}

void read_tools_done(struct read_tools *tools)
{
	free(tools->pdftotext);
	free(tools->antiword);
	free(tools->catdoc);
	ocr_done(&tools->ocr);
	*tools = (struct read_tools){ 0 };
}

static void set_outcome(struct page *p, enum outcome outcome,
	enum page_quality quality, const char *detail)
{
	p->outcome = outcome;
	p->quality = quality;
	p->detail = detail;
}

/* Text that nobody can read as it stands is mended, and that is told as what it
 * is: bytes that were taken for another encoding. */
static struct slice mend(struct page *p, struct slice s, struct buf *text)
{
	struct buf mended;

	buf_init(&mended, MOJIBAKE_GROWTH * s.len);
	if (!mojibake_mend(&mended, s))
		return s;
	p->charset_conflict = true;
	buf_done(text);
	*text = mended;
	return buf_slice(text);
}

/* The body as UTF-8: itself where it is that already, or decoded in text.  Its
 * charset is noted in the page. */
static struct slice decode(
	struct page *p, const struct read_input *in, struct buf *text)
{
	const char *declared = charset_from_header(in->content_type);
	struct charset_guess guess;

	if (!declared && p->kind == PAGE_HTML)
		declared = prescan_meta(in->body);
	guess = charset_sniff(in->body, declared);
	p->charset = guess.name;
	p->charset_conflict = guess.conflict;
	buf_init(text, GROWTH * in->body.len + GROWTH);
	if (guess.exact)
		return mend(p, in->body, text);
	charset_decode(text, in->body, &guess);
	return mend(p, buf_slice(text), text);
}

static void read_html(struct page *p, const struct read_input *in)
{
	struct skim_facts facts;
	enum outcome outcome;
	const char *why;
	struct buf text;

	p->source = decode(p, in, &text);
	if (text.len)
		p->source = arena_slice(&p->arena, p->source);
	buf_done(&text);
	skim_read(p, p->source, &facts);
	twin_words(p);
	p->tree_agrees = facts.moved == 0;
	if (p->outcome == OUTCOME_OK) {
		outcome = standin_outcome(p, &facts.html, p->source, &why);
		set_outcome(p, outcome,
			outcome == OUTCOME_DOC_NO_TEXT ? PAGE_QUALITY_SCAN
						       : p->quality,
			why);
		p->hollow = p->scripts && p->letters < HOLLOW_LETTERS &&
			    hollow_is_page(p->source);
	}
}

void read_content(struct page *p)
{
	struct page *tree;
	struct html_facts facts;

	if (p->kind != PAGE_HTML || p->outcome != OUTCOME_OK || p->tree_agrees)
		return;
	tree = page_new(p->url);
	html_read(tree, p->source, &facts);
	if (tree->outcome == OUTCOME_OK && page_has_content_of(p, tree))
		p->tree_agrees = true;
	else if (tree->outcome == OUTCOME_OK)
		page_take_content(p, tree);
	else
		set_outcome(p, tree->outcome, p->quality,
			arena_strdup(&p->arena, tree->detail));
	page_free(tree);
}

static void read_plain(struct page *p, const struct read_input *in)
{
	struct buf text;
	struct slice s = decode(p, in, &text);

	if (p->kind == PAGE_CSV)
		plain_read_table(p, s);
	else
		plain_read(p, s);
	p->quality = PAGE_QUALITY_GOOD;
	if (p->letters == 0)
		set_outcome(p, OUTCOME_EMPTY, PAGE_QUALITY_NONE, "no text");
	buf_done(&text);
}

static void read_unknown(struct page *p, const char *note)
{
	struct buf detail;

	buf_init(&detail, DETAIL_BYTES);
	buf_printf(&detail, "there is no reader for %s",
		*note ? note : page_kind_name(p->kind));
	set_outcome(p, OUTCOME_TYPE_UNKNOWN, PAGE_QUALITY_NONE,
		arena_strdup(&p->arena, buf_str(&detail)));
	buf_done(&detail);
}

static void read_kind(
	struct page *p, const struct read_input *in, const char *note)
{
	static const struct read_tools none;
	const struct read_tools *tools = in->tools ? in->tools : &none;

	switch (p->kind) {
	case PAGE_HTML:
		read_html(p, in);
		break;
	case PAGE_PDF:
		pdf_read(p, in->body, tools->pdftotext);
		break;
	case PAGE_ZIP:
	case PAGE_DOCX:
	case PAGE_XLSX:
	case PAGE_ODF:
	case PAGE_PPTX:
		office_read(p, in->body);
		break;
	case PAGE_CSV:
	case PAGE_TEXT:
		read_plain(p, in);
		break;
	case PAGE_IMAGE:
		set_outcome(
			p, OUTCOME_DOC_NO_TEXT, PAGE_QUALITY_SCAN, "a picture");
		break;
	case PAGE_DOC:
		legacy_read(p, in->body, tools->antiword, tools->catdoc);
		break;
	case PAGE_XLS:
		biff_read(p, in->body);
		break;
	case PAGE_XML:
	case PAGE_OTHER:
	case PAGE_UNKNOWN:
	case PAGE_KIND_COUNT:
		read_unknown(p, note);
		break;
	}
}

/* A page where a file was promised is read as what it is, and that is told:
 * often it is an error message. */
static void tell_mismatch(struct page *p, const struct read_input *in)
{
	enum page_kind declared = sniff_declared(in->content_type, in->url);
	struct buf b;

	if (*p->detail || declared == PAGE_UNKNOWN || declared == p->kind)
		return;
	if (page_kind_is_document(declared) == page_kind_is_document(p->kind))
		return;
	buf_init(&b, DETAIL_BYTES);
	buf_printf(&b, "declared as %s, is %s", page_kind_name(declared),
		page_kind_name(p->kind));
	p->detail = arena_strdup(&p->arena, buf_str(&b));
	buf_done(&b);
}

static bool is_picture(const struct page *p)
{
	return p->outcome == OUTCOME_DOC_NO_TEXT &&
	       (p->kind == PAGE_PDF || p->kind == PAGE_IMAGE);
}

struct page *read_page(const struct read_input *in)
{
	struct page *p = page_new(in->url);
	const char *note;

	p->kind = sniff_kind(in->body, in->content_type, p->url, &note);
	if (in->body.len == 0) {
		p->kind = sniff_declared(in->content_type, p->url);
		set_outcome(
			p, OUTCOME_EMPTY, PAGE_QUALITY_NONE, "no bytes at all");
		return p;
	}
	if (in->no_documents && page_kind_is_document(p->kind)) {
		set_outcome(p, OUTCOME_EXCLUDED, PAGE_QUALITY_NONE,
			"documents are not read");
		return p;
	}
	if (sniff_is_locked_ole(in->body))
		set_outcome(p, OUTCOME_DOC_ENCRYPTED, PAGE_QUALITY_ENCRYPTED,
			"a password is asked");
	else
		read_kind(p, in, note);
	if (in->closely && in->tools && (is_picture(p) || page_has_pictures(p)))
		ocr_read(p, in->body, &in->tools->ocr, in->transcript);
	tell_mismatch(p, in);
	return p;
}
