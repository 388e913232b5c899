#include "cli/catalog.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/time.h"
#include "rules/ruleset.h"

#define MAX_PATH 4096

int catalog_find(char **out, const char *given, struct error *err)
{
	/* From build/PRESET/oit, and from PREFIX/bin/oit. */
	static const char *const places[] = { "/../../rules/catalog",
		"/../share/oit/catalog" };
	char self[MAX_PATH];
	struct buf path;
	ssize_t n;

	if (given) {
		if (!file_exists(given))
			return error_set(
				err, ERR_READ, "%s: no such folder", given);
		*out = mem_strdup(given);
		return 0;
	}
	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	self[n > 0 ? n : 0] = '\0';
	if (strrchr(self, '/'))
		*strrchr(self, '/') = '\0';
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		buf_init(&path, 2 * sizeof(self));
		buf_printf(&path, "%s%s", self, places[i]);
		if (file_exists(buf_str(&path))) {
			*out = buf_take(&path);
			return 0;
		}
		buf_done(&path);
	}
	return error_set(err, ERR_READ,
		"the rule catalogue is not beside %s; name it by --rules",
		self);
}

int catalog_year(long *out, const char *folder, long seconds, struct error *err)
{
	struct buf day;
	int year;

	buf_init(&day, 64);
	time_put_day(&day, time_date(seconds));
	year = ruleset_year_for(folder, buf_str(&day), err);
	buf_done(&day);
	if (year == 0)
		return error_set(err, ERR_SYNTAX,
			"%s: no rule pack for today; name one by --year",
			folder);
	if (year > 0)
		*out = year;
	return year < 0 ? year : 0;
}
