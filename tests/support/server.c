/*
 * oit-server: serves a stored site on loopback, and misbehaves on request.
 *
 *	server.c     options, connections, requests
 *	routes.c     the map of a stored site
 *	reply.c      how an answer is sent
 *	faults.c     the table of what can go wrong, by fault_wire.c (the
 *	             transport) and fault_body.c (what is sent, with pack.c)
 *
 * Each connection is a process of its own, so that none can hold up another.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "tests/support/faults.h"
#include "tests/support/reply.h"
#include "tests/support/routes.h"

enum {
	MAX_REQUEST = 64 * 1024,
	MAX_FILE = 64 * 1024 * 1024,
	MAX_LOG_LINE = 8 * 1024,
	MAX_PORT = 65535,
	MAX_LATENCY_MS = 60 * 1000,
	IDLE_MS = 30 * 1000,
	BACKLOG = 128,
	EXIT_USAGE = 64,
};

struct server {
	const char *root;
	const char *ready_file;
	int port;
	long latency;  /* milliseconds before an honest answer */
	bool soft_404; /* every unknown address is answered with 200 */
	bool log;
	int listener;
	struct routes overrides; /* of the options; they come first */
	struct routes routes;    /* of the stored site */
	atomic_uint *counters;   /* seen by all connections */
	pid_t *children;
	size_t child_count;
	size_t child_cap;
};

/* What the handler of SIGTERM and SIGINT leaves behind. */
static volatile sig_atomic_t stopped;

static long now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* One line in one write, so that lines of two processes never mix. */
static void log_request(const struct reply *r, long from)
{
	struct buf line;
	ssize_t written;

	buf_init(&line, MAX_LOG_LINE);
	buf_printf(&line, "%ld %ld %ld ", from, now_ms(), (long)getpid());
	buf_put_slice(&line, r->method);
	buf_putc(&line, ' ');
	for (size_t i = 0; i < r->target.len; i++) {
		unsigned char c = (unsigned char)r->target.data[i];

		if (c > ' ' && c < 0x7f)
			buf_putc(&line, (char)c);
		else
			buf_printf(&line, "\\x%02x", c);
	}
	buf_printf(&line, " %d %zu\n", r->status, r->sent);
	written = write(STDERR_FILENO, line.data, line.len);
	(void)written; /* a log that nobody reads is no reason to stop */
	buf_done(&line);
}

/* FNV-1a: any change of the body gives another tag. */
static uint64_t tag_of(struct slice body)
{
	uint64_t hash = 14695981039346656037u;

	for (size_t i = 0; i < body.len; i++)
		hash = (hash ^ (unsigned char)body.data[i]) * 1099511628211u;
	return hash;
}

static void send_route(
	struct reply *r, const struct route *route, struct slice body)
{
	struct reply_head head = {
		.status = route->status,
		.type = route->type,
	};
	struct buf headers;
	char tag[32];

	(void)snprintf(tag, sizeof(tag), "\"%016llx\"",
		(unsigned long long)tag_of(body));
	buf_init(&headers, MAX_REQUEST);
	buf_puts(&headers, route->headers);
	if (route->status == 200)
		buf_printf(&headers, "ETag: %s\r\n", tag);
	head.headers = buf_str(&headers);
	if (route->status == 200 && slice_eq(r->etag, tag)) {
		head.status = 304;
		head.type = NULL;
		head.length = 0;
		(void)reply_head(r, &head);
	} else {
		reply_page(r, &head, body);
	}
	buf_done(&headers);
}

static void answer_route(
	const struct server *s, struct reply *r, const struct route *route)
{
	struct error err = { 0 };
	struct buf body;

	if (route->fault) {
		if (!faults_run(r, slice_str(route->fault), s->counters))
			reply_html(r, 500, NULL, "no such fault");
		return;
	}
	buf_init(&body, MAX_FILE);
	if (route->file && file_read(&body, route->file, &err) < 0)
		reply_html(r, 500, NULL, err.text);
	else
		send_route(r, route, buf_slice(&body));
	buf_done(&body);
}

static void answer(const struct server *s, struct reply *r)
{
	const struct route *route;

	if (!r->head && !slice_eq(r->method, "GET")) {
		r->close = true; /* its body may follow */
		reply_html(r, 405, "Allow: GET, HEAD\r\n", "405");
		return;
	}
	if (s->latency > 0 && !reply_pause(r, s->latency))
		return;
	route = routes_find(&s->overrides, r->target);
	if (!route && faults_answer(r, r->target, s->counters))
		return;
	if (!route)
		route = routes_find(&s->routes, r->target);
	if (route)
		answer_route(s, r, route);
	else if (s->soft_404)
		reply_html(r, 200, NULL, "ไม่พบหน้าที่ท่านต้องการ");
	else
		reply_html(r, 404, NULL, "404 Not Found");
}

/* The next word of the request line; rest goes on behind it. */
static struct slice next_word(struct slice *rest)
{
	long blank = slice_find(*rest, " ", 0);
	size_t len = blank < 0 ? rest->len : (size_t)blank;
	struct slice word = slice_of(rest->data, len);

	*rest = slice_trim(slice_of(rest->data + len, rest->len - len));
	return word;
}

static struct slice next_line(struct slice *rest)
{
	long end = slice_find(*rest, "\n", 0);
	size_t len = end < 0 ? rest->len : (size_t)end;
	struct slice line = slice_of(rest->data, len);
	size_t used = end < 0 ? len : len + 1;

	*rest = slice_of(rest->data + used, rest->len - used);
	return slice_trim(line);
}

static void take_header(struct reply *r, struct slice line)
{
	long colon = slice_find(line, ":", 0);
	struct slice name, value;

	if (colon < 0)
		return;
	name = slice_of(line.data, (size_t)colon);
	value = slice_trim(
		slice_of(line.data + colon + 1, line.len - (size_t)colon - 1));
	if (slice_eq_nocase(name, "host"))
		r->host = value;
	else if (slice_eq_nocase(name, "if-none-match"))
		r->etag = value;
	else if (slice_eq_nocase(name, "connection"))
		r->close = r->close || slice_eq_nocase(value, "close");
}

/* http://host/path is what a proxy's client sends: only /path counts. */
static struct slice without_origin(struct slice target)
{
	long slash;

	if (!slice_starts_nocase(target, "http://"))
		return target;
	slash = slice_find(target, "/", strlen("http://"));
	if (slash < 0)
		return slice_str("/");
	return slice_of(target.data + slash, target.len - (size_t)slash);
}

static bool parse_request(struct reply *r, struct slice head)
{
	struct slice line = next_line(&head);

	r->method = next_word(&line);
	r->target = without_origin(next_word(&line));
	r->head = slice_eq(r->method, "HEAD");
	r->close = !slice_eq(line, "HTTP/1.1");
	while (head.len > 0)
		take_header(r, next_line(&head));
	return slice_starts(line, "HTTP/1.") && r->target.len > 0 &&
	       r->target.data[0] == '/';
}

/* Length of the request head that in begins with, 0 when it is not whole. */
static size_t head_length(const struct buf *in)
{
	long end = slice_find(buf_slice(in), "\r\n\r\n", 0);

	return end < 0 ? 0 : (size_t)end + strlen("\r\n\r\n");
}

/* Reads until a request head is whole; its length, 0 when none comes. */
static size_t read_head(int fd, struct buf *in)
{
	struct pollfd waiting = { .fd = fd, .events = POLLIN };
	char block[4096];
	size_t len;

	while ((len = head_length(in)) == 0) {
		ssize_t n;

		if (poll(&waiting, 1, IDLE_MS) <= 0)
			return 0;
		n = recv(fd, block, sizeof(block), 0);
		if (n <= 0)
			return 0;
		buf_put(in, block, (size_t)n);
		if (in->full)
			return 0;
	}
	return len;
}

static void forget(struct buf *in, size_t len)
{
	memmove(in->data, in->data + len, in->len - len);
	in->len -= len;
	in->data[in->len] = '\0';
}

static void serve_connection(const struct server *s, int fd)
{
	struct reply r = { .fd = fd };
	struct buf in;
	size_t len;
	int on = 1;

	/* Head and body are two writes: the second must not wait. */
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	buf_init(&in, MAX_REQUEST);
	while (!r.close && (len = read_head(fd, &in)) > 0) {
		long from = now_ms();

		r = (struct reply){ .fd = fd };
		if (parse_request(&r, slice_of(in.data, len)))
			answer(s, &r);
		else
			reply_html(&r, 400, NULL, "400 Bad Request");
		if (s->log)
			log_request(&r, from);
		forget(&in, len);
	}
	buf_done(&in);
	if (r.fd >= 0)
		(void)close(r.fd);
}

static void on_signal(int number)
{
	if (number != SIGCHLD)
		stopped = 1;
}

/* The signals are let in only while pselect() waits. */
static void catch_signals(sigset_t *waiting)
{
	static const int numbers[] = { SIGTERM, SIGINT, SIGCHLD };
	struct sigaction action = { .sa_handler = on_signal };
	sigset_t blocked;

	(void)sigemptyset(&action.sa_mask);
	(void)sigemptyset(&blocked);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		(void)sigaction(numbers[i], &action, NULL);
		(void)sigaddset(&blocked, numbers[i]);
	}
	(void)sigprocmask(SIG_BLOCK, &blocked, waiting);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		(void)sigdelset(waiting, numbers[i]);
}

/* Also out of the mask of the server: a child has no use for it. */
static void run_child(const struct server *s, int fd, const sigset_t *waiting)
{
	struct sigaction action = { .sa_handler = SIG_DFL };

	(void)sigemptyset(&action.sa_mask);
	(void)sigaction(SIGTERM, &action, NULL);
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigprocmask(SIG_SETMASK, waiting, NULL);
	(void)close(s->listener);
	serve_connection(s, fd);
	_exit(EXIT_SUCCESS);
}

static void accept_one(struct server *s, const sigset_t *waiting)
{
	int fd = accept(s->listener, NULL, NULL);
	pid_t pid;

	if (fd < 0)
		return;
	pid = fork();
	if (pid == 0)
		run_child(s, fd, waiting);
	(void)close(fd);
	if (pid < 0)
		return;
	s->children = mem_grow(s->children, s->child_count, &s->child_cap,
		sizeof(*s->children));
	s->children[s->child_count++] = pid;
}

static void reap(struct server *s)
{
	for (size_t i = s->child_count; i-- > 0;)
		if (waitpid(s->children[i], NULL, WNOHANG) != 0)
			s->children[i] = s->children[--s->child_count];
}

static void serve(struct server *s)
{
	sigset_t waiting;
	fd_set readable;

	catch_signals(&waiting);
	while (!stopped) {
		FD_ZERO(&readable);
		FD_SET(s->listener, &readable);
		if (pselect(s->listener + 1, &readable, NULL, NULL, NULL,
			    &waiting) > 0)
			accept_one(s, &waiting);
		reap(s);
	}
	for (size_t i = 0; i < s->child_count; i++)
		(void)kill(s->children[i], SIGTERM);
	for (size_t i = 0; i < s->child_count; i++)
		(void)waitpid(s->children[i], NULL, 0);
}

static int open_listener(struct server *s, struct error *err)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)s->port),
	};
	socklen_t len = sizeof(address);
	int on = 1;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	s->listener = socket(AF_INET, SOCK_STREAM, 0);
	if (s->listener < 0 ||
		setsockopt(s->listener, SOL_SOCKET, SO_REUSEADDR, &on,
			sizeof(on)) < 0 ||
		bind(s->listener, (struct sockaddr *)&address, len) < 0 ||
		listen(s->listener, BACKLOG) < 0 ||
		getsockname(s->listener, (struct sockaddr *)&address, &len) < 0)
		return error_set(
			err, ERR_READ, "port %d: %s", s->port, strerror(errno));
	s->port = ntohs(address.sin_port);
	return 0;
}

/* Memory of a file that has no name, as POSIX knows no other shared kind. */
static int share_counters(struct server *s, struct error *err)
{
	size_t size = faults_counters() * sizeof(*s->counters);
	FILE *file = tmpfile();
	void *memory = MAP_FAILED;

	if (file && ftruncate(fileno(file), (off_t)size) == 0)
		memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED,
			fileno(file), 0);
	if (memory == MAP_FAILED)
		return error_set(
			err, ERR_WRITE, "shared memory: %s", strerror(errno));
	s->counters = memory;
	(void)fclose(file);
	return 0;
}

/* Whoever sees the file sees the whole number in it. */
static int write_ready_file(const struct server *s, struct error *err)
{
	char line[32];

	if (!s->ready_file)
		return 0;
	(void)snprintf(line, sizeof(line), "%d\n", s->port);
	return file_write(s->ready_file, slice_str(line), err);
}

static int add_fault(struct server *s, char *value, struct error *err)
{
	char *equals = strrchr(value, '=');

	if (!equals)
		return error_set(err, ERR_SYNTAX,
			"--fault: want TARGET=NAME, not \"%s\"", value);
	*equals = '\0';
	routes_add_fault(&s->overrides, value, equals + 1);
	*equals = '=';
	return 0;
}

/* From 0 to max; ERR_SYNTAX when value is no such number. */
static long number_of(
	const char *name, const char *value, long max, struct error *err)
{
	long number = slice_number(slice_str(value), max);

	if (number < 0)
		return error_set(err, ERR_SYNTAX,
			"%s: \"%s\" is no number up to %ld", name, value, max);
	return number;
}

static int take_option(
	struct server *s, const char *name, char *value, struct error *err)
{
	if (strcmp(name, "--fault") == 0)
		return add_fault(s, value, err);
	if (strcmp(name, "--root") == 0) {
		s->root = value;
	} else if (strcmp(name, "--ready-file") == 0) {
		s->ready_file = value;
	} else if (strcmp(name, "--port") == 0) {
		s->port = (int)number_of(name, value, MAX_PORT, err);
		return s->port < 0 ? s->port : 0;
	} else if (strcmp(name, "--latency") == 0) {
		s->latency = number_of(name, value, MAX_LATENCY_MS, err);
		return s->latency < 0 ? ERR_SYNTAX : 0;
	} else {
		return error_set(
			err, ERR_SYNTAX, "\"%s\": unknown option", name);
	}
	return 0;
}

static int parse_options(
	struct server *s, int argc, char **argv, struct error *err)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--log") == 0) {
			s->log = true;
		} else if (strcmp(argv[i], "--soft-404") == 0) {
			s->soft_404 = true;
		} else if (i + 1 == argc) {
			return error_set(err, ERR_SYNTAX,
				"\"%s\": unknown, or its value is missing",
				argv[i]);
		} else {
			if (take_option(s, argv[i], argv[i + 1], err) < 0)
				return ERR_SYNTAX;
			i++;
		}
	}
	return 0;
}

static const char usage[] =
	"usage: oit-server [--root FOLDER] [--port N] [--ready-file FILE]\n"
	"                  [--fault TARGET=NAME]... [--soft-404]\n"
	"                  [--latency MS] [--log]\n"
	"       oit-server --list-faults\n"
	"\n"
	"Serves FOLDER/map.txt on loopback and prints the port; port 0, the\n"
	"default, takes a free one.  FILE holds the port once it is open.\n"
	"--latency waits before each answer.  --log writes a line for each\n"
	"request to stderr: milliseconds at its begin and end, process, method,\n"
	"target, status, bytes sent.\n";

static int start(struct server *s, struct error *err)
{
	if (s->root && routes_load(&s->routes, s->root, err) < 0)
		return err->code;
	if (share_counters(s, err) < 0 || open_listener(s, err) < 0)
		return err->code;
	if (write_ready_file(s, err) < 0)
		return err->code;
	if (printf("%d\n", s->port) < 0 || fflush(stdout) != 0)
		return error_set(err, ERR_WRITE, "stdout: %s", strerror(errno));
	return 0;
}

int main(int argc, char **argv)
{
	struct server server = { .listener = -1 };
	struct error err = { 0 };
	int status = EXIT_SUCCESS;

	if (argc == 2 && strcmp(argv[1], "--list-faults") == 0) {
		faults_print();
		return EXIT_SUCCESS;
	}
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		(void)fputs(usage, stdout);
		return EXIT_SUCCESS;
	}
	if (parse_options(&server, argc, argv, &err) < 0) {
		(void)fprintf(stderr, "oit-server: %s\n%s", err.text, usage);
		status = EXIT_USAGE;
	} else if (start(&server, &err) < 0) {
		(void)fprintf(stderr, "oit-server: %s\n", err.text);
		status = EXIT_FAILURE;
	} else {
		serve(&server);
	}
	routes_done(&server.overrides);
	routes_done(&server.routes);
	free(server.children);
	if (server.listener >= 0)
		(void)close(server.listener);
	return status;
}
