#include "cli/status.h"

#include "base/log.h"

enum status status_of(const struct error *err)
{
	log_error("%s", err->text);
	switch (err->code) {
	case ERR_SYNTAX:
	case ERR_LIMIT:
		return STATUS_DATA;
	case ERR_READ:
		return STATUS_CANNOT_READ;
	case ERR_WRITE:
		return STATUS_CANNOT_WRITE;
	case ERR_BUSY:
		return STATUS_LOCKED;
	}
	return STATUS_BUG;
}
