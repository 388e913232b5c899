#include "cli/say.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/log.h"
#include "crawler/limits.h"

void say(const char *label, const char *format, ...)
{
	char text[4 * LIMIT_URL_BYTES];
	struct buf safe;
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	buf_init(&safe, SIZE_MAX / 2);
	log_put_safe(&safe, text);
	(void)printf("%-13s %s\n", label, buf_str(&safe));
	buf_done(&safe);
}
