/*
 * The wish of a user or of the system that the program ends.
 */
#ifndef OIT_CLI_STOP_H
#define OIT_CLI_STOP_H

#include <signal.h>

/*
 * From now on the first SIGINT, SIGTERM or SIGHUP sets *stop_flag(), so that
 * what was begun is put in order; a second one ends at once.  SIGPIPE is an
 * error of write() from here on.
 */
void stop_catch(void);

/* Not 0 once that was asked for. */
const volatile sig_atomic_t *stop_flag(void);

#endif
