/*
 * Everything a web server can do wrong, by name, under /__fault/.
 *
 * /__fault/NAME misbehaves, /__fault/ links to all of them and last of all to
 * /__fault/sentinel-after, /__fault/?PREFIX only to those that begin so.
 */
#ifndef OIT_SUPPORT_FAULTS_H
#define OIT_SUPPORT_FAULTS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "tests/support/reply.h"

/* What would prove an item (the structure of the office), were it not for the
 * fault: that such a page is never believed is what the faults are for. */
#define FAULT_TITLE "โครงสร้างส่วนราชการ"
#define FAULT_TEXT "นายกเทศมนตรี สภาเทศบาล ปลัดเทศบาล สำนักปลัด กองคลัง กองช่าง"
#define FAULT_HEAD "<!DOCTYPE html><title>" FAULT_TITLE "</title>"
/* With a menu: what has none and is the same everywhere is no page. */
#define FAULT_MENU "<a href=/>1</a> <a href=/>2</a> <a href=/>3</a>"
#define FAULT_PAGE \
	FAULT_HEAD "<h1>" FAULT_TITLE "</h1>" FAULT_MENU "<p>" FAULT_TEXT "</p>"

/* One request for a fault. */
struct fault_call {
	struct reply *reply;
	const struct fault *fault;
	struct slice rest;  /* what follows the name: "", "/7", "?x=1" */
	atomic_uint *tries; /* of this fault, by all connections, from 0 */
};

struct fault {
	const char *name;
	void (*run)(const struct fault_call *call);
	const char *what; /* one line for people */
	const char *arg;  /* what these two and n mean is run's affair */
	const char *more;
	size_t n;
};

/* How many counters the two below want, shared by all connections. */
size_t faults_counters(void);

/* Answers target when it lies under /__fault/; false when it does not. */
bool faults_answer(struct reply *r, struct slice target, atomic_uint *counters);

/* Answers with the fault of that name; false when there is none. */
bool faults_run(struct reply *r, struct slice name, atomic_uint *counters);

/* Prints name and description of each, one a line, on stdout. */
void faults_print(void);

#endif
