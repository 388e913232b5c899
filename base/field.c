#include "base/field.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

/* Numbers of our files are years, counts and scores. */
#define MAX_NUMBER 1e12

/* More keys than any struct has; for the list of known ones. */
#define MAX_KEYS 64

static const void *place_of(const struct field *f, const void *row)
{
	return (const char *)row + f->at;
}

static void *room_of(const struct field *f, void *row)
{
	return (char *)row + f->at;
}

static size_t count_of(const struct field *f, const void *row)
{
	size_t n;

	if (f->kind == FIELD_FIXED_ROWS)
		return f->fixed;
	memcpy(&n, (const char *)row + f->count_at, sizeof(n));
	return n;
}

/* First row of rows that stand in place or behind a pointer. */
static const char *rows_of(const struct field *f, const void *row)
{
	const char *rows = place_of(f, row);

	if (f->kind != FIELD_FIXED_ROWS)
		memcpy(&rows, place_of(f, row), sizeof(rows));
	return rows;
}

static const struct field_table *table_of(const struct field *f)
{
	return f->of ? f->of : f->theirs();
}

static const char *string_at(const void *place)
{
	const char *s;

	memcpy(&s, place, sizeof(s));
	return s ? s : "";
}

static int int_at(const void *place)
{
	int value;

	memcpy(&value, place, sizeof(value));
	return value;
}

static long long_at(const void *place)
{
	long value;

	memcpy(&value, place, sizeof(value));
	return value;
}

static bool bool_at(const void *place)
{
	bool value;

	memcpy(&value, place, sizeof(value));
	return value;
}

static void write_strings(
	struct json_writer *w, const struct field *f, const void *row)
{
	const char *const *strings;
	size_t n = count_of(f, row);

	memcpy(&strings, place_of(f, row), sizeof(strings));
	json_open(w, f->key, '[');
	for (size_t i = 0; i < n; i++)
		json_put_string(w, NULL, strings[i] ? strings[i] : "");
	json_close(w, ']');
}

static void write_rows(struct json_writer *w, const struct field *f,
	const void *row, const void *whole)
{
	const char *rows = rows_of(f, row);
	size_t n = count_of(f, row);

	if (f->if_any && n == 0)
		return;
	json_open(w, f->key, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(w, NULL, '{');
		field_write(w, f->of, rows + i * f->of->size, whole);
		json_close(w, '}');
	}
	json_close(w, ']');
}

static void write_value(
	struct json_writer *w, const struct field *f, const void *place)
{
	const char *text = NULL;

	switch (f->kind) {
	case FIELD_INT:
		json_put_int(w, f->key, int_at(place));
		return;
	case FIELD_LONG:
		json_put_int(w, f->key, long_at(place));
		return;
	case FIELD_BOOL:
		json_put_bool(w, f->key, bool_at(place));
		return;
	case FIELD_HUNDREDTHS:
		if (int_at(place) >= 0)
			json_put_hundredths(w, f->key, int_at(place));
		else
			json_put_null(w, f->key);
		return;
	case FIELD_THOUSANDTHS:
		if (long_at(place) >= 0)
			json_put_thousandths(w, f->key, long_at(place));
		else
			json_put_null(w, f->key);
		return;
	case FIELD_BOOL_WORD:
		text = f->word(bool_at(place));
		break;
	case FIELD_WORD:
		text = f->word(int_at(place));
		break;
	case FIELD_STRING:
	case FIELD_NULLABLE:
		text = string_at(place);
		break;
	case FIELD_STRINGS:
	case FIELD_OBJECT:
	case FIELD_ROWS:
	case FIELD_FIXED_ROWS:
	case FIELD_MEMBERS:
	case FIELD_DERIVED:
		assert(f->kind == FIELD_STRING);
	}
	if (f->kind == FIELD_NULLABLE && !*text)
		json_put_null(w, f->key);
	else
		json_put_string(w, f->key, text);
}

static void write_members(
	struct json_writer *w, const struct field *f, const void *row)
{
	const char *rows = rows_of(f, row);
	size_t n = count_of(f, row);

	json_open(w, f->key, '{');
	for (size_t i = 0; i < n; i++) {
		const char *at = rows + i * f->of->size;
		struct field value = f->of->fields[1];

		value.key = string_at(at + f->of->fields[0].at);
		write_value(w, &value, place_of(&value, at));
	}
	json_close(w, '}');
}

static void write_field(struct json_writer *w, const struct field *f,
	const void *row, const void *whole)
{
	switch (f->kind) {
	case FIELD_STRINGS:
		write_strings(w, f, row);
		break;
	case FIELD_OBJECT:
		json_open(w, f->key, '{');
		field_write(w, table_of(f), place_of(f, row), whole);
		json_close(w, '}');
		break;
	case FIELD_ROWS:
	case FIELD_FIXED_ROWS:
		write_rows(w, f, row, whole);
		break;
	case FIELD_MEMBERS:
		write_members(w, f, row);
		break;
	case FIELD_DERIVED:
		if (f->put)
			f->put(w, f->key, row, whole);
		break;
	case FIELD_STRING:
	case FIELD_NULLABLE:
	case FIELD_INT:
	case FIELD_LONG:
	case FIELD_BOOL:
	case FIELD_BOOL_WORD:
	case FIELD_WORD:
	case FIELD_HUNDREDTHS:
	case FIELD_THOUSANDTHS:
		write_value(w, f, place_of(f, row));
		break;
	}
}

void field_write(struct json_writer *w, const struct field_table *table,
	const void *row, const void *whole)
{
	for (size_t i = 0; i < table->n; i++)
		write_field(w, &table->fields[i], row, whole);
}

/* A value to be read: null counts as not there. */
struct value {
	const struct field_reader *reader;
	const struct field *field;
	const struct json_node *node; /* NULL when not there */
	struct error *err;
};

static int wrong(const struct value *v, const char *what)
{
	return json_error(v->reader->json, v->node, v->err, "%s", what);
}

static int read_string(const struct value *v, void *room)
{
	const char *s = "";

	if (v->node && json_type(v->node) != JSON_STRING)
		return wrong(v, "must be text");
	if (v->node)
		s = arena_strdup(v->reader->arena, json_string(v->node, ""));
	*(const char **)room = s;
	return 0;
}

/* The number times scale, rounded; missing when it is not there. */
static int read_scaled(
	const struct value *v, int scale, long missing, long *out)
{
	double number = json_number(v->node, 0);

	*out = missing;
	if (!v->node)
		return 0;
	if (json_type(v->node) != JSON_NUMBER)
		return wrong(v, "must be a number");
	if (number < -MAX_NUMBER || number > MAX_NUMBER)
		return wrong(v, "number out of range");
	if (scale > 1 && number < 0)
		return wrong(v, "must not be less than 0");
	*out = (long)(number * scale + (number < 0 ? -0.5 : 0.5));
	return 0;
}

static int read_long(const struct value *v, int scale, long missing, void *room)
{
	long number;
	int result = read_scaled(v, scale, missing, &number);

	memcpy(room, &number, sizeof(number));
	return result;
}

static int read_int(const struct value *v, int scale, long missing, void *room)
{
	long number;
	int result = read_scaled(v, scale, missing, &number), value;

	if (result == 0 && (number < INT_MIN || number > INT_MAX))
		return wrong(v, "number out of range");
	value = (int)number;
	memcpy(room, &value, sizeof(value));
	return result;
}

static int read_bool(const struct value *v, void *room)
{
	bool value = json_bool(v->node, false);

	if (v->node && json_type(v->node) != JSON_BOOL)
		return wrong(v, "must be true or false");
	memcpy(room, &value, sizeof(value));
	return 0;
}

/* Value of the word; 0 when there is none. */
static int read_word(const struct value *v, int *out)
{
	const char *text = json_string(v->node, NULL);
	const char *word;

	*out = 0;
	if (!v->node)
		return 0;
	for (int i = 0; text && (word = v->field->word(i)) != NULL; i++)
		if (strcmp(word, text) == 0) {
			*out = i;
			return 0;
		}
	return wrong(v, "not one of the words that may stand here");
}

static int read_enum(const struct value *v, void *room)
{
	int word, result = read_word(v, &word);

	memcpy(room, &word, sizeof(word));
	return result;
}

static int read_bool_word(const struct value *v, void *room)
{
	int word, result = read_word(v, &word);
	bool value = word != 0;

	memcpy(room, &value, sizeof(value));
	return result;
}

static int need_type(const struct value *v, enum json_type type)
{
	if (!v->node || json_type(v->node) == type)
		return 0;
	return wrong(
		v, type == JSON_ARRAY ? "must be a list" : "must be an object");
}

static void set_count(const struct field *f, void *row, size_t n)
{
	memcpy((char *)row + f->count_at, &n, sizeof(n));
}

static int read_strings(const struct value *v, void *row)
{
	size_t n = json_count(v->node), i = 0;
	const char **strings;

	if (need_type(v, JSON_ARRAY) != 0)
		return v->err->code;
	strings = arena_alloc(v->reader->arena, (n + 1) * sizeof(*strings));
	for (const struct json_node *s = json_first(v->node); s;
		s = json_next(s)) {
		struct value one = *v;

		one.node = s;
		if (read_string(&one, &strings[i++]) != 0)
			return v->err->code;
	}
	memcpy(room_of(v->field, row), &strings, sizeof(strings));
	set_count(v->field, row, n);
	return 0;
}

/* Room for the rows of a list: in place, or new and pointed to. */
static char *make_rows(const struct value *v, void *row, size_t n)
{
	const struct field *f = v->field;
	char *rows = room_of(f, row);

	if (f->kind == FIELD_FIXED_ROWS)
		return rows;
	rows = n ? arena_alloc(v->reader->arena, n * f->of->size) : NULL;
	memcpy(room_of(f, row), &rows, sizeof(rows));
	set_count(f, row, n);
	return rows;
}

/* A row that is not in the list still has its strings as "". */
static int fill_missing(const struct value *v, char *rows, size_t from)
{
	for (size_t i = from; i < v->field->fixed; i++)
		if (field_read(v->reader, v->field->of, NULL,
			    rows + i * v->field->of->size, v->err) != 0)
			return v->err->code;
	return 0;
}

static int read_rows(const struct value *v, void *row)
{
	const struct field *f = v->field;
	size_t n = json_count(v->node), i = 0;
	char *rows;

	if (need_type(v, JSON_ARRAY) != 0)
		return v->err->code;
	if (f->kind == FIELD_FIXED_ROWS && n > f->fixed)
		return wrong(v, "too many");
	rows = make_rows(v, row, n);
	for (const struct json_node *one = json_first(v->node); one;
		one = json_next(one), i++)
		if (field_read(v->reader, f->of, one, rows + i * f->of->size,
			    v->err) != 0)
			return v->err->code;
	return fill_missing(v, rows, i);
}

static int read_field(const struct value *v, void *row);

static int read_members(const struct value *v, void *row)
{
	const struct field *name = &v->field->of->fields[0];
	size_t n = json_count(v->node);
	char *at;

	if (need_type(v, JSON_OBJECT) != 0)
		return v->err->code;
	at = make_rows(v, row, n);
	for (const struct json_node *one = json_first(v->node); one;
		one = json_next(one), at += v->field->of->size) {
		const char *key = arena_strdup(v->reader->arena, json_key(one));
		struct value value = *v;

		value.node = one;
		value.field = name + 1;
		memcpy(room_of(name, at), &key, sizeof(key));
		if (read_field(&value, at) != 0)
			return v->err->code;
	}
	return 0;
}

static int read_field(const struct value *v, void *row)
{
	void *room = room_of(v->field, row);

	switch (v->field->kind) {
	case FIELD_STRING:
	case FIELD_NULLABLE:
		return read_string(v, room);
	case FIELD_INT:
		return read_int(v, 1, 0, room);
	case FIELD_LONG:
		return read_long(v, 1, 0, room);
	case FIELD_BOOL:
		return read_bool(v, room);
	case FIELD_BOOL_WORD:
		return read_bool_word(v, room);
	case FIELD_WORD:
		return read_enum(v, room);
	case FIELD_HUNDREDTHS:
		return read_int(v, 100, -1, room);
	case FIELD_THOUSANDTHS:
		return read_long(v, 1000, -1, room);
	case FIELD_STRINGS:
		return read_strings(v, row);
	case FIELD_OBJECT:
		return field_read(
			v->reader, table_of(v->field), v->node, room, v->err);
	case FIELD_ROWS:
	case FIELD_FIXED_ROWS:
		return read_rows(v, row);
	case FIELD_MEMBERS:
		return read_members(v, row);
	case FIELD_DERIVED:
		return 0;
	}
	return 0;
}

static int check_keys(const struct field_reader *reader,
	const struct field_table *table, const struct json_node *node,
	struct error *err)
{
	const char *keys[MAX_KEYS + 1] = { NULL };

	assert(table->n <= MAX_KEYS);
	for (size_t i = 0; i < table->n; i++)
		keys[i] = table->fields[i].key;
	return json_check_keys(reader->json, node, keys, err);
}

int field_read(const struct field_reader *reader,
	const struct field_table *table, const struct json_node *node,
	void *row, struct error *err)
{
	if (node && json_type(node) != JSON_OBJECT)
		return json_error(reader->json, node, err, "must be an object");
	if (node && reader->strict && check_keys(reader, table, node, err) != 0)
		return err->code;
	for (size_t i = 0; i < table->n; i++) {
		const struct field *f = &table->fields[i];
		struct value v = { reader, f, json_get(node, f->key), err };

		if (v.node && json_type(v.node) == JSON_NULL)
			v.node = NULL;
		if (read_field(&v, row) != 0)
			return err->code;
	}
	return 0;
}
