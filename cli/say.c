#include "cli/say.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"

void say(const char *label, const char *format, ...)
{
	struct buf safe;
	va_list ap;
	char *text;
	int n;

	va_start(ap, format);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	text = mem_zalloc(n < 0 ? 1 : (size_t)n + 1);
	va_start(ap, format);
	(void)vsnprintf(text, n < 0 ? 1 : (size_t)n + 1, format, ap);
	va_end(ap);
	buf_init(&safe, SIZE_MAX / 2);
	log_put_safe(&safe, text);
	(void)printf("%-13s %s\n", label, buf_str(&safe));
	buf_done(&safe);
	free(text);
}
