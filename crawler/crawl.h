/*
 * The crawl: from the address of a site to everything the site shows, each
 * address with the one outcome it came to.
 */
#ifndef OIT_CRAWLER_CRAWL_H
#define OIT_CRAWLER_CRAWL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"
#include "crawler/outcome.h"
#include "crawler/reading.h"
#include "crawler/url.h"
#include "crawler/visit.h"

struct frontier;

/* One body to be read; all of it is borrowed. */
struct crawl_job {
	const char *url;
	int status;
	const char
		*content_type; /* the header's value; "" when there is none */
	struct slice body;     /* decoded */
	uint64_t topics;       /* what it may be about */
	const char *const *anchors; /* words of links that lead here */
	size_t n_anchors;           /* a few at most */
	bool is_home;               /* the page that SITE leads to */
	bool is_kept;               /* what is read goes to keep(), see below */
	bool tree_agrees; /* as an earlier reading of the body found */
	bool closely;     /* what is only a picture of text is wanted too */
	bool unproven;    /* nothing proves that the body came whole */
	struct slice transcript; /* of an earlier close reading; or empty */
};

/* The side of the rules, so that the crawler needs to know no law. */
struct crawl_reader {
	/*
	 * Reads and matches one body.  Runs in a worker, a process of its own:
	 * what it changes is lost but for *out, which it finds initialised.
	 * Readings of one worker reach keep() in the order of its work.
	 */
	void (*read)(
		void *ctx, const struct crawl_job *job, struct reading *out);
	/* In a worker, before its first body: frees what read() will not look
	 * at.  NULL: nothing. */
	void (*forget)(void *ctx);
	/*
	 * Takes a reading, in the main process, in the order in which visits
	 * were completed.  It is called again for the same visit when links
	 * found later ask for topics that were not asked for at first: the new
	 * reading then takes the place of the old one.  NULL: not wanted.
	 */
	void (*keep)(void *ctx, const struct visit *visit,
		const struct reading *reading);
	/*
	 * The site has been walked through; html_pages of it are web pages.
	 * Workers are started anew after it, so what it changes reaches them,
	 * and web pages are read again, from the archive, if it changes what
	 * was read of them.  Workers are started anew a few times before, too,
	 * and know then what was kept so far.  NULL: not wanted.
	 */
	void (*survey)(void *ctx, size_t html_pages);
	/* Whether it does, by the payload of that reading; beside survey().
	 * What it finds such a page to be about, though no link says so, goes
	 * to *topics, which is 0 before. */
	bool (*is_changed)(void *ctx, struct slice payload, uint64_t *topics);
	/*
	 * The topics that are still sought, after what was kept so far.  Links
	 * to none of them wait with those that promise nothing.  NULL: all of
	 * them, to the end.
	 */
	uint64_t (*sought)(void *ctx);
	/*
	 * Addresses (canonical) that may be evidence if they are of another
	 * site, one a call: *at is 0 at first and the reader's own.  NULL at
	 * the end.  Each is asked whether it answers, after all else, and gets
	 * VISIT_MARK_ASKED and its status.  NULL: none.
	 */
	const char *(*outside)(void *ctx, size_t *at);
	/*
	 * All has been read that can be at little cost.  Writes the visits that
	 * are to be read again, from the archive, closely: pictures of text
	 * that may prove what nothing else does; ids has room for all visits.
	 * The number of them.  NULL: none.
	 */
	size_t (*unread)(void *ctx, struct frontier *frontier, uint32_t *ids);
	void *ctx;
};

struct crawl_progress {
	size_t pages;  /* fetched */
	size_t queued; /* found and still to be fetched */
	uint64_t bytes;
	long elapsed_ms;
};

/* What a run that is taken up again must have been begun with. */
struct crawl_setting {
	const char *key;
	const char *value;
};

/* {0} with a site and a folder is a crawl with the limits of limits.h and
 * without any pause between requests. */
struct crawl_options {
	const char *site;   /* address as typed: "www.town.go.th" will do */
	const char *folder; /* exists; gets crawl.sqlite, site.warc.gz, .cdxj */
	const char *from;   /* an archive to read in place of the site */
	const char *since;  /* folder of a run: fetch only what has changed */
	bool resume;        /* the folder's run is taken up again */
	const struct crawl_setting *settings; /* beside the site */
	size_t n_settings;
	long delay_ms;        /* from one request to the next */
	unsigned concurrency; /* requests under way at a time; 0: 1 */
	size_t workers;       /* 0: one a processor */
	size_t max_pages;     /* these three: 0 is LIMIT_RUN_... */
	uint64_t max_bytes;   /* on the wire */
	long max_seconds;
	/* The option by which the user leaves an address out, in words, or
	 * NULL. */
	const char *(*excluded)(void *ctx, const char *url);
	void *excluded_ctx;
	const char *const *host_aliases; /* host names that belong to SITE */
	size_t n_host_aliases;
	bool ignore_robots;
	bool allow_private; /* any private address, not SITE's origin alone */
	bool no_documents;
	bool ask_outside;       /* what the reader's outside() tells is asked */
	bool links_only;        /* ask for no sitemap and no made-up address */
	const char *user_agent; /* NULL: "oit/VERSION" */
	const char *mailbox;    /* of who is answerable, for From; NULL */
	int64_t now; /* seconds since 1970, for a run to be repeated; 0: clock
		      */
	long retry_pause_ms; /* before the second try; 0: 2000 */
	int page_wall_s;     /* a worker's time for a page; 0: LIMIT_... */
	/* At most five times a second; NULL: not wanted. */
	void (*progress)(void *ctx, const struct crawl_progress *p);
	void *progress_ctx;
	const volatile sig_atomic_t *stop; /* not 0: end soon; may be NULL */
};

struct crawl_totals {
	size_t found; /* all visits; the four below are their sum */
	size_t checked;
	size_t gone;
	size_t failed;
	size_t skipped;
	size_t by_reason[OUTCOME_COUNT];
	size_t documents;     /* of the checked */
	size_t requests;      /* sent, retries and robots.txt included */
	uint64_t bytes;       /* received, headers included */
	size_t reused;        /* answers that nothing has changed, ... */
	uint64_t bytes_saved; /* and the bodies that were not sent again */
	size_t charset_conflicts;
	size_t second_looks;
	size_t close_looks;
	size_t delays_cut;       /* servers that ask for longer pauses ... */
	const char *delay_cut;   /* ... as this robots.txt; "" */
	size_t probes;           /* made-up addresses asked for ... */
	const char *probe;       /* ... as this one; "" */
	size_t dropped;          /* links beyond LIMIT_RUN_ADDRESSES */
	size_t found_by_sitemap; /* visits that no page led to before */
	uint64_t others[READING_SCHEME_COUNT]; /* links of other schemes */
	size_t folded[URL_FOLD_COUNT];         /* spellings folded, by rule */
};

struct crawl_result {
	struct visit_list visits;
	struct crawl_totals totals;
	const char *site;          /* canonical address as given */
	const char *home;          /* where SITE's own redirects end */
	const char *started;       /* RFC 3339; of the run taken up */
	struct frontier *frontier; /* owns all of it */
};

/*
 * Crawls.  ERR_SYNTAX when the site is no http or https address, ERR_READ when
 * the archive to read, or that of since, cannot be read, ERR_WRITE when the
 * folder cannot be written; whatever the site does is an outcome and no error.
 * The caller frees *out with crawl_result_free(), which takes NULL.
 */
int crawl_run(struct crawl_result **out, const struct crawl_options *options,
	const struct crawl_reader *reader, struct error *err);
/* What a run has left in a folder. */
enum crawl_left {
	CRAWL_LEFT_NOTHING, /* it was killed before its first request */
	CRAWL_LEFT_HALF,    /* there is more to be asked of the site */
	CRAWL_LEFT_WHOLE,   /* it has come to its end */
};

/*
 * Looks at the run in options->folder, which crawl_run() takes up again if
 * options->resume says so: all that was answered is in its archive, is read
 * again from there and is not asked again.  An enum crawl_left; ERR_SYNTAX when
 * its journal is damaged or it was begun with another site or setting, ERR_READ
 * when it cannot be read.
 */
int crawl_left(const struct crawl_options *options, struct error *err);

void crawl_result_free(struct crawl_result *result);

#endif
