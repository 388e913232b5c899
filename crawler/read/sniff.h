/*
 * What kind of file bytes are, whatever name and label they came with.
 */
#ifndef OIT_CRAWLER_READ_SNIFF_H
#define OIT_CRAWLER_READ_SNIFF_H

#include "base/slice.h"
#include "crawler/page.h"

/*
 * By the content; where text could be several things, by the declared type and
 * then the extension of the address.  Office documents that are archives are
 * PAGE_ZIP until they are opened.  *note gets a word more on kinds for which
 * there is no reader ("RTF", "RAR archive"), else "".
 */
enum page_kind sniff_kind(struct slice body, const char *content_type,
	const char *url, const char **note);

/* What the type, or without a telling one the extension, promises;
 * PAGE_UNKNOWN when they promise nothing. */
enum page_kind sniff_declared(const char *content_type, const char *url);

/* True for an office document that is locked with a password: a letter of
 * before 2007, or an archive that stands encrypted in an OLE file. */
bool sniff_is_locked_ole(struct slice body);

#endif
