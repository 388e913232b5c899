/*
 * The parts of an office document, which is an archive of XML files.
 */
#ifndef OIT_CRAWLER_READ_PACKAGE_H
#define OIT_CRAWLER_READ_PACKAGE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"
#include "base/xml.h"
#include "base/zip.h"

struct package_relation {
	const char *id, *type, *target; /* target as written */
};

struct package {
	struct zip_reader *zip;
	struct arena arena;
	struct package_relation *relations; /* of the part last asked for */
	size_t n_relations;
};

/* Opens an archive within the limits; the bytes must outlive it.  Errors as
 * zip_reader_open().  The caller calls package_done() in either case. */
int package_open(struct package *pkg, struct slice body, struct error *err);
void package_done(struct package *pkg);

/* Parses a part; a part that is not there is as an empty one, and 1.  Errors
 * as zip_reader_get() and xml_parse(), with the name of the part. */
int package_parse(struct package *pkg, const char *part,
	const struct xml_handler *handler, struct error *err);

/* Reads the relations of a part, "xl/workbook.xml" from
 * "xl/_rels/workbook.xml.rels", those of the package for ""; one that is
 * damaged has none. */
void package_load_relations(struct package *pkg, const char *part);

/* The target of a relation, "" when there is none of that id. */
const char *package_target(const struct package *pkg, const char *id);

/* The target of the first relation whose type ends so, "" for none. */
const char *package_target_of_type(const struct package *pkg, const char *type);

/* Appends the name of the member that a part means by a target: "/xl/a.xml",
 * or what stands in its own folder. */
void package_put_member(struct buf *out, const char *part, const char *target);

/* True when the archive has a member of that name. */
bool package_has(const struct package *pkg, const char *part);

#endif
