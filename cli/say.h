/*
 * Lines of an answer for people: a label and what there is to say.
 */
#ifndef OIT_CLI_SAY_H
#define OIT_CLI_SAY_H

/* Prints one on stdout; what the site says cannot steer the terminal.  An
 * empty label goes on with the last one. */
void say(const char *label, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
