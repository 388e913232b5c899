/*
 * The tokens of a web page (HTML standard, 13.2.5): tags, text, comments, in
 * the order in which they stand, and no tree.
 *
 * Text comes as slices of the page itself where nothing in it had to be
 * changed.  What a tag means is the caller's business: as a tree builder
 * would, it tells the reader when the text of a script or a title follows.
 */
#ifndef OIT_CRAWLER_READ_TOKEN_H
#define OIT_CRAWLER_READ_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

enum token_kind {
	TOKEN_TEXT,
	TOKEN_START, /* a start tag */
	TOKEN_END,   /* an end tag */
	TOKEN_COMMENT,
	TOKEN_DOCTYPE,
};

/* How the bytes ahead are read: the states in which the standard's tree
 * builder leaves its tokenizer. */
enum token_state {
	TOKEN_IN_DATA,
	TOKEN_IN_RCDATA,  /* title, textarea */
	TOKEN_IN_RAWTEXT, /* style, xmp, iframe, noembed, noframes */
	TOKEN_IN_SCRIPT,
	TOKEN_IN_PLAINTEXT,
	TOKEN_IN_CDATA,
};

struct token_attr {
	struct slice name; /* in lower case */
	struct slice value;
};

struct token {
	enum token_kind kind;
	struct slice name;              /* of a tag or doctype, in lower case */
	struct slice text;              /* of TOKEN_TEXT and TOKEN_COMMENT */
	const struct token_attr *attrs; /* of a start tag, each name once */
	size_t n_attrs;                 /* at most LIMIT_ATTRIBUTES */
	size_t written;    /* attributes as written, even those left out */
	bool self_closing; /* the tag ends with "/>" */
	bool quirks;       /* a doctype that is cut or wrong */
	/* Of a doctype; data is NULL when there is none, name's too. */
	struct slice public_id, system_id;
};

#define TOKEN_RAW_NAME 16
#define TOKEN_SPECIALS 3

struct token_reader {
	const char *at, *end;
	enum token_state state;
	bool foreign; /* set by the caller while it is in svg or math: there
			 "<![CDATA[" begins text */
	char raw_name[TOKEN_RAW_NAME]; /* whose end tag ends such text */
	size_t raw_len;
	struct token_attr *attrs;
	size_t cap;
	uint64_t seen; /* a bit for each attribute name of the tag */
	size_t size;   /* of the page */
	const char *next[TOKEN_SPECIALS]; /* "&", CR and NUL ahead */
	char *scratch; /* text of the token that differs from the page */
	size_t used;
};

/* Begins to read UTF-8, which must outlive the reader. */
void token_init(struct token_reader *r, struct slice html);
void token_done(struct token_reader *r);

/*
 * The next token; false at the end.  Its slices are good until the next call.
 * Text between two tags may come in pieces, never empty ones.  A tag that the
 * page ends in is none.
 */
bool token_next(struct token_reader *r, struct token *t);

/*
 * To be called after a start tag outside svg and math: what follows a script,
 * style, textarea, title and the like is text up to its end tag.  Scripts are
 * taken as switched off, so a noscript holds markup.
 */
void token_after_start_tag(struct token_reader *r, const struct token *t);

/* The same by name: reads on in that state, up to the end tag of name. */
void token_set_state(
	struct token_reader *r, enum token_state state, struct slice name);

/* The value of an attribute; data is NULL when it is not there. */
struct slice token_attr(const struct token *t, const char *name);

#endif
