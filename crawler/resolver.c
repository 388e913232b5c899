#include "crawler/resolver.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/strmap.h"

#define NAME_BYTES ((size_t)64 * 1024) /* of one that is kept */

struct answer {
	const char *text; /* what out held */
	enum url_result result;
};

struct resolver {
	size_t max;
	struct arena arena; /* owns what is kept */
	struct strmap known;
	struct answer *answers; /* by the numbers in known */
	size_t n, cap;
	struct buf name;
};

struct resolver *resolver_new(size_t max_bytes)
{
	struct resolver *r = mem_zalloc(sizeof(*r));

	r->max = max_bytes;
	arena_init(&r->arena);
	buf_init(&r->name, NAME_BYTES);
	return r;
}

static void forget(struct resolver *r)
{
	arena_done(&r->arena);
	strmap_done(&r->known);
	free(r->answers);
	r->answers = NULL;
	r->n = r->cap = 0;
}

void resolver_free(struct resolver *r)
{
	if (!r)
		return;
	forget(r);
	buf_done(&r->name);
	free(r);
}

/*
 * Bytes of the base that such a link depends on: scheme and host, or the folder
 * as well; 0 for the few that depend on more or are written in a way of their
 * own.
 */
static size_t base_bytes(const char *href, const char *base)
{
	const struct slice s = slice_str(href);
	const struct url url = url_split(base);
	size_t n = (size_t)(url.path.data - base);

	if (href[0] == '/' || slice_starts(s, "http://") ||
		slice_starts(s, "https://"))
		return n;
	if (!ascii_is_alnum(href[0]) || strchr(href, ':'))
		return 0;
	n += url.path.len;
	while (base[n - 1] != '/')
		n--;
	return n;
}

static void add(struct resolver *r, enum url_result result, struct slice text)
{
	const struct slice name = arena_slice(&r->arena, buf_slice(&r->name));

	r->answers = mem_grow(r->answers, r->n, &r->cap, sizeof(*r->answers));
	r->answers[r->n] =
		(struct answer){ arena_strndup(&r->arena, text.data, text.len),
			result };
	strmap_put(&r->known, name.data, r->n++);
}

enum url_result resolver_find(struct resolver *r, struct buf *out,
	const char *href, const char *base, enum url_query_encoding encoding)
{
	const size_t n = r ? base_bytes(href, base) : 0;
	const uint64_t *known;
	enum url_result result;

	if (n == 0)
		return url_resolve(out, slice_str(href), base, encoding);
	buf_clear(&r->name);
	buf_putc(&r->name, encoding == URL_UTF_8 ? 'u' : 'w');
	buf_put(&r->name, base, n);
	buf_putc(&r->name, ' ');
	buf_puts(&r->name, href);
	if (r->name.full)
		return url_resolve(out, slice_str(href), base, encoding);
	known = strmap_get(&r->known, buf_str(&r->name));
	if (known) {
		buf_clear(out);
		buf_puts(out, r->answers[*known].text);
		return r->answers[*known].result;
	}
	result = url_resolve(out, slice_str(href), base, encoding);
	if (r->arena.total + r->n * sizeof(*r->answers) >= r->max)
		forget(r);
	add(r, result, slice_of(buf_str(out), out->len));
	return result;
}
