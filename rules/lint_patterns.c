#include "rules/lint_patterns.h"

#include <string.h>

#include "base/utf8.h"

/* Groups within groups that are followed; PCRE2 allows 250. */
#define MAX_DEPTH 64

/* What is known of a pattern while it is read from left to right. */
struct reading {
	struct slice left;
	bool endless[MAX_DEPTH]; /* by group: has a repeat without end */
	size_t depth;
	size_t run, longest; /* letters that follow each other */
	bool nested;
};

static int next(struct reading *r)
{
	return r->left.len ? (unsigned char)r->left.data[0] : -1;
}

static void skip(struct reading *r, size_t n)
{
	r->left = slice_behind(r->left, n < r->left.len ? n : r->left.len);
}

/* A quantifier that may be there: *zero when none of what is before it need
 * be.  Whether it has no end and gives back what it took. */
static bool skip_quantifier(struct reading *r, bool *zero)
{
	size_t n = 1;
	bool endless = false;

	*zero = next(r) == '*' || next(r) == '?';
	if (next(r) == '*' || next(r) == '+') {
		endless = true;
	} else if (next(r) == '{') {
		while (n < r->left.len && r->left.data[n - 1] != '}')
			n++;
		endless = n > 2 && r->left.data[n - 2] == ',';
		*zero = n > 1 && r->left.data[1] == '0';
	} else if (next(r) != '?') {
		return false;
	}
	skip(r, n);
	if (next(r) == '+')
		endless = false; /* possessive: gives nothing back */
	if (next(r) == '+' || next(r) == '?')
		skip(r, 1);
	return endless;
}

static void end_run(struct reading *r)
{
	if (r->run > r->longest)
		r->longest = r->run;
	r->run = 0;
}

/* A letter, class or escape, and what repeats it. */
static void read_atom(struct reading *r, size_t n, bool letter)
{
	bool zero, endless;

	skip(r, n);
	endless = skip_quantifier(r, &zero);
	if (letter && !zero)
		r->run++;
	if (!letter || zero || endless)
		end_run(r);
	if (r->depth < MAX_DEPTH)
		r->endless[r->depth] |= endless;
}

/* The bytes of a class, to its bracket. */
static size_t class_length(struct slice s)
{
	size_t n = 1;

	if (n < s.len && s.data[n] == '^')
		n++;
	if (n < s.len && s.data[n] == ']')
		n++;
	while (n < s.len && s.data[n] != ']')
		n += s.data[n] == '\\' ? 2 : 1;
	return n + 1;
}

static void open_group(struct reading *r)
{
	end_run(r);
	skip(r, 1);
	if (next(r) == '?')
		skip(r, 2);
	r->depth++;
	if (r->depth < MAX_DEPTH)
		r->endless[r->depth] = false;
}

static void close_group(struct reading *r)
{
	bool inner = r->depth < MAX_DEPTH && r->endless[r->depth];
	bool zero, endless;

	end_run(r);
	skip(r, 1);
	endless = skip_quantifier(r, &zero);
	r->nested |= inner && endless;
	if (r->depth > 0)
		r->depth--;
	if (r->depth < MAX_DEPTH)
		r->endless[r->depth] |= inner || endless;
}

static void read_one(struct reading *r)
{
	uint32_t cp;
	int c = next(r);

	if (c == '(')
		open_group(r);
	else if (c == ')')
		close_group(r);
	else if (c == '[')
		read_atom(r, class_length(r->left), false);
	else if (c == '\\')
		read_atom(r, 2,
			r->left.len > 1 && !ascii_is_alnum(r->left.data[1]));
	else if (c == '|' || c == '^' || c == '$' || c == '.')
		read_atom(r, 1, false);
	else
		read_atom(r, utf8_decode(&cp, r->left), true);
}

static void check(struct lint_catalog *c, const struct lint_file *file,
	const struct json_node *node)
{
	struct reading r = { .left = slice_str(json_string(node, "")) };

	while (r.left.len)
		read_one(&r);
	end_run(&r);
	if (r.nested)
		lint_catalog_tell(c, LINT_ERROR, "R004", file, node,
			"pattern repeats a group that repeats without end");
	else if (r.endless[0] && r.longest < LINT_PATTERNS_LETTERS)
		lint_catalog_tell(c, LINT_WARNING, "R004", file, node,
			"pattern repeats without end and has no %d letters in "
			"a row",
			LINT_PATTERNS_LETTERS);
}

void lint_patterns_check(struct lint_catalog *c)
{
	for (size_t i = 0; i < c->n_files; i++) {
		const struct lint_file *file = &c->files[i];
		const struct json_node *parts =
			json_get(json_root(file->doc), "parts");

		if (file->kind != LINT_CONCEPT)
			continue;
		for (const struct json_node *p = json_first(parts); p;
			p = json_next(p)) {
			const struct json_node *few = json_get(p, "few");
			const struct json_node *pattern =
				json_get(few ? few : p, "pattern");

			if (pattern)
				check(c, file, pattern);
		}
	}
}
