#include "cli/stop.h"

#include <stddef.h>

/* Set by the signal handler alone. */
static volatile sig_atomic_t stop_asked;

static void on_signal(int signal)
{
	(void)signal;
	stop_asked = 1;
}

void stop_catch(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = on_signal,
		.sa_flags = (int)SA_RESETHAND };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		(void)sigaction(signals[i], &action, NULL);
	(void)sigaction(SIGPIPE, &ignore, NULL);
}

const volatile sig_atomic_t *stop_flag(void)
{
	return &stop_asked;
}
