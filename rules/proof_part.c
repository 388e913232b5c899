#include "rules/proof_part.h"

#include "rules/contact.h"
#include "rules/grid.h"

/* A pattern over the text, with what it found as the quote. */
static int find_pattern(struct proof *p, const struct pattern *pattern,
	const struct proof_text *t, const char **found)
{
	size_t from, to;
	struct slice canon = slice_of(t->text.canon, t->text.canon_len);
	int rc = pattern_find(pattern, canon, &from, &to);

	if (rc == 1)
		*found = proof_quote(p, &t->text, from, to);
	return rc;
}

/* 1, 0, or -1 when this kind of file does not show it. */
static int has_thing(struct proof *p, enum part_has has,
	const struct proof_text *t, const char **found)
{
	const struct slice canon = slice_of(t->text.canon, t->text.canon_len);
	size_t from = 0, to = 0;
	bool yes = false;

	switch (has) {
	case PART_HAS_IMAGE:
		return p->page->images < 0 ? -1 : p->page->images > 0;
	case PART_HAS_EMAIL:
		yes = contact_email(canon, &from, &to);
		break;
	case PART_HAS_PHONE:
		yes = contact_phone(canon, &from, &to);
		break;
	case PART_HAS_STRUCTURED:
		if (!p->has_rows && page_kind_is_document(p->page->kind))
			return -1;
		return p->has_rows;
	case PART_HAS_FORM:
		return p->page->has_form;
	case PART_HAS_SOCIAL_LINK:
		return p->has_social;
	case PART_HAS_MAP:
		return p->has_map;
	}
	if (yes)
		*found = proof_quote(p, &t->text, from, to);
	return yes;
}

/* Which of the groups the text has, as bits. */
static uint32_t groups_seen(struct proof *p, const struct word_groups *groups,
	const struct proof_text *t, const char **found)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < groups->n; i++) {
		uint32_t w = proof_text_first(t, &groups->lists[i]);

		if (w == UINT32_MAX)
			continue;
		if (!bits)
			*found = proof_quote_word(p, t, w);
		bits |= 1U << i;
	}
	return bits;
}

/* 1 when the pattern has at most so many places, 0, or -1. */
static int has_few(const struct concept_part *part, const struct proof_text *t)
{
	struct slice left = slice_of(t->text.canon, t->text.canon_len);
	size_t from, to;
	long n = 0;
	int rc;

	while ((rc = pattern_find(part->pattern, left, &from, &to)) == 1) {
		if (++n > part->most)
			return 0;
		left = slice_of(left.data + to, left.len - to);
	}
	return rc < 0 ? -1 : 1;
}

/* 1 when a table has some of the columns, 0, or -1. */
static int see_columns(struct proof *p, const struct concept_part *part,
	const struct proof_text *t, struct sighting_part *out, bool *blank)
{
	struct grid grid;
	int rc = grid_read(&grid, p->rs, part, p->page, &t->text, &p->arena);

	*blank |= grid.blank;
	out->groups = grid.columns;
	out->quote = grid.quote;
	return rc;
}

/* 1 when rows speak of some of the months; that none is named says nothing of
 * the rows. */
static int see_months(struct proof *p, struct sighting_part *out)
{
	out->groups = grid_months(p->page, p->rs->year);
	return out->groups ? 1 : -1;
}

/* What the text shows of a part; false when it shows nothing of it. */
static bool see_part(struct proof *p, const struct concept_part *part,
	const struct proof_text *t, struct sighting_part *out, bool *blank)
{
	int rc = 0;

	out->quote = "";
	out->groups = SIGHTING_ALL_GROUPS;
	switch (part->test) {
	case PART_ALL:
		out->groups = groups_seen(p, &part->all, t, &out->quote);
		return out->groups != 0;
	case PART_NONE:
		return proof_text_first(t, &part->none) == UINT32_MAX;
	case PART_PATTERN:
		rc = find_pattern(p, part->pattern, t, &out->quote);
		break;
	case PART_FEW:
		rc = has_few(part, t);
		break;
	case PART_COLUMNS:
		rc = see_columns(p, part, t, out, blank);
		break;
	case PART_MONTHS:
		rc = see_months(p, out);
		break;
	case PART_HAS:
		rc = has_thing(p, part->has, t, &out->quote);
		break;
	}
	out->unknown = rc < 0;
	return rc != 0;
}

static bool is_absence(const struct concept_part *part)
{
	return part->test == PART_NONE || part->test == PART_FEW;
}

/* Whether more text could change what was seen of a part.  Of a picture not
 * even what must not be there is sure. */
static bool is_open(const struct proof *p, const struct concept_part *part,
	const struct sighting_part *seen)
{
	switch (part->test) {
	case PART_ALL:
		return seen->groups != (1U << part->all.n) - 1;
	case PART_COLUMNS:
	case PART_MONTHS:
		return true;
	case PART_NONE:
	case PART_FEW:
		return seen->groups != 0 || proof_is_picture(p->page);
	default:
		return seen->groups == 0;
	}
}

void proof_part_find(struct proof *p, const struct concept *c,
	const struct proof_text *t, struct sighting_content *out)
{
	for (size_t i = 0; i < c->n_parts; i++) {
		const struct concept_part *part = &c->parts[i];
		struct sighting_part seen = { .part = (uint8_t)i };

		if (!see_part(p, part, t, &seen, &out->blank) || seen.unknown)
			seen.groups = 0;
		if (out->partial && is_open(p, part, &seen)) {
			seen.unknown = true;
			if (is_absence(part))
				seen.groups = 0;
		}
		if (seen.groups || seen.unknown)
			out->parts[out->n_parts++] = seen;
	}
}

void proof_part_add(const struct concept *c, struct sighting_content *out,
	const struct sighting_content *other)
{
	for (size_t i = 0; i < other->n_parts; i++) {
		const struct sighting_part *seen = &other->parts[i];
		size_t at = 0;

		if (is_absence(&c->parts[seen->part]) || !seen->groups)
			continue;
		while (at < out->n_parts && out->parts[at].part != seen->part)
			at++;
		if (at == out->n_parts)
			out->parts[out->n_parts++] = *seen;
		else if (!(seen->groups & ~out->parts[at].groups))
			continue;
		else if (!out->parts[at].groups)
			out->parts[at].quote = seen->quote;
		out->parts[at].groups |= seen->groups;
		out->read_off = true;
	}
}
