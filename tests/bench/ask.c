/* bench_ask BUNDLE QUERIES.tsv QRELS.tsv FOREIGN.tsv: how often a conversation's first answer is right, offers the right one
 * among its choices, is wrong, or says that it does not know; and the same for questions about other things, where not
 * knowing is right. Numbers, not times: the same on every machine. */
#include <docent/ask.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct tally {
    unsigned asked, right, choice, wrong, unknown;
} tally;

typedef struct relevant {
    char query[64], article[256];
} relevant;

static relevant *list;
static size_t count, room;

static void read_relevant(const char *path)
{
    char line[1024];
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (count == room) {
            room = room == 0 ? 1024 : room * 2;
            list = realloc(list, room * sizeof *list);
            if (list == NULL)
                exit(1);
        }
        if (sscanf(line, "%63s %255s", list[count].query, list[count].article) == 2)
            count++;
    }
    if (file != NULL)
        fclose(file);
}

static bool is_right(const char *query, const char *article)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].query, query) == 0 && strcmp(list[i].article, article) == 0)
            return true;
    return false;
}

/* Takes the choices in turn: any that leads to the right article counts. */
static bool some_choice(docent *help, const char *words, const char *query)
{
    bool found = false;
    for (uint32_t i = 0; i < 8 && !found; i++) {
        docent_ask *ask;
        if (docent_ask_open(help, NULL, &ask) != DOCENT_OK)
            exit(1);
        docent_ask_say(ask, words);
        const docent_turn *last = docent_ask_at(ask, docent_ask_count(ask) - 1);
        bool choice = i < last->option_count && last->options[i].kind == DOCENT_OPTION_CHOICE;
        if (choice && docent_ask_choose(ask, i, NULL) == DOCENT_OK) {
            last = docent_ask_at(ask, docent_ask_count(ask) - 1);
            found = last->article != NULL && is_right(query, docent_article_id(last->article));
        }
        docent_ask_close(ask);
        if (!choice)
            break;
    }
    return found;
}

static void ask_one(docent *help, const char *query, const char *words, tally *t)
{
    docent_ask *ask;
    if (docent_ask_open(help, NULL, &ask) != DOCENT_OK || docent_ask_say(ask, words) != DOCENT_OK)
        exit(1);
    const docent_turn *turn = docent_ask_at(ask, docent_ask_count(ask) - 1);
    t->asked++;
    if (turn->kind == DOCENT_TURN_UNKNOWN || turn->kind == DOCENT_TURN_PERSON_OFFERED)
        t->unknown++;
    else if (turn->kind == DOCENT_TURN_WHICH)
        *(some_choice(help, words, query) ? &t->choice : &t->wrong) += 1;
    else
        *(turn->article != NULL && is_right(query, docent_article_id(turn->article)) ? &t->right : &t->wrong) += 1;
    docent_ask_close(ask);
}

static tally ask_all(docent *help, const char *path)
{
    char line[2048];
    tally t = { 0 };
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        char *tab = strchr(line, '\t');
        line[strcspn(line, "\r\n")] = 0;
        if (tab == NULL || strlen(tab + 1) > 1000)
            continue;
        *tab = 0;
        ask_one(help, line, tab + 1, &t);
    }
    if (file != NULL)
        fclose(file);
    return t;
}

static void print(const char *name, tally t)
{
    double all = t.asked == 0 ? 1 : t.asked;
    printf("ask.%s asked %u right %.3f choice %.3f wrong %.3f unknown %.3f\n", name, t.asked, t.right / all, t.choice / all,
           t.wrong / all, t.unknown / all);
}

int main(int argc, char **argv)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error error;
    docent *help;
    if (argc != 5) {
        fprintf(stderr, "usage: bench_ask BUNDLE QUERIES.tsv QRELS.tsv FOREIGN.tsv\n");
        return 2;
    }
    config.bundle_path = argv[1];
    if (docent_open(&config, &help, &error) != DOCENT_OK) {
        fprintf(stderr, "bench_ask: %s\n", error.message);
        return 1;
    }
    read_relevant(argv[3]);
    print("own", ask_all(help, argv[2]));
    print("foreign", ask_all(help, argv[4]));
    docent_close(help);
    free(list);
    return 0;
}
