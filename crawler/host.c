#include "crawler/host.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <idn2.h>

#include "base/utf8.h"
#include "crawler/address.h"
#include "crawler/percent.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Bytes of a name that is not ASCII; DNS stops at 253, the URL standard
 * nowhere, and the work below needs an end. */
#define MAX_NAME 1024

#define MAX_POINTS MAX_NAME /* code points of a label */

/* Longest output of libidn2 that is asked for. */
#define MAX_IDN 512

/* Code points that libidn2 is given at once of a label too long for it. */
#define PIECE 12

/* What UTS 46 made of a label, in normal form C. */
struct label {
	uint32_t points[MAX_POINTS];
	size_t n;
};

/* What stands in for the characters libidn2 would not let through. */
struct mask {
	char c;
	bool symbols; /* hides these too, not only hyphens */
	uint32_t hidden[MAX_POINTS];
	size_t n;
};

static struct slice rest_of(struct slice s, size_t offset)
{
	return slice_of(s.data + offset, s.len - offset);
}

static bool is_ascii(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.data[i] >= 0x80)
			return false;
	return true;
}

static void put_lower(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		buf_putc(out, (char)ascii_lower(s.data[i]));
}

/* libidn2's code; IDN2_OK added the A-labels to out. */
static int lookup(struct buf *out, struct slice text)
{
	char *copy = slice_dup(text);
	uint8_t *ascii = NULL;
	int rc = idn2_lookup_u8((const uint8_t *)copy, &ascii,
		IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);

	if (rc == IDN2_OK)
		buf_puts(out, (const char *)ascii);
	idn2_free(ascii);
	free(copy);
	return rc;
}

/* Blocks of right-to-left scripts: hiding their characters would hide what
 * the rule of RFC 5893 must see. */
static bool is_right_to_left(uint32_t cp)
{
	return (cp >= 0x590 && cp <= 0x8ff) || (cp >= 0xfb1d && cp <= 0xfdff) ||
	       (cp >= 0xfe70 && cp <= 0xfeff) ||
	       (cp >= 0x10800 && cp <= 0x10fff) ||
	       (cp >= 0x1e800 && cp <= 0x1efff);
}

/*
 * Whether UTS 46 takes the character but IDNA 2008, which libidn2 asks too,
 * does not: a heart, an arrow.  libidn2 tests the hyphens after UTS 46 and
 * before IDNA 2008, so two bad hyphens show which of them refused.
 */
static bool is_symbol(uint32_t cp)
{
	char probe[8] = "aa--";
	struct buf unused;
	bool symbol;
	size_t n;

	if (cp < 0x80 || is_right_to_left(cp))
		return false;
	n = utf8_encode(probe + 4, cp);
	buf_init(&unused, MAX_IDN);
	symbol = lookup(&unused, slice_of(probe + 4, n)) == IDN2_DISALLOWED &&
		 lookup(&unused, slice_of(probe, n + 4)) == IDN2_2HYPHEN;
	buf_done(&unused);
	return symbol;
}

/* RFC 3492 section 6.1. */
static unsigned adapt(unsigned delta, unsigned points, bool first)
{
	unsigned k = 0;

	delta = first ? delta / 700 : delta / 2;
	delta += delta / points;
	for (; delta > 455; k += 36)
		delta /= 35;
	return k + 36 * delta / (delta + 38);
}

/* A number as RFC 3492 section 3.3 writes it. */
static void put_number(struct buf *out, unsigned value, unsigned bias)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";

	for (unsigned k = 36;; k += 36) {
		unsigned t = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;

		if (value < t)
			break;
		buf_putc(out, digits[t + (value - t) % (36 - t)]);
		value = (value - t) / (36 - t);
	}
	buf_putc(out, digits[value]);
}

/* The smallest code point of the label from least on. */
static uint32_t next_point(const struct label *label, uint32_t least)
{
	uint32_t next = UINT32_MAX;

	for (size_t i = 0; i < label->n; i++)
		if (label->points[i] >= least && label->points[i] < next)
			next = label->points[i];
	return next;
}

/* Punycode of the code points beyond ASCII (RFC 3492 section 6.3). */
static void put_punycode(
	struct buf *out, const struct label *label, unsigned basic)
{
	unsigned delta = 0, bias = 72, done = basic;
	uint32_t last = 0x80;

	for (; done < label->n; delta++, last++) {
		uint32_t point = next_point(label, last);

		delta += (point - last) * (done + 1);
		last = point;
		for (size_t i = 0; i < label->n; i++) {
			delta += label->points[i] < point;
			if (label->points[i] != point)
				continue;
			put_number(out, delta, bias);
			bias = adapt(delta, done + 1, done == basic);
			delta = 0;
			done++;
		}
	}
}

/* The label as an A-label, or as it is when it is ASCII. */
static void put_alabel(struct buf *out, const struct label *label)
{
	unsigned basic = 0;

	for (size_t i = 0; i < label->n; i++)
		basic += label->points[i] < 0x80;
	if (basic < label->n)
		buf_puts(out, "xn--");
	for (size_t i = 0; i < label->n; i++)
		if (label->points[i] < 0x80)
			buf_putc(out, (char)label->points[i]);
	if (basic && basic < label->n)
		buf_putc(out, '-');
	put_punycode(out, label, basic);
}

/* Adds the text with its hyphens (and symbols) masked. */
static bool put_hidden(struct buf *out, struct mask *mask, struct slice text)
{
	size_t n;

	for (size_t i = 0; i < text.len; i += n) {
		uint32_t cp;

		n = utf8_decode(&cp, rest_of(text, i));
		if (cp == UTF8_INVALID || mask->n == MAX_POINTS)
			return false;
		if (cp == '-' || (mask->symbols && is_symbol(cp))) {
			mask->hidden[mask->n++] = cp;
			cp = (uint32_t)mask->c;
		}
		utf8_put(out, cp);
	}
	return true;
}

/* Adds the code points of what libidn2 wrote; those that were hidden are put
 * back.  False when one more or less came out than went in. */
static bool add_points(
	struct label *label, const struct mask *mask, const char *ascii)
{
	uint32_t *points = NULL;
	size_t used = 0;
	bool fits = true;

	if (idn2_to_unicode_8z4z(ascii, &points, 0) != IDN2_OK)
		return false;
	for (size_t i = 0; points[i] != 0 && fits; i++) {
		bool hidden = mask && points[i] == (uint32_t)mask->c;

		fits = label->n < MAX_POINTS && (!hidden || used < mask->n);
		if (fits)
			label->points[label->n++] =
				hidden ? mask->hidden[used++] : points[i];
	}
	idn2_free(points);
	return fits && (!mask || used == mask->n);
}

static bool add_masked(struct label *label, struct slice text, bool symbols)
{
	static const char masks[] = "_~!";
	struct mask mask = { .symbols = symbols };
	struct buf hidden, ascii;
	bool ok;

	for (size_t i = 0; masks[i] && !mask.c; i++)
		if (!memchr(text.data, masks[i], text.len))
			mask.c = masks[i];
	buf_init(&hidden, text.len);
	buf_init(&ascii, MAX_IDN);
	ok = mask.c && put_hidden(&hidden, &mask, text) &&
	     lookup(&ascii, buf_slice(&hidden)) == IDN2_OK &&
	     add_points(label, &mask, buf_str(&ascii));
	buf_done(&hidden);
	buf_done(&ascii);
	return ok;
}

/* Adds what UTS 46 maps the text to; false when it refuses it. */
static bool add_mapped(struct label *label, struct slice text)
{
	size_t n = label->n;
	struct buf ascii;
	bool ok;
	int rc;

	buf_init(&ascii, MAX_IDN);
	rc = lookup(&ascii, text);
	ok = rc == IDN2_OK && add_points(label, NULL, buf_str(&ascii));
	buf_done(&ascii);
	if (rc != IDN2_2HYPHEN && rc != IDN2_HYPHEN_STARTEND &&
		rc != IDN2_DISALLOWED)
		return ok;
	/* The URL standard takes such labels (CheckHyphens is false, and
	 * UTS 46 is not IDNA 2008); libidn2 has no flag for that. */
	if (add_masked(label, text, false))
		return true;
	label->n = n;
	return add_masked(label, text, true);
}

/* Whether the text can be parted at offset at, between two characters that
 * do not compose. */
static bool parts_at(struct slice text, size_t before, size_t at, size_t after)
{
	struct label apart = { .n = 0 }, whole = { .n = 0 };
	const char *s = text.data;

	return add_mapped(&apart, slice_of(s + before, at - before)) &&
	       add_mapped(&apart, slice_of(s + at, after - at)) &&
	       add_mapped(&whole, slice_of(s + before, after - before)) &&
	       apart.n == whole.n &&
	       memcmp(apart.points, whole.points,
		       whole.n * sizeof(whole.points[0])) == 0;
}

/* Bytes of the next piece that can be mapped on its own. */
static size_t piece_len(struct slice text)
{
	size_t before = 0, at = 0, count = 0;
	uint32_t cp;

	while (at < text.len) {
		size_t n = utf8_decode(&cp, rest_of(text, at));

		if (++count > PIECE && parts_at(text, before, at, at + n))
			break;
		before = at;
		at += n;
	}
	return at;
}

/* A label that libidn2 finds too long, mapped piece by piece. */
static bool put_long_label(struct buf *out, struct slice text)
{
	struct label label = { .n = 0 };

	while (text.len) {
		size_t n = piece_len(text);

		if (!add_mapped(&label, slice_of(text.data, n)))
			return false;
		text = rest_of(text, n);
	}
	put_alabel(out, &label);
	return true;
}

static bool put_label(struct buf *out, struct slice text)
{
	struct label label = { .n = 0 };
	bool alabel = slice_starts_nocase(text, "xn--");

	if (is_ascii(text) && !alabel) {
		put_lower(out, text);
		return true;
	}
	if (add_mapped(&label, text)) {
		put_alabel(out, &label);
		return true;
	}
	return !alabel && utf8_count(text) > PIECE && put_long_label(out, text);
}

/* Bytes of the dot that s begins with: ".", or one of the three that UTS 46
 * maps to it. */
static size_t dot_len(struct slice s)
{
	static const char *const dots[] = { ".", "\xe3\x80\x82", "\xef\xbc\x8e",
		"\xef\xbd\xa1" };

	for (size_t i = 0; i < COUNT(dots); i++)
		if (slice_starts(s, dots[i]))
			return strlen(dots[i]);
	return 0;
}

static bool put_labels(struct buf *out, struct slice domain)
{
	size_t start = 0;

	for (size_t i = 0; i < domain.len;) {
		size_t n = dot_len(rest_of(domain, i));

		if (n == 0) {
			i++;
			continue;
		}
		if (!put_label(out, slice_of(domain.data + start, i - start)))
			return false;
		buf_putc(out, '.');
		i += n;
		start = i;
	}
	return put_label(out, rest_of(domain, start));
}

/*
 * The standard's "domain to ASCII" with beStrict false.  A domain that is all
 * ASCII is only put in lower case, even where an A-label in it is bad: so the
 * standard since 2026, and the resolver will say that it is unknown.
 */
static bool put_domain(struct buf *out, struct slice domain)
{
	if (is_ascii(domain)) {
		put_lower(out, domain);
		return true;
	}
	if (domain.len > MAX_NAME || memchr(domain.data, '\0', domain.len))
		return false;
	switch (lookup(out, domain)) {
	case IDN2_OK:
		return true;
	case IDN2_2HYPHEN:
	case IDN2_HYPHEN_STARTEND:
	case IDN2_DISALLOWED:
	case IDN2_TOO_BIG_DOMAIN:
	case IDN2_TOO_BIG_LABEL:
	case IDN2_PUNYCODE_BIG_OUTPUT:
		return put_labels(out, domain);
	default:
		return false;
	}
}

/* The standard's forbidden domain code points. */
static bool is_forbidden(unsigned char c)
{
	return c <= ' ' || c == 0x7f || strchr("#%/:<>?@[\\]^|", c);
}

/* A domain in its A-labels, or the IPv4 address it spells. */
static bool put_ascii_host(struct buf *out, struct slice ascii)
{
	uint32_t ip;

	for (size_t i = 0; i < ascii.len; i++)
		if (is_forbidden((unsigned char)ascii.data[i]))
			return false;
	switch (address_parse_v4(&ip, ascii)) {
	case 0:
		buf_put_slice(out, ascii);
		return ascii.len > 0;
	case 1:
		address_put_v4(out, ip);
		return true;
	default:
		return false;
	}
}

static bool put_v6(struct buf *out, struct slice host)
{
	unsigned char ip[ADDRESS_V6_BYTES];

	if (host.len < 2 || host.data[host.len - 1] != ']' ||
		!address_parse_v6(ip, slice_of(host.data + 1, host.len - 2)))
		return false;
	buf_putc(out, '[');
	address_put_v6(out, ip);
	buf_putc(out, ']');
	return true;
}

bool host_put(struct buf *out, struct slice host)
{
	struct buf decoded, ascii;
	bool ok;

	if (host.len == 0)
		return false;
	if (host.data[0] == '[')
		return put_v6(out, host);
	buf_init(&decoded, host.len);
	buf_init(&ascii, out->max);
	percent_decode(&decoded, host);
	ok = put_domain(&ascii, buf_slice(&decoded)) && !ascii.full &&
	     put_ascii_host(out, slice_of(buf_str(&ascii), ascii.len));
	out->full = out->full || ascii.full;
	buf_done(&decoded);
	buf_done(&ascii);
	return ok;
}
