#include "tests/support/canned.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"

#define DRIP_BYTES 2
#define DRIP_MS 100
#define LIFE_S 60
#define TLS_HANDSHAKE 0x16
#define LOG_BYTES ((size_t)1 << 20)

struct canned_server {
	pid_t pid;
	char origin[64];
	char log[64]; /* name of a file: a line a request */
};

static void pause_ms(long ms)
{
	const struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	(void)nanosleep(&t, NULL);
}

static void send_bytes(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, data, len, MSG_NOSIGNAL);

		if (n <= 0)
			_exit(0);
		data += n;
		len -= (size_t)n;
	}
}

/* The body with the server's origin in place of each "%s". */
static void put_body(
	struct buf *out, const struct canned *row, const char *origin)
{
	const char *at = row->body ? row->body : "";
	const char *mark;

	if (row->len) {
		buf_put(out, at, row->len);
		return;
	}
	while ((mark = strstr(at, "%s")) != NULL) {
		buf_put(out, at, (size_t)(mark - at));
		buf_puts(out, origin);
		at = mark + 2;
	}
	buf_puts(out, at);
}

static void send_faulty(int fd, enum canned_fault fault, const struct buf *body)
{
	switch (fault) {
	case CANNED_CUT:
		send_bytes(fd, body->data, body->len / 2);
		break;
	case CANNED_DRIP:
		for (size_t i = 0; i + DRIP_BYTES <= body->len;
			i += DRIP_BYTES) {
			send_bytes(fd, body->data + i, DRIP_BYTES);
			pause_ms(DRIP_MS);
		}
		break;
	case CANNED_ENDLESS:
		for (;;)
			send_bytes(fd, body->data, body->len);
		break;
	case CANNED_NONE:
	case CANNED_RAW:
	case CANNED_CLOSE:
	case CANNED_SILENT:
		send_bytes(fd, buf_str(body), body->len);
		break;
	}
}

static void answer(int fd, const struct canned *row, enum canned_fault fault,
	const char *origin)
{
	struct buf head, body;

	buf_init(&head, LOG_BYTES);
	buf_init(&body, SIZE_MAX / 2);
	put_body(&body, row, origin);
	buf_printf(&head, "HTTP/1.1 %s\r\nConnection: close\r\n%s",
		row->status ? row->status : "200 OK",
		row->fields ? row->fields : "Content-Type: text/html\r\n");
	if (fault != CANNED_ENDLESS &&
		!strstr(buf_str(&head), "Content-Length") &&
		!strstr(buf_str(&head), "chunked"))
		buf_printf(&head, "Content-Length: %zu\r\n", body.len);
	buf_puts(&head, "\r\n");
	if (fault == CANNED_SILENT)
		pause_ms(60000);
	if (fault != CANNED_RAW && fault != CANNED_CLOSE)
		send_bytes(fd, head.data, head.len);
	if (fault != CANNED_CLOSE)
		send_faulty(fd, fault, &body);
	buf_done(&head);
	buf_done(&body);
}

/* The target of a request, or "" when there is none. */
static void read_target(int fd, char *target, size_t size)
{
	char head[16384];
	size_t n = 0;
	char *start, *end;

	target[0] = '\0';
	while (n < sizeof(head) - 1) {
		ssize_t got = recv(fd, head + n, sizeof(head) - 1 - n, 0);

		if (got <= 0)
			return;
		n += (size_t)got;
		head[n] = '\0';
		/* A TLS handshake gets its answer in plain HTTP. */
		if (strstr(head, "\r\n\r\n") || head[0] == TLS_HANDSHAKE)
			break;
	}
	start = strchr(head, ' ');
	end = start ? strchr(start + 1, ' ') : NULL;
	if (end && (size_t)(end - start) < size)
		(void)snprintf(target, size, "%.*s", (int)(end - start - 1),
			start + 1);
}

static const struct canned *find_row(
	const struct canned *table, const char *target, unsigned *index)
{
	static const struct canned not_found = { .status = "404 Not Found" };

	for (*index = 0; table[*index].target; ++*index)
		if (strcmp(table[*index].target, target) == 0)
			return &table[*index];
	return &not_found;
}

static void serve(
	int listener, const struct canned *table, const struct canned_server *s)
{
	unsigned hits[256] = { 0 };
	FILE *log = fopen(s->log, "a");

	(void)signal(SIGCHLD, SIG_IGN);
	(void)alarm(LIFE_S); /* a test that was killed cannot stop it */
	while (log) {
		int fd = accept(listener, NULL, NULL);
		char target[4096];
		const struct canned *row;
		enum canned_fault fault;
		unsigned i;

		if (fd < 0)
			continue;
		read_target(fd, target, sizeof(target));
		(void)fprintf(log, "%s\n", target);
		(void)fflush(log);
		row = find_row(table, target, &i);
		fault = row->times && hits[i]++ >= row->times ? CANNED_NONE
							      : row->fault;
		if (fork() == 0) {
			answer(fd, row, fault, s->origin);
			_exit(0);
		}
		(void)close(fd);
	}
	_exit(1);
}

static int listen_somewhere(struct canned_server *s)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (const struct sockaddr *)&address, len) != 0 ||
		listen(fd, 64) != 0 ||
		getsockname(fd, (struct sockaddr *)&address, &len) != 0)
		abort();
	(void)snprintf(s->origin, sizeof(s->origin), "http://127.0.0.1:%d",
		ntohs(address.sin_port));
	return fd;
}

struct canned_server *canned_start(const struct canned *table)
{
	struct canned_server *s = mem_zalloc(sizeof(*s));
	int listener = listen_somewhere(s);
	int log;

	(void)snprintf(s->log, sizeof(s->log), "/tmp/oit-canned-XXXXXX");
	log = mkstemp(s->log);
	if (log < 0)
		abort();
	(void)close(log);
	s->pid = fork();
	if (s->pid == 0) {
		(void)setpgid(0, 0);
		serve(listener, table, s);
	}
	if (s->pid < 0)
		abort();
	(void)setpgid(s->pid, s->pid);
	(void)close(listener);
	return s;
}

void canned_stop(struct canned_server *s)
{
	(void)kill(-s->pid, SIGKILL);
	(void)waitpid(s->pid, NULL, 0);
	(void)unlink(s->log);
	free(s);
}

const char *canned_origin(const struct canned_server *s)
{
	return s->origin;
}

char *canned_url(const struct canned_server *s, const char *target)
{
	struct buf url;

	buf_init(&url, LOG_BYTES);
	buf_printf(&url, "%s%s", s->origin, target);
	return buf_take(&url);
}

char *canned_log(const struct canned_server *s)
{
	struct error err;
	struct buf log;

	buf_init(&log, LOG_BYTES);
	if (file_read(&log, s->log, &err) < 0)
		abort();
	return buf_take(&log);
}

size_t canned_hits(const struct canned_server *s, const char *target)
{
	char *log = canned_log(s);
	const size_t len = strlen(target);
	size_t n = 0;

	for (char *line = log, *end; (end = strchr(line, '\n')) != NULL;
		line = end + 1)
		n += (size_t)(end - line) == len &&
		     memcmp(line, target, len) == 0;
	free(log);
	return n;
}
