#include "crawler/read/nav.h"

#include <string.h>

#include "base/slice.h"

#define NAV_LINKS 8
#define MOST_WHOLE 90 /* percent of the page's plain text in such a part */
#define MOST_PART 50
#define NAV_WORDS 75 /* bytes of a menu label on the mean: 25 Thai letters */

/* Words that name such a part wherever they begin or end a class or id. */
static const char *const words[] = {
	"menu",
	"nav",
	"navbar",
	"navigation",
	"sidebar",
	"footer",
	"topbar",
	"breadcrumb",
	"breadcrumbs",
	"dropdown",
	"sidenav",
	"megamenu",
	"submenu",
};

/* Names that say it only as a whole: a card, a panel, an entry have heads of
 * their own. */
static const char *const wholes[] = {
	"header",
	"head",
	"site-header",
	"main-header",
	"top-header",
	"masthead",
	"banner",
	"foot",
	"side",
	"copyright",
	"topmenu",
	"leftmenu",
	"rightmenu",
	"mainmenu",
};

/* A layout class that says what stands beside the element, not in it. */
static const char *const besides[] = { "with", "has", "no", "without", "not" };

static const char *const roles[] = { "navigation", "banner", "contentinfo",
	"complementary" };

static bool is_one_of(struct slice s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_eq_nocase(s, list[i]))
			return true;
	return false;
}

#define IS_ONE_OF(s, list) is_one_of(s, list, sizeof(list) / sizeof(*(list)))

/* The first and the last part of a name between "-" and "_". */
static struct slice first_part(struct slice s)
{
	size_t n = 0;

	while (n < s.len && s.data[n] != '-' && s.data[n] != '_')
		n++;
	return slice_of(s.data, n);
}

static struct slice last_part(struct slice s)
{
	size_t n = s.len;

	while (n && s.data[n - 1] != '-' && s.data[n - 1] != '_')
		n--;
	return slice_of(s.data + n, s.len - n);
}

/* How sure a name is. */
enum hint {
	HINT_NONE,
	HINT_PART,  /* a word of it says so */
	HINT_WHOLE, /* it says nothing else */
};

static enum hint hint_of_name(struct slice name)
{
	if (IS_ONE_OF(name, wholes) || IS_ONE_OF(name, words))
		return HINT_WHOLE;
	if (IS_ONE_OF(first_part(name), besides))
		return HINT_NONE;
	if (IS_ONE_OF(first_part(name), words) ||
		IS_ONE_OF(last_part(name), words))
		return HINT_PART;
	return HINT_NONE;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/* The surest of the blank-separated names. */
static enum hint hint_of(struct slice names)
{
	enum hint best = HINT_NONE;

	for (size_t i = 0, n; i < names.len; i += n + 1) {
		enum hint hint;

		n = 0;
		while (i + n < names.len && !is_space(names.data[i + n]))
			n++;
		hint = hint_of_name(slice_of(names.data + i, n));
		if (hint > best)
			best = hint;
	}
	return best;
}

bool nav_is_element(enum tree_tag tag, bool in_content, bool in_section)
{
	if (tag == TREE_NAV || tag == TREE_ASIDE)
		return true;
	if (tag != TREE_FOOTER && tag != TREE_HEADER)
		return false;
	return !in_content && !in_section;
}

bool nav_is_list(enum tree_tag tag, const struct nav_words *said)
{
	if (tag != TREE_UL && tag != TREE_OL && tag != TREE_TABLE)
		return false;
	return said->links > NAV_LINKS &&
	       said->text - said->link_text <= said->text / 20 &&
	       said->link_text <= said->links * NAV_WORDS;
}

unsigned nav_share(struct slice id, struct slice class, struct slice role)
{
	enum hint hint, other;

	if (IS_ONE_OF(role, roles))
		return NAV_WHOLE;
	hint = hint_of(id);
	other = hint < HINT_WHOLE ? hint_of(class) : HINT_NONE;
	if (other > hint)
		hint = other;
	if (hint == HINT_NONE)
		return 0;
	return hint == HINT_WHOLE ? MOST_WHOLE : MOST_PART;
}
