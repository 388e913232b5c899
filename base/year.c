#include "base/year.h"

#include <string.h>

#include "base/month.h"
#include "base/phrase.h"
#include "base/utf8.h"

/*
 * Every mark but a few holds a number, so the search goes from number to
 * number and looks around each: back for what the number is called (ปี,
 * พ.ศ., a month), on for what it begins (a date, a range).  Blanks inside
 * words are skipped, for PDF text has them anywhere.
 */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define MIN_BE 2400
#define MAX_BE 2699
#define MIN_AD 1900
#define MAX_AD 2099
#define MAX_RANGE 30 /* years of a range */

/* How far before its year a law is looked for: 120 letters of 3 bytes. */
#define LAW_REACH 360

/* How far before a number its name is looked for: a telephone's length. */
#define NUMBER_REACH 24

struct finder {
	struct slice text;
	size_t low; /* where the last mark ends: nothing looks back over it */
	struct year_mark *out;
	size_t n;
};

/* What a number may be, beside a Buddhist year of four digits. */
enum year_form { FORM_BE = 0, FORM_AD = 1, FORM_SHORT = 2 };

static bool byte_at(struct slice t, size_t at, char c)
{
	return at < t.len && t.data[at] == c;
}

/* The byte at that place; NUL beyond the end. */
static char byte_of(struct slice t, size_t at)
{
	if (at >= t.len)
		return '\0';
	return t.data[at];
}

static bool digit_at(struct slice t, size_t at)
{
	return at < t.len && ascii_is_digit(t.data[at]);
}

static bool take_word(struct slice t, size_t *at, const char *word)
{
	return phrase_take(t, at, word, false);
}

/* What was marked is not looked at again. */
static bool back(
	const struct finder *f, size_t *at, const char *word, bool dots)
{
	return phrase_back(f->text, f->low, at, word, dots);
}

static bool back_word(const struct finder *f, size_t *at, const char *word)
{
	return back(f, at, word, false);
}

/* Whether a dot or no letter stands before an abbreviation: "พศ" inside
 * "เพศ" is none. */
static bool is_apart(const struct finder *f, size_t start, size_t end)
{
	if (memchr(f->text.data + start, '.', end - start))
		return true;
	return start < 3 || !phrase_is_thai(f->text, start - 3);
}

/* The Buddhist year that the digits from at to end stand for, or 0. */
static int year_value(struct slice t, size_t at, size_t end, unsigned forms)
{
	long v = slice_number(slice_of(t.data + at, end - at), 9999);

	if (end - at == 4 && v >= MIN_BE && v <= MAX_BE)
		return (int)v;
	if (end - at == 4 && forms & FORM_AD && v >= MIN_AD && v <= MAX_AD)
		return (int)v + TIME_BUDDHIST_ERA;
	if (end - at == 2 && forms & FORM_SHORT && v >= 40)
		return (int)v + 2500;
	return 0;
}

/* Whether the number goes on: 68,000 or 68.5 or 67/1, but not 2566,2567. */
static bool runs_on(struct slice t, size_t end)
{
	if (end >= t.len || !strchr(",./", t.data[end]) ||
		!digit_at(t, end + 1))
		return false;
	return t.data[end] != ',' ||
	       !year_value(t, end + 1, phrase_skip_digits(t, end + 1), FORM_BE);
}

/* Moves at past a year, with พ.ศ. or ค.ศ. before it or not; 0 when there is
 * none. */
static int take_year(struct slice t, size_t *at, unsigned forms)
{
	size_t i = phrase_skip_blanks(t, *at), end;
	int year;

	if (phrase_take(t, &i, "พศ", true) || phrase_take(t, &i, "ค.ศ", true))
		while (byte_at(t, i, '.') || byte_at(t, i, ' '))
			i++;
	end = phrase_skip_digits(t, i);
	year = runs_on(t, end) ? 0 : year_value(t, i, end, forms);
	if (year)
		*at = end;
	return year;
}

static const char *const range_words[] = { "จนถึง", "ถึง", "-", "–", "—", "~" };

/* Moves at past what stands between the ends of a range. */
static bool take_to(struct slice t, size_t *at)
{
	for (size_t i = 0; i < COUNT(range_words); i++)
		if (take_word(t, at, range_words[i]))
			return true;
	return false;
}

static bool back_to(const struct finder *f, size_t *at)
{
	for (size_t i = 0; i < COUNT(range_words); i++)
		if (back_word(f, at, range_words[i]))
			return true;
	return false;
}

/* One end of a period: day and year are 0 when they are not named. */
struct point {
	int day, month;
	int year; /* B.E. */
	size_t end;
};

/* Past what English puts behind the number of a day. */
static size_t skip_ordinal(struct slice t, size_t at)
{
	static const char *const ordinals[] = { "st", "nd", "rd", "th" };

	for (size_t k = 0; k < COUNT(ordinals); k++)
		if (slice_starts(slice_behind(t, at), ordinals[k]))
			return at + 2;
	return at;
}

/* Of two digits is a Buddhist year alone. */
static unsigned forms_after(struct slice t, size_t month)
{
	return month_is_english(t, month) ? FORM_AD : FORM_AD | FORM_SHORT;
}

/* Moves at past "1 ต.ค. 2566", "1-ต.ค.-66", "เดือน ตุลาคม", "1st oct 2023". */
static bool take_point(struct slice t, size_t *at, struct point *p)
{
	size_t i = *at, end;
	unsigned forms;

	*p = (struct point){ 0 };
	(void)take_word(t, &i, "วันที่");
	i = phrase_skip_blanks(t, i);
	end = phrase_skip_digits(t, i);
	if (end > i && end - i <= 2) {
		p->day = (int)slice_number(slice_of(t.data + i, end - i), 31);
		end = skip_ordinal(t, end);
		i = byte_at(t, end, '-') || byte_at(t, end, '/') ? end + 1
								 : end;
	}
	forms = forms_after(t, phrase_skip_blanks(t, i));
	p->month = month_take(t, &i);
	if (p->month == 0 || p->day < 0)
		return false;
	p->end = i;
	if (byte_at(t, i, '-') || byte_at(t, i, '/'))
		i++;
	p->year = take_year(t, &i, forms);
	if (p->year)
		p->end = i;
	*at = p->end;
	return true;
}

static size_t put_mark(struct finder *f, const struct year_mark *mark)
{
	f->out[f->n++] = *mark;
	f->low = mark->start + mark->len;
	return f->low;
}

static struct date point_date(const struct point *p)
{
	return (struct date){ p->year - TIME_BUDDHIST_ERA, p->month, p->day };
}

/* Whole quarters from a to b: a half, a fiscal year or several. */
static bool read_period(
	const struct point *a, const struct point *b, struct year_mark *mark)
{
	struct point from = *a;
	int first, last, quarter, last_quarter;

	if (!from.year)
		from.year = b->year - (from.month > b->month);
	if (from.day > 1 || (b->day > 0 && b->day < 28))
		return false;
	if (from.month % 3 != 1 || b->month % 3 != 0)
		return false;
	first = time_fiscal_year(point_date(&from));
	last = time_fiscal_year(point_date(b));
	quarter = time_quarter(point_date(&from));
	last_quarter = time_quarter(point_date(b));
	if (first > last || (first == last && quarter > last_quarter))
		return false;
	if (first < last && (quarter != 1 || last_quarter != 4))
		return false;
	mark->first = first;
	mark->last = last;
	mark->quarters = (1U << last_quarter) - (1U << (quarter - 1));
	mark->kind = first < last            ? YEAR_RANGE
		     : mark->quarters == 0xf ? YEAR_FISCAL
					     : YEAR_HALF;
	return true;
}

/* The mark from start on that point a begins: a period or a date. */
static size_t put_point(struct finder *f, size_t start, const struct point *a)
{
	struct year_mark mark = { .start = start };
	size_t at = a->end;
	struct point b;

	if (take_to(f->text, &at) && take_point(f->text, &at, &b) && b.year &&
		read_period(a, &b, &mark)) {
		mark.len = at - start;
		return put_mark(f, &mark);
	}
	if (!a->year)
		return 0;
	mark.kind = YEAR_DATE;
	mark.date = point_date(a);
	mark.first = mark.last = time_fiscal_year(mark.date);
	mark.calendar = a->year;
	mark.len = a->end - start;
	return put_mark(f, &mark);
}

/* Each of these looks at the number from i to end; they answer where their
 * mark ends, or 0 when the number is not theirs. */

static size_t find_day(struct finder *f, size_t i, size_t end)
{
	struct point p;
	size_t at = i;

	if (end - i > 2 || !take_point(f->text, &at, &p) || p.day == 0)
		return 0;
	return put_point(f, i, &p);
}

/* "ตุลาคม 2566", found by its year. */
static size_t find_month(struct finder *f, size_t i, size_t end)
{
	struct point b = { .end = end }, a = { 0 };
	struct year_mark mark = { 0 };
	size_t start = i;

	b.year = year_value(f->text, i, end, FORM_AD | FORM_SHORT);
	if (!b.year || runs_on(f->text, end))
		return 0;
	if (start > f->low && strchr("-/", f->text.data[start - 1]))
		start--;
	(void)(back(f, &start, "พศ", true) || back(f, &start, "คศ", true));
	b.month = month_back(f->text, f->low, &start);
	if (b.month == 0 ||
		!year_value(f->text, i, end, forms_after(f->text, start)))
		return 0;
	(void)back_word(f, &start, "เดือน");
	mark.start = start;
	if (back_to(f, &mark.start) &&
		(a.month = month_back(f->text, f->low, &mark.start)) != 0 &&
		read_period(&a, &b, &mark)) {
		mark.len = end - mark.start;
		return put_mark(f, &mark);
	}
	return put_point(f, start, &b);
}

/* Moves at past a number of one or two digits between low and high. */
static int take_number(struct slice t, size_t *at, int low, int high)
{
	size_t end = phrase_skip_digits(t, *at);
	long v = slice_number(slice_of(t.data + *at, end - *at), high);

	if (end - *at > 2 || v < low)
		return -1;
	*at = end;
	return (int)v;
}

static size_t put_day(struct finder *f, size_t start, size_t end, struct date d)
{
	struct point p = { d.day, d.month, d.year + TIME_BUDDHIST_ERA, end };

	return time_is_day(d) ? put_point(f, start, &p) : 0;
}

/* "october 1, 2023", "oct. 1st, 2023", found by its year. */
static size_t find_month_first(struct finder *f, size_t i, size_t end)
{
	struct slice t = f->text;
	const int year = year_value(t, i, end, FORM_AD);
	size_t at = phrase_back_blanks(t, f->low, i), day;
	struct date d = { .year = year - TIME_BUDDHIST_ERA };

	if (!year || runs_on(t, end) || at == f->low || t.data[at - 1] != ',')
		return 0;
	at--;
	day = at;
	while (day > f->low && ascii_is_alnum(t.data[day - 1]))
		day--;
	d.day = take_number(t, &day, 1, 31);
	if (d.day < 0 || skip_ordinal(t, day) != at)
		return 0;
	while (day > f->low && digit_at(t, day - 1))
		day--;
	d.month = month_back(t, f->low, &day);
	return d.month ? put_day(f, day, end, d) : 0;
}

/* 01/10/2566, 1-10-2566, 1.10.2566, 1/10/66 */
static size_t find_slashed(struct finder *f, size_t i, size_t end)
{
	struct slice t = f->text;
	size_t at = i, year_end;
	int day = take_number(t, &at, 1, 31), month, year;
	char sep = byte_of(t, at);

	if (day < 0 || at != end || !strchr("/-.", sep) || sep == '\0')
		return 0;
	at++;
	month = take_number(t, &at, 1, 12);
	if (month < 0 || !byte_at(t, at, sep))
		return 0;
	year_end = phrase_skip_digits(t, at + 1);
	year = year_value(t, at + 1, year_end,
		sep == '/' ? FORM_AD | FORM_SHORT : FORM_AD);
	if (!year || (byte_at(t, year_end, sep) && digit_at(t, year_end + 1)))
		return 0;
	return put_day(f, i, year_end,
		(struct date){ year - TIME_BUDDHIST_ERA, month, day });
}

/* 2566-10-01, 2023/10/01 */
static size_t find_iso(struct finder *f, size_t i, size_t end)
{
	struct slice t = f->text;
	int year = year_value(t, i, end, FORM_AD), month, day;
	size_t at = end + 1;
	char sep = byte_of(t, end);

	if (!year || (sep != '-' && sep != '/'))
		return 0;
	month = take_number(t, &at, 1, 12);
	if (month < 0 || !byte_at(t, at, sep))
		return 0;
	at++;
	day = take_number(t, &at, 1, 31);
	if (day < 0)
		return 0;
	return put_day(f, i, at,
		(struct date){ year - TIME_BUDDHIST_ERA, month, day });
}

/* รอบ 6 เดือนแรก */
static size_t find_six_months(struct finder *f, size_t i, size_t end)
{
	struct year_mark mark = { .kind = YEAR_HALF, .start = i };
	bool named, first, second;

	if (end - i != 1 || f->text.data[i] != '6' ||
		!take_word(f->text, &end, "เดือน"))
		return 0;
	named = back_word(f, &mark.start, "รอบ");
	first = take_word(f->text, &end, "แรก");
	second = !first && take_word(f->text, &end, "หลัง");
	if (!named && !first && !second)
		return 0;
	mark.quarters = second ? 0xc : 0x3;
	mark.weak = !first && !second;
	mark.len = end - mark.start;
	return put_mark(f, &mark);
}

/* The last quarter of "ไตรมาสที่ 1-2", or from. */
static int take_last_quarter(struct slice t, size_t *at, int from)
{
	size_t i = *at;
	int to;

	if (!take_to(t, &i) && !take_word(t, &i, "และ"))
		return from;
	(void)take_word(t, &i, "ไตรมาส");
	(void)take_word(t, &i, "ที่");
	i = phrase_skip_blanks(t, i);
	to = take_number(t, &i, 1, 4);
	if (to <= from)
		return from;
	*at = i;
	return to;
}

/* ไตรมาสที่ 1, ไตรมาส 1/2567 */
static size_t find_quarter(struct finder *f, size_t i, size_t end)
{
	struct year_mark mark = { .kind = YEAR_HALF, .start = i };
	size_t at = i;
	int from = take_number(f->text, &at, 1, 4), to;

	(void)back_word(f, &mark.start, "ที่");
	if (from < 0 || !back_word(f, &mark.start, "ไตรมาส"))
		return 0;
	to = take_last_quarter(f->text, &at, from);
	mark.quarters = (1U << to) - (1U << (from - 1));
	end = at + 1;
	if (byte_at(f->text, at, '/'))
		mark.first = take_year(f->text, &end, FORM_SHORT);
	mark.last = mark.first;
	mark.len = (mark.first ? end : at) - mark.start;
	return put_mark(f, &mark);
}

/* What stands before a year. */
struct head {
	enum year_kind kind;
	bool named; /* by ปี, ปีงบประมาณ ... */
	bool era;   /* พ.ศ. or ค.ศ. */
	unsigned forms;
	size_t start;
};

static const struct {
	const char *word;
	enum year_kind kind;
} year_names[] = {
	{ "ประจำปีงบประมาณ", YEAR_FISCAL },
	{ "ปีงบประมาณ", YEAR_FISCAL },
	{ "ปีงบฯ", YEAR_FISCAL },
	{ "ปีงบ", YEAR_FISCAL },
	{ "fiscalyear", YEAR_FISCAL },
	{ "fy", YEAR_FISCAL },
	{ "ประจำปี", YEAR_ANNUAL },
	{ "ปี", YEAR_ANNUAL },
};

/* Over the blank, bracket or colon between ปี and its number. */
static size_t back_filler(const struct finder *f, size_t at)
{
	while (at > f->low && strchr(" \t(:._'-", f->text.data[at - 1]))
		at--;
	return at;
}

static void read_era(const struct finder *f, struct head *h)
{
	size_t at = back_filler(f, h->start), end = h->start;

	if (back_word(f, &at, "พุทธศักราช") ||
		(back(f, &at, "พศ", true) && is_apart(f, at, end))) {
		h->era = true;
		h->start = at;
		return;
	}
	at = back_filler(f, h->start);
	if (back(f, &at, "ค.ศ", false) && !byte_at(f->text, at - 1, '.')) {
		h->era = true;
		h->forms |= FORM_AD;
		h->start = at;
	}
}

/*
 * Whether two digits after this name are a year.  In "60 ปี 75 คน" ปี is a
 * measure, and after "งบประมาณประจำปี" the points of an item may stand.
 */
static bool may_be_short(
	const struct finder *f, const struct head *h, size_t number)
{
	size_t at = phrase_back_blanks(f->text, f->low, h->start);
	struct slice name =
		slice_of(f->text.data + h->start, number - h->start);

	if (at > f->low && ascii_is_digit(f->text.data[at - 1]))
		return false;
	return !slice_starts(name, "ประจำปี") || h->kind == YEAR_FISCAL ||
	       slice_eq(name, "ประจำปี");
}

static struct head read_head(const struct finder *f, size_t start)
{
	struct head h = { .kind = YEAR_PLAIN, .start = start };

	read_era(f, &h);
	for (size_t k = 0; k < COUNT(year_names) && !h.named; k++) {
		size_t at = back_filler(f, h.start);

		if (!back_word(f, &at, year_names[k].word))
			continue;
		h.named = true;
		h.kind = year_names[k].kind;
		h.start = at;
		h.forms |= FORM_AD;
		if (may_be_short(f, &h, start))
			h.forms |= FORM_SHORT;
	}
	return h;
}

/* Whether what follows says that the number counts something; วันที่ and
 * ครั้งที่ begin something new. */
static bool is_amount(struct slice t, size_t end)
{
	static const char *const units[] = { "บาท", "คน", "แห่ง", "ไร่", "เมตร",
		"ตารางเมตร", "ตร.", "กิโล", "กม.", "ครัวเรือน", "หลังคาเรือน", "ลิตร",
		"วัน", "ครั้ง", "%" };
	size_t at = end;

	for (size_t k = 0; k < COUNT(units); k++)
		if (take_word(t, &at, units[k]))
			return !take_word(t, &at, "ที่");
	return false;
}

/* Whether what stands before says that the number is an amount, a telephone
 * or a house number. */
static bool is_number_of(const struct finder *f, size_t start)
{
	static const char *const names[] = { "จำนวน", "วงเงิน", "ราคา", "เป็นเงิน",
		"เลขที่", "รหัส", "หมายเลข", "โทร", "โทรศัพท์", "โทรสาร", "มือถือ",
		"tel", "fax", "฿", "$" };
	size_t at = start;

	while (at > f->low && start - at < NUMBER_REACH &&
		strchr("0123456789-.:() ", f->text.data[at - 1]))
		at--;
	for (size_t k = 0; k < COUNT(names); k++)
		if (back_word(f, &at, names[k]))
			return true;
	return false;
}

/* The number that ends at end, "2566" in "2566,2567"; a letter before it
 * makes it a name as "o13" is. */
static bool is_year_or_name_before(const struct finder *f, size_t end)
{
	size_t at = end;

	while (at > 0 && ascii_is_digit(f->text.data[at - 1]))
		at--;
	if (at > 0 && ascii_is_alpha(f->text.data[at - 1]))
		return true;
	return year_value(f->text, at, end, FORM_BE) != 0;
}

static bool is_year_after(struct slice t, size_t at)
{
	return year_value(t, at, phrase_skip_digits(t, at), FORM_BE) != 0;
}

/* Whether a bare number of four digits is a whole number by itself: no part
 * of a sum, a telephone number, a size. */
static bool stands_alone(const struct finder *f, size_t i, size_t end)
{
	struct slice t = f->text;
	char before = byte_of(t, i - 1);
	char after = byte_of(t, end);
	size_t next = phrase_skip_digits(t, end + 1);

	if (before != '\0' && strchr("=#$%&@+x", before))
		return false;
	if (i > 1 && strchr(",.-", before) && ascii_is_digit(t.data[i - 2]) &&
		!is_year_or_name_before(f, i - 1))
		return false;
	if (after == '/' || (after == 'x' && digit_at(t, end + 1)))
		return false;
	if (after == '-' && next > end + 3 && !is_year_after(t, end + 1))
		return false;
	return !is_amount(t, end) && !is_number_of(f, i);
}

/* The last year of "2566-2570" or "2566-70", or 0. */
static int take_last_year(struct slice t, size_t *at, int first, unsigned forms)
{
	size_t i = *at;
	int last;

	if (byte_at(t, i, '-') && digit_at(t, i + 1))
		forms |= FORM_SHORT;
	if (!take_to(t, &i))
		return 0;
	(void)(take_word(t, &i, "ปีงบประมาณ") || take_word(t, &i, "ปี"));
	last = take_year(t, &i, forms);
	if (last <= first || last > first + MAX_RANGE)
		return 0;
	*at = i;
	return last;
}

/* Names whose year is their own, not the document's. */
static const struct {
	const char *word;
	bool dots;
	bool plan; /* of the nation: its years are a range */
} laws[] = {
	{ "พระราชบัญญัติ", false, false },
	{ "พรบ", true, false },
	{ "พระราชกฤษฎีกา", false, false },
	{ "พระราชกำหนด", false, false },
	{ "รัฐธรรมนูญ", false, false },
	{ "กฎกระทรวง", false, false },
	{ "กฏกระทรวง", false, false },
	{ "ระเบียบ", false, false },
	{ "แผนแม่บท", false, true },
	{ "ยุทธศาสตร์ชาติ", false, true },
	{ "แห่งชาติ", false, true },
};

static bool is_law_at(struct slice t, size_t at, bool range)
{
	if (!phrase_is_thai(t, at))
		return false;
	for (size_t k = 0; k < COUNT(laws); k++) {
		size_t end = at;

		if (range && !laws[k].plan)
			continue;
		if (phrase_take(t, &end, laws[k].word, laws[k].dots))
			return !take_word(t, &end, "วาระ") &&
			       !take_word(t, &end, "วินัย");
	}
	return false;
}

/*
 * Whether the year at start is a law's or a national plan's.  A range after
 * the name of another plan is that plan's: the nearest name has it.
 */
static bool is_law_year(const struct finder *f, size_t start, bool range)
{
	size_t from = start > LAW_REACH ? start - LAW_REACH : 0;
	bool law = false;

	if (from < f->low)
		from = f->low;
	/* พ.ศ. 2496 แก้ไขเพิ่มเติม (ฉบับที่ 14) พ.ศ. 2562 */
	if (from == f->low && f->n > 0 && f->out[f->n - 1].kind == YEAR_LAW)
		law = slice_find(slice_of(f->text.data + from, start - from),
			      "ฉบับที่", 0) >= 0;
	for (size_t at = from; at < start; at++) {
		size_t end = at;

		if (is_law_at(f->text, at, range))
			law = true;
		else if (f->text.data[at] == '\n' ||
			 (range && phrase_is_thai(f->text, at) &&
				 take_word(f->text, &end, "แผน")))
			law = false;
	}
	return law;
}

/* Whether the number from i to end, with what stands before it, is a year. */
static bool is_year(
	const struct finder *f, const struct head *h, size_t i, size_t end)
{
	bool sure = year_value(f->text, i, end, FORM_BE) != 0;

	if (runs_on(f->text, end))
		return false;
	if (!h->named && !h->era)
		return sure && stands_alone(f, i, end);
	return sure || !is_amount(f->text, end);
}

static size_t find_year(struct finder *f, size_t i, size_t end)
{
	struct head h = read_head(f, i);
	struct year_mark mark = { .kind = h.kind, .start = h.start };
	bool range, bare = !h.named && !h.era;
	size_t at = end;

	mark.first = year_value(f->text, i, end, h.forms);
	if (!mark.first || !is_year(f, &h, i, end))
		return 0;
	mark.last = take_last_year(f->text, &at, mark.first, h.forms);
	range = mark.last != 0;
	if (range)
		mark.kind = YEAR_RANGE;
	else
		mark.last = mark.first;
	if ((range ? h.kind != YEAR_FISCAL : h.era && !h.named) &&
		is_law_year(f, h.start, range))
		mark.kind = YEAR_LAW;
	mark.weak = bare && i > 0 && f->text.data[i - 1] == '/';
	mark.len = at - mark.start;
	return put_mark(f, &mark);
}

static size_t find_in_number(struct finder *f, size_t i, size_t end)
{
	static size_t (*const finders[])(struct finder *, size_t, size_t) = {
		find_day,
		find_slashed,
		find_six_months,
		find_quarter,
		find_iso,
		find_month_first,
		find_month,
		find_year,
	};
	size_t past = 0;

	if (end - i > 4)
		return end;
	for (size_t k = 0; k < COUNT(finders) && past == 0; k++)
		past = finders[k](f, i, end);
	return past ? past : end;
}

/* Whether the Thai letter there is ค or ห: only they begin the name of a half.
 */
static bool may_be_half(const char *letter)
{
	return letter[2] == '\x84' || letter[2] == '\xab';
}

/* Passes over Thai letters that begin nothing, by twos; most do. */
static size_t skip_letters(struct slice t, size_t i)
{
	while (t.len - i >= 8 && utf8_are_two_thai(t.data + i) &&
		!may_be_half(t.data + i) && !may_be_half(t.data + i + 3))
		i += 6;
	return i;
}

/* The halves that are named without a number. */
static size_t find_in_letters(struct finder *f, size_t i)
{
	static const struct {
		const char *word;
		unsigned quarters;
	} halves[] = {
		{ "ครึ่งปีแรก", 0x3 },
		{ "ครึ่งปีหลัง", 0xc },
		{ "หกเดือนแรก", 0x3 },
		{ "หกเดือนหลัง", 0xc },
	};

	for (size_t k = 0; k < COUNT(halves); k++) {
		struct year_mark mark = { .kind = YEAR_HALF, .start = i };
		size_t end = i;

		if (!take_word(f->text, &end, halves[k].word))
			continue;
		mark.quarters = halves[k].quarters;
		mark.len = end - i;
		return put_mark(f, &mark);
	}
	return i + 3;
}

size_t year_find(struct slice text, struct year_mark *out, size_t max)
{
	struct finder f = { .text = text, .out = out };

	for (size_t i = 0;
		f.n < max && (i = skip_letters(text, i)) < text.len;) {
		if (ascii_is_digit(text.data[i]))
			i = find_in_number(&f, i, phrase_skip_digits(text, i));
		else if (!phrase_is_thai(text, i))
			i++;
		else if (may_be_half(text.data + i))
			i = find_in_letters(&f, i);
		else
			i += 3;
	}
	return f.n;
}
