#include "cli/agent.h"

#include <string.h>

#include "base/slice.h"
#include "crawler/limits.h"

/* Printable ASCII; with bare, nothing that ends a comment or an address. */
static bool is_header_text(const char *s, bool bare)
{
	for (; *s; s++)
		if (*s < ' ' || *s > '~' || (bare && strchr(" ()<>\"\\", *s)))
			return false;
	return true;
}

bool agent_is_mailbox(const char *contact)
{
	const char *at = strchr(contact, '@');

	return at && at > contact && at[1] && !strchr(at + 1, '@') &&
	       !strchr(contact, '/');
}

static bool is_contact(const char *contact)
{
	const struct slice s = slice_str(contact);

	if (s.len > LIMIT_CONTACT_BYTES || !is_header_text(contact, true))
		return false;
	if (slice_starts(s, "http://") || slice_starts(s, "https://"))
		return s.len > strlen("https://");
	return agent_is_mailbox(contact);
}

int agent_put(struct buf *out, const char *user_agent, const char *contact,
	struct error *err)
{
	if (user_agent && (!*user_agent || !is_header_text(user_agent, false)))
		return error_set(err, ERR_SYNTAX,
			"--user-agent: must be printable ASCII");
	if (contact && !is_contact(contact))
		return error_set(err, ERR_SYNTAX,
			"--contact \"%s\": neither a mail address nor an http "
			"or https one",
			contact);
	buf_puts(out, user_agent ? user_agent : "oit/" OIT_VERSION);
	if (contact)
		buf_printf(out, " (+%s)", contact);
	return 0;
}
