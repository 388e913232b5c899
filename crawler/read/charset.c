#include "crawler/read/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/utf8.h"
#include "crawler/read/prescan.h"

#define UTF_8 "utf-8"
#define WINDOWS_874 "windows-874"
#define WINDOWS_1252 "windows-1252"
#define UTF_16LE "utf-16le"
#define UTF_16BE "utf-16be"
#define REPLACEMENT "replacement"

/* Sequences of which fewer are likely an accident of another encoding. */
#define UTF8_EVIDENCE 16
#define UTF8_GOOD_PER_BAD 20

#define UTF8_MAX_BYTES 4 /* of a letter */
#define RUN_BYTES 1024   /* decoded before they are put */

/* Encoding Standard, section 4.2; what glibc calls it where that differs. */
static const struct encoding {
	const char *name, *labels, *iconv;
} encodings[] = {
	{ UTF_8,
		"unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 "
		"x-unicode20utf8",
		NULL },
	{ WINDOWS_874,
		"dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874 "
		"tis620 cp874 x-windows-874",
		NULL },
	{ WINDOWS_1252,
		"ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 "
		"iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 "
		"iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252",
		NULL },
	{ UTF_16LE,
		"csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 "
		"utf-16le",
		NULL },
	{ UTF_16BE, "unicodefffe utf-16be", NULL },
	{ "ibm866", "866 cp866 csibm866 ibm866", "IBM866" },
	{ "iso-8859-2",
		"csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 "
		"iso_8859-2 iso_8859-2:1987 l2 latin2",
		NULL },
	{ "iso-8859-3",
		"csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 "
		"iso_8859-3 iso_8859-3:1988 l3 latin3",
		NULL },
	{ "iso-8859-4",
		"csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 "
		"iso_8859-4 iso_8859-4:1988 l4 latin4",
		NULL },
	{ "iso-8859-5",
		"csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 "
		"iso88595 iso_8859-5 iso_8859-5:1988",
		NULL },
	{ "iso-8859-6",
		"arabic asmo-708 csiso88596e csiso88596i csisolatinarabic "
		"ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 "
		"iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
		NULL },
	{ "iso-8859-7",
		"csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 "
		"iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 "
		"sun_eu_greek",
		NULL },
	{ "iso-8859-8",
		"csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e "
		"iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 "
		"visual",
		NULL },
	{ "iso-8859-8-i", "csiso88598i iso-8859-8-i logical", "ISO-8859-8" },
	{ "iso-8859-10",
		"csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 "
		"latin6",
		NULL },
	{ "iso-8859-13", "iso-8859-13 iso8859-13 iso885913", NULL },
	{ "iso-8859-14", "iso-8859-14 iso8859-14 iso885914", NULL },
	{ "iso-8859-15",
		"csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9",
		NULL },
	{ "iso-8859-16", "iso-8859-16", NULL },
	{ "koi8-r", "cskoi8r koi koi8 koi8-r koi8_r", NULL },
	{ "koi8-u", "koi8-ru koi8-u", NULL },
	{ "macintosh", "csmacintosh mac macintosh x-mac-roman", NULL },
	{ "windows-1250", "cp1250 windows-1250 x-cp1250", NULL },
	{ "windows-1251", "cp1251 windows-1251 x-cp1251", NULL },
	{ "windows-1253", "cp1253 windows-1253 x-cp1253", NULL },
	{ "windows-1254",
		"cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 "
		"iso_8859-9 iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254",
		NULL },
	{ "windows-1255", "cp1255 windows-1255 x-cp1255", NULL },
	{ "windows-1256", "cp1256 windows-1256 x-cp1256", NULL },
	{ "windows-1257", "cp1257 windows-1257 x-cp1257", NULL },
	{ "windows-1258", "cp1258 windows-1258 x-cp1258", NULL },
	{ "x-mac-cyrillic", "x-mac-cyrillic x-mac-ukrainian", "MAC-UK" },
	{ "gbk",
		"chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 "
		"gbk iso-ir-58 x-gbk",
		"GB18030" },
	{ "gb18030", "gb18030", NULL },
	{ "big5", "big5 big5-hkscs cn-big5 csbig5 x-x-big5", "BIG5-HKSCS" },
	{ "euc-jp", "cseucpkdfmtjapanese euc-jp x-euc-jp", NULL },
	{ "iso-2022-jp", "csiso2022jp iso-2022-jp", NULL },
	{ "shift_jis",
		"csshiftjis ms932 ms_kanji shift-jis shift_jis sjis "
		"windows-31j x-sjis",
		"CP932" },
	{ "euc-kr",
		"cseuckr csksc56011987 euc-kr iso-ir-149 korean "
		"ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949",
		"CP949" },
	{ REPLACEMENT,
		"csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext "
		"iso-2022-kr replacement",
		NULL },
	{ "x-user-defined", "x-user-defined", NULL },
};

/* Code points of the bytes 80 to 9F; of windows-874 only these differ from a
 * straight line. */
static const uint16_t high_874[32] = { 0x20ac, 0x81, 0x82, 0x83, 0x84, 0x2026,
	0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f, 0x90,
	0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x98, 0x99,
	0x9a, 0x9b, 0x9c, 0x9d, 0x9e, 0x9f };

static const uint16_t high_1252[32] = { 0x20ac, 0x81, 0x201a, 0x192, 0x201e,
	0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d,
	0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
	0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178 };

/* How the bytes look as UTF-8 and as windows-874. */
struct evidence {
	size_t high;             /* bytes of 80 and above */
	size_t good, bad;        /* sequences of UTF-8 */
	size_t thai, other;      /* bytes of windows-874, neutral ones apart */
	size_t consonants;       /* of the Thai ones */
	size_t seated, unseated; /* marks with and without a consonant */
};

/* True when word is one of the blank-separated, lower case words of list. */
static bool is_listed(const char *list, struct slice word)
{
	while (*list) {
		size_t n = strcspn(list, " "), i = 0;

		while (i < n && i < word.len &&
			ascii_lower(word.data[i]) == list[i])
			i++;
		if (i == n && i == word.len)
			return true;
		list += n + (list[n] == ' ');
	}
	return false;
}

const char *charset_from_label(struct slice label)
{
	label = slice_trim(label);
	for (size_t i = 0; i < sizeof(encodings) / sizeof(*encodings); i++)
		if (label.len && is_listed(encodings[i].labels, label))
			return encodings[i].name;
	return NULL;
}

const char *charset_from_header(const char *content_type)
{
	return prescan_label(slice_str(content_type));
}

static bool is_neutral(unsigned char c)
{
	return c == 0x80 || c == 0x85 || (c >= 0x91 && c <= 0x97) || c == 0xa0;
}

static bool is_consonant(unsigned char c)
{
	return c >= 0xa1 && c <= 0xce;
}

/* A sign that stands above or below a consonant. */
static bool is_mark(unsigned char c)
{
	return c == 0xd1 || (c >= 0xd4 && c <= 0xda) ||
	       (c >= 0xe7 && c <= 0xee);
}

static bool is_thai(unsigned char c)
{
	return (c >= 0xa1 && c <= 0xda) || (c >= 0xdf && c <= 0xfb);
}

static void weigh_byte(
	struct evidence *e, unsigned char before, unsigned char c)
{
	if (is_neutral(c))
		return;
	if (!is_thai(c)) {
		e->other++;
		return;
	}
	e->thai++;
	e->consonants += is_consonant(c);
	if (!is_mark(c))
		return;
	if (is_consonant(before) || is_mark(before))
		e->seated++;
	else
		e->unseated++;
}

/* Counts the bytes of 80 and above, and of these the ones that begin a letter,
 * in eight. */
static void weigh_eight(struct evidence *e, uint64_t word)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t high = word >> 7 & ones;

	e->high += (high * ones) >> 56;
	e->good += ((high & word >> 6) * ones) >> 56;
}

static void weigh_valid(struct evidence *e, struct slice s, size_t most)
{
	uint64_t word = 0;

	for (; s.len >= sizeof(word) && e->high < most;
		s = slice_of(s.data + sizeof(word), s.len - sizeof(word))) {
		memcpy(&word, s.data, sizeof(word));
		weigh_eight(e, word);
	}
	word = 0;
	if (s.len < sizeof(word))
		memcpy(&word, s.data, s.len);
	weigh_eight(e, word);
}

static void weigh_utf8(struct evidence *e, struct slice body)
{
	size_t i = 0;

	while (i < body.len) {
		struct slice rest = slice_of(body.data + i, body.len - i);
		size_t n = utf8_valid_len(rest);
		uint32_t cp;

		/* Of a body that is all valid some letters tell enough. */
		weigh_valid(e, slice_of(rest.data, n),
			n == body.len ? UTF8_EVIDENCE : SIZE_MAX);
		i += n;
		if (i == body.len)
			return;
		n = utf8_decode(&cp, slice_of(body.data + i, body.len - i));
		e->bad++;
		e->high += n;
		i += n;
	}
}

static void weigh_thai(struct evidence *e, struct slice body)
{
	unsigned char before = 0;

	for (size_t i = 0; i < body.len; i++) {
		unsigned char c = (unsigned char)body.data[i];

		if (c >= 0x80)
			weigh_byte(e, before, c);
		before = c;
	}
}

/* One broken letter, or a cut at the end, does not make a page no UTF-8. */
static bool is_utf8(const struct evidence *e)
{
	return e->good && e->good >= e->bad * UTF8_GOOD_PER_BAD;
}

/* 95 % Thai letters, and marks on consonants at least four times in five:
 * Latin text with accents has neither. */
static bool looks_thai(const struct evidence *e)
{
	return e->thai >= 4 && e->thai >= e->other * 19 &&
	       e->seated >= e->unseated * 4 && e->consonants * 3 >= e->thai;
}

size_t charset_thai_letters(struct slice bytes)
{
	struct evidence e = { 0 };

	weigh_thai(&e, bytes);
	return looks_thai(&e) ? e.thai : 0;
}

/* What the bytes alone say; NULL when they say nothing. */
static const char *from_bytes(const struct evidence *e)
{
	if (is_utf8(e))
		return UTF_8;
	return looks_thai(e) ? WINDOWS_874 : NULL;
}

/*
 * The declared one, unless the bytes speak clearly against it.  Encodings of
 * several bytes a letter are left alone: chance looks like anything there.
 */
static const char *against(const char *declared, const struct evidence *e)
{
	const char *seen = from_bytes(e);

	if (!seen || strcmp(seen, declared) == 0)
		return declared;
	if (strcmp(declared, UTF_8) == 0)
		return seen;
	if (strncmp(declared, "windows-", 8) != 0 &&
		strncmp(declared, "iso-8859", 8) != 0)
		return declared;
	if (strcmp(seen, UTF_8) == 0 && (e->bad || e->high < UTF8_EVIDENCE))
		return declared;
	return seen;
}

static struct charset_guess from_mark(struct slice body)
{
	if (slice_starts(body, "\xef\xbb\xbf"))
		return (struct charset_guess){ .name = UTF_8, .bom = 3 };
	if (slice_starts(body, "\xff\xfe"))
		return (struct charset_guess){ .name = UTF_16LE, .bom = 2 };
	if (slice_starts(body, "\xfe\xff"))
		return (struct charset_guess){ .name = UTF_16BE, .bom = 2 };
	return (struct charset_guess){ 0 };
}

struct charset_guess charset_sniff(struct slice body, const char *declared)
{
	struct charset_guess g = from_mark(body);
	struct evidence e = { 0 };

	if (g.name) {
		g.conflict = declared && strcmp(declared, g.name) != 0;
		return g;
	}
	weigh_utf8(&e, body);
	if (!is_utf8(&e))
		weigh_thai(&e, body);
	g.name = declared ? against(declared, &e) : from_bytes(&e);
	if (!g.name)
		g.name = WINDOWS_1252;
	g.conflict = declared && strcmp(declared, g.name) != 0;
	g.exact = strcmp(g.name, UTF_8) == 0 && e.bad == 0 && body.len &&
		  !memchr(body.data, '\0', body.len);
	return g;
}

static void put(struct buf *out, uint32_t cp)
{
	utf8_put(out, cp && cp != UTF8_INVALID ? cp : UTF8_REPLACEMENT);
}

static uint32_t from_874(unsigned char c)
{
	if (c < 0xa0)
		return high_874[c - 0x80];
	if (c == 0xa0)
		return 0xa0;
	return is_thai(c) ? 0x0e00U + c - 0xa0U : UTF8_REPLACEMENT;
}

int charset_byte(uint32_t cp, enum charset_bytes in)
{
	const uint16_t *high = in == CHARSET_BYTES_874 ? high_874 : high_1252;

	for (int i = 0; i < 32; i++)
		if (high[i] == cp)
			return 0x80 + i;
	if (in == CHARSET_BYTES_874 && cp > 0x0e00 && cp <= 0x0e5b)
		cp = cp - 0x0e00 + 0xa0;
	else if (in == CHARSET_BYTES_874 && cp != 0xa0)
		return -1;
	return cp >= 0xa0 && cp <= 0xff ? (int)cp : -1;
}

static uint32_t from_byte(unsigned char c, bool thai)
{
	if (c == 0)
		return UTF8_REPLACEMENT;
	if (thai)
		return from_874(c);
	return c < 0xa0 ? high_1252[c - 0x80] : c;
}

static void decode_byte_wise(struct buf *out, struct slice s, bool thai)
{
	char bytes[RUN_BYTES];
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.data[i];

		if (c && c < 0x80)
			bytes[n++] = (char)c;
		else
			n += utf8_encode(bytes + n, from_byte(c, thai));
		if (n + UTF8_MAX_BYTES > sizeof(bytes)) {
			buf_put(out, bytes, n);
			n = 0;
		}
	}
	buf_put(out, bytes, n);
}

static uint32_t unit(struct slice s, size_t i, bool big)
{
	unsigned a = (unsigned char)s.data[i];
	unsigned b = (unsigned char)s.data[i + 1];

	return big ? a << 8 | b : b << 8 | a;
}

/* The code point of two surrogates, or 0 when they are no pair. */
static uint32_t join(uint32_t high, uint32_t low)
{
	if ((high & 0xfc00) != 0xd800 || (low & 0xfc00) != 0xdc00)
		return 0;
	return 0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff);
}

static void decode_utf16(struct buf *out, struct slice s, bool big)
{
	size_t i = 0;

	for (; i + 1 < s.len; i += 2) {
		uint32_t cp = unit(s, i, big), pair = 0;

		if (i + 3 < s.len)
			pair = join(cp, unit(s, i + 2, big));
		if (pair)
			i += 2;
		put(out, pair ? pair : cp);
	}
	if (i < s.len)
		put(out, UTF8_REPLACEMENT);
}

/* Through iconv; a byte it refuses is replaced and stepped over. */
static void decode_iconv(struct buf *out, struct slice s, const char *name)
{
	iconv_t cd = iconv_open("UTF-8", name);
	char chunk[4096], *in;
	size_t left = s.len;

	if (cd == (iconv_t)-1) { /* NOLINT(performance-no-int-to-ptr): POSIX */
		decode_byte_wise(out, s, false);
		return;
	}
	/* iconv() only reads them; its type is older than const. */
	memcpy(&in, &s.data, sizeof(in));
	while (left && !out->full) {
		char *to = chunk;
		size_t room = sizeof(chunk);
		size_t n = iconv(cd, &in, &left, &to, &room);

		utf8_put_valid(out, slice_of(chunk, (size_t)(to - chunk)));
		if (n == (size_t)-1 && errno != E2BIG && left) {
			put(out, UTF8_REPLACEMENT);
			in++;
			left--;
		}
	}
	iconv_close(cd);
}

static const char *iconv_name(const char *name)
{
	for (size_t i = 0; i < sizeof(encodings) / sizeof(*encodings); i++)
		if (encodings[i].iconv && strcmp(encodings[i].name, name) == 0)
			return encodings[i].iconv;
	return name;
}

void charset_decode(
	struct buf *out, struct slice body, const struct charset_guess *guess)
{
	const char *name = guess->name;
	struct slice s;

	if (!body.len)
		return;
	s = slice_of(body.data + guess->bom, body.len - guess->bom);
	if (strcmp(name, UTF_8) == 0)
		utf8_put_valid(out, s);
	else if (strcmp(name, WINDOWS_874) == 0)
		decode_byte_wise(out, s, true);
	else if (strcmp(name, WINDOWS_1252) == 0 ||
		 strcmp(name, "x-user-defined") == 0)
		decode_byte_wise(out, s, false);
	else if (strcmp(name, UTF_16LE) == 0 || strcmp(name, UTF_16BE) == 0)
		decode_utf16(out, s, strcmp(name, UTF_16BE) == 0);
	else if (strcmp(name, REPLACEMENT) == 0)
		put(out, UTF8_REPLACEMENT);
	else
		decode_iconv(out, s, iconv_name(name));
}

void charset_decode_words(struct buf *out, struct slice words)
{
	struct charset_guess guess = { .name = "windows-874" };

	if (utf8_is_valid(words))
		guess.name = "utf-8";
	charset_decode(out, words, &guess);
}
