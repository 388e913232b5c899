#include "crawler/read/html.h"

#include "base/error.h"
#include "crawler/read/tree.h"
#include "crawler/read/walk.h"

void html_read(struct page *p, struct slice text, struct html_facts *facts)
{
	struct walk *w = walk_new(p);
	struct error err;

	*facts = (struct html_facts){ 0 };
	if (tree_walk(w, text, &err) == 0) {
		walk_finish(w, facts);
	} else {
		p->outcome = OUTCOME_PARSE_LIMIT;
		p->detail = arena_strdup(&p->arena, err.text);
	}
	walk_free(w);
}
