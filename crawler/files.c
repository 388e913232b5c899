#include "crawler/files.h"

#include <sys/resource.h>

#include "base/log.h"
#include "crawler/limits.h"

static rlim_t wanted(size_t transfers, size_t workers)
{
	return LIMIT_FILES_OWN + workers + LIMIT_FILES_TRANSFER * transfers;
}

/* How many files may be open, after that many were asked for; a process may
 * have as many as its hard limit without being anybody. */
static rlim_t allowed(rlim_t files)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return files;
	if (limit.rlim_cur >= files)
		return limit.rlim_cur;
	limit.rlim_cur = limit.rlim_max < files ? limit.rlim_max : files;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
	return limit.rlim_cur;
}

int files_room(size_t *transfers, size_t workers, struct error *err)
{
	const rlim_t files = allowed(wanted(*transfers, workers));

	if (files >= wanted(*transfers, workers))
		return 0;
	if (files < wanted(1, workers))
		return error_set(err, ERR_READ,
			"open files: the system allows %llu, %llu are needed",
			(unsigned long long)files,
			(unsigned long long)wanted(1, workers));
	*transfers = (files - wanted(0, workers)) / LIMIT_FILES_TRANSFER;
	log_warn("open files: the %llu that the system allows are enough for "
		 "%zu connections",
		(unsigned long long)files, *transfers);
	return 0;
}
