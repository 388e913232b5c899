/*
 * Talk on stderr; stdout is for results alone.
 *
 * Bytes that could steer a terminal or forge a line (C0, C1, bidi marks) are
 * written as \xNN: messages carry addresses and titles of foreign sites.
 * Under systemd (JOURNAL_STREAM set) lines begin with their <level>.
 */
#ifndef OIT_BASE_LOG_H
#define OIT_BASE_LOG_H

#include <stdbool.h>

#include "base/buf.h"

enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARN,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG,
};

/* What is written: this level and all before it.  Starts at WARN. */
void log_set_level(enum log_level level);

/* No newline in messages. */
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Adds text with those bytes written out, for a line on a terminal. */
void log_put_safe(struct buf *out, const char *text);

/* The same for a JSON text without blanks between its values: such bytes stand
 * within strings alone, and become \uXXXX. */
void log_put_safe_json(struct buf *out, const char *json);

/*
 * Shows text as the progress line of a terminal, in place of the last one;
 * NULL takes the line away.  A message wipes it first.
 */
void log_progress(const char *text);

#endif
