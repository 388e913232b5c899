/*
 * A page reader that breaks on demand, to prove the walls around the real one.
 */
#ifndef OIT_SUPPORT_MOCKREADER_H
#define OIT_SUPPORT_MOCKREADER_H

#include "crawler/read/read.h"

/* As read_page(), unless the body holds one of these words: !mock-hang,
 * !mock-spin, !mock-eat (memory), !mock-abort, !mock-exit. */
struct page *mockreader_page(const struct read_input *in);

#endif
