/*
 * Percent-encoding as the URL standard asks for it, part by part.
 */
#ifndef OIT_CRAWLER_PERCENT_H
#define OIT_CRAWLER_PERCENT_H

#include "base/buf.h"
#include "base/slice.h"

/* The standard's percent-encode sets; all of them hold the C0 controls, DEL
 * and every byte from 0x80 on. */
enum percent_set {
	PERCENT_QUERY = 1, /* the special-query set */
	PERCENT_PATH = 2,
	PERCENT_USERINFO = 4,
};

/* The byte as %XX, in capitals. */
void percent_put_byte(struct buf *out, unsigned char byte);

/* The bytes, those of the set encoded; a '%' stays what it is. */
void percent_put(struct buf *out, struct slice s, enum percent_set set);

/*
 * Text (UTF-8) as a query of a windows-874 page: each character is that
 * charset's byte, or %26%23N%3B ("&#N;") when it has none, as the standard's
 * "percent-encode after encoding" says.  Ill-formed bytes are kept.
 */
void percent_put_windows_874(struct buf *out, struct slice text);

/* The bytes with %XX resolved; a '%' without two digits stays. */
void percent_decode(struct buf *out, struct slice s);

#endif
