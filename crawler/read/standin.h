/*
 * Pages that stand in for the page that was asked for: firewalls, captchas,
 * log-in forms, empty shells for scripts, errors with status 200.
 */
#ifndef OIT_CRAWLER_READ_STANDIN_H
#define OIT_CRAWLER_READ_STANDIN_H

#include "base/slice.h"
#include "crawler/page.h"
#include "crawler/read/html.h"

/*
 * What a web page that was read is in truth: OUTCOME_OK, or OUTCOME_BLOCKED,
 * _HTTP_ERROR (a breakdown behind the server), _SOFT_404, _LOGIN,
 * _NEEDS_SCRIPT, _EMPTY, _DOC_NO_TEXT (a picture and nothing else), with the
 * cause in *why.  What pages say in Thai when a thing
 * is not found is for the rules; here are only the phrases of servers.
 */
enum outcome standin_outcome(const struct page *p,
	const struct html_facts *facts, struct slice source, const char **why);

/* Which firewall or captcha answered in the place of the server, by the source
 * of a page whose status refuses it; NULL when there is no sign of one. */
const char *standin_wall(struct slice source);

#endif
