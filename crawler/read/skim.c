#include "crawler/read/skim.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "crawler/limits.h"
#include "crawler/read/nest.h"
#include "crawler/read/token.h"
#include "crawler/read/walk.h"

struct skim {
	struct skim_facts *facts;
	struct token_reader reader;
	struct nest nest;
	struct walk *walk;
	size_t known; /* open elements that the walk knows of */
};

/* Tells the walk of all that was opened, the last of them by its tag. */
static void tell(struct skim *s, const struct token *t)
{
	const struct nest *n = &s->nest;

	for (; s->known < n->depth; s->known++)
		walk_open(s->walk, s->known, n->open[s->known].tag,
			s->known + 1 == n->depth ? t : NULL);
}

static void close_element(void *ctx, size_t index)
{
	struct skim *s = ctx;
	const struct nest *n = &s->nest;

	tell(s, NULL);
	if (index + 1 == n->depth)
		s->known = index;
	while (s->known && n->open[s->known - 1].id == 0)
		s->known--;
	walk_close(s->walk, index);
}

static void start(struct skim *s, const struct token *t)
{
	enum nest_start how = nest_start(&s->nest, t);

	if (t->written > s->facts->attributes)
		s->facts->attributes = t->written;
	tell(s, how == NEST_OPEN ? t : NULL);
	if (how == NEST_EMPTY)
		walk_empty(s->walk, s->nest.tag, t);
	else if (how == NEST_MERGED)
		walk_merge(s->walk, s->nest.tag, t);
	if (s->nest.raw)
		token_after_start_tag(&s->reader, t);
}

/* HTML standard 13.2.6.4.7: "</br>" is read as "<br>". */
static void end(struct skim *s, struct token *t)
{
	if (slice_eq(t->name, "br")) {
		t->n_attrs = 0;
		start(s, t);
	} else {
		nest_end(&s->nest, t);
	}
}

static bool is_blank(struct slice s)
{
	size_t i = 0;

	while (i < s.len && ascii_is_space(s.data[i]))
		i++;
	return i == s.len;
}

static void take_text(struct skim *s, struct slice text)
{
	if (!nest_text(&s->nest, is_blank(text)))
		return;
	tell(s, NULL);
	walk_text(s->walk, s->nest.depth - 1, text);
}

/* A frameset takes the place of all in the body. */
static void drop_body(void *ctx)
{
	struct skim *s = ctx;

	if (s->known > 1)
		walk_drop(s->walk);
}

static void set_outcome(struct page *p, const struct skim_facts *facts)
{
	struct buf why;

	buf_init(&why, LIMIT_LINK_TEXT);
	if (facts->depth > LIMIT_ELEMENT_DEPTH)
		buf_printf(&why, "elements nested deeper than %d",
			LIMIT_ELEMENT_DEPTH);
	else if (facts->attributes > LIMIT_ATTRIBUTES)
		buf_printf(&why, "more than %d attributes on one element",
			LIMIT_ATTRIBUTES);
	if (why.len) {
		p->outcome = OUTCOME_PARSE_LIMIT;
		p->detail = arena_strdup(&p->arena, buf_str(&why));
	}
	buf_done(&why);
}

static void read_tokens(struct skim *s)
{
	struct token t;

	while (token_next(&s->reader, &t)) {
		switch (t.kind) {
		case TOKEN_TEXT:
			take_text(s, t.text);
			break;
		case TOKEN_START:
			start(s, &t);
			break;
		case TOKEN_END:
			end(s, &t);
			break;
		case TOKEN_DOCTYPE:
			nest_doctype(&s->nest, &t);
			break;
		case TOKEN_COMMENT:
			break;
		}
		s->reader.foreign = s->nest.open[s->nest.depth - 1].foreign;
	}
	nest_finish(&s->nest);
}

void skim_read(struct page *p, struct slice text, struct skim_facts *facts)
{
	struct skim *s = mem_zalloc(sizeof(*s));

	*facts = (struct skim_facts){ 0 };
	s->facts = facts;
	s->walk = walk_new(p);
	token_init(&s->reader, text);
	nest_init(&s->nest, close_element, drop_body, s);
	read_tokens(s);
	walk_finish(s->walk, &facts->html);
	facts->depth = s->nest.deepest;
	facts->moved = s->nest.moved;
	set_outcome(p, facts);
	token_done(&s->reader);
	walk_free(s->walk);
	free(s);
}
