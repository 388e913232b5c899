#include "base/sorter.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/wire.h"

#define RUN_BYTES ((size_t)1 << 20)     /* of lines, held until then */
#define BLOCK_BYTES ((size_t)16 * 1024) /* of the file, at a time */

struct line {
	struct slice text;
	size_t key_len;
	uint64_t order;
};

/* A part of the file that is sorted in itself, in blocks of whole lines with
 * their lengths before them. */
struct run {
	uint64_t at, end; /* of the blocks that are not read yet */
	struct buf block;
	struct wire_reader left; /* of the block */
	struct line first;       /* without text when none is left */
};

struct sorter {
	struct arena texts;
	struct line *held; /* not in the file */
	size_t n_held, cap_held;
	size_t next; /* of them, when the file is not wanted */
	FILE *file;  /* NULL until it is wanted */
	uint64_t end;
	struct run *runs;
	size_t n_runs, cap_runs;
	struct run *given; /* whose first line was taken */
	bool sorted;
};

struct sorter *sorter_new(void)
{
	struct sorter *s = mem_zalloc(sizeof(*s));

	arena_init(&s->texts);
	return s;
}

void sorter_free(struct sorter *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n_runs; i++)
		buf_done(&s->runs[i].block);
	free(s->runs);
	if (s->file)
		(void)fclose(s->file);
	arena_done(&s->texts);
	free(s->held);
	free(s);
}

void sorter_add(
	struct sorter *s, struct slice line, size_t key_len, uint64_t order)
{
	s->held = mem_grow(s->held, s->n_held, &s->cap_held, sizeof(*s->held));
	s->held[s->n_held++] =
		(struct line){ .text = arena_slice(&s->texts, line),
			.key_len = key_len,
			.order = order };
}

void sorter_cut(struct sorter *s, uint64_t order)
{
	while (s->n_held && s->held[s->n_held - 1].order >= order)
		s->n_held--;
}

static int compare(const void *a, const void *b)
{
	const struct line *left = a, *right = b;
	const size_t n =
		left->key_len < right->key_len ? left->key_len : right->key_len;
	const int order = memcmp(left->text.data, right->text.data, n);

	if (order != 0)
		return order;
	if (left->key_len != right->key_len)
		return left->key_len < right->key_len ? -1 : 1;
	return left->order < right->order ? -1 : 1;
}

static void sort_held(struct sorter *s)
{
	if (s->n_held)
		qsort(s->held, s->n_held, sizeof(*s->held), compare);
}

static int fail(enum error_code code, struct error *err)
{
	return error_set(err, code, "a temporary file: %s",
		errno ? strerror(errno) : "cut");
}

/* Writes the block with its length before it, and clears it. */
static bool put_block(struct sorter *s, struct buf *block)
{
	const uint64_t len = block->len;
	const bool ok = fwrite(&len, sizeof(len), 1, s->file) == 1 &&
			fwrite(block->data, block->len, 1, s->file) == 1;

	s->end += sizeof(len) + len;
	buf_clear(block);
	return ok;
}

static bool put_held(struct sorter *s)
{
	struct buf block;
	bool ok = true;

	buf_init(&block, SIZE_MAX / 2);
	for (size_t i = 0; ok && i < s->n_held; i++) {
		const struct line *line = &s->held[i];

		wire_put_u32(&block, (uint32_t)line->key_len);
		wire_put_u64(&block, line->order);
		wire_put_bytes(&block, line->text);
		if (block.len >= BLOCK_BYTES || i + 1 == s->n_held)
			ok = put_block(s, &block);
	}
	buf_done(&block);
	return ok && fflush(s->file) == 0;
}

/* Writes what is held to the file. */
static int write_run(struct sorter *s, struct error *err)
{
	const uint64_t from = s->end;

	if (!s->file)
		s->file = tmpfile();
	if (!s->file)
		return fail(ERR_WRITE, err);
	sort_held(s);
	if (!put_held(s))
		return fail(ERR_WRITE, err);
	arena_done(&s->texts);
	s->n_held = 0;
	s->runs = mem_grow(s->runs, s->n_runs, &s->cap_runs, sizeof(*s->runs));
	s->runs[s->n_runs] = (struct run){ .at = from, .end = s->end };
	buf_init(&s->runs[s->n_runs++].block, SIZE_MAX / 2);
	return 0;
}

int sorter_settle(struct sorter *s, struct error *err)
{
	return s->texts.total < RUN_BYTES ? 0 : write_run(s, err);
}

static bool get_block(struct sorter *s, struct run *run)
{
	char piece[BLOCK_BYTES];
	uint64_t len;

	errno = 0;
	if (fseeko(s->file, (off_t)run->at, SEEK_SET) != 0 ||
		fread(&len, sizeof(len), 1, s->file) != 1)
		return false;
	run->at += sizeof(len) + len;
	buf_clear(&run->block);
	while (len > 0) {
		const size_t n =
			len < sizeof(piece) ? (size_t)len : sizeof(piece);

		if (fread(piece, n, 1, s->file) != 1)
			return false;
		buf_put(&run->block, piece, n);
		len -= n;
	}
	run->left = (struct wire_reader){ .left = buf_slice(&run->block) };
	return true;
}

/* Has the next line of the run be its first. */
static int advance(struct sorter *s, struct run *run, struct error *err)
{
	run->first = (struct line){ .order = 0 };
	if (run->left.left.len == 0 && run->at == run->end)
		return 0;
	if (run->left.left.len == 0 && !get_block(s, run))
		return fail(ERR_READ, err);
	run->first.key_len = wire_get_u32(&run->left);
	run->first.order = wire_get_u64(&run->left);
	run->first.text = wire_get_bytes(&run->left, SIZE_MAX);
	return 0;
}

/* Ends the adding. */
static int sort(struct sorter *s, struct error *err)
{
	int rc = 0;

	s->sorted = true;
	if (s->n_runs == 0)
		sort_held(s);
	else if (s->n_held)
		rc = write_run(s, err);
	for (size_t i = 0; rc == 0 && i < s->n_runs; i++)
		rc = advance(s, &s->runs[i], err);
	return rc;
}

static struct run *first_run(struct sorter *s)
{
	struct run *first = NULL;

	for (size_t i = 0; i < s->n_runs; i++) {
		struct run *run = &s->runs[i];

		if (run->first.text.data &&
			(!first || compare(&run->first, &first->first) < 0))
			first = run;
	}
	return first;
}

int sorter_next(struct sorter *s, struct slice *line, struct error *err)
{
	int rc = 0;

	if (!s->sorted)
		rc = sort(s, err);
	else if (s->given)
		rc = advance(s, s->given, err);
	if (rc < 0)
		return rc;
	s->given = first_run(s);
	if (s->given)
		*line = s->given->first.text;
	else if (s->next < s->n_held)
		*line = s->held[s->next++].text;
	else
		return 0;
	return 1;
}
