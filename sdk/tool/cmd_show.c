/* docent show: prints one article of a bundle. */
#include "commands.h"
#include "show.h"

#include <string.h>

typedef struct request {
    const char *file, *id, *locale;
    bool        text, json;
} request;

/* 0, or the exit code after saying what is wrong. */
static int read_request(int argc, char **argv, request *r)
{
    const command_option options[] = {
        { "--text", NULL, &r->text }, { "--json", NULL, &r->json }, { "--locale", &r->locale, NULL },
    };
    const char *words[2];
    int count = command_parse(argc, argv, options, sizeof options / sizeof *options, words, 2);
    if (count < 0)
        return 2;
    if (count != 2)
        return command_usage("show", "a bundle and the id of an article are needed");
    if (r->text && r->json)
        return command_usage("show", "--text or --json, not both");
    r->file = words[0];
    r->id = words[1];
    return 0;
}

static int print(const request *r, docent *h, const docent_article *a)
{
    docent_hits *related = NULL;
    const char *text;
    size_t size;
    bool written = true;
    docent_status status = docent_article_related(a, &related);
    if (status == DOCENT_OK && r->text)
        status = docent_article_plain(a, &text, &size);
    if (status != DOCENT_OK)
        return command_fail("%s", docent_last_error(h)->message);
    if (r->text)
        written = fwrite(text, 1, size, stdout) == size;
    else if (r->json)
        written = show_json(stdout, a, related);
    else
        show_readable(stdout, a, related);
    docent_hits_free(related);
    return written ? 0 : command_fail("cannot write `%s`", r->id);
}

static int show(const request *r, docent *h)
{
    docent_article *a;
    if (docent_article_open(h, r->id, &a) != DOCENT_OK)
        return command_fail("%s: %s", r->file, docent_last_error(h)->message);
    int code = print(r, h, a);
    docent_article_close(a);
    return code;
}

int cmd_show(int argc, char **argv)
{
    request r = { 0 };
    docent *h;
    docent_error err;
    docent_config config = DOCENT_CONFIG_INIT;
    int code = read_request(argc, argv, &r);
    if (code != 0)
        return code;
    config.bundle_path = r.file;
    config.locale = r.locale;
    if (docent_open(&config, &h, &err) != DOCENT_OK)
        return command_fail("%s", err.message);
    code = show(&r, h);
    docent_close(h);
    return code;
}
