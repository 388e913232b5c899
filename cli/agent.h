/*
 * What the crawler calls itself, with the contact of who is answerable.
 */
#ifndef OIT_CLI_AGENT_H
#define OIT_CLI_AGENT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * Adds the User-Agent: user_agent or, when that is NULL, name and version,
 * and behind it "(+CONTACT)" when contact is not NULL.  ERR_SYNTAX when the
 * contact is neither a mail address nor an http or https one, or when one of
 * them could not stand in a header.
 */
int agent_put(struct buf *out, const char *user_agent, const char *contact,
	struct error *err);

/* Whether the contact is a mail address, as the header From wants it. */
bool agent_is_mailbox(const char *contact);

#endif
