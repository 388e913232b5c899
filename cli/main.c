/*
 * oit: what a municipality's website shows of the OIT items of a fiscal year.
 *
 * The map of the program, in the order in which things flow:
 *
 * - main(): finds the command
 *     - options.[ch]   a command's options as a table: reading and help
 *     - status.[ch]    what the program says when it ends
 *     - stop.[ch]      the signals by which it is told to end
 *
 * - check: the main job, from SITE to a folder of papers (check.c)
 *     - catalog.[ch]   where the rule files are
 *     - agencies.[ch]  ... read for the type of agency that the office names
 *     - folder.[ch]    the run folder, whole or not at all, and the lock
 *     - examine.[ch]   page reader and rules put together for the workers
 *     - compose.[ch]   the document of a run out of crawl and findings
 *     - coverage.[ch]  ... and what of the site was looked at
 *     - assess.[ch]    last year's scores and this year's plan in it
 *     - crosswalk.[ch] ... and the numbers that items have in each year
 *     - progress.[ch]  the line on a terminal
 *
 * - plan: the measures plan again, and what contradicts in one (plan.c)
 *     - sums.[ch]      its figures reckoned again
 *     - conflict.[ch]  a contradiction between figures as a line, for score too
 *
 * - explain: what the verdict on an item rests on (item.c)
 *
 * - diff: how two runs of a site differ, and by what (diff.c)
 *
 * - status: ticks and notes of the web team into the history (ticks.c)
 *
 * - why: what became of one address in a run (why.c)
 *     - record.[ch]    the visits of a run's journal in memory
 *     - explain.[ch]   the sentence of each outcome and rule
 *
 * - read: what the program sees of one file or address (read.c)
 *     - local.[ch]     a file of this machine, read in a worker
 *     - view.[ch]      page and rules as JSON, made in a worker
 *     - show.[ch]      ... for people
 *
 * - score: the arithmetic over last year's scores (score.c)
 *     - scorefile.[ch] those of JSON, or of a form that was filled in
 *     - template.[ch]  the form
 *
 * - office: the office file, out of answers (office.c)
 *
 * - rules: what is asked for and known by which words (rules.c)
 *     - packs.[ch]     a pack, an item, a concept in words
 *     - examples.[ch]  the examples of the rules, judged
 *
 * - crawler/: SITE -> responses -> PAGE
 *     - crawl.[ch]     the loop: frontier -> fetch -> archive -> workers
 *     - frontier.[ch]  addresses found, best first; visit.h is the product
 *     - scope, url, robots, address: whether and how one may be fetched
 *     - fetch.[ch]     libcurl; response.[ch] is what came over the wire
 *     - archive.[ch]   site.warc.gz, site.cdxj; journal.[ch] crawl.sqlite
 *     - backlog.[ch]   what a run that is taken up was answered before
 *     - workers.[ch]   processes in which foreign bytes are read
 *     - read/          bytes -> PAGE (page.h): charset, tree, pdf, office
 *
 * - rules/: PAGE -> SIGHTING -> FINDING
 *     - ruleset            the catalogue of a year, loaded: concept, pack
 *     - label, match       what links and pages name; leads the crawl
 *     - proof, sighting    what a page shows of a concept
 *     - candidate, answer  places weighed into what an ask comes to
 *     - trial, judge       ... and into one finding an item
 *     - score, measure     last year's scores; the rows of the plan
 *     - reason             the sentences of the verdicts
 *     - example, scene     a site in a few lines, matched and judged
 *     - lint, lint_...     what is wrong in the catalogue's files
 *
 * - reports/: FINDING -> papers
 *     - document.[ch]  report.json, from which everything is printed
 *     - reports.[ch]   the table of papers and their writers
 *     - outline, lint      what a plan says as data, and what contradicts
 *     - history.[ch]   what earlier runs found
 *     - checklist, tasklist, plan, followup, junit; docx, html, xlsx, csv
 *     - webpage, entry     the checklist's page, and an item in it
 *
 * - base/: what knows no web and no law
 */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "cli/check.h"
#include "cli/diff.h"
#include "cli/item.h"
#include "cli/office.h"
#include "cli/plan.h"
#include "cli/read.h"
#include "cli/report.h"
#include "cli/rules.h"
#include "cli/score.h"
#include "cli/status.h"
#include "cli/ticks.h"
#include "cli/why.h"

static const struct command *const commands[] = { &check_command,
	&report_command, &plan_command, &item_command, &diff_command,
	&why_command, &read_command, &score_command, &office_command,
	&ticks_command, &rules_command };

static void print_help(void)
{
	(void)printf("usage: oit COMMAND [options] ...\n\n"
		     "Checks a municipality's website against the OIT items of "
		     "Thailand's ITA\nand writes the web team's checklist and "
		     "the measures plan.\n\ncommands:\n");
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		char left[64];

		(void)snprintf(left, sizeof(left), "%s %s", commands[i]->name,
			commands[i]->operands);
		(void)printf("  %-16s  %s\n", left, commands[i]->text);
	}
	(void)printf("\noit COMMAND --help tells its options; oit --version "
		     "the version.\n");
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		log_error("no command; see oit --help");
		return STATUS_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0) {
		print_help();
		return STATUS_OK;
	}
	if (strcmp(argv[1], "--version") == 0) {
		(void)printf(
			"oit %s\nbuilt with %s\n", OIT_VERSION, OIT_LIBRARIES);
		return STATUS_OK;
	}
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		if (strcmp(commands[i]->name, argv[1]) == 0)
			return commands[i]->run(
				commands[i], argc - 1, argv + 1);
	log_error("unknown command \"%s\"; see oit --help", argv[1]);
	return STATUS_USAGE;
}
