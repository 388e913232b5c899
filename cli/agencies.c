#include "cli/agencies.h"

#include <string.h>

#include "base/buf.h"
#include "base/json.h"

#define MAX_LIST ((size_t)1024)

static int refuse(const struct json *doc, const struct json_node *type,
	const struct ruleset *rs, struct error *err)
{
	struct buf known;
	int rc;

	buf_init(&known, MAX_LIST);
	for (size_t i = 0; i < rs->n_agency_types; i++)
		buf_printf(&known, "%s%s", i ? ", " : "", rs->agency_types[i]);
	rc = json_error(doc, type, err,
		"\"%s\" is no agency type of the rules of %d, which have %s",
		json_string(type, ""), rs->year, buf_str(&known));
	buf_done(&known);
	return rc;
}

int agencies_load(struct ruleset **out, const char *path, const char *catalog,
	int year, struct error *err)
{
	struct ruleset_options options = { NULL };
	const struct json_node *type = NULL;
	struct ruleset *rs = NULL;
	struct json *doc = NULL;
	int rc = path ? json_load(&doc, path, err) : 0;

	if (rc == 0)
		rc = ruleset_load(&rs, catalog, year, err);
	if (rc == 0 && doc)
		type = json_get(json_root(doc), "agency_type");
	if (type && !ruleset_is_for(rs, json_string(type, "")))
		rc = refuse(doc, type, rs, err);
	if (rc == 0)
		options.agency_type = json_string(type, rs->agency_type);
	if (rc == 0)
		rc = ruleset_load_with(out, catalog, year, &options, err);
	ruleset_free(rs);
	json_free(doc);
	return rc;
}
