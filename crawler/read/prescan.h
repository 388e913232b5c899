/*
 * The encoding a page names in its own first bytes.
 */
#ifndef OIT_CRAWLER_READ_PRESCAN_H
#define OIT_CRAWLER_READ_PRESCAN_H

#include "base/slice.h"

/* The encoding a meta element names: HTML standard, "prescan a byte stream to
 * determine its encoding", or one that stands later; NULL for none. */
const char *prescan_meta(struct slice body);

/* The encoding named by "charset=..." in a content attribute or header: HTML
 * standard, "extracting a character encoding from a meta element"; NULL for
 * none. */
const char *prescan_label(struct slice content);

#endif
