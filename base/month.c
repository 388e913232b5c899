#include "base/month.h"

#include <string.h>

#include "base/phrase.h"
#include "base/time.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Abbreviations without their dots. */
static const char *const letters[] = { "มค", "กพ", "มีค", "เมย", "พค", "มิย",
	"กค", "สค", "กย", "ตค", "พย", "ธค" };

static const char *const english[] = { "january", "february", "march", "april",
	"may", "june", "july", "august", "september", "october", "november",
	"december" };

static const struct {
	const char *name;
	int month;
} misspelt[] = {
	{ "กรกฏาคม", 7 },
	{ "กุมภาพันธุ์", 2 },
	{ "พฤษจิกายน", 11 },
};

/* An abbreviation ends in a dot or before something that is no letter:
 * "มี ความ" is not March. */
static bool take_short(struct slice text, size_t *at, int month)
{
	size_t i = *at;

	if (!phrase_take(text, &i, letters[month - 1], true))
		return false;
	if (i < text.len && text.data[i] == '.')
		i++;
	else if (phrase_is_thai(text, i))
		return false;
	*at = i;
	return true;
}

bool month_is_english(struct slice text, size_t at)
{
	return at < text.len && ascii_is_alpha(text.data[at]);
}

/* The month of that English name: "october", "oct", "sept". */
static int english_month(struct slice name)
{
	for (int m = 1; m <= 12; m++) {
		const char *whole = english[m - 1];

		if (slice_eq(name, whole) ||
			(name.len == 3 && memcmp(name.data, whole, 3) == 0))
			return m;
	}
	return slice_eq(name, "sept") ? 9 : 0;
}

static int take_english(struct slice text, size_t *at)
{
	size_t end = *at;
	int month;

	while (month_is_english(text, end))
		end++;
	month = english_month(slice_of(text.data + *at, end - *at));
	if (month && end < text.len && text.data[end] == '.')
		end++;
	*at = end;
	return month;
}

static int back_english(struct slice text, size_t low, size_t *at)
{
	size_t end = phrase_back_blanks(text, low, *at), start;
	int month;

	if (end > low && text.data[end - 1] == '.')
		end--;
	start = end;
	while (start > low && month_is_english(text, start - 1))
		start--;
	month = english_month(slice_of(text.data + start, end - start));
	if (month)
		*at = start;
	return month;
}

int month_take(struct slice text, size_t *at)
{
	(void)phrase_take(text, at, "เดือน", false);
	*at = phrase_skip_blanks(text, *at);
	if (month_is_english(text, *at))
		return take_english(text, at);
	if (!phrase_is_thai(text, *at))
		return 0;
	for (int m = 1; m <= 12; m++)
		if (phrase_take(text, at, time_month_name(m), false) ||
			take_short(text, at, m))
			return m;
	for (size_t k = 0; k < COUNT(misspelt); k++)
		if (phrase_take(text, at, misspelt[k].name, false))
			return misspelt[k].month;
	return 0;
}

/* Whether an abbreviation that starts there may be the month's. */
static bool is_believed(struct slice text, size_t low, size_t start, int month)
{
	size_t at = start;

	if (phrase_back(text, low, &at, "เดือน", false))
		return true;
	if (month == 2 || (start > low && text.data[start - 1] == '.'))
		return false;
	return start < 3 || !phrase_is_thai(text, start - 3);
}

int month_back(struct slice text, size_t low, size_t *at)
{
	for (int m = 1; m <= 12; m++) {
		size_t start = *at;

		if (phrase_back(text, low, at, time_month_name(m), false))
			return m;
		if (phrase_back(text, low, &start, letters[m - 1], true) &&
			is_believed(text, low, start, m)) {
			*at = start;
			return m;
		}
	}
	for (size_t k = 0; k < COUNT(misspelt); k++)
		if (phrase_back(text, low, at, misspelt[k].name, false))
			return misspelt[k].month;
	return back_english(text, low, at);
}
