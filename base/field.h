/*
 * Plain structs as JSON by table: the same rows write a struct and read it
 * back, so that neither can forget a key the other knows.
 */
#ifndef OIT_BASE_FIELD_H
#define OIT_BASE_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/json.h"

/* What stands at an offset, and as what it is written. */
enum field_kind {
	FIELD_STRING,      /* const char * */
	FIELD_NULLABLE,    /* const char *; "" is null */
	FIELD_INT,         /* int */
	FIELD_LONG,        /* long */
	FIELD_BOOL,        /* bool */
	FIELD_BOOL_WORD,   /* bool; word(0) or word(1) */
	FIELD_WORD,        /* an enum; word(value) */
	FIELD_HUNDREDTHS,  /* int; -1 is null */
	FIELD_THOUSANDTHS, /* long; -1 is null */
	FIELD_STRINGS,     /* const char **, with its count */
	FIELD_OBJECT,      /* a struct in place, or the same one when at is 0 */
	FIELD_ROWS,        /* pointer to an array of structs, with its count */
	FIELD_FIXED_ROWS,  /* array of fixed structs in place */
	FIELD_MEMBERS,     /* rows of a name and a value: an object */
	FIELD_DERIVED,     /* computed by put() when written, passed over when
			      read; without put() never written */
};

struct field {
	const char *key;
	enum field_kind kind;
	size_t at;                    /* offset of the value */
	size_t count_at;              /* offset of the size_t with the count */
	size_t fixed;                 /* number of fixed rows */
	bool if_any;                  /* rows: left out when there are none */
	const struct field_table *of; /* of an object's or row's struct */
	const struct field_table *(*theirs)(void); /* instead of of */
	const char *(*word)(int value);            /* NULL beyond the last */
	void (*put)(struct json_writer *w, const char *key, const void *row,
		const void *whole);
};

struct field_table {
	const struct field *fields;
	size_t n;
	size_t size; /* of the struct */
};

/* Rows of a table: the key k, the kind, then struct s and member m. */
#define FIELD_PLAIN(k, what, s, m)                               \
	{                                                        \
		.key = (k), .kind = (what), .at = offsetof(s, m) \
	}
#define FIELD_TEXT(k, s, m) FIELD_PLAIN(k, FIELD_STRING, s, m)
#define FIELD_OF_WORD(k, what, s, m, words)                       \
	{                                                         \
		.key = (k), .kind = (what), .at = offsetof(s, m), \
		.word = (words)                                   \
	}
#define FIELD_LIST(k, s, m, count)                                       \
	{                                                                \
		.key = (k), .kind = FIELD_STRINGS, .at = offsetof(s, m), \
		.count_at = offsetof(s, count)                           \
	}
#define FIELD_TABLE_OF(k, what, s, m, count, rows)                \
	{                                                         \
		.key = (k), .kind = (what), .at = offsetof(s, m), \
		.count_at = offsetof(s, count), .of = (rows)      \
	}
/* Rows that are left out when there are none. */
#define FIELD_IF_ANY(k, s, m, count, rows)                                   \
	{                                                                    \
		.key = (k), .kind = FIELD_ROWS, .at = offsetof(s, m),        \
		.count_at = offsetof(s, count), .of = (rows), .if_any = true \
	}
#define FIELD_FIXED(k, s, m, n, rows)                                       \
	{                                                                   \
		.key = (k), .kind = FIELD_FIXED_ROWS, .at = offsetof(s, m), \
		.fixed = (n), .of = (rows)                                  \
	}
#define FIELD_IN(k, s, m, table)                                        \
	{                                                               \
		.key = (k), .kind = FIELD_OBJECT, .at = offsetof(s, m), \
		.of = (table)                                           \
	}
/* An object whose table another file keeps. */
#define FIELD_THEIRS(k, s, m, table)                                    \
	{                                                               \
		.key = (k), .kind = FIELD_OBJECT, .at = offsetof(s, m), \
		.theirs = (table)                                       \
	}
/* An object whose values stand in the same struct. */
#define FIELD_SAME(k, table)                                    \
	{                                                       \
		.key = (k), .kind = FIELD_OBJECT, .of = (table) \
	}
#define FIELD_PUT(k, function)                                       \
	{                                                            \
		.key = (k), .kind = FIELD_DERIVED, .put = (function) \
	}
/* A key that another reader of the same file reads. */
#define FIELD_ELSEWHERE(k) FIELD_PUT(k, NULL)
/* The table name_table of the rows name_fields. */
#define FIELD_TABLE(name, type)                                         \
	static const struct field_table name##_table = { name##_fields, \
		sizeof(name##_fields) / sizeof(name##_fields[0]),       \
		sizeof(type) }

/* Writes the members of row, not its braces; whole is handed to put(). */
void field_write(struct json_writer *w, const struct field_table *table,
	const void *row, const void *whole);

struct field_reader {
	const struct json *json; /* for messages */
	struct arena *arena;     /* owns what is read */
	bool strict;             /* unknown keys are errors */
};

/*
 * Fills row, a zeroed struct, from an object.  A key that is not there gives
 * "", 0, false, -1 for scores, or no rows; so does null.  ERR_SYNTAX with
 * file, line and key for a wrong type, a word that is not in the list, a
 * number out of range and, when strict, a key that is not in the table.
 */
int field_read(const struct field_reader *reader,
	const struct field_table *table, const struct json_node *node,
	void *row, struct error *err);

#endif
