#include "tests/support/fault_wire.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"

enum {
	MAX_HEADERS = 256 * 1024,
	MAX_BATCH = 64 * 1024,
	MAX_SILENCE_MS = 600 * 1000,
	MAX_CHAIN = 1000,
	STATUS_OK = 200,
	STATUS_FOUND = 302,
	STATUS_NOT_FOUND = 404,
	STATUS_NOT_ALLOWED = 405,
};

static const char html[] = "text/html; charset=utf-8";

/* More than any limit of a client that is worth the name. */
static const size_t endless = (size_t)1 << 30;

static void good_page(struct reply *r)
{
	const struct reply_head head = { .status = STATUS_OK, .type = html };

	reply_page(r, &head, slice_str(FAULT_PAGE));
}

static void redirect_to(struct reply *r, int status, const char *location)
{
	struct buf header;

	buf_init(&header, MAX_HEADERS);
	buf_printf(&header, "Location: %s\r\n", location);
	reply_html(r, status, buf_str(&header), "moved");
	buf_done(&header);
}

/* The number after the name, /NUMBER, or n of the table. */
static long wanted_number(const struct fault_call *call)
{
	struct slice rest = call->rest;
	long number = -1;

	if (slice_starts(rest, "/")) {
		rest = slice_of(rest.data + 1, rest.len - 1);
		number = slice_number(rest, INT_MAX);
	}
	return number < 0 ? (long)call->fault->n : number;
}

void fault_wire_status(const struct fault_call *call)
{
	const struct fault *f = call->fault;
	const struct reply_head head = {
		.status = (int)f->n, .type = html, .headers = f->arg
	};

	reply_page(call->reply, &head, slice_str(FAULT_PAGE));
}

void fault_wire_redirect(const struct fault_call *call)
{
	const struct fault *f = call->fault;

	redirect_to(call->reply, f->n ? (int)f->n : STATUS_FOUND, f->arg);
}

void fault_wire_chain(const struct fault_call *call)
{
	char location[128];
	long left = wanted_number(call);

	/* Else every address made up below it would lead to the good page. */
	if (call->rest.len > 1 && !ascii_is_digit(call->rest.data[1])) {
		reply_html(call->reply, STATUS_NOT_FOUND, NULL, "404");
		return;
	}
	if (left == 0 || left > MAX_CHAIN) {
		good_page(call->reply);
		return;
	}
	(void)snprintf(location, sizeof(location), "/__fault/%s/%ld",
		call->fault->name, left - 1);
	redirect_to(call->reply, STATUS_FOUND, location);
}

void fault_wire_growing(const struct fault_call *call)
{
	struct buf location;

	buf_init(&location, MAX_HEADERS / 2);
	buf_printf(&location, "/__fault/%s", call->fault->name);
	buf_put_slice(&location, call->rest);
	buf_puts(&location, "/more");
	redirect_to(call->reply, STATUS_FOUND, buf_str(&location));
	buf_done(&location);
}

void fault_wire_huge_location(const struct fault_call *call)
{
	struct buf location;

	buf_init(&location, MAX_HEADERS / 2);
	buf_puts(&location, "/__fault/ok?");
	for (size_t i = 0; i < call->fault->n; i++)
		buf_putc(&location, 'x');
	redirect_to(call->reply, STATUS_FOUND, buf_str(&location));
	buf_done(&location);
}

void fault_wire_elsewhere(const struct fault_call *call)
{
	struct slice host = call->reply->host;
	struct buf location;
	long colon = slice_find(host, ":", 0);

	buf_init(&location, MAX_HEADERS / 2);
	buf_printf(&location, "http://%s", call->fault->more);
	if (colon >= 0)
		buf_put(&location, host.data + colon, host.len - (size_t)colon);
	buf_puts(&location, call->fault->arg);
	redirect_to(call->reply, STATUS_FOUND, buf_str(&location));
	buf_done(&location);
}

void fault_wire_once(const struct fault_call *call)
{
	if (atomic_fetch_add(call->tries, 1) % 2 == 0)
		fault_wire_status(call);
	else
		good_page(call->reply);
}

static bool send_arg(const struct fault_call *call)
{
	const struct fault *f = call->fault;

	return reply_bytes(call->reply, f->arg, f->n ? f->n : strlen(f->arg));
}

void fault_wire_raw(const struct fault_call *call)
{
	call->reply->close = true;
	(void)send_arg(call);
}

void fault_wire_reset(const struct fault_call *call)
{
	/* What was sent must arrive before the reset throws it away. */
	if (call->fault->arg && send_arg(call))
		(void)reply_pause(call->reply, 50);
	reply_reset(call->reply);
}

void fault_wire_stall(const struct fault_call *call)
{
	call->reply->close = true;
	if (send_arg(call))
		(void)reply_pause(call->reply, MAX_SILENCE_MS);
}

void fault_wire_keep(const struct fault_call *call)
{
	(void)send_arg(call);
}

void fault_wire_late(const struct fault_call *call)
{
	if (reply_pause(call->reply, wanted_number(call)))
		good_page(call->reply);
}

void fault_wire_drip(const struct fault_call *call)
{
	const char *more = call->fault->more;
	long pause = wanted_number(call);

	call->reply->close = true;
	if (!reply_text(call->reply, call->fault->arg))
		return;
	for (size_t i = 0; more[i] != '\0'; i++) {
		if (!reply_bytes(call->reply, more + i, 1))
			return;
		if (!reply_pause(call->reply, pause))
			return;
	}
}

void fault_wire_repeat(const struct fault_call *call)
{
	const struct fault *f = call->fault;
	size_t left = f->n ? f->n : endless / strlen(f->more);
	struct buf batch;

	call->reply->close = true;
	buf_init(&batch, MAX_BATCH);
	if (!reply_text(call->reply, f->arg) || call->reply->head)
		left = 0;
	while (left > 0) {
		buf_clear(&batch);
		while (left > 0 && batch.len < MAX_BATCH / 2) {
			buf_puts(&batch, f->more);
			left--;
		}
		if (!reply_bytes(call->reply, batch.data, batch.len))
			break;
	}
	buf_done(&batch);
}

void fault_wire_huge_header(const struct fault_call *call)
{
	static const char letters[] =
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
	size_t left = call->fault->n;

	call->reply->close = true;
	call->reply->status = STATUS_OK;
	(void)reply_text(call->reply, "HTTP/1.1 200 OK\r\nX-Huge: ");
	while (left > 0) {
		size_t n = left < sizeof(letters) ? left : sizeof(letters) - 1;

		if (!reply_bytes(call->reply, letters, n))
			return;
		left -= n;
	}
	(void)reply_text(call->reply,
		"\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nok");
}

void fault_wire_tiny_chunks(const struct fault_call *call)
{
	(void)reply_text(call->reply,
		"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
		"Transfer-Encoding: chunked\r\n\r\n");
	call->reply->status = STATUS_OK;
	for (size_t i = 0; i < call->fault->n; i++)
		if (!reply_chunk(call->reply, "x", 1))
			return;
	(void)reply_chunk(call->reply, "", 0);
}

void fault_wire_no_head(const struct fault_call *call)
{
	if (call->reply->head)
		reply_html(call->reply, STATUS_NOT_ALLOWED, "Allow: GET\r\n",
			"no HEAD here");
	else
		good_page(call->reply);
}
