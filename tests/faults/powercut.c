/* powercut [STATES] [full|normal|off]: the power fails while requests are made and sent; is everything that was acknowledged
 * still there?
 *
 * Requests are submitted, moved to "sending" and to "delivered" by the library's own functions on a disk that records. Then that
 * many disks are made as a cut at any moment could have left them, opened, and compared with what the callers had been told:
 *     submitted      the letter is there
 *     sending        it is not "queued" any more: it would be sent twice
 *     delivered      it is not forgotten: it would be sent again
 * Prints the lossy states; exits 1 when there were any with `full`, or none with the others, which must fail: they show that
 * the test can see a loss at all. */
#define _POSIX_C_SOURCE 200809L
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "contact/outbox.h"
#include "cut_vfs.h"
#include "support/fake_clock.h"

enum { LETTERS = 60, MARKS = 4 * LETTERS, ROUND = 5000 };

typedef struct told { docent_id id; int rank; } told; /* rank: 0 there, 1 at least sending, 2 at least delivered. */

static told      promises[MARKS];
static uint32_t  promise_count;
static char      path[256];
static fake_clock now;
static docent_clock clock_of_test;

static void die(const char *what, const docent_error *err)
{
    fprintf(stderr, "powercut: %s: %s\n", what, err->message);
    exit(2);
}

static void must(docent_status status, const char *what, const docent_error *err)
{
    if (status != DOCENT_OK)
        die(what, err);
}

/* Told only after the call has returned. */
static void promise(const docent_id *id, int rank)
{
    promises[promise_count++] = (told){ *id, rank };
    cut_mark(promise_count);
}

/* ---- what is done ---- */

static docent_id submit(dct_outbox *o, int n)
{
    docent_error err;
    docent_id talk;
    char body[600];
    snprintf(body, sizeof body, "Request %d. %.*s", n, n * 9 % 500, "It blinks, and then it does not, and nobody knows why. ");
    dct_posting p = { .kind = DOCENT_REQUEST_TICKET, .agreed = true, .connector = "desk", .seal = "", .consent = "",
                      .letter = { .kind = "ticket", .part = DCT_PART_CREATE, .conversation = "", .locale = "en", .subject = "",
                                  .body = body, .name = "", .email = "", .phone = "", .problem = "", .queue = "", .priority = "",
                                  .product = "", .audience = "", .version = "", .article = "", .diagnostics = "", .opinion = "" } };
    must(dct_outbox_put(o, &p, &talk, &err), "submit", &err);
    return p.id;
}

static void carry(dct_outbox *o)
{
    docent_error err;
    dct_row row;
    int64_t next;
    bool moved;
    must(dct_outbox_due(o, "desk", INT64_MAX - 1, &row, &next, &err), "due", &err);
    dct_move send = { .event = DCT_SAYS_SEND }, done = { .event = DCT_SAYS_DONE, .remote = "r1", .ref = "#1" };
    must(dct_outbox_move(o, &row, &send, &moved, &err), "send", &err);
    promise(&row.id, 1);
    must(dct_outbox_move(o, &row, &done, &moved, &err), "done", &err);
    promise(&row.id, 2);
}

static void open_outbox(dct_outbox *o, dct_state **state, const char *mode)
{
    docent_error err;
    char sync[64];
    snprintf(sync, sizeof sync, "PRAGMA synchronous=%s", mode);
    must(dct_state_open(&dct_alloc_default, path, state, &err), "open", &err);
    if (strcmp(mode, "full") != 0) /* Else as the library does it. */
        must(dct_db_run(dct_state_db(*state), sync, &err), "pragma", &err);
    must(dct_db_run(dct_state_db(*state), "PRAGMA wal_autocheckpoint=30", &err), "pragma", &err);
    must(dct_outbox_open(o, &dct_alloc_default, &clock_of_test, *state, false, &err), "outbox", &err);
}

static void act(uint64_t seed, const char *mode)
{
    dct_outbox o;
    dct_state *state;
    uint64_t random = seed;
    promise_count = 0;
    fake_clock_init(&now, seed);
    open_outbox(&o, &state, mode);
    for (int i = 0, waiting = 0; i < LETTERS; i++) {
        docent_id id = submit(&o, i);
        promise(&id, 0);
        waiting++;
        for (; waiting > 0 && fake_random(&random) % 2 == 0; waiting--)
            carry(&o);
        if (i % 23 == 22) { /* The program ends, and begins again. */
            dct_outbox_close(&o);
            dct_state_close(state);
            open_outbox(&o, &state, mode);
        }
    }
    dct_outbox_close(&o);
    dct_state_close(state);
}

/* ---- what is left ---- */

static int rank_of(sqlite3 *db, const docent_id *id)
{
    sqlite3_stmt *stmt = NULL;
    int rank = -1;
    if (sqlite3_prepare_v2(db, "SELECT state FROM letter WHERE id = ?1", -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_bind_text(stmt, 1, id->text, -1, SQLITE_STATIC) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
        int state = sqlite3_column_int(stmt, 0);
        rank = state >= DCT_LETTER_FINISHED ? 2 : state == DCT_LETTER_QUEUED ? 0 : 1;
    }
    sqlite3_finalize(stmt);
    return rank;
}

static bool is_whole(sqlite3 *db)
{
    sqlite3_stmt *stmt = NULL;
    bool ok = sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW &&
              strcmp((const char *)sqlite3_column_text(stmt, 0), "ok") == 0;
    sqlite3_finalize(stmt);
    return ok;
}

static bool all_there(uint32_t told_so_far)
{
    dct_state *state;
    docent_error err;
    bool fine = dct_state_open(&dct_alloc_default, path, &state, &err) == DOCENT_OK;
    if (!fine)
        return false;
    sqlite3 *db = dct_state_db(state)->handle;
    fine = is_whole(db);
    for (uint32_t i = 0; fine && i < told_so_far; i++)
        fine = rank_of(db, &promises[i].id) >= promises[i].rank;
    dct_state_close(state);
    return fine;
}

/* As many cuts as were asked for, spread over all moments of one story. */
static size_t cut_story(uint64_t seed, size_t states, const char *mode, size_t *made)
{
    size_t lossy = 0;
    uint64_t chance = seed * 31 + 7;
    cut_begin();
    act(seed, mode);
    size_t operations = cut_end();
    for (size_t i = 0; i < states; i++, (*made)++) {
        uint32_t told_so_far = cut_make(1 + i * operations / states, &chance);
        lossy += !all_there(told_so_far);
    }
    return lossy;
}

int main(int argc, char **argv)
{
    size_t states = argc > 1 ? strtoul(argv[1], NULL, 10) : 2000, made = 0, lossy = 0;
    const char *mode = argc > 2 ? argv[2] : "full", *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/docent-powercut-%ld.db", folder == NULL ? "/tmp" : folder, (long)getpid());
    clock_of_test = fake_clock_of(&now);
    cut_install();
    for (uint64_t seed = 1; made < states; seed++)
        lossy += cut_story(seed, states - made < ROUND ? states - made : ROUND, mode, &made);
    cut_begin(); /* Frees the last one. */
    remove(path);
    bool must_be_whole = strcmp(mode, "full") == 0;
    printf("powercut: synchronous=%s: %zu of %zu states lossy (%.1f %%)\n", mode, lossy, made, 100.0 * (double)lossy / (double)made);
    return must_be_whole ? lossy != 0 : lossy == 0;
}
