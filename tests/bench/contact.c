/* What waits costs nothing where people wait: closing with a dead network, submitting, and starting with a full outbox.
 *
 *   bench_contact FOLDER
 *
 *   close      docent_close() with 10,000 waiting and a server that took the connection and says nothing; goal 50 ms
 *   submit     docent_ticket_submit() beside an insert of the same bytes into a table of one row a letter, as safely synced
 *   start      docent_open() and a step with 100,000 waiting, beside opening the file and counting them in SQL; and the first
 *              docent_outbox_look(), which adds up their bytes too
 *
 * Medians; the two sides of a comparison take turns. FOLDER should be on the disk that counts: a sync in memory costs nothing. */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <docent/contact.h>

#include "support/bundle.h"

enum { SUBMITS = 200, STARTS = 9, CLOSES = 9 };

static char bundle[1024], state[1024], bare[1024];

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void die(const char *what)
{
    fprintf(stderr, "bench_contact: %s\n", what);
    exit(1);
}

static int smaller(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, smaller);
    return values[count / 2];
}

static void remove_files(const char *path)
{
    static const char *const ends[] = { "", "-wal", "-shm" };
    char name[1200];
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        remove(name);
    }
}

static void run(sqlite3 *db, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        die(message);
}

static sqlite3 *open_db(const char *path)
{
    sqlite3 *db;
    if (sqlite3_open(path, &db) != SQLITE_OK)
        die("cannot open a database");
    return db;
}

static docent *open_help(void)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error err;
    docent *h;
    config.bundle_path = bundle;
    config.state_path = state;
    if (docent_open(&config, &h, &err) != DOCENT_OK)
        die(err.message);
    return h;
}

static char body[1200];

static void submit(docent *h)
{
    docent_ticket t = DOCENT_TICKET_INIT;
    docent_id id;
    t.body = body;
    t.email = "ada@example.org";
    if (docent_ticket_submit(h, &t, &id) != DOCENT_OK)
        die(docent_last_error(h)->message);
}

/* ---- a server that is there and silent ---- */

static int listen_somewhere(unsigned *port)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    socklen_t size = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 16) != 0 ||
        getsockname(fd, (struct sockaddr *)&at, &size) != 0)
        die("no socket");
    *port = ntohs(at.sin_port);
    return fd;
}

static void make_bundle(unsigned port)
{
    char sql[500];
    test_bundle *b = test_bundle_sample_open(bundle);
    snprintf(sql, sizeof sql, "INSERT INTO contact VALUES('desk', '', '{\"connectors\":[{\"id\":\"desk\",\"kind\":\"webhook\","
             "\"url\":\"http://127.0.0.1:%u/hook\"}]}')", port);
    test_bundle_run(b, sql);
    test_bundle_finish(b);
}

/* Copies of one real request, as many as wanted, without a sync for each. */
static void fill(int count)
{
    char sql[3000];
    remove_files(state);
    docent *h = open_help();
    submit(h);
    docent_close(h);
    sqlite3 *db = open_db(state);
    run(db, "PRAGMA synchronous=OFF; BEGIN");
    snprintf(sql, sizeof sql,
             "WITH RECURSIVE n(i) AS (VALUES(2) UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
             "INSERT INTO conversation SELECT substr(c.id, 1, 24) || printf('%%012x', i), kind, state, "
             "printf('%%04d-%%04d', i / 10000, i %% 10000), claim, idem, connector, remote, ref, cursor, subject, made, changed, answer_by, "
             "answered, unread, seen, poll_ms FROM n, (SELECT * FROM conversation LIMIT 1) AS c",
             count);
    run(db, sql);
    snprintf(sql, sizeof sql,
             "WITH RECURSIVE n(i) AS (VALUES(2) UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
             "INSERT INTO letter SELECT i, substr(l.id, 1, 24) || printf('%%012x', i), substr(l.conversation, 1, 24) || printf('%%012x', i), "
             "seq, part, kind, rank, connector, state, sealed, tries, due_ms, doubt_ms, until, made, bytes, remote, why, body "
             "FROM n, (SELECT * FROM letter LIMIT 1) AS l",
             count);
    run(db, sql);
    run(db, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    sqlite3_close(db);
}

/* ---- what is measured ---- */

static void measure_close(void)
{
    double took[CLOSES];
    fill(10000);
    for (int i = 0; i < CLOSES; i++) {
        uint32_t next;
        docent *h = open_help();
        for (int step = 0; step < 20; step++)
            docent_step(h, 10, &next);
        double begin = now_ms();
        docent_close(h);
        took[i] = now_ms() - begin;
    }
    double ms = median(took, CLOSES);
    printf("contact_close_10000_waiting %.2f ms %.2f goal_50_ms\n", ms, ms / 50);
}

static void bare_insert(sqlite3_stmt *stmt, int i)
{
    static char json[1600];
    int size = snprintf(json, sizeof json, "{\"id\":\"%036d\",\"kind\":\"ticket\",\"body\":\"%s\"}", i, body);
    sqlite3_bind_int(stmt, 1, i);
    sqlite3_bind_blob(stmt, 2, json, size, SQLITE_STATIC);
    if (sqlite3_step(stmt) != SQLITE_DONE)
        die("the bare insert failed");
    sqlite3_reset(stmt);
}

static void measure_submit(void)
{
    static double ours[SUBMITS], theirs[SUBMITS];
    sqlite3_stmt *stmt;
    remove_files(bare);
    fill(1);
    docent *h = open_help();
    sqlite3 *db = open_db(bare);
    run(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE letter(position INTEGER PRIMARY KEY, body BLOB NOT NULL)");
    if (sqlite3_prepare_v2(db, "INSERT INTO letter VALUES(?1, ?2)", -1, &stmt, NULL) != SQLITE_OK)
        die("prepare");
    submit(h);
    for (int i = 0; i < SUBMITS; i++) {
        double begin = now_ms();
        submit(h);
        ours[i] = now_ms() - begin;
        begin = now_ms();
        bare_insert(stmt, i);
        theirs[i] = now_ms() - begin;
    }
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    docent_close(h);
    double a = median(ours, SUBMITS), b = median(theirs, SUBMITS);
    printf("contact_submit %.3f ms %.2f bare_synced_insert_%.3f_ms\n", a, a / b, b);
}

static double count_in_sql(void)
{
    sqlite3_stmt *stmt;
    double begin = now_ms();
    sqlite3 *db = open_db(state);
    if (sqlite3_prepare_v2(db, "SELECT count(*) FROM letter WHERE state < 16", -1, &stmt, NULL) != SQLITE_OK ||
        sqlite3_step(stmt) != SQLITE_ROW || sqlite3_column_int(stmt, 0) != 100000)
        die("counting");
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return now_ms() - begin;
}

static double start(double *looking)
{
    docent_outbox totals;
    uint32_t next;
    double begin = now_ms();
    docent *h = open_help();
    if (docent_step(h, 0, &next) != DOCENT_OK)
        die("starting");
    double took = now_ms() - begin;
    begin = now_ms();
    if (docent_outbox_look(h, &totals) != DOCENT_OK || totals.waiting != 100000)
        die("looking");
    *looking = now_ms() - begin;
    docent_close(h);
    return took;
}

static void measure_start(void)
{
    double ours[STARTS], looks[STARTS], theirs[STARTS];
    fill(100000);
    for (int i = 0; i < STARTS; i++) {
        theirs[i] = count_in_sql();
        ours[i] = start(&looks[i]);
    }
    double a = median(ours, STARTS), b = median(theirs, STARTS);
    printf("contact_start_100000_waiting %.2f ms %.2f counting_in_sql_%.2f_ms\n", a, a / b, b);
    double look = median(looks, STARTS);
    printf("contact_look_100000_waiting %.2f ms %.2f counting_in_sql_%.2f_ms\n", look, look / b, b);
}

int main(int argc, char **argv)
{
    unsigned port;
    if (argc < 2)
        die("name a folder on the disk to be measured");
    snprintf(bundle, sizeof bundle, "%s/bench-contact.docent", argv[1]);
    snprintf(state, sizeof state, "%s/bench-contact.db", argv[1]);
    snprintf(bare, sizeof bare, "%s/bench-contact-bare.db", argv[1]);
    memset(body, 'x', 1000);
    int server = listen_somewhere(&port);
    remove(bundle);
    make_bundle(port);
    measure_close();
    measure_submit();
    measure_start();
    close(server);
    remove_files(state);
    remove_files(bare);
    remove(bundle);
    return 0;
}
