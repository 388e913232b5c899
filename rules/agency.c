#include "rules/agency.h"

/* Letters that a name has at least; Thai ones are three bytes. */
#define LEAST_BYTES 9

static bool is_thai(struct slice s, size_t i)
{
	return i + 2 < s.len && (unsigned char)s.data[i] == 0xe0 &&
	       ((unsigned char)s.data[i + 1] == 0xb8 ||
		       (unsigned char)s.data[i + 1] == 0xb9);
}

static size_t thai_run(struct slice s, size_t from)
{
	size_t i = from;

	while (is_thai(s, i))
		i += 3;
	return i - from;
}

/* "และ" and the like go on a sentence where a name would stand. */
static bool is_name(const struct words *stops, struct slice rest)
{
	for (size_t i = 0; i < stops->n; i++)
		if (slice_starts(rest, stops->texts[i]))
			return false;
	return rest.len >= LEAST_BYTES;
}

/* The first name behind one kind of agency; its place, or -1. */
static long find_kind(const struct ruleset *rs, struct slice canon,
	const char *kind, struct slice *name)
{
	size_t n = strlen(kind);

	for (long at = slice_find(canon, kind, 0); at >= 0;
		at = slice_find(canon, kind, (size_t)at + n)) {
		size_t from = (size_t)at + n;
		size_t run = thai_run(canon, from);

		if (!is_name(&rs->common[COMMON_AGENCY_NOT],
			    slice_of(canon.data + from, run)))
			continue;
		*name = slice_of(canon.data + at, n + run);
		return at;
	}
	return -1;
}

bool agency_find(
	const struct ruleset *rs, struct slice canon, struct slice *name)
{
	const struct words *kinds = &rs->common[COMMON_AGENCY_KINDS];
	long best = -1;

	for (size_t k = 0; k < kinds->n; k++) {
		struct slice found;
		long at = find_kind(rs, canon, kinds->texts[k], &found);

		if (at >= 0 && (best < 0 || at < best)) {
			best = at;
			*name = found;
		}
	}
	return best >= 0;
}

bool agency_is_same(struct slice a, struct slice b)
{
	size_t n = a.len < b.len ? a.len : b.len;

	return memcmp(a.data, b.data, n) == 0;
}
