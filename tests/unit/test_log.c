#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"

static FILE *capture;
static int real_stderr;

static int stderr_goes_to_a_file(void **state)
{
	(void)state;
	(void)unsetenv("JOURNAL_STREAM");
	log_set_level(LOG_LEVEL_WARN);
	capture = tmpfile();
	real_stderr = dup(STDERR_FILENO);
	if (!capture || real_stderr < 0)
		return -1;
	return dup2(fileno(capture), STDERR_FILENO) < 0 ? -1 : 0;
}

static int stderr_comes_back(void **state)
{
	(void)state;
	(void)dup2(real_stderr, STDERR_FILENO);
	(void)close(real_stderr);
	return fclose(capture);
}

/* What has been written to stderr since the test began. */
static const char *written(void)
{
	static char text[16384];
	ssize_t n = pread(fileno(capture), text, sizeof(text) - 1, 0);

	assert_true(n >= 0);
	text[n] = '\0';
	return text;
}

static void writes_one_line_a_message(void **state)
{
	(void)state;
	log_error("%s: %d", "journal", 5);
	log_warn("slow");
	assert_string_equal(written(), "oit: journal: 5\noit: slow\n");
}

static void is_silent_below_its_level(void **state)
{
	(void)state;
	log_info("info");
	log_debug("debug");
	assert_string_equal(written(), "");
	log_set_level(LOG_LEVEL_DEBUG);
	log_info("info");
	log_debug("debug");
	assert_string_equal(written(), "oit: info\noit: debug\n");
}

static void escapes_what_could_steer_a_terminal(void **state)
{
	static const struct {
		const char *text, *line;
	} rows[] = {
		{ "a\nb", "oit: a\\x0ab\n" },
		{ "\r\t\b", "oit: \\x0d\\x09\\x08\n" },
		{ "\033[2J", "oit: \\x1b[2J\n" },
		{ "\x7f", "oit: \\x7f\n" },
		{ "\xc2\x9b", "oit: \\xc2\\x9b\n" },
		{ "\xe2\x80\x8b", "oit: \\xe2\\x80\\x8b\n" },
		{ "\xe2\x80\xae", "oit: \\xe2\\x80\\xae\n" },
		{ "\xe2\x81\xa6", "oit: \\xe2\\x81\\xa6\n" },
		{ "100%", "oit: 100%\n" },
		{ "เทศบาล", "oit: เทศบาล\n" },
		{ "2566–2570 …", "oit: 2566–2570 …\n" },
	};
	size_t at = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		log_warn("%s", rows[i].text);
		assert_string_equal(written() + at, rows[i].line);
		at = strlen(written());
	}
}

static void a_cut_sequence_at_the_end_is_no_overrun(void **state)
{
	(void)state;
	log_warn("%s", "\xc2");
	log_warn("%s", "\xe2\x80");
	assert_string_equal(written(), "oit: \xc2\noit: \xe2\x80\n");
}

static void a_long_message_is_cut(void **state)
{
	char longer[10000];

	(void)state;
	memset(longer, 1, sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	log_warn("%s", longer);
	assert_in_range(strlen(written()), 2000, 8200);
	assert_non_null(strstr(written(), "\\x01\n"));
}

static void the_journal_reads_the_level(void **state)
{
	(void)state;
	assert_int_equal(setenv("JOURNAL_STREAM", "8:1", 1), 0);
	log_set_level(LOG_LEVEL_DEBUG);
	log_error("e");
	log_warn("w");
	log_info("i");
	log_debug("d");
	assert_string_equal(
		written(), "<3>oit: e\n<4>oit: w\n<6>oit: i\n<7>oit: d\n");
}

static void a_message_wipes_the_progress_line(void **state)
{
	(void)state;
	log_progress("3 pages");
	log_warn("slow");
	log_progress(NULL);
	assert_string_equal(written(), "\r\033[K3 pages\r\033[Koit: slow\n");
}

#define LOG_TEST(f)                      \
	cmocka_unit_test_setup_teardown( \
		f, stderr_goes_to_a_file, stderr_comes_back)

static void json_keeps_its_meaning_and_cannot_steer(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	log_put_safe_json(
		&out, "{\"\u0e01\":\"\x7f \xc2\x9b \xe2\x80\xae \\n\"}");
	assert_string_equal(
		buf_str(&out), "{\"\u0e01\":\"\\u007f \\u009b \\u202e \\n\"}");
	buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOG_TEST(writes_one_line_a_message),
		LOG_TEST(is_silent_below_its_level),
		LOG_TEST(escapes_what_could_steer_a_terminal),
		LOG_TEST(a_cut_sequence_at_the_end_is_no_overrun),
		LOG_TEST(a_long_message_is_cut),
		LOG_TEST(the_journal_reads_the_level),
		LOG_TEST(a_message_wipes_the_progress_line),
		LOG_TEST(json_keeps_its_meaning_and_cannot_steer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
