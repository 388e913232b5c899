#include "crawler/read/prose.h"

#include "base/text.h"

#define WORD_BYTES 64

static const char *const words[PROSE_WORDS] = {
	"งบประมาณ",
	"ประชาชน",
	"โครงการ",
	"เทศบาล",
	"ดำเนิน",
	"ราชการ",
	"บริหาร",
	"จัดซื้อ",
	"จัดจ้าง",
	"ประจำ",
	"ประกาศ",
	"รายงาน",
	"ตำบล",
	"บริการ",
	"พนักงาน",
	"ทุจริต",
	"หรือ",
	"ส่วน",
	"แผน",
	"ตาม",
	"เป็น",
	"ของ",
	"และ",
	"ที่",
	"ใน",
	"การ",
	"งาน",
	"จาก",
	"โดย",
	"ให้",
	"ได้",
	"ต่อ",
	"ผล",
	"ปี",
	"มี",
};

void prose_init(struct prose *p)
{
	*p = (struct prose){ 0 };
	for (size_t i = PROSE_WORDS; i-- > 0;) {
		unsigned char *first;

		buf_init(&p->words[i], WORD_BYTES);
		text_key(&p->words[i], slice_str(words[i]));
		first = &p->first[(unsigned char)*buf_str(&p->words[i])];
		p->next[i] = *first;
		*first = (unsigned char)(i + 1);
	}
}

void prose_done(struct prose *p)
{
	for (size_t i = 0; i < PROSE_WORDS; i++)
		buf_done(&p->words[i]);
}

/* The letters of the first word that stands at the head of a key, or 0. */
static size_t word_at(const struct prose *p, struct slice key)
{
	size_t i = p->first[(unsigned char)*key.data];

	for (; i; i = p->next[i - 1]) {
		struct slice word = buf_slice(&p->words[i - 1]);

		if (word.len <= key.len &&
			memcmp(word.data, key.data, word.len) == 0)
			return word.len;
	}
	return 0;
}

size_t prose_letters(const struct prose *p, struct slice key)
{
	size_t letters = 0, i = 0;

	while (i < key.len) {
		size_t n = word_at(p, slice_of(key.data + i, key.len - i));

		letters += n;
		i += n ? n : 1;
	}
	return letters;
}
