/* The TUF client as a command, for independent test suites that drive clients so.
 *
 *     docent-tuf --metadata-dir D init ROOT
 *     docent-tuf --metadata-dir D --metadata-url U refresh
 *     docent-tuf --metadata-dir D --metadata-url U --target-name P [--target-name P2] --target-base-url B --target-dir T download
 *
 * Options stand before or after the verb. Exit code 0: all of it verified; 1: not, with the reason on standard error. D keeps
 * the metadata as received; T the targets, each as one file with its path percent-encoded. So the suite of the framework's
 * own makers is run by   pytest tuf_conformance --entrypoint build/bin/docent-tuf */
#include "base/alloc.h"
#include "base/limits.h"
#include "net/clock.h"
#include "sync/download.h"
#include "sync/updater.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_TARGETS = 64 };

typedef struct options {
    const char *metadata_dir, *metadata_url, *target_url, *target_dir, *verb, *root;
    const char *targets[MAX_TARGETS];
    int         target_count;
} options;

typedef struct client {
    const options *o;
    dct_net       *net;
    dct_folder    *folder, *target_folder;
    dct_updater   *updater;
} client;

static int say(const docent_error *err, dct_reason reason)
{
    fprintf(stderr, "docent-tuf: %s: %s\n", dct_reason_name(reason), err->message);
    return 1;
}

static int usage(const char *what)
{
    fprintf(stderr,
            "docent-tuf: %s\n"
            "  docent-tuf --metadata-dir D init ROOT\n"
            "  docent-tuf --metadata-dir D --metadata-url U refresh\n"
            "  docent-tuf --metadata-dir D --metadata-url U --target-name P --target-base-url B --target-dir T download\n",
            what);
    return 1;
}

/* ---- the command line ---- */

static const char **option(options *o, const char *arg)
{
    if (strcmp(arg, "--metadata-dir") == 0)
        return &o->metadata_dir;
    if (strcmp(arg, "--metadata-url") == 0)
        return &o->metadata_url;
    if (strcmp(arg, "--target-base-url") == 0)
        return &o->target_url;
    if (strcmp(arg, "--target-dir") == 0)
        return &o->target_dir;
    if (strcmp(arg, "--target-name") == 0 && o->target_count < MAX_TARGETS)
        return &o->targets[o->target_count++];
    return NULL;
}

static const char *parse(int argc, char **argv, options *o)
{
    for (int i = 1; i < argc; i++) {
        const char **place = strncmp(argv[i], "--", 2) == 0 ? option(o, argv[i]) : NULL;
        if (place != NULL && i + 1 < argc)
            *place = argv[++i];
        else if (strncmp(argv[i], "--", 2) == 0)
            return "an option that is not known, or without its value";
        else if (o->verb == NULL)
            o->verb = argv[i];
        else if (o->root == NULL)
            o->root = argv[i];
        else
            return "too many words";
    }
    if (o->verb == NULL || o->metadata_dir == NULL)
        return "no verb, or no --metadata-dir";
    return NULL;
}

/* ---- init ---- */

static int init(client *c)
{
    static char data[DCT_MAX_ROOT_BYTES + 1];
    docent_error err;
    FILE *file = c->o->root != NULL ? fopen(c->o->root, "rb") : NULL;
    if (file == NULL)
        return usage("init: the file of the first root cannot be read");
    size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    if (dct_updater_install_root(c->folder, &dct_alloc_default, data, size, &err) != DOCENT_OK)
        return say(&err, DCT_REASON_SETUP);
    return 0;
}

/* ---- refresh and download ---- */

static int wait_for(client *c)
{
    dct_updater_state state;
    while ((state = dct_updater_step(c->updater)) == DCT_UPDATER_BUSY)
        dct_net_step(c->net, 1000);
    return state == DCT_UPDATER_READY ? 0 : say(dct_updater_error(c->updater), dct_updater_reason(c->updater));
}

static int refresh(client *c)
{
    if (c->o->metadata_url == NULL)
        return usage("no --metadata-url");
    docent_error err;
    dct_updater_config config = { .alloc = &dct_alloc_default,
                                  .net = c->net,
                                  .folder = c->folder,
                                  .metadata_url = c->o->metadata_url,
                                  .target_url = c->o->target_url };
    if (dct_updater_open(&config, &c->updater, &err) != DOCENT_OK)
        return say(&err, DCT_REASON_SETUP);
    dct_updater_refresh(c->updater, (int64_t)time(NULL));
    return wait_for(c);
}

static int fetch(client *c, const dct_target *target, const char *name)
{
    char part[256 + 5];
    docent_error err;
    dct_download *d;
    snprintf(part, sizeof part, "%s.part", name);
    dct_download_config config = { .alloc = &dct_alloc_default,
                                   .clock = &dct_clock_system,
                                   .net = c->net,
                                   .url = target->url,
                                   .length = (uint64_t)target->length,
                                   .hashes = target->hashes,
                                   .part_folder = c->target_folder,
                                   .folder = c->target_folder,
                                   .part = part,
                                   .name = name };
    if (dct_download_open(&config, &d, &err) != DOCENT_OK)
        return say(&err, DCT_REASON_MEMORY);
    dct_download_state state;
    while ((state = dct_download_step(d, 1000)) == DCT_DOWNLOAD_BUSY)
        dct_net_step(c->net, 1000);
    int code = state == DCT_DOWNLOAD_DONE ? 0 : say(dct_download_error(d), dct_download_reason(d));
    dct_download_close(d);
    return code;
}

static int download_one(client *c, const char *path)
{
    char name[256];
    dct_updater_find(c->updater, path);
    if (wait_for(c) != 0)
        return 1;
    const dct_target *target = dct_updater_target(c->updater);
    if (target == NULL)
        return say(dct_updater_error(c->updater), dct_updater_reason(c->updater));
    if (!dct_place_target_file(path, name))
        return usage("a target's name is too long for one file");
    if (dct_download_is_there(c->target_folder, name, (uint64_t)target->length, target->hashes))
        return 0;
    return fetch(c, target, name);
}

static int download(client *c)
{
    docent_error err;
    if (c->o->target_url == NULL || c->o->target_dir == NULL || c->o->target_count == 0)
        return usage("download wants --target-name, --target-base-url and --target-dir");
    if (dct_folder_open(&dct_alloc_default, c->o->target_dir, &c->target_folder, &err) != DOCENT_OK)
        return say(&err, DCT_REASON_STORAGE);
    int code = refresh(c);
    for (int i = 0; code == 0 && i < c->o->target_count; i++)
        code = download_one(c, c->o->targets[i]);
    return code;
}

static int run(client *c)
{
    docent_error err;
    if (dct_folder_open(&dct_alloc_default, c->o->metadata_dir, &c->folder, &err) != DOCENT_OK ||
        dct_folder_lock(c->folder, &err) != DOCENT_OK)
        return say(&err, DCT_REASON_STORAGE);
    if (strcmp(c->o->verb, "init") == 0)
        return init(c);
    if (dct_net_open(&dct_alloc_default, &dct_clock_system, NULL, &c->net, &err) != DOCENT_OK)
        return say(&err, DCT_REASON_SETUP);
    if (strcmp(c->o->verb, "refresh") == 0)
        return refresh(c);
    return strcmp(c->o->verb, "download") == 0 ? download(c) : usage("the verbs are init, refresh and download");
}

int main(int argc, char **argv)
{
    options o = { 0 };
    client c = { .o = &o };
    const char *wrong = parse(argc, argv, &o);
    if (wrong != NULL)
        return usage(wrong);
    int code = run(&c);
    dct_updater_close(c.updater);
    dct_net_close(c.net);
    dct_folder_close(c.target_folder);
    dct_folder_close(c.folder);
    return code;
}
