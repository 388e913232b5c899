#include "reports/document.h"

#include <stdlib.h>
#include <string.h>

#include "base/field.h"
#include "base/json.h"
#include "base/sha256.h"

#define SCHEMA_NAME "oit-report/"
#define SCHEMA_NUMBER 1

void document_init(struct document *doc)
{
	*doc = (struct document){ .scores.total = -1 };
	arena_init(&doc->arena);
}

void document_done(struct document *doc)
{
	arena_done(&doc->arena);
	document_init(doc);
}

size_t document_total(const struct document *doc, enum verdict verdict)
{
	size_t total = 0;

	for (size_t i = 0; i < doc->n_items; i++)
		total += doc->items[i].verdict == verdict;
	return total;
}

size_t document_of_office(const struct document *doc)
{
	size_t total = 0;

	for (size_t i = 0; i < doc->n_items; i++)
		total += verdict_is_of_office(doc->items[i].verdict);
	return total;
}

bool document_has_waivers(const struct document *doc)
{
	for (size_t i = 0; i < doc->n_items; i++)
		if (doc->items[i].n_waivers)
			return true;
	return false;
}

long document_led_on(const struct document *doc)
{
	const struct document_coverage *c = &doc->coverage;

	return c->found - c->fetched - c->failed - c->skipped;
}

const char *document_due(const struct document *doc, const char *item)
{
	for (size_t i = 0; i < doc->plan.n_measures; i++) {
		const struct measure *m = &doc->plan.measures[i];
		bool of_check = m->kind == MEASURE_FINDING ||
				m->kind == MEASURE_CHECKING;

		if (of_check && m->to && strcmp(m->item, item) == 0)
			return m->to;
	}
	return "";
}

/* The host of an address, with its port. */
static struct slice host_of(const char *url)
{
	struct slice s = slice_str(url);
	long start = slice_find(s, "://", 0);
	size_t from = start < 0 ? 0 : (size_t)start + 3;
	long end = slice_find(s, "/", from);

	return slice_of(s.data + from, (end < 0 ? s.len : (size_t)end) - from);
}

char *document_host(const struct document *doc)
{
	return slice_dup(host_of(doc->site.url));
}

bool document_is_contradicted(const struct finding *item)
{
	return item->done && verdict_is_failing(item->verdict);
}

/* 64 bits tell the items of one site apart. */
void document_fingerprint(const struct document *doc,
	const struct finding *item, char out[DOCUMENT_FINGERPRINT_SIZE])
{
	char hex[SHA256_HEX_SIZE];
	struct buf text;

	buf_init(&text, 4096);
	buf_put_slice(&text, host_of(doc->site.url));
	buf_printf(&text, "\n%s", item->concept ? item->concept : "");
	sha256_hex(buf_slice(&text), hex);
	memcpy(out, hex, DOCUMENT_FINGERPRINT_SIZE - 1);
	out[DOCUMENT_FINGERPRINT_SIZE - 1] = '\0';
	buf_done(&text);
}

bool document_is_final(const struct document *doc)
{
	return doc->coverage.complete && doc->coverage.gate_met;
}

bool document_is_by_draft(const struct document *doc)
{
	return doc->rules.status && strcmp(doc->rules.status, "draft") == 0;
}

static const char *verdict_word(int value)
{
	return value < VERDICT_COUNT ? verdict_name((enum verdict)value) : NULL;
}

static const char *change_word(int value)
{
	return value < CHANGE_COUNT
		       ? finding_change_name((enum finding_change)value)
		       : NULL;
}

static const char *state_word(int value)
{
	return value < WAIVER_STATES
		       ? finding_waiver_word((enum waiver_state)value)
		       : NULL;
}

static const char *gate_word(int value)
{
	static const char *const words[] = { "not_met", "met", NULL };

	return words[value];
}

static const char *level_word(int value)
{
	static const char *const words[] = { "should", "must", NULL };

	return words[value];
}

static const char *measure_word(int value)
{
	static const char *const words[] = {
		[MEASURE_FINDING] = "finding",
		[MEASURE_CHECKING] = "checking",
		[MEASURE_SCORE] = "score",
		[MEASURE_STANDING] = "standing",
		NULL,
	};

	return words[value];
}

static void put_schema(struct json_writer *w, const char *key, const void *row,
	const void *whole)
{
	(void)row;
	(void)whole;
	json_put_string(w, key, DOCUMENT_SCHEMA);
}

static void put_totals(struct json_writer *w, const char *key, const void *row,
	const void *whole)
{
	(void)row;
	json_open(w, key, '{');
	for (enum verdict v = 0; v < VERDICT_COUNT; v++)
		json_put_int(
			w, verdict_name(v), (long)document_total(whole, v));
	json_close(w, '}');
}

static void put_due(struct json_writer *w, const char *key, const void *row,
	const void *whole)
{
	const struct finding *item = row;
	const char *due = document_due(whole, item->id);

	if (*due)
		json_put_string(w, key, due);
	else
		json_put_null(w, key);
}

static void put_model(struct json_writer *w, const char *key, const void *row,
	const void *whole)
{
	const struct document *doc = whole;
	const char *model = doc->rules.score_model;

	(void)row;
	json_put_string(w, key, model ? model : "");
}

static void put_fingerprint(struct json_writer *w, const char *key,
	const void *row, const void *whole)
{
	char fingerprint[DOCUMENT_FINGERPRINT_SIZE];

	document_fingerprint(whole, row, fingerprint);
	json_put_string(w, key, fingerprint);
}

static const struct field tool_fields[] = {
	FIELD_TEXT("name", struct document, tool_name),
	FIELD_TEXT("version", struct document, tool_version),
	FIELD_TEXT("libraries", struct document, tool_libraries),
};
FIELD_TABLE(tool, struct document);

static const struct field rules_fields[] = {
	FIELD_PLAIN("year", FIELD_INT, struct document_rules, year),
	FIELD_TEXT("version", struct document_rules, version),
	FIELD_TEXT("status", struct document_rules, status),
	FIELD_TEXT("sha256", struct document_rules, sha256),
	FIELD_TEXT("agency_type", struct document_rules, agency_type),
	FIELD_TEXT("score_model", struct document_rules, score_model),
};
FIELD_TABLE(rules, struct document_rules);

static const struct field site_fields[] = {
	FIELD_TEXT("url", struct document_site, url),
	FIELD_TEXT("name", struct document_site, name),
	FIELD_LIST("hosts", struct document_site, hosts, n_hosts),
};
FIELD_TABLE(site, struct document_site);

static const struct field count_fields[] = {
	FIELD_TEXT("name", struct document_count, name),
	FIELD_PLAIN("count", FIELD_LONG, struct document_count, count),
};
FIELD_TABLE(count, struct document_count);

static const struct field case_fields[] = {
	FIELD_TEXT("name", struct document_case, name),
	FIELD_TEXT("rule", struct document_case, rule),
	FIELD_TEXT("detail", struct document_case, detail),
	FIELD_PLAIN("count", FIELD_LONG, struct document_case, count),
	FIELD_TEXT("example", struct document_case, example),
};
FIELD_TABLE(case, struct document_case);

static const struct field coverage_fields[] = {
	FIELD_PLAIN("complete", FIELD_BOOL, struct document_coverage, complete),
	FIELD_OF_WORD("gate", FIELD_BOOL_WORD, struct document_coverage,
		gate_met, gate_word),
	FIELD_PLAIN("fetched", FIELD_LONG, struct document_coverage, fetched),
	FIELD_PLAIN(
		"documents", FIELD_LONG, struct document_coverage, documents),
	FIELD_PLAIN("failed", FIELD_LONG, struct document_coverage, failed),
	FIELD_PLAIN("skipped", FIELD_LONG, struct document_coverage, skipped),
	FIELD_TABLE_OF("by_reason", FIELD_MEMBERS, struct document_coverage,
		by_reason, n_by_reason, &count_table),
	FIELD_PLAIN("stopped_by", FIELD_NULLABLE, struct document_coverage,
		stopped_by),
	FIELD_PLAIN("found", FIELD_LONG, struct document_coverage, found),
	FIELD_TABLE_OF("cases", FIELD_ROWS, struct document_coverage, cases,
		n_cases, &case_table),
	FIELD_TABLE_OF("notes", FIELD_ROWS, struct document_coverage, notes,
		n_notes, &case_table),
	FIELD_TEXT("user_agent", struct document_coverage, user_agent),
	FIELD_PLAIN("reused", FIELD_LONG, struct document_coverage, reused),
	FIELD_PLAIN("bytes_saved", FIELD_LONG, struct document_coverage,
		bytes_saved),
};
FIELD_TABLE(coverage, struct document_coverage);

static const struct field period_fields[] = {
	FIELD_TEXT("kind", struct finding, period_kind),
	FIELD_PLAIN("wanted", FIELD_INT, struct finding, period_wanted),
	FIELD_PLAIN("found", FIELD_INT, struct finding, period_found),
};
FIELD_TABLE(period, struct finding);

static const struct field part_fields[] = {
	FIELD_TEXT("id", struct finding_part, id),
	FIELD_OF_WORD("level", FIELD_BOOL_WORD, struct finding_part, must,
		level_word),
	FIELD_OF_WORD("verdict", FIELD_WORD, struct finding_part, verdict,
		verdict_word),
	FIELD_TEXT("text", struct finding_part, text),
	FIELD_TEXT("source", struct finding_part, source),
	FIELD_TEXT("status", struct finding_part, status),
	FIELD_TEXT("quote", struct finding_part, quote),
	FIELD_TEXT("url", struct finding_part, url),
};
FIELD_TABLE(part, struct finding_part);

static const struct field evidence_fields[] = {
	FIELD_TEXT("url", struct finding_evidence, url),
	FIELD_TEXT("kind", struct finding_evidence, kind),
	FIELD_TEXT("anchor", struct finding_evidence, anchor),
	FIELD_LIST("path", struct finding_evidence, path, n_path),
	FIELD_TEXT("quote", struct finding_evidence, quote),
	FIELD_PLAIN(
		"http_status", FIELD_INT, struct finding_evidence, http_status),
	FIELD_TEXT("fetched_at", struct finding_evidence, fetched_at),
	FIELD_TEXT("sha256", struct finding_evidence, sha256),
	FIELD_PLAIN("year", FIELD_INT, struct finding_evidence, year),
	FIELD_TEXT("reading", struct finding_evidence, reading),
	FIELD_TEXT("title", struct finding_evidence, title),
	FIELD_TEXT("concept", struct finding_evidence, concept),
	FIELD_TEXT("outcome", struct finding_evidence, outcome),
	FIELD_TEXT("year_quote", struct finding_evidence, year_quote),
};
FIELD_TABLE(evidence, struct finding_evidence);

static const struct field near_fields[] = {
	FIELD_TEXT("url", struct finding_near, url),
	FIELD_TEXT("why", struct finding_near, why),
	FIELD_TEXT("detail", struct finding_near, detail),
	FIELD_TEXT("anchor", struct finding_near, anchor),
	FIELD_PLAIN("year", FIELD_INT, struct finding_near, year),
};
FIELD_TABLE(near, struct finding_near);

static const struct field other_fields[] = {
	FIELD_TEXT("model", struct finding_points, model),
	FIELD_PLAIN("points", FIELD_THOUSANDTHS, struct finding_points, points),
};
FIELD_TABLE(other, struct finding_points);

static const struct field points_fields[] = {
	FIELD_PUT("model", put_model),
	FIELD_PLAIN("ita", FIELD_THOUSANDTHS, struct finding, points),
	FIELD_IF_ANY("others", struct finding, other_points, n_other_points,
		&other_table),
};
FIELD_TABLE(points, struct finding);

static const struct field waiver_fields[] = {
	FIELD_OF_WORD("verdict", FIELD_WORD, struct finding_waiver, verdict,
		verdict_word),
	FIELD_TEXT("part", struct finding_waiver, part),
	FIELD_TEXT("part_text", struct finding_waiver, part_text),
	FIELD_TEXT("reason", struct finding_waiver, reason),
	FIELD_TEXT("by", struct finding_waiver, by),
	FIELD_TEXT("until", struct finding_waiver, until),
	FIELD_TEXT("url", struct finding_waiver, url),
	FIELD_TEXT("sha256", struct finding_waiver, sha256),
	FIELD_OF_WORD(
		"state", FIELD_WORD, struct finding_waiver, state, state_word),
};
FIELD_TABLE(waiver, struct finding_waiver);

static const struct field item_fields[] = {
	FIELD_TEXT("id", struct finding, id),
	FIELD_TEXT("concept", struct finding, concept),
	FIELD_TEXT("title", struct finding, title),
	FIELD_PLAIN("issue", FIELD_INT, struct finding, issue),
	FIELD_TEXT("indicator", struct finding, indicator),
	FIELD_OF_WORD(
		"verdict", FIELD_WORD, struct finding, verdict, verdict_word),
	FIELD_TEXT("reason", struct finding, reason),
	FIELD_TEXT("reason_code", struct finding, reason_code),
	FIELD_SAME("period", &period_table),
	FIELD_TABLE_OF("parts", FIELD_ROWS, struct finding, parts, n_parts,
		&part_table),
	FIELD_TABLE_OF("evidence", FIELD_ROWS, struct finding, evidence,
		n_evidence, &evidence_table),
	FIELD_TABLE_OF("near_misses", FIELD_ROWS, struct finding, near_misses,
		n_near, &near_table),
	FIELD_TEXT("fix", struct finding, fix),
	FIELD_TEXT("done_when", struct finding, done_when),
	FIELD_TEXT("owner", struct finding, owner),
	FIELD_PUT("due", put_due),
	FIELD_SAME("points_at_stake", &points_table),
	FIELD_LIST("blocked_by", struct finding, blocked_by, n_blocked_by),
	FIELD_PUT("fingerprint", put_fingerprint),
	FIELD_OF_WORD(
		"change", FIELD_WORD, struct finding, change, change_word),
	FIELD_PLAIN("done", FIELD_BOOL, struct finding, done),
	FIELD_TEXT("note", struct finding, note),
	FIELD_PLAIN("number", FIELD_INT, struct finding, number),
	FIELD_TEXT("where", struct finding, where),
	FIELD_TEXT("purpose", struct finding, purpose),
	FIELD_TEXT("keep", struct finding, keep),
	FIELD_TEXT("effort", struct finding, effort),
	FIELD_LIST("advice", struct finding, advice, n_advice),
	FIELD_LIST("sought", struct finding, sought, n_sought),
	FIELD_IF_ANY(
		"waivers", struct finding, waivers, n_waivers, &waiver_table),
};
FIELD_TABLE(item, struct finding);

static const struct field score_fields[] = {
	FIELD_TEXT("id", struct document_score, id),
	FIELD_TEXT("part", struct document_score, part),
	FIELD_TEXT("text", struct document_score, text),
	FIELD_PLAIN("issue", FIELD_INT, struct document_score, issue),
	FIELD_PLAIN(
		"score", FIELD_HUNDREDTHS, struct document_score, hundredths),
	FIELD_TEXT("class", struct document_score, class_key),
	FIELD_TEXT("advice", struct document_score, advice),
	FIELD_TEXT("concept", struct document_score, concept),
	FIELD_TEXT("check_item", struct document_score, check_item),
};
FIELD_TABLE(score, struct document_score);

static const struct field figure_fields[] = {
	FIELD_TEXT("id", struct document_figure, id),
	FIELD_TEXT("title", struct document_figure, title),
	FIELD_TEXT("instrument", struct document_figure, instrument),
	FIELD_PLAIN(
		"score", FIELD_HUNDREDTHS, struct document_figure, hundredths),
};
FIELD_TABLE(figure, struct document_figure);

static const struct field what_if_fields[] = {
	FIELD_LIST("items", struct document_what_if, items, n_items),
	FIELD_PLAIN("oit", FIELD_HUNDREDTHS, struct document_what_if, oit),
	FIELD_PLAIN("total", FIELD_HUNDREDTHS, struct document_what_if, total),
};
FIELD_TABLE(what_if, struct document_what_if);

static const struct field scores_fields[] = {
	FIELD_PLAIN("present", FIELD_BOOL, struct document_scores, present),
	FIELD_TABLE_OF("rows", FIELD_ROWS, struct document_scores, rows, n_rows,
		&score_table),
	FIELD_TABLE_OF("sub_indicators", FIELD_ROWS, struct document_scores,
		sub_indicators, n_sub_indicators, &figure_table),
	FIELD_TABLE_OF("indicators", FIELD_ROWS, struct document_scores,
		indicators, n_indicators, &figure_table),
	FIELD_TABLE_OF("instruments", FIELD_ROWS, struct document_scores,
		instruments, n_instruments, &figure_table),
	FIELD_PLAIN("target", FIELD_HUNDREDTHS, struct document_scores, target),
	FIELD_PLAIN("total", FIELD_HUNDREDTHS, struct document_scores, total),
	FIELD_TEXT("band", struct document_scores, band),
	FIELD_LIST("contradictions", struct document_scores, contradictions,
		n_contradictions),
	FIELD_IF_ANY("what_if", struct document_scores, what_if, n_what_if,
		&what_if_table),
};
FIELD_TABLE(scores, struct document_scores);

static const struct field issue_fields[] = {
	FIELD_PLAIN("n", FIELD_INT, struct document_issue, n),
	FIELD_TEXT("key", struct document_issue, key),
	FIELD_TEXT("title", struct document_issue, title),
};
FIELD_TABLE(issue, struct document_issue);

static const struct field measure_fields[] = {
	FIELD_OF_WORD("kind", FIELD_WORD, struct measure, kind, measure_word),
	FIELD_PLAIN("issue", FIELD_INT, struct measure, issue),
	FIELD_TEXT("item", struct measure, item),
	FIELD_TEXT("item_title", struct measure, item_title),
	FIELD_PLAIN("item_year", FIELD_INT, struct measure, item_year),
	FIELD_TEXT("plan_item", struct measure, plan_item),
	FIELD_TEXT("text", struct measure, text),
	FIELD_LIST("steps", struct measure, steps, n_steps),
	FIELD_TEXT("owner", struct measure, owner),
	FIELD_TEXT("from", struct measure, from),
	FIELD_TEXT("to", struct measure, to),
	FIELD_TEXT("concept", struct measure, concept),
};
FIELD_TABLE(measure, struct measure);

static const struct field plan_fields[] = {
	FIELD_PLAIN("assessed_year", FIELD_INT, struct document_plan,
		assessed_year),
	FIELD_PLAIN("year", FIELD_INT, struct document_plan, year),
	FIELD_PLAIN("item", FIELD_INT, struct document_plan, item),
	FIELD_PLAIN(
		"report_item", FIELD_INT, struct document_plan, report_item),
	FIELD_TABLE_OF("issues", FIELD_ROWS, struct document_plan, issues,
		n_issues, &issue_table),
	FIELD_TABLE_OF("measures", FIELD_ROWS, struct document_plan, measures,
		n_measures, &measure_table),
};
FIELD_TABLE(plan, struct document_plan);

static const struct field since_fields[] = {
	FIELD_TEXT("started", struct document_since, started),
	FIELD_PLAIN("rules_changed", FIELD_BOOL, struct document_since,
		rules_changed),
	FIELD_PLAIN("coverage_changed", FIELD_BOOL, struct document_since,
		coverage_changed),
	FIELD_PLAIN("suspect", FIELD_BOOL, struct document_since, suspect),
};
FIELD_TABLE(since, struct document_since);

static const struct field run_fields[] = {
	FIELD_TEXT("started", struct document_run, started),
	FIELD_PLAIN("year", FIELD_INT, struct document_run, year),
	FIELD_TEXT("rules", struct document_run, rules),
	FIELD_PLAIN("pass", FIELD_LONG, struct document_run, pass),
	FIELD_PLAIN("incomplete", FIELD_LONG, struct document_run, incomplete),
	FIELD_PLAIN("stale", FIELD_LONG, struct document_run, stale),
	FIELD_PLAIN("missing", FIELD_LONG, struct document_run, missing),
	FIELD_PLAIN(
		"cannot_tell", FIELD_LONG, struct document_run, cannot_tell),
	FIELD_PLAIN("fetched", FIELD_LONG, struct document_run, fetched),
	FIELD_PLAIN("suspect", FIELD_BOOL, struct document_run, suspect),
};
FIELD_TABLE(run, struct document_run);

static const struct field document_fields[] = {
	FIELD_PUT("schema", put_schema),
	FIELD_SAME("tool", &tool_table),
	FIELD_IN("rules", struct document, rules, &rules_table),
	FIELD_IN("site", struct document, site, &site_table),
	FIELD_TEXT("started", struct document, started),
	FIELD_TEXT("ended", struct document, ended),
	FIELD_IN("coverage", struct document, coverage, &coverage_table),
	FIELD_PUT("totals", put_totals),
	FIELD_TABLE_OF("items", FIELD_ROWS, struct document, items, n_items,
		&item_table),
	FIELD_THEIRS("office", struct document, office, office_table),
	FIELD_IN("scores", struct document, scores, &scores_table),
	FIELD_IN("plan", struct document, plan, &plan_table),
	FIELD_IN("since", struct document, since, &since_table),
	FIELD_TABLE_OF(
		"runs", FIELD_ROWS, struct document, runs, n_runs, &run_table),
};
FIELD_TABLE(document, struct document);

void document_write(const struct document *doc, struct buf *out)
{
	struct json_writer w;

	json_writer_init(&w, out, true);
	json_open(&w, NULL, '{');
	field_write(&w, &document_table, doc, doc);
	json_close(&w, '}');
	buf_putc(out, '\n');
}

/* Older schemas than ours there are none. */
static int check_schema(const struct json *json, struct error *err)
{
	const struct json_node *node;
	struct slice schema;
	long number = -1;

	if (json_need(&node, json, json_root(json), "schema", JSON_STRING,
		    err) != 0)
		return err->code;
	schema = slice_str(json_string(node, ""));
	if (slice_starts(schema, SCHEMA_NAME))
		number =
			slice_number(slice_of(schema.data + strlen(SCHEMA_NAME),
					     schema.len - strlen(SCHEMA_NAME)),
				1000000);
	if (number > SCHEMA_NUMBER)
		return json_error(json, node, err,
			"\"%s\" is newer than this program, which reads \"%s\"",
			schema.data, DOCUMENT_SCHEMA);
	if (number != SCHEMA_NUMBER)
		return json_error(json, node, err,
			"\"%s\" is no report, \"%s\" is one", schema.data,
			DOCUMENT_SCHEMA);
	return 0;
}

static int read_document(
	struct document *doc, const struct json *json, struct error *err)
{
	const struct field_reader reader = { json, &doc->arena, false };
	const struct json_node *items;

	if (check_schema(json, err) != 0 ||
		json_need(&items, json, json_root(json), "items", JSON_ARRAY,
			err) != 0)
		return err->code;
	return field_read(&reader, &document_table, json_root(json), doc, err);
}

int document_parse(struct document *doc, const char *name, struct slice text,
	struct error *err)
{
	struct json *json = NULL;
	int result = json_parse(&json, name, text, err);

	if (result == 0)
		result = read_document(doc, json, err);
	json_free(json);
	return result;
}

int document_load(struct document *doc, const char *path, struct error *err)
{
	struct json *json = NULL;
	int result = json_load(&json, path, err);

	if (result == 0)
		result = read_document(doc, json, err);
	json_free(json);
	return result;
}
