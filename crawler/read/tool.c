#include "crawler/read/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "crawler/jail.h"
#include "crawler/limits.h"

#define FD_MAX 1024 /* more are not open in a worker */
#define CHUNK 65536
#define STARTED_BADLY 127

/* A program about to be run. */
struct job {
	const char *const *argv;
	struct tool_limits limits; /* none is 0 */
};

struct pipes {
	int in;                 /* the file with the input */
	int out[2], message[2]; /* read end, write end */
};

char *tool_find(const char *name)
{
	const char *path = getenv("PATH");
	struct buf b;

	/* cron may leave it out. */
	if (!path)
		path = "/usr/local/bin:/usr/bin:/bin";
	buf_init(&b, PATH_MAX);
	for (; path && *path; path += *path == ':') {
		size_t n = strcspn(path, ":");

		buf_clear(&b);
		buf_put(&b, path, n);
		buf_putc(&b, '/');
		buf_puts(&b, name);
		if (n && !b.full && access(buf_str(&b), X_OK) == 0)
			return buf_take(&b);
		path += n;
	}
	buf_done(&b);
	return NULL;
}

static bool write_all(int fd, struct slice s)
{
	while (s.len) {
		ssize_t n = write(fd, s.data, s.len);

		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0)
			s = slice_of(s.data + n, s.len - (size_t)n);
	}
	return true;
}

/* -1 on failure. */
static int file_of(struct slice in)
{
	const int fd = jail_file();

	if (fd >= 0 && (!write_all(fd, in) || lseek(fd, 0, SEEK_SET) != 0)) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

/* No more than n, and no more than we may ourselves. */
static void limit(int resource, rlim_t n)
{
	struct rlimit r;

	if (getrlimit(resource, &r) == 0 && r.rlim_max < n)
		n = r.rlim_max;
	r = (struct rlimit){ n, n };
	(void)setrlimit(resource, &r);
}

/* In the child: becomes the program, or ends.  One thread of it, because other
 * readers run beside it. */
static void become(const struct job *job, const struct pipes *p)
{
	static char path[] = "PATH=/usr/bin:/bin", locale[] = "LC_ALL=C.UTF-8";
	static char home[] = "HOME=/nonexistent";
	static char threads[] = "OMP_THREAD_LIMIT=1";
	char *env[] = { path, locale, home, threads, NULL };
	char *const *args;

	jail_end_with_maker();
	(void)setpgid(0, 0);
	if (dup2(p->in, 0) < 0 || dup2(p->out[1], 1) < 0 ||
		dup2(p->message[1], 2) < 0)
		_exit(STARTED_BADLY);
	for (int fd = 3; fd < FD_MAX; fd++)
		(void)close(fd);
	limit(RLIMIT_CPU, (rlim_t)job->limits.cpu_s);
	limit(RLIMIT_AS, job->limits.bytes);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_CORE, 0);
	(void)signal(SIGPIPE, SIG_DFL);
	/* execve() does not write to them; its type is older than const. */
	memcpy(&args, &job->argv, sizeof(args));
	(void)execve(job->argv[0], args, env);
	_exit(STARTED_BADLY);
}

static long now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Takes what is there; false at the end. */
static bool drain(int fd, struct buf *to)
{
	char chunk[CHUNK];
	ssize_t n = read(fd, chunk, sizeof(chunk));

	if (n < 0)
		return errno == EINTR || errno == EAGAIN;
	buf_put(to, chunk, (size_t)n);
	return n > 0;
}

/* Listens until both streams end or a ceiling of ours strikes. */
static enum tool_end listen_to(const struct pipes *p, int wall_s,
	struct buf *out, struct buf *messages)
{
	long end = now_ms() + wall_s * 1000L;
	struct pollfd fds[2] = { { p->out[0], POLLIN, 0 },
		{ p->message[0], POLLIN, 0 } };

	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		long left = end - now_ms();

		if (left <= 0)
			return TOOL_WALL;
		if (poll(fds, 2, (int)left) < 0 && errno != EINTR)
			return TOOL_WALL;
		if (fds[0].fd >= 0 && fds[0].revents && !drain(fds[0].fd, out))
			fds[0].fd = -1;
		if (fds[1].fd >= 0 && fds[1].revents &&
			!drain(fds[1].fd, messages))
			fds[1].fd = -1;
		if (out->full)
			return TOOL_OUTPUT;
	}
	return TOOL_DONE;
}

/* Waits until the program that closed its streams has ended; it gets a second
 * for that.  Its number stays taken, so that its group can still be ended. */
static bool wait_end(pid_t pid)
{
	const struct timespec nap = { 0, 2000000 };

	for (int i = 0; i < 500; i++) {
		siginfo_t info = { 0 };

		if (waitid(P_PID, (id_t)pid, &info,
			    WEXITED | WNOHANG | WNOWAIT) == 0 &&
			info.si_pid == pid)
			return true;
		(void)nanosleep(&nap, NULL);
	}
	return false;
}

/* Ends the whole group and learns how the program itself ended. */
static void reap(struct tool_result *result, pid_t pid)
{
	int status = 0;

	if (result->end == TOOL_DONE && !wait_end(pid))
		result->end = TOOL_WALL;
	(void)kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (result->end != TOOL_DONE)
		return;
	if (WIFEXITED(status)) {
		result->status = WEXITSTATUS(status);
		return;
	}
	result->status = WTERMSIG(status);
	/* The hard limit on CPU time ends it with SIGKILL. */
	result->end = result->status == SIGXCPU || result->status == SIGKILL
			      ? TOOL_CPU
			      : TOOL_CRASHED;
}

static void close_all(const struct pipes *p)
{
	const int fds[] = { p->in, p->out[0], p->out[1], p->message[0],
		p->message[1] };

	for (size_t i = 0; i < sizeof(fds) / sizeof(*fds); i++)
		if (fds[i] >= 0)
			(void)close(fds[i]);
}

static int run(struct tool_result *result, const struct job *job,
	struct slice in, struct buf *out, struct buf *messages,
	struct error *err)
{
	struct pipes p = { -1, { -1, -1 }, { -1, -1 } };
	int status = 0;
	pid_t pid;

	*result = (struct tool_result){ TOOL_DONE, 0 };
	p.in = file_of(in);
	if (p.in < 0 || pipe(p.out) < 0 || pipe(p.message) < 0 ||
		(pid = fork()) < 0) {
		status = error_set(
			err, ERR_READ, "%s: %s", job->argv[0], strerror(errno));
		goto out;
	}
	if (pid == 0)
		become(job, &p);
	(void)setpgid(pid, pid);
	(void)close(p.out[1]);
	(void)close(p.message[1]);
	p.out[1] = p.message[1] = -1;
	result->end = listen_to(&p, job->limits.wall_s, out, messages);
	reap(result, pid);
	if (result->end == TOOL_DONE && result->status == STARTED_BADLY)
		status = error_set(
			err, ERR_READ, "%s: cannot be started", job->argv[0]);
out:
	close_all(&p);
	return status;
}

int tool_run(struct tool_result *result, const char *const *argv,
	struct slice in, struct buf *out, struct buf *messages,
	struct error *err)
{
	const struct job job = { argv,
		{ LIMIT_DOC_CPU_S, LIMIT_DOC_WALL_S, LIMIT_WORKER_BYTES } };

	return run(result, &job, in, out, messages, err);
}

int tool_run_within(struct tool_result *result, const char *const *argv,
	const struct tool_limits *limits, struct slice in, struct buf *out,
	struct error *err)
{
	struct job job = { argv, *limits };
	struct buf messages;
	int status;

	if (!job.limits.cpu_s)
		job.limits.cpu_s = LIMIT_DOC_CPU_S;
	if (!job.limits.wall_s)
		job.limits.wall_s = LIMIT_DOC_WALL_S;
	if (!job.limits.bytes)
		job.limits.bytes = LIMIT_WORKER_BYTES;
	buf_init(&messages, CHUNK);
	status = run(result, &job, in, out, &messages, err);
	buf_done(&messages);
	return status;
}

enum outcome tool_failure(
	const struct tool_result *result, const char *name, struct buf *cause)
{
	switch (result->end) {
	case TOOL_CPU:
		buf_printf(cause, "%s needed more than %d s of CPU", name,
			LIMIT_DOC_CPU_S);
		return OUTCOME_DOC_LIMIT;
	case TOOL_WALL:
		buf_printf(cause, "%s needed more than %d s", name,
			LIMIT_DOC_WALL_S);
		return OUTCOME_DOC_LIMIT;
	case TOOL_OUTPUT:
		buf_printf(cause, "%s wrote more than %lu bytes", name,
			LIMIT_DOC_TEXT);
		return OUTCOME_DOC_LIMIT;
	case TOOL_CRASHED:
		buf_printf(
			cause, "%s ended by signal %d", name, result->status);
		break;
	case TOOL_DONE:
		buf_printf(cause, "%s cannot read it", name);
		break;
	}
	return OUTCOME_DOC_DAMAGED;
}
