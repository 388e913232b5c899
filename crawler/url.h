/*
 * Addresses of http and https by the WHATWG URL standard: resolution, the
 * canonical form, its parts, and which of them are the same page.
 *
 * A canonical address (href) is what url_resolve() writes: absolute, ASCII,
 * without a fragment.  All other functions take only such ones.
 */
#ifndef OIT_CRAWLER_URL_H
#define OIT_CRAWLER_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"

enum url_result {
	URL_OK,
	URL_FOREIGN,  /* another scheme: mailto, javascript, tel, line ... */
	URL_BROKEN,   /* no address at all, see the standard's "failure" */
	URL_TOO_LONG, /* longer than the buffer may grow */
};

/* The charset of the page a link stands on; only queries depend on it. */
enum url_query_encoding {
	URL_UTF_8,
	URL_WINDOWS_874,
};

/* The parts of a canonical address, borrowed from it. */
struct url {
	struct slice scheme;   /* "http" or "https" */
	struct slice userinfo; /* without the "@"; empty when there is none */
	struct slice host;     /* ASCII; an IPv6 address has its brackets */
	struct slice path;     /* begins with "/" */
	struct slice query;    /* without the "?" */
	bool has_query;        /* "?" is there, though query may be empty */
	int port;              /* the one to connect to */
	bool has_port;         /* it is written, hence not the default */
};

/*
 * Writes the canonical form of input (UTF-8, as it stands in the page), taken
 * relative to the canonical address base, over what out holds.  base is NULL
 * where there is none; out must not be base's own memory.  For URL_FOREIGN
 * out is the scheme in lower case, for the other failures it is empty.  User
 * and password stay in the address: see url_put_bare().
 */
enum url_result url_resolve(struct buf *out, struct slice input,
	const char *base, enum url_query_encoding encoding);

struct url url_split(const char *href);

/* Adds the address without user and password, as it may be sent and shown. */
void url_put_bare(struct buf *out, const char *href);

/* Adds scheme, host and port: "https://www.town.go.th", ":8080" if written. */
void url_put_origin(struct buf *out, const char *href);

/* Scheme, host and port are equal. */
bool url_same_origin(const char *a, const char *b);

/*
 * Whether href belongs to the site at the address site: the same host, with
 * or without "www.", or a subdomain of it; http and https alike.  Where one
 * of them writes a port or is a numeric address, host and port must be equal.
 */
bool url_in_site(const char *site, const char *href);

/* Parts of the path that are not empty: 0 for "/", 2 for "/a/b" and "/a/b/". */
size_t url_path_depth(const char *href);

/*
 * Adds what the addresses of pages alike have in common: path and query with
 * "#" for a part that is a title and for what follows the first digit of one;
 * the ending of a file stays.  A guess, good for an order.
 */
void url_put_kind(struct buf *out, const char *href);

/* What url_seen_key() folds. */
enum url_fold {
	URL_FOLD_CREDENTIALS,     /* user and password */
	URL_FOLD_SESSION_ID,      /* PHPSESSID, jsessionid, a long sid */
	URL_FOLD_TRACKING,        /* utm_*, fbclid, gclid */
	URL_FOLD_PRINT_COPY,      /* print=1, and tmpl=component beside it */
	URL_FOLD_EMPTY_PARAMETER, /* a "?" or "&" with nothing behind it */
	URL_FOLD_INDEX_PAGE,      /* /index.html and its like, the folder */
	URL_FOLD_COUNT,
};

/*
 * Writes the form under which an address is remembered over what out holds:
 * two addresses with the same key are the same page.  Returns the rules that
 * changed it, one bit (1 << fold) each.  The key is a canonical address, but
 * not always one that can be fetched in its place.
 */
unsigned url_seen_key(struct buf *out, const char *href);

/* The rule's name, as in "session_id". */
const char *url_fold_name(enum url_fold fold);

#endif
