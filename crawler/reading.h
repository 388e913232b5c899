/*
 * READING: what a worker hands back about one body: how the reading ended, the
 * links, and what the rules saw, as bytes into which the crawler does not look.
 */
#ifndef OIT_CRAWLER_READING_H
#define OIT_CRAWLER_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"
#include "crawler/outcome.h"
#include "crawler/page.h"

#define READING_PRIORITY_LAST 9 /* 0 is fetched first */

/* What a link is that leads to no http or https address: only counted. */
enum reading_scheme {
	READING_SCHEME_MAILTO,
	READING_SCHEME_TEL,
	READING_SCHEME_JAVASCRIPT,
	READING_SCHEME_DATA,
	READING_SCHEME_OTHER,
	READING_SCHEME_BROKEN, /* no address at all */
	READING_SCHEME_COUNT,
};

struct reading_link {
	const char *url;  /* canonical, http or https */
	const char *text; /* its words, or else its title or row; "" */
	enum page_link_kind kind;
	bool nav;
	uint64_t topics; /* what may stand behind it, a bit a topic */
	int priority;    /* 0 .. READING_PRIORITY_LAST */
};

struct reading {
	struct arena arena; /* owns the strings of one that was made */
	struct buf bytes;   /* those of one from a worker */
	enum outcome outcome;
	const char *detail; /* the cause in words; "" */
	enum page_kind kind;
	enum page_quality quality;
	const char *title; /* "" */
	size_t letters;
	uint64_t imprint; /* see imprint.h */
	bool charset_conflict;
	bool links_cut;    /* the page has more than LIMIT_LINKS */
	bool tree_agrees;  /* with what its tokens say, see page.h */
	bool sheets_cut;   /* not all of its pages or sheets were read */
	bool has_pictures; /* some of its pages are pictures of text */
	bool has_annex;    /* of them some were read off */
	bool says_none;    /* brief, it says itself that nothing is there */
	struct reading_link *links;
	size_t n_links;
	uint32_t
		others[READING_SCHEME_COUNT]; /* links that were only counted */
	struct slice payload;                 /* of the rules */
	struct slice transcript; /* what a close reading of the same bytes
				    need not find out again */
};

/* An empty reading with OUTCOME_OK; done frees its strings and links. */
void reading_init(struct reading *r);
void reading_done(struct reading *r);

/* Takes over what the page says of itself; its links are added apart. */
void reading_set_page(struct reading *r, const struct page *page);

/* How the reading ended, in place of what the page said. */
void reading_set_outcome(struct reading *r, enum outcome o, const char *detail);

/* What the rules saw; the bytes are copied. */
void reading_set_payload(struct reading *r, struct slice payload);

/*
 * Adds a link of the page, resolved against its base, its query encoded by the
 * page's charset (URL standard, query state).  topics and priority are what
 * the rules make of it.  The links beyond LIMIT_LINKS are dropped.
 */
void reading_add_link(struct reading *r, const struct page *page,
	const struct page_link *link, uint64_t topics, int priority);

/* Bytes for the pipe; out->full when they exceed its ceiling. */
void reading_encode(struct buf *out, const struct reading *r);

/*
 * The reading of such bytes.  A worker is not trusted: false when a count, an
 * enumerator or a length is out of its range, or bytes are left over.  r is
 * initialised here, the caller calls reading_done() in either case; its
 * strings are borrowed from the bytes.
 */
bool reading_decode(struct reading *r, struct slice bytes);

/* "mailto", "tel" ... as in report.json. */
const char *reading_scheme_name(enum reading_scheme scheme);

#endif
