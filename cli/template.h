/*
 * oit score template: the form for the scores of a year.
 */
#ifndef OIT_CLI_TEMPLATE_H
#define OIT_CLI_TEMPLATE_H

#include "base/error.h"

/*
 * Writes the form of a year (B.E.; 0: the one before the year whose window
 * contains today) to path, whole or not at all, and never over a file.
 * ERR_READ, ERR_SYNTAX, ERR_WRITE.
 */
int template_write(
	const char *path, long year, const char *catalog, struct error *err);

#endif
