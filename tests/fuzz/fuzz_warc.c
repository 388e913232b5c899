/*
 * A WARC file from outside, record by record; and a record of ours with the
 * same bytes in it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crawler/warc.h"
#include "tests/fuzz/fuzz.h"

/* Small enough that blocks of kept inputs are longer. */
#define MAX_BLOCK ((size_t)1000)

static void must(bool condition)
{
	if (!condition)
		abort();
}

/* Opens bytes as a file that is gone when it is closed; as warc_open(). */
static int open_bytes(struct warc **out, struct slice bytes)
{
	char path[] = "/tmp/oit-fuzz-XXXXXX";
	const int fd = mkstemp(path);
	struct error err;
	FILE *file;
	int rc;

	must(fd >= 0);
	file = fdopen(fd, "wb");
	must(file && fwrite(bytes.data, 1, bytes.len, file) == bytes.len);
	must(fclose(file) == 0);
	rc = warc_open(out, path, &err);
	must(unlink(path) == 0);
	return rc;
}

static bool is_inside(struct slice part, const struct buf *bytes)
{
	return part.data >= bytes->data &&
	       part.data + part.len <= bytes->data + bytes->len;
}

/* A plain file may lack the two line ends after its last record. */
static void check_record(const struct warc_record *r, size_t file)
{
	must(r->next > r->offset && r->next <= file + 4);
	must(r->block.len <= MAX_BLOCK);
	must(is_inside(r->head, &r->bytes) && is_inside(r->block, &r->bytes));
	must(r->head.data + r->head.len <= r->block.data);
	must(warc_field(r, "Content-Length").len > 0);
	(void)warc_field(r, "WARC-Target-URI");
}

static void read_all(struct slice bytes)
{
	struct warc *w = NULL;
	struct warc_record r;
	struct error err;

	if (open_bytes(&w, bytes) < 0)
		return;
	warc_record_init(&r);
	while (warc_read(&r, w, r.next, MAX_BLOCK, &err) > 0)
		check_record(&r, bytes.len);
	warc_record_done(&r);
	warc_close(w);
}

/* The record at the offset is ours, with the block. */
static void check_ours(
	struct warc *w, struct warc_record *r, struct slice block)
{
	struct error err;

	must(warc_read(r, w, r->next, block.len, &err) == 1);
	must(!r->cut && r->block.len == block.len);
	must(block.len == 0 ||
		memcmp(r->block.data, block.data, block.len) == 0);
	must(slice_eq(warc_field(r, "WARC-Type"), "resource"));
}

static void check_round_trip(struct slice block)
{
	const struct slice fields = slice_str("WARC-Type: resource\r\n");
	struct warc *w = NULL;
	struct warc_record r;
	struct buf file;
	struct error err;

	buf_init(&file, SIZE_MAX / 2);
	warc_put(&file, NULL, fields, block, slice_str(""));
	warc_put(&file, NULL, fields, slice_str(""), slice_str(""));
	must(open_bytes(&w, buf_slice(&file)) == 0);
	warc_record_init(&r);
	check_ours(w, &r, block);
	check_ours(w, &r, slice_of(NULL, 0));
	must(warc_read(&r, w, r.next, 0, &err) == 0);
	warc_record_done(&r);
	warc_close(w);
	buf_done(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice bytes = slice_of((const char *)data, size);

	read_all(bytes);
	check_round_trip(bytes);
	return 0;
}
