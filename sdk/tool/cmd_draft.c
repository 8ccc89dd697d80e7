/* docent draft: a conversation that was answered as an article to finish.
 *
 *   docent draft STATE.db K7QM-3XR2 -o wifi/five-ghz.md */
#include "commands.h"

#include "../src/base/alloc.h"
#include "../src/pack/draft.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define ARTICLE_BYTES (64u << 20)

/* What an author has worked on is not written over. */
static int write_out(const char *path, const dct_buf *text)
{
    bool standard = path == NULL || strcmp(path, "-") == 0;
    FILE *out = standard ? stdout : fopen(path, "wbx");
    if (out == NULL)
        return command_fail(errno == EEXIST ? "%s: is there already%s" : "%s: cannot be written: %s", path,
                            errno == EEXIST ? "" : strerror(errno));
    bool ok = fwrite(text->data, text->size, 1, out) == 1;
    if (!standard)
        ok = fclose(out) == 0 && ok;
    return ok ? 0 : command_fail("%s: cannot be written", standard ? "standard output" : path);
}

static void tell(uint32_t removed)
{
    fprintf(stderr, "docent: %u piece%s [removed]; names that nobody gave may still be there: read it before you publish it\n",
            (unsigned)removed, removed == 1 ? " became" : "s became");
}

int cmd_draft(int argc, char **argv)
{
    const char *out = NULL, *locale = NULL, *words[2] = { NULL, NULL };
    const command_option options[] = { { "-o", &out, NULL }, { "--locale", &locale, NULL } };
    int count = command_parse(argc, argv, options, sizeof options / sizeof *options, words, 2);
    if (count < 0)
        return 2;
    if (count < 2)
        return command_usage("draft", count == 0 ? "which state file?" : "which conversation?");
    dct_draft_job job = { words[0], words[1], locale };
    docent_error err;
    dct_buf text;
    uint32_t removed;
    dct_buf_init(&text, &dct_alloc_default, ARTICLE_BYTES);
    docent_status status = dct_draft_make(&dct_alloc_default, &job, &text, &removed, &err);
    int code = status == DOCENT_OK ? write_out(out, &text) : command_fail("%s", err.message);
    if (code == 0)
        tell(removed);
    dct_buf_close(&text);
    return code;
}
