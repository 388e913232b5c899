#include "reports/intake.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define MAX_TEXT 1024

struct question {
	const char *ask;     /* keys of the wording */
	const char *usual;   /* what an empty answer stands for, or NULL */
	const char *without; /* a word that the papers put before it */
	size_t at;           /* of the answer in the office */
	bool needed;
};

#define AT(member) offsetof(struct office, member)

static const struct question questions[] = {
	{ "intake.name", NULL, NULL, AT(name), true },
	{ "intake.short_name", NULL, NULL, AT(short_name), false },
	{ "intake.district", NULL, "intake.district_word", AT(district),
		false },
	{ "intake.province", NULL, "intake.province_word", AT(province),
		false },
	{ "intake.site", NULL, NULL, AT(site), false },
	{ "intake.head_post", "intake.head_post_usual", NULL, AT(head_post),
		false },
	{ "intake.unit", "intake.unit_usual", NULL, AT(unit), false },
	{ "intake.document_prefix", NULL, NULL, AT(document_prefix), false },
	{ "intake.contact", NULL, NULL, AT(contact), false },
	{ "intake.author", NULL, NULL, AT(signers[0].post), false },
	{ "intake.first", "intake.first_usual", NULL, AT(signers[1].post),
		false },
	{ "intake.second", "intake.second_usual", NULL, AT(signers[2].post),
		false },
	{ "intake.head", "intake.head_usual", NULL, AT(signers[3].post),
		false },
};

#define N_QUESTIONS (sizeof(questions) / sizeof(questions[0]))

void intake_init(struct intake *in, struct wording *wording,
	const struct intake_issue *issues, size_t n_issues)
{
	*in = (struct intake){
		.wording = wording, .issues = issues, .n_issues = n_issues
	};
	arena_init(&in->arena);
	in->office.schema = OFFICE_SCHEMA;
	in->office.owners =
		arena_alloc(&in->arena, n_issues * sizeof(*in->office.owners));
}

void intake_done(struct intake *in)
{
	arena_done(&in->arena);
}

static const char *text_at(const struct intake *in, size_t at)
{
	const char *text;

	memcpy(&text, (const char *)&in->office + at, sizeof(text));
	return text ? text : "";
}

/* The name of a municipality without the word for one, to which the title of
 * its head is put; "" when it has not that word. */
static const char *place_of(struct intake *in)
{
	const char *name = text_at(in, AT(name));
	const char *word = wording_text(in->wording, "intake.municipality");
	size_t n = strlen(word);

	return strncmp(name, word, n) == 0 ? name + n : "";
}

static const char *filled(
	struct intake *in, const char *key, const struct wording_value *values)
{
	const char *copy;
	struct buf text;

	buf_init(&text, MAX_TEXT);
	wording_put(in->wording, &text, key, values);
	copy = arena_strdup(&in->arena, buf_str(&text));
	buf_done(&text);
	return copy;
}

/* What an empty answer stands for; "" for nothing. */
static const char *usual(struct intake *in, const struct question *q)
{
	return q->usual ? filled(in, q->usual,
				  WORDING_VALUES({ "place", place_of(in) },
					  { "head",
						  text_at(in, AT(head_post)) }))
			: "";
}

bool intake_ask(struct intake *in, struct buf *out)
{
	const char *text, *otherwise = "";

	if (in->at >= N_QUESTIONS + in->n_issues)
		return false;
	if (in->at < N_QUESTIONS) {
		text = wording_text(in->wording, questions[in->at].ask);
		otherwise = usual(in, &questions[in->at]);
	} else {
		text = filled(in, "intake.owner",
			WORDING_VALUES({ "title",
				in->issues[in->at - N_QUESTIONS].title }));
	}
	wording_put(in->wording, out,
		*otherwise ? "intake.ask_usual" : "intake.ask",
		WORDING_VALUES({ "text", text }, { "usual", otherwise }));
	return true;
}

static bool is_text(struct slice s)
{
	while (s.len) {
		uint32_t cp;
		size_t n = utf8_decode(&cp, s);

		if (cp == UTF8_INVALID || cp < 0x20 ||
			(cp >= 0x7f && cp < 0xa0))
			return false;
		s = slice_behind(s, n);
	}
	return true;
}

/* Without the word before it, unless that is all. */
static struct slice strip(struct slice s, const char *word)
{
	if (slice_starts(s, word) && s.len > strlen(word))
		s = slice_trim(slice_behind(s, strlen(word)));
	return s;
}

static void take_text(
	struct intake *in, const struct question *q, struct slice answer)
{
	const char *text;

	if (q->without)
		answer = strip(answer, wording_text(in->wording, q->without));
	text = answer.len ? arena_strndup(&in->arena, answer.data, answer.len)
			  : usual(in, q);
	memcpy((char *)&in->office + q->at, &text, sizeof(text));
}

static void take_owner(
	struct intake *in, const struct intake_issue *issue, struct slice unit)
{
	if (unit.len)
		in->office.owners[in->office.n_owners++] =
			(struct office_owner){ issue->key,
				arena_strndup(
					&in->arena, unit.data, unit.len) };
}

int intake_answer(struct intake *in, struct slice answer, struct error *err)
{
	answer = slice_trim(answer);
	if (!is_text(answer))
		return error_set(
			err, ERR_SYNTAX, "the answer is no text in UTF-8");
	if (answer.len > MAX_TEXT)
		return error_set(err, ERR_SYNTAX,
			"the answer is longer than %d bytes", MAX_TEXT);
	if (in->at < N_QUESTIONS) {
		if (answer.len == 0 && questions[in->at].needed)
			return error_set(err, ERR_SYNTAX,
				"the answer must not be empty");
		take_text(in, &questions[in->at], answer);
	} else {
		take_owner(in, &in->issues[in->at - N_QUESTIONS], answer);
	}
	in->at++;
	return 0;
}

void intake_write(const struct intake *in, struct buf *out)
{
	struct json_writer w;

	json_writer_init(&w, out, true);
	json_open(&w, NULL, '{');
	field_write(&w, office_table(), &in->office, &in->office);
	json_close(&w, '}');
	buf_putc(out, '\n');
}
