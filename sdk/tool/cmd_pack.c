/* docent pack: a project or a file of lines into a bundle. */
#include "commands.h"

#include "../src/base/alloc.h"
#include "../src/pack/pack.h"

#include <stdio.h>
#include <string.h>

static int report(const dct_pack_job *job, dct_diag *diag, const dct_pack_result *r, bool quiet)
{
    dct_diag_print(diag, stderr, !quiet);
    if (diag->errors > 0)
        return command_fail("%s was not packed: %zu error%s, %zu warning%s", job->dir != NULL ? job->dir : job->jsonl,
                            diag->errors, diag->errors == 1 ? "" : "s", diag->warnings, diag->warnings == 1 ? "" : "s");
    printf("%s: ", job->out);
    command_count(r->articles, "article", ", ");
    command_count(r->texts, "text", ", ");
    command_count(r->pictures, "picture", ", ");
    command_count(r->fonts, "font", ", ");
    printf("%.1f MB%s", (double)r->bytes / 1e6, diag->warnings > 0 ? ", " : "\n");
    if (diag->warnings > 0)
        command_count(diag->warnings, "warning", "\n");
    return 0;
}

int cmd_pack(int argc, char **argv)
{
    const char *out = NULL, *jsonl = NULL, *previous = NULL, *dir[1] = { NULL };
    bool quiet = false;
    const command_option options[] = { { "-o", &out, NULL }, { "--jsonl", &jsonl, NULL },
                                       { "--previous", &previous, NULL }, { "--quiet", NULL, &quiet } };
    int count = command_parse(argc, argv, options, sizeof options / sizeof *options, dir, 1);
    if (count < 0)
        return 2;
    if ((count == 1) == (jsonl != NULL))
        return command_usage("pack", count == 1 ? "a folder or --jsonl, not both" : "which folder?");
    if (out == NULL || *out == 0)
        return command_usage("pack", "which bundle? Name it with -o FILE");
    dct_pack_job job = { dir[0], jsonl, out, previous };
    dct_pack_result result;
    dct_diag diag;
    docent_error error;
    dct_diag_init(&diag, &dct_alloc_default);
    docent_status status = dct_pack_run(&dct_alloc_default, &job, &diag, &result, &error);
    int code = status == DOCENT_OK ? report(&job, &diag, &result, quiet) : 1;
    if (status != DOCENT_OK) {
        dct_diag_print(&diag, stderr, !quiet);
        command_fail("%s", error.message);
    }
    dct_diag_close(&diag);
    return code;
}
