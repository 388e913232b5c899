#include "cli/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"

#define MAX_PATH 4096
#define MAX_SET_ASIDE 100

/* Letters of a site that a file name may have; the rest become '-'. */
static void put_name(struct buf *out, const char *site)
{
	const char *s = strstr(site, "://");

	for (s = s ? s + 3 : site; *s && *s != '/' && *s != '?'; s++)
		buf_putc(out, ascii_is_alnum(*s) || *s == '.' ? *s : '-');
}

/* Folder of the program's state: of the service, of the user, or a last
 * resort for cron without HOME. */
static void put_state_folder(struct buf *out)
{
	const char *service = getenv("STATE_DIRECTORY");
	const char *xdg = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");

	if (service && *service)
		buf_puts(out, service);
	else if (xdg && *xdg)
		buf_printf(out, "%s/oit", xdg);
	else if (home && *home)
		buf_printf(out, "%s/.local/state/oit", home);
	else
		buf_printf(out, "/tmp/oit-%ld", (long)getuid());
}

static int make_folders(const char *path, struct error *err)
{
	char part[MAX_PATH];

	for (size_t i = 1; path[i - 1] && i < sizeof(part); i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (mkdir(part, 0700) < 0 && errno != EEXIST)
			return error_set(err, ERR_WRITE, "%s: %s", part,
				strerror(errno));
	}
	return 0;
}

/* Who holds the lock, in the words that the holder wrote. */
static int say_busy(int fd, const char *path, struct error *err)
{
	char who[256];
	ssize_t n = pread(fd, who, sizeof(who) - 1, 0);

	who[n > 0 ? n : 0] = '\0';
	return error_set(err, ERR_BUSY, "%s: another run holds the lock%s%s",
		path, n > 0 ? ": " : "", who);
}

static int take_lock(struct folder *f, const char *site, struct error *err)
{
	struct buf path, who;
	int rc;

	buf_init(&path, MAX_PATH);
	buf_init(&who, MAX_PATH);
	put_state_folder(&path);
	rc = make_folders(buf_str(&path), err);
	if (rc != 0)
		goto out;
	buf_puts(&path, "/lock-");
	put_name(&path, site);
	f->lock = open(buf_str(&path),
		O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (f->lock < 0) {
		rc = error_set(err, ERR_WRITE, "%s: %s", buf_str(&path),
			strerror(errno));
		goto out;
	}
	if (flock(f->lock, LOCK_EX | LOCK_NB) < 0) {
		rc = say_busy(f->lock, buf_str(&path), err);
		goto out;
	}
	buf_printf(&who, "process %ld, %s", (long)getpid(), f->final);
	if (ftruncate(f->lock, 0) < 0 ||
		pwrite(f->lock, who.data, who.len, 0) != (ssize_t)who.len)
		rc = error_set(err, ERR_WRITE, "%s: %s", buf_str(&path),
			strerror(errno));
out:
	buf_done(&path);
	buf_done(&who);
	return rc;
}

/* A killed run's folder gets another name: nothing of it is lost. */
static int set_aside(const char *part, struct error *err)
{
	char name[MAX_PATH];

	for (int i = 1; i < MAX_SET_ASIDE; i++) {
		(void)snprintf(name, sizeof(name), "%s.%d", part, i);
		if (file_exists(name))
			continue;
		log_warn("%s: left by a run that was killed, now %s", part,
			name);
		return file_rename(part, name, err);
	}
	return error_set(
		err, ERR_WRITE, "%s: too many left by killed runs", part);
}

int folder_make(
	struct folder *f, const char *out, const char *site, struct error *err)
{
	struct buf part;
	size_t len = strlen(out);
	int rc;

	while (len > 1 && out[len - 1] == '/')
		len--;
	*f = (struct folder){ .final = mem_strndup(out, len), .lock = -1 };
	if (file_exists(f->final))
		return error_set(err, ERR_WRITE,
			"%s: is there already; a run folder is never replaced",
			f->final);
	if ((rc = take_lock(f, site, err)) != 0)
		return rc;
	buf_init(&part, MAX_PATH);
	buf_printf(&part, "%s.part", f->final);
	if (file_exists(buf_str(&part)))
		rc = set_aside(buf_str(&part), err);
	if (rc == 0)
		rc = file_make_folder(buf_str(&part), err);
	if (rc == 0)
		f->part = buf_take(&part);
	buf_done(&part);
	return rc;
}

char *folder_path(const struct folder *f, const char *name)
{
	struct buf path;

	buf_init(&path, MAX_PATH);
	buf_printf(&path, "%s/%s", f->part, name);
	return buf_take(&path);
}

int folder_finish(struct folder *f, struct error *err)
{
	int rc = file_rename(f->part, f->final, err);

	if (rc == 0) {
		free(f->part);
		f->part = NULL;
	}
	return rc;
}

void folder_done(struct folder *f)
{
	struct error err;

	if (f->part && file_remove_tree(f->part, &err) != 0)
		log_warn("%s", err.text);
	free(f->part);
	free(f->final);
	if (f->lock >= 0)
		(void)close(f->lock);
	*f = (struct folder){ .lock = -1 };
}

char *folder_default_name(const char *site, const char *day)
{
	struct buf name;
	size_t len;

	buf_init(&name, MAX_PATH);
	buf_puts(&name, "oit-");
	put_name(&name, site);
	buf_printf(&name, "-%s", day);
	len = name.len;
	for (int i = 2; file_exists(buf_str(&name)); i++) {
		name.len = len;
		buf_printf(&name, "-%d", i);
	}
	return buf_take(&name);
}
