/* Level 1: no window, no fonts. Prints the answer to what the words ask.
 *
 *   docent-sample-data help.docent headset makes no sound */
#include <docent/article.h>

#include <stdio.h>
#include <string.h>

static bool join(int argc, char **argv, char *out, size_t room)
{
    out[0] = '\0';
    for (int i = 2; i < argc; i++) {
        if (strlen(out) + strlen(argv[i]) + 2 > room)
            return false;
        strcat(out, i > 2 ? " " : "");
        strcat(out, argv[i]);
    }
    return out[0] != '\0';
}

static docent_status print_article(docent *h, const char *id)
{
    docent_article *article;
    const char *text;
    size_t size;
    docent_status status = docent_article_open(h, id, &article);
    if (status != DOCENT_OK)
        return status;
    status = docent_article_plain(article, &text, &size);
    if (status == DOCENT_OK)
        printf("%s\n\n%.*s\n", docent_article_title(article), (int)size, text);
    docent_article_close(article);
    return status;
}

static docent_status answer(docent *h, const char *words)
{
    docent_hits *hits;
    docent_query query = DOCENT_QUERY_INIT;
    query.text = words;
    query.limit = 4;
    docent_status status = docent_search(h, &query, &hits);
    if (status != DOCENT_OK)
        return status;
    if (docent_hits_count(hits) == 0)
        printf("Nothing in the help answers \"%s\".\n", words);
    else
        status = print_article(h, docent_hits_at(hits, 0)->id);
    for (uint32_t i = 1; i < docent_hits_count(hits); i++)
        printf("%s%s\n", i == 1 ? "\nSee also\n  " : "  ", docent_hits_at(hits, i)->title);
    docent_hits_free(hits);
    return status;
}

int main(int argc, char **argv)
{
    char words[1024];
    docent *h;
    docent_error err;
    docent_config config = DOCENT_CONFIG_INIT;
    if (argc < 3 || !join(argc, argv, words, sizeof words)) {
        fprintf(stderr, "usage: docent-sample-data BUNDLE WORDS...\n");
        return 1;
    }
    config.bundle_path = argv[1];
    if (docent_open(&config, &h, &err) != DOCENT_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    docent_status status = answer(h, words);
    if (status != DOCENT_OK)
        fprintf(stderr, "%s\n", docent_last_error(h)->message);
    docent_close(h);
    return status == DOCENT_OK ? 0 : 1;
}
