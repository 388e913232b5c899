#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/un.h>

#include <cmocka.h>

#include "crawler/address.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static const struct sockaddr *address(
	struct sockaddr_storage *storage, const char *host)
{
	if (!address_from_host(storage, slice_str(host)))
		fail_msg("%s is no address", host);
	return (const struct sockaddr *)storage;
}

static const struct {
	const char *host, *kind;
} special[] = {
	{ "0.0.0.0", "unspecified" },
	{ "0.1.2.3", "unspecified" },
	{ "10.0.0.0", "private" },
	{ "10.255.255.255", "private" },
	{ "100.64.0.1", "carrier-grade NAT" },
	{ "100.127.255.255", "carrier-grade NAT" },
	{ "127.0.0.1", "loopback" },
	{ "127.255.255.254", "loopback" },
	{ "169.254.0.1", "link-local" },
	{ "169.254.169.254", "cloud metadata" },
	{ "172.16.0.1", "private" },
	{ "172.31.255.255", "private" },
	{ "192.0.0.8", "protocol assignment" },
	{ "192.0.2.1", "documentation" },
	{ "192.88.99.1", "6to4 relay" },
	{ "192.168.0.1", "private" },
	{ "198.18.0.1", "benchmarking" },
	{ "198.19.255.255", "benchmarking" },
	{ "198.51.100.7", "documentation" },
	{ "203.0.113.7", "documentation" },
	{ "224.0.0.1", "multicast" },
	{ "239.255.255.255", "multicast" },
	{ "240.0.0.1", "reserved" },
	{ "255.255.255.255", "broadcast" },
	{ "[::]", "unspecified" },
	{ "[::1]", "loopback" },
	{ "[::2]", "reserved" },
	{ "[::127.0.0.1]", "reserved" },
	{ "[::ffff:127.0.0.1]", "loopback" },
	{ "[::ffff:a9fe:a9fe]", "cloud metadata" },
	{ "[64:ff9b::10.0.0.1]", "private" },
	{ "[64:ff9b:1::1]", "reserved" },
	{ "[100::1]", "discard" },
	{ "[2001:0:7f00:1::]", "loopback" },
	{ "[2001:0:808:808::3f57:fefe]", "private" },
	{ "[2001:2::1]", "benchmarking" },
	{ "[2001:10::1]", "protocol assignment" },
	{ "[2001:db8::1]", "documentation" },
	{ "[2002:a00:1::1]", "private" },
	{ "[2002:7f00:1::]", "loopback" },
	{ "[3fff::1]", "documentation" },
	{ "[4000::1]", "reserved" },
	{ "[5f00::1]", "reserved" },
	{ "[fc00::1]", "unique-local" },
	{ "[fd00:ec2::254]", "unique-local" },
	{ "[fe80::1]", "link-local" },
	{ "[febf::1]", "link-local" },
	{ "[fec0::1]", "site-local" },
	{ "[ff02::1]", "multicast" },
};

static void special_addresses_are_named(void **state)
{
	struct sockaddr_storage storage;

	(void)state;
	for (size_t i = 0; i < COUNT(special); i++) {
		const struct sockaddr *sa = address(&storage, special[i].host);
		const char *kind = address_special(sa);

		if (!kind || strcmp(kind, special[i].kind) != 0)
			fail_msg("%s is %s", special[i].host,
				kind ? kind : "public");
		assert_false(address_is_public(sa));
	}
}

static void all_others_are_public(void **state)
{
	static const char *const hosts[] = {
		"1.1.1.1",
		"9.255.255.255",
		"11.0.0.0",
		"100.63.255.255",
		"100.128.0.0",
		"126.255.255.255",
		"128.0.0.0",
		"169.253.255.255",
		"169.255.0.0",
		"172.15.255.255",
		"172.32.0.0",
		"191.255.255.255",
		"192.0.1.0",
		"192.167.255.255",
		"192.169.0.0",
		"198.17.255.255",
		"198.20.0.0",
		"203.150.10.1",
		"223.255.255.255",
		"[2001:1::1]",
		"[2001:4:112::1]",
		"[2001:20::1]",
		"[2001:200::1]",
		"[2400:6180::1]",
		"[2606:4700::1111]",
		"[::ffff:8.8.8.8]",
		"[64:ff9b::8.8.8.8]",
		"[2002:808:808::1]",
		"[2001:0:808:808::f7f7:f7f7]",
	};
	struct sockaddr_storage storage;

	(void)state;
	for (size_t i = 0; i < COUNT(hosts); i++) {
		const char *kind = address_special(address(&storage, hosts[i]));

		if (kind)
			fail_msg("%s is %s", hosts[i], kind);
	}
}

static void a_socket_of_another_family_is_not_public(void **state)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	struct buf text;

	(void)state;
	assert_false(address_is_public((const struct sockaddr *)&un));
	buf_init(&text, 64);
	address_put(&text, (const struct sockaddr *)&un);
	assert_string_equal(buf_str(&text), "unknown");
	buf_done(&text);
}

static void ipv4_is_read_as_browsers_do(void **state)
{
	static const struct {
		const char *text;
		int result;
		uint32_t ip;
	} rows[] = {
		{ "127.0.0.1", 1, 0x7f000001 },
		{ "127.1", 1, 0x7f000001 },
		{ "127.0.1", 1, 0x7f000001 },
		{ "2130706433", 1, 0x7f000001 },
		{ "0x7f000001", 1, 0x7f000001 },
		{ "0X7F.1", 1, 0x7f000001 },
		{ "0177.0.0.01", 1, 0x7f000001 },
		{ "017700000001", 1, 0x7f000001 },
		{ "1.2.3.4.", 1, 0x01020304 },
		{ "0", 1, 0 },
		{ "0x", 1, 0 },
		{ "255.255.255.255", 1, 0xffffffff },
		{ "4294967295", 1, 0xffffffff },
		{ "1.16777215", 1, 0x01ffffff },
		{ "4294967296", -1, 0 },
		{ "99999999999999999999999", -1, 0 },
		{ "1.16777216", -1, 0 },
		{ "256.1.1.1", -1, 0 },
		{ "1.2.3.256", -1, 0 },
		{ "1.2.3.4.5", -1, 0 },
		{ "1..2", -1, 0 },
		{ "foo.0x1", -1, 0 },
		{ "foo.09", -1, 0 },
		{ "08", -1, 0 },
		{ "1.2.3.08", -1, 0 },
		{ "0xg", 0, 0 },
		{ "1.2.3.4..", 0, 0 },
		{ "town.go.th", 0, 0 },
		{ "1.town", 0, 0 },
		{ "1e3", 0, 0 },
		{ ".", 0, 0 },
		{ "", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint32_t ip = 0;
		int result = address_parse_v4(&ip, slice_str(rows[i].text));

		if (result != rows[i].result ||
			(result == 1 && ip != rows[i].ip))
			fail_msg("%s: %d %08lx", rows[i].text, result,
				(unsigned long)ip);
	}
}

static void ipv6_has_one_spelling(void **state)
{
	static const struct {
		const char *text, *canonical; /* NULL: no address */
	} rows[] = {
		{ "::", "::" },
		{ "::1", "::1" },
		{ "1::", "1::" },
		{ "0:0:0:0:0:0:0:1", "::1" },
		{ "2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1" },
		{ "2001:db8::1:0:0:0:1", "2001:db8:0:1::1" },
		{ "1:0:2:0:3:0:4:0", "1:0:2:0:3:0:4:0" },
		{ "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0" },
		{ "::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8" },
		{ "::ffff:192.0.2.1", "::ffff:c000:201" },
		{ "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304" },
		{ "", NULL },
		{ ":", NULL },
		{ ":1", NULL },
		{ "1:", NULL },
		{ ":::", NULL },
		{ "1::2::3", NULL },
		{ "1:2:3:4:5:6:7", NULL },
		{ "1:2:3:4:5:6:7:8:9", NULL },
		{ "1:2:3:4:5:6:7:8::", NULL },
		{ "::1:2:3:4:5:6:7:8", NULL },
		{ "12345::", NULL },
		{ "g::", NULL },
		{ "::1%eth0", NULL },
		{ "1.2.3.4", NULL },
		{ "::1.2.3", NULL },
		{ "::1.2.3.4.5", NULL },
		{ "::1.2.3.256", NULL },
		{ "::1.2.3.04", NULL },
		{ "1:2:3:4:5:6:7:1.2.3.4", NULL },
		{ "::1:2:3:4:5:6:1.2.3.4", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		unsigned char ip[ADDRESS_V6_BYTES];
		bool ok = address_parse_v6(ip, slice_str(rows[i].text));
		struct buf text;

		if (ok != (rows[i].canonical != NULL))
			fail_msg("\"%s\": %d", rows[i].text, ok);
		if (!ok)
			continue;
		buf_init(&text, 64);
		address_put_v6(&text, ip);
		assert_string_equal(buf_str(&text), rows[i].canonical);
		buf_done(&text);
	}
}

static void an_address_is_shown_without_its_port(void **state)
{
	static const char *const rows[][2] = {
		{ "192.0.2.1", "192.0.2.1" },
		{ "0x7f.1", "127.0.0.1" },
		{ "[2001:db8::1]", "2001:db8::1" },
	};
	struct sockaddr_storage storage;
	struct buf text;

	(void)state;
	buf_init(&text, 64);
	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_clear(&text);
		address_put(&text, address(&storage, rows[i][0]));
		assert_string_equal(buf_str(&text), rows[i][1]);
	}
	buf_done(&text);
	assert_false(address_from_host(&storage, slice_str("town.go.th")));
	assert_false(address_from_host(&storage, slice_str("[::1")));
	assert_false(address_from_host(&storage, slice_str("[]")));
	assert_false(address_from_host(&storage, slice_str(NULL)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(special_addresses_are_named),
		cmocka_unit_test(all_others_are_public),
		cmocka_unit_test(a_socket_of_another_family_is_not_public),
		cmocka_unit_test(ipv4_is_read_as_browsers_do),
		cmocka_unit_test(ipv6_has_one_spelling),
		cmocka_unit_test(an_address_is_shown_without_its_port),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
