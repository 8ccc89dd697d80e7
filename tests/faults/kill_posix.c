/* kill_posix CYCLES: a process that submits and carries is killed at any moment, again and again; what it had told is there,
 * each request is at the server once, and the file is whole.
 *
 *     parent: fork --> child: opens, submits, steps against a server that writes what it gets to a file ... SIGKILL
 *             ... the next child goes on with the same files
 *
 * This proves nothing about power: powercut.c does that. */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <docent/contact.h>
#include <docent/port.h>

#include "support/bundle.h"
#include "support/fake_clock.h"

static char bundle[1024], state[1024], told[1024], server[1024];

static void die(const char *what)
{
    fprintf(stderr, "kill: %s\n", what);
    exit(2);
}

/* One line, whole or not at all: O_APPEND and one write. */
static void note(const char *path, const char *line)
{
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (fd < 0 || write(fd, line, strlen(line)) != (ssize_t)strlen(line))
        die("cannot note");
    close(fd);
}

/* ---- a server that knows each id once, as a webhook must ---- */

static docent_exchange *pending;
static const docent_request *request;

static docent_status begin(void *ctx, const docent_request *r, docent_exchange *x)
{
    (void)ctx;
    pending = x;
    request = r;
    return DOCENT_OK;
}

static bool knows(const char *id)
{
    char line[128];
    FILE *f = fopen(server, "r");
    bool found = false;
    while (f != NULL && !found && fgets(line, sizeof line, f) != NULL)
        found = strncmp(line, id, 36) == 0;
    if (f != NULL)
        fclose(f);
    return found;
}

static void step(void *ctx, uint32_t wait_ms)
{
    docent_exchange *x = pending;
    char line[64] = "";
    (void)ctx, (void)wait_ms;
    if (x == NULL)
        return;
    pending = NULL;
    docent_exchange_sent(x);
    for (uint32_t i = 0; i < request->header_count; i++)
        if (strncmp(request->headers[i], "webhook-id: ", 12) == 0)
            snprintf(line, sizeof line, "%.36s\n", request->headers[i] + 12);
    if (strcmp(request->method, "POST") == 0 && !knows(line))
        note(server, line);
    docent_exchange_status(x, 200);
    docent_exchange_data(x, "{}", 2);
    docent_exchange_done(x, DOCENT_CARRIED_OK, 0, "");
}

static uint32_t next_ms(void *ctx)
{
    (void)ctx;
    return pending == NULL ? UINT32_MAX : 0;
}

static void cancel(void *ctx, docent_exchange *x)
{
    (void)ctx;
    if (pending == x)
        pending = NULL;
}

static void close_transport(void *ctx)
{
    (void)ctx;
}

/* ---- the child ---- */

static void live(unsigned cycle)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent_transport t = { (uint32_t)sizeof t, NULL, begin, step, next_ms, cancel, close_transport };
    docent_error err;
    docent *h;
    uint32_t next;
    config.bundle_path = bundle;
    config.state_path = state;
    if (docent_open(&config, &h, &err) != DOCENT_OK)
        die(err.message);
    docent_use_transport(h, &t);
    for (unsigned n = 0;; n++) {
        docent_ticket ticket = DOCENT_TICKET_INIT;
        docent_attachment file = { "log.txt", "text/plain", "line\n", 5 };
        docent_id id;
        char line[64];
        ticket.body = "It blinks.";
        ticket.attachments = &file;
        ticket.attachment_count = n % 4 == cycle % 4;
        if (docent_ticket_submit(h, &ticket, &id) != DOCENT_OK)
            die(docent_last_error(h)->message);
        snprintf(line, sizeof line, "%s\n", id.text);
        note(told, line);
        for (int i = 0; i < 6; i++)
            docent_step(h, 0, &next);
    }
}

static void kill_one(unsigned cycle, uint64_t *chance)
{
    int status;
    pid_t child = fork();
    if (child < 0)
        die("cannot fork");
    if (child == 0)
        live(cycle);
    uint64_t us = 500 + fake_random(chance) % 40000;
    struct timespec wait = { 0, (long)us * 1000 };
    nanosleep(&wait, NULL);
    kill(child, SIGKILL);
    if (waitpid(child, &status, 0) != child || !WIFSIGNALED(status))
        die("the child ended by itself");
}

/* ---- what is left ---- */

static size_t lines_of(const char *path, const char *wanted)
{
    char line[128];
    size_t count = 0;
    FILE *f = fopen(path, "r");
    while (f != NULL && fgets(line, sizeof line, f) != NULL)
        count += wanted == NULL || strncmp(line, wanted, strlen(wanted)) == 0;
    if (f != NULL)
        fclose(f);
    return count;
}

static int number(sqlite3 *db, const char *sql, const char *id)
{
    sqlite3_stmt *stmt = NULL;
    int value = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK &&
        (id == NULL || sqlite3_bind_text(stmt, 1, id, 36, SQLITE_STATIC) == SQLITE_OK) && sqlite3_step(stmt) == SQLITE_ROW)
        value = sqlite3_column_int(stmt, 0);
    sqlite3_finalize(stmt);
    return value;
}

static size_t check(void)
{
    char line[128];
    sqlite3 *db;
    size_t lost = 0;
    if (sqlite3_open_v2(state, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        die("the state does not open");
    if (number(db, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'", NULL) != 1)
        die("the state is damaged");
    FILE *f = fopen(told, "r");
    while (f != NULL && fgets(line, sizeof line, f) != NULL)
        lost += number(db, "SELECT count(*) FROM conversation WHERE id = ?1", line) != 1;
    if (f != NULL)
        fclose(f);
    /* What the server has and the device does not know to be there is in doubt, or waits to be: never simply queued. */
    f = fopen(server, "r");
    while (f != NULL && fgets(line, sizeof line, f) != NULL) {
        lost += number(db, "SELECT state IN (10, 11, 12, 16, 17) FROM letter WHERE id = ?1", line) == 0;
        line[36] = 0;
        lost += lines_of(server, line) != 1;
    }
    if (f != NULL)
        fclose(f);
    sqlite3_close(db);
    return lost;
}

static void remove_all(void)
{
    char command[9000];
    snprintf(command, sizeof command, "rm -rf '%s' '%s' '%s-wal' '%s-shm' '%s-files' '%s' '%s'", bundle, state, state, state, state, told,
             server);
    if (system(command) != 0)
        die("cannot clean up");
}

int main(int argc, char **argv)
{
    unsigned cycles = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 200;
    uint64_t chance = 11;
    snprintf(bundle, sizeof bundle, "%s", test_path("kill.docent"));
    snprintf(state, sizeof state, "%s", test_path("kill.db"));
    snprintf(told, sizeof told, "%s", test_path("kill-told"));
    snprintf(server, sizeof server, "%s", test_path("kill-server"));
    remove_all();
    test_bundle *b = test_bundle_sample_open(bundle);
    test_bundle_run(b, "INSERT INTO contact VALUES('desk', '', '{\"connectors\":[{\"id\":\"desk\",\"kind\":\"webhook\","
                       "\"url\":\"https://desk.test/\"}]}')");
    test_bundle_finish(b);
    for (unsigned i = 0; i < cycles; i++)
        kill_one(i, &chance);
    size_t lost = check();
    printf("kill: %u cycles, %zu requests told, %zu at the server, %zu wrong\n", cycles, lines_of(told, NULL), lines_of(server, NULL), lost);
    bool some = lines_of(told, NULL) > 0 && lines_of(server, NULL) > 0;
    remove_all();
    return lost != 0 || !some;
}
