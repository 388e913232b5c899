#include "crawler/read/package.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "crawler/limits.h"

#define NAME_BYTES 512

int package_open(struct package *pkg, struct slice body, struct error *err)
{
	const struct zip_limits limits = {
		.members = LIMIT_ZIP_MEMBERS,
		.member_bytes = LIMIT_ZIP_MEMBER_BYTES,
		.ratio = LIMIT_ZIP_RATIO,
		.ratio_after = LIMIT_ZIP_RATIO_AFTER,
	};

	*pkg = (struct package){ 0 };
	arena_init(&pkg->arena);
	return zip_reader_open(&pkg->zip, body, &limits, err);
}

void package_done(struct package *pkg)
{
	zip_reader_free(pkg->zip);
	arena_done(&pkg->arena);
	free(pkg->relations);
	*pkg = (struct package){ 0 };
}

bool package_has(const struct package *pkg, const char *part)
{
	return zip_reader_find(pkg->zip, part) >= 0;
}

int package_parse(struct package *pkg, const char *part,
	const struct xml_handler *handler, struct error *err)
{
	long i = zip_reader_find(pkg->zip, part);
	struct buf bytes;
	int result;

	if (i < 0)
		return 1;
	buf_init(&bytes, LIMIT_ZIP_MEMBER_BYTES);
	result = zip_reader_get(pkg->zip, (size_t)i, &bytes, err);
	if (result == 0)
		result = xml_parse(
			buf_slice(&bytes), handler, LIMIT_XML_DEPTH, err);
	if (result < 0)
		result = error_prefix(err, "%s", part);
	buf_done(&bytes);
	return result;
}

static void take_relation(void *ctx, const char *name, const char *const *attrs)
{
	struct package *pkg = ctx;
	const char *id = xml_attr(attrs, "Id");
	const char *target = xml_attr(attrs, "Target");
	const char *type = xml_attr(attrs, "Type");
	struct package_relation *r;

	if (strcmp(name, "Relationship") != 0 || !id || !target ||
		pkg->n_relations >= LIMIT_LINKS)
		return;
	pkg->relations = mem_realloc(
		pkg->relations, (pkg->n_relations + 1) * sizeof(*r));
	r = &pkg->relations[pkg->n_relations++];
	r->id = arena_strdup(&pkg->arena, id);
	r->type = arena_strdup(&pkg->arena, type ? type : "");
	r->target = arena_strdup(&pkg->arena, target);
}

/* The bytes of the folder a part is in, with its slash. */
static size_t folder_of(const char *part)
{
	const char *slash = strrchr(part, '/');

	return slash ? (size_t)(slash - part) + 1 : 0;
}

void package_load_relations(struct package *pkg, const char *part)
{
	const struct xml_handler handler = { .open = take_relation,
		.ctx = pkg };
	size_t folder = folder_of(part);
	struct error err;
	struct buf name;

	pkg->n_relations = 0;
	buf_init(&name, NAME_BYTES);
	buf_put(&name, part, folder);
	buf_printf(&name, "_rels/%s.rels", part + folder);
	/* A document without its relations has no links, no less text. */
	(void)package_parse(pkg, buf_str(&name), &handler, &err);
	buf_done(&name);
}

const char *package_target(const struct package *pkg, const char *id)
{
	for (size_t i = 0; id && i < pkg->n_relations; i++)
		if (strcmp(pkg->relations[i].id, id) == 0)
			return pkg->relations[i].target;
	return "";
}

const char *package_target_of_type(const struct package *pkg, const char *type)
{
	for (size_t i = 0; i < pkg->n_relations; i++)
		if (slice_ends_nocase(slice_str(pkg->relations[i].type), type))
			return pkg->relations[i].target;
	return "";
}

void package_put_member(struct buf *out, const char *part, const char *target)
{
	if (*target == '/')
		target++;
	else
		buf_put(out, part, folder_of(part));
	buf_puts(out, target);
}
