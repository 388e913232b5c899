#include "tests/support/fault_body.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "tests/support/pack.h"

enum {
	STATUS_OK = 200,
	MAX_SMALL = 16 * 1024 * 1024,
	MAX_BATCH = 64 * 1024,
};

static const char html_type[] = "text/html; charset=utf-8";
static const char sentinel_link[] =
	"\n<p><a href=\"/__fault/sentinel-after\">sentinel</a></p>\n";
static const char packed_page[] =
	FAULT_PAGE "<a href=\"/__fault/sentinel-after\">sentinel</a>\n";

static void send_page(struct reply *r, const char *type, const char *headers,
	struct slice body)
{
	struct reply_head head = {
		.status = STATUS_OK,
		.type = type,
		.headers = headers,
	};

	reply_page(r, &head, body);
}

void fault_body_page(const struct fault_call *call)
{
	const struct fault *f = call->fault;
	size_t len = f->n ? f->n : strlen(f->more);

	send_page(call->reply, f->arg, NULL, slice_of(f->more, len));
}

void fault_body_html(const struct fault_call *call)
{
	const struct fault *f = call->fault;
	struct reply_head head = {
		.status = f->n ? (int)f->n : STATUS_OK,
		.type = html_type,
		.headers = f->arg,
	};

	reply_page(call->reply, &head, slice_str(f->more));
}

static bool send_times(struct reply *r, const char *piece, size_t n)
{
	struct buf batch;
	bool ok = true;

	buf_init(&batch, MAX_BATCH);
	while (n > 0 && ok) {
		buf_clear(&batch);
		while (n > 0 && batch.len < MAX_BATCH / 2) {
			buf_puts(&batch, piece);
			n--;
		}
		ok = reply_bytes(r, batch.data, batch.len);
	}
	buf_done(&batch);
	return ok;
}

void fault_body_long(const struct fault_call *call)
{
	const struct fault *f = call->fault;
	struct reply_head head = {
		.status = STATUS_OK,
		.type = html_type,
		.length = (long)(strlen(f->arg) + strlen(f->more) * f->n +
				 sizeof(sentinel_link) - 1),
	};

	if (!reply_head(call->reply, &head) || call->reply->head)
		return;
	if (reply_text(call->reply, f->arg) &&
		send_times(call->reply, f->more, f->n))
		(void)reply_text(call->reply, sentinel_link);
}

void fault_body_links(const struct fault_call *call)
{
	struct buf body;

	buf_init(&body, MAX_SMALL);
	buf_puts(&body, "<!DOCTYPE html><title>many links</title>\n");
	for (size_t i = 0; i < call->fault->n; i++)
		buf_printf(
			&body, "<a href=\"/__fault/ok?%zu\">%zu</a>\n", i, i);
	buf_puts(&body, sentinel_link);
	send_page(call->reply, html_type, NULL, buf_slice(&body));
	buf_done(&body);
}

/* The last number of rest, or 0. */
static unsigned int last_number(struct slice rest)
{
	size_t start = rest.len;
	long number;

	while (start > 0 && ascii_is_digit(rest.data[start - 1]))
		start--;
	rest = slice_of(rest.data + start, rest.len - start);
	number = slice_number(rest, INT_MAX);
	return number < 0 ? 0 : (unsigned int)number;
}

void fault_body_trap(const struct fault_call *call)
{
	const struct fault *f = call->fault;
	unsigned int number = last_number(call->rest);
	struct buf body;

	/* Without a number of links each visit makes one never seen. */
	if (f->n == 0)
		number = atomic_fetch_add(call->tries, 1);
	buf_init(&body, MAX_SMALL);
	buf_printf(&body, "<!DOCTYPE html><title>%s</title>\n", f->what);
	for (unsigned int i = 1; i <= f->n || i == 1; i++)
		buf_printf(&body, "<a href=\"%s%u%s\">%u</a>\n", f->arg,
			number + i, f->more, number + i);
	buf_puts(&body, sentinel_link);
	send_page(call->reply, html_type, NULL, buf_slice(&body));
	buf_done(&body);
}

void fault_body_nest(const struct fault_call *call)
{
	struct buf body;

	buf_init(&body, MAX_SMALL);
	buf_printf(&body,
		"<!DOCTYPE html><title>nest</title>"
		"<a href=\"/__fault/%s",
		call->fault->name);
	buf_put_slice(&body, call->rest);
	buf_printf(&body, "%s\">deeper</a>\n", call->fault->arg);
	buf_puts(&body, sentinel_link);
	send_page(call->reply, html_type, NULL, buf_slice(&body));
	buf_done(&body);
}

static void send_gzip(struct reply *r, const char *type, struct slice packed)
{
	send_page(r, type, "Content-Encoding: gzip\r\n", packed);
}

void fault_body_gzip(const struct fault_call *call)
{
	struct buf packed;

	buf_init(&packed, MAX_SMALL);
	pack_gzip(&packed, slice_str(packed_page));
	send_gzip(call->reply, html_type, buf_slice(&packed));
	buf_done(&packed);
}

void fault_body_gzip_cut(const struct fault_call *call)
{
	struct slice cut;
	struct buf packed;

	buf_init(&packed, MAX_SMALL);
	pack_gzip(&packed, slice_str(packed_page));
	cut = buf_slice(&packed);
	cut.len -= call->fault->n;
	send_gzip(call->reply, html_type, cut);
	buf_done(&packed);
}

void fault_body_gzip_tail(const struct fault_call *call)
{
	struct buf packed;

	buf_init(&packed, MAX_SMALL);
	pack_gzip(&packed, slice_str(packed_page));
	buf_put(&packed, call->fault->more, call->fault->n);
	send_gzip(call->reply, html_type, buf_slice(&packed));
	buf_done(&packed);
}

void fault_body_gzip_checksum(const struct fault_call *call)
{
	struct buf packed;

	buf_init(&packed, MAX_SMALL);
	pack_gzip(&packed, slice_str(packed_page));
	packed.data[packed.len - PACK_TRAILER] ^= 1;
	send_gzip(call->reply, html_type, buf_slice(&packed));
	buf_done(&packed);
}

void fault_body_gzip_twice(const struct fault_call *call)
{
	struct slice page = slice_str(packed_page);
	size_t half = page.len / 2;
	struct buf packed;

	buf_init(&packed, MAX_SMALL);
	pack_gzip(&packed, slice_of(page.data, half));
	pack_gzip(&packed, slice_of(page.data + half, page.len - half));
	send_gzip(call->reply, html_type, buf_slice(&packed));
	buf_done(&packed);
}

void fault_body_gzip_layers(const struct fault_call *call)
{
	struct buf inner, outer, header;

	buf_init(&inner, MAX_SMALL);
	buf_init(&outer, MAX_SMALL);
	buf_init(&header, MAX_BATCH);
	buf_puts(&inner, packed_page);
	buf_puts(&header, "Content-Encoding: gzip");
	for (size_t i = 0; i < call->fault->n; i++) {
		buf_clear(&outer);
		pack_gzip(&outer, buf_slice(&inner));
		buf_clear(&inner);
		buf_put_slice(&inner, buf_slice(&outer));
		if (i > 0)
			buf_puts(&header, ", gzip");
	}
	buf_puts(&header, "\r\n");
	send_page(call->reply, html_type, buf_str(&header), buf_slice(&inner));
	buf_done(&inner);
	buf_done(&outer);
	buf_done(&header);
}

void fault_body_gzip_bomb(const struct fault_call *call)
{
	const char *first = call->fault->more ? call->fault->more : "";
	struct buf packed;

	buf_init(&packed, MAX_SMALL);
	pack_bomb(&packed, slice_str(first), call->fault->n);
	send_gzip(call->reply, call->fault->arg, buf_slice(&packed));
	buf_done(&packed);
}

void fault_body_gzip_layered_bomb(const struct fault_call *call)
{
	struct buf inner, outer;

	buf_init(&inner, MAX_SMALL);
	buf_init(&outer, MAX_SMALL);
	pack_bomb(&inner, slice_str(""), call->fault->n);
	pack_gzip(&outer, buf_slice(&inner));
	send_page(call->reply, html_type, "Content-Encoding: gzip, gzip\r\n",
		buf_slice(&outer));
	buf_done(&inner);
	buf_done(&outer);
}

/* Stored blocks of 16 bytes, none of which says it is the last one (RFC 1951
 * section 3.2.4). */
void fault_body_gzip_endless(const struct fault_call *call)
{
	const char *first = call->fault->more ? call->fault->more : "";
	static const char block[] = "\0\x10\0\xef\xff<p>gzip for ever";
	const struct reply_head head = { .status = STATUS_OK,
		.type = html_type,
		.headers = "Content-Encoding: gzip\r\n",
		.length = -1 };
	struct buf batch;

	if (!reply_head(call->reply, &head) || call->reply->head)
		return;
	buf_init(&batch, MAX_BATCH);
	pack_start(&batch, slice_str(first));
	(void)reply_bytes(call->reply, batch.data, batch.len);
	buf_clear(&batch);
	while (batch.len < MAX_BATCH / 2)
		buf_put(&batch, block, sizeof(block) - 1);
	while (reply_bytes(call->reply, batch.data, batch.len))
		;
	buf_done(&batch);
}

void fault_body_robots(const struct fault_call *call)
{
	const struct fault *f = call->fault;
	struct reply_head head = {
		.status = STATUS_OK,
		.type = "text/plain",
		.length = (long)(strlen(f->arg) + strlen(f->more) * f->n),
	};

	if (!reply_head(call->reply, &head) || call->reply->head)
		return;
	if (reply_text(call->reply, f->arg))
		(void)send_times(call->reply, f->more, f->n);
}

void fault_body_sitemap(const struct fault_call *call)
{
	struct slice host = call->reply->host;
	struct buf body;

	buf_init(&body, MAX_SMALL);
	buf_puts(&body, "<?xml version=\"1.0\"?>\n<urlset xmlns=\""
			"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
	for (size_t i = 0; i < call->fault->n; i++)
		buf_printf(&body,
			"<url><loc>http://%.*s/__fault/ok?%zu</loc></url>\n",
			(int)host.len, host.data, i);
	buf_puts(&body, "</urlset>\n");
	send_page(call->reply, "application/xml", NULL, buf_slice(&body));
	buf_done(&body);
}
