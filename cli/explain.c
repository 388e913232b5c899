#include "cli/explain.h"

#include <stddef.h>

#include "crawler/scope.h"

static const char *const sentences[OUTCOME_COUNT] = {
	[OUTCOME_PENDING] = "It was found and is still to be asked for.",
	[OUTCOME_OK] = "It was fetched and read.",
	[OUTCOME_REDIRECT] = "It leads on to another address.",
	[OUTCOME_DNS] = "The name of its host could not be resolved.",
	[OUTCOME_REFUSED] = "Its server refused the connection.",
	[OUTCOME_CONNECT_TIMEOUT] = "Its server could not be reached in time.",
	[OUTCOME_READ_TIMEOUT] = "Its server fell silent.",
	[OUTCOME_TOO_SLOW] = "Its server sent too slowly to wait for the end.",
	[OUTCOME_RESET] = "The connection broke.",
	[OUTCOME_TRUNCATED] =
		"Only a part of it came, so nothing of it counts.",
	[OUTCOME_TOO_LARGE] = "It is larger than what is read.",
	[OUTCOME_BAD_HTTP] = "The answer was no proper HTTP.",
	[OUTCOME_BAD_ENCODING] = "The answer could not be unpacked.",
	[OUTCOME_HTTP_ERROR] = "Its server answered with an error.",
	[OUTCOME_RETRY_LATER] =
		"Its server asked to come again later, each time.",
	[OUTCOME_REDIRECT_LOOP] = "Its redirects go round in a circle.",
	[OUTCOME_REDIRECT_LIMIT] = "It led on too many times.",
	[OUTCOME_TLS_EXPIRED] = "The certificate of its server has expired.",
	[OUTCOME_TLS_UNTRUSTED] =
		"The certificate of its server cannot be trusted.",
	[OUTCOME_TLS_HOSTNAME] =
		"The certificate of its server is for another name.",
	[OUTCOME_TLS_WEAK] = "The encryption of its server is too weak.",
	[OUTCOME_TLS_ERROR] = "No encrypted connection could be made.",
	[OUTCOME_BLOCKED_ADDRESS] =
		"Its host has an address of a private network.",
	[OUTCOME_BLOCKED_SCHEME] = "It leads to neither http nor https.",
	[OUTCOME_OUT_OF_SCOPE] = "It belongs to another site.",
	[OUTCOME_EXCLUDED] = "It was left out by a rule.",
	[OUTCOME_ROBOTS_DENIED] = "The site's robots.txt forbids it.",
	[OUTCOME_ROBOTS_UNREACHABLE] =
		"The site's robots.txt could not be had, so nothing was asked.",
	[OUTCOME_TRAP_LIMIT] = "It looks like one of endlessly many.",
	[OUTCOME_BUDGET] = "The run ended before its turn came.",
	[OUTCOME_HOST_DOWN] =
		"Its server had failed too often in a row and was left alone.",
	[OUTCOME_NOT_ARCHIVED] = "The archive that was read does not hold it.",
	[OUTCOME_LOGIN] = "It asks for a login.",
	[OUTCOME_SOFT_404] =
		"It says that there is no such page, though with status 200.",
	[OUTCOME_EMPTY] = "There is nothing on it.",
	[OUTCOME_BLOCKED] = "A firewall or captcha stood in its place.",
	[OUTCOME_NEEDS_SCRIPT] = "It shows nothing unless scripts are run.",
	[OUTCOME_PARSE_LIMIT] = "It is too complicated to be read.",
	[OUTCOME_READER_FAILED] = "The reader failed on it.",
	[OUTCOME_TYPE_UNKNOWN] = "It is a file of a kind that is not read.",
	[OUTCOME_DOC_ENCRYPTED] = "The document is locked by a password.",
	[OUTCOME_DOC_DAMAGED] = "The document is damaged.",
	[OUTCOME_DOC_NO_TEXT] = "It is a picture of text, which is not read.",
	[OUTCOME_DOC_LIMIT] = "The document is too large to be read whole.",
};

static const struct {
	const char *rule, *sentence;
} rules[] = {
	{ "acting_link", "A link with this word may change something on the "
			 "site, so it is never followed." },
	{ "media_file", "Pictures' parts, sound, film, styles and programs "
			"hold no evidence." },
	{ "no_documents", "The run was told not to fetch documents." },
	{ "option", "The command line of the run said so." },
	{ "long_address", "The address is too long." },
	{ "depth", "It is too many clicks away from the home page." },
	{ "long_path", "Its path has too many parts." },
	{ "repeated_part", "The same parts follow each other again and again, "
			   "as wrong relative links make them." },
	{ "copies", "Most addresses that begin like it say what others of them "
		    "say." },
	{ "pattern", "Addresses of this pattern led on to each other without "
		     "end; enough of them were read." },
};

const char *explain_outcome(enum outcome o, int status)
{
	if (o == OUTCOME_HTTP_ERROR && (status == 404 || status == 410))
		return "Its server says that there is no such page.";
	return sentences[o];
}

const char *explain_rule(const char *detail)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (scope_is_rule(detail, rules[i].rule))
			return rules[i].sentence;
	return NULL;
}
