/*
 * Faults of what is sent: codings, pages that lie, traps, damaged papers.
 * How each uses arg, more and n of its row in the table stands here.
 */
#ifndef OIT_SUPPORT_FAULT_BODY_H
#define OIT_SUPPORT_FAULT_BODY_H

#include "tests/support/faults.h"

/* Status 200, Content-Type arg, body more (n bytes of it when n is not 0). */
void fault_body_page(const struct fault_call *call);

/* Status n, an HTML page with body more. */
void fault_body_html(const struct fault_call *call);

/* HTML of arg, n times more, and a link to the sentinel. */
void fault_body_long(const struct fault_call *call);

/* HTML with n links to pages that exist. */
void fault_body_links(const struct fault_call *call);

/* A page whose links lead ever on: each is arg with a new number for %lu. */
void fault_body_trap(const struct fault_call *call);

/* A page that links to itself with the path part arg added. */
void fault_body_nest(const struct fault_call *call);

/* A gzip body done right. */
void fault_body_gzip(const struct fault_call *call);

/* A gzip body with its last n bytes cut off; Content-Length is that. */
void fault_body_gzip_cut(const struct fault_call *call);

/* A gzip body with n bytes of more behind it. */
void fault_body_gzip_tail(const struct fault_call *call);

/* A gzip body whose checksum is wrong. */
void fault_body_gzip_checksum(const struct fault_call *call);

/* A gzip body of two members. */
void fault_body_gzip_twice(const struct fault_call *call);

/* A gzip body that is packed n times over. */
void fault_body_gzip_layers(const struct fault_call *call);

/* A gzip body of type arg that unpacks to more and n bytes of zero. */
void fault_body_gzip_bomb(const struct fault_call *call);

/* HTML of n bytes of zero, packed twice. */
void fault_body_gzip_layered_bomb(const struct fault_call *call);

/* HTML as gzip data, more first, that goes on until the client goes. */
void fault_body_gzip_endless(const struct fault_call *call);

/* robots.txt: n times the line more, after the lines arg. */
void fault_body_robots(const struct fault_call *call);

/* A sitemap of n addresses. */
void fault_body_sitemap(const struct fault_call *call);

#endif
