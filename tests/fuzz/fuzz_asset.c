/* What a viewer takes out of a bundle: every asset of one kind, or every article, is these bytes; the rest of the bundle is
 * good.
 *
 * FUZZ_KIND says which kind ("font", "picture", "theme", "keyboard", "article"); DOCENT_FUZZ_BUNDLE names the good bundle, by default
 * the one that was made with this program. */
#include "mend.h"
#include "visit.h"

#include <sqlite3.h>
#include <string.h>

static char         *path;
static sqlite3      *db;
static sqlite3_stmt *update;
static const bool    articles = sizeof FUZZ_KIND == sizeof "article" && FUZZ_KIND[0] == 'a';

static void drop(void)
{
    sqlite3_finalize(update);
    sqlite3_close(db);
    remove(path);
    free(path);
}

static void copy_bundle(const char *from)
{
    static unsigned char bytes[8 << 20];
    FILE *file = fopen(from, "rb");
    if (file == NULL) {
        fprintf(stderr, "cannot open %s: build the target fuzz_seeds, or set DOCENT_FUZZ_BUNDLE\n", from);
        exit(1);
    }
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    fuzz_write(path, bytes, size);
}

static void begin(void)
{
    const char *from = getenv("DOCENT_FUZZ_BUNDLE");
    path = fuzz_path(FUZZ_KIND ".docent");
    copy_bundle(from == NULL ? FUZZ_BUNDLE : from);
    fuzz_check(sqlite3_open(path, &db) == SQLITE_OK);
    fuzz_check(sqlite3_exec(db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL) == SQLITE_OK);
    fuzz_check(sqlite3_prepare_v2(db, articles ? "UPDATE article SET doc = ?1"
                                               : "UPDATE asset SET data = ?1 WHERE kind = '" FUZZ_KIND "'", -1, &update, NULL) == 0);
    atexit(drop);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    visit result;
    if (db == NULL)
        begin();
    char *bytes = fuzz_text(data, size);
    if (articles)
        fuzz_mend_article((uint8_t *)bytes, size);
    sqlite3_bind_blob(update, 1, bytes, (int)size, SQLITE_STATIC);
    fuzz_check(sqlite3_step(update) == SQLITE_DONE);
    sqlite3_reset(update);
    free(bytes);
    visit_bundle(path, VISIT_SMALL, &result);
    fuzz_check(result.opened);
    return 0;
}
