#include "reports/webpage.h"

#include <stdio.h>
#include <string.h>

#include "reports/escape.h"
#include "reports/html.h"

#define MAX_TEXT ((size_t)64 * 1024)

bool webpage_is_set(const char *s)
{
	return s && *s;
}

const char *webpage_text(struct webpage *p, const char *key)
{
	return wording_text(p->wording, key);
}

const char *webpage_word(struct webpage *p, const char *list, const char *code)
{
	char key[128];

	(void)snprintf(key, sizeof(key), "%s.%s", list, code);
	return wording_has(p->wording, key) ? webpage_text(p, key) : code;
}

void webpage_put_sentence(struct webpage *p, const char *tag, const char *key,
	const struct wording_value *values)
{
	struct buf sentence;

	buf_init(&sentence, MAX_TEXT);
	wording_put(p->wording, &sentence, key, values);
	html_put_element(p->out, tag, NULL, buf_str(&sentence));
	buf_done(&sentence);
}

const char *webpage_thai(const struct webpage *p)
{
	return p->is_thai ? "" : " lang=\"th\"";
}

void webpage_put_thai(struct webpage *p, const char *tag, const char *s)
{
	buf_printf(p->out, "<%s%s>", tag, webpage_thai(p));
	escape_text(p->out, s);
	buf_printf(p->out, "</%s>\n", tag);
}

void webpage_put_fact(struct webpage *p, const char *key, const char *value)
{
	if (!webpage_is_set(value))
		return;
	html_put_element(p->out, "dt", NULL, webpage_text(p, key));
	html_put_element(p->out, "dd", NULL, value);
}

void webpage_put_thai_fact(
	struct webpage *p, const char *key, const char *value)
{
	if (!webpage_is_set(value))
		return;
	html_put_element(p->out, "dt", NULL, webpage_text(p, key));
	webpage_put_thai(p, "dd", value);
}

void webpage_put_number(struct webpage *p, const char *key, long number)
{
	char value[32];

	(void)snprintf(value, sizeof(value), "%ld", number);
	webpage_put_fact(p, key, value);
}

void webpage_put_moment(struct webpage *p, struct buf *out, const char *time)
{
	wording_put_day(p->wording, out, time);
	if (time && strlen(time) >= 16 && time[10] == 'T')
		buf_printf(out, " %.5s", time + 11);
}

void webpage_put_sign(struct webpage *p, enum verdict verdict)
{
	buf_puts(p->out, "<span aria-hidden=\"true\">");
	escape_text(p->out, webpage_word(p, "mark", verdict_name(verdict)));
	buf_puts(p->out, "</span> ");
}

void webpage_open_fold(
	struct webpage *p, const char *key, size_t n, bool of_places)
{
	char count[32];

	(void)snprintf(count, sizeof(count), "%zu", n);
	buf_printf(
		p->out, "<details%s>\n", of_places ? " class=\"places\"" : "");
	webpage_put_sentence(p, "summary", key, WORDING_VALUES({ "n", count }));
}

void webpage_put_more(struct webpage *p, size_t n, size_t shown)
{
	char more[32];

	if (n <= shown)
		return;
	(void)snprintf(more, sizeof(more), "%zu", n - shown);
	webpage_put_sentence(
		p, "p", "item.more", WORDING_VALUES({ "n", more }));
}
