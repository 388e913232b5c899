#include "cli/owners.h"

#include <string.h>

#include "base/json.h"
#include "base/log.h"

static bool is_known(const struct ruleset *rules, const char *key)
{
	for (size_t i = 0; i < rules->n_issues; i++)
		if (strcmp(rules->issues[i].key, key) == 0)
			return true;
	return ruleset_concept(rules, key) >= 0;
}

int owners_check(
	const char *path, const struct ruleset *rules, struct error *err)
{
	const struct json_node *owners, *node;
	struct json *doc = NULL;
	int rc = json_load(&doc, path, err);

	if (rc != 0)
		return rc;
	owners = json_get(json_root(doc), "owners");
	for (node = json_first(owners); node && rc == 0; node = json_next(node))
		if (!is_known(rules, json_key(node)))
			rc = json_error(doc, node, err,
				"is the key of no concept and no issue");
	if (json_count(owners) == 0)
		log_warn("%s: key \"owners\": names no unit, so the plan names "
			 "those that usually do such work",
			path);
	json_free(doc);
	return rc;
}
