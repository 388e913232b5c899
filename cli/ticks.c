#include "cli/ticks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "base/mem.h"
#include "cli/folder.h"
#include "cli/status.h"
#include "reports/document.h"
#include "reports/history.h"

static const char *const keys[] = { "fingerprint", "done", "note", NULL };

static bool is_fingerprint(const char *s)
{
	return strlen(s) == DOCUMENT_FINGERPRINT_SIZE - 1 &&
	       strspn(s, "0123456789abcdef") == strlen(s);
}

/* One object of the file; what it points to lives as long as json. */
static int read_note(struct history_note *note, const struct json *json,
	const struct json_node *row, struct error *err)
{
	const struct json_node *fingerprint, *done, *text;
	int rc;

	if (json_type(row) != JSON_OBJECT)
		return json_error(json, row, err, "is no object");
	if ((rc = json_check_keys(json, row, keys, err)) != 0 ||
		(rc = json_need(&fingerprint, json, row, keys[0], JSON_STRING,
			 err)) != 0 ||
		(rc = json_need(&done, json, row, keys[1], JSON_BOOL, err)) !=
			0)
		return rc;
	text = json_get(row, keys[2]);
	if (text && json_type(text) != JSON_STRING)
		return json_error(json, text, err, "is no text");
	*note = (struct history_note){
		.fingerprint = json_string(fingerprint, ""),
		.done = json_bool(done, false),
		.note = json_string(text, ""),
	};
	if (!is_fingerprint(note->fingerprint))
		return json_error(json, fingerprint, err,
			"\"%.40s\" is no fingerprint of an item",
			note->fingerprint);
	return 0;
}

static int take_notes(
	const struct history_note *notes, size_t n, struct error *err)
{
	struct history *history = NULL;
	char *path = NULL;
	int rc = folder_state_file(&path, HISTORY_FILE, err);

	if (rc == 0)
		rc = history_open(&history, path, err);
	if (rc == 0)
		rc = history_take_notes(history, notes, n, err);
	history_free(history);
	free(path);
	return rc;
}

static int import(const char *path, struct error *err)
{
	const struct json_node *row;
	struct history_note *notes = NULL;
	struct json *json = NULL;
	size_t n = 0;
	int rc = json_load(&json, path, err);

	if (rc == 0 && json_type(json_root(json)) != JSON_ARRAY)
		rc = json_error(
			json, json_root(json), err, "is no list of ticks");
	if (rc != 0)
		goto out;
	notes = mem_calloc(json_count(json_root(json)) + 1, sizeof(*notes));
	for (row = json_first(json_root(json)); row && rc == 0;
		row = json_next(row))
		rc = read_note(&notes[n++], json, row, err);
	if (rc == 0)
		rc = take_notes(notes, n, err);
	if (rc == 0)
		log_info("%s: %zu ticks and notes taken", path, n);
out:
	free(notes);
	json_free(json);
	return rc;
}

static int run(const struct command *self, int argc, char **argv)
{
	const char *operands[2];
	struct error err;
	int rc = options_read(self, argc, argv, NULL, operands, 2, &err);

	if (rc == 1)
		return STATUS_OK;
	if (rc == 0 && strcmp(operands[0], "import") != 0)
		rc = error_set(&err, ERR_SYNTAX, "status: unknown verb \"%s\"",
			operands[0]);
	if (rc != 0) {
		log_error("%s", err.text);
		return STATUS_USAGE;
	}
	return import(operands[1], &err) == 0 ? STATUS_OK
					      : (int)status_of(&err);
}

const struct command ticks_command = {
	.name = "status",
	.operands = "import FILE",
	.text = "Takes the ticks and notes that checklist.html has exported "
		"into the history",
	.run = run,
};
