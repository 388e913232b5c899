#include "reports/memo.h"

#include <string.h>

#include "base/buf.h"
#include "reports/analysis.h"
#include "reports/thai.h"

#define MAX_TEXT ((size_t)64 * 1024)

static void add_field(struct paper *p, struct block *line, const char *label,
	const char *text)
{
	struct block *field = block_add(p->arena, line, BLOCK_FIELD);

	field->text = wording_text(p->wording, label);
	paper_add_runs(p, field, *paper_text(text) ? text : PAPER_GAP, false);
}

static struct block *add_line(struct paper *p)
{
	return block_add(p->arena, p->section, BLOCK_FIELDS);
}

static void add_memo_head(struct paper *p)
{
	const struct office *office = &p->doc->office;
	struct buf date;
	struct block *line;

	buf_init(&date, MAX_TEXT);
	thai_put_date(&date, paper_text(office->date), true);
	(void)paper_add(p, BLOCK_EMBLEM, "memo.emblem");
	line = block_add(p->arena, p->section, BLOCK_HEADING);
	line->style = BLOCK_TITLE;
	paper_add_runs(p, line, paper_say(p, "memo.title"), true);
	add_field(p, add_line(p), "memo.department",
		paper_say(p, "memo.department_text"));
	line = add_line(p);
	add_field(p, line, "memo.number", office->document_prefix);
	add_field(p, line, "memo.date", buf_str(&date));
	add_field(p, add_line(p), "memo.subject",
		paper_say(p, "memo.subject_text"));
	add_field(p, add_line(p), "memo.to", office->head_post);
	buf_done(&date);
}

static void add_facts(struct paper *p)
{
	const struct document_plan *plan = &p->doc->plan;

	(void)paper_add_heading(p, 2, "memo.facts");
	(void)paper_add(p, BLOCK_BODY, analysis_result_key(p));
	(void)paper_add(p, BLOCK_BODY, "memo.asks");
	for (size_t i = 0; i < plan->n_issues; i++) {
		paper_set_number(p, "n", plan->issues[i].n);
		paper_set(p, "title", plan->issues[i].title);
		(void)paper_add(p, BLOCK_LIST, "memo.issue");
	}
	(void)paper_add(p, BLOCK_BODY, "memo.classes");
	(void)paper_add(p, BLOCK_BODY, "memo.check");
	paper_set_count(p, "excused", document_of_office(p->doc));
	if (document_of_office(p->doc))
		(void)paper_add(p, BLOCK_BODY, "memo.office");
	(void)paper_add(p, BLOCK_RIGHT, "memo.catch");
}

/* " คิดเป็น…", of what fails and what falls with it, or "" when the points of
 * some item are not known. */
static const char *points_at_stake(struct paper *p)
{
	const struct document *doc = p->doc;
	long sum = 0;

	for (size_t i = 0; i < doc->n_items; i++) {
		if (!verdict_is_failing(doc->items[i].verdict) &&
			doc->items[i].n_blocked_by == 0)
			continue;
		if (doc->items[i].points < 0)
			return "";
		sum += doc->items[i].points;
	}
	paper_set_score(p, "sum", (int)((sum + 5) / 10));
	return paper_say(p, "memo.points");
}

/* Codes of the items that fail, "๐๘, ๐๙"; "" for none. */
static const char *failing_codes(struct paper *p)
{
	const char *codes;
	struct buf out;

	buf_init(&out, MAX_TEXT);
	for (size_t i = 0; i < p->doc->n_items; i++) {
		if (!verdict_is_failing(p->doc->items[i].verdict))
			continue;
		if (out.len)
			buf_puts(&out, ", ");
		thai_put_code(&out, p->doc->items[i].id);
	}
	codes = arena_strdup(p->arena, buf_str(&out));
	buf_done(&out);
	return codes;
}

/* Nothing found wanting is no clean bill while something is unsure. */
static const char *reason_key(const struct document *doc, const char *codes)
{
	if (*codes)
		return "memo.reason";
	if (!document_is_final(doc) ||
		document_total(doc, VERDICT_CANNOT_TELL) != 0)
		return "memo.reason_unsure";
	return "memo.reason_none";
}

static void add_proposals(struct paper *p)
{
	const struct office *office = &p->doc->office;
	const char *codes = failing_codes(p);
	const char *points = points_at_stake(p);
	struct block *head = paper_add_heading(p, 2, "memo.proposals");

	/* Catch words on the page before announce it: layout is fixed here. */
	head->new_page = true;
	paper_set(p, "codes", codes);
	paper_set(p, "points", *points ? points : " ");
	(void)paper_add(p, BLOCK_BODY, reason_key(p->doc, codes));
	for (size_t i = 0; i < office->n_proposals; i++)
		paper_add_numbered(p, i + 1, office->proposals[i]);
	if (office->n_proposals == 0)
		paper_add_numbered_texts(p, "memo.proposal");
}

/* The one that signs next is addressed by post. */
static void add_referral(struct paper *p, const char *post)
{
	paper_set(p, "post", post);
	(void)paper_add(p, BLOCK_PLAIN, "sign.to");
	(void)paper_add(p, BLOCK_PLAIN, "sign.please");
	(void)paper_add(p, BLOCK_PLAIN, "sign.advise");
}

static void add_signatures(struct paper *p)
{
	const struct office_signer *signers = p->doc->office.signers;

	for (size_t i = 0; i < OFFICE_SIGNERS; i++) {
		struct block *before = p->section->last;

		if (i + 1 == OFFICE_SIGNERS) {
			(void)paper_add(p, BLOCK_PLAIN, "sign.yes");
			(void)paper_add(p, BLOCK_PLAIN, "sign.no");
		} else if (i > 0) {
			add_referral(p, signers[i + 1].post);
		}
		paper_add_signature(p, &signers[i]);
		paper_keep_together(before);
	}
}

void memo_add(struct paper *p)
{
	paper_add_stamp(p);
	add_memo_head(p);
	(void)paper_add_heading(p, 2, "memo.background");
	(void)paper_add(p, BLOCK_BODY, "memo.background_text");
	add_facts(p);
	add_proposals(p);
	(void)paper_add_heading(p, 2, "memo.laws");
	paper_add_numbered_texts(p, "memo.law");
	(void)paper_add(p, BLOCK_BODY, "memo.closing");
	add_signatures(p);
}
