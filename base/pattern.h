/*
 * Regular expressions over the normal form (PCRE2, UTF and UCP).
 *
 * Limits are always on: a pattern that runs away is "not evaluated", which is
 * never "no match".  JIT is used where the system allows it; a hardened
 * service (MemoryDenyWriteExecute) does without.
 */
#ifndef OIT_BASE_PATTERN_H
#define OIT_BASE_PATTERN_H

#include <stddef.h>

#include "base/error.h"
#include "base/slice.h"

struct pattern;

/* ERR_SYNTAX with PCRE2's own words and the offset when it is no pattern. */
int pattern_new(struct pattern **out, const char *source, struct error *err);
void pattern_free(struct pattern *p);

/*
 * The first match of p in valid UTF-8: 1 and its place in *from and *to, 0 for
 * none, -1 when a limit struck and the answer is unknown.  Text is looked at
 * in pieces of 64 KiB that overlap by 1 KiB, because PCRE2's match limit
 * starts anew at each place: "\s+$" took 42 s on 80 kB without striking it.
 */
int pattern_find(
	const struct pattern *p, struct slice text, size_t *from, size_t *to);

#endif
