/* Packing with too little memory ends with an error: never with a crash, a leak, or a bundle that lacks something. */
#include "support/project.h"
#include "support/ration.h"

#include <stdio.h>
#include <string.h>

static docent_status run(test_ration *ration, const dct_pack_job *job, dct_pack_result *result)
{
    dct_diag diag;
    docent_error error;
    docent_alloc alloc = test_ration_alloc(ration);
    dct_diag_init(&diag, &alloc);
    docent_status status = dct_pack_run(&alloc, job, &diag, result, &error);
    if (status == DOCENT_OK && diag.errors > 0)
        status = DOCENT_ERR_NOMEM; /* Told as a message about a file. */
    dct_diag_close(&diag);
    return status;
}

/* Fails the n-th allocation for every n, until one run succeeds untouched. */
static void torture(const dct_pack_job *job, uint32_t texts, long step)
{
    long failed = 0;
    for (long n = 0;; n += step) {
        test_ration ration = { .fail_at = n, .for_ever = n % 2 != 0 };
        dct_pack_result result;
        docent_status status = run(&ration, job, &result);
        assert_int_equal(ration.live, 0);
        assert_false(ration.wrong_size);
        if (ration.asked <= n) {
            assert_int_equal(status, DOCENT_OK);
            break;
        }
        if (status == DOCENT_OK) /* Only a message or a guess was lost. */
            assert_int_equal(result.texts, texts);
        else
            failed++;
    }
    assert_true(failed > 5);
}

static void test_folder(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    fixture_put(&f, "help.yaml", "languages: [en, de]\ntop: [a]\nterms: {t: {en: T}}\ncontexts: {c: a}\n");
    fixture_put(&f, "a.md", "# A\n\n1. Do [[$t]] <b>x</b> [g](g.md)\n\n| a | b |\n|---|---|\n| c | d |\n\n<table><tr><td><pre>x</pre></table>\n");
    fixture_put(&f, "a.de.md", "# A\n\nText.\n");
    fixture_put(&f, "g.md", "---\ntitle: G\nkind: fix\n---\n## On?\n\n- [Yes](solved)\n- [No](contact)\n");
    dct_pack_job job = { f.dir, NULL, NULL, NULL };
    torture(&job, 3, 1);
    fixture_close(&f);
}

static void test_lines(void **state)
{
    (void)state;
    fixture f;
    char path[300];
    fixture_open(&f);
    fixture_put(&f, "lines", "{\"id\":\"a\",\"body\":\"One.\\n\\nTwo.\"}\n{\"id\":\"b\",\"body\":\"# B\\n\\n1. x\",\"format\":\"markdown\"}\n");
    snprintf(path, sizeof path, "%s/lines", f.dir);
    dct_pack_job job = { NULL, path, f.bundle, NULL };
    torture(&job, 2, 1);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folder),
        cmocka_unit_test(test_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
