/*
 * The clock for waiting: it never jumps, and says nothing of the date.
 */
#ifndef OIT_CRAWLER_CLOCK_H
#define OIT_CRAWLER_CLOCK_H

#include <stdint.h>

/* Milliseconds from some moment on. */
int64_t clock_ms(void);

/* What is left until that moment, as poll() takes it: 0 when it is past, at
 * most an hour. */
int clock_left_ms(int64_t until);

#endif
