#include "base/pattern.h"

#include <stdbool.h>
#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/mem.h"
#include "base/utf8.h"

#define MATCH_LIMIT 100000
#define PIECE_BYTES ((size_t)64 * 1024)
#define OVERLAP_BYTES ((size_t)1024)

struct pattern {
	pcre2_code *code;
	pcre2_match_context *limits;
	pcre2_match_data *match;
};

static void *allocate(size_t n, void *ctx)
{
	(void)ctx;
	return mem_realloc(NULL, n);
}

static void release(void *p, void *ctx)
{
	(void)ctx;
	free(p);
}

/* Compiles with memory that is there or ends the program: else memory that is
 * out would look like a bad pattern. */
static pcre2_code *compile(const char *source, int *code, size_t *offset)
{
	pcre2_general_context *memory =
		pcre2_general_context_create(allocate, release, NULL);
	pcre2_compile_context *context = pcre2_compile_context_create(memory);
	pcre2_code *re =
		pcre2_compile((PCRE2_SPTR)source, PCRE2_ZERO_TERMINATED,
			PCRE2_UTF | PCRE2_UCP, code, offset, context);

	pcre2_compile_context_free(context);
	pcre2_general_context_free(memory);
	return re;
}

int pattern_new(struct pattern **out, const char *source, struct error *err)
{
	pcre2_general_context *memory;
	struct pattern *p;
	PCRE2_UCHAR text[128];
	size_t offset;
	int code;
	pcre2_code *re = compile(source, &code, &offset);

	if (!re) {
		if (pcre2_get_error_message(code, text, sizeof(text)) < 0)
			text[0] = '\0';
		return error_set(err, ERR_SYNTAX, "bad pattern at %zu: %s",
			offset, (const char *)text);
	}
	p = mem_zalloc(sizeof(*p));
	p->code = re;
	memory = pcre2_general_context_create(allocate, release, NULL);
	p->limits = pcre2_match_context_create(memory);
	p->match = pcre2_match_data_create(1, memory);
	pcre2_general_context_free(memory);
	pcre2_set_match_limit(p->limits, MATCH_LIMIT);
	pcre2_set_depth_limit(p->limits, MATCH_LIMIT);
	/* Refused without writable and executable memory; matching works. */
	(void)pcre2_jit_compile(re, PCRE2_JIT_COMPLETE);
	*out = p;
	return 0;
}

void pattern_free(struct pattern *p)
{
	if (!p)
		return;
	pcre2_match_data_free(p->match);
	pcre2_match_context_free(p->limits);
	pcre2_code_free(p->code);
	free(p);
}

int pattern_find(
	const struct pattern *p, struct slice text, size_t *from, size_t *to)
{
	bool unknown = false;

	for (size_t at = 0; at < text.len;) {
		size_t end = utf8_cut(text, at + PIECE_BYTES);
		int n = pcre2_match(p->code, (PCRE2_SPTR)(text.data + at),
			end - at, 0, PCRE2_NO_UTF_CHECK, p->match, p->limits);

		if (n >= 0) {
			PCRE2_SIZE *v = pcre2_get_ovector_pointer(p->match);

			*from = at + v[0];
			*to = at + v[1];
			return 1;
		}
		if (n != PCRE2_ERROR_NOMATCH)
			unknown = true;
		if (end == text.len)
			break;
		at = utf8_cut(text, end - OVERLAP_BYTES);
	}
	return unknown ? -1 : 0;
}
