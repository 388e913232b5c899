#include "tests/support/faults.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tests/support/fault_body.h"
#include "tests/support/fault_wire.h"

/* Bytes that may hold a NUL, as arg and n, or as more and n, of a row. */
#define RAW(s) s, NULL, sizeof(s) - 1
#define BYTES(s) s, sizeof(s) - 1

#define KB ((size_t)1024)
#define MB (1024 * KB)

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
#define CHUNKED HEAD "Transfer-Encoding: chunked\r\n\r\n"
#define PAGE FAULT_PAGE
#define PAGE_LENGTH "374" /* of PAGE, in decimal and in hexadecimal */
#define PAGE_CHUNK "176"
#define PLAIN "<!DOCTYPE html><title>page</title><h1>page</h1>" FAULT_MENU
#define HTML "text/html; charset=utf-8"
#define PDF "application/pdf"
#define XML "application/xml"
#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define LINK "<a href=\"/__fault/sentinel-after\">sentinel</a>"
/* Thai in TIS-620: sawatdi khrap */
#define TIS "\xca\xc7\xd1\xca\xb4\xd5\xa4\xc3\xd1\xba"

static_assert(sizeof(PAGE) - 1 == 0x176, "PAGE_LENGTH, PAGE_CHUNK");

enum { MAX_INDEX = 256 * 1024 };

static const char prefix[] = "/__fault/";

static const struct fault faults[] = {
	/* Redirects */
	{ "redirect-301", fault_wire_redirect, "moved permanently",
		"/__fault/ok", NULL, 301 },
	{ "redirect-302", fault_wire_redirect, "found", "/__fault/ok", NULL,
		302 },
	{ "redirect-303", fault_wire_redirect, "see other", "/__fault/ok", NULL,
		303 },
	{ "redirect-307", fault_wire_redirect, "temporary redirect",
		"/__fault/ok", NULL, 307 },
	{ "redirect-308", fault_wire_redirect, "permanent redirect",
		"/__fault/ok", NULL, 308 },
	{ "redirect-relative", fault_wire_redirect, "relative Location",
		"ok?relative", NULL, 0 },
	{ "redirect-chain", fault_wire_chain, "five redirects, then a page",
		NULL, NULL, 5 },
	{ "redirect-long-chain", fault_wire_chain,
		"thirty redirects, then a page", NULL, NULL, 30 },
	{ "redirect-loop", fault_wire_redirect, "redirect to itself",
		"/__fault/redirect-loop", NULL, 0 },
	{ "redirect-loop-a", fault_wire_redirect, "a to b to a",
		"/__fault/redirect-loop-b", NULL, 0 },
	{ "redirect-loop-b", fault_wire_redirect, "b to a to b",
		"/__fault/redirect-loop-a", NULL, 0 },
	{ "redirect-growing", fault_wire_growing,
		"to itself, one path part longer each time", NULL, NULL, 0 },
	{ "redirect-cookie", fault_wire_status,
		"to itself until a cookie comes back",
		"Location: /__fault/redirect-cookie\r\nSet-Cookie: seen=1\r\n",
		NULL, 302 },
	{ "redirect-none", fault_wire_status, "302 without Location", NULL,
		NULL, 302 },
	{ "redirect-empty", fault_wire_redirect, "empty Location", "", NULL,
		0 },
	{ "redirect-bad", fault_wire_redirect, "Location is no address",
		"http://[::bad", NULL, 0 },
	{ "redirect-huge", fault_wire_huge_location, "Location of 100 KB", NULL,
		NULL, 100 * KB },
	{ "redirect-host", fault_wire_redirect, "to a host that is not there",
		"http://elsewhere.invalid/", NULL, 0 },
	{ "redirect-other-host", fault_wire_elsewhere,
		"to this server under another name", "/__fault/ok", "localhost",
		0 },
	{ "redirect-private", fault_wire_elsewhere,
		"to another loopback address", "/__fault/ok", "127.0.0.2", 0 },
	{ "redirect-private-number", fault_wire_elsewhere,
		"to loopback written as one number", "/__fault/ok",
		"2130706434", 0 },
	{ "redirect-private-mapped", fault_wire_elsewhere,
		"to loopback as an IPv4-mapped address", "/__fault/ok",
		"[::ffff:127.0.0.2]", 0 },
	{ "redirect-file", fault_wire_redirect, "to a file: address",
		"file:///etc/passwd", NULL, 0 },
	{ "redirect-gopher", fault_wire_redirect, "to a gopher: address",
		"gopher://127.0.0.1:1/_x", NULL, 0 },
	{ "redirect-javascript", fault_wire_redirect,
		"to a javascript: address", "javascript:alert(1)", NULL, 0 },
	{ "redirect-https", fault_wire_redirect,
		"to https, where nobody answers", "https://127.0.0.1:1/", NULL,
		0 },
	{ "redirect-thai", fault_wire_redirect, "raw UTF-8 Thai in Location",
		"/__fault/ok?\xe0\xb8\x81", NULL, 0 },
	{ "redirect-tis620", fault_wire_redirect,
		"raw TIS-620 Thai in Location", "/__fault/ok?" TIS, NULL, 0 },
	{ "redirect-blank", fault_wire_redirect, "a blank in Location",
		"/__fault/ok?a b", NULL, 0 },
	{ "redirect-login", fault_wire_redirect, "to the login form",
		"/__fault/login?next=%2F", NULL, 0 },
	{ "refresh-header", fault_body_html, "Refresh header",
		"Refresh: 0; url=/__fault/ok?refresh\r\n", PAGE, 0 },
	{ "refresh-meta", fault_body_html, "meta refresh", NULL,
		"<META HTTP-EQUIV='refresh'content='0;URL=ok?meta'>" PAGE, 0 },
	{ "refresh-loop", fault_body_html, "meta refresh to itself", NULL,
		"<meta http-equiv=refresh content=\"0;url=refresh-loop\">" PAGE,
		0 },

	/* Time */
	{ "slow-headers", fault_wire_late,
		"headers after 5 s, or /MILLISECONDS", NULL, NULL, 5000 },
	{ "slow-body", fault_wire_drip, "a body at 10 bytes/s",
		HEAD "Content-Length: 678\r\n\r\n",
		PAGE "<p>......................................................"
		     "........................................................."
		     "........................................................."
		     "........................................................."
		     "........................................................."
		     "...................",
		100 },
	{ "drip-headers", fault_wire_drip, "headers at 10 bytes/s", "",
		HEAD "Content-Length: 2\r\n\r\nok", 100 },
	{ "drip-body", fault_wire_drip, "a body at 1 byte/s",
		HEAD "Content-Length: " PAGE_LENGTH "\r\n\r\n", PAGE, 1000 },
	{ "stall-headers", fault_wire_stall, "silence at once", "", NULL, 0 },
	{ "stall-mid-headers", fault_wire_stall, "silence amid the headers",
		HEAD, NULL, 0 },
	{ "stall-body", fault_wire_stall, "silence amid the body",
		HEAD "Content-Length: 1000\r\n\r\n" PAGE, NULL, 0 },

	/* Cut connections */
	{ "cut-empty", fault_wire_raw, "closed before any byte", "", NULL, 0 },
	{ "cut-mid-headers", fault_wire_raw, "closed amid the headers",
		"HTTP/1.1 200 OK\r\nContent-Ty", NULL, 0 },
	{ "cut-after-headers", fault_wire_raw, "closed after the headers",
		HEAD "Content-Length: 1000\r\n\r\n", NULL, 0 },
	{ "cut-body", fault_wire_raw, "closed amid the body",
		HEAD "Content-Length: 1000\r\n\r\n" PAGE, NULL, 0 },
	{ "reset-empty", fault_wire_reset, "reset before any byte", NULL, NULL,
		0 },
	{ "reset-mid-headers", fault_wire_reset, "reset amid the headers",
		"HTTP/1.1 200 OK\r\nContent-Ty", NULL, 0 },
	{ "reset-body", fault_wire_reset, "reset amid the body",
		HEAD "Content-Length: 1000\r\n\r\n" PAGE, NULL, 0 },

	/* Length and chunks */
	{ "length-short", fault_wire_raw, "Content-Length below the body",
		HEAD "Content-Length: 10\r\n\r\n" PAGE LINK, NULL, 0 },
	{ "length-short-page", fault_wire_raw,
		"Content-Length below the body, at the end of a page",
		HEAD "Content-Length: " PAGE_LENGTH "\r\n\r\n" PAGE PAGE, NULL,
		0 },
	{ "length-blank-more", fault_wire_raw,
		"blanks behind the body that nobody announced",
		HEAD "Content-Length: " PAGE_LENGTH "\r\n\r\n" PAGE "\r\n\n",
		NULL, 0 },
	{ "length-negative", fault_wire_raw, "Content-Length: -1",
		HEAD "Content-Length: -1\r\n\r\n" PAGE, NULL, 0 },
	{ "length-text", fault_wire_raw, "Content-Length: many",
		HEAD "Content-Length: many\r\n\r\n" PAGE, NULL, 0 },
	{ "length-overflow", fault_wire_raw, "Content-Length of 30 digits",
		HEAD
		"Content-Length: 999999999999999999999999999999\r\n\r\n" PAGE,
		NULL, 0 },
	{ "length-twice", fault_wire_raw, "two Content-Length that differ",
		HEAD "Content-Length: 10\r\nContent-Length: " PAGE_LENGTH
		     "\r\n\r\n" PAGE,
		NULL, 0 },
	{ "length-and-chunks", fault_wire_raw,
		"Content-Length and chunks at once",
		HEAD
		"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" PAGE_CHUNK
		"\r\n" PAGE "\r\n0\r\n\r\n",
		NULL, 0 },
	{ "length-none", fault_wire_raw, "no length: closed at the end",
		HEAD "\r\n" PAGE LINK, NULL, 0 },
	{ "chunk-good", fault_wire_keep, "chunks done right",
		CHUNKED PAGE_CHUNK "\r\n" PAGE "\r\n0\r\n\r\n", NULL, 0 },
	{ "chunk-bad-size", fault_wire_raw, "a chunk size that is no number",
		CHUNKED "xyz\r\n" PAGE "\r\n0\r\n\r\n", NULL, 0 },
	{ "chunk-huge-size", fault_wire_raw, "a chunk size past 64 bits",
		CHUNKED "fffffffffffffffff\r\n" PAGE "\r\n0\r\n\r\n", NULL, 0 },
	{ "chunk-cut", fault_wire_raw, "closed amid a chunk",
		CHUNKED "fff\r\n" PAGE, NULL, 0 },
	{ "chunk-no-last", fault_wire_raw, "no last chunk",
		CHUNKED PAGE_CHUNK "\r\n" PAGE "\r\n", NULL, 0 },
	{ "chunk-tiny", fault_wire_tiny_chunks, "20,000 chunks of one byte",
		NULL, NULL, 20000 },
	{ "chunk-endless", fault_wire_repeat, "chunks without end", CHUNKED,
		"5\r\n<br>\n\r\n", 0 },
	{ "chunk-trailers", fault_wire_repeat, "trailers without end",
		CHUNKED PAGE_CHUNK "\r\n" PAGE "\r\n0\r\n",
		"X-Trailer: yes\r\n", 0 },

	/* Endless and huge */
	{ "endless-body", fault_wire_repeat, "a body without end",
		HEAD "\r\n" PAGE, "<p>and on and on\n", 0 },
	{ "endless-headers", fault_wire_repeat, "headers without end",
		"HTTP/1.1 200 OK\r\n", "X-Header: yes\r\n", 0 },
	{ "endless-103", fault_wire_repeat, "early hints without end", "",
		"HTTP/1.1 103 Early Hints\r\n\r\n", 0 },
	{ "endless-text", fault_wire_repeat, "a text/plain without end",
		"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n",
		"line after line\n", 0 },
	{ "huge-header", fault_wire_huge_header, "one header of 4 MB", NULL,
		NULL, 4 * MB },
	{ "huge-html", fault_body_long, "50 MB of HTML", PAGE,
		"<p>one paragraph more, and nothing to read in it</p>\n",
		50 * MB / 53 },
	{ "huge-nesting", fault_body_long, "200,000 nested div", PAGE, "<div>",
		200000 },
	{ "huge-formatting", fault_body_long, "20,000 open b and i", PAGE,
		"<b><i>", 20000 },
	{ "huge-tables", fault_body_long, "20,000 nested tables", PAGE,
		"<table><tr><td>", 20000 },
	{ "huge-attributes", fault_body_long, "50,000 attributes", PAGE "<p",
		" a=b", 50000 },
	{ "huge-attribute", fault_body_long, "an attribute of 8 MB",
		PAGE "<p title=\"", "xxxxxxxx", MB },
	{ "huge-comment", fault_body_long, "a comment of 8 MB that never ends",
		PAGE LINK "<!-- ", "xxxxxxxx", MB },
	{ "huge-links", fault_body_links, "100,000 links", NULL, NULL, 100000 },

	/* Garbage for an answer */
	{ "garbage", fault_wire_raw, "random bytes",
		RAW("\x01\xff\x00\x80garbage\x7f\xfe\r\n\r\n\x00") },
	{ "no-status-line", fault_wire_raw, "HTML with no status line",
		PAGE LINK, NULL, 0 },
	{ "no-headers", fault_wire_raw, "a status line and no headers",
		"HTTP/1.1 200 OK\r\n\r\n" PAGE LINK, NULL, 0 },
	{ "bad-status", fault_wire_raw, "a status that is no number",
		"HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n", NULL, 0 },
	{ "bad-status-range", fault_wire_raw, "status 999",
		"HTTP/1.1 999 Why\r\nContent-Length: 0\r\n\r\n", NULL, 0 },
	{ "bad-version", fault_wire_raw, "HTTP/9.9",
		"HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n", NULL, 0 },
	{ "http-10", fault_wire_raw, "HTTP/1.0, closed at the end",
		"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" PAGE LINK,
		NULL, 0 },
	{ "header-bare-lf", fault_wire_raw, "lines that end in LF alone",
		"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" PAGE LINK, NULL,
		0 },
	{ "header-nul", fault_wire_raw, "a NUL in a header",
		RAW(HEAD "X-Nul: a\0b\r\nContent-Length: " PAGE_LENGTH
			 "\r\n\r\n" PAGE) },
	{ "header-8bit", fault_wire_raw, "TIS-620 bytes in a header",
		HEAD "X-Thai: " TIS "\r\nContent-Length: " PAGE_LENGTH
		     "\r\n\r\n" PAGE,
		NULL, 0 },
	{ "header-no-colon", fault_wire_raw, "a header with no colon",
		HEAD "Nonsense\r\nContent-Length: " PAGE_LENGTH "\r\n\r\n" PAGE,
		NULL, 0 },
	{ "header-escape", fault_wire_raw, "terminal escapes in a header",
		HEAD "X-Esc: \x1b[2J\x1b]0;owned\x07\r\n"
		     "Content-Length: " PAGE_LENGTH "\r\n\r\n" PAGE,
		NULL, 0 },
	{ "second-answer", fault_wire_keep, "a forged second answer behind",
		HEAD "Content-Length: " PAGE_LENGTH "\r\n\r\n" PAGE HEAD
		     "Content-Length: 6\r\n\r\nforged",
		NULL, 0 },

	/* Status */
	{ "keep-lie", fault_wire_raw, "says it will be kept, and is closed",
		HEAD "Content-Length: " PAGE_LENGTH
		     "\r\nConnection: keep-alive\r\n\r\n" PAGE,
		NULL, 0 },

	{ "status-100", fault_wire_keep, "100 before the answer",
		"HTTP/1.1 100 Continue\r\n\r\n" HEAD
		"Content-Length: " PAGE_LENGTH "\r\n\r\n" PAGE,
		NULL, 0 },
	{ "status-204", fault_wire_raw, "204 with a body",
		"HTTP/1.1 204 No Content\r\nContent-Length: " PAGE_LENGTH
		"\r\n\r\n" PAGE,
		NULL, 0 },
	{ "status-205", fault_wire_raw, "205 with a body",
		"HTTP/1.1 205 Reset Content\r\n"
		"Content-Length: " PAGE_LENGTH "\r\n\r\n" PAGE,
		NULL, 0 },
	{ "status-206", fault_wire_raw, "206 unasked",
		"HTTP/1.1 206 Partial Content\r\nContent-Type: text/html\r\n"
		"Content-Range: bytes 0-9/1000\r\n"
		"Content-Length: " PAGE_LENGTH "\r\n\r\n" PAGE,
		NULL, 0 },
	{ "status-304", fault_wire_raw, "304 unasked",
		"HTTP/1.1 304 Not Modified\r\n\r\n", NULL, 0 },
	{ "status-400", fault_wire_status, "400", NULL, NULL, 400 },
	{ "status-401", fault_wire_status, "401 with a challenge",
		"WWW-Authenticate: Basic realm=\"office\"\r\n", NULL, 401 },
	{ "status-403", fault_wire_status, "403", NULL, NULL, 403 },
	{ "status-404", fault_wire_status, "404", NULL, NULL, 404 },
	{ "status-410", fault_wire_status, "410", NULL, NULL, 410 },
	{ "status-429", fault_wire_status, "429, Retry-After 2 s",
		"Retry-After: 2\r\n", NULL, 429 },
	{ "status-429-once", fault_wire_once,
		"429 with Retry-After 1 s, then a page", "Retry-After: 1\r\n",
		NULL, 429 },
	{ "status-500", fault_wire_status, "500", NULL, NULL, 500 },
	{ "status-500-once", fault_wire_once, "500, then a page", NULL, NULL,
		500 },
	{ "status-502", fault_wire_status, "502", NULL, NULL, 502 },
	{ "status-503", fault_wire_status, "503", NULL, NULL, 503 },
	{ "status-503-retry", fault_wire_status, "503, Retry-After 2 s",
		"Retry-After: 2\r\n", NULL, 503 },
	{ "retry-date", fault_wire_status, "Retry-After as a date past",
		"Retry-After: Fri, 01 Mar 2024 00:00:00 GMT\r\n", NULL, 503 },
	{ "retry-far", fault_wire_status, "Retry-After as a date far ahead",
		"Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n", NULL, 503 },
	{ "retry-absurd", fault_wire_status, "Retry-After of 30 years",
		"Retry-After: 999999999\r\n", NULL, 503 },
	{ "retry-negative", fault_wire_status, "Retry-After -5",
		"Retry-After: -5\r\n", NULL, 503 },
	{ "retry-text", fault_wire_status, "Retry-After soon",
		"Retry-After: soon\r\n", NULL, 503 },
	{ "no-head", fault_wire_no_head, "405 for HEAD, a page for GET", NULL,
		NULL, 0 },

	/* Codings */
	{ "gzip-good", fault_body_gzip, "gzip done right", NULL, NULL, 0 },
	{ "gzip-cut", fault_body_gzip_cut, "gzip cut amid the data", NULL, NULL,
		40 },
	{ "gzip-cut-trailer", fault_body_gzip_cut, "gzip without its trailer",
		NULL, NULL, 8 },
	{ "gzip-tail", fault_body_gzip_tail, "junk behind the gzip data", NULL,
		BYTES("junk\0junk") },
	{ "gzip-checksum", fault_body_gzip_checksum, "gzip checksum wrong",
		NULL, NULL, 0 },
	{ "gzip-twice", fault_body_gzip_twice, "two gzip members", NULL, NULL,
		0 },
	{ "gzip-layers", fault_body_gzip_layers, "packed three times over",
		NULL, NULL, 3 },
	{ "gzip-bomb", fault_body_gzip_bomb, "1.6 MB that unpack to 256 MB",
		HTML, NULL, 256 * MB },
	{ "gzip-bomb-layers", fault_body_gzip_layered_bomb,
		"a bomb that is packed twice over", NULL, NULL, 16 * MB },
	{ "gzip-endless", fault_body_gzip_endless, "gzip data without end",
		NULL, NULL, 0 },
	{ "gzip-lie", fault_body_html, "says gzip and is not",
		"Content-Encoding: gzip\r\n", PAGE LINK, 0 },
	{ "coding-unknown", fault_body_html, "a coding nobody knows",
		"Content-Encoding: x-nonsense\r\n", PAGE LINK, 0 },

	/* Types and charsets */
	{ "type-wrong", fault_body_page, "HTML told as PDF", PDF, PAGE LINK,
		0 },
	{ "type-none", fault_body_page, "HTML with no Content-Type", NULL,
		PAGE LINK, 0 },
	{ "type-octets", fault_body_page, "HTML told as octet-stream",
		"application/octet-stream", PAGE LINK, 0 },
	{ "type-pdf-as-html", fault_body_page, "PDF told as HTML", HTML,
		"%PDF-1.4\n%%EOF\n", 0 },
	{ "type-nonsense", fault_body_page, "Content-Type: nonsense",
		"nonsense", PAGE LINK, 0 },
	{ "charset-header", fault_body_page, "TIS-620 told in the header",
		"text/html; charset=TIS-620", PLAIN TIS LINK, 0 },
	{ "charset-meta", fault_body_page, "windows-874 told in a meta",
		"text/html", "<meta charset=windows-874>" PLAIN TIS LINK, 0 },
	{ "charset-none", fault_body_page, "TIS-620 told nowhere", "text/html",
		PLAIN TIS LINK, 0 },
	{ "charset-lie-utf8", fault_body_page, "TIS-620 told as UTF-8", HTML,
		PLAIN TIS LINK, 0 },
	{ "charset-lie-latin1", fault_body_page, "TIS-620 told as Latin-1",
		"text/html; charset=iso-8859-1", PLAIN TIS LINK, 0 },
	{ "charset-unknown", fault_body_page, "a charset nobody knows",
		"text/html; charset=x-thai", PLAIN TIS LINK, 0 },
	{ "charset-utf16", fault_body_page, "UTF-16 with its mark", "text/html",
		BYTES("\xff\xfe<\0p\0>\0\x01\x0e<\0/\0p\0>\0") },
	{ "utf8-invalid", fault_body_page, "invalid UTF-8", HTML,
		PLAIN "\xff\xfe\x80 \xe0\xb8 \xc0\xaf \xed\xa0\x80"
		      " \xf4\x90\x80\x80 " LINK,
		0 },
	{ "nul-bytes", fault_body_page, "NUL bytes in the page", HTML,
		BYTES(PLAIN "\0\0before\0" LINK "\0after\0") },

	/* Links and markup */
	{ "base-foreign", fault_body_html, "base is another host", NULL,
		"<base href=\"http://elsewhere.invalid/\">" PAGE
		"<a href=\"x\">x</a>" LINK,
		0 },
	{ "base-javascript", fault_body_html, "base is a javascript: address",
		NULL, "<base href=\"javascript:alert(1)\">" PAGE LINK, 0 },
	{ "base-twice", fault_body_html, "two base elements", NULL,
		"<base href=\"/__fault/\"><base href=\"/nowhere/\">" PAGE
		"<a href=\"ok?base\">x</a>" LINK,
		0 },
	{ "link-schemes", fault_body_html, "links that are no pages", NULL,
		PAGE "<a href=\"javascript:void(0)\">a</a>"
		     "<a href=\"mailto:a@b.invalid\">b</a><a href=\"tel:1\">c"
		     "</a><a href=\"line://x\">d</a><a href=\"data:,x\">e</a>"
		     "<a href=\"http://[\">f</a><a href=\"#\">g</a>" LINK,
		0 },
	{ "link-actions", fault_body_html, "links that act", NULL,
		PAGE "<a href=\"/__fault/ok?action=delete&amp;id=1\">a</a>"
		     "<a href=\"/__fault/logout\">b</a>" LINK,
		0 },
	{ "frames", fault_body_html, "a frameset", NULL,
		"<title>frames</title><frameset><frame src=\"ok?frame\">"
		"<frame src=\"sentinel-after\"></frameset>",
		0 },
	{ "iframe", fault_body_html, "an iframe", NULL,
		PAGE "<iframe src=\"ok?iframe\"></iframe>" LINK, 0 },
	{ "xhtml-dtd", fault_body_page, "XHTML with a DTD and entities",
		"application/xhtml+xml",
		"<?xml version=\"1.0\"?><!DOCTYPE html [<!ENTITY x SYSTEM "
		"\"file:///etc/passwd\">]><html><body>&x;" LINK
		"</body></html>",
		0 },

	/* Pages that lie */
	{ "empty-body", fault_body_html, "an empty page", NULL, "", 0 },
	{ "soft-404", fault_body_html, "\"not found\" with status 200", NULL,
		"<!DOCTYPE html><title>404</title><h1>ไม่พบหน้าที่ท่านต้องการ</h1>" LINK,
		0 },
	{ "soft-500", fault_body_html, "a database error with status 200", NULL,
		"<br /><b>Warning</b>: mysqli_connect(): (HY000/2002): "
		"Connection refused in <b>/home/www/config.php</b>" LINK,
		0 },
	{ "soft-500-wordpress", fault_body_html,
		"a blog without its database, status 200", NULL,
		"<!DOCTYPE html><title>Database Error</title>"
		"<h1>Error establishing a database connection</h1>" LINK,
		0 },
	{ "soft-500-aspnet", fault_body_html,
		"a program's error with status 200", NULL,
		"<html><head><title>Runtime Error</title></head><body>"
		"<h1>Server Error in '/' Application.<hr></h1>" LINK,
		0 },
	{ "suspended", fault_body_html, "closed by its host, status 200", NULL,
		"<title>Account Suspended</title><h1>Account Suspended</h1>"
		"<p>This Account has been suspended.</p>" LINK,
		0 },
	{ "login", fault_body_html, "a login form", NULL,
		"<!DOCTYPE html><title>เข้าสู่ระบบ</title><form method=post>"
		"<input name=user><input type=password name=pass></form>",
		0 },
	{ "blocked-200", fault_body_html, "a firewall's page with 200", NULL,
		"<!DOCTYPE html><title>Just a moment...</title>"
		"<div id=\"cf-challenge\">Checking your browser</div>",
		0 },
	{ "blocked-403", fault_body_html, "a firewall's page with 403", NULL,
		"<!DOCTYPE html><title>Attention Required! | Cloudflare</title>"
		"<h1>Sorry, you have been blocked</h1>",
		403 },
	{ "blocked-503", fault_body_html, "a captcha with 503", NULL,
		"<!DOCTYPE html><title>Security check</title>"
		"<div class=\"g-recaptcha\"></div>",
		503 },
	{ "needs-script", fault_body_html, "an empty shell for scripts", NULL,
		"<!DOCTYPE html><title>app</title><div id=\"app\"></div>"
		"<script src=\"/app.js\"></script><noscript>Please enable "
		"JavaScript</noscript>",
		0 },
	{ "script-cookie", fault_body_html,
		"a script leaves a cookie and asks again", NULL,
		"<!DOCTYPE html><title>x</title><script>document.cookie='a=1';"
		"location.href='/__fault/script-cookie';</script>",
		0 },
	{ "script-hash", fault_body_html,
		"a script goes to a place of a program", NULL,
		"<!DOCTYPE html><title>x</title>"
		"<script>location.replace('/__fault/ok#/plan')</script>",
		0 },
	{ "script-filled", fault_body_html, "a list that a script fills", NULL,
		"<!DOCTYPE html><title>page</title>" FAULT_MENU
		"<h1>page</h1><div id=list></div><script>fetch('/list')"
		".then(a => document.getElementById('list').append(a))"
		"</script>",
		0 },

	/* Traps */
	{ "trap-calendar", fault_body_trap, "a calendar without end",
		"/__fault/trap-calendar?month=", "", 2 },
	{ "trap-session", fault_body_trap, "a new session in each link",
		"/__fault/trap-session?PHPSESSID=", "&amp;page=1", 0 },
	{ "trap-random", fault_body_trap, "a new page in each link",
		"/__fault/trap-random/", ".html", 0 },
	{ "trap-paths", fault_body_nest, "paths that grow", "/again", NULL, 0 },
	{ "trap-queries", fault_body_nest, "queries that grow", "?a=1&amp;b=2",
		NULL, 0 },

	/* robots.txt and sitemaps, for --fault /robots.txt=NAME */
	{ "robots-deny-all", fault_body_robots, "all is forbidden",
		"User-agent: *\nDisallow: /\n", "", 0 },
	{ "robots-html", fault_body_html, "HTML in place of robots.txt", NULL,
		PAGE LINK, 0 },
	{ "robots-huge", fault_body_robots, "rules, then 20 MB more",
		"User-agent: *\nDisallow: /closed/\n",
		"Disallow: /never/used/rule/number/one\n", 20 * MB / 38 },
	{ "robots-endless", fault_wire_repeat, "rules, then more without end",
		"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
		"User-agent: *\nDisallow: /closed/\n",
		"Disallow: /never/used\n", 0 },
	{ "robots-chunks", fault_wire_repeat, "the same in chunks",
		"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
		"Transfer-Encoding: chunked\r\n\r\n"
		"21\r\nUser-agent: *\nDisallow: /closed/\n\r\n",
		"16\r\nDisallow: /never/used\n\r\n", 0 },
	{ "robots-bomb", fault_body_gzip_bomb, "rules, then 256 MB of zeros",
		"text/plain", "User-agent: *\nDisallow: /closed/\n", 256 * MB },
	{ "robots-gzip", fault_body_gzip_endless,
		"rules, then gzip data without end", NULL,
		"User-agent: *\nDisallow: /closed/\n", 0 },
	{ "robots-bom", fault_body_page, "byte order mark, CR alone",
		"text/plain", "\xef\xbb\xbfUser-agent: *\rDisallow: /closed/\r",
		0 },
	{ "robots-junk", fault_body_page, "NUL and junk between the rules",
		"text/plain",
		BYTES("junk\0\n: :\nUser-agent\n"
		      "User-agent: *\nDisallow: /closed/\n\xff\xfe\n") },
	{ "robots-stars", fault_body_robots, "a rule of 4,000 stars",
		"User-agent: *\nDisallow: /x", "*a", 4000 },
	{ "robots-delay", fault_body_robots, "Crawl-delay of ten hours",
		"User-agent: *\nCrawl-delay: 36000\nDisallow: /closed/\n", "",
		0 },
	{ "sitemap-many", fault_body_sitemap, "50,001 addresses", NULL, NULL,
		50001 },
	{ "sitemap-xxe", fault_body_page, "an external entity", XML,
		"<?xml version=\"1.0\"?><!DOCTYPE u [<!ENTITY x SYSTEM "
		"\"file:///etc/passwd\">]><urlset><url><loc>&x;</loc></url>"
		"</urlset>",
		0 },
	{ "sitemap-laughs", fault_body_page, "entities that multiply", XML,
		"<?xml version=\"1.0\"?><!DOCTYPE u [<!ENTITY a \"aaaaaaaaaa\">"
		"<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
		"<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
		"<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">"
		"<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">"
		"<!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\">]>"
		"<urlset><url><loc>&f;</loc></url></urlset>",
		0 },
	{ "sitemap-cut", fault_body_page, "cut amid an address", XML,
		"<?xml version=\"1.0\"?><urlset><url><loc>http://127.0.0.1/",
		0 },
	{ "sitemap-foreign", fault_body_page, "addresses of another host", XML,
		"<?xml version=\"1.0\"?><urlset><url><loc>"
		"http://elsewhere.invalid/</loc></url></urlset>",
		0 },
	{ "sitemap-bomb", fault_body_gzip_bomb, "gzip that unpacks to 256 MB",
		XML, NULL, 256 * MB },

	/* Documents */
	{ "doc-empty", fault_body_page, "a PDF of no bytes", PDF, "", 0 },
	{ "doc-garbage", fault_body_page, "a PDF of garbage", PDF,
		BYTES("%PDF-1.4\n\0\xff garbage \x80\x81\n") },
	{ "doc-html", fault_body_page, "HTML named as a PDF", PDF, PAGE LINK,
		0 },
	{ "doc-cut", fault_wire_raw, "a PDF cut in transfer",
		"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n"
		"Content-Length: 90000\r\n\r\n%PDF-1.4\n1 0 obj\n<<",
		NULL, 0 },
	{ "doc-loop", fault_body_page, "a PDF whose pages lead to themselves",
		PDF,
		"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
		"2 0 obj<</Type/Pages/Count 9999/Kids[2 0 R 2 0 R]>>endobj\n"
		"trailer<</Root 1 0 R>>\n%%EOF\n",
		0 },
	{ "doc-blank", fault_body_page, "a PDF page without text", PDF,
		"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
		"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
		"endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
		0 },
	{ "doc-locked", fault_body_page, "a PDF with a password", PDF,
		"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
		"2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
		"3 0 obj<</Filter/Standard/V 1/R 2/P -4"
		"/O(01234567890123456789012345678901)"
		"/U(01234567890123456789012345678901)>>endobj\n"
		"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[(a)(a)]>>\n%%EOF\n",
		0 },
	{ "doc-endless", fault_wire_repeat, "a PDF without end",
		"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n"
		"%PDF-1.4\n",
		"% and on and on\n", 0 },
	{ "doc-not-zip", fault_body_page, "an XLSX that is no ZIP", XLSX,
		"Name;Amount\nx;1\n", 0 },

	/* What is well and shows that the run goes on */
	{ "ok", fault_body_html, "a good page", NULL, PAGE LINK, 0 },
	{ "logout", fault_body_html, "a page nobody should ask for", NULL, PAGE,
		0 },
	{ "sentinel-after", fault_body_html, "the run goes on", NULL,
		"<!DOCTYPE html><title>sentinel</title><h1>the run goes on"
		"</h1>",
		0 },
};

static const size_t fault_count = sizeof(faults) / sizeof(*faults);

static void send_index(struct reply *r, struct slice wanted)
{
	struct reply_head head = { .status = 200, .type = HTML };
	struct buf body;
	char *begin = slice_dup(wanted);

	buf_init(&body, MAX_INDEX);
	buf_puts(&body, "<!DOCTYPE html><title>faults</title><ul>\n");
	for (size_t i = 0; i < fault_count; i++) {
		const struct fault *f = &faults[i];

		if (strncmp(f->name, begin, strlen(begin)) == 0)
			buf_printf(&body, "<li><a href=\"%s%s\">%s</a>: %s\n",
				prefix, f->name, f->name, f->what);
	}
	buf_printf(&body, "</ul><p><a href=\"%ssentinel-after\">sentinel</a>\n",
		prefix);
	reply_page(r, &head, buf_slice(&body));
	buf_done(&body);
	free(begin);
}

static bool run_named(struct reply *r, struct slice name, struct slice rest,
	atomic_uint *counters)
{
	struct fault_call call = {
		.reply = r,
		.rest = rest,
	};

	for (size_t i = 0; i < fault_count; i++) {
		if (!slice_eq(name, faults[i].name))
			continue;
		call.fault = &faults[i];
		call.tries = &counters[i];
		call.fault->run(&call);
		return true;
	}
	return false;
}

size_t faults_counters(void)
{
	return fault_count;
}

bool faults_answer(struct reply *r, struct slice target, atomic_uint *counters)
{
	struct slice name;
	size_t len = 0;

	if (!slice_starts(target, prefix))
		return false;
	name = slice_of(
		target.data + strlen(prefix), target.len - strlen(prefix));
	if (name.len == 0 || name.data[0] == '?') {
		size_t skip = name.len > 0;

		send_index(r, slice_of(name.data + skip, name.len - skip));
		return true;
	}
	while (len < name.len && name.data[len] != '/' && name.data[len] != '?')
		len++;
	return run_named(r, slice_of(name.data, len),
		slice_of(name.data + len, name.len - len), counters);
}

bool faults_run(struct reply *r, struct slice name, atomic_uint *counters)
{
	return run_named(r, name, slice_of("", 0), counters);
}

void faults_print(void)
{
	for (size_t i = 0; i < fault_count; i++)
		(void)printf("%-24s %s\n", faults[i].name, faults[i].what);
}
