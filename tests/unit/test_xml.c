#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/xml.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void put_open(void *ctx, const char *name, const char *const *attrs)
{
	const char *id = xml_attr(attrs, "id");

	buf_printf(ctx, "<%s%s%s>", name, id ? " " : "", id ? id : "");
}

static void put_close(void *ctx, const char *name)
{
	buf_printf(ctx, "</%s>", name);
}

static void put_text(void *ctx, struct slice text)
{
	buf_put_slice(ctx, text);
}

static int parse(struct buf *out, const char *xml, struct error *err)
{
	const struct xml_handler handler = { put_open, put_close, put_text,
		out };

	buf_init(out, 1000);
	return xml_parse(slice_str(xml), &handler, 3, err);
}

static void elements_come_without_prefixes(void **state)
{
	struct error err;
	struct buf out;

	(void)state;
	assert_int_equal(parse(&out,
				 "<w:a xmlns:w='x' r:id='1'>ก&lt;<b/>"
				 "<![CDATA[<c>]]></w:a>",
				 &err),
		0);
	assert_string_equal(buf_str(&out), "<a 1>ก<<b></b><c></a>");
	buf_done(&out);
}

static void what_is_not_well_formed_is_told(void **state)
{
	static const struct {
		const char *xml;
		int code;
		const char *text;
	} rows[] = {
		{ "", ERR_SYNTAX, "XML line 1: no element found" },
		{ "<a>\n<b></a>", ERR_SYNTAX, "XML line 2: mismatched tag" },
		{ "<a/>x", ERR_SYNTAX,
			"XML line 1: junk after document element" },
		{ "<a>&x;</a>", ERR_SYNTAX, "XML line 1: undefined entity" },
		{ "<!DOCTYPE a><a/>", ERR_SYNTAX,
			"XML line 1: a document type declaration is refused" },
		{ "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
		  "<a>&x;</a>",
			ERR_SYNTAX,
			"XML line 1: a document type declaration is refused" },
		{ "<a><a><a><a/></a></a></a>", ERR_LIMIT,
			"XML line 1: elements nested deeper than 3" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct error err;
		struct buf out;

		assert_int_equal(parse(&out, rows[i].xml, &err), rows[i].code);
		assert_string_equal(err.text, rows[i].text);
		buf_done(&out);
	}
}

static void functions_may_be_left_out(void **state)
{
	const struct xml_handler handler = { 0 };
	struct error err;

	(void)state;
	assert_int_equal(
		xml_parse(slice_str("<a>x<b/></a>"), &handler, 3, &err), 0);
	assert_null(xml_attr(NULL, "id"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(elements_come_without_prefixes),
		cmocka_unit_test(what_is_not_well_formed_is_told),
		cmocka_unit_test(functions_may_be_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
