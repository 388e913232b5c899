#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "crawler/read/read.h"
#include "rules/match.h"

#define TOWN "tests/sites/demo/root"
#define MAX_PAGES 400
#define MAX_PAYLOAD ((size_t)64 * 1024 * 1024)

/* The web pages of the demo town. */
struct town {
	struct ruleset *rs;
	struct page *pages[MAX_PAGES];
	size_t n;
};

static void read_one(struct town *town, const char *path)
{
	struct read_input in = { .url = "http://town.example/",
		.content_type = "text/html" };
	struct error err;
	struct buf body;

	buf_init(&body, MAX_PAYLOAD);
	if (file_read(&body, path, &err) != 0)
		fail_msg("%s", err.text);
	in.body = buf_slice(&body);
	assert_true(town->n < MAX_PAGES);
	town->pages[town->n++] = read_page(&in);
	buf_done(&body);
}

static void read_folder(struct town *town, const char *folder)
{
	struct dirent **names = NULL;
	char path[4096];
	int n = scandir(folder, &names, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		const char *name = names[i]->d_name;
		size_t len = strlen(name);

		(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
		if (len > 5 && strcmp(name + len - 5, ".html") == 0)
			read_one(town, path);
		else if (!strchr(name, '.'))
			read_folder(town, path);
		free(names[i]);
	}
	free(names);
}

static void town_done(struct town *town)
{
	for (size_t i = 0; i < town->n; i++)
		page_free(town->pages[i]);
	ruleset_free(town->rs);
}

/* All that a page comes to, as bytes. */
static void put_page(struct buf *out, const struct ruleset *rs,
	struct captions *captions, const struct page *page)
{
	struct match_input in = { .page = page, .captions = captions };
	struct match *m = match_new(rs, &in);

	for (size_t i = 0; i < page->n_links; i++) {
		struct match_link seen;

		match_link(m, &page->links[i], &seen);
		buf_printf(out, "%llx %d %d %d\n",
			(unsigned long long)seen.topics, seen.priority,
			seen.year, seen.inherits);
		match_put_link(m, &page->links[i], &seen, "", out);
	}
	match_put_contents(m, out);
	match_free(m);
}

/* The whole town, with so many bytes for what is kept of its texts. */
static void put_town(struct buf *out, const struct town *town, size_t max)
{
	struct captions *captions = captions_new(town->rs, max);

	buf_init(out, MAX_PAYLOAD);
	for (size_t i = 0; i < town->n; i++)
		put_page(out, town->rs, captions, town->pages[i]);
	captions_free(captions);
	assert_false(out->full);
}

static void what_is_kept_of_texts_changes_nothing(void **state)
{
	static const size_t sizes[] = { 1000, 100000, MAX_PAYLOAD };
	struct town town = { 0 };
	struct error err;
	struct buf fresh;

	(void)state;
	if (ruleset_load(&town.rs, "rules/catalog", 2567, &err) != 0)
		fail_msg("%s", err.text);
	read_folder(&town, TOWN);
	assert_true(town.n > 10);
	put_town(&fresh, &town, 1);
	assert_true(fresh.len > 1000);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct buf kept;

		put_town(&kept, &town, sizes[i]);
		assert_int_equal(kept.len, fresh.len);
		assert_memory_equal(kept.data, fresh.data, fresh.len);
		buf_done(&kept);
	}
	buf_done(&fresh);
	town_done(&town);
}

/* The topics of a page, in words of its own, of a site of which nothing else
 * is known. */
static uint64_t topics_of(const struct ruleset *rs, const char *body)
{
	struct read_input input = { .url = "http://town.example/4",
		.content_type = "text/html; charset=utf-8",
		.body = slice_str(body) };
	struct captions *captions = captions_new(rs, MAX_PAYLOAD);
	struct page *page = read_page(&input);
	struct match_input in = { .page = page, .captions = captions };
	struct match *m = match_new(rs, &in);
	struct sightings s;
	uint64_t topics = 0;
	struct buf out;

	buf_init(&out, MAX_PAYLOAD);
	match_put_contents(m, &out);
	sightings_init(&s);
	assert_true(sightings_add(&s, 0, buf_slice(&out)));
	sightings_survey(&s, 1);
	(void)sightings_is_changed(&s, buf_slice(&out), &topics);
	sightings_done(&s);
	buf_done(&out);
	match_free(m);
	page_free(page);
	captions_free(captions);
	return topics;
}

/* A page to which only a picture leads says itself what it is, if not with an
 * h1. */
static void a_line_that_begins_with_a_name_may_be_a_heading(void **state)
{
	static const struct {
		const char *body, *concept;
	} table[] = {
		{ "<div>E-Service</div><p>", "eservice" },
		{ "<div>ทำเนียบผู้บริหาร 2568</div><p>", "executives" },
		{ "<div>ยินดีต้อนรับ</div><div>คณะผู้บริหาร</div>", "executives" },
		{ "<div><a href=/4>คณะผู้บริหาร</a></div>", NULL },
		{ "<nav><div>คณะผู้บริหาร</div></nav>", NULL },
		{ "<div>เมื่อวานนี้ คณะผู้บริหาร</div>", NULL },
		{ "<div>คณะผู้บริหารได้เดินทางไปร่วมงานวันเด็กแห่งชาติที่โรงเรียน"
		  "ในเขตเทศบาล พร้อมมอบของรางวัลแก่เด็กทุกคนที่มาร่วมงาน"
		  "</div>",
			NULL },
		{ "<div>ประวัติความเป็นมา</div>", NULL },
	};
	struct ruleset *rs = NULL;
	struct error err;

	(void)state;
	if (ruleset_load(&rs, "rules/catalog", 2568, &err) != 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		uint64_t wanted = 0;

		if (table[i].concept)
			wanted = ruleset_bit(
				(size_t)ruleset_concept(rs, table[i].concept));
		if (topics_of(rs, table[i].body) != wanted)
			fail_msg("%s", table[i].body);
	}
	ruleset_free(rs);
}

static uint64_t topics_of_link(const struct ruleset *rs, const char *text)
{
	struct captions *captions = captions_new(rs, MAX_PAYLOAD);
	struct page *page = page_new("http://town.example/");
	struct match_input in = {
		.page = page, .captions = captions, .is_home = true
	};
	const struct page_link link = { .href = "/4",
		.text = text,
		.title = "",
		.row = "",
		.heading = "",
		.column = "",
		.file = "" };
	struct match *m = match_new(rs, &in);
	struct match_link seen;

	match_link(m, &link, &seen);
	match_free(m);
	page_free(page);
	captions_free(captions);
	return seen.topics;
}

/* Most headlines of news mention something. */
static void what_is_mentioned_in_passing_is_not_asked_for(void **state)
{
	static const struct {
		const char *text;
		bool asked;
	} table[] = {
		{ "แผนพัฒนาท้องถิ่น", true },
		{ "แผนพัฒนาท้องถิ่น (พ.ศ. 2566 - 2570) ฉบับแก้ไขเพิ่มเติม", true },
		{ "นายกเทศมนตรีและหัวหน้าส่วนราชการออกพบปะประชาชนในชุมชนเพื่อรับฟัง"
		  "ความเห็นเรื่องน้ำท่วมขังและแผนพัฒนาท้องถิ่น ณ ศาลาประชาคม",
			false },
		{ "กิจกรรมวันเด็ก", false },
	};
	struct ruleset *rs = NULL;
	struct error err;

	(void)state;
	if (ruleset_load(&rs, "rules/catalog", 2568, &err) != 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if ((topics_of_link(rs, table[i].text) != 0) != table[i].asked)
			fail_msg("%s", table[i].text);
	ruleset_free(rs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_kept_of_texts_changes_nothing),
		cmocka_unit_test(
			a_line_that_begins_with_a_name_may_be_a_heading),
		cmocka_unit_test(what_is_mentioned_in_passing_is_not_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
