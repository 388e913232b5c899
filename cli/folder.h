/*
 * The run folder, which appears whole or not at all, and the lock that keeps
 * two runs of one site apart.
 */
#ifndef OIT_CLI_FOLDER_H
#define OIT_CLI_FOLDER_H

#include "base/error.h"

struct folder {
	char *final; /* the name it will have */
	char *part;  /* where it is made, beside it */
	int lock;    /* descriptor that holds the lock, or -1 */
};

/*
 * Takes the lock of a site (its host and port) and makes the folder aside.
 * ERR_BUSY naming the run that holds the lock; ERR_WRITE when the final name
 * is taken or the folder cannot be made.  What a killed run left under the
 * same name is set aside, not removed.  folder_done() in any case.
 */
int folder_make(
	struct folder *f, const char *out, const char *site, struct error *err);

/* A file in it; the caller frees. */
char *folder_path(const struct folder *f, const char *name);

/* Gives it its final name. */
int folder_finish(struct folder *f, struct error *err);

/* Removes what was not finished, frees the lock. */
void folder_done(struct folder *f);

/* A name for the folder when none was given; the caller frees. */
char *folder_default_name(const char *site, const char *day);

#endif
