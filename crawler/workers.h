/*
 * A pool of processes in which foreign bytes are read, each under limits of
 * processor time, memory and wall time.
 *
 * A worker that dies or takes too long costs the one reading: it is reaped,
 * replaced, and the reading says what happened.
 */
#ifndef OIT_CRAWLER_WORKERS_H
#define OIT_CRAWLER_WORKERS_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "crawler/crawl.h"
#include "crawler/reading.h"

struct workers;

struct workers_options {
	size_t n;   /* 0: one a processor */
	int cpu_s;  /* for a page; 0: LIMIT_PAGE_CPU_S */
	int wall_s; /* for a page; 0: LIMIT_PAGE_WALL_S */
	const struct crawl_reader *reader; /* outlives the pool */
	/* The first thing that each process does: frees what it inherited and
	 * will not read, for what the main process changes of that would be
	 * held twice.  NULL: there is none. */
	void (*forget)(void *ctx);
	void *forget_ctx;
};

/* Starts the processes.  ERR_LIMIT when the system lets us have none. */
int workers_new(struct workers **out, const struct workers_options *options,
	struct error *err);

/* Kills them all, whatever they do. */
void workers_free(struct workers *w);

size_t workers_count(const struct workers *w);

/* How many could start a job now. */
size_t workers_idle(const struct workers *w);

/* Hands a job to an idle worker; what it points to is copied.  The ticket
 * comes back with the reading. */
void workers_start(
	struct workers *w, uint32_t ticket, const struct crawl_job *job);

/* Where to wait for the busy ones: fills at most max, returns how many. */
size_t workers_poll(const struct workers *w, struct pollfd *fds, size_t max);

/* Milliseconds until one is overdue; -1 when none is busy. */
int workers_wait_ms(const struct workers *w);

/* Sends and receives what can be without waiting, ends the overdue. */
void workers_turn(struct workers *w);

/* A reading that is ready, or false; the caller calls reading_done(). */
bool workers_next(struct workers *w, uint32_t *ticket, struct reading *reading);

#endif
