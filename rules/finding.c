#include "rules/finding.h"

static const char *const names[VERDICT_COUNT] = {
	[VERDICT_PASS] = "pass",
	[VERDICT_INCOMPLETE] = "incomplete",
	[VERDICT_STALE] = "stale",
	[VERDICT_MISSING] = "missing",
	[VERDICT_CANNOT_TELL] = "cannot_tell",
	[VERDICT_NOT_APPLICABLE] = "not_applicable",
	[VERDICT_WAIVED] = "waived",
	[VERDICT_ATTESTED] = "attested",
};

const char *verdict_name(enum verdict v)
{
	return names[v];
}

bool verdict_is_failing(enum verdict v)
{
	return v == VERDICT_MISSING || v == VERDICT_INCOMPLETE ||
	       v == VERDICT_STALE;
}
