/*
 * A view for people: lines on standard output.
 */
#ifndef OIT_CLI_SHOW_H
#define OIT_CLI_SHOW_H

#include "base/json.h"

/* Prints what cli/view.h made.  Whatever is not there is passed over, and what
 * the document says cannot steer the terminal. */
void show_view(const struct json_node *view);

#endif
