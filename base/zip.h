/*
 * ZIP archives in memory, read with ceilings and written so that equal members
 * give equal bytes.
 *
 * Nothing is ever written to disk under a member's name, and the sizes an
 * archive states are not believed: what comes out is counted.
 */
#ifndef OIT_BASE_ZIP_H
#define OIT_BASE_ZIP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/slice.h"

struct zip_reader;

struct zip_limits {
	size_t members;      /* an archive of more is refused */
	size_t member_bytes; /* of one, unpacked */
	size_t ratio;        /* unpacked bytes of all to those of the archive,
				looked at after ... */
	size_t ratio_after;  /* ... so many came out */
};

/*
 * Opens an archive; the bytes must outlive the reader.  ERR_SYNTAX when it is
 * none or damaged, ERR_LIMIT when it has too many members.  The caller frees
 * with zip_reader_free(), for which NULL is nothing.
 */
int zip_reader_open(struct zip_reader **out, struct slice data,
	const struct zip_limits *limits, struct error *err);
void zip_reader_free(struct zip_reader *r);

size_t zip_reader_count(const struct zip_reader *r);

/* The name of member i as it stands in the archive, in whatever encoding; ""
 * when it has none. */
const char *zip_reader_name(const struct zip_reader *r, size_t i);

/* The member of that name, ignoring ASCII case; -1 for none. */
long zip_reader_find(const struct zip_reader *r, const char *name);

/* True when a member can only be read with a password. */
bool zip_reader_is_locked(const struct zip_reader *r, size_t i);

/*
 * Appends the unpacked member i to out.  ERR_LIMIT when it is larger than
 * allowed, ERR_SYNTAX when it is damaged, locked or packed in an unknown way;
 * out keeps what was read before.  Messages do not name the member.
 */
int zip_reader_get(
	struct zip_reader *r, size_t i, struct buf *out, struct error *err);

/* A member to be written. */
struct zip_part {
	const char *name;
	struct slice data;
};

/*
 * Appends an archive of n members, in their order and all of the same time,
 * 1980-01-01, so that equal parts give equal bytes.  ERR_WRITE when it cannot
 * be put together or out may not hold it.
 */
int zip_write(struct buf *out, const struct zip_part *parts, size_t n,
	struct error *err);

#endif
