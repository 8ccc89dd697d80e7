/* The commands of `docent`, one file each, and what they share. argv[0] is the command's own name.
 *
 * A command returns the exit code: 0 only when it did what was asked, 1 when it could not, 2 for words it does not
 * understand. It says why in one line on stderr: command_fail(). */
#ifndef DOCENT_COMMANDS_H
#define DOCENT_COMMANDS_H

#include <docent/docent.h>

int cmd_pack(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_new(int argc, char **argv);
int cmd_search(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_draft(int argc, char **argv);
int cmd_unseal(int argc, char **argv);
int cmd_shot(int argc, char **argv);
int cmd_publish(int argc, char **argv);
int cmd_keys(int argc, char **argv);

/* Prints "docent: MESSAGE" as one line on stderr. Returns 1. */
int command_fail(const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 1, 2)))
#endif
    ;
/* The same for words that are not understood; adds where to read on. Returns 2. */
int command_usage(const char *command, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

/* "1 article", "2 articles" on stdout, and what comes after it. */
void command_count(size_t count, const char *noun, const char *after);

/* One option: either `value` (it takes one: "--limit 5" or "--limit=5") or `flag` is set. */
typedef struct command_option {
    const char  *name; /* "--limit", "-o" */
    const char **value;
    bool        *flag;
} command_option;

/* Reads options wherever they stand ("--" ends them) and puts the other words into `words`, at most max_words.
 * Returns their count, or -1 after saying what is wrong. The caller returns 2 then. */
int command_parse(int argc, char **argv, const command_option *options, size_t option_count, const char **words,
                  int max_words);
/* A whole number from min to max; false after saying what is wrong. */
bool command_number(const char *command, const char *option, const char *text, long min, long max, long *out);

#endif
