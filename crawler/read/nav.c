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

/* The surest of the blank-separated names. */
static enum hint hint_of(const char *names)
{
	enum hint best = HINT_NONE;

	while (names && *names) {
		size_t n = strcspn(names, " \t\r\n\f");
		enum hint hint = hint_of_name(slice_of(names, n));

		if (hint > best)
			best = hint;
		names += n;
		names += strspn(names, " \t\r\n\f");
	}
	return best;
}

static uint32_t plain_text(const struct tree_node *n)
{
	return n->sum.text - n->sum.link_text;
}

static bool is_in_content(const struct tree_node *n)
{
	return tree_around(n, TREE_MAIN) || tree_around(n, TREE_ARTICLE);
}

static bool is_nav_element(const struct tree_node *n)
{
	if (n->tag == TREE_NAV || n->tag == TREE_ASIDE)
		return true;
	if (n->tag != TREE_FOOTER && n->tag != TREE_HEADER)
		return false;
	return !is_in_content(n) && !tree_around(n, TREE_SECTION);
}

static bool is_link_list(const struct tree_node *n)
{
	if (n->tag != TREE_UL && n->tag != TREE_OL && n->tag != TREE_TABLE)
		return false;
	return n->sum.links > NAV_LINKS && plain_text(n) <= n->sum.text / 20 &&
	       n->sum.link_text <= n->sum.links * NAV_WORDS &&
	       !is_in_content(n);
}

bool nav_is(const struct tree_node *n, const struct tree_node *root)
{
	const char *role = tree_attr(n, "role");
	enum hint hint;
	uint64_t most;

	if (n->tag == TREE_HTML || n->tag == TREE_BODY || n->tag == TREE_MAIN ||
		n->tag == TREE_ARTICLE)
		return false;
	if (is_nav_element(n) || is_link_list(n))
		return true;
	if (role && IS_ONE_OF(slice_str(role), roles))
		return true;
	hint = hint_of(tree_attr(n, "id"));
	if (hint < HINT_WHOLE && hint_of(tree_attr(n, "class")) > hint)
		hint = hint_of(tree_attr(n, "class"));
	if (hint == HINT_NONE)
		return false;
	most = hint == HINT_WHOLE ? MOST_WHOLE : MOST_PART;
	return plain_text(n) <= plain_text(root) * most / 100;
}
