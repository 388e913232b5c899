#include "crawler/read/hollow.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "crawler/limits.h"
#include "crawler/page.h"
#include "crawler/read/token.h"

#define BARE_LETTERS 20 /* "loading", in a word or two */
#define NAME_BYTES 64
#define MAX_BARE 32
/* A page that says little is not longer, unless it means harm. */
#define SOURCE_BYTES (1UL << 20)
#define SCRIPT_BYTES (256UL << 10)
#define COUNT(list) (sizeof(list) / sizeof(*(list)))

/* Elements that scripts fill. */
static const char *const places[] = { "div", "section", "main", "article",
	"table", "tbody", "ul", "ol", "app-root", "router-outlet",
	"router-view" };

/* What is the same on all pages, and what is read by nobody. */
static const char *const frames[] = { "nav", "header", "footer", "aside",
	"noscript", "template", "select" };

/* Names of columns stand there whether there are rows or not. */
static const char *const heads[] = { "thead", "th", "caption" };

/* What is something in itself. */
static const char *const contents[] = { "iframe", "embed", "object", "video",
	"input", "textarea" };

/* What holds text that nobody sees as such. */
static const char *const raws[] = { "script", "style", "title", "textarea" };

/* Ids of the roots of programs. */
static const char *const roots[] = { "app", "root", "__next", "__nuxt", "q-app",
	"main-app", "vue-app", "react-root" };

/* Elements of programs themselves. */
static const char *const own[] = { "app-root", "router-outlet", "router-view" };

/* How scripts come by what they show. */
static const char *const loads[] = { "fetch(", ".ajax(", "ajax:", "\"ajax\"",
	".getJSON(", ".load(", ".get(", ".post(", "axios", "XMLHttpRequest",
	"flipBook(", "FlipBook(", "PDFObject", "pdfjsLib" };

struct place {
	char name[NAME_BYTES], id[NAME_BYTES];
	size_t letters, things; /* before it */
};

struct hollow {
	struct token_reader reader;
	struct place open[LIMIT_ELEMENT_DEPTH];
	size_t n_open;
	char bare[MAX_BARE][NAME_BYTES]; /* ids of places that are */
	size_t n_bare;
	size_t letters, things; /* seen so far; links and the like */
	size_t frames, heads;   /* that are open */
	bool in_script, in_raw;
	bool found;         /* no script need be asked */
	struct buf scripts; /* all inline ones */
	struct buf words;   /* for a moment */
};

static bool is_one(struct slice name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_eq(name, list[i]))
			return true;
	return false;
}

#define IS_ONE(name, list) is_one(name, list, COUNT(list))

static void copy(char *to, struct slice s)
{
	size_t n = s.len < NAME_BYTES ? s.len : 0;

	if (n)
		memcpy(to, s.data, n);
	to[n] = '\0';
}

/* The rows of a table stand in its body, which has no name of its own. */
static void open_place(struct hollow *h, const struct token *t)
{
	struct slice id = slice_trim(token_attr(t, "id"));
	struct place *p = &h->open[h->n_open];

	if (h->n_open == LIMIT_ELEMENT_DEPTH)
		return;
	if (id.len == 0 && h->n_open && slice_eq(t->name, "tbody"))
		id = slice_str(p[-1].id);
	copy(p->name, t->name);
	copy(p->id, id);
	p->letters = h->letters;
	p->things = h->things;
	h->n_open++;
}

static void close_place(struct hollow *h)
{
	const struct place *p = &h->open[--h->n_open];
	struct slice id = slice_str(p->id);

	if (h->letters - p->letters > BARE_LETTERS || h->things > p->things)
		return;
	if (IS_ONE(id, roots) || IS_ONE(slice_str(p->name), own))
		h->found = true;
	else if (id.len && h->n_bare < MAX_BARE)
		copy(h->bare[h->n_bare++], id);
}

static void start(struct hollow *h, const struct token *t)
{
	token_after_start_tag(&h->reader, t);
	h->in_script = slice_eq(t->name, "script");
	h->in_raw = IS_ONE(t->name, raws);
	h->frames += IS_ONE(t->name, frames);
	h->heads += IS_ONE(t->name, heads);
	if (h->frames)
		return;
	h->things += IS_ONE(t->name, contents) ||
		     (slice_eq(t->name, "a") && token_attr(t, "href").data);
	if (IS_ONE(t->name, places))
		open_place(h, t);
}

/* Ends what is open under the name, and what was left open in it. */
static void end(struct hollow *h, struct slice name)
{
	size_t n = h->n_open;

	h->in_script = h->in_raw = false;
	h->frames -= h->frames && IS_ONE(name, frames);
	h->heads -= h->heads && IS_ONE(name, heads);
	while (n && !slice_eq(name, h->open[n - 1].name))
		n--;
	while (n && h->n_open >= n)
		close_place(h);
}

static void take_text(struct hollow *h, struct slice text)
{
	if (h->in_script)
		buf_put_slice(&h->scripts, text);
	if (h->in_raw || h->frames || h->heads)
		return;
	buf_clear(&h->words);
	buf_put_slice(&h->words, text);
	h->letters += page_letters(buf_str(&h->words));
	h->found |= slice_find(text, "{{", 0) >= 0 &&
		    slice_find(text, "}}", 0) >= 0;
}

static bool is_in_id(char c)
{
	return ascii_is_alnum(c) || c == '-' || c == '_';
}

/* Whether the scripts name an element: "#id", 'id'. */
static bool is_named(struct slice scripts, const char *id)
{
	size_t n = strlen(id);
	long at = -1;

	while ((at = slice_find(scripts, id, (size_t)(at + 1))) >= 0) {
		size_t i = (size_t)at;
		char before = i ? scripts.data[i - 1] : ' ';

		if ((before == '#' || before == '\'' || before == '"') &&
			(i + n == scripts.len ||
				!is_in_id(scripts.data[i + n])))
			return true;
	}
	return false;
}

static bool is_loaded(const struct hollow *h)
{
	struct slice scripts = buf_slice(&h->scripts);
	bool load = false;

	for (size_t i = 0; !load && i < COUNT(loads); i++)
		load = slice_find(scripts, loads[i], 0) >= 0;
	for (size_t i = 0; load && i < h->n_bare; i++)
		if (is_named(scripts, h->bare[i]))
			return true;
	return false;
}

static void read_tokens(struct hollow *h)
{
	struct token t;

	while (token_next(&h->reader, &t)) {
		if (t.kind == TOKEN_START)
			start(h, &t);
		else if (t.kind == TOKEN_END)
			end(h, t.name);
		else if (t.kind == TOKEN_TEXT)
			take_text(h, t.text);
	}
	while (h->n_open)
		close_place(h);
}

bool hollow_is_page(struct slice source)
{
	struct hollow *h = mem_zalloc(sizeof(*h));
	bool hollow;

	if (source.len > SOURCE_BYTES)
		source.len = SOURCE_BYTES;
	token_init(&h->reader, source);
	buf_init(&h->scripts, SCRIPT_BYTES);
	buf_init(&h->words, SOURCE_BYTES);
	read_tokens(h);
	hollow = h->found || is_loaded(h);
	buf_done(&h->words);
	buf_done(&h->scripts);
	token_done(&h->reader);
	free(h);
	return hollow;
}
