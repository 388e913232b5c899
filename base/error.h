/*
 * Why something could not be done: one line of text, written where the cause
 * was seen.  An error is about the set-up (rules, disk, options); what the
 * website shows, even "unreachable", is a finding and never an error.
 */
#ifndef OIT_BASE_ERROR_H
#define OIT_BASE_ERROR_H

enum error_code {
	ERR_SYNTAX = -1, /* input is not what its format asks for */
	ERR_READ = -2,   /* cannot read or open */
	ERR_WRITE = -3,  /* cannot write or create */
	ERR_BUSY = -4,   /* somebody else holds it */
	ERR_LIMIT = -5,  /* a ceiling of ours was reached */
};

struct error {
	enum error_code code;
	char text[512];
};

/* Sets code and text, returns code, so that a caller can write
 * return error_set(err, ERR_READ, "%s: ...", name).  err is never NULL. */
int error_set(struct error *err, enum error_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Puts "where: " before the text; returns the code that is there. */
int error_prefix(struct error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
