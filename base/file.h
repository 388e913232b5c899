/*
 * Whole files and folders: read, written whole or not at all, removed.
 *
 * Messages begin with the path and end with the system's reason.
 */
#ifndef OIT_BASE_FILE_H
#define OIT_BASE_FILE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"

/*
 * Appends the bytes of a file to out.  ERR_READ when it cannot be read or is
 * a folder, ERR_LIMIT when it is longer than out may hold.
 */
int file_read(struct buf *out, const char *path, struct error *err);

/*
 * Writes a file whole or not at all: beside it under PATH.part, synced, then
 * renamed over it, and the folder synced.  On ERR_WRITE what stood at path
 * is untouched and the .part is gone.
 */
int file_write(const char *path, struct slice data, struct error *err);

/*
 * The same of bytes too many to hold at once: next says which follow, and keeps
 * them until it is asked again: 1, or 0 when there are no more.  An error of
 * its own ends the writing as one of the disk does.
 */
int file_write_pieces(const char *path,
	int (*next)(void *ctx, struct slice *piece, struct error *err),
	void *ctx, struct error *err);

/* A file to be written. */
struct file_content {
	const char *name; /* in its folder */
	struct slice data;
};

/*
 * Writes n files of a folder, each whole or not at all, in the time of a few:
 * all stand beside their names and are synced before the first is renamed,
 * and the folder is synced once.  On ERR_WRITE before that none has changed,
 * and no .part is left.
 */
int file_write_all(const char *folder, const struct file_content *files,
	size_t n, struct error *err);

/* Renames a file or folder and syncs the folder that holds it now.
 * ERR_WRITE; a folder that is not empty is never replaced. */
int file_rename(const char *from, const char *to, struct error *err);

/* Waits until the files in a folder, and the folder, are on the disk.
 * ERR_WRITE. */
int file_sync_folder(const char *path, struct error *err);

/* Makes one folder that its owner alone may open; ERR_WRITE when it cannot or
 * when the name is taken. */
int file_make_folder(const char *path, struct error *err);

/*
 * Removes a file, or a folder with all in it; links are removed, never
 * followed.  A path that is not there is no error.  ERR_WRITE.
 */
int file_remove_tree(const char *path, struct error *err);

/*
 * The names in a folder that end in suffix, those that begin with a dot left
 * out, in the order of their bytes: how many, or ERR_READ.  The caller frees
 * with file_list_free(), which takes NULL.
 */
int file_list(
	char ***out, const char *folder, const char *suffix, struct error *err);
void file_list_free(char **names, int n);

/* Whether something has that name, be it a dangling link. */
bool file_exists(const char *path);

#endif
