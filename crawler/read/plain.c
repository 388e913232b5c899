#include "crawler/read/plain.h"

#include "crawler/limits.h"
#include "crawler/read/flow.h"

static struct slice first_line(struct slice text)
{
	const char *end = text.len ? memchr(text.data, '\n', text.len) : NULL;

	return end ? slice_of(text.data, (size_t)(end - text.data)) : text;
}

void plain_read(struct page *p, struct slice text)
{
	struct flow flow;

	flow_init(&flow, p);
	while (text.len) {
		struct slice line = first_line(text);
		size_t n = line.len < text.len ? line.len + 1 : line.len;

		flow_text(&flow, line);
		flow_end_paragraph(&flow);
		text = slice_of(text.data + n, text.len - n);
	}
	flow_done(&flow);
}

static size_t count(struct slice s, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.data[i] == c;
	return n;
}

static size_t more(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* A title may stand above the table: the first line that is parted tells. */
static char separator(struct slice text)
{
	size_t comma = 0, semicolon = 0, tab = 0;

	while (text.len && !more(more(comma, semicolon), tab)) {
		struct slice line = first_line(text);
		size_t n = line.len < text.len ? line.len + 1 : line.len;

		comma = count(line, ',');
		semicolon = count(line, ';');
		tab = count(line, '\t');
		text = slice_of(text.data + n, text.len - n);
	}
	/* Tabs hardly stand in a table of another kind; commas do. */
	if (tab && tab >= more(comma, semicolon))
		return '\t';
	return semicolon > comma ? ';' : ',';
}

/* Takes one cell; in quotes, two of them are one and the rest is text. */
static size_t take_cell(struct flow *flow, struct slice s, char parted_by)
{
	bool quoted = s.len && s.data[0] == '"';
	size_t from = quoted, i = quoted;

	while (i < s.len) {
		char c = s.data[i];

		if (quoted && c == '"') {
			flow_text(flow, slice_of(s.data + from, i - from));
			quoted = i + 1 < s.len && s.data[i + 1] == '"';
			from = i + 1;
			i += quoted ? 2 : 1;
			continue;
		}
		if (!quoted && (c == parted_by || c == '\n'))
			break;
		i++;
	}
	flow_text(flow, slice_of(s.data + from, i - from));
	return i;
}

void plain_read_table(struct page *p, struct slice text)
{
	char parted_by = separator(text);
	struct flow flow;

	flow_init(&flow, p);
	flow_open_table(&flow);
	flow_open_row(&flow);
	while (text.len) {
		size_t n;

		flow_open_cell(&flow, 1);
		n = take_cell(&flow, text, parted_by);
		flow_close_cell(&flow);
		if (n < text.len && text.data[n] == '\n') {
			flow_close_row(&flow);
			flow_open_row(&flow);
		}
		n += n < text.len;
		text = slice_of(text.data + n, text.len - n);
	}
	flow_close_row(&flow);
	flow_close_table(&flow);
	flow_done(&flow);
}
