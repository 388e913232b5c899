/*
 * The crawler's reader made of the page reader and the rules: what a worker
 * does with a body, and what the main process keeps of it.
 */
#ifndef OIT_CLI_EXAMINE_H
#define OIT_CLI_EXAMINE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/tally.h"
#include "crawler/crawl.h"
#include "crawler/read/read.h"
#include "rules/caption.h"
#include "rules/ruleset.h"
#include "rules/sighting.h"

enum examine_ocr {
	EXAMINE_OCR_AUTO, /* what may prove something that is not settled */
	EXAMINE_OCR_NEVER,
	EXAMINE_OCR_ALWAYS, /* every document that is a picture of text */
};

struct examine {
	const struct ruleset *rs;
	struct read_tools tools;
	struct captions *captions;  /* each worker has its own from here on */
	struct tally told;          /* labels that this worker has told of */
	struct sightings sightings; /* of the whole run, in the main process */
	uint64_t settled;           /* topics that are proven so far */
	enum examine_ocr ocr;
	const char *ocr_lacks; /* the Debian package that OCR needs, ... */
	size_t n_unread;       /* and as many documents are unread for it ... */
	const char *unread;    /* as this address; or NULL, 0, "" */
	struct buf ocr_versions; /* "" while it was not used */
	/* By concept and part: what was seen so far in places that fit. */
	uint32_t groups[RULESET_MAX_CONCEPTS][RULESET_MAX_PARTS];
};

void examine_init(struct examine *x, const struct ruleset *rs);
void examine_done(struct examine *x);

/* The two callbacks over x, which outlives the crawl. */
struct crawl_reader examine_reader(struct examine *x);

/* Items of which all asks are proven so far, for the progress line. */
size_t examine_settled(const struct examine *x);

#endif
