/*
 * The run folder, which appears whole or not at all, and the lock that keeps
 * two runs of one site apart.
 */
#ifndef OIT_CLI_FOLDER_H
#define OIT_CLI_FOLDER_H

#include <stdbool.h>

#include "base/error.h"

/* What earlier runs found, in the folder of the program's state. */
#define HISTORY_FILE "history.sqlite"

struct folder {
	char *final; /* the name it will have */
	char *part;  /* where it is made, beside it */
	bool keep;   /* what is not finished is not removed */
	int lock;    /* descriptor that holds the site's lock, or -1 */
	int guard;   /* descriptor that holds the folder's own, or -1 */
};

/* A folder that holds nothing, for folder_done(). */
#define FOLDER_NONE                      \
	{                                \
		.lock = -1, .guard = -1, \
	}

/*
 * Takes the lock of a site (its host and port) and makes the folder aside; site
 * is NULL where none is asked for anything, and there is no lock then.
 * ERR_BUSY naming the run that holds the lock; ERR_WRITE when the final name
 * is taken or the folder cannot be made.  What a killed run left under the
 * same name is set aside, not removed.  folder_done() in any case.
 */
int folder_make(
	struct folder *f, const char *out, const char *site, struct error *err);

/*
 * Finds what a run has left to be taken up again, and takes the lock: half a
 * folder, or else a finished one, which part names until folder_take_up().
 * Without a name, out is NULL, it is the newest of the site's default names.
 * ERR_READ when there is none, else as above.  It is kept.
 */
int folder_find(
	struct folder *f, const char *out, const char *site, struct error *err);

/* Gives the folder that was found the name of a half one; ERR_WRITE. */
int folder_take_up(struct folder *f, struct error *err);

/* Empties the folder that was found, in which nothing was begun; ERR_WRITE. */
int folder_begin_anew(struct folder *f, struct error *err);

/* A file in it; the caller frees. */
char *folder_path(const struct folder *f, const char *name);

/* Waits until all of it is on the disk, then gives it its final name. */
int folder_finish(struct folder *f, struct error *err);

/* Removes what was not finished, unless it is to be kept, frees the locks. */
void folder_done(struct folder *f);

/* A file in the folder of the program's state, which is made; ERR_WRITE.  The
 * caller frees *out. */
int folder_state_file(char **out, const char *name, struct error *err);

/* A name for the folder when none was given; the caller frees. */
char *folder_default_name(const char *site, const char *day);

#endif
