#include "reports/docx.h"

#include "base/slice.h"
#include "base/zip.h"
#include "reports/chart.h"
#include "reports/escape.h"

#define MAX_PART ((size_t)64 * 1024 * 1024)

/* Twips of the text between the margins: 3 cm left, 2 cm right of A4. */
#define TEXT_WIDTH 9071

#define NAMESPACE                                                            \
	"xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/" \
	"main\" "                                                            \
	"xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/"   \
	"relationships\""
#define CHART_NAMESPACE "http://schemas.openxmlformats.org/drawingml/2006/chart"
#define DRAWING                                                                       \
	"xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/"                \
	"wordprocessingDrawing\" xmlns:a=\"http://"                                   \
	"schemas.openxmlformats.org/drawingml/2006/main\" xmlns:c=\"" CHART_NAMESPACE \
	"\""
#define XML_HEAD \
	"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

static const char content_types[] = XML_HEAD
	"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/"
	"content-types\">"
	"<Default Extension=\"rels\" ContentType=\"application/"
	"vnd.openxmlformats-package.relationships+xml\"/>"
	"<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
	"<Override PartName=\"/word/document.xml\" ContentType=\"application/"
	"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	"\"/>"
	"<Override PartName=\"/word/styles.xml\" ContentType=\"application/"
	"vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>"
	"<Override PartName=\"/word/settings.xml\" ContentType=\"application/"
	"vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>"
	"<Override PartName=\"/word/header1.xml\" ContentType=\"application/"
	"vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>"
	"<Override PartName=\"/docProps/core.xml\" ContentType=\"application/"
	"vnd.openxmlformats-package.core-properties+xml\"/>";

/* Of a part that is not there, neither type nor relation may be named. */
static const char chart_type[] =
	"<Override PartName=\"/word/charts/chart1.xml\" ContentType=\""
	"application/vnd.openxmlformats-officedocument.drawingml.chart+xml\"/>";

#define RELATIONSHIPS                                                       \
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/" \
	"2006/relationships\">"
#define OFFICE_TYPE \
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static const char package_relations[] = XML_HEAD RELATIONSHIPS
	"<Relationship Id=\"rId1\" Type=\"" OFFICE_TYPE "officeDocument\" "
	"Target=\"word/document.xml\"/>"
	"<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/"
	"package/2006/relationships/metadata/core-properties\" "
	"Target=\"docProps/core.xml\"/>"
	"</Relationships>";

static const char document_relations[] = XML_HEAD RELATIONSHIPS
	"<Relationship Id=\"rId1\" Type=\"" OFFICE_TYPE "styles\" "
	"Target=\"styles.xml\"/>"
	"<Relationship Id=\"rId2\" Type=\"" OFFICE_TYPE "settings\" "
	"Target=\"settings.xml\"/>"
	"<Relationship Id=\"rId3\" Type=\"" OFFICE_TYPE "header\" "
	"Target=\"header1.xml\"/>";

static const char chart_relation[] =
	"<Relationship Id=\"rId4\" Type=\"" OFFICE_TYPE "chart\" "
	"Target=\"charts/chart1.xml\"/>";

static const char settings[] = XML_HEAD
	"<w:settings " NAMESPACE ">"
	"<w:zoom w:percent=\"100\"/>"
	"<w:defaultTabStop w:val=\"720\"/>"
	"<w:compat><w:compatSetting w:name=\"compatibilityMode\" "
	"w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>"
	"</w:compat>"
	"</w:settings>";

/* "- 2 -" above every page but the first; the digits are the section's. */
static const char header[] = XML_HEAD
	"<w:hdr " NAMESPACE "><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>"
	"<w:r><w:rPr><w:cs/></w:rPr><w:t xml:space=\"preserve\">- </w:t></w:r>"
	"<w:r><w:rPr><w:cs/></w:rPr><w:fldChar w:fldCharType=\"begin\"/></w:r>"
	"<w:r><w:rPr><w:cs/></w:rPr><w:instrText xml:space=\"preserve\"> PAGE "
	"</w:instrText></w:r>"
	"<w:r><w:rPr><w:cs/></w:rPr><w:fldChar w:fldCharType=\"separate\"/>"
	"</w:r>"
	"<w:r><w:rPr><w:cs/></w:rPr><w:t>๒</w:t></w:r>"
	"<w:r><w:rPr><w:cs/></w:rPr><w:fldChar w:fldCharType=\"end\"/></w:r>"
	"<w:r><w:rPr><w:cs/></w:rPr><w:t xml:space=\"preserve\"> -</w:t></w:r>"
	"</w:p></w:hdr>";

static const char style_defaults[] = XML_HEAD
	"<w:styles " NAMESPACE "><w:docDefaults><w:rPrDefault><w:rPr>"
	"<w:rFonts w:ascii=\"" BLOCK_FONT "\" w:hAnsi=\"" BLOCK_FONT "\" "
	"w:eastAsia=\"" BLOCK_FONT "\" w:cs=\"" BLOCK_FONT "\"/>"
	"<w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>"
	"<w:lang w:val=\"en-US\" w:eastAsia=\"en-US\" w:bidi=\"th-TH\"/>"
	"</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
	"<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" "
	"w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>"
	"<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
	"<w:name w:val=\"Normal\"/></w:style>";

#define BOLD "<w:b/><w:bCs/>"
#define OPEN_TEXT "<w:t xml:space=\"preserve\">"
#define CLOSE_TEXT "</w:t>"

/* 1.5 cm square, 1.5 cm below the edge of the page. */
static const char emblem_frame[] =
	"<w:framePr w:w=\"850\" w:h=\"850\" w:hRule=\"exact\" "
	"w:hSpace=\"113\" w:wrap=\"through\" w:vAnchor=\"page\" "
	"w:hAnchor=\"margin\" w:x=\"1\" w:y=\"850\"/>";

/* A paragraph style: its names, and what it sets for paragraph and run. */
struct style {
	const char *id;
	const char *name;
	const char *paragraph;
	const char *run;
};

static const struct style styles[BLOCK_STYLES] = {
	[BLOCK_BODY] = { "Body", "เนื้อความ",
		"<w:spacing w:before=\"120\"/><w:ind w:firstLine=\"1417\"/>"
		"<w:jc w:val=\"thaiDistribute\"/>",
		"" },
	[BLOCK_PLAIN] = { "Plain", "ข้อความชิดซ้าย", "<w:jc w:val=\"left\"/>",
		"" },
	[BLOCK_LIST] = { "List", "รายการ",
		"<w:ind w:left=\"1757\" w:hanging=\"340\"/>"
		"<w:jc w:val=\"thaiDistribute\"/>",
		"" },
	[BLOCK_CENTER] = { "Center", "กึ่งกลาง", "<w:jc w:val=\"center\"/>", "" },
	[BLOCK_RIGHT] = { "Right", "ชิดขวา",
		"<w:spacing w:before=\"240\"/><w:jc w:val=\"right\"/>", "" },
	[BLOCK_NAME] = { "Signature", "ลงนาม",
		"<w:keepLines/><w:ind w:left=\"3969\"/><w:jc w:val=\"center\"/>",
		"" },
	[BLOCK_TITLE] = { "MemoTitle", "ชื่อบันทึกข้อความ",
		"<w:spacing w:line=\"700\" w:lineRule=\"exact\"/>"
		"<w:jc w:val=\"center\"/><w:outlineLvl w:val=\"0\"/>",
		BOLD "<w:sz w:val=\"58\"/><w:szCs w:val=\"58\"/>" },
	[BLOCK_EMBLEM] = { "Emblem", "ที่ว่างสำหรับตรา",
		"<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"D9D9D9\"/>"
		"<w:spacing w:line=\"850\" w:lineRule=\"exact\"/>"
		"<w:jc w:val=\"center\"/>",
		"<w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>" },
	[BLOCK_SPACER] = { "Spacer", "คั่นตาราง",
		"<w:spacing w:line=\"20\" w:lineRule=\"exact\"/>", "" },
	[BLOCK_STAMP] = { "Stamp", "คำเตือน",
		"<w:pBdr><w:top w:val=\"single\" w:sz=\"18\" w:space=\"4\" "
		"w:color=\"C00000\"/><w:left w:val=\"single\" w:sz=\"18\" "
		"w:space=\"4\" w:color=\"C00000\"/><w:bottom w:val=\"single\" "
		"w:sz=\"18\" w:space=\"4\" w:color=\"C00000\"/><w:right "
		"w:val=\"single\" w:sz=\"18\" w:space=\"4\" "
		"w:color=\"C00000\"/></w:pBdr>"
		"<w:spacing w:after=\"120\"/><w:jc w:val=\"center\"/>",
		BOLD "<w:color w:val=\"C00000\"/>" },
};

static const struct style heading_styles[] = {
	{ "Heading1", "หัวเรื่อง ๑",
		"<w:keepNext/><w:spacing w:after=\"120\"/>"
		"<w:jc w:val=\"center\"/><w:outlineLvl w:val=\"0\"/>",
		BOLD },
	{ "Heading2", "หัวเรื่อง ๒",
		"<w:keepNext/><w:spacing w:before=\"120\"/>"
		"<w:outlineLvl w:val=\"1\"/>",
		BOLD },
	{ "Heading3", "หัวเรื่อง ๓", "<w:keepNext/><w:outlineLvl w:val=\"2\"/>",
		BOLD },
};

static void put_style(struct buf *out, const struct style *s)
{
	buf_printf(out,
		"<w:style w:type=\"paragraph\" w:customStyle=\"1\" "
		"w:styleId=\"%s\"><w:name w:val=\"%s\"/>"
		"<w:basedOn w:val=\"Normal\"/><w:pPr>%s</w:pPr>"
		"<w:rPr>%s</w:rPr></w:style>",
		s->id, s->name, s->paragraph, s->run);
}

static void put_styles(struct buf *out)
{
	buf_puts(out, style_defaults);
	for (size_t i = 0; i < BLOCK_STYLES; i++)
		put_style(out, &styles[i]);
	for (size_t i = 0; i < 3; i++)
		put_style(out, &heading_styles[i]);
	buf_puts(out, "</w:styles>");
}

static void put_core(struct buf *out, const char *title)
{
	buf_puts(out,
		XML_HEAD "<cp:coreProperties xmlns:cp=\"http://"
			 "schemas.openxmlformats.org/package/2006/metadata/"
			 "core-properties\" xmlns:dc=\"http://purl.org/dc/"
			 "elements/1.1/\"><dc:title>");
	escape_text(out, title);
	buf_puts(out, "</dc:title><dc:language>th-TH</dc:language>"
		      "</cp:coreProperties>");
}

/* Every run is complex script, so that Word takes the Thai slot and size. */
static void put_run(struct buf *out, const struct block *text, int size)
{
	buf_puts(out, "<w:r><w:rPr>");
	if (text->bold)
		buf_puts(out, BOLD);
	if (size)
		buf_printf(out, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>",
			size, size);
	if (text->gap)
		buf_puts(out, "<w:highlight w:val=\"yellow\"/>");
	buf_puts(out, "<w:cs/></w:rPr>");
	buf_puts(out, OPEN_TEXT);
	escape_lines(out, text->gap ? "....................." : text->text,
		CLOSE_TEXT "<w:br/>" OPEN_TEXT);
	buf_puts(out, CLOSE_TEXT "</w:r>");
}

static void put_runs(struct buf *out, const struct block *holder)
{
	for (const struct block *b = holder->first; b; b = b->next)
		put_run(out, b, 0);
}

static void put_paragraph(struct buf *out, const struct block *p)
{
	const struct style *style = p->kind == BLOCK_HEADING && p->level
					    ? &heading_styles[p->level - 1]
					    : &styles[p->style];

	buf_printf(out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", style->id);
	if (p->with_next)
		buf_puts(out, "<w:keepNext/>");
	if (p->new_page)
		buf_puts(out, "<w:pageBreakBefore/>");
	if (p->style == BLOCK_EMBLEM)
		buf_puts(out, emblem_frame);
	buf_puts(out, "</w:pPr>");
	put_runs(out, p);
	buf_puts(out, "</w:p>");
}

/* A tab with a row of dots: the line to write on. */
static void put_dots(struct buf *out)
{
	buf_puts(out, "<w:r><w:rPr><w:cs/></w:rPr><w:tab/></w:r>");
}

static void put_field(struct buf *out, const struct block *field)
{
	const struct block label = { .text = field->text, .bold = true };
	const struct block space = { .text = " " };

	put_run(out, &label, 40);
	put_run(out, &space, 0);
	for (const struct block *b = field->first; b; b = b->next)
		if (!b->gap)
			put_run(out, b, 0);
	put_dots(out);
}

/* One or two labels on a line, each with its dots. */
static void put_fields(struct buf *out, const struct block *fields)
{
	bool two = fields->first != fields->last;

	buf_puts(out, "<w:p><w:pPr><w:pStyle w:val=\"Plain\"/><w:tabs>");
	if (two)
		buf_printf(out,
			"<w:tab w:val=\"left\" w:leader=\"dot\" "
			"w:pos=\"%d\"/>",
			TEXT_WIDTH / 2);
	buf_printf(out,
		"<w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"%d\"/>"
		"</w:tabs></w:pPr>",
		TEXT_WIDTH);
	for (const struct block *b = fields->first; b; b = b->next)
		put_field(out, b);
	buf_puts(out, "</w:p>");
}

static int cell_width(const struct block *table, size_t column, int span)
{
	int width = 0;

	for (size_t i = column;
		i < column + (size_t)span && i < table->n_columns; i++)
		width += table->columns[i];
	return width;
}

static void put_cell_style(
	struct buf *out, const struct block *cell, bool gap, int width)
{
	buf_printf(out, "<w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
	if (cell->span > 1)
		buf_printf(out, "<w:gridSpan w:val=\"%d\"/>", cell->span);
	if (cell->merge_below)
		buf_puts(out, "<w:vMerge w:val=\"restart\"/>");
	if (cell->merged)
		buf_puts(out, "<w:vMerge/>");
	if (gap || cell->shaded)
		buf_printf(out,
			"<w:shd w:val=\"clear\" w:color=\"auto\" "
			"w:fill=\"%s\"/>",
			gap ? "FFFF00" : "D9E2F3");
	buf_puts(out, "</w:tcPr>");
}

/* A cell that is to be filled in is coloured as a whole. */
static void put_cell(struct buf *out, const struct block *cell, int width)
{
	bool gap = block_count_gaps(cell) != 0;

	buf_puts(out, "<w:tc>");
	put_cell_style(out, cell, gap, width);
	if (gap || !cell->first)
		buf_puts(out, "<w:p><w:pPr><w:pStyle w:val=\"Plain\"/></w:pPr>"
			      "</w:p>");
	else
		for (const struct block *b = cell->first; b; b = b->next)
			put_paragraph(out, b);
	buf_puts(out, "</w:tc>");
}

static void put_row(
	struct buf *out, const struct block *table, const struct block *row)
{
	size_t column = 0;

	buf_puts(out, "<w:tr><w:trPr>");
	if (row->whole || row->header)
		buf_puts(out, "<w:cantSplit/>");
	if (row->header)
		buf_puts(out, "<w:tblHeader/>");
	buf_puts(out, "</w:trPr>");
	for (const struct block *cell = row->first; cell; cell = cell->next) {
		int span = cell->span ? cell->span : 1;

		put_cell(out, cell, cell_width(table, column, span));
		column += (size_t)span;
	}
	buf_puts(out, "</w:tr>");
}

static void put_border(struct buf *out, const char *side)
{
	buf_printf(out,
		"<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" "
		"w:color=\"000000\"/>",
		side);
}

static void put_table(struct buf *out, const struct block *table)
{
	static const char *const sides[] = { "top", "left", "bottom", "right",
		"insideH", "insideV" };

	buf_printf(out,
		"<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/>"
		"<w:tblBorders>",
		cell_width(table, 0, (int)table->n_columns));
	for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++)
		put_border(out, sides[i]);
	buf_puts(out,
		"</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>"
		"<w:left w:w=\"85\" w:type=\"dxa\"/>"
		"<w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar>"
		"<w:tblLook w:val=\"0020\"/></w:tblPr><w:tblGrid>");
	for (size_t i = 0; i < table->n_columns; i++)
		buf_printf(out, "<w:gridCol w:w=\"%d\"/>", table->columns[i]);
	buf_puts(out, "</w:tblGrid>");
	for (const struct block *row = table->first; row; row = row->next)
		put_row(out, table, row);
	buf_puts(out, "</w:tbl>");
}

static void put_section_style(
	struct buf *out, const struct block *section, bool first)
{
	buf_puts(out, "<w:sectPr>");
	buf_puts(out, "<w:headerReference w:type=\"default\" r:id=\"rId3\"/>");
	if (section->landscape)
		buf_puts(out,
			"<w:pgSz w:w=\"16838\" w:h=\"11906\" "
			"w:orient=\"landscape\"/>"
			"<w:pgMar w:top=\"1417\" w:right=\"1134\" "
			"w:bottom=\"1134\" w:left=\"1134\" w:header=\"709\" "
			"w:footer=\"709\" w:gutter=\"0\"/>");
	else
		buf_puts(out,
			"<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
			"<w:pgMar w:top=\"1417\" w:right=\"1134\" "
			"w:bottom=\"1134\" w:left=\"1701\" w:header=\"709\" "
			"w:footer=\"709\" w:gutter=\"0\"/>");
	buf_puts(out, "<w:pgNumType w:fmt=\"thaiNumbers\"/>");
	if (first)
		buf_puts(out, "<w:titlePg/>");
	buf_puts(out, "</w:sectPr>");
}

/* Twips are 635 EMU (ECMA-376 part 1, 20.1.2.1). */
static void put_chart(struct buf *out, const struct block *chart)
{
	buf_printf(out,
		"<w:p><w:pPr><w:pStyle w:val=\"Center\"/><w:keepNext/></w:pPr>"
		"<w:r><w:rPr><w:cs/></w:rPr><w:drawing><wp:inline distT=\"0\" "
		"distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"%d\" "
		"cy=\"%d\"/><wp:docPr id=\"1\" name=\"chart1\" descr=\"",
		TEXT_WIDTH * 635, chart_height(chart) * 635);
	escape_text(out, chart->text);
	buf_puts(out,
		"\"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri=\"" CHART_NAMESPACE
		"\"><c:chart r:id=\"rId4\"/></a:graphicData>"
		"</a:graphic></wp:inline></w:drawing></w:r></w:p>");
}

static void put_block(struct buf *out, const struct block *b)
{
	if (b->kind == BLOCK_TABLE)
		put_table(out, b);
	else if (b->kind == BLOCK_CHART)
		put_chart(out, b);
	else if (b->kind == BLOCK_FIELDS)
		put_fields(out, b);
	else
		put_paragraph(out, b);
}

/*
 * Every section ends with a paragraph of its own, too small to be seen: no
 * table may stand last, and all but the last section carry their shape there.
 */
static void put_section(
	struct buf *out, const struct block *section, bool first)
{
	for (const struct block *b = section->first; b; b = b->next)
		put_block(out, b);
	buf_puts(out, "<w:p><w:pPr><w:pStyle w:val=\"Spacer\"/>");
	if (section->next)
		put_section_style(out, section, first);
	buf_puts(out, "</w:pPr></w:p>");
	if (!section->next)
		put_section_style(out, section, first);
}

static void put_document(struct buf *out, const struct block *paper)
{
	buf_puts(
		out, XML_HEAD "<w:document " NAMESPACE " " DRAWING "><w:body>");
	for (const struct block *s = paper->first; s; s = s->next)
		put_section(out, s, s == paper->first);
	buf_puts(out, "</w:body></w:document>");
}

static const struct block *find_chart(const struct block *paper)
{
	for (const struct block *s = paper->first; s; s = s->next)
		for (const struct block *b = s->first; b; b = b->next)
			if (b->kind == BLOCK_CHART)
				return b;
	return NULL;
}

/* Parts that are not the same in every file. */
enum { TYPES, RELATIONS, DOCUMENT, STYLES, CORE, CHART, MADE };

static void put_parts(struct buf *made, const struct block *paper,
	const struct block *chart, const char *title)
{
	buf_puts(&made[TYPES], content_types);
	buf_puts(&made[RELATIONS], document_relations);
	if (chart) {
		buf_puts(&made[TYPES], chart_type);
		buf_puts(&made[RELATIONS], chart_relation);
		chart_put_xml(&made[CHART], chart);
	}
	buf_puts(&made[TYPES], "</Types>");
	buf_puts(&made[RELATIONS], "</Relationships>");
	put_document(&made[DOCUMENT], paper);
	put_styles(&made[STYLES]);
	put_core(&made[CORE], title);
}

int docx_write(struct buf *out, const struct block *paper, const char *title,
	struct error *err)
{
	const struct block *chart = find_chart(paper);
	struct buf made[MADE];
	int result;

	for (size_t i = 0; i < MADE; i++)
		buf_init(&made[i], MAX_PART);
	put_parts(made, paper, chart, title);
	const struct zip_part parts[] = {
		{ "[Content_Types].xml", buf_slice(&made[TYPES]) },
		{ "_rels/.rels", slice_str(package_relations) },
		{ "word/document.xml", buf_slice(&made[DOCUMENT]) },
		{ "word/_rels/document.xml.rels", buf_slice(&made[RELATIONS]) },
		{ "word/styles.xml", buf_slice(&made[STYLES]) },
		{ "word/settings.xml", slice_str(settings) },
		{ "word/header1.xml", slice_str(header) },
		{ "docProps/core.xml", buf_slice(&made[CORE]) },
		{ "word/charts/chart1.xml", buf_slice(&made[CHART]) },
	};
	result = zip_write(out, parts,
		sizeof(parts) / sizeof(parts[0]) - (chart ? 0 : 1), err);
	for (size_t i = 0; i < MADE; i++)
		buf_done(&made[i]);
	return result;
}
