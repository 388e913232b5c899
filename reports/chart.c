#include "reports/chart.h"

#include "reports/escape.h"

/* Against white both have more than 4.5 : 1, and of two greys the darker is
 * the one below the mark. */
#define BAR "4472A8"
#define BAR_BELOW "A33C00"
#define MARK "333333"

#define TWIPS_A_BAR 480
#define TWIPS_AROUND 400

/* Pixels of SVG: the label stands above its bar. */
#define BAR_TOP 22
#define BAR_HEIGHT 12
#define BAR_STEP 42

#define XML_HEAD \
	"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

static const char chart_head[] = XML_HEAD
	"<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/"
	"2006/chart\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/"
	"2006/main\"><c:roundedCorners val=\"0\"/><c:chart>"
	"<c:autoTitleDeleted val=\"1\"/><c:plotArea><c:layout/><c:barChart>"
	"<c:barDir val=\"bar\"/><c:grouping val=\"clustered\"/>"
	"<c:varyColors val=\"0\"/><c:ser><c:idx val=\"0\"/>"
	"<c:order val=\"0\"/><c:spPr><a:solidFill><a:srgbClr val=\"" BAR "\"/>"
	"</a:solidFill></c:spPr><c:invertIfNegative val=\"0\"/>";

/* Names to the left of the bars, the first on top. */
static const char name_axis[] =
	"<c:gapWidth val=\"60\"/><c:axId val=\"1\"/><c:axId val=\"2\"/>"
	"</c:barChart><c:catAx><c:axId val=\"1\"/><c:scaling>"
	"<c:orientation val=\"maxMin\"/></c:scaling><c:delete val=\"0\"/>"
	"<c:axPos val=\"l\"/><c:majorTickMark val=\"none\"/>"
	"<c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/>"
	"<c:crossAx val=\"2\"/><c:crosses val=\"autoZero\"/>"
	"<c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/>"
	"<c:lblOffset val=\"100\"/><c:noMultiLvlLbl val=\"1\"/></c:catAx>";

/* No figures on this axis: its digits would not be Thai ones. */
static const char value_axis[] =
	"<c:valAx><c:axId val=\"2\"/><c:scaling>"
	"<c:orientation val=\"minMax\"/><c:max val=\"100\"/><c:min val=\"0\"/>"
	"</c:scaling><c:delete val=\"0\"/><c:axPos val=\"b\"/>"
	"<c:majorGridlines><c:spPr><a:ln w=\"15875\"><a:solidFill>"
	"<a:srgbClr val=\"" MARK "\"/></a:solidFill>"
	"<a:prstDash val=\"dash\"/></a:ln></c:spPr></c:majorGridlines>"
	"<c:numFmt formatCode=\"General\" sourceLinked=\"0\"/>"
	"<c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>"
	"<c:tickLblPos val=\"none\"/><c:crossAx val=\"1\"/>"
	"<c:crosses val=\"autoZero\"/><c:crossBetween val=\"between\"/>";

static const char chart_foot[] =
	"</c:valAx></c:plotArea><c:plotVisOnly val=\"1\"/>"
	"<c:dispBlanksAs val=\"gap\"/></c:chart><c:txPr><a:bodyPr/><a:p>"
	"<a:pPr><a:defRPr sz=\"1400\"><a:solidFill><a:srgbClr val=\"000000\"/>"
	"</a:solidFill><a:latin typeface=\"" BLOCK_FONT "\"/>"
	"<a:ea typeface=\"" BLOCK_FONT "\"/><a:cs typeface=\"" BLOCK_FONT "\"/>"
	"</a:defRPr></a:pPr><a:endParaRPr lang=\"th-TH\"/></a:p></c:txPr>"
	"</c:chartSpace>";

static size_t count_bars(const struct block *chart)
{
	size_t n = 0;

	for (const struct block *b = chart->first; b; b = b->next)
		n++;
	return n;
}

int chart_height(const struct block *chart)
{
	return (int)count_bars(chart) * TWIPS_A_BAR + TWIPS_AROUND;
}

static bool is_below(const struct block *chart, const struct block *bar)
{
	return bar->hundredths < chart->hundredths;
}

static void put_colours(struct buf *out, const struct block *chart)
{
	size_t i = 0;

	for (const struct block *b = chart->first; b; b = b->next, i++)
		if (is_below(chart, b))
			buf_printf(out,
				"<c:dPt><c:idx val=\"%zu\"/>"
				"<c:invertIfNegative val=\"0\"/>"
				"<c:bubble3D val=\"0\"/><c:spPr><a:solidFill>"
				"<a:srgbClr val=\"" BAR_BELOW "\"/>"
				"</a:solidFill></c:spPr></c:dPt>",
				i);
}

static void put_names(struct buf *out, const struct block *chart)
{
	size_t i = 0;

	buf_printf(out, "<c:cat><c:strLit><c:ptCount val=\"%zu\"/>",
		count_bars(chart));
	for (const struct block *b = chart->first; b; b = b->next) {
		buf_printf(out, "<c:pt idx=\"%zu\"><c:v>", i++);
		escape_text(out, b->text);
		buf_puts(out, "</c:v></c:pt>");
	}
	buf_puts(out, "</c:strLit></c:cat>");
}

static void put_decimal(struct buf *out, int hundredths)
{
	buf_printf(out, "%d.%02d", hundredths / 100, hundredths % 100);
}

static void put_values(struct buf *out, const struct block *chart)
{
	size_t i = 0;

	buf_printf(out, "<c:val><c:numLit><c:ptCount val=\"%zu\"/>",
		count_bars(chart));
	for (const struct block *b = chart->first; b; b = b->next) {
		buf_printf(out, "<c:pt idx=\"%zu\"><c:v>", i++);
		put_decimal(out, b->hundredths);
		buf_puts(out, "</c:v></c:pt>");
	}
	buf_puts(out, "</c:numLit></c:val></c:ser>");
}

void chart_put_xml(struct buf *out, const struct block *chart)
{
	buf_puts(out, chart_head);
	put_colours(out, chart);
	put_names(out, chart);
	put_values(out, chart);
	buf_puts(out, name_axis);
	buf_puts(out, value_axis);
	/* So wide a step draws one line across, and that at the mark. */
	buf_puts(out, "<c:majorUnit val=\"");
	put_decimal(out, chart->hundredths);
	buf_puts(out, "\"/>");
	buf_puts(out, chart_foot);
}

static void put_svg_bar(struct buf *out, const struct block *chart,
	const struct block *bar, int top)
{
	buf_printf(out, "<text x=\"0\" y=\"%d\">", top + BAR_TOP - 6);
	escape_text(out, bar->text);
	buf_printf(
		out, "</text><rect x=\"0\" y=\"%d\" width=\"", top + BAR_TOP);
	put_decimal(out, bar->hundredths);
	buf_printf(out, "%%\" height=\"%d\" fill=\"#%s\"/>\n", BAR_HEIGHT,
		is_below(chart, bar) ? BAR_BELOW : BAR);
}

static void put_svg_mark(struct buf *out, int hundredths, int height)
{
	buf_puts(out, "<line x1=\"");
	put_decimal(out, hundredths);
	buf_puts(out, "%\" x2=\"");
	put_decimal(out, hundredths);
	buf_printf(out,
		"%%\" y1=\"0\" y2=\"%d\" stroke=\"#" MARK "\" "
		"stroke-dasharray=\"6 4\"/>\n",
		height);
}

void chart_put_svg(struct buf *out, const struct block *chart)
{
	int height = (int)count_bars(chart) * BAR_STEP, top = 0;

	buf_printf(out,
		"<svg class=\"chart\" role=\"img\" width=\"100%%\" "
		"height=\"%d\" aria-label=\"",
		height);
	escape_text(out, chart->text);
	buf_puts(out, "\">\n");
	for (const struct block *b = chart->first; b; b = b->next) {
		put_svg_bar(out, chart, b, top);
		top += BAR_STEP;
	}
	put_svg_mark(out, chart->hundredths, height);
	buf_puts(out, "</svg>\n");
}
