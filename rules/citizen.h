/*
 * Numbers of persons: a page that proves an item may also print whom it is
 * about, and papers that quote it are read by others.
 */
#ifndef OIT_RULES_CITIZEN_H
#define OIT_RULES_CITIZEN_H

#include "base/buf.h"
#include "base/slice.h"

/*
 * Adds the text with an x for each digit of เลขประจำตัวประชาชน: thirteen digits
 * in either script, alone or with a single hyphen or blank between them, of
 * which the last is the check digit of the others (modulo 11, Department of
 * Provincial Administration).  Those that begin with 0 or 9 are of companies
 * and such, which procurement has to tell.
 */
void citizen_mask(struct buf *out, struct slice text);

#endif
