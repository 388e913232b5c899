#include "crawler/workers.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/wire.h"
#include "crawler/clock.h"
#include "crawler/frontier.h"
#include "crawler/jail.h"
#include "crawler/limits.h"

#define JOB_BYTES \
	(LIMIT_DOCUMENT_BYTES + LIMIT_OCR_PAGES * LIMIT_OCR_TEXT + (1UL << 20))
#define ANSWER_BYTES (LIMIT_DOC_TEXT * 2)
#define FRAME_BYTES sizeof(uint64_t) /* length before each message */
#define WORKER_FILES 64
#define RESTART_MS 100   /* between tries to get a process */
#define OUT_OF_MEMORY 70 /* exit status of base/mem.c */

/* A sanitizer's shadow memory is larger than any limit on addresses. */
#if defined(__SANITIZE_ADDRESS__)
#define SHADOW_MEMORY true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SHADOW_MEMORY true
#endif
#endif
#ifndef SHADOW_MEMORY
#define SHADOW_MEMORY false
#endif

enum worker_state {
	WORKER_IDLE,
	WORKER_BUSY,
	WORKER_READY, /* its reading waits to be fetched */
	WORKER_GONE,  /* the system gave no process, it will be asked again */
};

struct worker {
	enum worker_state state;
	pid_t pid; /* 0 when there is no process */
	int fd;    /* our end of its pipe */
	uint32_t ticket;
	bool document;
	bool closely;
	int64_t deadline;
	uint64_t order; /* of becoming ready */
	struct buf job;
	size_t sent;
	struct buf answer;
	struct reading reading;
};

struct workers {
	struct worker *items;
	size_t n;
	int cpu_s, wall_s;
	uint64_t readings;
	const struct crawl_reader *reader;
	void (*forget)(void *ctx);
	void *forget_ctx;
};

/* Writes the length before a message over the place that was kept for it. */
static void set_frame(struct buf *message, uint64_t len)
{
	memcpy(message->data, &len, FRAME_BYTES);
}

/* The child's side. */

static void close_others(int keep)
{
	DIR *dir = opendir("/proc/self/fd");
	struct dirent *entry;
	int fd;

	if (!dir) {
		for (fd = 3; fd < 1024; fd++)
			if (fd != keep)
				(void)close(fd);
		return;
	}
	while ((entry = readdir(dir)) != NULL) {
		fd = (int)slice_number(slice_str(entry->d_name), 1 << 20);
		if (fd > 2 && fd != keep && fd != dirfd(dir))
			(void)close(fd);
	}
	(void)closedir(dir);
}

static void set_limit(int resource, rlim_t soft)
{
	struct rlimit limit;

	if (getrlimit(resource, &limit) != 0)
		return;
	limit.rlim_cur = soft < limit.rlim_max ? soft : limit.rlim_max;
	(void)setrlimit(resource, &limit);
}

/* Gives what is not needed here back to the system: of memory that was freed,
 * only the end would go by itself. */
static void forget(const struct workers *w)
{
	if (!w->forget)
		return;
	w->forget(w->forget_ctx);
	(void)malloc_trim(0);
}

/* Bytes of address space in use, 0 when it cannot be known: libraries and all
 * that the main process had. */
static rlim_t bytes_in_use(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	char line[256] = "";
	long pages;

	if (!file)
		return 0;
	if (!fgets(line, sizeof(line), file))
		line[0] = '\0';
	(void)fclose(file);
	pages = slice_number(slice_of(line, strcspn(line, " ")), INT32_MAX);
	return pages < 0 ? 0 : (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void enter_child(int fd)
{
	const int null = open("/dev/null", O_RDWR);

	jail_end_with_maker();
	/* A group of its own: Ctrl-C is the main process's affair. */
	(void)setpgid(0, 0);
	(void)signal(SIGINT, SIG_IGN);
	(void)signal(SIGTERM, SIG_DFL);
	(void)signal(SIGPROF, SIG_DFL);
	if (null >= 0) {
		(void)dup2(null, STDIN_FILENO);
		(void)dup2(null, STDOUT_FILENO);
	}
	close_others(fd);
	set_limit(RLIMIT_CORE, 0);
	set_limit(RLIMIT_NOFILE, WORKER_FILES);
	if (!SHADOW_MEMORY)
		set_limit(RLIMIT_AS, bytes_in_use() + LIMIT_WORKER_BYTES);
	if (!jail_enter())
		log_debug("a worker without walls: %s", strerror(errno));
}

static void receive_whole(int fd, void *to, size_t n)
{
	char *p = to;

	while (n > 0) {
		ssize_t got = read(fd, p, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			_exit(0); /* the main process is gone */
		p += got;
		n -= (size_t)got;
	}
}

static void send_whole(int fd, struct slice s)
{
	while (s.len > 0) {
		ssize_t put = write(fd, s.data, s.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			_exit(0);
		s = slice_of(s.data + put, s.len - (size_t)put);
	}
}

static bool is_document(struct slice body)
{
	static const char *const magic[] = { "%PDF", "PK\x03\x04",
		"\xd0\xcf\x11\xe0", "{\\rtf", "\x09\x08\x08" };

	for (size_t i = 0; i < sizeof(magic) / sizeof(magic[0]); i++)
		if (slice_starts(body, magic[i]))
			return true;
	return false;
}

/* RLIMIT_CPU knows whole seconds only, and counts from the process's start:
 * the timer ends the worker by a signal when a job has had its time. */
static void allow_cpu(int seconds)
{
	const struct itimerval time = { .it_value.tv_sec = seconds };

	(void)setitimer(ITIMER_PROF, &time, NULL);
}

static void read_job(const struct workers *w, struct slice bytes,
	struct arena *arena, struct reading *reading)
{
	struct wire_reader in = { .left = bytes };
	const char *anchors[FRONTIER_ANCHORS];
	struct crawl_job job = { .anchors = anchors };

	job.url = wire_get_text(&in, arena, JOB_BYTES);
	job.status = (int)wire_get_u32(&in);
	job.content_type = wire_get_text(&in, arena, JOB_BYTES);
	job.topics = wire_get_u64(&in);
	job.n_anchors = wire_get_below(&in, FRONTIER_ANCHORS + 1);
	for (size_t i = 0; i < job.n_anchors; i++)
		anchors[i] = wire_get_text(&in, arena, JOB_BYTES);
	job.is_home = wire_get_below(&in, 2) == 1;
	job.is_kept = wire_get_below(&in, 2) == 1;
	job.tree_agrees = wire_get_below(&in, 2) == 1;
	job.closely = wire_get_below(&in, 2) == 1;
	job.unproven = wire_get_below(&in, 2) == 1;
	job.transcript = wire_get_bytes(&in, JOB_BYTES);
	job.body = wire_get_bytes(&in, JOB_BYTES);
	allow_cpu(job.closely || is_document(job.body) ? LIMIT_DOC_CPU_S
						       : w->cpu_s);
	w->reader->read(w->reader->ctx, &job, reading);
}

static void serve(const struct workers *w, int fd)
{
	for (;;) {
		struct arena arena;
		struct reading reading;
		struct buf out;
		uint64_t len;
		char *bytes;

		receive_whole(fd, &len, sizeof(len));
		bytes = mem_realloc(NULL, (size_t)len);
		receive_whole(fd, bytes, (size_t)len);
		arena_init(&arena);
		reading_init(&reading);
		read_job(w, slice_of(bytes, (size_t)len), &arena, &reading);
		buf_init(&out, FRAME_BYTES + ANSWER_BYTES);
		buf_put(&out, &(uint64_t){ 0 }, FRAME_BYTES);
		reading_encode(&out, &reading);
		set_frame(&out, out.len - FRAME_BYTES);
		send_whole(fd, buf_slice(&out));
		buf_done(&out);
		reading_done(&reading);
		arena_done(&arena);
		free(bytes);
	}
}

/* The main process's side. */

static bool start_worker(const struct workers *w, struct worker *worker)
{
	int pair[2];
	pid_t pid;

	worker->state = WORKER_GONE;
	worker->pid = 0;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
		return false;
	pid = fork();
	if (pid == 0) {
		forget(w);
		enter_child(pair[1]);
		serve(w, pair[1]);
		_exit(0);
	}
	(void)close(pair[1]);
	if (pid < 0) {
		(void)close(pair[0]);
		return false;
	}
	(void)setpgid(pid, pid);
	(void)fcntl(pair[0], F_SETFL, O_NONBLOCK);
	(void)fcntl(pair[0], F_SETFD, FD_CLOEXEC);
	worker->pid = pid;
	worker->fd = pair[0];
	worker->state = WORKER_IDLE;
	return true;
}

/*
 * Reaps a worker that has closed its pipe.  It is as good as dead, but what
 * it died of is known only when the system has cleared it away.
 */
static int reap(struct worker *worker)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	int status = 0;

	for (int i = 0; i < 200; i++) {
		if (waitpid(worker->pid, &status, WNOHANG) != 0)
			return status;
		(void)nanosleep(&pause, NULL);
	}
	(void)kill(-worker->pid, SIGKILL);
	(void)waitpid(worker->pid, &status, 0);
	return status;
}

static void end_worker(struct worker *worker)
{
	if (worker->pid == 0)
		return;
	(void)kill(-worker->pid, SIGKILL);
	(void)waitpid(worker->pid, NULL, 0);
	(void)close(worker->fd);
	worker->pid = 0;
}

static void set_ready(struct workers *w, struct worker *worker)
{
	buf_done(&worker->job);
	worker->state = WORKER_READY;
	worker->order = w->readings++;
}

/* Answers in the place of a worker that cannot, and starts another. */
static void replace(struct workers *w, struct worker *worker, enum outcome o,
	const char *detail)
{
	log_debug("worker ended: %s", detail);
	end_worker(worker);
	(void)start_worker(w, worker);
	reading_init(&worker->reading);
	reading_set_outcome(&worker->reading, o, detail);
	set_ready(w, worker);
}

static enum outcome limit_outcome(const struct worker *worker)
{
	return worker->document ? OUTCOME_DOC_LIMIT : OUTCOME_PARSE_LIMIT;
}

static void bury(struct workers *w, struct worker *worker)
{
	const int status = reap(worker);
	enum outcome o = OUTCOME_READER_FAILED;
	char detail[80];

	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF) {
		o = limit_outcome(worker);
		(void)snprintf(detail, sizeof(detail), "processor time");
	} else if (WIFSIGNALED(status)) {
		(void)snprintf(
			detail, sizeof(detail), "signal %d", WTERMSIG(status));
	} else if (WIFEXITED(status) && WEXITSTATUS(status) == OUT_OF_MEMORY) {
		o = limit_outcome(worker);
		(void)snprintf(detail, sizeof(detail), "memory");
	} else {
		(void)snprintf(detail, sizeof(detail), "exit status %d",
			WEXITSTATUS(status));
	}
	/* It is reaped, but a tool that it ran may be left of its group. */
	(void)kill(-worker->pid, SIGKILL);
	(void)close(worker->fd);
	worker->pid = 0;
	replace(w, worker, o, detail);
}

static void send_job(struct workers *w, struct worker *worker)
{
	while (worker->sent < worker->job.len) {
		ssize_t n = send(worker->fd, worker->job.data + worker->sent,
			worker->job.len - worker->sent, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno != EAGAIN) {
			bury(w, worker);
			return;
		}
		if (n < 0)
			return;
		worker->sent += (size_t)n;
	}
}

/* 1 when the answer is whole, 0 when more may come, -1 when it cannot be. */
static int answer_state(const struct worker *worker)
{
	uint64_t len = 0;

	if (worker->answer.full)
		return -1;
	if (worker->answer.len < FRAME_BYTES)
		return 0;
	memcpy(&len, worker->answer.data, FRAME_BYTES);
	if (len > ANSWER_BYTES || worker->answer.len > FRAME_BYTES + len)
		return -1;
	return worker->answer.len == FRAME_BYTES + len;
}

static void take_answer(struct workers *w, struct worker *worker)
{
	const int state = answer_state(worker);
	struct slice bytes;

	if (state == 0)
		return;
	if (state > 0) {
		bytes = slice_of(worker->answer.data + FRAME_BYTES,
			worker->answer.len - FRAME_BYTES);
		if (reading_decode(&worker->reading, bytes)) {
			set_ready(w, worker);
			return;
		}
		reading_done(&worker->reading);
	}
	replace(w, worker, OUTCOME_READER_FAILED, "answer not understood");
}

static void receive_answer(struct workers *w, struct worker *worker)
{
	char bytes[65536];

	while (worker->state == WORKER_BUSY) {
		ssize_t n = recv(worker->fd, bytes, sizeof(bytes), 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0) {
			bury(w, worker);
			return;
		}
		buf_put(&worker->answer, bytes, (size_t)n);
		take_answer(w, worker);
	}
}

static size_t processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n > 0 ? (size_t)n : 1;
}

int workers_new(struct workers **out, const struct workers_options *options,
	struct error *err)
{
	struct workers *w = mem_zalloc(sizeof(*w));
	bool any = false;

	w->n = options->n ? options->n : processors();
	w->items = mem_calloc(w->n, sizeof(*w->items));
	w->cpu_s = options->cpu_s ? options->cpu_s : LIMIT_PAGE_CPU_S;
	w->wall_s = options->wall_s ? options->wall_s : LIMIT_PAGE_WALL_S;
	w->reader = options->reader;
	w->forget = options->forget;
	w->forget_ctx = options->forget_ctx;
	for (size_t i = 0; i < w->n; i++) {
		buf_init(&w->items[i].job, JOB_BYTES);
		buf_init(&w->items[i].answer, FRAME_BYTES + ANSWER_BYTES);
		any = start_worker(w, &w->items[i]) || any;
	}
	if (!any) {
		workers_free(w);
		return error_set(err, ERR_LIMIT,
			"cannot start a process to read pages: %s",
			strerror(errno));
	}
	*out = w;
	return 0;
}

void workers_free(struct workers *w)
{
	if (!w)
		return;
	for (size_t i = 0; i < w->n; i++) {
		if (w->items[i].state == WORKER_READY)
			reading_done(&w->items[i].reading);
		end_worker(&w->items[i]);
		buf_done(&w->items[i].job);
		buf_done(&w->items[i].answer);
	}
	free(w->items);
	free(w);
}

size_t workers_count(const struct workers *w)
{
	return w->n;
}

static size_t count_state(const struct workers *w, enum worker_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += w->items[i].state == state;
	return n;
}

size_t workers_idle(const struct workers *w)
{
	return count_state(w, WORKER_IDLE);
}

/* All but the bytes of the body, which come last. */
static void put_job(struct buf *out, const struct crawl_job *job)
{
	wire_put_text(out, job->url);
	wire_put_u32(out, (uint32_t)job->status);
	wire_put_text(out, job->content_type);
	wire_put_u64(out, job->topics);
	wire_put_u32(out, (uint32_t)job->n_anchors);
	for (size_t i = 0; i < job->n_anchors; i++)
		wire_put_text(out, job->anchors[i]);
	wire_put_u32(out, job->is_home);
	wire_put_u32(out, job->is_kept);
	wire_put_u32(out, job->tree_agrees);
	wire_put_u32(out, job->closely);
	wire_put_u32(out, job->unproven);
	wire_put_bytes(out, job->transcript);
	wire_put_u64(out, job->body.len);
}

/* Sends what the pipe takes at once, which nearly always is all of it: only
 * of a longer body a copy has to be kept. */
static void begin_job(
	struct workers *w, struct worker *worker, struct slice body)
{
	struct iovec parts[2] = { { worker->job.data, worker->job.len },
		{ .iov_len = body.len } };
	const struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
	ssize_t n;

	/* It is only read; the type has no const. */
	memcpy(&parts[1].iov_base, &body.data, sizeof(body.data));
	n = sendmsg(worker->fd, &message, MSG_NOSIGNAL);
	worker->sent = n < 0 ? 0 : (size_t)n;
	if (worker->sent == worker->job.len + body.len)
		return;
	buf_put_slice(&worker->job, body);
	send_job(w, worker);
}

/* A tenth more than the reader's own limits on the tools it runs: before the
 * last page is begun, for drawing and for reading it. */
static int wall_ms(const struct workers *w, const struct worker *worker)
{
	if (worker->closely)
		return (LIMIT_OCR_DOC_S + LIMIT_OCR_PAGE_S +
			       2 * LIMIT_DOC_WALL_S) *
		       1100;
	return worker->document ? LIMIT_DOC_WALL_S * 1100 : w->wall_s * 1000;
}

void workers_start(
	struct workers *w, uint32_t ticket, const struct crawl_job *job)
{
	struct worker *worker = w->items;

	while (worker->state != WORKER_IDLE)
		worker++;
	buf_put(&worker->job, &(uint64_t){ 0 }, FRAME_BYTES);
	put_job(&worker->job, job);
	set_frame(&worker->job, worker->job.len - FRAME_BYTES + job->body.len);
	worker->ticket = ticket;
	worker->document = job->closely || is_document(job->body);
	worker->closely = job->closely;
	worker->deadline = clock_ms() + wall_ms(w, worker);
	worker->state = WORKER_BUSY;
	begin_job(w, worker, job->body);
}

size_t workers_poll(const struct workers *w, struct pollfd *fds, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n && n < max; i++) {
		const struct worker *worker = &w->items[i];

		if (worker->state != WORKER_BUSY)
			continue;
		fds[n].fd = worker->fd;
		fds[n].events = POLLIN;
		if (worker->sent < worker->job.len)
			fds[n].events |= POLLOUT;
		n++;
	}
	return n;
}

int workers_wait_ms(const struct workers *w)
{
	int64_t first = INT64_MAX;

	if (count_state(w, WORKER_GONE))
		return RESTART_MS;
	for (size_t i = 0; i < w->n; i++)
		if (w->items[i].state == WORKER_BUSY &&
			w->items[i].deadline < first)
			first = w->items[i].deadline;
	return first == INT64_MAX ? -1 : clock_left_ms(first);
}

void workers_turn(struct workers *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct worker *worker = &w->items[i];

		if (worker->state == WORKER_GONE)
			(void)start_worker(w, worker);
		if (worker->state == WORKER_BUSY)
			send_job(w, worker);
		if (worker->state == WORKER_BUSY)
			receive_answer(w, worker);
		if (worker->state == WORKER_BUSY &&
			clock_ms() >= worker->deadline)
			replace(w, worker, limit_outcome(worker), "time");
	}
}

bool workers_next(struct workers *w, uint32_t *ticket, struct reading *reading)
{
	struct worker *first = NULL;

	for (size_t i = 0; i < w->n; i++) {
		struct worker *worker = &w->items[i];

		if (worker->state == WORKER_READY &&
			(!first || worker->order < first->order))
			first = worker;
	}
	if (!first)
		return false;
	*ticket = first->ticket;
	*reading = first->reading;
	reading->bytes = first->answer;
	buf_init(&first->answer, FRAME_BYTES + ANSWER_BYTES);
	first->state = first->pid ? WORKER_IDLE : WORKER_GONE;
	return true;
}
