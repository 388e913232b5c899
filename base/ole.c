#include "base/ole.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/little.h"
#include "base/mem.h"

#define HEADER_BYTES 512
#define HEADER_FATS 109         /* sectors of the table that the header names */
#define LAST_SECTOR 0xfffffffaU /* beyond stand marks: free, end ... */
#define ENTRY_BYTES 128
#define NAME_BYTES 64

enum entry_type {
	ENTRY_STREAM = 2,
	ENTRY_ROOT = 5,
};

/* Which sector follows each, and where they lie. */
struct chains {
	uint32_t *next;
	size_t n;
	size_t sector; /* bytes of one */
	struct slice data;
	size_t start; /* of sector 0 in data */
};

struct ole {
	struct chains big, small;
	struct buf directory, small_data;
	uint32_t small_below; /* streams of fewer bytes lie in small sectors */
};

bool ole_is(struct slice data)
{
	return slice_starts(data, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
}

static struct slice sector_at(const struct chains *c, uint32_t i)
{
	return little_part(c->data, c->start + i * c->sector, c->sector);
}

/* Appends at most size bytes from a chain of sectors on. */
static int get_chain(const struct chains *c, uint32_t first, size_t size,
	struct buf *out, struct error *err)
{
	size_t left = size;

	/* A chain that is longer than all sectors runs in a ring. */
	for (size_t steps = 0; left && first < LAST_SECTOR; steps++) {
		struct slice sector = sector_at(c, first);

		if (first >= c->n || steps >= c->n || sector.len == 0)
			return error_set(err, ERR_SYNTAX,
				"OLE: a chain of sectors is broken");
		if (sector.len > left)
			sector.len = left;
		buf_put_slice(out, sector);
		if (out->full)
			return error_set(err, ERR_LIMIT,
				"OLE: more than %zu bytes", out->max);
		left -= sector.len;
		first = c->next[first];
	}
	return 0;
}

static void add_numbers(struct chains *c, struct slice sector, size_t max)
{
	for (size_t at = 0; at + 4 <= sector.len && c->n < max; at += 4)
		c->next[c->n++] = little_u32(sector, at);
}

/* The table of chains: 109 of its sectors are named by the header, more by
 * sectors that are a chain of their own. */
static int load_fat(struct chains *c, struct error *err)
{
	size_t sectors = c->data.len / c->sector;
	size_t a_sector = c->sector / 4 - 1;
	uint32_t list = little_u32(c->data, 68);

	c->next = mem_calloc(sectors + 1, sizeof(*c->next));
	for (size_t i = 0; i < HEADER_FATS; i++) {
		uint32_t at = little_u32(c->data, 76 + 4 * i);

		if (at < LAST_SECTOR)
			add_numbers(c, sector_at(c, at), sectors);
	}
	for (size_t steps = 0; list < LAST_SECTOR; steps++) {
		struct slice sector = sector_at(c, list);

		if (sector.len < c->sector || steps > sectors)
			return error_set(err, ERR_SYNTAX,
				"OLE: the table of sectors is broken");
		for (size_t i = 0; i < a_sector; i++) {
			uint32_t at = little_u32(sector, 4 * i);

			if (at < LAST_SECTOR)
				add_numbers(c, sector_at(c, at), sectors);
		}
		list = little_u32(sector, 4 * a_sector);
	}
	return 0;
}

static struct slice entry_at(const struct ole *o, uint32_t i)
{
	return little_part(
		buf_slice(&o->directory), (size_t)i * ENTRY_BYTES, ENTRY_BYTES);
}

/* Small sectors lie one after another in the stream of the root. */
static int load_small(struct ole *o, struct error *err)
{
	struct slice root = entry_at(o, 0);
	uint32_t first = little_u32(o->big.data, 60);
	struct buf table;
	int result;

	if (little_u32(o->big.data, 64) == 0)
		return 0;
	buf_init(&table, o->big.data.len);
	result = get_chain(&o->big, first, SIZE_MAX, &table, err);
	if (result == 0)
		result = get_chain(&o->big, little_u32(root, 116),
			little_u32(root, 120), &o->small_data, err);
	if (result == 0) {
		size_t n = table.len / 4;

		o->small.next = mem_calloc(n + 1, sizeof(*o->small.next));
		add_numbers(&o->small, buf_slice(&table), n);
		o->small.data = buf_slice(&o->small_data);
	}
	buf_done(&table);
	return result;
}

static int load(struct ole *o, struct error *err)
{
	struct slice data = o->big.data;
	uint32_t shift = little_u16(data, 30);
	int result;

	if (!ole_is(data) || data.len < HEADER_BYTES ||
		(shift != 9 && shift != 12) || little_u16(data, 32) != 6)
		return error_set(err, ERR_SYNTAX, "OLE: not such a file");
	o->big.sector = (size_t)1 << shift;
	o->big.start = o->big.sector;
	o->small.sector = 64;
	o->small_below = little_u32(data, 56);
	result = load_fat(&o->big, err);
	if (result == 0)
		result = get_chain(&o->big, little_u32(data, 48), SIZE_MAX,
			&o->directory, err);
	if (result == 0)
		result = load_small(o, err);
	return result;
}

int ole_open(struct ole **out, struct slice data, struct error *err)
{
	struct ole *o = mem_zalloc(sizeof(*o));
	int result;

	o->big.data = data;
	/* Nothing in it is longer than the file. */
	buf_init(&o->directory, data.len);
	buf_init(&o->small_data, data.len);
	result = load(o, err);
	if (result < 0)
		ole_free(o);
	else
		*out = o;
	return result;
}

void ole_free(struct ole *o)
{
	if (!o)
		return;
	free(o->big.next);
	free(o->small.next);
	buf_done(&o->directory);
	buf_done(&o->small_data);
	free(o);
}

static bool has_name(struct slice entry, const char *name)
{
	size_t n = little_u16(entry, 64), len = strlen(name);

	if (n != 2 * (len + 1) || n > NAME_BYTES)
		return false;
	for (size_t i = 0; i < len; i++)
		if (little_u16(entry, 2 * i) > 0x7f ||
			ascii_lower((int)little_u16(entry, 2 * i)) !=
				ascii_lower((unsigned char)name[i]))
			return false;
	return true;
}

/* The entries of the root are a tree; its order is not relied upon.  The
 * answer is "" when there is none of that name. */
static struct slice find(const struct ole *o, const char *name)
{
	size_t n = o->directory.len / ENTRY_BYTES, waiting = 0;
	uint32_t *stack = mem_calloc(2 * n + 1, sizeof(*stack));
	struct slice found = { 0 };

	stack[waiting++] = little_u32(entry_at(o, 0), 76);
	/* Each is looked at once, or the tree has a ring. */
	for (size_t steps = 0; waiting && steps < n && !found.len; steps++) {
		struct slice entry = entry_at(o, stack[--waiting]);

		if (entry.len < ENTRY_BYTES)
			continue;
		if (little_u8(entry, 66) == ENTRY_STREAM &&
			has_name(entry, name))
			found = entry;
		stack[waiting++] = little_u32(entry, 68);
		stack[waiting++] = little_u32(entry, 72);
	}
	free(stack);
	return found;
}

bool ole_has(const struct ole *o, const char *name)
{
	return find(o, name).len > 0;
}

int ole_get(const struct ole *o, const char *name, struct buf *out,
	struct error *err)
{
	struct slice entry = find(o, name);
	size_t size = little_u32(entry, 120), before = out->len;
	int result;

	if (entry.len == 0)
		return 1;
	result = get_chain(size < o->small_below ? &o->small : &o->big,
		little_u32(entry, 116), size, out, err);
	if (result == 0 && out->len - before < size)
		result = error_set(err, ERR_SYNTAX, "OLE: \"%s\" is cut", name);
	return result;
}
