#include "crawler/clock.h"

#include <time.h>

int64_t clock_ms(void)
{
	struct timespec ts = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int clock_left_ms(int64_t until)
{
	const int hour = 3600 * 1000;
	int64_t left = until - clock_ms();

	if (left < 0)
		return 0;
	return left < hour ? (int)left : hour;
}
