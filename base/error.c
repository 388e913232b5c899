#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int error_set(struct error *err, enum error_code code, const char *format, ...)
{
	va_list ap;

	err->code = code;
	va_start(ap, format);
	(void)vsnprintf(err->text, sizeof(err->text), format, ap);
	va_end(ap);
	return code;
}

int error_prefix(struct error *err, const char *format, ...)
{
	char where[sizeof(err->text)];
	size_t n, old = strlen(err->text);
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(where, sizeof(where) - 3, format, ap);
	va_end(ap);
	n = strlen(where);
	memcpy(where + n, ": ", 3);
	n += 2;
	if (old > sizeof(err->text) - 1 - n)
		old = sizeof(err->text) - 1 - n;
	memmove(err->text + n, err->text, old);
	memcpy(err->text, where, n);
	err->text[n + old] = '\0';
	return err->code;
}
