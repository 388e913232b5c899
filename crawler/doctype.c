#include "crawler/doctype.h"

#include <stddef.h>

#include "crawler/url.h"

static const char *const document_extensions[] = {
	".pdf",
	".doc",
	".docx",
	".xls",
	".xlsx",
	".ppt",
	".pptx",
	".odt",
	".ods",
	".odp",
	".rtf",
	".csv",
	".txt",
	".zip",
	".rar",
	".7z",
	".jpg",
	".jpeg",
	".png",
	".gif",
	".webp",
	".tif",
	".tiff",
	".bmp",
};

static const char *const media_extensions[] = {
	".css",
	".js",
	".json",
	".ico",
	".svg",
	".woff",
	".woff2",
	".ttf",
	".eot",
	".otf",
	".mp3",
	".wav",
	".wma",
	".ogg",
	".m4a",
	".mp4",
	".avi",
	".mov",
	".wmv",
	".flv",
	".mkv",
	".webm",
	".swf",
	".exe",
	".msi",
	".apk",
	".dmg",
	".iso",
	".psd",
	".ai",
};

static bool ends_with_any(
	struct slice path, const char *const *endings, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_ends_nocase(path, endings[i]))
			return true;
	return false;
}

enum doctype doctype_of_url(const char *href)
{
	const struct slice path = url_split(href).path;

	if (ends_with_any(path, document_extensions,
		    sizeof(document_extensions) /
			    sizeof(document_extensions[0])))
		return DOCTYPE_DOCUMENT;
	if (ends_with_any(path, media_extensions,
		    sizeof(media_extensions) / sizeof(media_extensions[0])))
		return DOCTYPE_MEDIA;
	return DOCTYPE_PAGE;
}

enum doctype doctype_of_type(struct slice type)
{
	if (slice_starts_nocase(type, "video/") ||
		slice_starts_nocase(type, "audio/") ||
		slice_starts_nocase(type, "font/"))
		return DOCTYPE_MEDIA;
	if (slice_starts_nocase(type, "image/") ||
		(slice_starts_nocase(type, "application/") &&
			!slice_starts_nocase(type, "application/xhtml")))
		return DOCTYPE_DOCUMENT;
	return DOCTYPE_PAGE;
}
