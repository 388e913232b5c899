/*
 * How the fetching and reading of an address ended: a closed list.
 *
 * Every address of a run has exactly one outcome, and only OUTCOME_OK yields
 * sightings.  The names are those of the journal and of report.json.
 */
#ifndef OIT_CRAWLER_OUTCOME_H
#define OIT_CRAWLER_OUTCOME_H

#include <stdbool.h>

enum outcome {
	OUTCOME_PENDING,  /* not yet; never in a finished run */
	OUTCOME_OK,       /* fetched and read */
	OUTCOME_REDIRECT, /* led on to another address, which has its own */
	/* the network */
	OUTCOME_DNS,
	OUTCOME_REFUSED,
	OUTCOME_CONNECT_TIMEOUT,
	OUTCOME_READ_TIMEOUT, /* silence */
	OUTCOME_TOO_SLOW,
	OUTCOME_RESET,
	OUTCOME_TRUNCATED,
	OUTCOME_TOO_LARGE,
	OUTCOME_BAD_HTTP,
	OUTCOME_BAD_ENCODING, /* gzip and its kin */
	OUTCOME_HTTP_ERROR,  /* a status of 400 and above, or a page of 200 that
				says the server broke down */
	OUTCOME_RETRY_LATER, /* 429 or 503 to the end */
	OUTCOME_REDIRECT_LOOP,
	OUTCOME_REDIRECT_LIMIT,
	/* TLS: fetching fails closed, the reason is kept */
	OUTCOME_TLS_EXPIRED,
	OUTCOME_TLS_UNTRUSTED,
	OUTCOME_TLS_HOSTNAME,
	OUTCOME_TLS_WEAK,
	OUTCOME_TLS_ERROR,
	/* ours not to fetch */
	OUTCOME_BLOCKED_ADDRESS, /* private, loopback, metadata ... */
	OUTCOME_BLOCKED_SCHEME,  /* neither http nor https */
	OUTCOME_OUT_OF_SCOPE,    /* another site */
	OUTCOME_EXCLUDED,        /* --exclude, --include, links that act */
	OUTCOME_ROBOTS_DENIED,
	OUTCOME_ROBOTS_UNREACHABLE,
	OUTCOME_TRAP_LIMIT,   /* growing path, endless parameter */
	OUTCOME_BUDGET,       /* pages, bytes or time were spent */
	OUTCOME_HOST_DOWN,    /* the breaker of its host was open */
	OUTCOME_NOT_ARCHIVED, /* the archive that is read does not hold it */
	/* fetched, but not the page it stands for */
	OUTCOME_LOGIN,
	OUTCOME_SOFT_404,
	OUTCOME_EMPTY,
	OUTCOME_BLOCKED, /* firewall or captcha page */
	OUTCOME_NEEDS_SCRIPT,
	/* fetched, but not read */
	OUTCOME_PARSE_LIMIT,   /* too deep, too long for the reader */
	OUTCOME_READER_FAILED, /* the child died */
	OUTCOME_TYPE_UNKNOWN,  /* no reader for this kind of file */
	OUTCOME_DOC_ENCRYPTED,
	OUTCOME_DOC_DAMAGED,
	OUTCOME_DOC_NO_TEXT, /* a scan */
	OUTCOME_DOC_LIMIT,
	OUTCOME_COUNT,
};

/* What an outcome says about the page itself. */
enum outcome_class {
	OUTCOME_CLASS_OPEN,    /* pending */
	OUTCOME_CLASS_CHECKED, /* we know what stands there */
	OUTCOME_CLASS_GONE,    /* we know that nothing stands there */
	OUTCOME_CLASS_FAILED,  /* we could not look, or not read */
	OUTCOME_CLASS_SKIPPED, /* we did not look, by a rule */
};

/* The name in snake_case, as in report.json. */
const char *outcome_name(enum outcome o);

/* The outcome of that name, or OUTCOME_COUNT. */
enum outcome outcome_from_name(const char *name);

/* status is the HTTP status, which tells 404 and 410 from other errors. */
enum outcome_class outcome_class(enum outcome o, int status);

/* Worth another try in the same run: the network, 5xx and 429. */
bool outcome_is_retryable(enum outcome o, int status);

#endif
