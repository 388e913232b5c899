/*
 * What kind of file stands behind an address, before its bytes are known: by
 * the extension and by the declared type.
 */
#ifndef OIT_CRAWLER_DOCTYPE_H
#define OIT_CRAWLER_DOCTYPE_H

#include <stdbool.h>

#include "base/slice.h"

enum doctype {
	DOCTYPE_PAGE,     /* a web page, or nothing is known */
	DOCTYPE_DOCUMENT, /* a file that may say something: PDF, office, scan */
	DOCTYPE_MEDIA,    /* sound, film, fonts, programs: nothing to read */
};

/* By the extension of the path of a canonical address. */
enum doctype doctype_of_url(const char *href);

/* By the value of a Content-Type field. */
enum doctype doctype_of_type(struct slice content_type);

#endif
