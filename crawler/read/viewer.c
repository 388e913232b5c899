#include "crawler/read/viewer.h"

#include <string.h>

#include "base/slice.h"
#include "crawler/limits.h"
#include "crawler/percent.h"

/* What a viewer's path ends with: PDF.js and its copies, Google's, Microsoft's.
 */
static const char *const viewers[] = { "viewer", "gview", "viewer.html",
	"viewer.htm", "viewer.php", "viewer.aspx", "/op/view.aspx",
	"/op/embed.aspx", "pdfjs/", "pdfjs/index.html", "pdfviewer/" };

static const char *const names[] = { "file", "url", "src", "pdf", "doc" };

static const char *const endings[] = { ".pdf", ".doc", ".docx", ".xls", ".xlsx",
	".ppt", ".pptx", ".odt", ".ods", ".csv", ".jpg", ".jpeg", ".png" };

static bool ends_with_any(struct slice s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_ends_nocase(s, list[i]))
			return true;
	return false;
}

static bool is_name(struct slice s)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (slice_eq_nocase(s, names[i]))
			return true;
	return false;
}

/* An address of a file: it ends as one, a query or fragment apart. */
static bool is_file(struct slice s)
{
	struct slice path = slice_of(s.data, 0);

	while (path.len < s.len && s.data[path.len] != '?' &&
		s.data[path.len] != '#')
		path.len++;
	return ends_with_any(path, endings, sizeof(endings) / sizeof(*endings));
}

/* The value of the first parameter that names a file. */
static bool find_file(struct buf *value, struct slice query)
{
	while (query.len) {
		const char *end = memchr(query.data, '&', query.len);
		const size_t len = end ? (size_t)(end - query.data) : query.len;
		const struct slice pair = slice_of(query.data, len);
		const long equals = slice_find(pair, "=", 0);

		query = slice_of(query.data + len + (end != NULL),
			query.len - len - (end != NULL));
		if (equals < 0 || !is_name(slice_of(pair.data, (size_t)equals)))
			continue;
		buf_clear(value);
		percent_decode(value, slice_of(pair.data + equals + 1,
					      pair.len - (size_t)equals - 1));
		if (is_file(buf_slice(value)))
			return true;
	}
	return false;
}

/* A value without a scheme and a "/" lies beside the viewer. */
static void put_address(
	struct buf *out, struct slice path, const struct buf *value)
{
	const char *file = buf_str(value);
	const bool whole = strstr(file, "://") || file[0] == '/';

	while (path.len && path.data[path.len - 1] != '/')
		path.len--;
	if (!whole)
		buf_put_slice(out, path);
	buf_puts(out, file);
}

bool viewer_file(struct buf *out, const char *href)
{
	const struct slice all = slice_str(href);
	const long mark = slice_find(all, "?", 0);
	struct slice path, query;
	struct buf value;
	bool found;

	if (mark < 0)
		return false;
	path = slice_of(href, (size_t)mark);
	query = slice_of(href + mark + 1, all.len - (size_t)mark - 1);
	query.len = strcspn(query.data, "#");
	if (!ends_with_any(path, viewers, sizeof(viewers) / sizeof(*viewers)))
		return false;
	buf_init(&value, LIMIT_TEXT_BYTES);
	found = find_file(&value, query);
	if (found)
		put_address(out, path, &value);
	buf_done(&value);
	return found;
}
