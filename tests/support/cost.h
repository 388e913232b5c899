/*
 * How the cost of a page grows with it, in our own time and as a ratio, which
 * a slow or busy machine does not change.
 */
#ifndef OIT_TESTS_SUPPORT_COST_H
#define OIT_TESTS_SUPPORT_COST_H

#include <stddef.h>

/* How often the sample is made longer. */
#define COST_TIMES 8

/* What is far above cost that grows with the page (8) and far below cost that
 * grows with its square (64). */
#define COST_LINEAR 16

typedef void cost_work(size_t n, void *arg);

/* How many times the CPU time of work(n) does work(COST_TIMES * n) take. */
double cost_growth(cost_work *work, size_t n, void *arg);

#endif
