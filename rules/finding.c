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

const char *finding_waiver_word(enum waiver_state state)
{
	static const char *const states[WAIVER_STATES] = {
		[WAIVER_HOLDS] = "holds",
		[WAIVER_UNNEEDED] = "unneeded",
		[WAIVER_EXPIRED] = "expired",
		[WAIVER_CHANGED] = "changed",
		[WAIVER_UNSEEN] = "unseen",
	};

	return states[state];
}

const char *verdict_name(enum verdict v)
{
	return names[v];
}

const char *finding_change_name(enum finding_change change)
{
	static const char *const words[CHANGE_COUNT] = {
		[CHANGE_FIRST] = "first",
		[CHANGE_NEW] = "new",
		[CHANGE_SAME] = "same",
		[CHANGE_FIXED] = "fixed",
		[CHANGE_BACK] = "back",
	};

	return words[change];
}

bool verdict_is_failing(enum verdict v)
{
	return v == VERDICT_MISSING || v == VERDICT_INCOMPLETE ||
	       v == VERDICT_STALE;
}

bool verdict_is_of_office(enum verdict v)
{
	return v == VERDICT_NOT_APPLICABLE || v == VERDICT_WAIVED ||
	       v == VERDICT_ATTESTED;
}

bool verdict_is_open(enum verdict v)
{
	return verdict_is_failing(v) || v == VERDICT_CANNOT_TELL;
}

bool finding_is_at_stake(const struct finding *f)
{
	return verdict_is_open(f->verdict) || f->n_blocked_by != 0;
}
