#include "crawler/outcome.h"

#include <stddef.h>
#include <string.h>

struct row {
	const char *name;
	enum outcome_class class;
	bool retry;
};

#define OPEN OUTCOME_CLASS_OPEN
#define CHECKED OUTCOME_CLASS_CHECKED
#define GONE OUTCOME_CLASS_GONE
#define FAILED OUTCOME_CLASS_FAILED
#define SKIPPED OUTCOME_CLASS_SKIPPED

/* TOO_SLOW is not tried again: it has cost LIMIT_PAGE_S already. */
static const struct row rows[OUTCOME_COUNT] = {
	[OUTCOME_PENDING] = { "pending", OPEN, false },
	[OUTCOME_OK] = { "ok", CHECKED, false },
	[OUTCOME_REDIRECT] = { "redirect", CHECKED, false },
	[OUTCOME_DNS] = { "dns", FAILED, true },
	[OUTCOME_REFUSED] = { "refused", FAILED, true },
	[OUTCOME_CONNECT_TIMEOUT] = { "connect_timeout", FAILED, true },
	[OUTCOME_READ_TIMEOUT] = { "read_timeout", FAILED, true },
	[OUTCOME_TOO_SLOW] = { "too_slow", FAILED, false },
	[OUTCOME_RESET] = { "reset", FAILED, true },
	[OUTCOME_TRUNCATED] = { "truncated", FAILED, true },
	[OUTCOME_TOO_LARGE] = { "too_large", FAILED, false },
	[OUTCOME_BAD_HTTP] = { "bad_http", FAILED, false },
	[OUTCOME_BAD_ENCODING] = { "bad_encoding", FAILED, false },
	[OUTCOME_HTTP_ERROR] = { "http_error", FAILED, false },
	[OUTCOME_RETRY_LATER] = { "retry_later", FAILED, true },
	[OUTCOME_REDIRECT_LOOP] = { "redirect_loop", FAILED, false },
	[OUTCOME_REDIRECT_LIMIT] = { "redirect_limit", FAILED, false },
	[OUTCOME_TLS_EXPIRED] = { "tls_expired", FAILED, false },
	[OUTCOME_TLS_UNTRUSTED] = { "tls_untrusted", FAILED, false },
	[OUTCOME_TLS_HOSTNAME] = { "tls_hostname", FAILED, false },
	[OUTCOME_TLS_WEAK] = { "tls_weak", FAILED, false },
	[OUTCOME_TLS_ERROR] = { "tls_error", FAILED, false },
	[OUTCOME_BLOCKED_ADDRESS] = { "blocked_address", SKIPPED, false },
	[OUTCOME_BLOCKED_SCHEME] = { "blocked_scheme", SKIPPED, false },
	[OUTCOME_OUT_OF_SCOPE] = { "out_of_scope", SKIPPED, false },
	[OUTCOME_EXCLUDED] = { "excluded", SKIPPED, false },
	[OUTCOME_ROBOTS_DENIED] = { "robots_denied", SKIPPED, false },
	[OUTCOME_ROBOTS_UNREACHABLE] = { "robots_unreachable", FAILED, false },
	[OUTCOME_TRAP_LIMIT] = { "trap_limit", SKIPPED, false },
	[OUTCOME_BUDGET] = { "budget", SKIPPED, false },
	[OUTCOME_HOST_DOWN] = { "host_down", FAILED, false },
	[OUTCOME_NOT_ARCHIVED] = { "not_archived", SKIPPED, false },
	[OUTCOME_LOGIN] = { "login", FAILED, false },
	[OUTCOME_SOFT_404] = { "soft_404", GONE, false },
	[OUTCOME_EMPTY] = { "empty", GONE, false },
	[OUTCOME_BLOCKED] = { "blocked", FAILED, false },
	[OUTCOME_NEEDS_SCRIPT] = { "needs_script", FAILED, false },
	[OUTCOME_PARSE_LIMIT] = { "parse_limit", FAILED, false },
	[OUTCOME_READER_FAILED] = { "reader_failed", FAILED, false },
	[OUTCOME_TYPE_UNKNOWN] = { "type_unknown", FAILED, false },
	[OUTCOME_DOC_ENCRYPTED] = { "doc_encrypted", FAILED, false },
	[OUTCOME_DOC_DAMAGED] = { "doc_damaged", FAILED, false },
	[OUTCOME_DOC_NO_TEXT] = { "doc_no_text", FAILED, false },
	[OUTCOME_DOC_LIMIT] = { "doc_limit", FAILED, false },
};

const char *outcome_name(enum outcome o)
{
	return rows[o].name;
}

enum outcome outcome_from_name(const char *name)
{
	for (size_t i = 0; i < OUTCOME_COUNT; i++)
		if (strcmp(rows[i].name, name) == 0)
			return (enum outcome)i;
	return OUTCOME_COUNT;
}

enum outcome_class outcome_class(enum outcome o, int status)
{
	if (o == OUTCOME_HTTP_ERROR && (status == 404 || status == 410))
		return OUTCOME_CLASS_GONE;
	return rows[o].class;
}

bool outcome_is_retryable(enum outcome o, int status)
{
	if (o == OUTCOME_HTTP_ERROR)
		return status == 429 || status >= 500;
	return rows[o].retry;
}
