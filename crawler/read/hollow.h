/*
 * Pages with a place that scripts fill: a list that comes by a second request,
 * the root of a program, a viewer.  What a visitor sees there was not read.
 */
#ifndef OIT_CRAWLER_READ_HOLLOW_H
#define OIT_CRAWLER_READ_HOLLOW_H

#include <stdbool.h>

#include "base/slice.h"

/*
 * Whether a web page, its text in UTF-8 with all markup, has such a place
 * outside its head, foot and menus: an element that is bare, and an inline
 * script that names its id and loads something; the root of a known framework;
 * text with the marks of a template.
 */
bool hollow_is_page(struct slice source);

#endif
