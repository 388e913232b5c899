#include "base/xml.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include <expat.h>

struct xml {
	XML_Parser parser;
	const struct xml_handler *handler;
	int depth, max_depth;
	bool too_deep, has_doctype;
};

/* Names are short: a call would cost more than the loop. */
static const char *local_name(const char *name)
{
	const char *local = name;

	for (const char *s = name; *s; s++)
		if (*s == ':')
			local = s + 1;
	return local;
}

static void XMLCALL on_open(
	void *ctx, const XML_Char *name, const XML_Char **attrs)
{
	struct xml *x = ctx;

	if (++x->depth > x->max_depth) {
		x->too_deep = true;
		XML_StopParser(x->parser, XML_FALSE);
		return;
	}
	if (x->handler->open)
		x->handler->open(x->handler->ctx, local_name(name),
			(const char *const *)attrs);
}

static void XMLCALL on_close(void *ctx, const XML_Char *name)
{
	struct xml *x = ctx;

	x->depth--;
	if (x->handler->close)
		x->handler->close(x->handler->ctx, local_name(name));
}

static void XMLCALL on_text(void *ctx, const XML_Char *text, int len)
{
	struct xml *x = ctx;

	if (x->handler->text)
		x->handler->text(x->handler->ctx, slice_of(text, (size_t)len));
}

static void XMLCALL on_doctype(void *ctx, const XML_Char *name,
	const XML_Char *system, const XML_Char *public, int has_subset)
{
	struct xml *x = ctx;

	(void)name;
	(void)system;
	(void)public;
	(void)has_subset;
	x->has_doctype = true;
	XML_StopParser(x->parser, XML_FALSE);
}

static int failure(const struct xml *x, struct error *err)
{
	unsigned long line = XML_GetCurrentLineNumber(x->parser);

	if (x->too_deep)
		return error_set(err, ERR_LIMIT,
			"XML line %lu: elements nested deeper than %d", line,
			x->max_depth);
	if (x->has_doctype)
		return error_set(err, ERR_SYNTAX,
			"XML line %lu: a document type declaration is refused",
			line);
	return error_set(err, ERR_SYNTAX, "XML line %lu: %s", line,
		XML_ErrorString(XML_GetErrorCode(x->parser)));
}

int xml_parse(struct slice data, const struct xml_handler *handler,
	int max_depth, struct error *err)
{
	struct xml x = { .handler = handler, .max_depth = max_depth };
	enum XML_Status status;
	int result = 0;

	if (data.len > INT_MAX)
		return error_set(
			err, ERR_LIMIT, "XML: more than %d bytes", INT_MAX);
	x.parser = XML_ParserCreate(NULL);
	if (!x.parser)
		return error_set(err, ERR_LIMIT, "XML: no memory");
	XML_SetUserData(x.parser, &x);
	XML_SetElementHandler(x.parser, on_open, on_close);
	XML_SetCharacterDataHandler(x.parser, on_text);
	XML_SetStartDoctypeDeclHandler(x.parser, on_doctype);
	status = XML_Parse(
		x.parser, data.data ? data.data : "", (int)data.len, XML_TRUE);
	if (status != XML_STATUS_OK)
		result = failure(&x, err);
	XML_ParserFree(x.parser);
	return result;
}

const char *xml_attr(const char *const *attrs, const char *name)
{
	for (; attrs && *attrs; attrs += 2) {
		const char *local = local_name(attrs[0]);

		if (*local == *name && strcmp(local, name) == 0)
			return attrs[1];
	}
	return NULL;
}
