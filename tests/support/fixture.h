/*
 * Files that tests read.
 */
#ifndef OIT_SUPPORT_FIXTURE_H
#define OIT_SUPPORT_FIXTURE_H

#include "base/buf.h"

/* The file's bytes, which the caller frees with buf_done(); the test fails
 * when it cannot be read. */
void fixture_load(struct buf *out, const char *path);

#endif
