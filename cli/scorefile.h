/*
 * The scores that an office gives: a scores file, or a form that was filled in
 * with a spreadsheet, which becomes the text of one.
 */
#ifndef OIT_CLI_SCOREFILE_H
#define OIT_CLI_SCOREFILE_H

#include "base/error.h"
#include "base/json.h"

/*
 * Loads the file at path, by its name a form (.csv, .ods, .xls, .xlsx) or
 * else JSON.  The words of a form are those of the catalogue, it is read in a
 * worker, and messages about it name keys but no lines.  What the scores are is
 * not looked at yet, see score_read().  ERR_READ; ERR_SYNTAX, also for a
 * sheet that is no form or cannot be read.  The caller frees with json_free().
 */
int scorefile_load(struct json **out, const char *path, const char *catalog,
	struct error *err);

#endif
