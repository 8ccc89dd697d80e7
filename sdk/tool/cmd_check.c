/* docent check: lints a project without writing, or reads every row of a bundle. */
#include "commands.h"

#include "../src/base/alloc.h"
#include "../src/pack/folder.h"
#include "../src/pack/pack.h"

#include <stdio.h>

static int check_folder(const char *dir)
{
    dct_pack_job job = { dir, NULL, NULL, NULL };
    dct_pack_result result;
    dct_diag diag;
    docent_error error;
    dct_diag_init(&diag, &dct_alloc_default);
    docent_status status = dct_pack_run(&dct_alloc_default, &job, &diag, &result, &error);
    dct_diag_print(&diag, stderr, true);
    if (status == DOCENT_OK) {
        printf("%s: ", dir);
        command_count(result.articles, "article", ", ");
        command_count(result.texts, "text", ", ");
        command_count(diag.errors, "error", ", ");
        command_count(diag.warnings, "warning", "\n");
    } else {
        command_fail("%s", error.message);
    }
    int code = status != DOCENT_OK || diag.errors > 0;
    dct_diag_close(&diag);
    return code;
}

static int check_bundle(const char *file)
{
    docent *h;
    docent_error error;
    docent_config config = DOCENT_CONFIG_INIT;
    config.bundle_path = file;
    if (docent_open(&config, &h, &error) != DOCENT_OK)
        return command_fail("%s", error.message);
    int code = 0;
    if (docent_verify(h) != DOCENT_OK)
        code = command_fail("%s: %s", file, docent_last_error(h)->message);
    else
        printf("%s: sound, %u articles\n", file, (unsigned)docent_info_of(h)->article_count);
    docent_close(h);
    return code;
}

int cmd_check(int argc, char **argv)
{
    const char *word[1] = { NULL };
    int count = command_parse(argc, argv, NULL, 0, word, 1);
    if (count < 0)
        return 2;
    if (count == 0)
        return command_usage("check", "which folder or bundle?");
    return dct_folder_is(word[0]) ? check_folder(word[0]) : check_bundle(word[0]);
}
