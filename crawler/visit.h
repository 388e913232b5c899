/*
 * VISIT: what the crawl knows about one address of the site.
 */
#ifndef OIT_CRAWLER_VISIT_H
#define OIT_CRAWLER_VISIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crawler/outcome.h"
#include "crawler/page.h"

#define VISIT_NONE UINT32_MAX

/* What is worth telling of an address beside its outcome, as bits. */
enum visit_mark {
	VISIT_MARK_CHARSET_CONFLICT = 1, /* label and bytes disagreed */
	VISIT_MARK_LINKS_CUT = 2,        /* it has more than LIMIT_LINKS */
	VISIT_MARK_SITEMAP = 4, /* a sitemap named it before any page did */
	VISIT_MARK_ASKED = 8,   /* of another site: it answered with status */
	VISIT_MARK_LOGIN = 16,  /* ... or asked to log in */
	VISIT_MARK_UNREAD = 32, /* to be read closely: there was no time */
	VISIT_MARK_SHEETS_CUT = 64, /* not all of its pages were read */
	VISIT_MARK_PICTURES = 128,  /* some of its pages are pictures of text */
	VISIT_MARK_ANNEX = 256,     /* ... and were read off, beside its text */
	VISIT_MARK_UNPROVEN = 512,  /* nothing proves that it came whole */
	VISIT_MARK_BRIEF = 1024,    /* few words and no way on, nor do
				       they say that nothing is there */
};

struct visit {
	uint32_t id;        /* its place in the list of visits */
	uint32_t parent;    /* the visit it was first found on, or VISIT_NONE */
	uint32_t target;    /* where it redirects to, or VISIT_NONE */
	uint32_t inbound;   /* pages that link to it */
	uint32_t depth;     /* clicks from the home page */
	unsigned marks;     /* of enum visit_mark */
	const char *url;    /* canonical */
	const char *anchor; /* text of the link it was first found by */
	const char *detail; /* the cause in words; "" when there is none */
	const char *title;  /* of the page or document; "" */
	const char *fetched_at; /* RFC 3339 with +07:00; "" */
	uint64_t topics;        /* what it may be about, see page_link.topics */
	size_t bytes;           /* of the decoded body */
	enum outcome outcome;
	int status; /* HTTP, 0 when there was no answer */
	enum page_kind kind;
	enum page_quality quality;
	char sha256[65]; /* of the decoded body, hex; "" */
};

/* A document of which nothing, or not all, was read for being a picture of
 * text. */
static inline bool visit_is_picture(const struct visit *v)
{
	return (v->marks & VISIT_MARK_PICTURES) ||
	       (v->outcome == OUTCOME_DOC_NO_TEXT &&
		       (v->kind == PAGE_PDF || v->kind == PAGE_IMAGE));
}

/* What the crawl as a whole came to. */
struct visit_list {
	struct visit *items; /* ordered by id; id 0 is SITE itself */
	size_t n;
	const char *stopped_by; /* "max_pages", "max_time", "max_bytes",
				   "signal", "site_down", "robots_denied",
				   "robots_unreachable", "not_archived",
				   or NULL */
	size_t html_pages;      /* OUTCOME_OK of kind PAGE_HTML */
};

#endif
