/* What the commands share: one-line messages and the reading of options. */
#include "commands.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A message may quote a file's name: control characters would break the one line it is. */
#if defined(__GNUC__)
__attribute__((format(printf, 1, 0)))
#endif
static void print_line(const char *format, va_list args, const char *after)
{
    char line[1024];
    vsnprintf(line, sizeof line, format, args);
    for (char *p = line; *p != 0; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            *p = ' ';
    fprintf(stderr, "docent: %s%s\n", line, after);
}

int command_fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    print_line(format, args, "");
    va_end(args);
    return 1;
}

int command_usage(const char *command, const char *format, ...)
{
    char after[80];
    snprintf(after, sizeof after, " (see: docent %s --help)", command);
    va_list args;
    va_start(args, format);
    print_line(format, args, after);
    va_end(args);
    return 2;
}

static const command_option *find_option(const command_option *options, size_t count, const char *word,
                                         size_t size)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(options[i].name) == size && memcmp(options[i].name, word, size) == 0)
            return &options[i];
    return NULL;
}

/* Takes the option at argv[*at] and, if it has one, its value. */
static bool take_option(char **argv, int argc, int *at, const command_option *options, size_t count)
{
    const char *word = argv[*at];
    const char *equals = word[1] == '-' ? strchr(word, '=') : NULL;
    size_t size = equals == NULL ? strlen(word) : (size_t)(equals - word);
    const command_option *option = find_option(options, count, word, size);
    if (option == NULL) {
        command_usage(argv[0], "unknown option %s", word);
        return false;
    }
    if (option->value == NULL) {
        if (equals != NULL)
            command_usage(argv[0], "%s takes no value", option->name);
        else
            *option->flag = true;
        return equals == NULL;
    }
    if (equals == NULL && *at + 1 >= argc) {
        command_usage(argv[0], "%s needs a value", option->name);
        return false;
    }
    *option->value = equals == NULL ? argv[++*at] : equals + 1;
    return true;
}

int command_parse(int argc, char **argv, const command_option *options, size_t option_count, const char **words,
                  int max_words)
{
    int count = 0;
    bool ended = false;
    for (int i = 1; i < argc; i++) {
        if (!ended && strcmp(argv[i], "--") == 0) {
            ended = true;
        } else if (!ended && argv[i][0] == '-' && argv[i][1] != 0) {
            if (!take_option(argv, argc, &i, options, option_count))
                return -1;
        } else if (count == max_words) {
            command_usage(argv[0], "too many words: %s", argv[i]);
            return -1;
        } else {
            words[count++] = argv[i];
        }
    }
    return count;
}

bool command_number(const char *command, const char *option, const char *text, long min, long max, long *out)
{
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != 0 || value < min || value > max) {
        command_usage(command, "%s takes a number from %ld to %ld, not \"%s\"", option, min, max, text);
        return false;
    }
    *out = value;
    return true;
}

void command_count(size_t count, const char *noun, const char *after)
{
    printf("%zu %s%s%s", count, noun, count == 1 ? "" : "s", after);
}
