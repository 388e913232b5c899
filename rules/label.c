#include "rules/label.h"

#include <stdlib.h>
#include <string.h>

#include "base/year.h"
#include "rules/event.h"
#include "rules/gist.h"
#include "rules/misread.h"

#define MAX_HITS 512
#define MAX_MARKS 16

/* A longer text is no heading: its years are not those of a list. */
#define MAX_YEAR_BYTES 8192

/* Of the letters of a text: a name of fewer may be a part of one in which a
 * letter is wrong. */
#define WELL_NAMED_PERCENT 80

#define NEAR_STRENGTH 35

/* A wording of a concept found in the text. */
struct claim {
	uint32_t from, to;
	uint8_t concept;
	uint8_t class;
};

static bool list_has(const struct words *list, uint32_t word)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->ids[i] == word)
			return true;
	return false;
}

/* Longer first, then the better class, then the earlier place. */
static int by_length(const void *a, const void *b)
{
	const struct claim *x = a, *y = b;
	uint32_t lx = x->to - x->from, ly = y->to - y->from;

	if (lx != ly)
		return lx > ly ? -1 : 1;
	if (x->class != y->class)
		return x->class < y->class ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->concept < y->concept ? -1 : x->concept > y->concept;
}

static size_t collect(struct claim *claims, const struct ruleset *rs,
	const struct word_hit *hits, size_t n_hits)
{
	uint64_t excluded = 0;
	size_t n = 0;

	for (size_t i = 0; i < n_hits; i++)
		excluded |= rs->excludes[hits[i].word];
	for (size_t i = 0; i < n_hits; i++) {
		uint32_t w = hits[i].word;

		for (size_t k = 0; k < rs->n_owners[w] && n < MAX_HITS; k++) {
			struct word_owner o = rs->owners[w][k];

			if (!(excluded >> o.concept & 1))
				claims[n++] = (struct claim){ hits[i].from,
					hits[i].to, o.concept, o.class };
		}
	}
	qsort(claims, n, sizeof(*claims), by_length);
	return n;
}

static int strength_of(const struct claim *c, size_t all)
{
	static const int base[WORDING_CLASSES] = { 90, 82, 70, NEAR_STRENGTH };
	size_t covered = (size_t)(c->to - c->from) * 100 / (all ? all : 1);
	int strength = base[c->class];

	if (covered >= 80)
		strength += 10;
	else if (covered < 12)
		strength -= 45;
	else if (covered < 25)
		strength -= 30;
	else if (covered < 45)
		strength -= 12;
	return strength < 0 ? 0 : strength;
}

static bool by_strength(
	const struct label_match *a, const struct label_match *b)
{
	uint32_t la = a->to - a->from, lb = b->to - b->from;

	if (a->strength != b->strength)
		return a->strength > b->strength;
	if (la != lb)
		return la > lb;
	if (a->from != b->from)
		return a->from < b->from;
	return a->concept < b->concept;
}

static void insert(struct label_matches *out, const struct label_match *m)
{
	size_t i;

	for (i = 0; i < out->n; i++)
		if (out->items[i].concept == m->concept)
			return;
	if (out->n == LABEL_MAX_MATCHES)
		return;
	for (i = out->n++; i > 0 && by_strength(m, &out->items[i - 1]); i--)
		out->items[i] = out->items[i - 1];
	out->items[i] = *m;
}

/* Puts it in the place of a weaker one of the same concept, and of the names
 * that are but a part of it. */
static void prefer(struct label_matches *out, const struct label_match *m)
{
	size_t n = 0;

	for (size_t i = 0; i < out->n; i++) {
		const struct label_match *o = &out->items[i];

		if (o->concept != m->concept &&
			(o->from < m->from || o->to > m->to))
			out->items[n++] = *o;
	}
	out->n = n;
	insert(out, m);
}

/* Whether the words of the gist go beyond the strongest wording: "report on the
 * plan" is not the plan.  Then it is the stronger one. */
static bool says_more(struct label_match *gist, const struct label_match *best)
{
	if (!best || best->strength < LABEL_STRONG)
		return true;
	if (gist->concept == best->concept || gist->from > best->from ||
		gist->to < best->to ||
		gist->to - gist->from == best->to - best->from)
		return false;
	gist->strength = best->strength < 100 ? best->strength + 1 : 100;
	return true;
}

/* Whether the claim lies inside a longer one of another concept. */
static bool is_inside(const struct claim *c, const struct claim *kept, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (kept[i].from <= c->from && kept[i].to >= c->to &&
			kept[i].to - kept[i].from > c->to - c->from &&
			kept[i].concept != c->concept)
			return true;
	return false;
}

static void match_hits(struct label_matches *out, const struct ruleset *rs,
	const struct text *text, const struct word_hit *hits, size_t n)
{
	struct claim claims[MAX_HITS];
	size_t all = gist_letters(rs, text);

	out->n = 0;
	n = collect(claims, rs, hits, n);
	for (size_t i = 0; i < n; i++) {
		const struct claim *c = &claims[i];
		struct label_match m = { c->concept,
			(enum wording_class)c->class, strength_of(c, all),
			c->from, c->to };

		if (!is_inside(c, claims, i))
			insert(out, &m);
	}
}

static void match_words(struct label_matches *out, const struct ruleset *rs,
	const struct text *text, const struct word_hit *hits, size_t n)
{
	struct label_match gist;

	match_hits(out, rs, text, hits, n);
	if (gist_match(&gist, rs, text, hits, n) &&
		says_more(&gist, out->n ? &out->items[0] : NULL))
		prefer(out, &gist);
}

/* Letters that the strongest name covers, where that is a label. */
static size_t letters_named(const struct label_matches *names)
{
	if (names->n == 0 || names->items[0].strength < LABEL_STRONG)
		return 0;
	return names->items[0].to - names->items[0].from;
}

/* Takes what the headline of a news item names for a hint: worth a look. */
static void doubt_headline(struct label_matches *out, const struct ruleset *rs,
	const struct text *text)
{
	const struct label_matches all = *out;

	out->n = 0;
	for (size_t i = 0; i < all.n; i++) {
		struct label_match m = all.items[i];

		if (event_comes_before(rs, text, m.from, m.concept)) {
			m.class = WORDING_NEAR;
			if (m.strength > NEAR_STRENGTH)
				m.strength = NEAR_STRENGTH;
		}
		insert(out, &m);
	}
}

void label_match(struct label_matches *out, const struct ruleset *rs,
	const struct text *text)
{
	struct word_hit hits[MAX_HITS];
	size_t n = wordset_scan(rs->words, text, hits, MAX_HITS - 1);
	size_t named;

	if (n > MAX_HITS - 1)
		n = MAX_HITS - 1;
	match_words(out, rs, text, hits, n);
	named = letters_named(out);
	if (named * 100 < gist_letters(rs, text) * WELL_NAMED_PERCENT &&
		misread_typed(rs, text, named + 1, &hits[n]))
		match_words(out, rs, text, hits, n + 1);
	if (text->key_len <= GIST_MAX_LETTERS)
		doubt_headline(out, rs, text);
}

void label_match_misread(struct label_matches *out, const struct ruleset *rs,
	const struct text *text)
{
	struct word_hit hits[MAX_HITS];

	match_hits(out, rs, text, hits, misread_scan(rs, text, hits, MAX_HITS));
}

void label_match_slice(
	struct label_matches *out, const struct ruleset *rs, struct slice s)
{
	struct text t;

	text_init(&t);
	text_add(&t, s);
	label_match(out, rs, &t);
	text_done(&t);
}

bool label_is_generic(const struct ruleset *rs, const struct text *text)
{
	struct word_hit hits[64];
	size_t n = wordset_scan(rs->words, text, hits, 64);
	size_t all = gist_letters(rs, text), covered = 0;

	if (strncmp(text->canon ? text->canon : "", "http", 4) == 0)
		return true;
	for (size_t i = 0; i < n && i < 64; i++)
		if (list_has(&rs->common[COMMON_GENERIC_ANCHORS],
			    hits[i].word) &&
			hits[i].to - hits[i].from > covered)
			covered = hits[i].to - hits[i].from;
	return (all <= 2 && n == 0) || covered * 10 >= all * 7;
}

/* Behind "o", "oit", "ita", "ข้อ", "ข้อที่" and their signs, or -1. */
static long number_prefix(const char *s)
{
	static const char *const prefixes[] = { "oit", "ita", "\xce\xbf",
		"\xd0\xbe", "o", "ข้อที่", "ข้อ" };
	long at = 0;
	bool seen = false;

	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes);
			i++) {
			size_t n = strlen(prefixes[i]);

			if (strncmp(s + at, prefixes[i], n) == 0) {
				at += (long)n;
				seen = true;
				break;
			}
		}
		at += (long)strspn(s + at, " .-_:");
	}
	return seen ? at : -1;
}

/* Whether another number follows: "o13-o17", "๐๑๓ ถึง ๐๑๗".  A bare one may
 * count something: "o12 - 6 เดือนแรก". */
static bool is_range(const char *s)
{
	static const char until[] = "ถึง";
	long at;

	s += strspn(s, " ");
	if (*s == '-')
		s++;
	else if (strncmp(s, until, strlen(until)) == 0)
		s += strlen(until);
	else
		return false;
	s += strspn(s, " ");
	at = number_prefix(s);
	if (at < 0 && *s == '0')
		at = 1;
	return at > 0 && ascii_is_digit(s[at]);
}

int label_number(const struct text *text)
{
	const char *s = text->canon ? text->canon : "";
	long at;
	int value = 0, digits = 0;

	s += strspn(s, " .-([");
	at = number_prefix(s);
	/* The letter o is often typed as a zero: 013. */
	if (at < 0 && s[0] == '0')
		at = 1;
	if (at < 0)
		at = 0;
	if (at > 0 && s[at] == '0' && ascii_is_digit(s[at + 1]))
		at++;
	for (; ascii_is_digit(s[at + digits]) && digits < 3; digits++)
		value = value * 10 + (s[at + digits] - '0');
	if (digits == 0 || digits > 2 || value > 43)
		return 0;
	s += at + digits;
	/* Ranges, dates, decimals, and bare numbers that begin a sentence. */
	if (*s == '/' || *s == ',' || ascii_is_digit(*s) ||
		((*s == '.' || *s == '-') && ascii_is_digit(s[1])) ||
		is_range(s))
		return 0;
	return at > 0 || *s == '.' || *s == '\0' ? value : 0;
}

int label_year(const struct text *t)
{
	struct year_mark marks[MAX_MARKS];
	size_t n;
	int year = 0;

	if (t->canon_len > MAX_YEAR_BYTES)
		return 0;
	n = year_find(slice_of(t->canon, t->canon_len), marks, MAX_MARKS);
	for (size_t i = 0; i < n && i < MAX_MARKS; i++) {
		if (marks[i].kind == YEAR_LAW || marks[i].first == 0 ||
			marks[i].kind == YEAR_RANGE)
			continue;
		if (year && year != marks[i].last)
			return 0;
		year = marks[i].last;
	}
	return year;
}

const struct item *label_item(const struct ruleset *rs, int number)
{
	for (size_t i = 0; i < rs->n_items; i++)
		if (rs->items[i].number == number)
			return &rs->items[i];
	return NULL;
}

/* The item that asks for a concept or is led to by its labels, or NULL. */
static const struct item *item_of(const struct ruleset *rs, size_t concept)
{
	for (size_t i = 0; i < rs->n_items; i++)
		for (size_t a = 0; a < rs->items[i].n_asks; a++)
			if (rs->items[i].asks[a].concept == concept)
				return &rs->items[i];
	for (size_t i = 0; i < rs->n_items; i++)
		if (rs->items[i].leads >> concept & 1)
			return &rs->items[i];
	return NULL;
}

/* What is read of a text as it stands. */
static int read_slice(int (*read)(const struct text *text), struct slice s)
{
	struct text t;
	int value;

	text_init(&t);
	text_add(&t, s);
	value = read(&t);
	text_done(&t);
	return value;
}

/* The item of the number, unless it is that of another year's list. */
static const struct item *take_number(
	const struct ruleset *rs, const struct label_line *line)
{
	const int year = read_slice(label_year, line->heading);
	int number = read_slice(label_number, line->number);

	if (year && year != rs->year)
		return NULL;
	if (number == 0)
		number = read_slice(label_number, line->words);
	return number ? label_item(rs, number) : NULL;
}

/* The strongest name that is a label, of an item or of what is none. */
static bool take_words(
	struct label_answer *out, const struct ruleset *rs, struct slice words)
{
	struct label_matches names;
	const struct label_match *best;

	label_match_slice(&names, rs, words);
	if (names.n == 0 || names.items[0].strength < LABEL_WEAK)
		return false;
	best = &names.items[0];
	out->concept = best->concept;
	out->confidence = best->strength;
	if (best->class != WORDING_NEAR)
		out->item = item_of(rs, best->concept);
	return true;
}

/* "คลิกที่นี่" is about what stands above it. */
static bool says_nothing(const struct ruleset *rs, struct slice words)
{
	struct text t;
	bool generic;

	text_init(&t);
	text_add(&t, words);
	generic = label_is_generic(rs, &t);
	text_done(&t);
	return generic;
}

void label_read(struct label_answer *out, const struct ruleset *rs,
	const struct label_line *line)
{
	const struct item *numbered = take_number(rs, line);

	*out = (struct label_answer){ 0 };
	if (take_words(out, rs, line->words))
		return;
	if (numbered) {
		out->item = numbered;
		out->concept = numbered->asks[0].concept;
		out->confidence = LABEL_STRONG;
	} else if (says_nothing(rs, line->words)) {
		(void)take_words(out, rs, line->heading);
	}
}
