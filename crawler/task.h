/*
 * The way of one address: robots.txt, request, tries, redirects, worker, and
 * in the end its outcome.
 */
#ifndef OIT_CRAWLER_TASK_H
#define OIT_CRAWLER_TASK_H

#include "base/error.h"
#include "crawler/reading.h"
#include "crawler/response.h"
#include "crawler/state.h"

/* All that can fail answers as ledger.h or source.h say. */

/* Begins with a visit out of the queue; task must be TASK_FREE.  One that was
 * read already is read again out of the archive. */
int task_start(
	struct state *s, struct task *task, uint32_t id, struct error *err);

/* Begins with the next sitemap in the line, which is no visit: 1 when there
 * is one, else 0; task must be TASK_FREE. */
int task_start_sitemap(struct state *s, struct task *task, struct error *err);

/* Begins with the next made-up address, in the same way. */
int task_start_probe(struct state *s, struct task *task, struct error *err);

/* Begins with the next place of another site, in the same way. */
int task_start_outside(struct state *s, struct task *task, struct error *err);

/* Goes on with a task that is TASK_HELD, if its robots.txt is there now. */
int task_resume(struct state *s, struct task *task, struct error *err);

/* Sends the request of a task that is TASK_DUE. */
void task_send(struct state *s, struct task *task);

/* Takes the answer of a task that is TASK_FETCHING. */
int task_take_response(struct state *s, struct task *task, struct response *r,
	uint64_t offset, struct error *err);

/* Gives the body of a task that is TASK_FETCHED to an idle worker. */
void task_read(struct state *s, struct task *task);

/* Takes the reading of a task that is TASK_READING. */
int task_take_reading(struct state *s, struct task *task,
	const struct reading *reading, struct error *err);

/* Drops what the task holds; it is TASK_FREE then, its visit has no outcome. */
void task_drop(struct task *task);

#endif
