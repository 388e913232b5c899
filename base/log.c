#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static enum log_level max_level = LOG_LEVEL_WARN;
static bool progress_shown;

void log_set_level(enum log_level level)
{
	max_level = level;
}

/* Length of the bidi mark or C1 control at s, or 0. */
static size_t hidden_mark(const unsigned char *s, size_t len)
{
	if (len >= 2 && s[0] == 0xc2 && s[1] >= 0x80 && s[1] <= 0x9f)
		return 2;
	if (len < 3 || s[0] != 0xe2)
		return 0;
	if (s[1] == 0x80 && s[2] >= 0x8b && s[2] <= 0x8f)
		return 3;
	if (s[1] == 0x80 && s[2] >= 0xa8 && s[2] <= 0xae)
		return 3;
	return s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9 ? 3 : 0;
}

void log_put_safe(struct buf *out, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t len = strlen(text);

	for (size_t i = 0; i < len;) {
		size_t n = hidden_mark(s + i, len - i);

		if (n == 0 && s[i] >= 0x20 && s[i] != 0x7f) {
			buf_putc(out, text[i++]);
			continue;
		}
		for (n = n ? n : 1; n > 0; n--)
			buf_printf(out, "\\x%02x", s[i++]);
	}
}

void log_put_safe_json(struct buf *out, const char *json)
{
	struct slice left = slice_str(json);

	while (left.len > 0) {
		const unsigned char *s = (const unsigned char *)left.data;
		size_t n = 1;
		uint32_t cp;

		if (hidden_mark(s, left.len) == 0 && *s >= 0x20 && *s != 0x7f) {
			buf_putc(out, *left.data);
		} else {
			n = utf8_decode(&cp, left);
			buf_printf(out, "\\u%04lx", (unsigned long)cp);
		}
		left = slice_of(left.data + n, left.len - n);
	}
}

__attribute__((format(printf, 2, 0))) static void emit(
	enum log_level level, const char *format, va_list ap)
{
	static const int journal_level[] = { 3, 4, 6, 7 };
	char text[2048];
	struct buf line;

	if (level > max_level)
		return;
	(void)vsnprintf(text, sizeof(text), format, ap);
	buf_init(&line, 4 * sizeof(text));
	if (getenv("JOURNAL_STREAM"))
		buf_printf(&line, "<%d>", journal_level[level]);
	buf_puts(&line, "oit: ");
	log_put_safe(&line, text);
	log_progress(NULL);
	(void)fprintf(stderr, "%s\n", buf_str(&line));
	buf_done(&line);
}

void log_error(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	emit(LOG_LEVEL_ERROR, format, ap);
	va_end(ap);
}

void log_warn(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	emit(LOG_LEVEL_WARN, format, ap);
	va_end(ap);
}

void log_info(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	emit(LOG_LEVEL_INFO, format, ap);
	va_end(ap);
}

void log_debug(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	emit(LOG_LEVEL_DEBUG, format, ap);
	va_end(ap);
}

void log_progress(const char *text)
{
	if (text)
		(void)fprintf(stderr, "\r\033[K%s", text);
	else if (progress_shown)
		(void)fputs("\r\033[K", stderr);
	progress_shown = text != NULL;
	(void)fflush(stderr);
}
