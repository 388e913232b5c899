/*
 * Which encoding bytes are in, and the bytes as UTF-8.
 *
 * Labels and names are those of the WHATWG Encoding Standard.  Where a label
 * and the bytes disagree about Thai, the bytes are followed and it is told:
 * a browser shows such a page as garbage, but what stands there is known.
 */
#ifndef OIT_CRAWLER_READ_CHARSET_H
#define OIT_CRAWLER_READ_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

struct charset_guess {
	const char *name; /* lower case WHATWG name; static */
	size_t bom;       /* bytes of its mark at the start of the body */
	bool conflict;    /* another one was declared */
	bool exact;       /* decoding would change nothing */
};

/*
 * The name of the encoding with that label, in any case and with blanks
 * around; NULL for none.  tis620 and cp874, which the standard does not know
 * and Thai pages use, are windows-874.
 */
const char *charset_from_label(struct slice label);

/* The encoding a Content-Type header names, or NULL; content_type may be
 * NULL. */
const char *charset_from_header(const char *content_type);

/*
 * The encoding of a body: its mark, else what declared names (a header or
 * prescan result, may be NULL) unless the bytes say otherwise, else UTF-8 if
 * the bytes are, windows-874 if they look Thai, windows-1252.
 */
struct charset_guess charset_sniff(struct slice body, const char *declared);

/*
 * Appends the text as valid UTF-8 without its mark; bytes that mean nothing
 * and NUL become U+FFFD.  out->full when it did not fit.
 */
void charset_decode(
	struct buf *out, struct slice body, const struct charset_guess *guess);

/* The same for a few words out of an old file, which are UTF-8 where they can
 * be and else Thai, whatever code page the file names. */
void charset_decode_words(struct buf *out, struct slice words);

/* An encoding of one byte a letter. */
enum charset_bytes {
	CHARSET_BYTES_874,  /* windows-874 */
	CHARSET_BYTES_1252, /* windows-1252 */
};

/* The byte, of 80 and above, that means a code point there; -1 for none. */
int charset_byte(uint32_t cp, enum charset_bytes in);

/* Thai letters in bytes that look like windows-874; 0 when they do not, as
 * Latin text with accents. */
size_t charset_thai_letters(struct slice bytes);

#endif
