#include "setup.h"

#include "base/names.h"
#include "words.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LABD "labd" /* the program, its user and its group */

enum { LINE_SIZE = 512, NO_START = 127 };

/* ------------------------------------------------------------ its settings */

/* As the user that labd runs as: root may read what that one may not. */
__attribute__((noreturn)) static void
become_labd(int out)
{
	const struct passwd *user = getpwnam(LABD);
	bool is_other = user != NULL && geteuid() == 0;

	if (is_other &&
	    (initgroups(LABD, user->pw_gid) != 0 || setgid(user->pw_gid) != 0 ||
		setuid(user->pw_uid) != 0))
		_exit(NO_START);
	if (dup2(out, STDOUT_FILENO) >= 0 && dup2(out, STDERR_FILENO) >= 0)
		(void)execlp(LABD, LABD, "-n", NULL);
	(void)dprintf(STDERR_FILENO, LABD ": %s\n", strerror(errno));
	_exit(NO_START);
}

/* A row for each line in which labd says what it does not take. */
static void
check_settings(setup_row *row, void *context)
{
	char line[LINE_SIZE];
	int ends[2];
	FILE *said;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return;
	child = fork();
	if (child == 0)
		become_labd(ends[1]);
	(void)close(ends[1]);
	said = fdopen(ends[0], "re");
	while (said != NULL && fgets(line, sizeof(line), said) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		row(context, "settings", false, line);
	}
	if (said != NULL)
		(void)fclose(said);
	if (child > 0)
		(void)waitpid(child, NULL, 0);
}

/* ------------------------------------------------------ the host's settings */

/* Has the file a line that begins with `start`, with `word` before any '#'? */
static bool
has_word(const char *path, const char *start, const char *word)
{
	char line[LINE_SIZE];
	FILE *file = fopen(path, "re");
	bool has = false;

	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		line[strcspn(line, "#")] = '\0';
		has = has ||
		    (strncmp(line, start, strlen(start)) == 0 &&
			strstr(line, word) != NULL);
	}
	if (file != NULL)
		(void)fclose(file);
	return has;
}

static void
check_nsswitch(setup_row *row, void *context)
{
	static const char *const databases[] = {"passwd:", "group:"};
	bool is_good = true;

	for (size_t i = 0; i < sizeof(databases) / sizeof(databases[0]); i++)
		is_good = is_good &&
		    has_word("/etc/nsswitch.conf", databases[i], "portal");
	row(context, "nsswitch", is_good,
	    is_good ? ""
		    : words("請在 passwd、group、shadow 各行的 files 之後加上 "
			    "portal",
			  "write portal behind files, in the lines passwd, "
			  "group and shadow"));
}

static void
check_nss_module(setup_row *row, void *context)
{
	void *module = dlopen("libnss_portal.so.2", RTLD_NOW | RTLD_LOCAL);

	row(context, "nss_module", module != NULL,
	    module != NULL ? "" : dlerror());
	if (module != NULL)
		(void)dlclose(module);
}

void
setup_check(bool is_running, setup_row *row, void *context)
{
	bool is_there = access(NAMES_PATH, R_OK) == 0;
	bool is_asked = has_word("/etc/pam.d/common-auth", "", "pam_portal");

	if (!is_running)
		check_settings(row, context);
	row(context, "names_file", is_there,
	    is_there ? ""
		     : words("labd 第一次取得名單後才有",
			   "labd makes it when it has its first list"));
	check_nss_module(row, context);
	check_nsswitch(row, context);
	row(context, "pam", is_asked,
	    is_asked ? ""
		     : words("請執行 pam-auth-update --enable portal",
			   "run pam-auth-update --enable portal"));
}
