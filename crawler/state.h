/*
 * What a running crawl is made of; for crawl.c, task.c and ledger.c alone.
 */
#ifndef OIT_CRAWLER_STATE_H
#define OIT_CRAWLER_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crawler/crawl.h"
#include "crawler/frontier.h"
#include "crawler/journal.h"
#include "crawler/origin.h"
#include "crawler/outside.h"
#include "crawler/probe.h"
#include "crawler/scope.h"
#include "crawler/sitemaps.h"
#include "crawler/source.h"
#include "crawler/workers.h"

enum task_state {
	TASK_FREE,
	TASK_HELD,     /* until another task has brought robots.txt */
	TASK_DUE,      /* a request that waits for its turn */
	TASK_FETCHING, /* a request under way */
	TASK_FETCHED,  /* a body that waits for a worker */
	TASK_READING,  /* a body in a worker */
};

/* The way of one address from the queue to its outcome. */
struct task {
	enum task_state state;
	uint32_t id;           /* of its visit */
	struct origin *origin; /* of url */
	char *url;           /* what is asked for next: another spelling of the
				visit's address after a redirect to that */
	bool robots;         /* it asks for robots.txt first */
	const char *sitemap; /* the address of one, which is no visit ... */
	struct origin *lister; /* ... on account of this server; or NULL */
	struct probe *probe;   /* a made-up address, no visit; or NULL */
	bool outside; /* it only asks whether a visit of another site answers */
	char *target; /* where its redirects have led so far, or NULL ... */
	unsigned steps; /* ... and how many they were */
	unsigned tries; /* of this request */
	unsigned hops;  /* redirects within the visit or of robots.txt */
	bool identity;  /* without gzip, which came broken */
	int64_t due;    /* on the clock for waiting */
	uint64_t order; /* of becoming TASK_FETCHED */
	uint64_t asked; /* topics given to the worker */
	struct response *response; /* TASK_FETCHED */
	char *transcript;          /* of its body, known from before; or NULL */
	size_t transcript_len;
};

struct state {
	const struct crawl_options *options;
	const struct crawl_reader *reader;
	const char *user_agent;
	struct frontier *frontier;
	struct scope *scope;
	struct origins *origins;
	struct sitemaps *sitemaps;
	struct probes *probes;
	struct outside outside;
	struct source *source;
	struct workers *workers;
	struct journal *journal;
	struct task *tasks;
	size_t n_tasks;
	size_t n_slots; /* of the tasks, how many may be under way */
	size_t concurrency;
	uint32_t home; /* the visit SITE's own redirects have led to */
	char *began;   /* RFC 3339; the run, not this part of it */
	int64_t started, last_progress; /* on the clock for waiting */
	int64_t next_start;             /* when politeness allows a request */
	long asked_ms;    /* that servers have made us wait by Retry-After */
	uint64_t fetched; /* bodies so far, for their order */
	size_t pages;     /* visits that were asked for */
	const char *stopped_by;
	bool probed;    /* the made-up addresses are planned */
	size_t read;    /* bodies, the first time */
	size_t renewed; /* of these, when the workers were begun anew */
	bool surveyed;  /* the walk is over, see crawl_reader */
	bool closely;   /* all is read but pictures of text, see crawl_reader */
	int64_t late;   /* from when on no more of these are begun */
	struct crawl_totals totals;
};

#endif
