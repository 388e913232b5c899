/*
 * What the program says when it ends: sysexits.h where that has a word.
 */
#ifndef OIT_CLI_STATUS_H
#define OIT_CLI_STATUS_H

#include "base/error.h"

enum status {
	STATUS_OK = 0,         /* nothing to do */
	STATUS_FINDINGS = 1,   /* something is missing or waits for a person */
	STATUS_INCOMPLETE = 2, /* not enough was seen; never "all found" */
	STATUS_USAGE = 64,
	STATUS_DATA = 65,        /* rules, scores or office file bad */
	STATUS_UNAVAILABLE = 69, /* a service cannot be reached */
	STATUS_BUG = 70,
	STATUS_CANNOT_WRITE = 73,
	STATUS_CANNOT_READ = 74,
	STATUS_LOCKED = 75, /* another run holds the lock */
	STATUS_CONFIG = 78,
};

/* Says the error on stderr and gives the status of its kind. */
enum status status_of(const struct error *err);

#endif
