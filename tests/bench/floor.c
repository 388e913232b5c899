/*
 * oit-floor: what a crawl costs when nothing is left to find out.
 *
 * Fetches a list of known addresses from a server on loopback, walks once over
 * each page for its links and its text and seeks a list of phrases in that.  No
 * frontier, no address is ever compared, nothing is kept: a crawler that reads
 * cannot be cheaper, so tests/bench/run counts every crawler in multiples of
 * this.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/slice.h"
#include "tests/bench/search.h"

enum {
	MAX_LIST = 64 * 1024 * 1024,
	MAX_PAGE = 16 * 1024 * 1024,
	MAX_REQUEST = 8 * 1024,
	MAX_CONNECTIONS = 256,
	MAX_PORT = 65535,
	BLOCK = 64 * 1024,
	WAIT_MS = 30 * 1000,
	EXIT_USAGE = 64,
};

/* One connection and the answer it is reading. */
struct connection {
	int fd;
	struct buf in;
	size_t want; /* bytes of head and body, 0 while the head is not whole */
	size_t head; /* bytes of the head */
};

/* The whole run, and what was found. */
struct run {
	struct slice list; /* what is left of it, one target a line */
	struct sockaddr_in address;
	struct search *search;
	size_t pages, links, text, phrases, bytes;
	struct connection connections[MAX_CONNECTIONS];
	struct pollfd waiting[MAX_CONNECTIONS];
	size_t count; /* of connections that are open */
};

static const char *find_byte(const char *from, const char *end, int byte)
{
	const char *p = memchr(from, byte, (size_t)(end - from));

	return p ? p : end;
}

/* The end of a tag: quoted values may hold ">". */
static const char *tag_end(const char *p, const char *end)
{
	while (p < end && *p != '>') {
		if (*p == '"' || *p == '\'')
			p = find_byte(p + 1, end, *p);
		if (p < end)
			p++;
	}
	return p;
}

static bool begins(const char *p, const char *end, const char *word)
{
	return slice_starts_nocase(slice_of(p, (size_t)(end - p)), word);
}

/* What follows the next "</script" or the like; end when there is none. */
static const char *after_raw(const char *p, const char *end, const char *close)
{
	while ((p = find_byte(p, end, '<')) < end && !begins(p, end, close))
		p++;
	return p;
}

/* Behind the tag, comment or script that begins with the "<" at p. */
static const char *walk_tag(struct run *run, const char *p, const char *end)
{
	const char *close = tag_end(p, end);

	if (begins(p, end, "<!--")) {
		while (p < end && !begins(p, end, "-->"))
			p = find_byte(p + 1, end, '-');
		return p;
	}
	if (begins(p, end, "<script"))
		return after_raw(close, end, "</script");
	if (begins(p, end, "<style"))
		return after_raw(close, end, "</style");
	if (begins(p, end, "<a ")) {
		for (p += 3; p < close && !begins(p, close, "href"); p++)
			;
		if (p < close)
			run->links++;
	}
	return close < end ? close + 1 : end;
}

static void walk_page(struct run *run, struct slice page)
{
	const char *p = page.data, *end = page.data + page.len;

	search_begin(run->search);
	while (p < end) {
		const char *tag = find_byte(p, end, '<');

		run->text += (size_t)(tag - p);
		run->phrases +=
			search_add(run->search, slice_of(p, (size_t)(tag - p)));
		p = tag < end ? walk_tag(run, tag, end) : end;
	}
}

static bool send_all(int fd, struct slice data)
{
	while (data.len > 0) {
		ssize_t n = send(fd, data.data, data.len, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data = slice_of(data.data + n, data.len - (size_t)n);
	}
	return true;
}

/* The next target of the list, empty when all of it was asked for. */
static struct slice next_target(struct run *run)
{
	long end = slice_find(run->list, "\n", 0);
	size_t len = end < 0 ? run->list.len : (size_t)end;
	size_t used = end < 0 ? len : len + 1;
	struct slice target = slice_of(run->list.data, len);

	run->list = slice_of(run->list.data + used, run->list.len - used);
	return target;
}

/* Asks for the next page; 0 when there is none, negative when it cannot. */
static int ask(struct run *run, struct connection *c, struct error *err)
{
	struct slice target = next_target(run);
	struct buf request;
	bool ok;

	if (target.len == 0)
		return 0;
	buf_init(&request, MAX_REQUEST);
	buf_puts(&request, "GET ");
	buf_put_slice(&request, target);
	buf_puts(&request, " HTTP/1.1\r\nHost: localhost\r\n\r\n");
	ok = !request.full && send_all(c->fd, buf_slice(&request));
	buf_done(&request);
	buf_clear(&c->in);
	c->want = 0;
	if (!ok)
		return error_set(
			err, ERR_WRITE, "request: %s", strerror(errno));
	return 1;
}

static int open_connection(struct run *run, struct error *err)
{
	struct connection *c = &run->connections[run->count];

	c->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (c->fd < 0)
		return error_set(err, ERR_READ, "socket: %s", strerror(errno));
	buf_init(&c->in, MAX_PAGE);
	run->waiting[run->count] = (struct pollfd){
		.fd = c->fd,
		.events = POLLIN,
	};
	run->count++;
	if (connect(c->fd, (struct sockaddr *)&run->address,
		    sizeof(run->address)) < 0)
		return error_set(
			err, ERR_READ, "connection: %s", strerror(errno));
	return 0;
}

static void close_connection(struct run *run, size_t i)
{
	(void)close(run->connections[i].fd);
	buf_done(&run->connections[i].in);
	run->count--;
	run->connections[i] = run->connections[run->count];
	run->waiting[i] = run->waiting[run->count];
}

/* Sets how long the answer is, once its head is there. */
static int read_head(struct connection *c, struct error *err)
{
	struct slice in = buf_slice(&c->in);
	long end = slice_find(in, "\r\n\r\n", 0);
	const char *name = "\r\nContent-Length:";
	long at, eol, length;

	if (end < 0)
		return 0;
	c->head = (size_t)end + 4;
	at = slice_find_nocase(slice_of(in.data, c->head), name, 0);
	if (!slice_starts(in, "HTTP/1.1 200 ") || at < 0)
		return error_set(err, ERR_SYNTAX,
			"answer is not 200 with a length: \"%.60s\"", in.data);
	at += (long)strlen(name);
	eol = slice_find(in, "\r\n", (size_t)at);
	length = slice_number(
		slice_trim(slice_of(in.data + at, (size_t)(eol - at))),
		MAX_PAGE / 2);
	if (length < 0)
		return error_set(err, ERR_SYNTAX, "answer of a wrong length");
	c->want = c->head + (size_t)length;
	return 0;
}

/* Takes what came; 1 when the answer is whole, negative when it cannot. */
static int take(struct run *run, struct connection *c, struct error *err)
{
	char block[BLOCK];
	ssize_t n = recv(c->fd, block, sizeof(block), 0);

	if (n <= 0)
		return error_set(err, ERR_READ, "answer: %s",
			n == 0 ? "connection closed" : strerror(errno));
	buf_put(&c->in, block, (size_t)n);
	if (c->want == 0 && read_head(c, err) < 0)
		return err->code;
	if (c->want == 0 || c->in.len < c->want)
		return 0;
	walk_page(run, slice_of(c->in.data + c->head, c->want - c->head));
	run->pages++;
	run->bytes += c->want;
	return 1;
}

/* Serves what poll() named; backwards, as a closed one gives its place away. */
static int turn(struct run *run, struct error *err)
{
	if (poll(run->waiting, run->count, WAIT_MS) <= 0)
		return error_set(err, ERR_READ, "no answer in %d ms", WAIT_MS);
	for (size_t i = run->count; i-- > 0;) {
		int result;

		if (run->waiting[i].revents == 0)
			continue;
		result = take(run, &run->connections[i], err);
		if (result > 0) {
			result = ask(run, &run->connections[i], err);
			if (result == 0)
				close_connection(run, i);
		}
		if (result < 0)
			return result;
	}
	return 0;
}

static int fetch_all(struct run *run, size_t wanted, struct error *err)
{
	int result = 0;

	while (result == 0 && run->count < wanted && run->list.len > 0) {
		result = open_connection(run, err);
		if (result == 0 &&
			ask(run, &run->connections[run->count - 1], err) < 0)
			result = err->code;
	}
	while (result == 0 && run->count > 0)
		result = turn(run, err);
	while (run->count > 0)
		close_connection(run, run->count - 1);
	return result;
}

static int usage(void)
{
	(void)fputs("usage: oit-floor PORT CONNECTIONS LIST PHRASES\n", stderr);
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	struct run run = { 0 };
	struct error err = { 0 };
	struct buf list, phrases;
	long port, wanted;
	int result;

	if (argc != 5)
		return usage();
	port = slice_number(slice_str(argv[1]), MAX_PORT);
	wanted = slice_number(slice_str(argv[2]), MAX_CONNECTIONS);
	if (port < 1 || wanted < 1)
		return usage();
	run.address.sin_family = AF_INET;
	run.address.sin_port = htons((uint16_t)port);
	run.address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	buf_init(&list, MAX_LIST);
	buf_init(&phrases, MAX_LIST);
	result = file_read(&list, argv[3], &err);
	if (result == 0)
		result = file_read(&phrases, argv[4], &err);
	run.search = search_new(buf_slice(&phrases));
	run.list = buf_slice(&list);
	if (result == 0)
		result = fetch_all(&run, (size_t)wanted, &err);
	search_free(run.search);
	buf_done(&phrases);
	buf_done(&list);
	if (result < 0) {
		(void)fprintf(stderr, "oit-floor: %s\n", err.text);
		return EXIT_FAILURE;
	}
	(void)printf("%zu pages, %zu links, %zu bytes of text, %zu phrases, "
		     "%zu bytes\n",
		run.pages, run.links, run.text, run.phrases, run.bytes);
	return EXIT_SUCCESS;
}
