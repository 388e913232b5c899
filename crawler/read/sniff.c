#include "crawler/read/sniff.h"

#include <stdlib.h>
#include <string.h>

#include "base/little.h"
#include "base/ole.h"
#include "crawler/read/biff.h"

#define HEAD_BYTES 1024
#define SECTOR_BYTES 4096 /* the most a file has of one */
#define WORD_LOCKED 0x100

/* The first bytes of a format. */
static const struct magic {
	const char *bytes;
	size_t len;
	enum page_kind kind;
	const char *note;
} magics[] = {
	{ "PK\3\4", 4, PAGE_ZIP, "" },
	{ "PK\5\6", 4, PAGE_ZIP, "" },
	{ "\x89PNG\r\n\x1a\n", 8, PAGE_IMAGE, "" },
	{ "\xff\xd8\xff", 3, PAGE_IMAGE, "" },
	{ "GIF87a", 6, PAGE_IMAGE, "" },
	{ "GIF89a", 6, PAGE_IMAGE, "" },
	{ "II*\0", 4, PAGE_IMAGE, "" },
	{ "MM\0*", 4, PAGE_IMAGE, "" },
	{ "{\\rtf", 5, PAGE_DOC, "RTF" },
	{ "Rar!\x1a\7", 6, PAGE_OTHER, "RAR archive" },
	{ "7z\xbc\xaf\x27\x1c", 6, PAGE_OTHER, "7z archive" },
	{ "\x1f\x8b", 2, PAGE_OTHER, "gzip archive" },
	{ "ID3", 3, PAGE_OTHER, "sound" },
	{ "OggS", 4, PAGE_OTHER, "sound or film" },
	{ "\x1a\x45\xdf\xa3", 4, PAGE_OTHER, "film" },
	{ "wOFF", 4, PAGE_OTHER, "font" },
	{ "wOF2", 4, PAGE_OTHER, "font" },
};

/* MIME Sniffing Standard, 7.1: tags a page may begin with. */
static const char *const first_tags[] = { "<!doctype html", "<html", "<head",
	"<script", "<iframe", "<h1", "<div", "<font", "<table", "<a", "<style",
	"<title", "<b", "<body", "<br", "<p", "<!--", "<meta", "<center",
	"<link" };

/* Names of types and extensions. */
static const struct name {
	const char *name;
	enum page_kind kind;
} names[] = {
	{ "text/html", PAGE_HTML },
	{ "application/xhtml+xml", PAGE_HTML },
	{ "application/pdf", PAGE_PDF },
	{ "application/x-pdf", PAGE_PDF },
	{ "text/csv", PAGE_CSV },
	{ "text/plain", PAGE_TEXT },
	{ "text/xml", PAGE_XML },
	{ "application/xml", PAGE_XML },
	{ "text/tab-separated-values", PAGE_CSV },
	{ "application/msword", PAGE_DOC },
	{ "application/rtf", PAGE_DOC },
	{ "text/rtf", PAGE_DOC },
	{ "application/vnd.ms-excel", PAGE_XLS },
	{ "application/vnd.openxmlformats-officedocument.wordprocessingml."
	  "document",
		PAGE_DOCX },
	{ "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		PAGE_XLSX },
	{ "application/vnd.openxmlformats-officedocument.presentationml."
	  "presentation",
		PAGE_PPTX },
	{ "application/vnd.oasis.opendocument.text", PAGE_ODF },
	{ "application/vnd.oasis.opendocument.spreadsheet", PAGE_ODF },
	{ "application/vnd.oasis.opendocument.presentation", PAGE_ODF },
	{ "application/vnd.ms-powerpoint", PAGE_OTHER },
	{ "application/zip", PAGE_ZIP },
	{ "image/jpeg", PAGE_IMAGE },
	{ "image/png", PAGE_IMAGE },
	{ "image/gif", PAGE_IMAGE },
	{ "application/json", PAGE_OTHER },
	{ "text/css", PAGE_OTHER },
	{ "text/javascript", PAGE_OTHER },
	{ "application/javascript", PAGE_OTHER },
	{ ".pdf", PAGE_PDF },
	{ ".csv", PAGE_CSV },
	{ ".tsv", PAGE_CSV },
	{ ".txt", PAGE_TEXT },
	{ ".xml", PAGE_XML },
	{ ".doc", PAGE_DOC },
	{ ".rtf", PAGE_DOC },
	{ ".xls", PAGE_XLS },
	{ ".docx", PAGE_DOCX },
	{ ".xlsx", PAGE_XLSX },
	{ ".pptx", PAGE_PPTX },
	{ ".docm", PAGE_DOCX },
	{ ".xlsm", PAGE_XLSX },
	{ ".ppsx", PAGE_PPTX },
	{ ".ppt", PAGE_OTHER },
	{ ".odt", PAGE_ODF },
	{ ".ods", PAGE_ODF },
	{ ".odp", PAGE_ODF },
	{ ".zip", PAGE_ZIP },
	{ ".jpg", PAGE_IMAGE },
	{ ".jpeg", PAGE_IMAGE },
	{ ".png", PAGE_IMAGE },
	{ ".gif", PAGE_IMAGE },
};

static enum page_kind kind_of_name(struct slice name)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (slice_eq_nocase(name, names[i].name))
			return names[i].kind;
	return PAGE_UNKNOWN;
}

/* The extension of the last part of the path, with its dot; may be empty. */
static struct slice extension(const char *url)
{
	size_t n = strcspn(url, "?#"), dot = n;

	while (dot && url[dot - 1] != '/' && url[dot - 1] != '.')
		dot--;
	if (dot == 0 || url[dot - 1] == '/')
		return slice_of(NULL, 0);
	return slice_of(url + dot - 1, n - dot + 1);
}

enum page_kind sniff_declared(const char *content_type, const char *url)
{
	struct slice type = slice_str(content_type);
	enum page_kind kind;

	if (type.len)
		type.len = strcspn(type.data, ";");
	kind = kind_of_name(slice_trim(type));
	return kind != PAGE_UNKNOWN ? kind : kind_of_name(extension(url));
}

/* ASCII text as an OLE directory has it: two bytes a letter. */
static bool has_wide(struct slice body, const char *text)
{
	char wide[64];
	size_t n = strlen(text);

	for (size_t i = 0; i < n; i++) {
		wide[2 * i] = text[i];
		wide[2 * i + 1] = '\0';
	}
	for (size_t i = 0; i + 2 * n <= body.len; i++)
		if (body.data[i] == *text &&
			memcmp(body.data + i, wide, 2 * n) == 0)
			return true;
	return false;
}

/* Whether the file has a stream of that name itself; another one within, or
 * words in a cell, count only where its directory is damaged. */
static bool has_stream(const struct ole *o, struct slice body, const char *name)
{
	return o ? ole_has(o, name) : has_wide(body, name);
}

static struct ole *open_ole(struct slice body)
{
	struct ole *o = NULL;
	struct error err;

	return ole_open(&o, body, &err) == 0 ? o : NULL;
}

/* A letter of Word says in its first bytes that they are the only ones in
 * clear ([MS-DOC] 2.5.2). */
static bool is_locked_letter(const struct ole *o)
{
	struct error err;
	struct buf head;
	bool locked;

	buf_init(&head, SECTOR_BYTES);
	/* More than fits does not matter. */
	(void)ole_get(o, "WordDocument", &head, &err);
	locked = little_u16(buf_slice(&head), 10) & WORD_LOCKED;
	buf_done(&head);
	return locked;
}

bool sniff_is_locked_ole(struct slice body)
{
	struct ole *o;
	bool locked;

	if (!ole_is(body))
		return false;
	o = open_ole(body);
	locked = has_stream(o, body, "EncryptedPackage") ||
		 (o && is_locked_letter(o));
	ole_free(o);
	return locked;
}

static enum page_kind ole_kind(struct slice body, const char **note)
{
	static const struct stream {
		const char *name, *note;
		enum page_kind kind;
	} streams[] = {
		{ "WordDocument", "Word 97-2003", PAGE_DOC },
		{ "PowerPoint Document", "PowerPoint 97-2003", PAGE_OTHER },
		{ "Workbook", "Excel 97-2003", PAGE_XLS },
		{ "Book", "Excel 95", PAGE_XLS },
		{ NULL, "OLE file", PAGE_OTHER },
	};
	const struct stream *s = streams;
	struct ole *o = open_ole(body);

	while (s->name && !has_stream(o, body, s->name))
		s++;
	ole_free(o);
	*note = s->note;
	return s->kind;
}

static struct slice without_mark(struct slice body)
{
	if (slice_starts(body, "\xef\xbb\xbf"))
		body = slice_of(body.data + 3, body.len - 3);
	return slice_trim(body);
}

static bool begins_as_html(struct slice text)
{
	for (size_t i = 0; i < sizeof(first_tags) / sizeof(*first_tags); i++) {
		size_t n = strlen(first_tags[i]);

		if (slice_starts_nocase(text, first_tags[i]) &&
			(text.len == n || !ascii_is_alnum(text.data[n])))
			return true;
	}
	return false;
}

/* Bytes no text has: controls but white space, ESC and, in a page, NUL. */
static bool is_binary(struct slice head, bool nul_is_text)
{
	size_t odd = 0;

	for (size_t i = 0; i < head.len; i++) {
		unsigned char c = (unsigned char)head.data[i];

		odd += (c < 0x20 && !ascii_is_space(c) && c != 0x1b &&
			!(c == 0 && nul_is_text));
	}
	return odd * 20 > head.len;
}

static bool is_utf16(struct slice body)
{
	return slice_starts(body, "\xff\xfe") || slice_starts(body, "\xfe\xff");
}

/* Text: XML, a page, or what it says it is. */
static enum page_kind text_kind(struct slice head, enum page_kind declared)
{
	struct slice text = without_mark(head);

	if (slice_starts_nocase(text, "<?xml"))
		return slice_find_nocase(text, "<html", 0) >= 0 ? PAGE_HTML
								: PAGE_XML;
	if (begins_as_html(text))
		return PAGE_HTML;
	switch (declared) {
	case PAGE_HTML:
	case PAGE_CSV:
	case PAGE_TEXT:
	case PAGE_XML:
	case PAGE_OTHER:
		return declared;
	case PAGE_XLS:
		return PAGE_CSV; /* as old programs export it */
	case PAGE_UNKNOWN:
	case PAGE_PDF:
	case PAGE_DOCX:
	case PAGE_XLSX:
	case PAGE_ODF:
	case PAGE_PPTX:
	case PAGE_DOC:
	case PAGE_IMAGE:
	case PAGE_ZIP:
	case PAGE_KIND_COUNT:
		break;
	}
	return slice_find(text, "</", 0) >= 0 ? PAGE_HTML : PAGE_TEXT;
}

enum page_kind sniff_kind(struct slice body, const char *content_type,
	const char *url, const char **note)
{
	enum page_kind declared = sniff_declared(content_type, url);
	struct slice head = slice_of(
		body.data, body.len < HEAD_BYTES ? body.len : HEAD_BYTES);

	*note = "";
	/* Readers take the mark of PDF anywhere in the first kilobyte. */
	if (slice_find(head, "%PDF-", 0) >= 0)
		return PAGE_PDF;
	for (size_t i = 0; i < sizeof(magics) / sizeof(*magics); i++) {
		const struct magic *m = &magics[i];

		if (body.len >= m->len &&
			memcmp(body.data, m->bytes, m->len) == 0) {
			*note = m->note;
			return m->kind;
		}
	}
	if (ole_is(body))
		return ole_kind(body, note);
	if (biff_is_bare(body))
		return PAGE_XLS;
	if (slice_starts(head, "RIFF") && slice_find(head, "WEBP", 0) == 8)
		return PAGE_IMAGE;
	if (!is_utf16(body) && is_binary(head, declared == PAGE_HTML)) {
		*note = "no known format";
		return PAGE_OTHER;
	}
	return text_kind(head, declared);
}
