#include "cli/folder.h"

#include <dirent.h>
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

int folder_state_file(char **out, const char *name, struct error *err)
{
	struct buf path;
	int rc;

	buf_init(&path, MAX_PATH);
	put_state_folder(&path);
	rc = make_folders(buf_str(&path), err);
	if (rc == 0) {
		buf_printf(&path, "/%s", name);
		*out = mem_strdup(buf_str(&path));
	}
	buf_done(&path);
	return rc;
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

/* Holds the folder itself: another user's run, or one of another site, has
 * another lock.  Freed by death, as every lock of flock(). */
static int take_guard(struct folder *f, const char *path, struct error *err)
{
	f->guard = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (f->guard < 0)
		return error_set(
			err, ERR_READ, "%s: %s", path, strerror(errno));
	if (flock(f->guard, LOCK_EX | LOCK_NB) < 0)
		return error_set(err, ERR_BUSY,
			"%s: another run is at work in it", path);
	return 0;
}

static void drop_guard(struct folder *f)
{
	if (f->guard >= 0)
		(void)close(f->guard);
	f->guard = -1;
}

static char *part_of(const char *final)
{
	struct buf part;

	buf_init(&part, MAX_PATH);
	buf_printf(&part, "%s.part", final);
	return buf_take(&part);
}

static void begin(struct folder *f, const char *out)
{
	size_t len = strlen(out);

	while (len > 1 && out[len - 1] == '/')
		len--;
	*f = (struct folder)FOLDER_NONE;
	f->final = mem_strndup(out, len);
}

static int make_part(struct folder *f, const char *part, struct error *err)
{
	int rc = 0;

	if (file_exists(part)) {
		rc = take_guard(f, part, err);
		if (rc == 0)
			rc = set_aside(part, err);
		drop_guard(f);
	}
	if (rc == 0)
		rc = file_make_folder(part, err);
	return rc == 0 ? take_guard(f, part, err) : rc;
}

int folder_make(
	struct folder *f, const char *out, const char *site, struct error *err)
{
	char *part;
	int rc;

	begin(f, out);
	if (file_exists(f->final))
		return error_set(err, ERR_WRITE,
			"%s: is there already; a run folder is never replaced",
			f->final);
	if (site && (rc = take_lock(f, site, err)) != 0)
		return rc;
	part = part_of(f->final);
	rc = make_part(f, part, err);
	if (rc == 0)
		f->part = part;
	else
		free(part);
	return rc;
}

/* Whether a name is of folder_default_name(), be it half, but not one that
 * was set aside; prefix is all of it
 * up to the day. */
static bool is_default_name(const char *name, struct slice prefix)
{
	const char *day = name + prefix.len;

	return slice_starts(slice_str(name), prefix.data) &&
	       strlen(day) >= strlen("2024-03-01") && ascii_is_digit(day[0]) &&
	       day[4] == '-' && day[7] == '-';
}

/* The newest default name of the site, without ".part"; NULL for none. */
static char *newest_name(const char *site)
{
	static const char half[] = ".part";
	DIR *dir = opendir(".");
	struct dirent *entry;
	char *newest = NULL;
	struct buf prefix;

	buf_init(&prefix, MAX_PATH);
	buf_puts(&prefix, "oit-");
	put_name(&prefix, site);
	buf_putc(&prefix, '-');
	while (dir && (entry = readdir(dir)) != NULL) {
		const struct slice name = slice_str(entry->d_name);
		const size_t end =
			slice_ends_nocase(name, half) ? strlen(half) : 0;
		char *whole;

		if (!is_default_name(entry->d_name, buf_slice(&prefix)))
			continue;
		whole = mem_strndup(name.data, name.len - end);
		if (newest && strcmp(whole, newest) <= 0) {
			free(whole);
			continue;
		}
		free(newest);
		newest = whole;
	}
	if (dir)
		(void)closedir(dir);
	buf_done(&prefix);
	return newest;
}

static int find_part(struct folder *f, struct error *err)
{
	f->part = part_of(f->final);
	if (file_exists(f->part)) {
		if (!file_exists(f->final))
			return 0;
		return error_set(err, ERR_WRITE,
			"%s: is there already, so %s cannot be taken up",
			f->final, f->part);
	}
	free(f->part);
	f->part = mem_strdup(f->final);
	return file_exists(f->final) ? 0
				     : error_set(err, ERR_READ,
					       "%s: is not there, nor %s.part: "
					       "nothing to resume",
					       f->final, f->final);
}

int folder_find(
	struct folder *f, const char *out, const char *site, struct error *err)
{
	char *name = out ? mem_strdup(out) : newest_name(site);
	int rc;

	begin(f, name ? name : "");
	f->keep = true;
	if (!name)
		return error_set(
			err, ERR_READ, "%s: no run of it here to resume", site);
	free(name);
	rc = take_lock(f, site, err);
	if (rc == 0)
		rc = find_part(f, err);
	return rc == 0 ? take_guard(f, f->part, err) : rc;
}

int folder_take_up(struct folder *f, struct error *err)
{
	char *part = part_of(f->final);
	int rc = 0;

	if (strcmp(f->part, part) != 0)
		rc = file_rename(f->part, part, err);
	if (rc == 0) {
		free(f->part);
		f->part = part;
	} else {
		free(part);
	}
	return rc;
}

int folder_begin_anew(struct folder *f, struct error *err)
{
	int rc = file_remove_tree(f->part, err);

	drop_guard(f);
	if (rc == 0)
		rc = file_make_folder(f->part, err);
	return rc == 0 ? take_guard(f, f->part, err) : rc;
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
	int rc = file_sync_folder(f->part, err);

	if (rc == 0)
		rc = file_rename(f->part, f->final, err);
	if (rc == 0) {
		free(f->part);
		f->part = NULL;
	}
	return rc;
}

void folder_done(struct folder *f)
{
	struct error err;

	if (f->part && !f->keep && file_remove_tree(f->part, &err) != 0)
		log_warn("%s", err.text);
	free(f->part);
	free(f->final);
	if (f->lock >= 0)
		(void)close(f->lock);
	drop_guard(f);
	*f = (struct folder)FOLDER_NONE;
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
