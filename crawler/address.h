/*
 * IP addresses: their spellings in URLs, and which of them are on the public
 * internet.
 *
 * A page of a town must never lead the crawler to the operator's own network.
 * The test is made on the address a socket is about to connect to, so that
 * neither the spelling nor a second look-up of the name matters.
 */
#ifndef OIT_CRAWLER_ADDRESS_H
#define OIT_CRAWLER_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "base/slice.h"

#define ADDRESS_V6_BYTES 16

/*
 * Why the address is not on the public internet ("loopback", "private",
 * "link-local" ...), or NULL when it is.  By the IANA special-purpose address
 * registries (RFC 6890 and its updates); an IPv4 address inside an IPv6 one
 * (mapped, NAT64, 6to4, Teredo) is judged too.  Anything but AF_INET and
 * AF_INET6 is "unknown".
 */
const char *address_special(const struct sockaddr *sa);

bool address_is_public(const struct sockaddr *sa);

/* Adds the numbers, as in "192.0.2.1" or "2001:db8::1"; no port. */
void address_put(struct buf *out, const struct sockaddr *sa);

/*
 * The address of a URL's host: "127.0.0.1", "[::1]", and all the spellings
 * the URL standard knows.  False when it is a name.
 */
bool address_from_host(struct sockaddr_storage *out, struct slice host);

/*
 * An IPv4 address as the URL standard reads it ("ends in a number checker"
 * and "IPv4 parser"): decimal, octal, hexadecimal, one to four parts.
 * Returns 1 and the address in host order, 0 when the text is a name, -1 when
 * it ends in a number and yet is no address.
 */
int address_parse_v4(uint32_t *out, struct slice text);

/* An IPv6 address without brackets and zone (the standard's "IPv6 parser"). */
bool address_parse_v6(unsigned char out[ADDRESS_V6_BYTES], struct slice text);

/* The standard's serializers; the second writes no brackets. */
void address_put_v4(struct buf *out, uint32_t ip);
void address_put_v6(struct buf *out, const unsigned char ip[ADDRESS_V6_BYTES]);

#endif
