/*
 * A file that the user names, read as foreign bytes are: by a worker.
 */
#ifndef OIT_CLI_LOCAL_H
#define OIT_CLI_LOCAL_H

#include <stdbool.h>

#include "base/error.h"
#include "crawler/crawl.h"

/* Where such a file is taken to lie: on no host of any site (RFC 6761 section
 * 6.4), so that what is relative to it stays without a target. */
#define LOCAL_NOWHERE "http://file.invalid/"

/*
 * Hands the file to read() of the reader, in a process of its own, and what
 * came of it to keep(), without a visit; closely as struct crawl_job has it.
 * ERR_READ when it cannot be read, ERR_LIMIT when it is longer than
 * LIMIT_DOCUMENT_BYTES or the system lets us have no process.
 */
int local_read(const char *path, bool closely,
	const struct crawl_reader *reader, struct error *err);

#endif
