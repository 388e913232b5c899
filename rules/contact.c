#include "rules/contact.h"

#include <string.h>

/* A run of digits and dashes that a telephone number can be: 0 and eight or
 * nine digits more. */
bool contact_phone(struct slice canon, size_t *from, size_t *to)
{
	for (size_t i = 0; i < canon.len; i++) {
		size_t digits = 0, k = i;

		if (canon.data[i] != '0' ||
			(i > 0 && ascii_is_digit(canon.data[i - 1])))
			continue;
		for (; k < canon.len && k < i + 16; k++) {
			if (ascii_is_digit(canon.data[k]))
				digits++;
			else if (!strchr(" -.()", canon.data[k]))
				break;
		}
		if (digits == 9 || digits == 10) {
			*from = i;
			*to = k;
			return true;
		}
	}
	return false;
}

static bool is_mailbox_byte(char c)
{
	return ascii_is_alnum(c) || strchr("._-+", c);
}

bool contact_email(struct slice canon, size_t *from, size_t *to)
{
	for (size_t i = 1; i + 1 < canon.len; i++) {
		size_t a = i, b = i + 1;

		if (canon.data[i] != '@')
			continue;
		while (a > 0 && is_mailbox_byte(canon.data[a - 1]))
			a--;
		while (b < canon.len &&
			(ascii_is_alnum(canon.data[b]) ||
				canon.data[b] == '.' || canon.data[b] == '-'))
			b++;
		if (a < i && memchr(canon.data + i, '.', b - i)) {
			*from = a;
			*to = b;
			return true;
		}
	}
	return false;
}
