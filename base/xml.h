/*
 * XML from outside, element by element.
 *
 * A document type declaration is refused, and with it every entity of its
 * own: no file is loaded, nothing expands.  Names are told without their
 * namespace prefix.
 */
#ifndef OIT_BASE_XML_H
#define OIT_BASE_XML_H

#include "base/error.h"
#include "base/slice.h"

/* What is called while a document is read; a NULL function is not called. */
struct xml_handler {
	void (*open)(void *ctx, const char *name, const char *const *attrs);
	void (*close)(void *ctx, const char *name);
	void (*text)(void *ctx, struct slice text); /* UTF-8, in pieces */
	void *ctx;
};

/*
 * Reads a document.  ERR_SYNTAX with line and cause when it is not well formed
 * or has a document type declaration, ERR_LIMIT when elements stand deeper
 * than max_depth; what came before was handed over.
 */
int xml_parse(struct slice data, const struct xml_handler *handler,
	int max_depth, struct error *err);

/* The value of an attribute, named without prefix; NULL when there is none. */
const char *xml_attr(const char *const *attrs, const char *name);

#endif
