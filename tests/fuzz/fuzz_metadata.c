/* A file of update metadata, as any of the four roles: parsed, its canonical form, its signatures, what a search finds in it. */
#include "fuzz.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "sync/canonical.h"
#include "sync/delegation.h"
#include "sync/threshold.h"
#include "sync/trusted.h"

#include <string.h>

/* The canonical form is JSON but for control characters, and canonical itself. */
static void check_canonical(json_t *body)
{
    dct_buf first, second;
    dct_buf_init(&first, &dct_alloc_default, 64 << 20);
    dct_buf_init(&second, &dct_alloc_default, 64 << 20);
    if (dct_canonical(body, &first) && strpbrk(dct_buf_text(&first), "\1\2\3\4\5\6\7\b\t\n\v\f\r\16\17\20\21\22\23\24\25\26\27\30"
                                                                     "\31\32\33\34\35\36\37") == NULL) {
        json_t *again = json_loadb((const char *)first.data, first.size, JSON_REJECT_DUPLICATES, NULL);
        fuzz_check(again != NULL && json_equal(again, body) && dct_canonical(again, &second));
        fuzz_check(first.size == second.size && memcmp(first.data, second.data, first.size) == 0);
        json_decref(again);
    }
    dct_buf_close(&first);
    dct_buf_close(&second);
}

static void look_for(const dct_metadata *m, const char *path)
{
    json_t *found;
    unsigned roles = 0;
    dct_search *s = dct_search_new(&dct_alloc_default, path);
    fuzz_check(s != NULL && dct_search_visit(s, m, &found));
    while (dct_search_next(s) != NULL && roles++ < 2 * DCT_MAX_DELEGATIONS)
        fuzz_check(dct_search_visit(s, m, &found)); /* As if each role said the same. */
    fuzz_check(roles <= DCT_MAX_DELEGATIONS);
    dct_search_free(s);
}

static void look_at(dct_role role, const uint8_t *data, size_t size)
{
    dct_metadata m;
    docent_error err = { DOCENT_OK, "", 0, "" };
    dct_listed listed;
    dct_reason reason = dct_metadata_parse(&m, role, dct_role_name(role), data, size, &err);
    fuzz_check((reason == DCT_REASON_NONE) == (m.whole != NULL));
    if (reason != DCT_REASON_NONE) {
        fuzz_check(err.message[0] != 0);
        return;
    }
    fuzz_check(m.version >= 1);
    check_canonical(m.body);
    if (role == DCT_ROLE_SNAPSHOT)
        fuzz_check(dct_metadata_listed(&m, "targets", &listed) && listed.version >= 1);
    if (role == DCT_ROLE_TARGETS) {
        look_for(&m, "manuals/radio.txt");
        look_for(&m, "x");
    }
    dct_metadata_drop(&m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dct_trusted t;
    char *text = fuzz_text(data, size);
    for (int role = DCT_ROLE_ROOT; role <= DCT_ROLE_TARGETS; role++)
        look_at((dct_role)role, (const uint8_t *)text, size);
    /* As a first root, and as the one after it: the same version twice is never right. */
    dct_trusted_init(&t, &dct_alloc_default, 1800000000);
    if (dct_trusted_root(&t, text, size, NULL, NULL) == DCT_REASON_NONE)
        fuzz_check(dct_trusted_root(&t, text, size, NULL, NULL) != DCT_REASON_NONE);
    dct_trusted_close(&t);
    const char *middle = text + size / 2;
    dct_path_matches(text, middle);
    dct_path_matches(middle, text);
    free(text);
    return 0;
}
