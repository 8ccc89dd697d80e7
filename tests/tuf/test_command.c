/* docent-tuf as suites call it: options before and after the verb, exit codes, what lies in its folders, what it asks for. */
#define _POSIX_C_SOURCE 200809L

#include "support/cmocka_all.h"
#include "support/tuf_client.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static repo r;
static web *server;
static char folder[64], metadata[80], targets[80], root[80], metadata_url[80], target_url[80];
static char asked[100][120];
static int asked_count;

static void serve(void *ctx, const char *path, const char *head, web_answer *a)
{
    (void)ctx, (void)head;
    snprintf(asked[asked_count++ % 100], sizeof *asked, "%.119s", path);
    a->body = tuf_client_serve(&r, path, &a->size);
    if (a->body == NULL) {
        a->status = 404;
        a->body = "";
    }
}

static void write_file(const char *path, const char *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    fclose(file);
}

static bool has_file(const char *where, const char *name, const char *data, size_t size)
{
    char path[400], *is = malloc(size + 1);
    snprintf(path, sizeof path, "%s/%s", where, name);
    FILE *file = fopen(path, "rb");
    bool same = file != NULL && fread(is, 1, size + 1, file) == size && memcmp(is, data, size) == 0;
    if (file != NULL)
        fclose(file);
    free(is);
    return same;
}

/* The repository is good until two days from now: this program asks the system's clock. */
static void date(const char *role)
{
    char text[40];
    time_t then = time(NULL) + 2 * 86400;
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime(&then));
    repo_set_text(repo_role(&r, role), "expires", text);
}

static int set_up(void **state)
{
    size_t size;
    (void)state;
    repo_init(&r);
    repo_delegate(&r, "targets", "../a role?", "sub/*", false);
    static const char *const roles[] = { "root", "timestamp", "snapshot", "targets", "../a role?" };
    for (int i = 0; i < 5; i++)
        date(roles[i]);
    repo_add_target(&r, "targets", "one.txt", "first", 5);
    repo_add_target(&r, "../a role?", "sub/two.txt", "second", 6);
    repo_publish(&r, "../a role?");
    repo_publish(&r, "root");
    repo_publish_all(&r);
    server = web_start(serve, NULL);
    snprintf(folder, sizeof folder, "/tmp/docent-tuf-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(metadata, sizeof metadata, "%s/m", folder);
    snprintf(targets, sizeof targets, "%s/t", folder);
    snprintf(root, sizeof root, "%s/root.json", folder);
    snprintf(metadata_url, sizeof metadata_url, "http://127.0.0.1:%d/metadata/", web_port(server));
    snprintf(target_url, sizeof target_url, "http://127.0.0.1:%d/targets", web_port(server));
    const char *first = repo_find(&r, "metadata/1.root.json", &size);
    write_file(root, first, size);
    asked_count = 0;
    return 0;
}

static void remove_all(const char *path)
{
    char name[500];
    DIR *d = opendir(path);
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        snprintf(name, sizeof name, "%s/%s", path, e->d_name);
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0 && unlink(name) != 0)
            remove_all(name);
    }
    if (d != NULL)
        closedir(d);
    rmdir(path);
}

static int tear_down(void **state)
{
    (void)state;
    web_stop(server);
    repo_close(&r);
    remove_all(folder);
    return 0;
}

/* Runs it with these words while the server serves. */
static int run(const char *const *words)
{
    int status;
    char *argv[24] = { (char *)(uintptr_t)DOCENT_TUF };
    for (int i = 0; words[i] != NULL; i++)
        argv[i + 1] = (char *)(uintptr_t)words[i];
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (freopen("/dev/null", "w", stderr) == NULL)
            _exit(98);
        execv(argv[0], argv);
        _exit(99);
    }
    while (waitpid(child, &status, WNOHANG) == 0) {
        web_step(server);
        nanosleep(&(struct timespec){ 0, 200000 }, NULL);
    }
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

#define tuf(...) run((const char *const[]){ __VA_ARGS__, NULL })

static void test_refresh_and_download(void **state)
{
    size_t size;
    (void)state;
    assert_int_equal(tuf("--metadata-dir", metadata, "init", root), 0);
    assert_int_equal(asked_count, 0);
    assert_int_equal(tuf("refresh", "--metadata-url", metadata_url, "--metadata-dir", metadata), 0);
    static const char *const files[][2] = {
        { "root.json", "metadata/2.root.json" },
        { "timestamp.json", "metadata/timestamp.json" },
        { "snapshot.json", "metadata/2.snapshot.json" },
        { "targets.json", "metadata/2.targets.json" },
        { "..%2Fa%20role%3F.json", "metadata/1.../a role?.json" },
    };
    for (int i = 0; i < 4; i++) {
        const char *data = repo_find(&r, files[i][1], &size);
        assert_true(has_file(metadata, files[i][0], data, size));
    }
    int before = asked_count;
    assert_int_equal(tuf("--metadata-dir", metadata, "--metadata-url", metadata_url, "download", "--target-name", "one.txt",
                         "--target-name", "sub/two.txt", "--target-base-url", target_url, "--target-dir", targets), 0);
    assert_true(has_file(targets, "one.txt", "first", 5));
    assert_true(has_file(targets, "sub%2Ftwo.txt", "second", 6));
    const char *data = repo_find(&r, files[4][1], &size);
    assert_true(has_file(metadata, files[4][0], data, size));
    assert_int_equal(asked_count - before, 5); /* root, timestamp, the role, two files. */
    before = asked_count;
    assert_int_equal(tuf("--target-name", "sub/two.txt", "--metadata-dir", metadata, "--metadata-url", metadata_url,
                         "--target-base-url", target_url, "--target-dir", targets, "download"), 0);
    assert_int_equal(asked_count - before, 2); /* It is here. */
}

static void test_failures(void **state)
{
    (void)state;
    assert_int_equal(tuf("--metadata-dir", metadata, "--metadata-url", metadata_url, "refresh"), 1); /* No first root. */
    assert_int_equal(asked_count, 0);
    write_file(root, "{}", 2);
    assert_int_equal(tuf("--metadata-dir", metadata, "init", root), 1);
    assert_int_equal(tuf("--metadata-dir", metadata, "init"), 1);
    assert_int_equal(tuf("--metadata-dir", metadata), 1);
    assert_int_equal(tuf("refresh"), 1);
    assert_int_equal(tuf("--metadata-dir", metadata, "--what", "x", "refresh"), 1);
    assert_int_equal(tuf("--metadata-dir", metadata, "refresh"), 1);
    assert_int_equal(tuf("--metadata-dir", metadata, "upgrade"), 1);
    assert_int_equal(tuf("--metadata-dir", metadata, "download", "--target-name", "x"), 1);
}

/* The second of three is not in the lists: the first is there, the third is not asked for. */
static void test_stops_at_the_first_that_fails(void **state)
{
    (void)state;
    assert_int_equal(tuf("init", root, "--metadata-dir", metadata), 0);
    assert_int_equal(tuf("--metadata-dir", metadata, "--metadata-url", metadata_url, "--target-base-url", target_url, "--target-dir",
                         targets, "--target-name", "one.txt", "--target-name", "nowhere", "--target-name", "sub/two.txt", "download"),
                     1);
    assert_true(has_file(targets, "one.txt", "first", 5));
    assert_false(has_file(targets, "sub%2Ftwo.txt", "second", 6));
}

/* The same tree on a stick. */
static void test_from_files(void **state)
{
    char tree[100], path[500], url[120], url2[120];
    (void)state;
    snprintf(tree, sizeof tree, "%s/usb", folder);
    static const char *const folders[] = { "", "/metadata", "/targets", "/targets/sub" };
    for (int i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s%s", tree, folders[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    for (int i = 0; i < r.file_count; i++) {
        if (strchr(r.files[i].name, '?') != NULL)
            continue; /* Its name on a disk is for the publisher to choose; see below. */
        snprintf(path, sizeof path, "%s/%s", tree, r.files[i].name);
        write_file(path, r.files[i].data, r.files[i].size);
    }
    snprintf(url, sizeof url, "file://%s/metadata", tree);
    snprintf(url2, sizeof url2, "file://%s/targets", tree);
    assert_int_equal(tuf("--metadata-dir", metadata, "init", root), 0);
    assert_int_equal(tuf("--metadata-dir", metadata, "--metadata-url", url, "--target-base-url", url2, "--target-dir", targets,
                         "--target-name", "one.txt", "download"), 0);
    assert_true(has_file(targets, "one.txt", "first", 5));
    assert_int_equal(tuf("--metadata-dir", metadata, "--metadata-url", url, "--target-base-url", url2, "--target-dir", targets,
                         "--target-name", "sub/two.txt", "download"), 1); /* The role's file is not on it. */
    assert_int_equal(asked_count, 0);
}

#define each(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        each(test_refresh_and_download),
        each(test_failures),
        each(test_stops_at_the_first_that_fails),
        each(test_from_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
