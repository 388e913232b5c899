/*
 * What every fuzz target defines: one run of a parser on bytes from outside.
 */
#ifndef OIT_TESTS_FUZZ_FUZZ_H
#define OIT_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Returns 0.  libFuzzer calls it with inputs of its own, replay.c with those
 * that are kept; whatever goes wrong inside ends the program. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
