/*
 * Faults of the transport: redirects, time, cut connections, bad framing.
 * How each uses arg, more and n of its row in the table stands here.
 */
#ifndef OIT_SUPPORT_FAULT_WIRE_H
#define OIT_SUPPORT_FAULT_WIRE_H

#include "tests/support/faults.h"

/* Status n with arg as further header lines; the page's title is what. */
void fault_wire_status(const struct fault_call *call);

/* Status n (302 when 0) to Location arg. */
void fault_wire_redirect(const struct fault_call *call);

/* n redirects (or as many as /NUMBER after the name says), then a page. */
void fault_wire_chain(const struct fault_call *call);

/* A redirect to itself with one path part more each time. */
void fault_wire_growing(const struct fault_call *call);

/* A redirect whose Location is n letters long. */
void fault_wire_huge_location(const struct fault_call *call);

/* A redirect to path arg on host more, on the port of this server. */
void fault_wire_elsewhere(const struct fault_call *call);

/* Status n with headers arg on every odd request, a good page on the even. */
void fault_wire_once(const struct fault_call *call);

/* The bytes of arg (n of them, or up to its end when n is 0), then close. */
void fault_wire_raw(const struct fault_call *call);

/* As raw, but the end is a reset. */
void fault_wire_reset(const struct fault_call *call);

/* As raw, but then silence until the client goes. */
void fault_wire_stall(const struct fault_call *call);

/* As raw, but the connection is kept open for the next request. */
void fault_wire_keep(const struct fault_call *call);

/* A good page after n milliseconds, or /NUMBER after the name. */
void fault_wire_late(const struct fault_call *call);

/* arg, then more byte by byte, n milliseconds (or /NUMBER) between them. */
void fault_wire_drip(const struct fault_call *call);

/* arg, then more again and again: n times, or until the client goes. */
void fault_wire_repeat(const struct fault_call *call);

/* As many letters of header as n says, then a good page. */
void fault_wire_huge_header(const struct fault_call *call);

/* n one-byte chunks. */
void fault_wire_tiny_chunks(const struct fault_call *call);

/* 405 for HEAD, a good page for GET. */
void fault_wire_no_head(const struct fault_call *call);

#endif
