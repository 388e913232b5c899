#include "rules/proof.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rules/agency.h"
#include "rules/event.h"
#include "rules/gist.h"
#include "rules/proof_part.h"
#include "rules/proof_year.h"

#define TITLE_LINES 3     /* that a title runs over */
#define LEAD_LETTERS 600  /* key bytes of the text that count as its lead */
#define TITLE_LETTERS 240 /* of these, where a title begins */
#define QUOTE_BYTES 240

/* Of the letters of a first line, in a name that is the title. */
#define FIRST_LINE_PERCENT 45

/* Bytes of a text for one of its canon, but for marks set many times over: a
 * Thai digit is three. */
#define QUOTE_GROWTH 8

/* Words whose absence a part may ask for count only in a real text. */
#define SHORT_TEXT 600

bool proof_is_picture(const struct page *page)
{
	return page->quality == PAGE_QUALITY_OCR;
}

/* A part of the text as its author wrote it. */
static const char *quote(
	struct proof *p, const struct text *t, struct slice part)
{
	struct buf out;
	const char *s;

	buf_init(&out, part.len * QUOTE_GROWTH);
	text_quote(&out, t, part);
	s = arena_strdup(&p->arena, buf_str(&out));
	buf_done(&out);
	return s;
}

const char *proof_quote(
	struct proof *p, const struct text *t, size_t from, size_t to)
{
	return quote(p, t, slice_of(t->canon + from, to - from));
}

/* What stands about a wording of the key. */
static const char *quote_key(
	struct proof *p, const struct text *t, size_t from, size_t to)
{
	return quote(p, t, text_around(t, from, to, QUOTE_BYTES));
}

const char *proof_quote_word(
	struct proof *p, const struct proof_text *t, uint32_t word)
{
	size_t from = t->first[word] - 1;

	return quote_key(
		p, &t->text, from, from + wordset_length(p->rs->words, word));
}

static bool is_document(const struct page *page)
{
	return page_kind_is_document(page->kind);
}

/*
 * Blocks of a web page are apart; lines of a document are not, because titles
 * run over them, but its sheets are.
 */
static void add_block(struct text *t, const struct page *page, size_t i)
{
	const struct page_block *b = &page->blocks[i];

	text_add(t, slice_str(b->text));
	if ((page->kind != PAGE_PDF && !proof_is_picture(page)) ||
		i + 1 == page->n_blocks ||
		page->blocks[i + 1].sheet != b->sheet)
		text_break(t);
}

static bool is_shown(const struct page *page, const struct page_block *b)
{
	if (b->nav)
		return false;
	return is_document(page) || !b->link || b->kind == PAGE_BLOCK_HEADING;
}

/* The first lines of a document, where its title stands. */
static void collect_lead(struct proof *p)
{
	const struct page *page = p->page;

	for (size_t i = 0;
		i < page->n_blocks && p->lead.text.key_len < LEAD_LETTERS; i++)
		add_block(&p->lead.text, page, i);
}

/* Title, headings and first lines of a web page. */
static void collect_page_lead(struct proof *p, size_t i)
{
	const struct page_block *b = &p->page->blocks[i];

	if (p->lead.text.key_len < LEAD_LETTERS ||
		(b->kind == PAGE_BLOCK_HEADING && b->level <= 3))
		add_block(&p->lead.text, p->page, i);
}

static void collect_text(struct proof *p)
{
	const struct page *page = p->page;
	bool document = is_document(page);

	for (size_t i = 0; i < page->n_blocks; i++) {
		const struct page_block *b = &page->blocks[i];
		bool heading = b->kind == PAGE_BLOCK_HEADING;

		if (!is_shown(page, b))
			continue;
		if (!document && p->site &&
			sightings_is_common(p->site, b->text))
			continue;
		/* A web page's heading may print today's year. */
		if (document || !heading)
			add_block(&p->own.text, page, i);
		if (!document)
			collect_page_lead(p, i);
		if (!heading)
			p->letters += (uint32_t)b->letters;
	}
}

/* Ends like the name of a file with content. */
static bool is_file_href(const char *href)
{
	static const char *const ends[] = { ".pdf", ".doc", ".docx", ".xls",
		".xlsx", ".ods", ".odt", ".csv", ".zip", ".jpg", ".jpeg",
		".png", ".ppt", ".pptx" };
	struct slice s = slice_str(href);
	long query = slice_find(s, "?", 0);

	if (query >= 0)
		s.len = (size_t)query;
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (slice_ends_nocase(s, ends[i]))
			return true;
	return slice_find_nocase(slice_str(href), "download", 0) >= 0;
}

/* Whether href leads off the host of the page. */
static bool is_foreign(const struct page *page, const char *href)
{
	const char *host = strstr(href, "//");
	const char *own = strstr(page->url, "//");
	size_t n;

	if (!host || host - href > 6 || !own)
		return false;
	n = strcspn(own + 2, "/?#") + 2;
	return strncmp(host, own, n) != 0;
}

static void count_links(struct proof *p)
{
	static const char *const social[] = { "facebook.com", "m.me/",
		"line.me", "lin.ee", "twitter.com", "youtube.com", "tiktok" };

	for (size_t i = 0; i < p->page->n_links; i++) {
		const struct page_link *l = &p->page->links[i];

		for (size_t k = 0; k < sizeof(social) / sizeof(*social); k++)
			if (strstr(l->href, social[k]))
				p->has_social = true;
		if (strstr(l->href, "maps.google") ||
			strstr(l->href, "google.com/maps") ||
			strstr(l->href, "goo.gl/maps"))
			p->has_map = true;
		if (l->nav || l->href[0] == '#')
			continue;
		p->links++;
		if (!is_foreign(p->page, l->href) &&
			(l->kind == PAGE_LINK_OBJECT ||
				l->kind == PAGE_LINK_FRAME ||
				is_file_href(l->href)))
			p->files++;
	}
}

/* Rows of a sheet, or of a table that is more than its head. */
static bool has_rows(const struct page *page)
{
	uint32_t table = 0, rows = 0, cells = 0;

	if (page->kind == PAGE_XLSX || page->kind == PAGE_XLS ||
		page->kind == PAGE_CSV)
		return true;
	for (size_t i = 0; i < page->n_blocks; i++) {
		const struct page_block *b = &page->blocks[i];

		if (b->kind != PAGE_BLOCK_CELL || b->nav)
			continue;
		if (b->table != table) {
			table = b->table;
			rows = cells = 0;
		}
		cells++;
		rows += b->row_end;
		if (rows >= 3 && cells >= rows * 3)
			return true;
	}
	return false;
}

/* The lead's naming of the concept by a title, label or other wording. */
static const struct label_match *named(const struct proof *p, size_t concept)
{
	for (size_t i = 0; i < p->names.n; i++)
		if (p->names.items[i].concept == concept &&
			p->names.items[i].class != WORDING_NEAR)
			return &p->names.items[i];
	return NULL;
}

/*
 * The item that owns the text: of those that its first lines name, the one in
 * the longest words.  A report on a plan names the plan too.
 */
static const struct label_match *owner(const struct proof *p)
{
	const struct label_match *best = p->title;

	for (size_t i = 0; i < p->names.n && !p->title; i++) {
		const struct label_match *m = &p->names.items[i];

		if (m->class > WORDING_OTHER || m->from > TITLE_LETTERS ||
			p->rs->concepts[m->concept].role != CONCEPT_ITEM)
			continue;
		if (!best || m->to - m->from > best->to - best->from)
			best = m;
	}
	return best;
}

/* Whether what the first letters are called is more than the wording that is
 * the owner: that one is part of it, or stands below. */
static bool is_name_of(const struct proof *p, const struct label_match *name,
	const struct label_match *o, size_t letters)
{
	return name->strength >= LABEL_STRONG && name->class != WORDING_NEAR &&
	       !named(p, name->concept) &&
	       (!o || o->from >= letters ||
		       (name->from <= o->from && name->to >= o->to));
}

/* Whether the line behind says what it is about: "คู่มือการปฏิบัติงาน" is half a
 * title. */
static bool goes_on(const struct proof *p, size_t i)
{
	const struct words *subject = &p->rs->common[COMMON_SUBJECT];
	struct slice line;

	if (i + 1 >= p->page->n_blocks)
		return false;
	line = slice_str(p->page->blocks[i + 1].text);
	for (size_t k = 0; k < subject->n; k++)
		if (slice_starts(line, subject->texts[k]))
			return true;
	return false;
}

/*
 * Names the document by its first line, or by that and those below it, where
 * the lead does not: because the title uses none of the known wordings, or
 * because words of the text below it would take a label out.
 */
static void name_title(struct proof *p)
{
	const struct label_match *o = owner(p);
	struct label_matches m = { .n = 0 };
	struct text t;
	bool found = false;

	text_init(&t);
	for (size_t i = 0; i < p->page->n_blocks && i < TITLE_LINES && !found;
		i++) {
		add_block(&t, p->page, i);
		label_match(&m, p->rs, &t);
		found = m.n && !goes_on(p, i) &&
			is_name_of(p, &m.items[0], o, t.key_len);
	}
	/* The lead begins with the same lines: a place in one is one in both.
	 */
	if (found && p->names.n < LABEL_MAX_MATCHES) {
		p->names.items[p->names.n] = m.items[0];
		p->title = &p->names.items[p->names.n++];
	}
	text_done(&t);
}

/* The name that makes up most of the first line, of those of the lead: wordings
 * below it may be longer.  Where a line says of what it is, that line does. */
static const struct label_match *first_line(const struct proof *p)
{
	const struct page *page = p->page;
	const struct label_match *name = NULL;
	struct label_matches m;
	struct text t;

	if (page->n_blocks == 0 || goes_on(p, 0))
		return NULL;
	text_init(&t);
	text_add(&t, slice_str(page->blocks[0].text));
	label_match(&m, p->rs, &t);
	if (m.n && m.items[0].from == 0 &&
		m.items[0].strength >= LABEL_STRONG &&
		p->rs->concepts[m.items[0].concept].role == CONCEPT_ITEM &&
		(size_t)m.items[0].to * 100 >=
			gist_letters(p->rs, &t) * FIRST_LINE_PERCENT)
		name = named(p, m.items[0].concept);
	text_done(&t);
	return name;
}

static void name_lead(struct proof *p)
{
	p->title = NULL;
	if (proof_is_picture(p->page)) {
		label_match_misread(&p->names, p->rs, &p->lead.text);
		return;
	}
	label_match(&p->names, p->rs, &p->lead.text);
	if (is_document(p->page)) {
		p->title = first_line(p);
		if (!p->title)
			name_title(p);
	}
}

void proof_init(struct proof *p, const struct ruleset *rs,
	const struct page *page, const struct sightings *site)
{
	*p = (struct proof){ .rs = rs, .page = page, .site = site };
	arena_init(&p->arena);
	proof_text_init(&p->lead);
	proof_text_init(&p->own);
	proof_text_init(&p->foot);
	proof_text_init(&p->whole);
	if (is_document(page)) {
		collect_lead(p);
		name_lead(p);
	}
	if (page->annex) {
		p->annex = mem_zalloc(sizeof(*p->annex));
		proof_init(p->annex, rs, page->annex, site);
	}
}

static void scan(const struct proof *p, struct proof_text *t)
{
	proof_text_scan(t, p->rs, proof_is_picture(p->page));
}

/* Most pages are asked for nothing: what a proof needs is made when it is. */
static void prepare(struct proof *p)
{
	if (p->prepared)
		return;
	p->prepared = true;
	if (!is_document(p->page)) {
		text_add(&p->lead.text, slice_str(p->page->title));
		text_break(&p->lead.text);
	}
	collect_text(p);
	scan(p, &p->lead);
	scan(p, &p->own);
	name_lead(p);
	proof_year_collect(p);
	count_links(p);
	p->has_rows = has_rows(p->page);
}

/* Words of a foot: the menus beside them are links and headings. */
static bool is_foot(const struct page_block *b)
{
	return b->nav && !b->link && b->kind != PAGE_BLOCK_HEADING;
}

/* What the page says itself and in its foot, where an office has its address
 * on every page. */
static const struct proof_text *foot_of(struct proof *p)
{
	const struct page *page = p->page;

	if (!p->foot.first) {
		for (size_t i = 0; i < page->n_blocks; i++)
			if (is_shown(page, &page->blocks[i]) ||
				is_foot(&page->blocks[i]))
				add_block(&p->foot.text, page, i);
		scan(p, &p->foot);
	}
	return &p->foot;
}

/* The whole text: few concepts may be proven by menus and feet. */
static const struct proof_text *whole_of(struct proof *p)
{
	if (!p->whole.first) {
		for (size_t i = 0; i < p->page->n_blocks; i++)
			add_block(&p->whole.text, p->page, i);
		scan(p, &p->whole);
	}
	return &p->whole;
}

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

size_t proof_blocks(const struct proof *p, uint64_t *out, size_t max, bool *cut)
{
	size_t n = 0, kept = 0;

	*cut = false;
	for (size_t i = 0; i < p->page->n_blocks && !*cut; i++) {
		if (!is_shown(p->page, &p->page->blocks[i]))
			continue;
		*cut = n == max;
		if (!*cut)
			out[n++] = sighting_block(p->page->blocks[i].text);
	}
	if (n)
		qsort(out, n, sizeof(*out), by_value);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || out[i] != out[kept - 1])
			out[kept++] = out[i];
	return kept;
}

void proof_done(struct proof *p)
{
	if (p->annex)
		proof_done(p->annex);
	free(p->annex);
	proof_text_done(&p->lead);
	proof_text_done(&p->own);
	proof_text_done(&p->foot);
	proof_text_done(&p->whole);
	arena_done(&p->arena);
}

/* Whether the words that name the concept are the title of the text, and not
 * words in a sentence of it. */
static bool is_title(const struct proof *p, const struct label_match *m)
{
	const struct label_match *o = owner(p);

	if (m->from > TITLE_LETTERS)
		return false;
	return !o || o->concept == m->concept ||
	       (p->rs->leads_to[o->concept] >> m->concept & 1);
}

static void judge_thing(
	struct proof *p, const struct concept *c, struct sighting_content *out)
{
	const struct label_match *m = named(p, out->concept);
	const struct label_match *o = owner(p);
	const struct proof_text *t;

	out->quote = "";
	out->hinted = proof_text_has_half(&p->own, &c->says);
	out->owned = o && o->concept != out->concept;
	out->other = o && o->concept != out->concept &&
		     !(p->rs->leads_to[o->concept] >> out->concept & 1);
	if (m) {
		out->thing = is_title(p, m) ? SIGHTING_THING_LEAD
					    : SIGHTING_THING_BODY;
		out->class = (uint8_t)m->class;
		out->quote = quote_key(p, &p->lead.text, m->from, m->to);
		return;
	}
	for (int k = WORDING_TITLE; k <= WORDING_OTHER; k++) {
		uint32_t w = proof_text_first(&p->own, &c->find[k]);

		if (w == UINT32_MAX)
			continue;
		out->thing = SIGHTING_THING_BODY;
		out->class = (uint8_t)k;
		out->quote = proof_quote_word(p, &p->own, w);
		return;
	}
	t = c->foot ? foot_of(p) : &p->own;
	if (proof_text_has_groups(t, &c->says)) {
		out->thing = SIGHTING_THING_SAYS;
		out->class = WORDING_OTHER;
		out->quote = proof_quote_word(
			p, t, proof_text_first(t, &c->says.lists[0]));
	}
}

/* Whose paper it is, where its first lines name a local government. */
static void judge_agency(struct proof *p, struct sighting_content *out)
{
	struct slice name;

	out->agency = "";
	if (is_document(p->page) &&
		agency_find(p->rs,
			slice_of(p->lead.text.canon, p->lead.text.canon_len),
			&name))
		out->agency = arena_strndup(&p->arena, name.data, name.len);
}

/* Whether the byte of a canon is of a letter or digit. */
static bool is_letter(char c)
{
	return (unsigned char)c >= 0x80 || ascii_is_alnum(c);
}

/* Whether a word of the canon begins with these letters. */
static bool begins_word(struct slice canon, struct slice word)
{
	for (size_t i = 0; i + word.len <= canon.len; i++)
		if (memcmp(canon.data + i, word.data, word.len) == 0 &&
			(i == 0 || !is_letter(canon.data[i - 1])))
			return true;
	return false;
}

/* Whether a mark of the list stands there.  What the list has in brackets
 * begins a word, in brackets or not: "ร่างรายงาน" is a draft, and a
 * "กลุ่มตัวอย่าง" is no sample. */
static bool is_marked(const struct proof_text *t, const struct words *list)
{
	struct slice canon = slice_of(t->text.canon, t->text.canon_len);

	for (size_t i = 0; i < list->n; i++) {
		struct slice mark = slice_str(list->texts[i]);
		bool bracketed = mark.len > 2 && strchr("([", mark.data[0]);

		if (t->first[list->ids[i]] &&
			(!bracketed ||
				begins_word(canon,
					slice_of(mark.data + 1, mark.len - 2))))
			return true;
	}
	return false;
}

static void judge_marks(
	struct proof *p, const struct concept *c, struct sighting_content *out)
{
	const struct words *common = p->rs->common;
	const struct label_match *name = named(p, out->concept);
	bool is_short = p->letters < SHORT_TEXT;

	out->draft = is_marked(&p->lead, &common[COMMON_DRAFTS]);
	out->sample = is_marked(&p->lead, &common[COMMON_SAMPLES]);
	out->empty = is_short && proof_text_has(&p->own, &common[COMMON_EMPTY]);
	out->soft_404 =
		is_short && proof_text_has(&p->lead, &common[COMMON_SOFT_404]);
	out->login = is_short && p->page->has_password;
	out->definition =
		is_short &&
		(proof_text_has(&p->own, &common[COMMON_DEFINITION]) ||
			proof_text_has(&p->own, &common[COMMON_PLACEHOLDERS]));
	out->stated_none = proof_text_has(&p->own, &c->stated_none);
	out->known_false = "";
	if (proof_text_has_groups(&p->lead, &c->is_not))
		out->known_false = "other_content";
	if (name && !is_document(p->page) &&
		event_comes_before(
			p->rs, &p->lead.text, name->from, name->concept))
		out->known_false = "news";
	for (size_t i = 0; i < c->n_known_false; i++)
		if (proof_text_has(&p->lead, &c->known_false[i].any))
			out->known_false = c->known_false[i].why;
}

bool proof_says_none(struct proof *p)
{
	const struct words *common = p->rs->common;

	if (p->page->letters >= SHORT_TEXT)
		return false;
	prepare(p);
	return proof_text_has(&p->own, &common[COMMON_EMPTY]) ||
	       proof_text_has(&p->lead, &common[COMMON_SOFT_404]);
}

void proof_years(struct proof *p, struct sighting_content *out)
{
	prepare(p);
	*out = (struct sighting_content){ 0 };
	proof_year_find(p, NULL, owner(p), out);
}

/* What the text says for itself, without the annex of its page. */
static void look(struct proof *p, size_t concept, struct sighting_content *out)
{
	const struct concept *c = &p->rs->concepts[concept];
	const struct label_match *name;

	prepare(p);
	*out = (struct sighting_content){ .concept = (uint8_t) concept };
	out->parts = arena_alloc(
		&p->arena, SIGHTING_MAX_PARTS * sizeof(*out->parts));
	out->letters = p->letters;
	out->files = p->files;
	out->links = p->links;
	out->form = p->page->has_form;
	out->hollow = p->page->hollow;
	out->images = p->page->images;
	out->partial = page_is_partial(p->page);
	judge_thing(p, c, out);
	judge_agency(p, out);
	judge_marks(p, c, out);
	proof_part_find(p, c, c->home ? whole_of(p) : &p->own, out);
	name = named(p, concept);
	proof_year_find(p, name, name ? name : owner(p), out);
}

/* Whether the sheet on which the document begins is read off, and names what
 * the text does not. */
static bool is_named_by_annex(const struct proof *p,
	const struct sighting_content *own, const struct sighting_content *read)
{
	return own->thing == SIGHTING_THING_NO && !own->owned &&
	       read->thing == SIGHTING_THING_LEAD &&
	       p->page->annex->blocks[0].sheet == 1;
}

void proof_content(
	struct proof *p, size_t concept, struct sighting_content *out)
{
	struct sighting_content own, read;

	look(p, concept, out);
	if (!p->annex)
		return;
	look(p->annex, concept, &read);
	own = *out;
	if (is_named_by_annex(p, &own, &read)) {
		*out = read;
		read = own;
		out->pictured = out->read_off = true;
	}
	proof_part_add(&p->rs->concepts[concept], out, &read);
}
