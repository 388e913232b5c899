#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "crawler/journal.h"

struct place {
	char folder[32];
	char path[64], wal[80];
};

static void begin(struct place *p)
{
	*p = (struct place){ .folder = "/tmp/oit-journal-XXXXXX" };
	assert_non_null(mkdtemp(p->folder));
	(void)snprintf(p->path, sizeof(p->path), "%s/j.sqlite", p->folder);
	(void)snprintf(p->wal, sizeof(p->wal), "%s-wal", p->path);
}

static void end(struct place *p)
{
	struct error err;

	assert_int_equal(file_remove_tree(p->folder, &err), 0);
}

static const struct journal_setting settings[] = {
	{ "site", "http://a.go.th/" },
	{ "started", "2025-02-20" },
};

static struct journal *create(const struct place *p)
{
	struct journal *j = NULL;
	struct error err = { 0 };

	if (journal_create(&j, p->path, settings, 2, &err) != 0)
		fail_msg("%s", err.text);
	return j;
}

/* What a reader of the file finds: titles, each with a newline. */
static void add_title(
	void *ctx, const struct visit *visit, const struct frontier_item *item)
{
	(void)item;
	buf_puts(ctx, visit->title);
	buf_putc(ctx, '\n');
}

static void check_titles(const struct place *p, const char *expected)
{
	struct journal *j = NULL;
	struct error err = { 0 };
	struct buf titles;

	buf_init(&titles, 1000);
	if (journal_open(&j, p->path, &err) != 0 ||
		journal_each_visit(j, add_title, &titles, &err) != 0)
		fail_msg("%s", err.text);
	assert_string_equal(buf_str(&titles), expected);
	buf_done(&titles);
	journal_free(j);
}

static void put(struct journal *j, uint32_t id, const char *title)
{
	const struct visit visit = { .id = id,
		.url = "http://a.go.th/",
		.parent = VISIT_NONE,
		.target = 9,
		.anchor = "",
		.outcome = OUTCOME_OK,
		.detail = "",
		.status = 200,
		.kind = PAGE_HTML,
		.quality = PAGE_QUALITY_POOR,
		.title = title,
		.sha256 = "abc",
		.fetched_at = "",
		.topics = UINT64_MAX,
		.marks = VISIT_MARK_LINKS_CUT };
	const struct frontier_item item = { .archived = true,
		.offset = 5000000000,
		.imprint = UINT64_MAX - 1,
		.anchors = { "one", "two" },
		.n_anchors = 2 };
	struct error err;

	assert_int_equal(journal_put_visit(j, &visit, &item, &err), 0);
}

static void what_was_committed_is_there_after_a_kill(void **state)
{
	struct journal *j;
	struct error err;
	struct place p;

	(void)state;
	begin(&p);
	j = create(&p);
	assert_int_equal(journal_begin(j, &err), 0);
	put(j, 0, "committed");
	assert_int_equal(journal_commit(j, &err), 0);
	assert_int_equal(journal_begin(j, &err), 0);
	put(j, 1, "not committed");
	/* Another reader sees the file as a crash would leave it. */
	check_titles(&p, "committed\n");
	journal_free(j);
	check_titles(&p, "committed\n");
	end(&p);
}

static void a_later_state_replaces_the_earlier(void **state)
{
	struct journal *j;
	struct error err;
	struct buf value;
	struct place p;

	(void)state;
	begin(&p);
	buf_init(&value, 1000);
	j = create(&p);
	put(j, 0, "first");
	put(j, 0, "'; DROP TABLE visit; --");
	put(j, 1, "second");
	assert_int_equal(journal_put_reading(j, 0, slice_str("old"), &err), 0);
	assert_int_equal(
		journal_put_reading(j, 0, slice_of("a\0b", 3), &err), 0);
	assert_int_equal(journal_put_setting(j, "site", "x", &err), 0);
	assert_int_equal(journal_put_setting(j, "site", "y", &err), 0);
	assert_int_equal(journal_put_total(j, "found", 7, &err), 0);
	check_titles(&p, "'; DROP TABLE visit; --\nsecond\n");
	assert_int_equal(journal_get_reading(&value, j, 0, &err), 1);
	assert_int_equal(value.len, 3);
	assert_memory_equal(value.data, "a\0b", 3);
	assert_int_equal(journal_get_reading(&value, j, 1, &err), 0);
	buf_clear(&value);
	assert_int_equal(journal_get_setting(&value, j, "site", &err), 1);
	assert_string_equal(buf_str(&value), "y");
	assert_int_equal(journal_get_setting(&value, j, "no", &err), 0);
	buf_done(&value);
	journal_free(j);
	end(&p);
}

static void check_visit(
	void *ctx, const struct visit *visit, const struct frontier_item *item)
{
	++*(int *)ctx;
	assert_int_equal(visit->id, 3);
	assert_string_equal(visit->url, "http://a.go.th/");
	assert_int_equal(visit->parent, VISIT_NONE);
	assert_int_equal(visit->target, 9);
	assert_int_equal(visit->outcome, OUTCOME_OK);
	assert_int_equal(visit->status, 200);
	assert_int_equal(visit->kind, PAGE_HTML);
	assert_int_equal(visit->quality, PAGE_QUALITY_POOR);
	assert_string_equal(visit->sha256, "abc");
	assert_true(visit->topics == UINT64_MAX);
	assert_true(item->imprint == UINT64_MAX - 1);
	assert_int_equal(visit->marks, VISIT_MARK_LINKS_CUT);
	assert_true(item->archived);
	assert_true(item->offset == 5000000000);
	assert_int_equal(item->n_anchors, 2);
	assert_string_equal(item->anchors[1], "two");
}

static void a_visit_comes_back_as_it_was(void **state)
{
	struct journal *j;
	struct error err;
	struct place p;
	int visits = 0;

	(void)state;
	begin(&p);
	j = create(&p);
	put(j, 3, "x");
	assert_int_equal(journal_each_visit(j, check_visit, &visits, &err), 0);
	assert_int_equal(visits, 1);
	journal_free(j);
	end(&p);
}

static void what_is_no_journal_is_refused(void **state)
{
	static const char *const files[] = { "", "hello" };
	struct journal *j = NULL;
	struct error err;
	struct place p;

	(void)state;
	begin(&p);
	assert_int_equal(journal_open(&j, p.path, &err), ERR_READ);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(
			file_write(p.path, slice_str(files[i]), &err), 0);
		assert_int_equal(journal_open(&j, p.path, &err), ERR_SYNTAX);
	}
	assert_null(j);
	end(&p);
}

static int check(const struct place *p)
{
	struct error err = { 0 };
	int rc = journal_check(p->path, &err);

	assert_true(rc >= 0 || strstr(err.text, p->path));
	return rc;
}

static void write_file(const struct place *p, struct slice bytes)
{
	struct error err;

	assert_int_equal(file_write(p->path, bytes, &err), 0);
}

static void a_crawl_is_begun_once_its_settings_stand(void **state)
{
	struct journal *j;
	struct place p;

	(void)state;
	begin(&p);
	assert_int_equal(check(&p), 0);
	write_file(&p, slice_str(""));
	assert_int_equal(check(&p), 0);
	write_file(&p, slice_str("hello"));
	assert_int_equal(check(&p), ERR_SYNTAX);
	end(&p);
	begin(&p);
	j = create(&p);
	assert_int_equal(check(&p), 1);
	journal_free(j);
	assert_int_equal(check(&p), 1);
	end(&p);
}

/* A file of many pages, finished. */
static void read_finished(const struct place *p, struct buf *out)
{
	struct journal *j = create(p);
	struct error err;

	assert_int_equal(journal_begin(j, &err), 0);
	for (uint32_t id = 0; id < 500; id++)
		put(j, id, "a title that fills some bytes of a page");
	assert_int_equal(journal_commit(j, &err), 0);
	assert_int_equal(journal_finish(j, &err), 0);
	journal_free(j);
	assert_int_equal(file_read(out, p->path, &err), 0);
}

static void damage_is_told_and_left_as_it_is(void **state)
{
	struct buf whole, now;
	struct error err;
	struct place p;
	size_t told = 0, pages = 0;

	(void)state;
	begin(&p);
	buf_init(&whole, 1 << 24);
	buf_init(&now, 1 << 24);
	read_finished(&p, &whole);
	for (size_t at = 0; at < whole.len; at += 4096) {
		memset(whole.data + at, 0xff, 64);
		write_file(&p, buf_slice(&whole));
		told += check(&p) == ERR_SYNTAX;
		pages++;
		buf_clear(&now);
		assert_int_equal(file_read(&now, p.path, &err), 0);
		assert_int_equal(now.len, whole.len);
		assert_memory_equal(now.data, whole.data, now.len);
	}
	assert_true(pages > 10);
	assert_int_equal(told, pages);
	buf_done(&whole);
	buf_done(&now);
	end(&p);
}

static void what_was_read_closely_outlives_a_kill(void **state)
{
	static const struct slice first = { "old", 3 }, second = { "a\0b", 3 };
	struct journal *j;
	struct error err;
	struct buf value;
	struct place p;

	(void)state;
	begin(&p);
	buf_init(&value, 100);
	j = create(&p);
	assert_int_equal(journal_put_transcript(j, "ab", first, &err), 0);
	assert_int_equal(journal_put_transcript(j, "ab", second, &err), 0);
	journal_free(j);
	assert_int_equal(journal_resume(&j, p.path, &err), 0);
	assert_int_equal(journal_get_transcript(&value, j, "cd", &err), 0);
	assert_int_equal(value.len, 0);
	assert_int_equal(journal_get_transcript(&value, j, "ab", &err), 1);
	assert_int_equal(value.len, 3);
	assert_memory_equal(value.data, "a\0b", 3);
	buf_done(&value);
	journal_free(j);
	end(&p);
}

static void a_resumed_journal_keeps_its_settings_alone(void **state)
{
	struct journal *j;
	struct error err;
	struct buf value;
	struct place p;

	(void)state;
	begin(&p);
	j = create(&p);
	put(j, 0, "before");
	assert_int_equal(journal_put_setting(j, "stopped_by", "", &err), 0);
	assert_int_equal(journal_finish(j, &err), 0);
	journal_free(j);
	assert_int_equal(journal_resume(&j, p.path, &err), 0);
	check_titles(&p, "");
	put(j, 0, "after");
	buf_init(&value, 100);
	assert_int_equal(journal_get_setting(&value, j, "started", &err), 1);
	assert_string_equal(buf_str(&value), "2025-02-20");
	assert_int_equal(journal_get_setting(&value, j, "stopped_by", &err), 0);
	buf_done(&value);
	journal_free(j);
	check_titles(&p, "after\n");
	end(&p);
}

static void one_plain_file_remains(void **state)
{
	struct journal *j;
	struct error err;
	struct place p;

	(void)state;
	begin(&p);
	j = create(&p);
	put(j, 0, "x");
	assert_true(file_exists(p.wal));
	assert_int_equal(journal_finish(j, &err), 0);
	journal_free(j);
	assert_false(file_exists(p.wal));
	check_titles(&p, "x\n");
	assert_false(file_exists(p.wal));
	end(&p);
}

static void hold(
	void *ctx, const struct visit *visit, const struct frontier_item *item)
{
	struct error err;

	(void)visit;
	(void)item;
	assert_int_equal(journal_finish(ctx, &err), 0);
}

static void a_reader_does_not_keep_a_run_from_its_end(void **state)
{
	struct journal *j, *reader = NULL;
	struct error err;
	struct place p;

	(void)state;
	begin(&p);
	j = create(&p);
	put(j, 0, "x");
	assert_int_equal(journal_open(&reader, p.path, &err), 0);
	assert_int_equal(journal_each_visit(reader, hold, j, &err), 0);
	journal_free(j);
	journal_free(reader);
	check_titles(&p, "x\n");
	end(&p);
}

static void an_existing_file_is_not_touched(void **state)
{
	struct journal *j = NULL;
	struct error err;
	struct place p;

	(void)state;
	begin(&p);
	assert_int_equal(file_write(p.path, slice_str("mine"), &err), 0);
	assert_int_equal(journal_create(&j, p.path, NULL, 0, &err), ERR_WRITE);
	assert_null(j);
	(void)snprintf(p.path, sizeof(p.path), "%s/no/j.sqlite", p.folder);
	assert_int_equal(journal_create(&j, p.path, NULL, 0, &err), ERR_WRITE);
	journal_free(NULL);
	end(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_committed_is_there_after_a_kill),
		cmocka_unit_test(a_later_state_replaces_the_earlier),
		cmocka_unit_test(a_visit_comes_back_as_it_was),
		cmocka_unit_test(what_is_no_journal_is_refused),
		cmocka_unit_test(a_crawl_is_begun_once_its_settings_stand),
		cmocka_unit_test(damage_is_told_and_left_as_it_is),
		cmocka_unit_test(what_was_read_closely_outlives_a_kill),
		cmocka_unit_test(a_resumed_journal_keeps_its_settings_alone),
		cmocka_unit_test(one_plain_file_remains),
		cmocka_unit_test(a_reader_does_not_keep_a_run_from_its_end),
		cmocka_unit_test(an_existing_file_is_not_touched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
