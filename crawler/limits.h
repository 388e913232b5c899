/*
 * Every ceiling of the crawler, with its unit and reason.
 *
 * Whatever comes from outside meets one of these before it costs memory or
 * time; each that strikes is an outcome or a count in the coverage.
 */
#ifndef OIT_CRAWLER_LIMITS_H
#define OIT_CRAWLER_LIMITS_H

/* Transfers.  Browsers wait longer; a run over 400 pages cannot. */
#define LIMIT_CONNECT_MS 10000
#define LIMIT_NAME_S 60            /* until a name is looked up again */
#define LIMIT_SILENCE_S 30         /* at less than ... */
#define LIMIT_LEAST_SPEED 100      /* bytes a second */
#define LIMIT_PAGE_S 120           /* one page, from start to end */
#define LIMIT_DOCUMENT_S 600       /* one document */
#define LIMIT_REDIRECTS 10         /* browsers stop at 20 */
#define LIMIT_TRIES 3              /* for what may pass: resets, 5xx, 429 */
#define LIMIT_RETRY_PAUSE_MS 2000  /* before the second; then 4 times that */
#define LIMIT_RETRY_AFTER_S 300    /* waited for servers that ask, in all */
#define LIMIT_HOST_FAILURES 10     /* in a row; then the host is left alone */
#define LIMIT_CRAWL_DELAY_MS 30000 /* longer ones in robots.txt are cut */
#define LIMIT_ROBOTS_S 86400       /* how long it holds: RFC 9309 2.4 */

/* Open files. */
#define LIMIT_FILES_OWN 32 /* of a run beside its workers and transfers */
#define LIMIT_FILES_TRANSFER \
	8 /* both families, idle ones, its name's look-up */

/* Decoded bytes. */
#define LIMIT_HTML_BYTES (8UL * 1024 * 1024)
#define LIMIT_DOCUMENT_BYTES (64UL * 1024 * 1024)
#define LIMIT_ROBOTS_BYTES (512UL * 1024) /* RFC 9309 2.5: 500 KiB at least */
#define LIMIT_SITEMAP_BYTES (50UL * 1024 * 1024) /* sitemaps.org */
#define LIMIT_CODINGS 2 /* a proxy may pack again what was packed */
#define LIMIT_HEADER_BYTES (300UL * 1024) /* libcurl's own bound */

/* Archives of others whose records share gzip members are unpacked on disk:
 * four runs of LIMIT_RUN_BYTES. */
#define LIMIT_ARCHIVE_BYTES (8ULL * 1024 * 1024 * 1024)

/* Addresses. */
#define LIMIT_URL_BYTES 2083 /* what old browsers and proxies take */
#define LIMIT_PATH_PARTS 20
#define LIMIT_PART_REPEATS 2    /* the same path parts in a row */
#define LIMIT_DEPTH 20          /* clicks from the home page */
#define LIMIT_PATTERN_PAGES 500 /* pages of one path whose queries differ */

/* Kinds of addresses told apart for the order; what more there is counts as
 * one, so that titles for addresses cost no memory. */
#define LIMIT_KINDS 4096

/* A contact in each request: longer ones are told apart by nobody. */
#define LIMIT_CONTACT_BYTES 200

/* Pages under one beginning that say what another one says; when they are the
 * most there, a session or a random number makes them.  Of addresses that
 * promise something LIMIT_PATTERN_PAGES: reports of one kind may differ in
 * numbers alone. */
#define LIMIT_COPIES 50

#define LIMIT_RUN_ADDRESSES 200000 /* spellings remembered; about 100 MiB */

/* Sitemaps. */
#define LIMIT_SITEMAPS 10              /* files read of one server */
#define LIMIT_SITEMAP_ADDRESSES 50000U /* in one: sitemaps.org */

/* Soft 404: folders of one server in which a made-up address is asked. */
#define LIMIT_PROBES 10
#define LIMIT_PROBE_HOPS 3 /* redirects that such an address may lead over */

/* Places of other sites that are asked whether they answer: a town that keeps
 * all its papers elsewhere has two or three an item. */
#define LIMIT_OUTSIDE 100
#define LIMIT_OUTSIDE_HOPS 5              /* redirects that one may lead over */
#define LIMIT_OUTSIDE_BYTES (64UL * 1024) /* of the answer: it is not read */

/* A page in the reader. */
#define LIMIT_LINKS 5000
#define LIMIT_ELEMENT_DEPTH 512 /* as Blink and WebKit */
#define LIMIT_ATTRIBUTES 512
#define LIMIT_TEXT_BYTES (4UL * 1024 * 1024) /* text kept of one page */
#define LIMIT_LINK_TEXT 600 /* bytes of a link's text, row, heading */
#define LIMIT_BLOCKS 50000
#define LIMIT_TREE_BYTES (96UL * 1024 * 1024) /* parser and tree together */

/* A worker: what one page or document may cost. */
#define LIMIT_PAGE_CPU_S 2
#define LIMIT_PAGE_WALL_S 10
#define LIMIT_DOC_CPU_S 10
#define LIMIT_DOC_WALL_S 30
#define LIMIT_WORKER_BYTES (256UL * 1024 * 1024) /* beyond its beginning */
#define LIMIT_CAPTION_BYTES (2UL * 1024 * 1024)  /* some 10,000 short texts */
#define LIMIT_DOC_PAGES 300 /* pages of a PDF that are read */
#define LIMIT_DOC_TEXT (20UL * 1024 * 1024)
#define LIMIT_ZIP_MEMBERS 2000
#define LIMIT_ZIP_MEMBER_BYTES (64UL * 1024 * 1024)
#define LIMIT_ZIP_RATIO 100 /* after so many bytes came out: */
#define LIMIT_ZIP_RATIO_AFTER (10UL * 1024 * 1024)
#define LIMIT_XML_DEPTH 100

/* The coverage: cases with a rule of their own, more than a person reads; what
 * is beyond them is counted by its outcome alone. */
#define LIMIT_CASES 200

/* Reading of pictures.  A page of 200 dots an inch takes about a second and
 * 85 MB; noise may cost fifteen times that. */
#define LIMIT_OCR_DOTS 2339 /* of the longer side: A4 at 200 an inch */
#define LIMIT_OCR_BYTES (512UL * 1024 * 1024) /* of one program */
#define LIMIT_OCR_TEXT (1024UL * 1024)        /* read off one page */
#define LIMIT_OCR_PAGE_CPU_S 30
#define LIMIT_OCR_PAGE_S 120   /* on a busy machine: processor time decides */
#define LIMIT_OCR_LATE_PAGES 2 /* that needed more; the rest is left then */
#define LIMIT_OCR_PAGES 8      /* of a document: the first and the last */
#define LIMIT_OCR_DOC_S 240    /* then no further page is begun */
#define LIMIT_OCR_RUN_S 900    /* then no further document is begun */

/* A run, unless the command line says otherwise. */
#define LIMIT_RUN_PAGES 5000
#define LIMIT_RUN_BYTES (2UL * 1024 * 1024 * 1024)
#define LIMIT_RUN_S (6L * 3600)

#endif
