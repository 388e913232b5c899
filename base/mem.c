#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void mem_exhausted(void)
{
	static const char line[] = "oit: out of memory\n";

	/* No stdio: it may want memory itself. */
	if (write(STDERR_FILENO, line, sizeof(line) - 1) < 0)
		_exit(70);
	_exit(70);
}

void *mem_calloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		mem_exhausted();
	return p;
}

void *mem_zalloc(size_t n)
{
	return mem_calloc(1, n);
}

void *mem_realloc(void *p, size_t n)
{
	void *q = realloc(p, n ? n : 1);

	if (!q)
		mem_exhausted();
	return q;
}

char *mem_strndup(const char *s, size_t n)
{
	char *p;

	if (!s)
		return NULL;
	p = mem_zalloc(n + 1);
	memcpy(p, s, n);
	return p;
}

char *mem_strdup(const char *s)
{
	return s ? mem_strndup(s, strlen(s)) : NULL;
}

void *mem_grow(void *array, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return array;
	if (*cap > SIZE_MAX / 2 / size)
		mem_exhausted();
	*cap = *cap ? *cap * 2 : 16;
	return mem_realloc(array, *cap * size);
}
