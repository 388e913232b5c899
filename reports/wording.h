/*
 * The words of the papers: rules/catalog/papers/th.json, key by key, so that
 * no Thai sentence stands in C.
 */
#ifndef OIT_REPORTS_WORDING_H
#define OIT_REPORTS_WORDING_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

struct wording;

/* What stands for {name} in a text. */
struct wording_value {
	const char *name;
	const char *text; /* NULL is "" */
};

/* The values of a text, as one argument. */
#define WORDING_VALUES(...) \
	((const struct wording_value[]){ __VA_ARGS__, { NULL, NULL } })

/*
 * ERR_READ when the file cannot be read, ERR_SYNTAX when it is no object of
 * texts.  The caller frees with wording_free(), which takes NULL.
 */
int wording_load(struct wording **out, const char *path, struct error *err);
void wording_free(struct wording *w);

/* The text of that key; "" when the file has none, see wording_check(). */
const char *wording_text(struct wording *w, const char *key);

/* Whether the file has that key. */
bool wording_has(const struct wording *w, const char *key);

/*
 * Appends the text of that key with {name} filled in.  values ends with a
 * NULL name and may be NULL; a {name} not among them stays as it is.
 */
void wording_put(struct wording *w, struct buf *out, const char *key,
	const struct wording_value *values);

/* Appends the day of an ISO time as the language of the texts has it: "20
 * กุมภาพันธ์ 2567" or "2024-02-20"; nothing for NULL. */
void wording_put_day(struct wording *w, struct buf *out, const char *time);

/* ERR_SYNTAX naming the first key that was asked for and was not there. */
int wording_check(const struct wording *w, struct error *err);

#endif
