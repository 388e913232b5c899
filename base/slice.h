/*
 * A run of bytes that somebody else owns, and the ASCII tests that do not
 * ask the locale.
 */
#ifndef OIT_BASE_SLICE_H
#define OIT_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
	const char *data; /* not NUL-terminated; may be NULL when len is 0 */
	size_t len;
};

static inline struct slice slice_of(const char *data, size_t len)
{
	return (struct slice){ data, len };
}

/* What stands behind the first n bytes.  Nothing is added to NULL, which C does
 * not define. */
static inline struct slice slice_behind(struct slice s, size_t n)
{
	return n ? slice_of(s.data + n, s.len - n) : s;
}

/* The bytes of a C string; NULL gives the empty slice. */
static inline struct slice slice_str(const char *s)
{
	return (struct slice){ s, s ? strlen(s) : 0 };
}

static inline bool ascii_is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static inline bool ascii_is_alpha(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool ascii_is_alnum(int c)
{
	return ascii_is_alpha(c) || ascii_is_digit(c);
}

/* Space as HTML means it: TAB, LF, FF, CR, SPACE. */
static inline bool ascii_is_space(int c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static inline int ascii_lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

/* Value of a hexadecimal digit, or -1. */
int ascii_hex(int c);

bool slice_eq(struct slice a, const char *b);
bool slice_eq_nocase(struct slice a, const char *b);
bool slice_starts(struct slice a, const char *prefix);
bool slice_starts_nocase(struct slice a, const char *prefix);
bool slice_ends_nocase(struct slice a, const char *suffix);

/* Without the ASCII space at both ends. */
struct slice slice_trim(struct slice a);

/* Place of needle in a from offset on, or -1; the second ignores case. */
long slice_find(struct slice a, const char *needle, size_t from);
long slice_find_nocase(struct slice a, const char *needle, size_t from);

/*
 * The decimal number that fills all of a, from 0 to max; -1 when it does
 * not: a sign, a blank or a letter anywhere is no number.
 */
long slice_number(struct slice a, long max);

/* A NUL-terminated copy on the heap; the caller frees. */
char *slice_dup(struct slice a);

#endif
