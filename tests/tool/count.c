/* count BUNDLE STATE LOCALE: counts searches as a program would, from lines of TIMES<TAB>FOUND<TAB>WORDS<TAB>ID; an empty ID
 * says that nothing was opened. */
#include <docent/docent.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool count_line(docent *h, char *line)
{
    char *field[4] = { line };
    for (int i = 1; i < 4; i++) {
        char *tab = strchr(field[i - 1], '\t');
        if (tab == NULL)
            return false;
        *tab = 0;
        field[i] = tab + 1;
    }
    field[3][strcspn(field[3], "\n")] = 0;
    for (int times = atoi(field[0]); times > 0; times--)
        if (docent_count_search(h, field[2], (uint32_t)atoi(field[1]), *field[3] == 0 ? NULL : field[3]) != DOCENT_OK)
            return false;
    return true;
}

int main(int argc, char **argv)
{
    char line[4096];
    docent *h;
    docent_error error;
    docent_config config = DOCENT_CONFIG_INIT;
    if (argc != 4)
        return 2;
    config.bundle_path = argv[1];
    config.state_path = argv[2];
    config.locale = argv[3];
    if (docent_open(&config, &h, &error) != DOCENT_OK) {
        fprintf(stderr, "count: %s\n", error.message);
        return 1;
    }
    bool ok = true;
    while (ok && fgets(line, sizeof line, stdin) != NULL)
        ok = count_line(h, line);
    docent_close(h);
    return ok ? 0 : 1;
}
