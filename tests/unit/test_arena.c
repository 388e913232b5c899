#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static void hands_out_zeroed_aligned_memory(void **state)
{
	static const size_t sizes[] = { 0, 1, 7, 16, 17, 4096, 65536, 300000 };
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		unsigned char *p = arena_alloc(&a, sizes[i]);

		assert_non_null(p);
		assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
		for (size_t j = 0; j < sizes[i]; j++)
			assert_int_equal(p[j], 0);
		memset(p, 0xff, sizes[i]);
	}
	arena_done(&a);
}

static void texts_take_no_more_room_than_their_letters(void **state)
{
	struct arena a;
	const char *first, *second;

	(void)state;
	arena_init(&a);
	first = arena_strdup(&a, "one");
	second = arena_strdup(&a, "three");
	assert_ptr_equal(second, first + sizeof("one"));
	assert_int_equal(a.total, sizeof("one") + sizeof("three"));
	assert_int_equal(
		(uintptr_t)arena_alloc(&a, 8) % alignof(max_align_t), 0);
	assert_string_equal(second, "three");
	arena_done(&a);
}

static void pieces_do_not_overlap(void **state)
{
	unsigned char *pieces[2000];
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < 2000; i++) {
		pieces[i] = arena_alloc(&a, 100);
		memset(pieces[i], (int)(i % 251), 100);
	}
	for (size_t i = 0; i < 2000; i++) {
		assert_int_equal(pieces[i][0], i % 251);
		assert_int_equal(pieces[i][99], i % 251);
	}
	arena_done(&a);
}

static void counts_what_it_handed_out(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_int_equal(a.total, 0);
	(void)arena_alloc(&a, 1000);
	assert_in_range(a.total, 1000, 1000 + alignof(max_align_t));
	arena_done(&a);
	assert_int_equal(a.total, 0);
}

static void copies_end_in_nul(void **state)
{
	struct arena a;
	struct slice s;

	(void)state;
	arena_init(&a);
	assert_string_equal(arena_strdup(&a, "town"), "town");
	assert_string_equal(arena_strndup(&a, "townhall", 4), "town");
	assert_string_equal(arena_strndup(&a, "", 0), "");
	s = arena_slice(&a, slice_of("a\0b", 3));
	assert_int_equal(s.len, 3);
	assert_memory_equal(s.data, "a\0b", 4);
	arena_done(&a);
}

static void nothing_copied_is_nothing(void **state)
{
	struct arena a;
	struct slice s;

	(void)state;
	arena_init(&a);
	assert_null(arena_strdup(&a, NULL));
	assert_null(arena_strndup(&a, NULL, 0));
	s = arena_slice(&a, slice_of(NULL, 0));
	assert_int_equal(s.len, 0);
	assert_string_equal(s.data, "");
	arena_done(&a);
}

static void one_takes_over_another(void **state)
{
	struct arena a, b;
	const char *x, *y;

	(void)state;
	arena_init(&a);
	arena_init(&b);
	arena_join(&a, &b);
	assert_int_equal(a.total, 0);
	x = arena_strdup(&a, "x");
	y = arena_strdup(&b, "y");
	arena_join(&a, &b);
	assert_int_equal(b.total, 0);
	arena_done(&b);
	assert_string_equal(x, "x");
	assert_string_equal(y, "y");
	assert_true(a.total >= 4);
	arena_done(&a);
}

static void serves_again_after_done(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	(void)arena_alloc(&a, 70000);
	arena_done(&a);
	arena_done(&a);
	assert_string_equal(arena_strdup(&a, "again"), "again");
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hands_out_zeroed_aligned_memory),
		cmocka_unit_test(texts_take_no_more_room_than_their_letters),
		cmocka_unit_test(pieces_do_not_overlap),
		cmocka_unit_test(counts_what_it_handed_out),
		cmocka_unit_test(copies_end_in_nul),
		cmocka_unit_test(nothing_copied_is_nothing),
		cmocka_unit_test(one_takes_over_another),
		cmocka_unit_test(serves_again_after_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
