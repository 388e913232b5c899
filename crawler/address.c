#include "crawler/address.h"

#include <netinet/in.h>
#include <string.h>

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

struct range4 {
	uint32_t net;
	int bits;
	const char *kind;
};

struct range6 {
	unsigned char net[ADDRESS_V6_BYTES];
	int bits;
	const char *kind; /* NULL: public inside a larger range that is not */
};

/* IANA IPv4 Special-Purpose Address Registry, what is not "globally
 * reachable", with multicast (RFC 5771). */
static const struct range4 special4[] = {
	{ 0x00000000, 8, "unspecified" },
	{ 0x0a000000, 8, "private" },
	{ 0x64400000, 10, "carrier-grade NAT" },
	{ 0x7f000000, 8, "loopback" },
	{ 0xa9fea9fe, 32, "cloud metadata" },
	{ 0xa9fe0000, 16, "link-local" },
	{ 0xac100000, 12, "private" },
	{ 0xc0000000, 24, "protocol assignment" },
	{ 0xc0000200, 24, "documentation" },
	{ 0xc0586300, 24, "6to4 relay" },
	{ 0xc0a80000, 16, "private" },
	{ 0xc6120000, 15, "benchmarking" },
	{ 0xc6336400, 24, "documentation" },
	{ 0xcb007100, 24, "documentation" },
	{ 0xe0000000, 4, "multicast" },
	{ 0xffffffff, 32, "broadcast" },
	{ 0xf0000000, 4, "reserved" },
};

/* IANA IPv6 Special-Purpose Address Registry; the first range that holds the
 * address decides. */
static const struct range6 special6[] = {
	{ { 0 }, 128, "unspecified" },
	{ { [15] = 1 }, 128, "loopback" },
	{ { 0x01, 0x00 }, 64, "discard" },
	{ { 0x20, 0x01, 0x00, 0x01, [15] = 1 }, 128, NULL },
	{ { 0x20, 0x01, 0x00, 0x01, [15] = 2 }, 128, NULL },
	{ { 0x20, 0x01, 0x00, 0x03 }, 32, NULL },
	{ { 0x20, 0x01, 0x00, 0x04, 0x01, 0x12 }, 48, NULL },
	{ { 0x20, 0x01, 0x00, 0x20 }, 28, NULL },
	{ { 0x20, 0x01, 0x00, 0x30 }, 28, NULL },
	{ { 0x20, 0x01, 0x00, 0x02 }, 48, "benchmarking" },
	{ { 0x20, 0x01 }, 23, "protocol assignment" },
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32, "documentation" },
	{ { 0x3f, 0xff }, 20, "documentation" },
	{ { 0xfc }, 7, "unique-local" },
	{ { 0xfe, 0x80 }, 10, "link-local" },
	{ { 0xfe, 0xc0 }, 10, "site-local" },
	{ { 0xff }, 8, "multicast" },
	{ { 0x20 }, 3, NULL }, /* global unicast, RFC 4291 section 2.4 */
	{ { 0 }, 0, "reserved" },
};

/* IPv6 ranges that carry an IPv4 address, and where. */
static const struct {
	unsigned char net[ADDRESS_V6_BYTES];
	int bits;
	int at;
	unsigned char mask; /* each byte is XORed with it */
} carriers[] = {
	{ { [10] = 0xff, [11] = 0xff }, 96, 12, 0 },  /* RFC 4291 2.5.5.2 */
	{ { 0x00, 0x64, 0xff, 0x9b }, 96, 12, 0 },    /* RFC 6052 NAT64 */
	{ { 0x20, 0x02 }, 16, 2, 0 },                 /* RFC 3056 6to4 */
	{ { 0x20, 0x01, 0x00, 0x00 }, 32, 4, 0 },     /* RFC 4380 server */
	{ { 0x20, 0x01, 0x00, 0x00 }, 32, 12, 0xff }, /* RFC 4380 client */
};

static bool in_range6(
	const unsigned char *ip, const unsigned char *net, int bits)
{
	size_t bytes = (size_t)bits / 8;
	int rest = 8 - bits % 8;

	if (memcmp(ip, net, bytes) != 0)
		return false;
	return rest == 8 || ip[bytes] >> rest == net[bytes] >> rest;
}

static const char *special_v4(uint32_t ip)
{
	for (size_t i = 0; i < COUNT(special4); i++)
		if ((ip ^ special4[i].net) >> (32 - special4[i].bits) == 0)
			return special4[i].kind;
	return NULL;
}

static uint32_t embedded_v4(const unsigned char *ip, int at, unsigned char mask)
{
	uint32_t v4 = 0;

	for (int i = 0; i < 4; i++)
		v4 = v4 << 8 | (uint32_t)(ip[at + i] ^ mask);
	return v4;
}

static const char *special_v6(const unsigned char *ip)
{
	bool carried = false;

	for (size_t i = 0; i < COUNT(carriers); i++) {
		const char *kind;

		if (!in_range6(ip, carriers[i].net, carriers[i].bits))
			continue;
		kind = special_v4(
			embedded_v4(ip, carriers[i].at, carriers[i].mask));
		if (kind)
			return kind;
		carried = true;
	}
	if (carried)
		return NULL;
	for (size_t i = 0; i < COUNT(special6); i++)
		if (in_range6(ip, special6[i].net, special6[i].bits))
			return special6[i].kind;
	return "reserved";
}

const char *address_special(const struct sockaddr *sa)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	switch (sa->sa_family) {
	case AF_INET:
		memcpy(&in, sa, sizeof(in));
		return special_v4(ntohl(in.sin_addr.s_addr));
	case AF_INET6:
		memcpy(&in6, sa, sizeof(in6));
		return special_v6(in6.sin6_addr.s6_addr);
	default:
		return "unknown";
	}
}

bool address_is_public(const struct sockaddr *sa)
{
	return !address_special(sa);
}

void address_put(struct buf *out, const struct sockaddr *sa)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	switch (sa->sa_family) {
	case AF_INET:
		memcpy(&in, sa, sizeof(in));
		address_put_v4(out, ntohl(in.sin_addr.s_addr));
		break;
	case AF_INET6:
		memcpy(&in6, sa, sizeof(in6));
		address_put_v6(out, in6.sin6_addr.s6_addr);
		break;
	default:
		buf_puts(out, "unknown");
	}
}

/* The standard's "IPv4 number parser"; what is too large stays too large. */
static bool parse_v4_number(uint64_t *out, struct slice s)
{
	int base = 10;

	if (s.len == 0)
		return false;
	if (slice_starts_nocase(s, "0x")) {
		base = 16;
		s = slice_of(s.data + 2, s.len - 2);
	} else if (s.len > 1 && s.data[0] == '0') {
		base = 8;
		s = slice_of(s.data + 1, s.len - 1);
	}
	*out = 0;
	for (size_t i = 0; i < s.len; i++) {
		int digit = ascii_hex(s.data[i]);

		if (digit < 0 || digit >= base)
			return false;
		if (*out <= UINT32_MAX)
			*out = *out * (uint64_t)base + (uint64_t)digit;
	}
	return true;
}

/* The part before the next dot, taken off the front of *s. */
static struct slice take_part(struct slice *s)
{
	const char *dot = s->len ? memchr(s->data, '.', s->len) : NULL;
	size_t n = dot ? (size_t)(dot - s->data) : s->len;
	struct slice part = slice_of(s->data, n);

	n += dot != NULL;
	*s = slice_of(s->data + n, s->len - n);
	return part;
}

static bool ends_in_number(struct slice s)
{
	size_t start = s.len;
	struct slice last;
	uint64_t value;

	while (start && s.data[start - 1] != '.')
		start--;
	last = slice_of(s.data + start, s.len - start);
	for (size_t i = 0; i < last.len; i++)
		if (!ascii_is_digit(last.data[i]))
			return parse_v4_number(&value, last);
	return last.len > 0;
}

int address_parse_v4(uint32_t *out, struct slice text)
{
	uint64_t ip = 0, value;
	int parts = 0;

	if (text.len > 1 && text.data[text.len - 1] == '.')
		text.len--;
	if (!ends_in_number(text))
		return 0;
	while (text.len) {
		struct slice part = take_part(&text);
		bool last = text.len == 0;

		if (++parts > 4 || !parse_v4_number(&value, part))
			return -1;
		/* The last part fills all the bytes that are left. */
		if (value >> (last ? 8 * (5 - parts) : 8) != 0)
			return -1;
		ip |= last ? value : value << 8 * (4 - parts);
	}
	*out = (uint32_t)ip;
	return 1;
}

/* Four decimal parts and nothing else, at the end of an IPv6 address. */
static bool parse_dotted(unsigned char out[4], struct slice s)
{
	for (int i = 0; i < 4; i++) {
		bool dot = s.len && memchr(s.data, '.', s.len);
		struct slice part = take_part(&s);
		long value = slice_number(part, 255);

		if (value < 0 || (part.len > 1 && part.data[0] == '0'))
			return false;
		if (dot != (i < 3))
			return false;
		out[i] = (unsigned char)value;
	}
	return true;
}

/* Up to four hexadecimal digits off the front of *s. */
static size_t take_piece(unsigned *value, struct slice *s)
{
	size_t n = 0;

	*value = 0;
	while (n < 4 && n < s->len && ascii_hex(s->data[n]) >= 0)
		*value = *value << 4 | (unsigned)ascii_hex(s->data[n++]);
	return n;
}

/* Moves what follows a "::" to the end; n bytes were written, and the "::"
 * stands for one piece at least. */
static bool expand(unsigned char *ip, size_t n, size_t gap)
{
	size_t tail;

	if (gap > ADDRESS_V6_BYTES)
		return n == ADDRESS_V6_BYTES;
	if (n > ADDRESS_V6_BYTES - 2)
		return false;
	tail = n - gap;
	memmove(ip + ADDRESS_V6_BYTES - tail, ip + gap, tail);
	memset(ip + gap, 0, ADDRESS_V6_BYTES - n);
	return true;
}

bool address_parse_v6(unsigned char out[ADDRESS_V6_BYTES], struct slice s)
{
	size_t n = 0, gap = SIZE_MAX;

	memset(out, 0, ADDRESS_V6_BYTES);
	if (slice_starts(s, "::")) {
		gap = 0;
		s = slice_of(s.data + 2, s.len - 2);
	}
	while (s.len) {
		unsigned value;
		size_t digits = take_piece(&value, &s);

		if (n == ADDRESS_V6_BYTES || digits == 0)
			return false;
		if (digits < s.len && s.data[digits] == '.')
			return n <= 12 && parse_dotted(out + n, s) &&
			       expand(out, n + 4, gap);
		out[n++] = (unsigned char)(value >> 8);
		out[n++] = (unsigned char)(value & 0xff);
		s = slice_of(s.data + digits, s.len - digits);
		if (s.len == 0)
			break;
		if (s.len < 2 || s.data[0] != ':')
			return false;
		s = slice_of(s.data + 1, s.len - 1);
		if (s.data[0] != ':')
			continue;
		if (gap != SIZE_MAX || n == ADDRESS_V6_BYTES)
			return false;
		gap = n;
		s = slice_of(s.data + 1, s.len - 1);
	}
	return expand(out, n, gap);
}

void address_put_v4(struct buf *out, uint32_t ip)
{
	buf_printf(out, "%u.%u.%u.%u", (unsigned)(ip >> 24),
		(unsigned)(ip >> 16 & 0xff), (unsigned)(ip >> 8 & 0xff),
		(unsigned)(ip & 0xff));
}

/* Where the longest run of two or more zero pieces starts; its length in
 * *run, 0 when there is none. */
static int longest_zeros(const unsigned pieces[8], int *run)
{
	int best = 0, start = 0;

	*run = 1;
	for (int i = 0; i < 8; i++) {
		if (pieces[i] != 0)
			start = i + 1;
		if (i + 1 - start > *run) {
			best = start;
			*run = i + 1 - start;
		}
	}
	if (*run == 1)
		*run = 0;
	return best;
}

void address_put_v6(struct buf *out, const unsigned char ip[ADDRESS_V6_BYTES])
{
	unsigned pieces[8];
	int gap, run;

	for (size_t i = 0; i < 8; i++)
		pieces[i] = (unsigned)ip[2 * i] << 8 | ip[2 * i + 1];
	gap = longest_zeros(pieces, &run);
	for (int i = 0; i < 8; i++) {
		if (run && i == gap) {
			buf_puts(out, i == 0 ? "::" : ":");
			i += run - 1;
			continue;
		}
		buf_printf(out, i < 7 ? "%x:" : "%x", pieces[i]);
	}
}

static bool from_v6(struct sockaddr_storage *out, struct slice text)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

	if (!address_parse_v6(in6.sin6_addr.s6_addr, text))
		return false;
	memcpy(out, &in6, sizeof(in6));
	return true;
}

bool address_from_host(struct sockaddr_storage *out, struct slice host)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	uint32_t ip;

	memset(out, 0, sizeof(*out));
	if (host.len > 2 && host.data[0] == '[' &&
		host.data[host.len - 1] == ']')
		return from_v6(out, slice_of(host.data + 1, host.len - 2));
	if (address_parse_v4(&ip, host) != 1)
		return false;
	in.sin_addr.s_addr = htonl(ip);
	memcpy(out, &in, sizeof(in));
	return true;
}
