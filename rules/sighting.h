/*
 * SIGHTING: what was seen on one page that bears on one concept.
 *
 * Two kinds: a LINK that names the concept and leads somewhere, and the
 * CONTENT of a page or document read for the concept.  A worker makes them;
 * they cross to the judge as bytes, and everything they quote is copied.
 */
#ifndef OIT_RULES_SIGHTING_H
#define OIT_RULES_SIGHTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/pool.h"
#include "base/slice.h"
#include "base/tally.h"

#define SIGHTING_MAX_YEARS 8
#define SIGHTING_MAX_PARTS 32
#define SIGHTING_MAX_BLOCKS 512
#define SIGHTING_MAX_AGENCIES 32
#define SIGHTING_MAX_LINES 64

/* Texts of pages that are counted for the survey, 4 MiB: some 20,000 pages.
 * Then half of them or more are forgotten, those that few pages have first: of
 * a site so large the frame stands on many more. */
#define SIGHTING_MAX_TEXTS (3UL << 17)

/*
 * A label of a concept on a page.  This text, and the quotes below, are in
 * shorthand as soon as they are among the sightings of a run.
 */
struct sighting_link {
	uint32_t from;      /* visit it stands on */
	const char *target; /* canonical address; "" for "#" and the like */
	const char *text;   /* the words that name the concept */
	uint8_t concept;
	uint8_t class;    /* enum wording_class */
	uint8_t strength; /* see rules/label.h */
	bool nav;         /* in a menu, head or foot part */
	bool numbered;    /* known by its item number only */
	bool sibling;     /* names what the same item asks for beside it */
	bool inherited;   /* names nothing, on a page about the concept */
	int year;         /* in its own words or row, 0 for none; B.E. */
	int list_year;    /* of the heading or page it stands under, 0 */
};

/* Where a year was read, in falling trust. */
enum sighting_year_place {
	SIGHTING_YEAR_TITLE, /* next to the words that name the concept */
	SIGHTING_YEAR_LEAD,  /* first lines of the text */
	SIGHTING_YEAR_BODY,
	SIGHTING_YEAR_FILE, /* file name */
	SIGHTING_YEAR_PLACES,
};

struct sighting_year {
	int from, to; /* B.E., equal for a single year */
	enum sighting_year_place place;
	bool calendar; /* a date's calendar year, not a fiscal year */
	bool date;     /* of a day or month, perhaps that of the writing */
	const char *quote;
};

/* How surely the text is the thing itself. */
enum sighting_thing {
	SIGHTING_THING_NO,
	SIGHTING_THING_SAYS, /* uses the words such a text must use */
	SIGHTING_THING_BODY, /* names it in the text */
	SIGHTING_THING_LEAD, /* names it in title, headings or first lines */
};

struct sighting_part {
	uint32_t groups; /* bits of what it may ask for (groups, columns,
			    months) that are there, 0 for none; several
			    places may have them together */
	uint8_t part;    /* of the concept */
	bool unknown;    /* what is lacking may be there: this kind of file
			    does not show it, or not all was read */
	const char *quote;
};

/* All that a part may ask for. */
#define SIGHTING_ALL_GROUPS UINT32_MAX

struct sighting_content {
	uint32_t visit;
	uint32_t older; /* 1 + place of what was seen before on the same visit;
			   0 for none, and where it is being made */
	const char *quote;           /* the words that name it; "" */
	const char *agency;          /* local government in its first lines */
	const char *known_false;     /* why, of the concept's list; "" */
	struct sighting_year *years; /* at most SIGHTING_MAX_YEARS */
	struct sighting_part *parts; /* SIGHTING_MAX_PARTS; the proven ones */
	long images;                 /* -1 unknown */
	uint8_t n_years, n_parts;
	uint8_t concept;
	uint8_t class; /* wording by which it is named */
	enum sighting_thing thing;
	uint32_t letters; /* of its own text, links and menus apart */
	uint32_t files;   /* links in its content that may be the thing */
	uint32_t links;   /* in its content, of any kind */
	bool other;       /* its lead names another item instead */
	bool owned;       /* its first lines name any item but the concept */
	bool hinted;      /* uses half the words that such a text must use */
	bool draft;
	bool sample;
	bool empty;       /* says that there is nothing yet */
	bool soft_404;    /* says that the page was not found */
	bool login;       /* asks to log in */
	bool stated_none; /* says that there was none this year */
	bool partial;     /* there is more that was not read */
	bool pictured;    /* named on sheets that only OCR read ... */
	bool read_off;    /* ... or some of it shown there */
	bool definition;  /* only explains what the item is */
	bool part_year;   /* is of a quarter or half of a year */
	bool blank;       /* is a form that nobody filled in */
	bool form;        /* a form with fields of its own */
	bool hollow;      /* says little, and scripts show more */
};

void sighting_put_link(struct buf *out, const struct sighting_link *s);
void sighting_put_content(struct buf *out, const struct sighting_content *s);

/* The blocks of a page, each once, at most SIGHTING_MAX_BLOCKS; cut when it
 * has more. */
void sighting_put_blocks(
	struct buf *out, const uint64_t *digests, size_t n, bool cut);

/* How many of these blocks the contents were read without. */
void sighting_put_frame(struct buf *out, size_t n);
/* A line of a page that is no heading by its markup and may be one by its
 * words; the topics that they name. */
void sighting_put_line(struct buf *out, const char *text, uint64_t topics);

/* The local government that a page names, in normal form. */
void sighting_put_agency(struct buf *out, struct slice name);
uint64_t sighting_block(const char *text);

/* A local government, and how many pages name it first. */
struct sighting_agency {
	char *name;
	size_t pages;
};

/* A line that may be a heading. */
struct sighting_line {
	uint64_t block; /* its digest */
	uint64_t topics;
};

/* All sightings of a run; lives as long as the run. */
struct sightings {
	struct arena arena; /* owns the contents and what they list */
	struct pool texts;  /* owns all strings but the agencies' names */
	struct buf note;    /* one of them in shorthand, on its way there */
	struct sighting_link *links;
	size_t n_links, cap_links;
	struct sighting_content **contents;
	size_t n_contents, cap_contents;
	uint32_t *newest; /* 1 + place of a visit's newest content, or 0 */
	size_t n_newest;
	struct sighting_agency agencies[SIGHTING_MAX_AGENCIES];
	size_t n_agencies;
	struct tally seen;    /* links, so that a menu counts once */
	struct tally blocks;  /* of text, by pages they stand on */
	bool blocks_cut;      /* some page has more of them */
	uint32_t frame;       /* blocks that the page added last was read
				 without */
	uint32_t common_from; /* pages that make a block common */
	bool surveyed;        /* nothing is counted any more */
	struct sighting_line lines[SIGHTING_MAX_LINES]; /* of one page, else
							   none */
	size_t n_lines;
	bool is_page; /* of one page alone */
};

void sightings_init(struct sightings *s);
void sightings_done(struct sightings *s);

/* Drops all but what sightings_is_common() and sightings_agency() tell. */
void sightings_forget(struct sightings *s);

/*
 * Adds what a worker said of a visit.  A link seen before in the same words is
 * dropped, content of the same visit and concept takes the old one's place.
 * false when the bytes are not as sighting_put_...() write them: a worker is
 * not trusted.
 */
bool sightings_add(struct sightings *s, uint32_t visit, struct slice payload);

/*
 * Once the site has been walked through: which texts are its frame (heads,
 * feet, side columns that no element marks as such).  Pages that were read with
 * some of them are then read again.
 */
void sightings_survey(struct sightings *s, size_t html_pages);

/* The local government that most pages name: whose site it is; "" unknown. */
const char *sightings_agency(const struct sightings *s);

/*
 * Whether the survey makes the contents of a page others than those that were
 * seen before it, whose bytes these are: without contents, or without a text
 * of the frame that was not known then, another reading would say the same
 * again.  *topics gets those of the first of its lines that is its own; it is
 * not touched when there is none, and before the survey.
 */
bool sightings_is_changed(
	const struct sightings *s, struct slice payload, uint64_t *topics);

/* Whether the text is of the site's frame.  Before the survey only what stands
 * on so many pages that it is one on any site. */
bool sightings_is_common(const struct sightings *s, const char *text);

/* How many of the blocks are. */
size_t sightings_count_common(
	const struct sightings *s, const uint64_t *digests, size_t n);

#endif
