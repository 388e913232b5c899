#include "reports/office.h"

#include <string.h>

#include "base/json.h"
#include "base/slice.h"

static const struct field signer_fields[] = {
	FIELD_TEXT("post", struct office_signer, post),
	FIELD_TEXT("name", struct office_signer, name),
	FIELD_TEXT("rank", struct office_signer, rank),
};
FIELD_TABLE(signer, struct office_signer);

static const struct field owner_fields[] = {
	FIELD_TEXT("key", struct office_owner, key),
	FIELD_TEXT("unit", struct office_owner, unit),
};
FIELD_TABLE(owner, struct office_owner);

static const struct field file_fields[] = {
	FIELD_TEXT("schema", struct office, schema),
	FIELD_TEXT("name", struct office, name),
	FIELD_TEXT("short_name", struct office, short_name),
	FIELD_TEXT("district", struct office, district),
	FIELD_TEXT("province", struct office, province),
	FIELD_TEXT("site", struct office, site),
	FIELD_TEXT("head_post", struct office, head_post),
	FIELD_TEXT("unit", struct office, unit),
	FIELD_TEXT("document_prefix", struct office, document_prefix),
	FIELD_TEXT("contact", struct office, contact),
	FIELD_TEXT("date", struct office, date),
	FIELD_FIXED("signers", struct office, signers, OFFICE_SIGNERS,
		&signer_table),
	FIELD_LIST("proposals", struct office, proposals, n_proposals),
	FIELD_TABLE_OF("owners", FIELD_MEMBERS, struct office, owners, n_owners,
		&owner_table),
	FIELD_ELSEWHERE("agency_type"),
	FIELD_ELSEWHERE("not_applicable"),
	FIELD_ELSEWHERE("waivers"),
	FIELD_ELSEWHERE("attestations"),
};
FIELD_TABLE(file, struct office);

const struct field_table *office_table(void)
{
	return &file_table;
}

/* YYYY-MM-DD; the papers print it, nobody reckons with it. */
static bool is_date(const char *date)
{
	struct slice s = slice_str(date);

	return s.len == 10 && s.data[4] == '-' && s.data[7] == '-' &&
	       slice_number(slice_of(s.data, 4), 9999) > 0 &&
	       slice_number(slice_of(s.data + 5, 2), 12) > 0 &&
	       slice_number(slice_of(s.data + 8, 2), 31) > 0;
}

static int check_office(const struct json *json, struct error *err)
{
	const struct json_node *root = json_root(json), *node;
	const char *date;

	if (json_need(&node, json, root, "schema", JSON_STRING, err) != 0)
		return err->code;
	if (strcmp(json_string(node, ""), OFFICE_SCHEMA) != 0)
		return json_error(
			json, node, err, "must be \"%s\"", OFFICE_SCHEMA);
	node = json_get(root, "date");
	date = json_string(node, "");
	if (*date && !is_date(date))
		return json_error(json, node, err,
			"\"%s\" is no date, \"2024-10-01\" is one", date);
	return 0;
}

int office_load(struct office *office, struct arena *arena, const char *path,
	struct error *err)
{
	struct json *json = NULL;
	struct field_reader reader = { NULL, arena, true };
	int result = json_load(&json, path, err);

	if (result != 0)
		goto out;
	reader.json = json;
	result = check_office(json, err);
	if (result == 0)
		result = field_read(
			&reader, &file_table, json_root(json), office, err);
out:
	json_free(json);
	return result;
}

const char *office_owner(const struct office *office, const char *key)
{
	for (size_t i = 0; i < office->n_owners; i++)
		if (strcmp(office->owners[i].key, key) == 0)
			return office->owners[i].unit;
	return "";
}
