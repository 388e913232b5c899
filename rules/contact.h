/*
 * Ways to reach somebody that a text names: telephone numbers and addresses of
 * e-mail.
 */
#ifndef OIT_RULES_CONTACT_H
#define OIT_RULES_CONTACT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* The first one in canon (see base/text.h), from .. to; false, and both
 * untouched, when there is none. */
bool contact_phone(struct slice canon, size_t *from, size_t *to);
bool contact_email(struct slice canon, size_t *from, size_t *to);

#endif
