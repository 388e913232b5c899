/*
 * failing.so: stands between a program and the C library (LD_PRELOAD), counts
 * what it asks of the disk or of the memory, and lets one such call go wrong.
 *
 *	FAILING=CALLS:HOW:N   the N-th of these calls; 0: none, only counted
 *	FAILING_STATE=FILE    16 zero bytes, in which the calls are counted
 *
 * CALLS are "files" (of the main process, that change the disk), "main" or
 * "workers" (allocations of the main process or of its children).  HOW is
 * "kill"; "tear", half a write and then the kill; "short", half a write that
 * says so; "nospace" or "io", an error; "none", no memory.  A "+" behind it
 * means this call and all after it.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct counters {
	atomic_ulong calls;
	atomic_long main; /* process */
};

enum how { HOW_WELL, HOW_KILL, HOW_TEAR, HOW_SHORT, HOW_NOSPACE, HOW_IO };

struct plan {
	struct counters *counters; /* NULL until the environment is there */
	const char *calls;
	size_t calls_len;
	const char *how;
	unsigned long n;
};

/* The C library's own, under the names by which it offers them. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t size);

static struct counters *map_counters(const char *path)
{
	long fd = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
	void *p = MAP_FAILED;

	if (fd >= 0) {
		p = mmap(NULL, sizeof(struct counters), PROT_READ | PROT_WRITE,
			MAP_SHARED, (int)fd, 0);
		(void)syscall(SYS_close, fd);
	}
	return p == MAP_FAILED ? NULL : p;
}

static bool read_plan(struct plan *plan)
{
	const char *text = getenv("FAILING");
	const char *path = getenv("FAILING_STATE");
	const char *how = text ? strchr(text, ':') : NULL;
	const char *n = how ? strchr(how + 1, ':') : NULL;
	long none = 0;

	if (!n || !path || !(plan->counters = map_counters(path)))
		return false;
	(void)atomic_compare_exchange_strong(
		&plan->counters->main, &none, (long)getpid());
	plan->calls = text;
	plan->calls_len = (size_t)(how - text);
	plan->how = how + 1;
	plan->n = strtoul(n + 1, NULL, 10);
	return true;
}

static bool is_word(const char *text, const char *word)
{
	return strncmp(text, word, strlen(word)) == 0 &&
	       strchr("+:", text[strlen(word)]);
}

static enum how how_of(const struct plan *plan)
{
	static const char *const words[] = { "", "kill", "tear", "short",
		"nospace", "io" };

	for (enum how i = HOW_KILL; i <= HOW_IO; i++)
		if (is_word(plan->how, words[i]))
			return i;
	return HOW_IO;
}

/* Counts a call of this kind and says what is to become of it. */
static enum how count(const char *calls)
{
	static struct plan plan;
	unsigned long n;
	bool in_main, for_ever;

	if (!plan.counters && !read_plan(&plan))
		return HOW_WELL;
	in_main = (long)getpid() == atomic_load(&plan.counters->main);
	if (strlen(calls) != plan.calls_len ||
		strncmp(calls, plan.calls, plan.calls_len) != 0 ||
		in_main == (strcmp(calls, "workers") == 0))
		return HOW_WELL;
	n = atomic_fetch_add(&plan.counters->calls, 1) + 1;
	for_ever = plan.how[strcspn(plan.how, "+:")] == '+';
	if (plan.n == 0 || n < plan.n || (n > plan.n && !for_ever))
		return HOW_WELL;
	return how_of(&plan);
}

/* An error that the call ends with: true, with errno; or the end of it all. */
static bool fails(enum how how)
{
	if (how == HOW_WELL || how == HOW_SHORT)
		return false;
	if (how != HOW_NOSPACE && how != HOW_IO)
		(void)syscall(SYS_kill, getpid(), SIGKILL);
	errno = how == HOW_NOSPACE ? ENOSPC : EIO;
	return true;
}

/* Sockets and pipes are not the disk. */
static enum how count_fd(int fd)
{
	const int saved = errno;
	struct stat st;
	const bool is_disk = fstat(fd, &st) == 0 &&
			     (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode));

	errno = saved;
	return is_disk ? count("files") : HOW_WELL;
}

static size_t part_of(enum how how, size_t n)
{
	return how == HOW_TEAR || (how == HOW_SHORT && n > 1) ? n / 2 : n;
}

ssize_t write(int fd, const void *data, size_t n)
{
	const enum how how = count_fd(fd);

	if (how == HOW_TEAR)
		(void)syscall(SYS_write, fd, data, part_of(how, n));
	if (fails(how))
		return -1;
	return syscall(SYS_write, fd, data, part_of(how, n));
}

ssize_t pwrite64(int fd, const void *data, size_t n, off64_t at)
{
	const enum how how = count_fd(fd);

	if (how == HOW_TEAR)
		(void)syscall(SYS_pwrite64, fd, data, part_of(how, n), at);
	if (fails(how))
		return -1;
	return syscall(SYS_pwrite64, fd, data, part_of(how, n), at);
}

ssize_t pwrite(int fd, const void *data, size_t n, off_t at)
{
	return pwrite64(fd, data, n, at);
}

ssize_t writev(int fd, const struct iovec *parts, int n)
{
	return fails(count_fd(fd)) ? -1 : syscall(SYS_writev, fd, parts, n);
}

int fsync(int fd)
{
	return fails(count_fd(fd)) ? -1 : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	return fails(count_fd(fd)) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int ftruncate64(int fd, off64_t size)
{
	return fails(count_fd(fd)) ? -1 : (int)syscall(SYS_ftruncate, fd, size);
}

int ftruncate(int fd, off_t size)
{
	return ftruncate64(fd, size);
}

static bool is_written(int fd)
{
	const int saved = errno;
	const int flags = fcntl(fd, F_GETFL);

	errno = saved;
	return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
}

/* A file is closed even if that says otherwise. */
int close(int fd)
{
	const bool failed = is_written(fd) && fails(count_fd(fd));
	const int rc = (int)syscall(SYS_close, fd);

	if (failed)
		errno = EIO;
	return failed ? -1 : rc;
}

int rename(const char *from, const char *to)
{
	return fails(count("files")) ? -1
				     : (int)syscall(SYS_renameat2, AT_FDCWD,
					       from, AT_FDCWD, to, 0);
}

/* That a folder is there is found before there is no room for it. */
int mkdir(const char *path, mode_t mode)
{
	if (syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0) {
		errno = EEXIST;
		return -1;
	}
	return fails(count("files"))
		       ? -1
		       : (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

int unlinkat(int folder, const char *path, int flags)
{
	return fails(count("files"))
		       ? -1
		       : (int)syscall(SYS_unlinkat, folder, path, flags);
}

int unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

static int open_at(int folder, const char *path, int flags, unsigned mode)
{
	const bool writes = (flags & (O_WRONLY | O_RDWR | O_CREAT)) != 0;

	if (writes && strncmp(path, "/dev/", 5) != 0 && fails(count("files")))
		return -1;
	return (int)syscall(SYS_openat, folder, path, flags, mode);
}

/* The mode, which is there only when a file may be made. */
#define TAKE_MODE(mode, flags)                           \
	do {                                             \
		va_list args;                            \
		va_start(args, flags);                   \
		if ((flags) & (O_CREAT | O_TMPFILE))     \
			(mode) = va_arg(args, unsigned); \
		va_end(args);                            \
	} while (0)

int open64(const char *path, int flags, ...)
{
	unsigned mode = 0;

	TAKE_MODE(mode, flags);
	return open_at(AT_FDCWD, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
	unsigned mode = 0;

	TAKE_MODE(mode, flags);
	return open_at(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
	unsigned mode = 0;

	TAKE_MODE(mode, flags);
	return open_at(folder, path, flags, mode);
}

static bool is_out_of_memory(void)
{
	const bool out =
		count("main") != HOW_WELL || count("workers") != HOW_WELL;

	if (out)
		errno = ENOMEM;
	return out;
}

void *malloc(size_t size)
{
	return is_out_of_memory() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return is_out_of_memory() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
	return is_out_of_memory() ? NULL : __libc_realloc(p, size);
}
