#include "cli/conflict.h"

/* A figure as it is printed: 89.94, but 84 and 100. */
static void put_figure(struct buf *out, int hundredths)
{
	if (hundredths % 100)
		buf_printf(out, "%d.%02d", hundredths / 100, hundredths % 100);
	else
		buf_printf(out, "%d", hundredths / 100);
}

static void put_witness(struct buf *out, const char *name,
	const struct score_conflict_witness *w)
{
	if (w->printed < 0)
		return;
	buf_printf(out, "; %s is printed ", name);
	put_figure(out, w->printed);
	buf_puts(out, " and would be ");
	put_figure(out, w->if_computed);
	buf_puts(out, " or ");
	put_figure(out, w->if_printed);
}

void conflict_put(struct buf *out, const struct score_conflict *c)
{
	buf_printf(out, "%s: printed ", c->id);
	if (c->place == SCORE_CONFLICT_LEVEL) {
		buf_printf(out, "\"%s\", the answers give \"%s\"",
			c->printed_level, c->computed_level);
		return;
	}
	put_figure(out, c->printed);
	buf_puts(out, c->place == SCORE_CONFLICT_ITEM ? ", answer in this file "
						      : ", the answers give ");
	put_figure(out, c->computed);
	put_witness(out, "its indicator", &c->indicator);
	put_witness(out, "the total", &c->total);
	if (c->right != SCORE_CONFLICT_OPEN) {
		buf_puts(out, "; ");
		put_figure(out, c->right == SCORE_CONFLICT_COMPUTED
					? c->computed
					: c->printed);
		buf_puts(out, " agrees with the rest");
	}
	for (size_t i = 0; i < c->n_fixes; i++) {
		buf_printf(out, "%s %s = ", i ? " or" : "; would agree with",
			c->fixes[i].item);
		put_figure(out, c->fixes[i].hundredths);
	}
}
