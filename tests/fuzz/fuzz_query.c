/* What a person types into the search field: any bytes. The bundle is a good one. */
#include "fuzz.h"

#include <string.h>

#include <docent/docent.h>

#include "support/bundle.h"

static docent *open_sample(void)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent *h = NULL;
    char *path = fuzz_path("query.docent");
    test_bundle_sample(path);
    config.bundle_path = path;
    fuzz_check(docent_open(&config, &h, NULL) == DOCENT_OK);
    remove(path); /* It stays open. */
    free(path);
    return h;
}

static void check_marks(const docent_span *marks, uint32_t count, const char *text)
{
    uint32_t from = 0;
    for (uint32_t i = 0; i < count; i++) {
        fuzz_check(marks[i].from >= from && marks[i].from < marks[i].to && marks[i].to <= strlen(text));
        from = marks[i].to;
    }
}

static void ask(docent *h, const char *text, uint32_t flags, const char *locale)
{
    docent_query q = DOCENT_QUERY_INIT;
    docent_hits *hits;
    q.text = text;
    q.flags = flags;
    q.locale = locale;
    fuzz_check(docent_search(h, &q, &hits) == DOCENT_OK);
    for (uint32_t i = 0; i < docent_hits_count(hits); i++) {
        const docent_hit *hit = docent_hits_at(hits, i);
        check_marks(hit->marks, hit->mark_count, hit->excerpt);
        check_marks(hit->title_marks, hit->title_mark_count, hit->title);
        fuzz_check(i == 0 || hit->score < docent_hits_at(hits, i - 1)->score);
    }
    docent_hits_free(hits);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static docent *h;
    char *text = fuzz_text(data, size);
    if (h == NULL)
        h = open_sample();
    ask(h, text, DOCENT_QUERY_PREFIX, NULL);
    ask(h, text, 0, "de");
    ask(h, text, DOCENT_QUERY_NO_EXCERPTS, "tr");
    free(text);
    return 0;
}
