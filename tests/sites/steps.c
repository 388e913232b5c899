/*
 * Proves that the two steps of reading find the same on every stored page, and
 * says how many are misnested, and how: oit-steps FOLDER...
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "crawler/read/nest.h"
#include "tests/support/twosteps.h"

#define FOLDERS_OPEN 32
#define WHY_BYTES 65536

static const char *const ways[] = { "formatting", "blocks", "tables", "forms",
	"svg", "odd elements" };

#define WAYS (sizeof(ways) / sizeof(ways[0]))

/* ftw() hands nothing through. */
static size_t pages, faults, moved, by_way[WAYS];

static int compare(const char *path, const struct stat *about, int kind)
{
	struct twosteps t;
	struct buf why;

	(void)about;
	if (kind != FTW_F || !twosteps_read_file(&t, path))
		return 0;
	buf_init(&why, WHY_BYTES);
	pages++;
	moved += t.moved != 0;
	for (size_t i = 0; i < WAYS; i++)
		by_way[i] += t.moved >> i & 1;
	if (!twosteps_agree(&t, &why)) {
		faults++;
		printf("%s: %s\n", path, buf_str(&why));
	}
	buf_done(&why);
	twosteps_done(&t);
	return 0;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (ftw(argv[i], compare, FOLDERS_OPEN) != 0)
			return EXIT_FAILURE;
	printf("%zu pages, %zu read otherwise by their trees\n", pages, faults);
	printf("%zu with what a tree moves:", moved);
	for (size_t i = 0; i < WAYS; i++)
		printf(" %zu %s%s", by_way[i], ways[i],
			i + 1 < WAYS ? "," : "\n");
	return pages && !faults ? EXIT_SUCCESS : EXIT_FAILURE;
}
