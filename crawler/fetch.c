#include "crawler/fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <curl/curl.h>

#include "base/mem.h"
#include "base/time.h"
#include "crawler/address.h"
#include "crawler/clock.h"
#include "crawler/limits.h"
#include "crawler/url.h"

#define SPARE_HANDLES 16
#define RECEIVE_BYTES (128L * 1024)
#define EXTRA_FDS 256

/* Chunk framing may take this much beside the data. */
#define FRAMING_BYTES ((size_t)1 << 20)

/* Bytes behind the announced length of a body that are kept as evidence. */
#define EXCESS_BYTES ((size_t)64 * 1024)

/* Of an answer that is none to be read, no more than this. */
#define ERROR_PAGE_BYTES ((size_t)256 * 1024)

struct transfer {
	struct transfer *next;
	struct fetch *owner;
	struct response *response;
	CURL *easy;
	struct curl_slist *fields; /* of this request alone, or NULL */
	uint32_t ticket;
	size_t page_bytes, document_bytes;
	bool own;          /* its origin may be a private one */
	bool sized;        /* max and limit_ms are settled */
	bool closed;       /* TLS said that nothing more will come */
	size_t max;        /* bytes of the decoded body */
	size_t head_bytes; /* of all heads, 1xx included */
	size_t body_bytes; /* of the body, as far as it came */
	struct buf excess; /* what came behind it */
	int64_t started;   /* all on the clock for waiting */
	int64_t heard;     /* last byte */
	int64_t window;    /* begin of the count of ... */
	size_t window_bytes;
	long limit_ms;
	const char *refused; /* why the address of the connection is none */
	char error[CURL_ERROR_SIZE];
};

struct fetch {
	CURLM *multi;
	struct curl_slist *fields, *identity_fields;
	struct transfer *active;
	struct transfer *done; /* in the order they ended */
	CURL *spare[SPARE_HANDLES];
	size_t n_spare;
	uint64_t bytes;
	size_t requests;
	struct fetch_options options;
	char *user_agent, *own;
	bool own_is_public; /* seen once: it shall not move into our network */
};

static void hear(struct transfer *t, size_t n)
{
	t->heard = clock_ms();
	if (t->window == 0)
		t->window = t->heard;
	t->window_bytes += n;
	t->owner->bytes += n;
}

static size_t on_head(char *data, size_t size, size_t n, void *ctx)
{
	struct transfer *t = ctx;
	const size_t len = size * n;

	hear(t, len);
	t->head_bytes += len;
	if (t->head_bytes <= LIMIT_HEADER_BYTES &&
		response_put_line(t->response, slice_of(data, len)))
		return len;
	response_set_outcome(t->response, OUTCOME_TOO_LARGE,
		"header of more than %lu bytes", LIMIT_HEADER_BYTES);
	t->response->cut = RESPONSE_CUT_LENGTH;
	return 0;
}

/* A page until its type or its address says document. */
static void settle_size(struct transfer *t)
{
	const bool document = response_is_document(t->response);

	t->sized = true;
	t->max = document ? t->document_bytes : t->page_bytes;
	if (t->response->status != 200 && t->max > ERROR_PAGE_BYTES)
		t->max = ERROR_PAGE_BYTES;
	if (document)
		t->limit_ms = t->owner->options.document_ms;
}

/* Nobody will read what is too large: its beginning is enough as evidence.  Of
 * a robots.txt it is what counts, and has its framing beside it. */
static void cut_raw(struct response *r)
{
	const size_t most = LIMIT_ROBOTS_BYTES + FRAMING_BYTES;
	struct buf start;

	buf_init(&start, r->raw.max);
	buf_put(&start, r->raw.data, r->raw.len < most ? r->raw.len : most);
	buf_done(&r->raw);
	r->raw = start;
	r->cut = RESPONSE_CUT_LENGTH;
}

static size_t on_body(char *data, size_t size, size_t n, void *ctx)
{
	struct transfer *t = ctx;
	struct response *r = t->response;
	const size_t len = size * n;

	hear(t, len);
	if (!t->sized)
		settle_size(t);
	if (r->raw.len + len <= t->max + FRAMING_BYTES) {
		buf_put(&r->raw, data, len);
		return len;
	}
	response_set_outcome(
		r, OUTCOME_TOO_LARGE, "more than %zu bytes", t->max);
	cut_raw(r);
	return 0;
}

/* libcurl drops what follows the announced length of a body without a word:
 * the same page with a wrong length would pass for whole. */
static void keep_excess(struct transfer *t, struct slice data)
{
	const struct response *r = t->response;
	const long length =
		slice_number(response_field(r, "Content-Length"), INT32_MAX);
	size_t known;

	t->body_bytes += data.len;
	if (length < 0 || response_is_chunked(r) ||
		t->body_bytes <= (size_t)length)
		return;
	known = t->body_bytes - (size_t)length;
	if (known < data.len)
		data = slice_of(data.data + data.len - known, known);
	buf_put_slice(&t->excess, data);
}

/* The alert close_notify (RFC 8446 section 6.1).  libcurl calls an answer whole
 * without it too (7.88, measured). */
static bool is_goodbye(struct slice data)
{
	return data.len == 2 && data.data[0] == 1 && data.data[1] == 0;
}

/* Keeps the head of the request as it was sent, for the archive, and looks for
 * bytes that nobody announced, and for a goodbye. */
static int on_debug(
	CURL *easy, curl_infotype type, char *data, size_t len, void *ctx)
{
	struct transfer *t = ctx;

	(void)easy;
	if (type == CURLINFO_HEADER_OUT) {
		buf_clear(&t->response->request);
		buf_put(&t->response->request, data, len);
	} else if (type == CURLINFO_DATA_IN) {
		keep_excess(t, slice_of(data, len));
	} else if (type == CURLINFO_SSL_DATA_IN) {
		t->closed = t->closed || is_goodbye(slice_of(data, len));
	}
	return 0;
}

/* Who has named a public site has not allowed what its name may say later. */
static bool may_connect(struct transfer *t, const struct sockaddr *to)
{
	struct fetch *f = t->owner;
	const bool public = address_is_public(to);

	if (t->own && public)
		f->own_is_public = true;
	return public || f->options.allow_private ||
	       (t->own && !f->own_is_public);
}

/* The one place that sees the address which will really be connected to. */
static curl_socket_t on_socket(
	void *ctx, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct transfer *t = ctx;
	int fd;

	(void)purpose;
	if (!may_connect(t, &to->addr)) {
		t->refused = address_special(&to->addr);
		return CURL_SOCKET_BAD;
	}
	fd = socket(to->family, to->socktype, to->protocol);
	if (fd >= 0)
		(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	return fd < 0 ? CURL_SOCKET_BAD : fd;
}

/* What OpenSSL found wrong with the certificate: X509_V_ERR_... */
static enum outcome certificate_outcome(const struct transfer *t)
{
	long found = 0;

	(void)curl_easy_getinfo(t->easy, CURLINFO_SSL_VERIFYRESULT, &found);
	switch (found) {
	case 9:  /* CERT_NOT_YET_VALID */
	case 10: /* CERT_HAS_EXPIRED */
		return OUTCOME_TLS_EXPIRED;
	case 62: /* HOSTNAME_MISMATCH */
	case 64: /* IP_ADDRESS_MISMATCH */
		return OUTCOME_TLS_HOSTNAME;
	case 66: /* EE_KEY_TOO_SMALL */
	case 67: /* CA_KEY_TOO_SMALL */
	case 68: /* CA_MD_TOO_WEAK */
		return OUTCOME_TLS_WEAK;
	case 0: /* libcurl compares the names itself, after OpenSSL's checks */
	case 1: /* ... which it has not asked for their result by then */
		return OUTCOME_TLS_HOSTNAME;
	default:
		return OUTCOME_TLS_UNTRUSTED;
	}
}

static bool says(const struct transfer *t, const char *words)
{
	return slice_find_nocase(slice_str(t->error), words, 0) >= 0;
}

static enum outcome handshake_outcome(const struct transfer *t)
{
	static const char *const weak[] = { "unsupported protocol", "too small",
		"protocol version", "no ciphers", "legacy", "wrong version",
		"handshake failure" };

	/* "wrong version number" is also what plain HTTP looks like. */
	if (says(t, "wrong version number") || says(t, "http request"))
		return OUTCOME_TLS_ERROR;
	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++)
		if (says(t, weak[i]))
			return OUTCOME_TLS_WEAK;
	return OUTCOME_TLS_ERROR;
}

/* Only the time for connecting is left to libcurl. */
static enum outcome timeout_outcome(const struct transfer *t)
{
	curl_off_t looked_up = 0;

	(void)curl_easy_getinfo(
		t->easy, CURLINFO_NAMELOOKUP_TIME_T, &looked_up);
	return looked_up == 0 ? OUTCOME_DNS : OUTCOME_CONNECT_TIMEOUT;
}

static enum outcome connect_outcome(const struct transfer *t)
{
	long code = 0;

	if (t->refused)
		return OUTCOME_BLOCKED_ADDRESS;
	(void)curl_easy_getinfo(t->easy, CURLINFO_OS_ERRNO, &code);
	return code == ETIMEDOUT ? OUTCOME_CONNECT_TIMEOUT : OUTCOME_REFUSED;
}

/* libcurl has one code for resets, bad chunks and heads that are too large. */
static enum outcome receive_outcome(const struct transfer *t)
{
	if (says(t, "chunk"))
		return OUTCOME_BAD_HTTP;
	if (says(t, "too large") || says(t, "header"))
		return OUTCOME_TOO_LARGE;
	return t->response->raw.len ? OUTCOME_TRUNCATED : OUTCOME_RESET;
}

static enum outcome outcome_of(const struct transfer *t, CURLcode code)
{
	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
		return OUTCOME_DNS;
	case CURLE_COULDNT_CONNECT:
		return connect_outcome(t);
	case CURLE_OPERATION_TIMEDOUT:
		return timeout_outcome(t);
	case CURLE_GOT_NOTHING:
	case CURLE_SEND_ERROR:
		return OUTCOME_RESET;
	case CURLE_RECV_ERROR:
		return receive_outcome(t);
	case CURLE_PARTIAL_FILE:
		return OUTCOME_TRUNCATED;
	case CURLE_OUT_OF_MEMORY: /* a header line over its own bound */
		return OUTCOME_TOO_LARGE;
	case CURLE_UNSUPPORTED_PROTOCOL: /* HTTP/0.9 */
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_WRITE_ERROR:
		return OUTCOME_BAD_HTTP;
	case CURLE_PEER_FAILED_VERIFICATION:
		return certificate_outcome(t);
	default:
		return handshake_outcome(t);
	}
}

static void judge(struct transfer *t, CURLcode code)
{
	struct response *r = t->response;
	enum outcome o;

	if (!t->sized)
		settle_size(t);
	buf_put_slice(&r->raw, buf_slice(&t->excess));
	if (code == CURLE_OK || response_is_settled(r)) {
		response_judge(r, t->max);
		r->unproven = r->outcome == OUTCOME_OK && !t->closed &&
			      !response_has_end(r);
		return;
	}
	if (r->outcome != OUTCOME_PENDING)
		return;
	o = outcome_of(t, code);
	if (t->refused)
		response_set_outcome(r, o, "%s address", t->refused);
	else if (code == CURLE_OUT_OF_MEMORY)
		response_set_outcome(r, o, "a line of the header");
	else
		response_set_outcome(r, o, "%s",
			t->error[0] ? t->error : curl_easy_strerror(code));
	if (r->head.len)
		r->cut = RESPONSE_CUT_DISCONNECT;
}

static void keep_handle(struct fetch *f, CURL *easy)
{
	if (!easy || f->n_spare == SPARE_HANDLES) {
		curl_easy_cleanup(easy);
		return;
	}
	curl_easy_reset(easy);
	f->spare[f->n_spare++] = easy;
}

static void unlink_transfer(struct transfer **list, struct transfer *t)
{
	while (*list != t)
		list = &(*list)->next;
	*list = t->next;
	t->next = NULL;
}

/* Moves the transfer to the ended ones. */
static void finish(struct transfer *t, CURLcode code)
{
	struct fetch *f = t->owner;
	struct transfer **end = &f->done;
	char *address = NULL;

	judge(t, code);
	(void)curl_easy_getinfo(t->easy, CURLINFO_PRIMARY_IP, &address);
	if (address && strlen(address) < sizeof(t->response->address))
		memcpy(t->response->address, address, strlen(address));
	(void)curl_multi_remove_handle(f->multi, t->easy);
	keep_handle(f, t->easy);
	t->easy = NULL;
	unlink_transfer(&f->active, t);
	while (*end)
		end = &(*end)->next;
	*end = t;
}

static void end_overdue(
	struct transfer *t, enum outcome o, const char *what, long ms)
{
	response_set_outcome(t->response, o, "%s %ld s", what, ms / 1000);
	t->response->cut = RESPONSE_CUT_TIME;
	finish(t, CURLE_OPERATION_TIMEDOUT);
}

/* Silence, least speed and the whole time; libcurl's own limits would not
 * tell which of them struck.  What may have fallen silent for good is not yet
 * called slow, for silence is worth another try. */
static void check_time(struct transfer *t)
{
	const int64_t now = clock_ms();
	const long silence = t->owner->options.silence_ms;
	const size_t least = (size_t)LIMIT_LEAST_SPEED * (size_t)silence / 1000;

	if (now - t->heard >= silence) {
		end_overdue(t, OUTCOME_READ_TIMEOUT, "silence of", silence);
	} else if (now - t->started >= t->limit_ms) {
		end_overdue(
			t, OUTCOME_TOO_SLOW, "not whole after", t->limit_ms);
	} else if (t->window && now - t->window >= silence &&
		   now - t->heard < silence / 2) {
		if (t->window_bytes < least) {
			end_overdue(t, OUTCOME_TOO_SLOW, "nearly nothing in",
				silence);
			return;
		}
		t->window = now;
		t->window_bytes = 0;
	}
}

/* Milliseconds until check_time() has something to say of any of them. */
static int next_check(const struct fetch *f, int wait_ms)
{
	for (const struct transfer *t = f->active; t; t = t->next) {
		int64_t due = t->started + t->limit_ms;

		if (t->heard + f->options.silence_ms < due)
			due = t->heard + f->options.silence_ms;
		if (t->window && t->window + f->options.silence_ms < due)
			due = t->window + f->options.silence_ms;
		if (clock_left_ms(due) < wait_ms)
			wait_ms = clock_left_ms(due);
	}
	return wait_ms;
}

static long or_default(long value, long fallback)
{
	return value ? value : fallback;
}

static void set_defaults(struct fetch *f, const struct fetch_options *options)
{
	struct fetch_options *o = &f->options;

	*o = *options;
	f->user_agent = mem_strdup(options->user_agent);
	f->own = mem_strdup(options->own);
	o->connect_ms = or_default(o->connect_ms, LIMIT_CONNECT_MS);
	o->silence_ms = or_default(o->silence_ms, LIMIT_SILENCE_S * 1000L);
	o->page_ms = or_default(o->page_ms, LIMIT_PAGE_S * 1000L);
	o->document_ms = or_default(o->document_ms, LIMIT_DOCUMENT_S * 1000L);
}

/* Only memory can be the cause when that fails. */
static void add_field(struct curl_slist **list, const char *line)
{
	struct curl_slist *more = curl_slist_append(*list, line);

	if (!more)
		mem_exhausted();
	*list = more;
}

/* A field whose value comes from elsewhere; none when there is no value. */
static void add_value(
	struct curl_slist **list, const char *name, const char *value)
{
	struct buf line;

	if (!value || !*value)
		return;
	buf_init(&line, LIMIT_HEADER_BYTES);
	buf_printf(&line, "%s: %s", name, value);
	add_field(list, buf_str(&line));
	buf_done(&line);
}

/* The fields of every request. */
static struct curl_slist *make_fields(const char *coding, const char *mailbox)
{
	struct curl_slist *list = NULL;

	add_field(&list, coding);
	add_field(&list,
		"Accept: text/html,application/xhtml+xml,application/pdf;"
		"q=0.9,*/*;q=0.8");
	add_field(&list, "Accept-Language: th,en;q=0.5");
	add_value(&list, "From", mailbox);
	return list;
}

/* The fields of a request that asks whether something has changed (RFC 9110
 * section 13.1); NULL for any other. */
static struct curl_slist *make_conditions(
	const struct fetch *f, const struct fetch_request *request)
{
	struct curl_slist *list = NULL;
	const bool tagged = request->etag && *request->etag;
	const bool dated = request->modified && *request->modified;

	if (request->identity || (!tagged && !dated))
		return NULL;
	for (const struct curl_slist *at = f->fields; at; at = at->next)
		add_field(&list, at->data);
	add_value(&list, "If-None-Match", request->etag);
	add_value(&list, "If-Modified-Since", request->modified);
	return list;
}

int fetch_new(struct fetch **out, const struct fetch_options *options,
	struct error *err)
{
	struct fetch *f = mem_zalloc(sizeof(*f));

	(void)curl_global_init(CURL_GLOBAL_DEFAULT);
	set_defaults(f, options);
	f->multi = curl_multi_init();
	f->fields = make_fields("Accept-Encoding: gzip, br", options->mailbox);
	f->identity_fields =
		make_fields("Accept-Encoding: identity", options->mailbox);
	if (!f->multi) {
		fetch_free(f);
		return error_set(err, ERR_READ, "cannot set up libcurl");
	}
	*out = f;
	return 0;
}

static void free_transfer(struct transfer *t)
{
	curl_slist_free_all(t->fields);
	response_free(t->response);
	buf_done(&t->excess);
	free(t);
}

void fetch_free(struct fetch *f)
{
	if (!f)
		return;
	while (f->active)
		finish(f->active, CURLE_ABORTED_BY_CALLBACK);
	while (f->done) {
		struct transfer *t = f->done;

		f->done = t->next;
		free_transfer(t);
	}
	for (size_t i = 0; i < f->n_spare; i++)
		curl_easy_cleanup(f->spare[i]);
	curl_slist_free_all(f->fields);
	curl_slist_free_all(f->identity_fields);
	(void)curl_multi_cleanup(f->multi);
	curl_global_cleanup();
	free(f->user_agent);
	free(f->own);
	free(f);
}

static void set_callbacks(struct transfer *t)
{
	CURL *e = t->easy;

	curl_easy_setopt(e, CURLOPT_PRIVATE, t);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, t->error);
	curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_head);
	curl_easy_setopt(e, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, on_socket);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, t);
	curl_easy_setopt(e, CURLOPT_DEBUGFUNCTION, on_debug);
	curl_easy_setopt(e, CURLOPT_DEBUGDATA, t);
	curl_easy_setopt(e, CURLOPT_VERBOSE, 1L);
}

static void set_options(struct transfer *t, bool identity)
{
	const struct fetch *f = t->owner;
	CURL *e = t->easy;

	if (t->fields)
		curl_easy_setopt(e, CURLOPT_HTTPHEADER, t->fields);
	else
		curl_easy_setopt(e, CURLOPT_HTTPHEADER,
			identity ? f->identity_fields : f->fields);
	curl_easy_setopt(e, CURLOPT_USERAGENT, f->user_agent);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	/* As received into the archive; decoded by response.c, which notices
	 * a gzip stream that is cut. */
	curl_easy_setopt(e, CURLOPT_HTTP_TRANSFER_DECODING, 0L);
	curl_easy_setopt(e, CURLOPT_HTTP_CONTENT_DECODING, 0L);
	curl_easy_setopt(e, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(e, CURLOPT_PROXY, "");
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(e, CURLOPT_BUFFERSIZE, RECEIVE_BYTES);
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, f->options.connect_ms);
	curl_easy_setopt(e, CURLOPT_DNS_CACHE_TIMEOUT, (long)LIMIT_NAME_S);
}

/* NULL when memory is out; then the transfer ends before it begins. */
static CURL *take_handle(struct fetch *f)
{
	return f->n_spare > 0 ? f->spare[--f->n_spare] : curl_easy_init();
}

void fetch_start(struct fetch *f, const struct fetch_request *request)
{
	struct transfer *t = mem_zalloc(sizeof(*t));
	struct buf bare;

	t->owner = f;
	t->ticket = request->ticket;
	t->page_bytes =
		request->page_bytes ? request->page_bytes : LIMIT_HTML_BYTES;
	t->document_bytes = request->document_bytes ? request->document_bytes
						    : LIMIT_DOCUMENT_BYTES;
	t->own = f->own && url_same_origin(f->own, request->url);
	t->response = response_new(request->url);
	t->response->via = mem_strdup(request->via);
	t->response->at = f->options.now ? f->options.now : time_now();
	buf_init(&t->excess, EXCESS_BYTES);
	t->started = t->heard = clock_ms();
	t->limit_ms = f->options.page_ms;
	t->fields = make_conditions(f, request);
	t->easy = take_handle(f);
	set_callbacks(t);
	set_options(t, request->identity);
	buf_init(&bare, SIZE_MAX / 2);
	url_put_bare(&bare, request->url);
	curl_easy_setopt(t->easy, CURLOPT_URL, buf_str(&bare));
	buf_done(&bare);
	t->next = f->active;
	f->active = t;
	f->requests++;
	if (curl_multi_add_handle(f->multi, t->easy) == CURLM_OK)
		return;
	response_set_outcome(t->response, OUTCOME_REFUSED, "out of memory");
	finish(t, CURLE_OUT_OF_MEMORY);
}

uint64_t fetch_bytes(const struct fetch *f)
{
	return f->bytes;
}

size_t fetch_requests(const struct fetch *f)
{
	return f->requests;
}

/* Lets libcurl work, then looks which transfers have ended. */
static void perform(struct fetch *f)
{
	CURLMsg *message;
	int n;

	(void)curl_multi_perform(f->multi, &n);
	while ((message = curl_multi_info_read(f->multi, &n)) != NULL) {
		CURLcode code = message->data.result;
		void *t = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		(void)curl_easy_getinfo(
			message->easy_handle, CURLINFO_PRIVATE, &t);
		finish(t, code);
	}
	for (struct transfer *t = f->active, *next; t; t = next) {
		next = t->next;
		check_time(t);
	}
}

void fetch_turn(
	struct fetch *f, const struct pollfd *fds, size_t n, int wait_ms)
{
	struct curl_waitfd extra[EXTRA_FDS];

	perform(f);
	if (f->done || wait_ms == 0)
		return;
	if (n > EXTRA_FDS)
		n = EXTRA_FDS;
	for (size_t i = 0; i < n; i++) {
		extra[i].fd = fds[i].fd;
		extra[i].events = CURL_WAIT_POLLIN;
		if (fds[i].events & POLLOUT)
			extra[i].events |= CURL_WAIT_POLLOUT;
		extra[i].revents = 0;
	}
	(void)curl_multi_poll(
		f->multi, extra, (unsigned)n, next_check(f, wait_ms), NULL);
	perform(f);
}

struct response *fetch_next(struct fetch *f, uint32_t *ticket)
{
	struct transfer *t = f->done;
	struct response *r;

	if (!t)
		return NULL;
	f->done = t->next;
	*ticket = t->ticket;
	r = t->response;
	t->response = NULL;
	free_transfer(t);
	return r;
}
