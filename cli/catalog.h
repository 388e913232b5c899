/*
 * Where the rule catalogue is.
 */
#ifndef OIT_CLI_CATALOG_H
#define OIT_CLI_CATALOG_H

#include "base/error.h"

/*
 * The folder given, or else the one beside the program: of the source tree it
 * was built in, or of the place it was installed to.  The caller frees *out.
 * ERR_READ when there is none.
 */
int catalog_find(char **out, const char *given, struct error *err);

/*
 * The year of the pack that is meant when none is named: that whose window
 * contains the moment (seconds since 1970).  ERR_SYNTAX when there is none.
 */
int catalog_year(
	long *out, const char *folder, long seconds, struct error *err);

#endif
