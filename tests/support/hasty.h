/*
 * The ceilings of the crawler, with those on time and on the pages of a trap
 * cut to what a test can wait for.  It is included before anything else.
 */
#ifndef OIT_SUPPORT_HASTY_H
#define OIT_SUPPORT_HASTY_H

#include "crawler/limits.h"

#undef LIMIT_CONNECT_MS
#undef LIMIT_NAME_S
#undef LIMIT_SILENCE_S
#undef LIMIT_PAGE_S
#undef LIMIT_DOCUMENT_S
#undef LIMIT_RETRY_PAUSE_MS
#undef LIMIT_RETRY_AFTER_S
#undef LIMIT_CRAWL_DELAY_MS
#undef LIMIT_PATTERN_PAGES
#undef LIMIT_LINKS
#undef LIMIT_DOC_CPU_S
#undef LIMIT_DOC_WALL_S

#define LIMIT_CONNECT_MS 2000
#define LIMIT_NAME_S 1
#define LIMIT_SILENCE_S 4
#define LIMIT_PAGE_S 12
#define LIMIT_DOCUMENT_S 16
#define LIMIT_RETRY_PAUSE_MS 20
#define LIMIT_RETRY_AFTER_S 6
#define LIMIT_CRAWL_DELAY_MS 100
#define LIMIT_PATTERN_PAGES 20
#define LIMIT_LINKS 1000
#define LIMIT_DOC_CPU_S 3
#define LIMIT_DOC_WALL_S 5

#endif
