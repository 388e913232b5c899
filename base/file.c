#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* Paths of a tree to be removed; deeper is not ours. */
#define MAX_TREE_DEPTH 64

static int cannot(struct error *err, enum error_code code, const char *verb,
	const char *path)
{
	return error_set(
		err, code, "%s: cannot %s: %s", path, verb, strerror(errno));
}

/* As read(), over interrupts. */
static ssize_t read_some(int fd, char *data, size_t size)
{
	ssize_t n;

	do
		n = read(fd, data, size);
	while (n < 0 && errno == EINTR);
	return n;
}

int file_read(struct buf *out, const char *path, struct error *err)
{
	char block[65536];
	ssize_t n;
	int result = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return cannot(err, ERR_READ, "read", path);
	while ((n = read_some(fd, block, sizeof(block))) > 0 && !out->full)
		buf_put(out, block, (size_t)n);
	if (n < 0)
		result = cannot(err, ERR_READ, "read", path);
	else if (out->full)
		result = error_set(err, ERR_LIMIT, "%s: longer than %zu bytes",
			path, out->max);
	(void)close(fd);
	return result;
}

static bool write_all(int fd, struct slice data)
{
	while (data.len) {
		ssize_t n = write(fd, data.data, data.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data.data += n;
		data.len -= (size_t)n;
	}
	return true;
}

static bool sync_and_close(int fd, bool ok)
{
	int saved;

	ok = ok && fsync(fd) == 0;
	saved = errno;
	if (close(fd) != 0 && ok)
		return false;
	errno = saved;
	return ok;
}

static bool sync_at(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	return fd >= 0 && sync_and_close(fd, true);
}

/* A rename lasts only once its folder is on the disk. */
static bool sync_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash == path ? 1 : slash ? (size_t)(slash - path) : 0;
	char *folder = slash ? mem_strndup(path, n) : mem_strdup(".");
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	free(folder);
	return fd >= 0 && sync_and_close(fd, true);
}

static char *part_name(const char *path)
{
	struct buf name;

	buf_init(&name, strlen(path) + sizeof(".part"));
	buf_puts(&name, path);
	buf_puts(&name, ".part");
	return buf_take(&name);
}

static int open_part(const char *part)
{
	return open(part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
		0666);
}

/* Writes all pieces, then to the disk: *ok is false when the system could not;
 * errors of next are answered. */
static int write_pieces(int fd,
	int (*next)(void *ctx, struct slice *piece, struct error *err),
	void *ctx, bool *ok, struct error *err)
{
	struct slice piece;
	int rc = 1;

	while (*ok && (rc = next(ctx, &piece, err)) > 0)
		*ok = write_all(fd, piece);
	*ok = sync_and_close(fd, *ok);
	return rc < 0 ? rc : 0;
}

int file_write_pieces(const char *path,
	int (*next)(void *ctx, struct slice *piece, struct error *err),
	void *ctx, struct error *err)
{
	char *part = part_name(path);
	const int fd = open_part(part);
	bool ok = fd >= 0;
	int result = 0;

	if (ok)
		result = write_pieces(fd, next, ctx, &ok, err);
	if (result == 0 && (!ok || rename(part, path) != 0))
		result = cannot(err, ERR_WRITE, "write", path);
	else if (result == 0 && !sync_folder_of(path))
		result = cannot(err, ERR_WRITE, "sync the folder of", path);
	if (result != 0 && fd >= 0)
		(void)unlink(part);
	free(part);
	return result;
}

/* A piece is all there is. */
static int next_whole(void *ctx, struct slice *piece, struct error *err)
{
	struct slice *left = ctx;

	(void)err;
	*piece = *left;
	*left = slice_of(NULL, 0);
	return piece->len > 0;
}

int file_write(const char *path, struct slice data, struct error *err)
{
	return file_write_pieces(path, next_whole, &data, err);
}

static char *path_in(const char *folder, const char *name)
{
	struct buf path;

	buf_init(&path, strlen(folder) + strlen(name) + sizeof("/"));
	buf_printf(&path, "%s/%s", folder, name);
	return buf_take(&path);
}

/* A file on its way. */
struct part {
	char *path, *name; /* "a" and "a.part" */
	struct slice data;
};

static bool put_part(const struct part *p)
{
	int fd = open_part(p->name);
	bool ok = fd >= 0 && write_all(fd, p->data);
	int saved = errno;

	if (fd >= 0 && close(fd) != 0 && ok)
		return false;
	errno = saved;
	return ok;
}

static bool sync_part(const struct part *p)
{
	return sync_at(AT_FDCWD, p->name);
}

static bool take_part(const struct part *p)
{
	return rename(p->name, p->path) == 0;
}

static int take_all(const struct part *parts, size_t n, struct error *err)
{
	static bool (*const steps[])(
		const struct part *) = { put_part, sync_part, take_part };

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		for (size_t k = 0; k < n; k++)
			if (!steps[i](&parts[k]))
				return cannot(
					err, ERR_WRITE, "write", parts[k].path);
	if (n && !sync_folder_of(parts[0].path))
		return cannot(
			err, ERR_WRITE, "sync the folder of", parts[0].path);
	return 0;
}

int file_write_all(const char *folder, const struct file_content *files,
	size_t n, struct error *err)
{
	struct part *parts = mem_calloc(n, sizeof(*parts));
	int result;

	for (size_t i = 0; i < n; i++) {
		parts[i].path = path_in(folder, files[i].name);
		parts[i].name = part_name(parts[i].path);
		parts[i].data = files[i].data;
	}
	result = take_all(parts, n, err);
	for (size_t i = 0; i < n; i++) {
		if (result != 0)
			(void)unlink(parts[i].name);
		free(parts[i].path);
		free(parts[i].name);
	}
	free(parts);
	return result;
}

int file_rename(const char *from, const char *to, struct error *err)
{
	if (rename(from, to) != 0)
		return error_set(err, ERR_WRITE,
			"%s: cannot rename to \"%s\": %s", from, to,
			strerror(errno));
	if (!sync_folder_of(to))
		return cannot(err, ERR_WRITE, "sync the folder of", to);
	return 0;
}

int file_sync_folder(const char *path, struct error *err)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	struct buf name;
	int result = 0;

	if (!dir)
		return cannot(err, ERR_WRITE, "sync", path);
	buf_init(&name, SIZE_MAX / 2);
	while (result == 0 && (errno = 0, entry = readdir(dir)) != NULL) {
		buf_clear(&name);
		buf_printf(&name, "%s/%s", path, entry->d_name);
		if (strcmp(entry->d_name, "..") != 0 &&
			!sync_at(dirfd(dir), entry->d_name))
			result = cannot(err, ERR_WRITE, "sync", buf_str(&name));
	}
	if (result == 0 && errno != 0)
		result = cannot(err, ERR_WRITE, "sync", path);
	buf_done(&name);
	(void)closedir(dir);
	return result;
}

static int by_bytes(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

void file_list_free(char **names, int n)
{
	for (int i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

int file_list(
	char ***out, const char *folder, const char *suffix, struct error *err)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char **names = NULL;
	size_t n = 0, cap = 0;
	int result;

	if (!dir)
		return cannot(err, ERR_READ, "read", folder);
	while (n < INT_MAX && (errno = 0, entry = readdir(dir)) != NULL) {
		struct slice name = slice_str(entry->d_name);
		size_t len = strlen(suffix);

		if (name.data[0] == '.' || name.len <= len ||
			strcmp(name.data + name.len - len, suffix) != 0)
			continue;
		names = mem_grow(names, n, &cap, sizeof(*names));
		names[n++] = mem_strdup(entry->d_name);
	}
	result = errno ? cannot(err, ERR_READ, "read", folder) : (int)n;
	(void)closedir(dir);
	if (result < 0) {
		file_list_free(names, (int)n);
		return result;
	}
	if (n)
		qsort(names, n, sizeof(*names), by_bytes);
	*out = names;
	return result;
}

int file_make_folder(const char *path, struct error *err)
{
	if (mkdir(path, 0700) != 0)
		return cannot(err, ERR_WRITE, "make the folder", path);
	return 0;
}

static bool is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static bool remove_at(int folder, const char *name, int depth);

/* Empties the folder open as fd, which is closed. */
static bool empty_folder(int fd, int depth)
{
	DIR *dir = fdopendir(fd);
	struct dirent *entry;
	bool ok = true;
	int saved;

	if (!dir) {
		(void)close(fd);
		return false;
	}
	while (ok && (errno = 0, entry = readdir(dir)) != NULL)
		if (!is_dots(entry->d_name))
			ok = remove_at(dirfd(dir), entry->d_name, depth);
	saved = errno;
	(void)closedir(dir);
	errno = saved;
	return ok && saved == 0;
}

static bool remove_at(int folder, const char *name, int depth)
{
	int fd;

	if (unlinkat(folder, name, 0) == 0 || errno == ENOENT)
		return true;
	if (errno != EISDIR && errno != EPERM)
		return false;
	if (depth >= MAX_TREE_DEPTH) {
		errno = ELOOP;
		return false;
	}
	fd = openat(
		folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || !empty_folder(fd, depth + 1))
		return false;
	return unlinkat(folder, name, AT_REMOVEDIR) == 0;
}

int file_remove_tree(const char *path, struct error *err)
{
	if (!remove_at(AT_FDCWD, path, 0))
		return cannot(err, ERR_WRITE, "remove", path);
	return 0;
}

bool file_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}
