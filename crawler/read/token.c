#include "crawler/read/token.h"

#include <stdlib.h>

#include "base/mem.h"
#include "crawler/limits.h"
#include "crawler/read/entity.h"

#define GROWTH 3 /* bytes that one of the page can become: U+FFFD for NUL */
#define REPLACEMENT "\xef\xbf\xbd"

/* What a byte may mean. */
#define SPACE 0x01
#define SLASH 0x02
#define CLOSE 0x04 /* ">" */
#define EQUALS 0x08
#define UPPER 0x10
#define NUL 0x20
#define CR 0x40
#define AMP 0x80

#define NAME_END (SPACE | SLASH | CLOSE)
#define TEXT (CR | AMP)         /* NUL is passed on */
#define RCDATA (CR | AMP | NUL) /* attributes too */
#define RAWTEXT (CR | NUL)      /* scripts and comments too */
#define UPPER_4 UPPER, UPPER, UPPER, UPPER

static const unsigned char classes[256] = {
	['\0'] = NUL,
	['\t'] = SPACE,
	['\n'] = SPACE,
	['\f'] = SPACE,
	['\r'] = SPACE | CR,
	[' '] = SPACE,
	['&'] = AMP,
	['/'] = SLASH,
	['='] = EQUALS,
	['>'] = CLOSE,
	['A'] = UPPER_4,
	UPPER_4,
	UPPER_4,
	UPPER_4,
	UPPER_4,
	UPPER_4,
	UPPER,
	UPPER,
};

static const struct raw {
	const char *name;
	enum token_state state;
} raws[] = {
	{ "iframe", TOKEN_IN_RAWTEXT },
	{ "noembed", TOKEN_IN_RAWTEXT },
	{ "noframes", TOKEN_IN_RAWTEXT },
	{ "plaintext", TOKEN_IN_PLAINTEXT },
	{ "script", TOKEN_IN_SCRIPT },
	{ "style", TOKEN_IN_RAWTEXT },
	{ "textarea", TOKEN_IN_RCDATA },
	{ "title", TOKEN_IN_RCDATA },
	{ "xmp", TOKEN_IN_RAWTEXT },
};

static unsigned class_of(const char *p)
{
	return classes[(unsigned char)*p];
}

static struct slice between(const char *from, const char *to)
{
	return slice_of(from, (size_t)(to - from));
}

static struct slice rest(const struct token_reader *r)
{
	return between(r->at, r->end);
}

static void put(struct token_reader *r, const char *data, size_t len)
{
	memcpy(r->scratch + r->used, data, len);
	r->used += len;
}

/* Begins text that differs from the page.  All of a token fits, whatever it
 * is, so that what was written for it before stays where it is. */
static char *start_scratch(struct token_reader *r)
{
	if (!r->scratch)
		r->scratch = mem_realloc(NULL, GROWTH * r->size + GROWTH);
	return r->scratch + r->used;
}

/* Writes what the first byte of raw and those that go with it stand for;
 * returns how many there are. */
static size_t put_special(
	struct token_reader *r, struct slice raw, bool in_attribute)
{
	char out[ENTITY_BYTES];
	size_t n, taken;

	switch (raw.data[0]) {
	case '\0':
		put(r, REPLACEMENT, 3);
		return 1;
	case '\r':
		put(r, "\n", 1);
		return raw.len > 1 && raw.data[1] == '\n' ? 2 : 1;
	default:
		taken = entity_decode(out, &n,
			slice_of(raw.data + 1, raw.len - 1), in_attribute);
		if (taken)
			put(r, out, n);
		else
			put(r, "&", 1);
		return taken + 1;
	}
}

/* The first byte from there on that is special, or to.  Places are asked for
 * in order, so that all of them together cost one pass through the page. */
static const char *find_special(struct token_reader *r, const char *from,
	const char *to, unsigned special)
{
	static const char bytes[TOKEN_SPECIALS] = { '&', '\r', '\0' };

	for (size_t i = 0; i < TOKEN_SPECIALS; i++) {
		const char **next = &r->next[i];

		if (!(special & class_of(&bytes[i])))
			continue;
		if (*next < from)
			*next = memchr(from, bytes[i], (size_t)(r->end - from));
		if (!*next)
			*next = r->end;
		if (*next < to)
			to = *next;
	}
	return to;
}

/* The text with line ends, NULs and references done, as far as they are
 * special. */
static struct slice resolve(struct token_reader *r, struct slice raw,
	unsigned special, bool in_attribute)
{
	const char *from = raw.data, *to = raw.data + raw.len;
	const char *p = find_special(r, from, to, special);
	char *out;

	if (p == to)
		return raw;
	out = start_scratch(r);
	while (p < to) {
		put(r, from, (size_t)(p - from));
		from = p + put_special(r, between(p, to), in_attribute);
		p = find_special(r, from, to, special);
	}
	put(r, from, (size_t)(to - from));
	return between(out, r->scratch + r->used);
}

/* A name from the cursor on, in lower case, up to a byte of stop; the first
 * belongs to it whatever it is: "=" begins the name of an attribute. */
static struct slice take_name(struct token_reader *r, unsigned stop)
{
	const char *from = r->at, *p = from;
	unsigned class = class_of(p), met = 0;
	char *out;

	do {
		met |= class;
		p++;
	} while (p < r->end && !((class = class_of(p)) & stop));
	r->at = p;
	if (!(met & (UPPER | NUL)))
		return between(from, p);
	out = start_scratch(r);
	for (; from < p; from++) {
		char c = (char)ascii_lower(*from);

		if (c)
			put(r, &c, 1);
		else
			put(r, REPLACEMENT, 3);
	}
	return between(out, r->scratch + r->used);
}

static void skip_space(struct token_reader *r)
{
	while (r->at < r->end && class_of(r->at) & SPACE)
		r->at++;
}

/* Takes c from the front. */
static bool take(struct token_reader *r, char c)
{
	if (r->at >= r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

static bool has_attr(
	const struct token_reader *r, const struct token *t, struct slice name)
{
	for (size_t i = 0; i < t->n_attrs; i++) {
		struct slice other = r->attrs[i].name;

		/* Names of one length mostly differ at their ends. */
		if (other.len == name.len &&
			other.data[name.len - 1] == name.data[name.len - 1] &&
			memcmp(other.data, name.data, name.len) == 0)
			return true;
	}
	return false;
}

/* The first of a name counts. */
static void add_attr(
	struct token_reader *r, struct token *t, struct token_attr a)
{
	unsigned sum = (unsigned char)a.name.data[0] * 5U +
		       (unsigned char)a.name.data[a.name.len - 1] * 3U +
		       (unsigned)a.name.len;
	uint64_t bit = UINT64_C(1) << (sum & 63);

	t->written++;
	if (t->n_attrs >= LIMIT_ATTRIBUTES ||
		((r->seen & bit) && has_attr(r, t, a.name)))
		return;
	r->seen |= bit;
	r->attrs = mem_grow(r->attrs, t->n_attrs, &r->cap, sizeof(*r->attrs));
	r->attrs[t->n_attrs++] = a;
}

/* The value that the cursor stands before; false when it does not end. */
static bool take_value(struct token_reader *r, struct slice *value)
{
	const char *from = r->at, *quote;

	if (from < r->end && (*from == '"' || *from == '\'')) {
		quote = memchr(from + 1, *from, (size_t)(r->end - from - 1));
		if (!quote)
			return false;
		r->at = quote + 1;
		*value = resolve(r, between(from + 1, quote), RCDATA, true);
		return true;
	}
	while (r->at < r->end && !(class_of(r->at) & (SPACE | CLOSE)))
		r->at++;
	*value = resolve(r, between(from, r->at), RCDATA, true);
	return r->at < r->end;
}

static bool take_attribute(struct token_reader *r, struct token *t)
{
	struct token_attr a = { .value = slice_str("") };

	a.name = take_name(r, NAME_END | EQUALS);
	skip_space(r);
	if (take(r, '=')) {
		skip_space(r);
		if (!take_value(r, &a.value))
			return false;
	}
	add_attr(r, t, a);
	return true;
}

/* All up to the closing bracket; false when it does not come. */
static bool take_attributes(struct token_reader *r, struct token *t)
{
	r->seen = 0;
	for (;;) {
		skip_space(r);
		if (r->at >= r->end)
			return false;
		if (take(r, '>'))
			return true;
		if (take(r, '/'))
			t->self_closing = r->at < r->end && *r->at == '>';
		else if (!take_attribute(r, t))
			return false;
	}
}

/* The cursor stands before the name. */
static bool take_tag(
	struct token_reader *r, struct token *t, enum token_kind kind)
{
	t->kind = kind;
	t->name = take_name(r, NAME_END);
	t->n_attrs = t->written = 0;
	t->self_closing = false;
	if (!take_attributes(r, t)) {
		r->at = r->end;
		return false;
	}
	t->attrs = r->attrs;
	return true;
}

/* The place of text, or the end. */
static const char *find(const char *p, const char *end, struct slice text)
{
	for (; (size_t)(end - p) >= text.len; p++) {
		p = memchr(p, text.data[0], (size_t)(end - p) - text.len + 1);
		if (!p)
			return end;
		if (memcmp(p, text.data, text.len) == 0)
			return p;
	}
	return end;
}

/* Takes text up to stop, and stop. */
static struct slice take_past(struct token_reader *r, const char *stop)
{
	const char *from = r->at;
	const char *to = find(from, r->end, slice_str(stop));

	r->at = to < r->end ? to + strlen(stop) : to;
	return between(from, to);
}

static void take_bogus_comment(struct token_reader *r, struct token *t)
{
	t->kind = TOKEN_COMMENT;
	t->text = resolve(r, take_past(r, ">"), RAWTEXT, false);
}

/* What a comment holds that the page ends in: not what may have been the
 * beginning of its end. */
static struct slice cut_comment(struct slice s)
{
	static const char *const ends[] = { "--!", "--", "-" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (slice_ends_nocase(s, ends[i]))
			return slice_of(s.data, s.len - strlen(ends[i]));
	return s;
}

/* The cursor stands behind "<!--". */
static void take_comment(struct token_reader *r, struct token *t)
{
	struct slice all = rest(r), text = all;
	const char *p = r->at;

	t->kind = TOKEN_COMMENT;
	if (slice_starts(all, ">") || slice_starts(all, "->")) {
		text.len = 0;
		r->at += all.data[0] == '-' ? 2 : 1;
	} else {
		while ((p = find(p, r->end, slice_str("--"))) < r->end) {
			struct slice after = between(p + 2, r->end);

			if (slice_starts(after, ">") ||
				slice_starts(after, "!>"))
				break;
			p++;
		}
		text = p < r->end ? between(r->at, p) : cut_comment(all);
		r->at = p < r->end ? p + (p[2] == '!' ? 4 : 3) : p;
	}
	t->text = resolve(r, text, RAWTEXT, false);
}

/* An identifier in quotes; false when it is not there or not whole. */
static bool take_identifier(struct token_reader *r, struct slice *id)
{
	const char *from, *p;
	char quote;

	skip_space(r);
	if (r->at >= r->end || (*r->at != '"' && *r->at != '\''))
		return false;
	quote = *r->at++;
	from = p = r->at;
	while (p < r->end && *p != quote && *p != '>')
		p++;
	*id = resolve(r, between(from, p), RAWTEXT, false);
	r->at = p;
	return take(r, quote);
}

/* True when the doctype ends here. */
static bool at_close(struct token_reader *r)
{
	skip_space(r);
	return r->at < r->end && *r->at == '>';
}

/* What stands behind the name; false when that is wrong. */
static bool take_identifiers(struct token_reader *r, struct token *t)
{
	if (at_close(r))
		return true;
	if (slice_starts_nocase(rest(r), "public")) {
		r->at += strlen("public");
		if (!take_identifier(r, &t->public_id))
			return false;
		return at_close(r) || take_identifier(r, &t->system_id);
	}
	if (!slice_starts_nocase(rest(r), "system"))
		return false;
	r->at += strlen("system");
	return take_identifier(r, &t->system_id);
}

/* The cursor stands behind "<!doctype". */
static void take_doctype(struct token_reader *r, struct token *t)
{
	*t = (struct token){ .kind = TOKEN_DOCTYPE };
	if (at_close(r) || r->at >= r->end) {
		t->quirks = true;
	} else {
		t->name = take_name(r, SPACE | CLOSE);
		t->quirks = !take_identifiers(r, t) ||
			    (!at_close(r) && r->at >= r->end);
	}
	/* What follows a whole one is passed over. */
	(void)take_past(r, ">");
}

/* The cursor stands behind "<!". */
static bool take_declaration(struct token_reader *r, struct token *t)
{
	struct slice s = rest(r);

	if (slice_starts(s, "--")) {
		r->at += 2;
		take_comment(r, t);
	} else if (slice_starts_nocase(s, "doctype")) {
		r->at += strlen("doctype");
		take_doctype(r, t);
	} else if (r->foreign && slice_starts(s, "[CDATA[")) {
		r->at += strlen("[CDATA[");
		r->state = TOKEN_IN_CDATA;
		return false;
	} else {
		take_bogus_comment(r, t);
	}
	return true;
}

/* The cursor stands before a "<" that begins markup.  False when it is no
 * token. */
static bool take_markup(struct token_reader *r, struct token *t)
{
	char c = r->at[1];

	if (ascii_is_alpha(c)) {
		r->at++;
		return take_tag(r, t, TOKEN_START);
	}
	if (c == '?') {
		r->at++;
		take_bogus_comment(r, t);
		return true;
	}
	r->at += 2;
	if (c == '!')
		return take_declaration(r, t);
	if (ascii_is_alpha(*r->at))
		return take_tag(r, t, TOKEN_END);
	if (take(r, '>'))
		return false;
	take_bogus_comment(r, t);
	return true;
}

static bool is_markup(const char *p, const char *end)
{
	if (end - p < 2)
		return false;
	return ascii_is_alpha(p[1]) || p[1] == '!' || p[1] == '?' ||
	       (p[1] == '/' && end - p > 2);
}

/* The next "<" that begins markup, or the end. */
static const char *find_markup(const struct token_reader *r)
{
	const char *p = r->at;

	while (p < r->end && (p = memchr(p, '<', (size_t)(r->end - p)))) {
		if (is_markup(p, r->end))
			return p;
		p++;
	}
	return r->end;
}

/* Text up to there, if there is any. */
static bool take_text(struct token_reader *r, struct token *t, const char *to,
	unsigned special)
{
	struct slice raw = between(r->at, to);

	if (raw.len == 0)
		return false;
	r->at = to;
	t->kind = TOKEN_TEXT;
	t->text = resolve(r, raw, special, false);
	return true;
}

/* True when s is a tag of that name so far, behind its "<" or "</". */
static bool is_tag_of(struct slice s, struct slice name)
{
	if (name.len == 0 || s.len <= name.len ||
		!(class_of(s.data + name.len) & NAME_END))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (ascii_lower(s.data[i]) != name.data[i])
			return false;
	return true;
}

static bool is_end_tag_of(const char *p, const char *end, struct slice name)
{
	return end - p > 2 && p[0] == '<' && p[1] == '/' &&
	       is_tag_of(between(p + 2, end), name);
}

static const char *find_raw_end(const struct token_reader *r)
{
	struct slice name = slice_of(r->raw_name, r->raw_len);
	const char *p = r->at;

	while (p < r->end && (p = memchr(p, '<', (size_t)(r->end - p)))) {
		if (is_end_tag_of(p, r->end, name))
			return p;
		p++;
	}
	return r->end;
}

/*
 * The end tag of a script.  Between "<!--" and "-->" a script in the script
 * hides its end tag (13.2.5.15 to 13.2.5.31).
 */
static const char *find_script_end(const struct token_reader *r)
{
	const struct slice script = slice_str("script");
	struct slice name = slice_of(r->raw_name, r->raw_len);
	bool escaped = false, hidden = false;

	for (const char *p = r->at; p < r->end; p++) {
		struct slice s = between(p, r->end);

		if (*p == '-' && escaped && slice_starts(s, "-->")) {
			escaped = hidden = false;
		} else if (*p != '<') {
			continue;
		} else if (hidden) {
			hidden = !is_end_tag_of(p, r->end, script);
		} else if (is_end_tag_of(p, r->end, name)) {
			return p;
		} else if (escaped) {
			hidden = is_tag_of(between(p + 1, r->end), script);
		} else if (slice_starts(s, "<!--")) {
			escaped = true;
			p++; /* "<!-->" is a whole one */
		}
	}
	return r->end;
}

/* Text of the other states; false when the cursor stands at its end tag. */
static bool take_raw(struct token_reader *r, struct token *t)
{
	switch (r->state) {
	case TOKEN_IN_RCDATA:
		return take_text(r, t, find_raw_end(r), RCDATA);
	case TOKEN_IN_RAWTEXT:
		return take_text(r, t, find_raw_end(r), RAWTEXT);
	case TOKEN_IN_SCRIPT:
		return take_text(r, t, find_script_end(r), RAWTEXT);
	case TOKEN_IN_PLAINTEXT:
		return take_text(r, t, r->end, RAWTEXT);
	case TOKEN_IN_CDATA:
		t->kind = TOKEN_TEXT;
		t->text = resolve(r, take_past(r, "]]>"), CR, false);
		r->state = TOKEN_IN_DATA;
		return t->text.len > 0;
	case TOKEN_IN_DATA:
		break;
	}
	return false;
}

void token_init(struct token_reader *r, struct slice html)
{
	*r = (struct token_reader){
		.at = html.len ? html.data : "",
		.size = html.len,
	};
	r->end = r->at + html.len;
}

void token_done(struct token_reader *r)
{
	free(r->attrs);
	free(r->scratch);
	token_init(r, slice_str(NULL));
}

bool token_next(struct token_reader *r, struct token *t)
{
	r->used = 0;
	while (r->at < r->end) {
		if (r->state != TOKEN_IN_DATA) {
			if (take_raw(r, t))
				return true;
			r->state = TOKEN_IN_DATA;
			continue;
		}
		if (take_text(r, t, find_markup(r), TEXT) || take_markup(r, t))
			return true;
	}
	return false;
}

void token_after_start_tag(struct token_reader *r, const struct token *t)
{
	for (size_t i = 0; i < sizeof(raws) / sizeof(*raws); i++)
		if (t->name.data[0] == raws[i].name[0] &&
			slice_eq(t->name, raws[i].name))
			token_set_state(r, raws[i].state, t->name);
}

void token_set_state(
	struct token_reader *r, enum token_state state, struct slice name)
{
	r->state = state;
	r->raw_len = name.len <= TOKEN_RAW_NAME ? name.len : 0;
	if (r->raw_len)
		memcpy(r->raw_name, name.data, r->raw_len);
}

struct slice token_attr(const struct token *t, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < t->n_attrs; i++)
		if (t->attrs[i].name.len == n &&
			memcmp(t->attrs[i].name.data, name, n) == 0)
			return t->attrs[i].value;
	return slice_of(NULL, 0);
}
