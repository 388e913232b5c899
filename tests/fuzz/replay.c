/*
 * Runs a fuzz target once on every file of the folders named: kept inputs and
 * old crashes are ordinary tests in every preset.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tests/fuzz/fuzz.h"

#define MAX_INPUT ((size_t)16 * 1024 * 1024)

/* The input in a block of exactly its size, so that a sanitizer sees a read
 * of one byte too many. */
static void run_input(const struct buf *input)
{
	uint8_t *data = malloc(input->len ? input->len : 1);

	if (!data)
		abort();
	if (input->len)
		memcpy(data, input->data, input->len);
	(void)LLVMFuzzerTestOneInput(data, input->len);
	free(data);
}

static int run_file(const char *path)
{
	char chunk[65536];
	struct buf input;
	size_t n;
	FILE *f = fopen(path, "rb");
	int rc = -1;

	if (!f)
		return -1;
	buf_init(&input, MAX_INPUT);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_put(&input, chunk, n);
	if (!ferror(f) && !input.full) {
		/* The last line before a crash names the input. */
		(void)printf("%s\n", path);
		(void)fflush(stdout);
		run_input(&input);
		rc = 0;
	}
	(void)fclose(f);
	buf_done(&input);
	return rc;
}

/* How many inputs of the folder were run, or -1. */
static long run_folder(const char *folder)
{
	struct dirent *entry;
	long count = 0;
	DIR *dir = opendir(folder);

	if (!dir)
		return -1;
	while (count >= 0 && (entry = readdir(dir))) {
		char path[4096];

		if (entry->d_name[0] == '.')
			continue;
		(void)snprintf(
			path, sizeof(path), "%s/%s", folder, entry->d_name);
		count = run_file(path) == 0 ? count + 1 : -1;
	}
	(void)closedir(dir);
	return count;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		long count = run_folder(argv[i]);

		if (count < 1) {
			(void)fprintf(stderr, "%s: %s\n", argv[i],
				count == 0 ? "no inputs" : "cannot be read");
			return 1;
		}
	}
	return 0;
}
