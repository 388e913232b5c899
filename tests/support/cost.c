#include "tests/support/cost.h"

#include <time.h>

#define TRIES 3

/* The least of some tries: the first one also warms up. */
static double seconds(cost_work *work, size_t n, void *arg)
{
	double least = 0;

	for (int i = 0; i < TRIES; i++) {
		clock_t start = clock();
		double took;

		work(n, arg);
		took = (double)(clock() - start) / CLOCKS_PER_SEC;
		if (i == 0 || took < least)
			least = took;
	}
	return least;
}

double cost_growth(cost_work *work, size_t n, void *arg)
{
	double once = seconds(work, n, arg);

	return seconds(work, COST_TIMES * n, arg) / once;
}
