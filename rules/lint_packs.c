#include "rules/lint_packs.h"

#include <string.h>

#include "base/time.h"

#define DAY (24L * 60 * 60)

static const struct json_node *member(
	const struct lint_file *pack, const char *key)
{
	return json_get(json_root(pack->doc), key);
}

static int year_of(const struct lint_file *pack)
{
	return (int)json_number(member(pack, "year"), 0);
}

static int replaced_in(const struct lint_file *pack)
{
	return (int)json_number(member(pack, "replaces"), 0);
}

static const char *day_of(const struct lint_file *pack, const char *key)
{
	return json_string(json_get(member(pack, "valid"), key), "");
}

/* What is no day is told when the pack is loaded. */
static bool is_day_after(const char *day, const char *before)
{
	struct error ignored;
	long to, from;

	if (time_parse(&to, before, &ignored) != 0 ||
		time_parse(&from, day, &ignored) != 0)
		return true;
	return from - to == DAY;
}

static void check_version(struct lint_catalog *c, const struct lint_file *pack)
{
	const struct json_node *version = member(pack, "version");
	const char *text = json_string(version, "");
	const size_t n = strlen(pack->name);

	if (version && (strncmp(text, pack->name, n) != 0 || text[n] != '.'))
		lint_catalog_tell(c, LINT_WARNING, "R010", pack, version,
			"version \"%s\" is none of %s", text, pack->name);
}

/* What a pack says of itself beside what another one does. */
static void check_beside(struct lint_catalog *c, const struct lint_file *pack,
	const struct lint_file *other)
{
	const struct json_node *replaces = member(pack, "replaces");
	const int replaced = replaced_in(pack), year = year_of(other);

	if (!replaced && replaces && year < year_of(pack))
		lint_catalog_tell(c, LINT_WARNING, "R010", pack, replaces,
			"replaces none, and there is the pack of %d", year);
	if (replaced && replaced_in(other) == replaced && year < year_of(pack))
		lint_catalog_tell(c, LINT_WARNING, "R010", pack, replaces,
			"replaces that of %d, as the pack of %d does", replaced,
			year);
	if (replaced == year && replaced &&
		!is_day_after(day_of(pack, "from"), day_of(other, "to")))
		lint_catalog_tell(c, LINT_WARNING, "R010", pack,
			json_get(member(pack, "valid"), "from"),
			"begins on %s, and the pack of %d ends on %s",
			day_of(pack, "from"), year, day_of(other, "to"));
}

void lint_packs_check(struct lint_catalog *c)
{
	for (size_t i = 0; i < c->n_files; i++) {
		if (c->files[i].kind != LINT_YEAR)
			continue;
		check_version(c, &c->files[i]);
		for (size_t k = 0; k < c->n_files; k++)
			if (c->files[k].kind == LINT_YEAR && k != i)
				check_beside(c, &c->files[i], &c->files[k]);
	}
}
