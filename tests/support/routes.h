/*
 * The map of a stored site: which answer belongs to which address.
 *
 * map.txt holds one address a line, fields divided by one TAB:
 *
 *	target  status  type  file  [Name: value] ...
 *	target  fault   name
 *
 * target is path and query as a browser sends them; a target that ends in *
 * stands for every address that begins so and has no line of its own, the
 * longest one wins.  "-" as type or file means none.  Files lie in the folder
 * root beside map.txt.  A line that begins with # is a remark.
 */
#ifndef OIT_SUPPORT_ROUTES_H
#define OIT_SUPPORT_ROUTES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/slice.h"

struct route {
	char *target;  /* percent-decoded, without the * of a prefix */
	bool prefix;   /* stands for all that begins with target */
	int status;    /* 0 for a fault */
	char *type;    /* Content-Type, NULL sends none */
	char *file;    /* path of the body, NULL for an empty body */
	char *headers; /* further header lines, each with its CR LF; not NULL */
	char *fault;   /* name of the fault, NULL for an honest answer */
};

struct routes {
	struct route *list; /* sorted by target once loaded */
	size_t count;
	size_t cap;
};

/* Reads folder/map.txt; err names the file and the line. */
int routes_load(struct routes *r, const char *folder, struct error *err);

/* Adds the line "target fault name" to a map that may be empty. */
void routes_add_fault(struct routes *r, const char *target, const char *fault);

/* The answer for path and query as they came, or NULL; borrowed. */
const struct route *routes_find(const struct routes *r, struct slice target);

/* Frees all of it; a zeroed struct is fine. */
void routes_done(struct routes *r);

#endif
