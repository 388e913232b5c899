#include "tests/support/reply.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"

enum {
	MAX_HEAD = 256 * 1024,
	MAX_SHORT_PAGE = 16 * 1024,
};

static const struct status_name {
	int status;
	const char *name;
} status_names[] = {
	{ 200, "OK" },
	{ 204, "No Content" },
	{ 206, "Partial Content" },
	{ 301, "Moved Permanently" },
	{ 302, "Found" },
	{ 303, "See Other" },
	{ 304, "Not Modified" },
	{ 307, "Temporary Redirect" },
	{ 308, "Permanent Redirect" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 410, "Gone" },
	{ 429, "Too Many Requests" },
	{ 500, "Internal Server Error" },
	{ 502, "Bad Gateway" },
	{ 503, "Service Unavailable" },
	{ 504, "Gateway Timeout" },
};

static const char *status_name(int status)
{
	for (size_t i = 0; i < sizeof(status_names) / sizeof(*status_names);
		i++)
		if (status_names[i].status == status)
			return status_names[i].name;
	return "Unknown";
}

bool reply_bytes(struct reply *r, const void *data, size_t len)
{
	const char *p = data;

	while (len > 0 && r->fd >= 0) {
		ssize_t n = send(r->fd, p, len, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		p += n;
		len -= (size_t)n;
		r->sent += (size_t)n;
	}
	if (len > 0)
		r->close = true;
	return len == 0;
}

bool reply_text(struct reply *r, const char *text)
{
	return reply_bytes(r, text, strlen(text));
}

static void put_date(struct buf *out)
{
	static const char days[][4] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t now = time(NULL);
	struct tm tm;

	/* strftime() would ask the locale. */
	if (!gmtime_r(&now, &tm))
		return;
	buf_printf(out, "Date: %s, %02d %s %d %02d:%02d:%02d GMT\r\n",
		days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
		tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

bool reply_head(struct reply *r, const struct reply_head *head)
{
	struct buf out;
	bool ok;

	r->status = head->status;
	if (head->length < 0)
		r->close = true;
	buf_init(&out, MAX_HEAD);
	buf_printf(&out, "HTTP/1.1 %d %s\r\n", head->status,
		status_name(head->status));
	put_date(&out);
	if (head->type)
		buf_printf(&out, "Content-Type: %s\r\n", head->type);
	if (head->length >= 0)
		buf_printf(&out, "Content-Length: %ld\r\n", head->length);
	if (head->headers)
		buf_puts(&out, head->headers);
	buf_printf(&out, "Connection: %s\r\n\r\n",
		r->close ? "close" : "keep-alive");
	ok = reply_bytes(r, out.data, out.len);
	buf_done(&out);
	return ok;
}

void reply_page(
	struct reply *r, const struct reply_head *head, struct slice body)
{
	struct reply_head full = *head;

	full.length = (long)body.len;
	if (reply_head(r, &full) && !r->head)
		(void)reply_bytes(r, body.data, body.len);
}

void reply_html(
	struct reply *r, int status, const char *headers, const char *title)
{
	struct reply_head head = {
		.status = status,
		.type = "text/html; charset=utf-8",
		.headers = headers,
	};
	struct buf body;

	buf_init(&body, MAX_SHORT_PAGE);
	buf_printf(&body,
		"<!DOCTYPE html><html lang=\"th\"><title>%s</title>"
		"<h1>%s</h1></html>\n",
		title, title);
	reply_page(r, &head, buf_slice(&body));
	buf_done(&body);
}

bool reply_chunk(struct reply *r, const void *data, size_t len)
{
	char size[32];

	(void)snprintf(size, sizeof(size), "%zx\r\n", len);
	return reply_text(r, size) && reply_bytes(r, data, len) &&
	       reply_text(r, "\r\n");
}

bool reply_pause(struct reply *r, long milliseconds)
{
	struct pollfd gone = { .fd = r->fd, .events = POLLIN };
	char byte;

	if (r->fd < 0)
		return false;
	if (poll(&gone, 1, (int)milliseconds) == 0)
		return true;
	if (recv(r->fd, &byte, 1, MSG_PEEK) > 0) {
		struct timespec rest = { milliseconds / 1000,
			milliseconds % 1000 * 1000000 };

		/* A next request waits already: only the clock can tell. */
		(void)nanosleep(&rest, NULL);
		return true;
	}
	r->close = true;
	return false;
}

void reply_reset(struct reply *r)
{
	struct linger now = { .l_onoff = 1 };

	(void)setsockopt(r->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	(void)close(r->fd);
	r->fd = -1;
	r->close = true;
}
