/*
 * Tokens of a page: the first byte says in which state it begins.
 */
#include <stdlib.h>
#include <string.h>

#include "crawler/limits.h"
#include "crawler/read/token.h"
#include "tests/fuzz/fuzz.h"

static void must(bool condition)
{
	if (!condition)
		abort();
}

/* A name as the reader gives it: not empty, in lower case, without NUL. */
static void check_name(struct slice name)
{
	must(name.len > 0);
	for (size_t i = 0; i < name.len; i++)
		must(name.data[i] &&
			(name.data[i] < 'A' || name.data[i] > 'Z'));
}

static void check_attributes(const struct token *t)
{
	must(t->n_attrs <= LIMIT_ATTRIBUTES && t->n_attrs <= t->written);
	for (size_t i = 0; i < t->n_attrs; i++) {
		struct slice name = t->attrs[i].name;

		check_name(name);
		must(t->attrs[i].value.data != NULL);
		for (size_t k = 0; k < i; k++)
			must(t->attrs[k].name.len != name.len ||
				memcmp(t->attrs[k].name.data, name.data,
					name.len) != 0);
	}
}

static void check_token(const struct token *t)
{
	switch (t->kind) {
	case TOKEN_TEXT:
		must(t->text.len > 0);
		break;
	case TOKEN_COMMENT:
		must(t->text.len == 0 ||
			!memchr(t->text.data, '\0', t->text.len));
		break;
	case TOKEN_START:
		check_name(t->name);
		check_attributes(t);
		break;
	case TOKEN_END:
		check_name(t->name);
		break;
	case TOKEN_DOCTYPE:
		if (t->name.data)
			check_name(t->name);
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct token_reader reader;
	struct token token;

	if (size == 0)
		return 0;
	token_init(&reader, slice_of((const char *)data + 1, size - 1));
	if (data[0] % 7 == 6)
		reader.foreign = true;
	else
		token_set_state(&reader, (enum token_state)(data[0] % 7),
			slice_str("script"));
	while (token_next(&reader, &token)) {
		const char *at = reader.at;

		check_token(&token);
		if (token.kind == TOKEN_START && !reader.foreign)
			token_after_start_tag(&reader, &token);
		must(reader.at == at && at <= reader.end);
	}
	must(reader.at == reader.end);
	token_done(&reader);
	return 0;
}
