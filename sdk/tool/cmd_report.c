/* docent report: what people asked, from the state files of one device or many, and what the authors can make of it.
 *
 *   docent report STATE.db...                              tables for a terminal
 *   docent report STATE.db... --csv FILE --html FILE       lines for a program, a page for people
 *   docent report STATE.db... --bundle FILE                titles instead of ids
 *   docent report STATE.db... --bundle FILE --queries      proposals for queries.yaml
 *
 * It only reads the state files. */
#include "commands.h"
#include "report.h"
#include "report_queries.h"

#include "../src/base/alloc.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROWS_DEFAULT 20

typedef struct options {
    const char *bundle, *limit, *csv, *html;
    bool        queries;
    long        rows;
} options;

/* ---- files written ---- */

/* A slip of the finger must not cost a device's requests: what is a database is not written over. */
static bool is_database(const char *path)
{
    char head[15];
    FILE *in = fopen(path, "rb");
    bool found = in != NULL && fread(head, sizeof head, 1, in) == 1 && memcmp(head, "SQLite format 3", sizeof head) == 0;
    if (in != NULL)
        fclose(in);
    return found;
}

static int write_to(const report *r, const char *path, bool (*print)(const report *r, FILE *out))
{
    if (strcmp(path, "-") == 0)
        return print(r, stdout) ? 0 : command_fail("out of memory, or standard output cannot be written");
    if (is_database(path))
        return command_fail("%s: is a database; name another file", path);
    FILE *out = fopen(path, "wb");
    if (out == NULL)
        return command_fail("%s: cannot be written: %s", path, strerror(errno));
    bool ok = print(r, out);
    ok = fclose(out) == 0 && ok;
    return ok ? 0 : command_fail("%s: cannot be written, or out of memory", path);
}

/* ---- the command ---- */

static int print_all(const report *r, const options *o)
{
    if (o->queries) {
        report_queries(r->asked, r->help);
        return 0;
    }
    if (o->csv == NULL && o->html == NULL)
        return report_print(r) ? 0 : command_fail("out of memory");
    int code = o->csv == NULL ? 0 : write_to(r, o->csv, report_csv);
    return code != 0 || o->html == NULL ? code : write_to(r, o->html, report_html);
}

static int with_bundle(report *r, const options *o)
{
    docent_error error;
    docent_config config = DOCENT_CONFIG_INIT;
    config.bundle_path = o->bundle;
    if (o->bundle != NULL && docent_open(&config, &r->help, &error) != DOCENT_OK)
        return command_fail("%s", error.message);
    int code = print_all(r, o);
    docent_close(r->help);
    return code;
}

static int run(const options *o, const char **files, int count)
{
    dct_report asked;
    dct_voices voices;
    docent_error error;
    docent_status status = DOCENT_OK;
    int64_t now = (int64_t)time(NULL);
    dct_report_init(&asked, &dct_alloc_default);
    dct_voices_init(&voices, &dct_alloc_default, now);
    for (int i = 0; status == DOCENT_OK && i < count; i++) {
        status = dct_report_read(&asked, files[i], &error);
        if (status == DOCENT_OK)
            status = dct_voices_read(&voices, files[i], &error);
    }
    if (status == DOCENT_OK)
        status = dct_report_add_up(&asked, &error);
    if (status == DOCENT_OK)
        status = dct_voices_add_up(&voices, &error);
    report r = { &asked, &voices, NULL, (size_t)o->rows, now };
    int code = status != DOCENT_OK ? command_fail("%s", error.message) : with_bundle(&r, o);
    dct_report_close(&asked);
    dct_voices_close(&voices);
    return code;
}

int cmd_report(int argc, char **argv)
{
    options o = { NULL, NULL, NULL, NULL, false, ROWS_DEFAULT };
    const command_option known[] = { { "--bundle", &o.bundle, NULL }, { "--limit", &o.limit, NULL }, { "--csv", &o.csv, NULL },
                                     { "--html", &o.html, NULL }, { "--queries", NULL, &o.queries } };
    const char **files = calloc((size_t)argc, sizeof *files);
    if (files == NULL)
        return command_fail("out of memory");
    int count = command_parse(argc, argv, known, sizeof known / sizeof *known, files, argc);
    int code = 2;
    if (count == 0)
        command_usage("report", "which state files?");
    else if (count > 0 && o.queries && o.bundle == NULL)
        command_usage("report", "--queries needs the bundle that answers them: --bundle FILE");
    else if (count > 0 && o.queries && (o.csv != NULL || o.html != NULL))
        command_usage("report", "--queries prints queries, --csv and --html counts: give one of them");
    else if (count > 0 && (o.limit == NULL || command_number("report", "--limit", o.limit, 1, 100000, &o.rows)))
        code = run(&o, files, count);
    free(files);
    return code;
}
